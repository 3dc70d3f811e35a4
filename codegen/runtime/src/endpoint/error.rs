//! Why no endpoint came out.

use std::fmt;

/// Why rules gave no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// The rules themselves refuse these parameters, in their own words.
    Refused(String),
    /// A required parameter has no value: its name in the model.
    MissingParameter(&'static str),
    /// No rule applies to these parameters.
    NoRuleMatched,
    /// A rule applies, but this part of its result has no value: rules that forgot an `isSet`.
    Incomplete(&'static str),
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(message) => f.write_str(message),
            Self::MissingParameter(name) => {
                write!(f, "the endpoint parameter `{name}` is required")
            }
            Self::NoRuleMatched => f.write_str("no endpoint rule matched these parameters"),
            Self::Incomplete(part) => {
                write!(f, "an endpoint rule matched, but its {part} has no value")
            }
        }
    }
}

impl std::error::Error for EndpointError {}
