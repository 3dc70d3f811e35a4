//! Rust values and how protocols write and read them, whatever the protocol.

mod builder;
pub mod enumeration;
mod field;
pub mod idempotency_token;
pub(crate) mod json_value;
pub mod path;
mod reader;
#[cfg(feature = "serde")]
pub mod stored;
pub mod stream;
mod structure;
pub(crate) mod time;
pub mod union;
mod value;
pub use builder::*;
pub use field::*;
pub use reader::*;
pub use structure::*;
pub use value::*;
