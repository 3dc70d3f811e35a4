//! What several tests need: canned answers, servers, a fake of the service, boto3, and calls by an operation's name.

pub mod canned;
pub mod clock;
pub mod endpoints;
pub mod fake;
pub mod faults;
pub mod http;
pub mod log;
pub mod nonsense;
pub mod operations;
pub mod samples;
pub mod sensitive;
pub mod server;
pub mod shop;

pub use smithwright_conformance::{boto3, dynamic, scenario};
pub use smithwright_tests_generator::models;
