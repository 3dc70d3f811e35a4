//! What several tests need: canned answers, servers, boto3, and calls by an operation's name.

pub mod boto3;
pub mod canned;
pub mod dynamic;
pub mod endpoints;
pub mod models;
pub mod operations;
pub mod samples;
pub mod server;
