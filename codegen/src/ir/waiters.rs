//! Waiters with every decision made.
//!
//! They have the shape of the runtime's tables (`smithwright_runtime::waiter::table`): variants carry
//! the same names, and what they mean is told there.

use super::Docs;
pub use crate::model::waiters::{Expected, State};
use crate::names::Ident;
use serde::Serialize;

/// A waiter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiter {
    /// The module that declares it.
    pub module: Ident,
    /// The method of the client that starts it.
    pub method: Ident,
    /// Its builder.
    pub builder: Ident,
    /// What the last request was answered with.
    pub poll: Ident,
    /// Why the wait ended before it was over.
    pub failure: Ident,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The least delay between two requests, in seconds.
    pub min_delay: u32,
    /// The greatest delay between two requests, in seconds.
    pub max_delay: u32,
    /// What to do after an answer: the first that matches.
    pub acceptors: Vec<Acceptor>,
}

/// What to do after an answer that matches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Acceptor {
    /// What to do.
    pub state: State,
    /// The answers.
    pub matcher: Matcher,
}

/// Which answers match.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum Matcher {
    Success(bool),
    Error(String),
    Status(u16),
    Output(Expr, Expected),
    InputOutput(Expr, Expected),
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum Expr {
    Current,
    Field(String),
    Index(i32),
    Slice(Option<i32>, Option<i32>, i32),
    Then(Box<Expr>, Box<Expr>),
    Each(Box<Expr>, Box<Expr>),
    Flatten(Box<Expr>),
    Values(Box<Expr>),
    If(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    List(Vec<Expr>),
    Object(Vec<(String, Expr)>),
    Call(Function, Vec<Expr>),
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Array(Vec<Expr>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Function {
    Contains,
    EndsWith,
    Keys,
    Length,
    NotNull,
    StartsWith,
    Values,
}
