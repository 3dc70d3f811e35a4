//! What the command does: a module for each of its subcommands.

pub mod ci;
pub mod diff;
pub mod explain;
pub mod generate;
pub mod replace;
pub mod update;
