//! What generated code says once a shape, spelled out; a file for each part of the emitter.
//!
//! Each macro takes facts and implements a trait of this crate. `crate::` in a macro that is called
//! from a generated crate is meant: it names that crate's own `Error`, `Client` and configuration.
#![allow(clippy::crate_in_macro_def)]

mod client;
mod config;
mod enumeration;
mod error;
mod operation;
mod paginator;
mod structure;
mod union;
mod waiter;
