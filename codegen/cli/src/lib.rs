//! Smithwright outside its repository: the command `smithwright`, and what build scripts use.
//!
//! The generator itself is `smithwright-codegen`, which does no I/O: this crate finds and reads models, writes crates, and
//! tells what it finds. [`Build`] is for build scripts; with the feature `cli`, which is on by default, [`commands`] is what
//! the command does.

#[cfg(feature = "cli")]
pub mod botocore;
mod build;
#[cfg(feature = "cli")]
pub mod commands;
#[cfg(feature = "cli")]
mod git;
pub mod gzip;
pub mod inputs;
pub mod job;
pub mod list;
#[cfg(feature = "cli")]
pub mod report;
pub mod runtime;
#[cfg(feature = "cli")]
pub mod side;
pub mod tree;
pub mod writing;

pub use build::{Build, BuildError};
