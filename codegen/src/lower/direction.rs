//! Which way members go.

use crate::ir::Role;

/// Which way the members of a structure go, which decides where in a message they may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// They are the members of an operation's input.
    Request,
    /// They are the members of an operation's output, or of an error.
    Response,
    /// They stand in the body, below the members of a message.
    Nested,
}

impl Direction {
    /// Which way the members of a structure go that has this role.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Input => Self::Request,
            Role::Output | Role::S3Output | Role::Error => Self::Response,
            Role::Nested => Self::Nested,
        }
    }
}
