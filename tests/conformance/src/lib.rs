//! Runs published cases through generated code: what the driver that `cargo xtask conformance` writes
//! is made of.
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
//! ```

pub mod answer;
pub mod body;
pub mod driver;
pub mod dynamic;
mod macros;
pub mod request;
pub mod wire;

use serde::{Deserialize, Serialize};

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
