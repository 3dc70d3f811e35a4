//! JSON bodies.

mod escape;
mod number;
mod read;
mod scan;
#[cfg(test)]
mod tests;
mod words;
mod write;

use aws_smithy_schema::Schema;
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

impl Keys {
    /// The key of this member.
    fn of<'a>(self, member: &'a Schema<'_>) -> Option<&'a str> {
        let own = member.json_name().filter(|_| self == Self::JsonNames);
        own.map(|name| name.value()).or(member.member_name())
    }
}
