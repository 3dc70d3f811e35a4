//! Endpoint rules: the interpreter behind each generated `config::endpoint` module.
//!
//! The generator compiles a service's rule set into a [`table`]; [`evaluate`] takes that table and
//! the parameters of one call, and gives the endpoint, and a [`Resolver`] keeps the last few. The language is the one of the "Rules engine
//! specification" page of Smithy's documentation.
//!
//! Nothing here panics, whatever the table and the parameters: a table that no generator would
//! make gives an error. Evaluation nests as deep as the table does, whatever the parameters.

mod arn;
pub mod bindings;
mod error;
mod evaluate;
mod functions;
mod owned;
mod params;
mod partition;
mod resolver;
pub mod table;
mod url;
mod value;
pub use arn::Arn;
pub use bindings::{Context, SharedSetting};
pub use error::EndpointError;
pub use evaluate::evaluate;
pub use params::{FromContext, InvalidParameter, built_in, host_label, read, required, shared};
pub use partition::{Partition, Partitions};
pub use resolver::Resolver;
pub use table::RuleSet;
pub use url::Url;
pub use value::Value;
