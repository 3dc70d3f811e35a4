//! Clients as their users see them, against canned answers and small servers. One program: linked one by one, these tests would
//! be most of what the tests take on the disk.

mod bindings;
mod bookshop;
mod calls;
mod checksums;
mod configuration;
mod custom;
mod endpoints;
mod errors;
mod events;
mod examples;
mod express;
mod guide;
mod mocks;
mod nonsense;
mod pages;
mod presence;
mod presigning;
mod requests;
mod responses;
mod resume;
mod retries;
mod rpc;
mod secrets;
mod telemetry;
mod unions;
mod waiters;
