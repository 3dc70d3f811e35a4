//! Runs published cases, and scenarios, through generated code: what the drivers are made of that `cargo xtask
//! conformance`, `differential` and `scenarios` write.
//!
//! ```text
//! service!      what makes the operations of a generated crate callable by name, with JSON in and out
//! endpoints!    the same for the endpoint rules of a generated crate
//! driver        reads jobs, runs each, and writes a line about each
//! wire          the HTTP client that keeps the request and gives the case's response
//! request       what was sent against what the case wants
//! answer        what was read against what the case wants
//! body          bodies by what they mean: JSON, XML, CBOR, forms
//! dynamic       structures from JSON and to JSON
//! scenario      calls in a row, by generated code and by boto3, against moto
//! boto3         moto and boto3
//! ```

pub mod answer;
pub mod body;
pub mod boto3;
pub mod driver;
pub mod dynamic;
mod macros;
pub mod request;
pub mod scenario;
pub mod wire;

use driver::{Call, Find};
use serde::{Deserialize, Serialize};
use std::io;
use std::process::ExitCode;

/// What a driver does: without an argument, it runs the cases on standard input, or else the scenarios that it is
/// given. `call` and `find` look up what was generated.
///
/// # Errors
///
/// When standard input or output is broken.
pub fn main(
    call: fn(&str, &str) -> Option<Call>,
    find: fn(&str) -> Option<Find>,
) -> io::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1).peekable();
    match arguments.peek() {
        Some(_) => scenario::main(call, arguments),
        None => driver::main(call, find),
    }
}

/// Something that is not as the case wants it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is, such as `body`.
    pub what: String,
    /// What the case wants.
    pub expected: String,
    /// What there is.
    pub actual: String,
}

impl Difference {
    /// A difference, if the two differ.
    pub fn between<T: ToString + PartialEq + ?Sized>(
        what: &str,
        expected: &T,
        actual: &T,
    ) -> Option<Self> {
        (expected != actual).then(|| Self {
            what: what.to_owned(),
            expected: expected.to_string(),
            actual: actual.to_string(),
        })
    }

    /// Something went wrong before there was anything to compare.
    pub fn trouble(what: &str, expected: &str, actual: impl ToString) -> Self {
        Self { what: what.to_owned(), expected: expected.to_owned(), actual: actual.to_string() }
    }
}
