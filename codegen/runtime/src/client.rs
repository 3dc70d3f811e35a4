//! What a client holds.

use crate::operation::Descriptor;
use crate::{config, secrets};
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

pub mod customize {
    //! Customizing one call of an operation.

    use crate::config::Builder;
    use crate::operation::{self, Operation, Request};
    use aws_smithy_runtime::client::interceptors::{
        MapRequestInterceptor, MutateRequestInterceptor,
    };
    use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
    use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
    use aws_smithy_runtime_api::client::result::SdkError;
    use std::error::Error;
    use std::marker::PhantomData;

    /// A request that is changed before it is sent: what `customize()` returns.
    #[derive(Debug)]
    pub struct CustomizableOperation<T, E, B> {
        builder: B,
        config_override: Option<Builder>,
        interceptors: Vec<SharedInterceptor>,
        outcome: PhantomData<fn() -> (T, E)>,
    }

    impl<T, E, B> CustomizableOperation<T, E, B> {
        /// Makes the request of `builder` customizable.
        #[inline(never)]
        pub fn new(builder: B) -> Self {
            Self { builder, config_override: None, interceptors: Vec::new(), outcome: PhantomData }
        }

        /// Adds an interceptor, which sees every stage of this call.
        pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
            self.interceptors.push(SharedInterceptor::new(interceptor));
            self
        }

        /// Replaces the HTTP request by what `f` makes of it, before it is signed. An error of `f`
        /// ends the call.
        pub fn map_request<F, MapE>(self, f: F) -> Self
        where
            F: Fn(HttpRequest) -> Result<HttpRequest, MapE> + Send + Sync + 'static,
            MapE: Error + Send + Sync + 'static,
        {
            self.interceptor(MapRequestInterceptor::new(f))
        }

        /// Changes the HTTP request in place, before it is signed.
        pub fn mutate_request<F>(self, f: F) -> Self
        where
            F: Fn(&mut HttpRequest) + Send + Sync + 'static,
        {
            self.interceptor(MutateRequestInterceptor::new(f))
        }

        /// Configures this call alone: what is set here goes above the client's configuration.
        pub fn config_override(mut self, config_override: impl Into<Builder>) -> Self {
            self.config_override = Some(config_override.into());
            self
        }

        /// Sends the request.
        ///
        /// # Errors
        ///
        /// As the fluent builder's own `send`.
        pub async fn send(self) -> Result<T, SdkError<E, HttpResponse>>
        where
            E: Error + Send + Sync + 'static,
            B: Request<Operation: Operation<Output = T, Error = E>>,
        {
            let mut config_override = self.config_override.unwrap_or_default();
            for interceptor in self.interceptors {
                config_override.push_interceptor(interceptor);
            }
            let (core, input) = self.builder.into_parts();
            operation::send::<B::Operation>(core, input, Some(config_override)).await
        }
    }
}
