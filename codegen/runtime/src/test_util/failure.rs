//! How a call may fail.

use std::fmt;

/// How an attempt of a call fails, where a [`Mock`](super::Mock) answers. What may pass is tried again, as ever.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Failure<E> {
    /// The service refuses, with this error of the operation. An error becomes one by `into()`.
    Refused(Box<E>),
    /// The service answers that there are too many requests: status 429, and the code `ThrottlingException`.
    Throttled,
    /// The service, or something before it, answers with this status and nothing else, such as 503.
    Status(u16),
    /// Nothing is answered in time.
    TimedOut,
    /// The connection is reset.
    ConnectionReset,
}

impl<E> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl<E> Failure<E> {
    /// The same with another error of the operation.
    pub(super) fn map<F>(self, error: impl FnOnce(E) -> F) -> Failure<F> {
        match self {
            Self::Refused(refused) => Failure::Refused(Box::new(error(*refused))),
            Self::Throttled => Failure::Throttled,
            Self::Status(status) => Failure::Status(status),
            Self::TimedOut => Failure::TimedOut,
            Self::ConnectionReset => Failure::ConnectionReset,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Throttled => f.write_str("there are too many requests"),
            Self::Status(status) => write!(f, "the service answered with status {status}"),
            Self::TimedOut => f.write_str("the service did not answer in time"),
            Self::ConnectionReset => f.write_str("the connection was reset"),
        }
    }
}
