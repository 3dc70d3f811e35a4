//! The hand-written half of every client crate that Smithwright generates.
//!
//! A generated crate is types and tables; what those tables mean is written once, here:
//!
//! - [`shape`]: tables of members, and the schemas built from them on first use;
//! - [`value`]: how a Rust value is written to, and read from, a protocol;
//! - [`read`]: what it is read from, and [`json`]: bodies in JSON;
//! - [`mod@union`] and [`mod@stream`]: values that are one of several, and bodies that come piece by piece;
//! - `event_stream`: streams of events, with the Cargo feature `event-stream`;
//! - `compression` and `checksum`: what happens to bodies on their way, with the Cargo features `compression` and
//!   `checksums`;
//! - [`mod@operation`]: sending one operation through the orchestrator;
//! - [`error`]: what a failed operation looks like;
//! - [`access`] and [`auth`]: how operations are reached and signed;
//! - [`config`] and [`mod@client`]: configuration, and the plugins that it becomes;
//! - [`endpoint`]: endpoint rules;
//! - [`mod@paginator`]: pages and items;
//! - [`mod@waiter`]: waiting until an operation answers as wanted;
//! - [`enumeration`]: string enums that keep unknown values.
//!
//! Retries, timeouts, signing, identity caching and connection pools belong to the published
//! `aws-smithy-runtime` and `aws-runtime` crates; this crate configures them.
//!
//! What functions of generated crates call is `#[inline(never)]`: the compiler inlines before it writes the metadata of a
//! library, and would compile it in each of them, and not only in programs that ask.
//!
//! Generated crates reach the published crates through the re-exports below, so that one
//! dependency decides which versions run together.

pub use aws_credential_types;
pub use aws_runtime;
pub use aws_smithy_async;
pub use aws_smithy_runtime;
pub use aws_smithy_runtime_api;
pub use aws_smithy_schema;
pub use aws_smithy_types;
pub use aws_types;

// The published types that the macros name most.
pub use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
pub use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
pub use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
pub use aws_smithy_schema::Schema;
pub use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
pub use aws_smithy_types::Document;
pub use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
pub use aws_smithy_types::error::operation::BuildError;
pub use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};
pub use aws_types::request_id::RequestId;
pub mod call;
pub mod client;
pub mod config;
pub mod endpoint;
pub mod error;
mod macros;
pub mod operation;
pub mod paginator;
pub mod protocol;
mod redaction;
pub mod schema;
pub mod serde;
pub mod waiter;

// Short paths for what generated code names.
#[cfg(feature = "compression")]
pub use call::compression;
pub use operation::auth;
pub use operation::traits as access;
#[cfg(feature = "event-stream")]
pub use protocol::event_stream;
pub use serde as value;
pub use serde::{Reader, enumeration, union};

pub mod stream {
    //! Bodies that come piece by piece.
    pub use crate::serde::Unfinished;
    pub use crate::serde::stream::*;
}

#[cfg(feature = "checksums")]
pub mod checksum {
    //! Temporary.
    pub use crate::operation::traits::{
        ChecksumMember as Member, RequestChecksum as Request, ResponseChecksum as Response,
    };
}

// What macros name in generated crates, where a shape may have one of these names. Short paths are resolved faster.
#[doc(hidden)]
pub use std::{
    boxed::Box,
    clone::Clone,
    cmp::{Eq, PartialEq},
    convert::From,
    default::Default,
    error::Error as StdError,
    fmt::{Debug, Display, Formatter, Result as FmtResult},
    hash::{Hash, Hasher},
    marker::{Send, Sync},
    option::Option::{self, None, Some},
    result::Result::{self, Ok},
    string::String,
};
