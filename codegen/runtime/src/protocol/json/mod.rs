//! JSON bodies.

mod escape;
mod number;
mod read;
mod scan;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use read::Json;
pub use write::Writer;

/// What the keys of a structure's members are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// The names that the trait `jsonName` gives, as in REST JSON.
    JsonNames,
    /// The members' names, as in AWS JSON.
    MemberNames,
}
