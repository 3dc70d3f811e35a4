//! What a client holds.

pub mod customize;
pub mod endpoint_discovery;
#[cfg(feature = "presigning")]
mod presign;
mod send;
#[cfg(feature = "event-stream")]
mod timeouts;
#[cfg(feature = "presigning")]
pub use presign::{Presignable, UnsignedPayload, presign};
pub use send::{BuiltInput, Request, Sending, send, send_by, send_request};

use crate::call::{http_auth, secrets};
use crate::config;
use crate::operation::Descriptor;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::runtime_components::TimeComponents;
use aws_smithy_runtime_api::client::runtime_plugin::{
    RuntimePlugins, SharedRuntimePlugin, StaticRuntimePlugin,
};
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use std::fmt;
use std::sync::Arc;

/// A client's configuration and the plugins made of it, shared by all its operations.
#[derive(Debug)]
pub struct Core(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    config: config::Config,
    plugins: RuntimePlugins,
}

impl Clone for Core {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl Core {
    /// Prepares a client.
    ///
    /// # Panics
    ///
    /// When the configuration cannot work, as the official crates do: no behavior version, retries
    /// or timeouts without a sleep implementation, identity caching without a time source.
    #[track_caller]
    pub fn new(
        config: &config::Config,
        service: &'static config::Service,
        defaults: config::Defaults,
    ) -> Self {
        let plugins = config::client_plugins(config, service, defaults);
        let core = Self(Arc::new(Shared { config: config.clone(), plugins }));
        if let Err(error) = core.validate() {
            panic!("Invalid client configuration: {error}");
        }
        core
    }

    fn validate(&self) -> Result<(), BoxError> {
        let mut cfg = ConfigBag::base();
        let components = self.0.plugins.apply_client_configuration(&mut cfg)?;
        components.validate_base_client_config(&cfg)
    }

    /// The same for calls that a paginator makes, which the user agent tells.
    pub(crate) fn paging(&self) -> Self {
        self.with_feature(SmithySdkFeature::Paginator)
    }

    /// The same for calls that a waiter makes, which the user agent tells.
    pub(crate) fn waiting(&self) -> Self {
        self.with_feature(SmithySdkFeature::Waiter)
    }

    /// What sleeps and tells the time.
    pub(crate) fn time_components(&self) -> Result<TimeComponents, BoxError> {
        let mut cfg = ConfigBag::base();
        Ok(self.0.plugins.apply_client_configuration(&mut cfg)?.into_time_components())
    }

    /// Whether it is known whose endpoint is called.
    pub(crate) fn has_region(&self) -> bool {
        self.0.config.has_region()
    }

    fn with_feature(&self, feature: SmithySdkFeature) -> Self {
        let mut layer = Layer::new("feature");
        layer.store_append(feature);
        let plugin = StaticRuntimePlugin::new().with_config(layer.freeze());
        let plugins = self.0.plugins.clone().with_operation_plugin(plugin);
        Self(Arc::new(Shared { config: self.0.config.clone(), plugins }))
    }

    /// The plugins of one call: the client's, the operation's, and those of an override.
    pub(crate) fn operation_plugins(
        &self,
        operation: &Descriptor,
        plugin: SharedRuntimePlugin,
        config_override: Option<config::Builder>,
    ) -> RuntimePlugins {
        let plugins = self.0.plugins.clone().with_operation_plugin(plugin);
        // What is nearest to the HTTP client comes first.
        let plugins = http_auth::plugins(operation, plugins);
        let plugins = secrets::plugins(operation, plugins);
        match config_override {
            Some(config_override) => config_override.override_plugins(plugins, &self.0.config),
            None => plugins,
        }
    }
}

/// Shows a fluent builder: its input, and not the client that it goes through.
#[inline(never)]
pub fn show_request<I: fmt::Debug>(
    name: &str,
    input: &I,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.debug_struct(name).field("inner", input).finish_non_exhaustive()
}
