//! The hand-written half of every client crate that Smithwright generates.
//!
//! A generated crate is types and tables; what those tables mean is written once, here. Modules import from those below
//! them:
//!
//! - `macros`: what generated code says for each shape, spelled out;
//! - [`by_input`]: calls of whichever operation takes an input; `test_util`: answers of tests, without a server;
//! - [`mod@paginator`], [`mod@waiter`]: page after page, and asking until an operation answers as wanted;
//! - [`mod@client`]: what a client holds, and sending;
//! - [`config`]: settings, and the plugins that they become;
//! - [`call`]: what happens in a call, in order;
//! - [`mod@operation`]: the facts of operations and services;
//! - [`protocol`]: the wire protocols;
//! - [`error`], [`endpoint`]: what a failed operation looks like, and endpoint rules;
//! - [`serde`]: how values are written and read, whatever the protocol;
//! - `redaction`, [`schema`]: what is shown in place of a secret, and tables with the schemas built from them.
//!
//! Retries, timeouts, signing, identity caching and connection pools belong to the published `aws-smithy-runtime` and
//! `aws-runtime` crates; this crate configures them.
//!
//! Generated crates get only what they need by Cargo features: `xml`, `cbor`, `compression`, `checksums`,
//! `digest-auth`, `event-stream`, `presigning`, `s3-express`, and `serde`, with which types can be stored.
//!
//! What functions of generated crates call is `#[inline(never)]`: the compiler inlines before it writes the metadata of
//! a library, and would compile it in each of them, and not only in programs that ask.
//!
//! Generated crates reach the published crates through the re-exports below, so that one dependency decides which
//! versions run together.

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

pub mod by_input;
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
#[cfg(feature = "test-util")]
pub mod test_util;
pub mod waiter;

// Short paths for what generated code names.
#[cfg(feature = "compression")]
pub use call::compression;
#[cfg(feature = "presigning")]
pub use call::presigning;
pub use operation::traits::OperationTraits;
#[cfg(feature = "event-stream")]
pub use protocol::event_stream;
pub use serde::{Reader, enumeration, union};

// What the macro `stored` names in generated crates, whose own module `serde` is another.
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use ::serde as published_serde;

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
