//! Tests of programs that call services, without a server.
//!
//! - [`Mock`] answers the calls of a client, by closures or in turn, or lets them fail;
//! - [`Recorder`] keeps what a client was asked to send, whoever answers;
//! - [`Example`] makes up what a service might answer: `example(seed)` is a function of outputs, errors and what is in them.

pub mod example;
mod failure;
mod mock;
mod recorder;

pub use example::Example;
pub use failure::Failure;
pub use mock::{Answer, Mock, Mocked};
pub use recorder::{Recorded, Recorder};
