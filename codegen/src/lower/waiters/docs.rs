//! What the documentation of a waiter says.

use crate::ir::Docs;
use crate::lower::docs::{code, prose_of};
use crate::model::waiters::{Expected, Matcher, PathMatcher, State, Waiter};
use crate::names::Ident;

/// Upstream's prose if there is some, and the facts: what is sent, and what ends the wait.
pub fn waiter(waiter: &Waiter, [operation, module]: [&Ident; 2]) -> Docs {
    let sent = format!("[`{operation}`](crate::operation::{module}::{operation})");
    let until = conditions(waiter, State::Success);
    let facts = format!("Sends {sent} again and again, until {until}.");
    let own = || Docs { summary: facts.clone(), details: Vec::new() };
    let mut docs = prose_of(waiter.documentation.as_deref(), own);
    if docs.summary != facts {
        docs.details.push(facts);
    }
    let failure = conditions(waiter, State::Failure);
    if !failure.is_empty() {
        docs.details.push(format!("It fails if {failure}."));
    }
    let retry = conditions(waiter, State::Retry);
    if !retry.is_empty() {
        docs.details.push(format!("It goes on if {retry}."));
    }
    docs.details.push(delays(waiter));
    docs
}

fn delays(waiter: &Waiter) -> String {
    let Waiter { min_delay, max_delay, max_attempts, .. } = waiter;
    let ours = match min_delay == max_delay {
        true => format!("The delay between two requests is {min_delay} s."),
        false => format!("The delay between two requests is {min_delay} s to {max_delay} s."),
    };
    match max_attempts {
        Some(attempts) => {
            format!("{ours} boto3 gives up after {attempts} requests, {min_delay} s apart.")
        }
        None => ours,
    }
}

fn conditions(waiter: &Waiter, state: State) -> String {
    let acceptors = waiter.acceptors.iter().filter(|acceptor| acceptor.state == state);
    acceptors.map(|acceptor| condition(&acceptor.matcher)).collect::<Vec<_>>().join(", or ")
}

fn condition(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Success(true) => "there is no error".to_owned(),
        Matcher::Success(false) => "there is an error".to_owned(),
        Matcher::ErrorType(name) => format!("the error is {}", code(name)),
        Matcher::Status(status) => format!("the status is {status}"),
        Matcher::Output(place) | Matcher::InputOutput(place) => expectation(place),
    }
}

fn expectation(PathMatcher { path, expected, .. }: &PathMatcher) -> String {
    let path = code(path);
    match expected {
        Expected::Text(text) => format!("{path} is {}", code(text)),
        Expected::Boolean(true) => format!("{path} is true"),
        Expected::Boolean(false) => format!("{path} is false"),
        Expected::All(text) => format!("each of {path} is {}", code(text)),
        Expected::Any(text) => format!("one of {path} is {}", code(text)),
    }
}
