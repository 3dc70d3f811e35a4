//! What generated code says once a shape, spelled out; a file for each part of the emitter.
//!
//! Each macro takes facts and implements a trait of this crate. `super::` in a macro names what is generated beside its
//! caller, such as `Client`: generated code may be a module of a crate that is not generated.

mod client;
mod config;
mod enumeration;
mod error;
mod module;
mod operation;
mod paginator;
mod stored;
mod structure;
mod test_util;
mod union;
mod waiter;
