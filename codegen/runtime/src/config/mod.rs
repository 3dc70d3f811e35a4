//! Client configuration, the same for every service.
//!
//! A generated crate wraps [`Config`] and [`Builder`] in types of its own
//! ([`service_config!`](crate::service_config)), which add what the service knows.

pub mod auth;
mod builder;
mod client_plugins;
mod operation_plugin;
mod provider;
pub mod reexports;
#[cfg(all(feature = "rustls-ring", not(feature = "default-https-client")))]
mod ring_client;
pub use builder::{Builder, Config};

pub use crate::operation::service::Service;
pub use client_plugins::{Defaults, client_plugins};
pub use operation_plugin::{operation_components, operation_config};
