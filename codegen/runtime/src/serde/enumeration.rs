//! String enums that keep values which the model did not know.

use crate::redaction::REDACTED;
use crate::serde::Reader;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A value that is no known variant; it is kept, and sent, as it was received.
#[non_exhaustive]
#[derive(Debug, Eq)]
pub struct UnknownVariantValue(String);

// By hand, because what enums derive calls them, and what is derived is inlined.

impl Clone for UnknownVariantValue {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl PartialEq for UnknownVariantValue {
    #[inline(never)]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Ord for UnknownVariantValue {
    #[inline(never)]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for UnknownVariantValue {
    #[inline(never)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for UnknownVariantValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl UnknownVariantValue {
    /// Keeps `value`. For the use of [`string_enum!`](crate::string_enum).
    #[doc(hidden)]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value as it stands on the wire.
    #[doc(hidden)]
    #[inline(never)]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownVariantValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The place of a text among an enum's values, or one behind them all.
#[inline(never)]
pub fn place(values: &[&str], text: &str) -> usize {
    values.iter().position(|value| *value == text).unwrap_or(values.len())
}

/// Parses a text that is one of an enum's values.
///
/// # Errors
///
/// When it is none of them.
#[inline(never)]
pub fn try_parse<E: for<'a> From<&'a str>>(
    values: &[&str],
    text: &str,
) -> Result<E, UnknownVariantError> {
    match values.contains(&text) {
        true => Ok(E::from(text)),
        false => Err(UnknownVariantError::new(text)),
    }
}

/// Shows a sensitive enum.
#[inline(never)]
pub fn redacted(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(REDACTED)
}

/// Hashes an enum: no two values have the same text.
#[inline(never)]
pub fn hash<H: Hasher>(text: &str, state: &mut H) {
    text.hash(state);
}

/// Reads a value of an enum, which is most often one of these.
///
/// # Errors
///
/// When there is no text to read.
#[inline(never)]
pub fn read_enum<T: for<'a> From<&'a str>>(
    member: &Schema<'_>,
    values: &[&str],
    from: &mut dyn Reader,
) -> Result<T, SerdeError> {
    let mut value = None;
    from.read_value(member, values, &mut |text| value = Some(T::from(text)))?;
    value.ok_or_else(|| SerdeError::custom("the reader lent no text"))
}

/// The error of `try_parse`: the text is no known variant of the enum.
#[derive(Debug)]
pub struct UnknownVariantError {
    value: String,
}

impl UnknownVariantError {
    /// Names the text that is no known variant.
    #[doc(hidden)]
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into() }
    }
}

impl fmt::Display for UnknownVariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown enum variant: '{}'", self.value)
    }
}

impl std::error::Error for UnknownVariantError {}
