//! What generated crates say of a waiter.
//!
//! Expressions are those of JMESPath ("JMESPath Specification"), checked against the shapes they look
//! at when the crate was generated; so what an expression names is there, and functions are given what
//! they take.

pub use self::Expr::*;
pub use aws_smithy_runtime::client::waiters::AcceptorState as State;

/// A waiter.
#[derive(Debug)]
pub struct Waiter {
    /// The least delay between two requests, in seconds; at least one.
    pub min_delay: u32,
    /// The greatest delay between two requests, in seconds; no less than `min_delay`.
    pub max_delay: u32,
    /// What to do after an answer: the first that matches.
    pub acceptors: &'static [Acceptor],
}

/// What to do after an answer that matches.
#[derive(Debug)]
pub struct Acceptor(
    /// What to do.
    pub State,
    /// The answers.
    pub Matcher,
);

/// Which answers match.
#[derive(Debug)]
pub enum Matcher {
    /// Outputs, or errors.
    Success(bool),
    /// Errors of this code.
    Error(&'static str),
    /// Errors of this status.
    Status(u16),
    /// Outputs in which something stands.
    Output(Expr, Expected),
    /// Outputs in which something stands, seen as the members `input` and `output` of one structure.
    InputOutput(Expr, Expected),
}

/// What is expected of a value ("PathComparator enum" of Smithy's "Waiters").
#[derive(Debug)]
pub enum Expected {
    /// This text.
    Text(&'static str),
    /// This truth.
    Boolean(bool),
    /// A list that is not empty, each item of which is this text.
    All(&'static str),
    /// A list, an item of which is this text.
    Any(&'static str),
}

/// An expression, to be evaluated with a current value.
#[derive(Debug)]
pub enum Expr {
    /// The current value.
    Current,
    /// A member of a structure, or an entry of a map.
    Field(&'static str),
    /// An item of a list, counted from its end if negative.
    Index(i32),
    /// Items of a list: start, stop and step.
    Slice(Option<i32>, Option<i32>, i32),
    /// The second, with the first as current value.
    Then(&'static Expr, &'static Expr),
    /// The second of each item of the first, but for nulls.
    Each(&'static Expr, &'static Expr),
    /// A list, with the items of those of its items that are lists in their place.
    Flatten(&'static Expr),
    /// The values of a structure or map.
    Values(&'static Expr),
    /// The second, if the first is true.
    If(&'static Expr, &'static Expr),
    /// Whether it is not true.
    Not(&'static Expr),
    /// The first, if it is not true, or else the second.
    And(&'static Expr, &'static Expr),
    /// The first, if it is true, or else the second.
    Or(&'static Expr, &'static Expr),
    /// Whether the comparison holds.
    Compare(Comparison, &'static Expr, &'static Expr),
    /// A list of these, if the current value is not null.
    List(&'static [Expr]),
    /// A structure of these, if the current value is not null.
    Object(&'static [(&'static str, Expr)]),
    /// What a function gives.
    Call(Function, &'static [Expr]),
    /// Null itself.
    Null,
    /// This truth.
    Bool(bool),
    /// This number.
    Number(f64),
    /// This text.
    Text(&'static str),
    /// A list of these, whatever the current value.
    Array(&'static [Expr]),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A function of JMESPath. What is null counts as what is empty, because services leave out what is
/// empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Whether a list or text contains something.
    Contains,
    /// Whether a text ends with another.
    EndsWith,
    /// The names of a structure's members, or the keys of a map.
    Keys,
    /// The number of characters or entries.
    Length,
    /// The first argument that is not null.
    NotNull,
    /// Whether a text starts with another.
    StartsWith,
    /// The values of a structure or map.
    Values,
}
