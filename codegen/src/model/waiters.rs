//! How to wait until an operation answers as wanted ("Waiters" of the Smithy 2.0 specification, and
//! botocore's `waiters-2.json`).

use crate::source::Address;
use serde::Serialize;

/// The delay that is not exceeded where the model names none, in seconds ("waitable trait" of the
/// Smithy 2.0 specification).
pub const MAX_DELAY: u32 = 120;

/// Asks an operation again and again, until an acceptor says that it is enough.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Its name, which no other waiter of the service has.
    pub name: String,
    /// Documentation, as upstream wrote it.
    pub documentation: Option<String>,
    /// Whether it is not to be used any more.
    pub deprecated: bool,
    /// What decides after each answer: the first that matches.
    pub acceptors: Vec<Acceptor>,
    /// The least delay between two requests, in seconds.
    pub min_delay: u32,
    /// The greatest delay between two requests, in seconds.
    pub max_delay: u32,
    /// After how many requests botocore gives up. Smithy leaves that to the caller.
    pub max_attempts: Option<u32>,
    /// Where it stands.
    pub at: Address,
}

/// What to do after an answer that matches.
#[derive(Clone, Debug)]
pub struct Acceptor {
    /// What to do.
    pub state: State,
    /// The answers.
    pub matcher: Matcher,
    /// Where it stands.
    pub at: Address,
}

/// What to do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum State {
    /// The wait is over.
    Success,
    /// What is waited for will not come.
    Failure,
    /// Ask again.
    Retry,
}

/// Which answers match.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// Outputs, or errors.
    Success(bool),
    /// Errors of this shape or code.
    ErrorType(String),
    /// Answers of this status. Only botocore has it.
    Status(u16),
    /// Outputs in which something stands.
    Output(PathMatcher),
    /// Outputs in which something stands, beside their inputs.
    InputOutput(PathMatcher),
}

/// A place in an output, and what is expected there.
#[derive(Clone, Debug)]
pub struct PathMatcher {
    /// The place, in JMESPath.
    pub path: String,
    /// Where `path` stands.
    pub path_at: Address,
    /// What is expected.
    pub expected: Expected,
    /// Where `expected` stands.
    pub expected_at: Address,
}

/// What is expected: Smithy's comparator, and the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Expected {
    /// This text.
    Text(String),
    /// This truth.
    Boolean(bool),
    /// A list that is not empty, each item of which is this text.
    All(String),
    /// A list, an item of which is this text.
    Any(String),
}
