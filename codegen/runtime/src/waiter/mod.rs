//! Asking an operation again and again, until it answers as wanted.
//!
//! When to ask, and how to end, is the published orchestrator's ("Waiters" of the Smithy 2.0
//! specification); what an answer means stands in a generated [`Waiter`].
//!
//! - **Null counts as empty** in functions, because services leave out what is empty: `length(Jobs) == 0` holds where
//!   no list came.
//! - **Status** is a matcher that only botocore has. A status of 200 to 299 means that there is no error; others are
//!   the error's.
//! - **The greatest delay** is Smithy's default, 120 s, or botocore's delay where that is longer.

mod evaluate;
pub mod table;

use crate::client;
use crate::client::Core;
use crate::error::{ErrorMetadata, HTTP_STATUS, ProvideErrorMetadata};
use crate::operation::Operation;
use crate::serde::Structure;
use crate::serde::json_value::JsonValue;
use aws_smithy_runtime::client::waiters::{WaiterOrchestrator, attach_waiter_tracing_span};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::operation::BuildError;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use table::{Acceptor, Matcher, State, Waiter};

pub use aws_smithy_runtime_api::client::waiters::FinalPoll;
pub use aws_smithy_runtime_api::client::waiters::error::WaiterError;

type Outcome<O, E> = Result<FinalPoll<O, SdkError<E, HttpResponse>>, WaiterError<O, E>>;

type Run<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A wait that is not over.
///
/// It is a type of its own for the reason that [`Sending`](client::Sending) is one.
pub struct Waiting<O: Operation>(Run<Outcome<O::Output, O::Error>>);

impl<O: Operation> fmt::Debug for Waiting<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Waiting")
    }
}

impl<O: Operation> Future for Waiting<O> {
    type Output = Outcome<O::Output, O::Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

/// Sends `input` until `waiter` says that the wait is over, for at most `max_wait`.
pub fn wait<O: Operation<Input: Clone>>(
    core: &Core,
    input: Result<O::Input, BuildError>,
    waiter: &'static Waiter,
    max_wait: Duration,
) -> Waiting<O> {
    let core = core.waiting();
    Waiting(Box::pin(async move {
        let input = input.map_err(WaiterError::construction_failure)?;
        let time = core.time_components().map_err(WaiterError::construction_failure)?;
        let missing = |what| WaiterError::construction_failure(format!("waiters need {what}"));
        let sleep = time.sleep_impl().ok_or_else(|| missing("a sleep implementation"))?;
        let clock = time.time_source().ok_or_else(|| missing("a time source"))?;
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let orchestrator = WaiterOrchestrator::builder()
            .min_delay(seconds(waiter.min_delay))
            .max_delay(seconds(waiter.max_delay))
            .max_wait(max_wait)
            .sleep_impl(sleep)
            .time_source(clock)
            .acceptor(|answer: Result<&O::Output, &O::Error>| match answer {
                Ok(output) => waiter.state(&input, Ok(output)),
                Err(error) => waiter.state(&input, Err(error.meta())),
            })
            .operation(|| client::send::<O>(core.clone(), Ok(input.clone()), None))
            .build();
        attach_waiter_tracing_span(orchestrator.orchestrate()).await
    }))
}

impl Waiter {
    /// What to do after an answer.
    fn state(
        &self,
        input: &dyn Structure,
        answer: Result<&dyn Structure, &ErrorMetadata>,
    ) -> State {
        // Both are looked at by those waiters alone that ask what stands in them.
        let output = LazyCell::new(|| answer.map_or(JsonValue::Null, JsonValue::of));
        let both = LazyCell::new(|| {
            let members = [("input", JsonValue::of(input)), ("output", output.clone())];
            let members = members.map(|(name, value)| (name.to_owned(), value));
            JsonValue::object(BTreeMap::from(members))
        });
        let matches = |Acceptor(_, matcher): &&Acceptor| match (matcher, answer) {
            (Matcher::Success(success), answer) => *success == answer.is_ok(),
            (Matcher::Error(code), Err(error)) => error.code() == Some(code),
            (Matcher::Status(status), Err(error)) => {
                error.extra(HTTP_STATUS) == Some(&status.to_string())
            }
            (Matcher::Output(expr, test), Ok(_)) => test.holds(&expr.value(&output)),
            (Matcher::InputOutput(expr, test), Ok(_)) => test.holds(&expr.value(&both)),
            _ => false,
        };
        let accepted = self.acceptors.iter().find(matches);
        accepted.map_or(State::NoAcceptorsMatched, |Acceptor(state, _)| *state)
    }
}

#[cfg(test)]
mod tests;
