//! A generated crate, and what all of them are generated with.

use super::home::Home;
use crate::services;
use serde_json::{Value, json};
use smithwright_codegen::{Diagnostics, Options, Output};
use std::collections::BTreeSet;

/// A generated crate.
#[derive(Debug)]
pub struct Service {
    /// Its files, and what was decided.
    pub output: Output,
    /// Whether its endpoint rules are tested, and not its operations.
    pub rules: bool,
}

/// The metadata of a model: what a suite says, and what models need and suites leave out.
pub fn complete(metadata: &Value) -> Value {
    let mut complete = json!({
        "apiVersion": "2020-01-01",
        "endpointPrefix": "conformance",
        "serviceId": "Conformance",
        "signatureVersion": "v4",
    });
    for (key, value) in metadata.as_object().into_iter().flatten() {
        complete[key] = value.clone();
    }
    complete
}

/// The name of a package.
pub fn package_name(kind: &str, what: &str, number: usize) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("{kind}-{}-{number}", what.chars().map(plain).collect::<String>())
}

/// What a crate is generated with.
pub fn options(package: &str, home: &Home<'_>) -> Options {
    let folder = home.folder.join(package);
    let command = home.command();
    Options { command, ..services::options(package.to_owned(), &folder, home.root) }
}

/// Why nothing can be generated, on one line.
pub fn reasons(found: &Diagnostics) -> String {
    let messages = found.as_slice().iter().map(|found| match &found.shape {
        Some(shape) => format!("{shape}: {}", found.message),
        None => found.message.clone(),
    });
    messages.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}
