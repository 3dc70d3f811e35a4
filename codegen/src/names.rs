//! The only place that makes identifiers.
//!
//! A name goes through three steps: case (as the official crates have it), words that Rust or our own
//! output has taken, and collisions inside its scope.

use crate::diagnostics::Diagnostic;
use crate::source::Address;
use heck::{ToSnakeCase, ToUpperCamelCase};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;

/// An identifier of the generated crate, fit to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Ident(String);

impl Ident {
    /// The text, with `r#` if it is a keyword.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without `r#`.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words of Rust that cannot be identifiers ("Keywords" of the Rust reference).
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
    "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
    "while", "yield",
];

/// Words of Rust that cannot even be raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// Methods of fluent builders that a member would hide, and what it is called instead.
const METHODS: [&str; 5] = ["build", "builder", "customize", "send", "as_input"];

/// What kind of name is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A type or a variant.
    Type,
    /// A field, method or module.
    Value,
}

impl Case {
    fn apply(self, name: &str) -> String {
        match self {
            Case::Type => name.to_upper_camel_case(),
            Case::Value => name.to_snake_case(),
        }
    }
}

/// The names of one scope: a module's types, a structure's fields, an enum's variants.
#[derive(Debug)]
pub struct Scope {
    case: Case,
    reserved: &'static [(&'static str, &'static str)],
    taken: HashMap<Ident, String>,
}

impl Scope {
    /// Types of the module `types`.
    pub fn types() -> Self {
        Self::new(Case::Type, &[])
    }

    /// Variants of an enum. `Unknown` is ours.
    pub fn variants() -> Self {
        Self::new(Case::Type, &[("Unknown", "UnknownValue")])
    }

    /// Fields of a structure.
    pub fn fields() -> Self {
        Self::new(Case::Value, &[])
    }

    /// Operations, by type.
    pub fn operations() -> Self {
        Self::new(Case::Type, &[])
    }

    /// Operations, by method of the client.
    pub fn methods() -> Self {
        Self::new(Case::Value, &[("new", "new_"), ("from_conf", "from_conf_"), ("config", "config_")])
    }

    /// Modules.
    pub fn modules() -> Self {
        Self::new(Case::Value, &[("error", "error_"), ("builders", "builders_")])
    }

    fn new(case: Case, reserved: &'static [(&'static str, &'static str)]) -> Self {
        Self { case, reserved, taken: HashMap::new() }
    }

    /// Gives `wire` a name of its own in this scope.
    ///
    /// # Errors
    ///
    /// When nothing of `wire` can stand in an identifier, or its name is taken.
    pub fn name(&mut self, wire: &str, at: &Address, shape: &str) -> Result<Ident, Diagnostic> {
        let cased = self.case.apply(wire);
        if !cased.chars().any(char::is_alphanumeric) || !cased.chars().all(is_identifier) {
            let message = format!("`{wire}` cannot be made a name in Rust");
            let hint = "names are letters, digits and underscores, and hold at least one letter or digit";
            return Err(Diagnostic::new(at, message).of(shape).hint(hint));
        }
        let renamed = self.reserved.iter().find(|(word, _)| *word == cased);
        let ident = ident(renamed.map_or(cased, |(_, instead)| (*instead).to_owned()));
        match self.taken.insert(ident.clone(), wire.to_owned()) {
            None => Ok(ident),
            Some(other) => {
                let message = format!("`{wire}` and `{other}` would both be called `{ident}`");
                Err(Diagnostic::new(at, message).of(shape).hint("rename one of them in the model"))
            }
        }
    }
}

fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn ident(text: String) -> Ident {
    if NEVER_RAW.contains(&text.as_str()) || METHODS.contains(&text.as_str()) {
        Ident(format!("{text}_value"))
    } else if KEYWORDS.contains(&text.as_str()) {
        Ident(format!("r#{text}"))
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        Ident(format!("_{text}"))
    } else {
        Ident(text)
    }
}

/// `prefix` and the name: `set_name`, `is_name`.
pub fn prefixed(prefix: &str, name: &Ident) -> Ident {
    Ident(format!("{prefix}{}", name.bare()))
}

/// The name and `suffix`: `NameBuilder`.
pub fn suffixed(name: &Ident, suffix: &str) -> Ident {
    Ident(format!("{}{suffix}", name.bare()))
}

/// The name in lower case, as method or module.
pub fn snake(name: &Ident) -> Ident {
    ident(name.bare().to_snake_case())
}

/// A package's name as a module.
pub fn module(package: &str) -> String {
    package.replace('-', "_")
}
