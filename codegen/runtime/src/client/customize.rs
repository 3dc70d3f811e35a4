//! Customizing one call of an operation.

#[cfg(feature = "presigning")]
use super::{Presignable, UnsignedPayload, presign};
use super::{Request, send};
#[cfg(feature = "presigning")]
use crate::call::presigning::{PresignedRequest, PresigningConfig};
use crate::config::Builder;
use crate::operation::Operation;
#[cfg(feature = "presigning")]
use aws_runtime::auth::PayloadSigningOverrideRuntimePlugin;
use aws_smithy_runtime::client::interceptors::{MapRequestInterceptor, MutateRequestInterceptor};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_plugin::SharedRuntimePlugin;
use std::error::Error;
use std::marker::PhantomData;

/// A request that is changed before it is sent: what `customize()` returns.
#[derive(Debug)]
pub struct CustomizableOperation<T, E, B> {
    builder: B,
    config_override: Option<Builder>,
    interceptors: Vec<SharedInterceptor>,
    plugins: Vec<SharedRuntimePlugin>,
    outcome: PhantomData<fn() -> (T, E)>,
}

impl<T, E, B> CustomizableOperation<T, E, B> {
    /// Makes the request of `builder` customizable.
    #[inline(never)]
    pub fn new(builder: B) -> Self {
        let (interceptors, plugins) = (Vec::new(), Vec::new());
        Self { builder, config_override: None, interceptors, plugins, outcome: PhantomData }
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

    /// Leaves the body out of the signature, which is quicker, and needs HTTPS to keep the body as it is.
    #[cfg(feature = "presigning")]
    pub fn disable_payload_signing(mut self) -> Self
    where
        B: UnsignedPayload,
    {
        self.plugins
            .push(SharedRuntimePlugin::new(PayloadSigningOverrideRuntimePlugin::unsigned()));
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
        let (builder, config_override) = self.into_parts();
        let (core, input) = builder.into_parts();
        send::<B::Operation>(core, input, Some(config_override)).await
    }

    /// Presigns the request, which is not sent.
    ///
    /// # Errors
    ///
    /// As the fluent builder's own `presigned`.
    #[cfg(feature = "presigning")]
    pub async fn presigned(
        self,
        presigning_config: PresigningConfig,
    ) -> Result<PresignedRequest, SdkError<E, HttpResponse>>
    where
        E: Error + Send + Sync + 'static,
        B: Presignable<Operation: Operation<Output = T, Error = E>>,
    {
        let (builder, config_override) = self.into_parts();
        presign(builder, Some(config_override), presigning_config).await
    }

    fn into_parts(self) -> (B, Builder) {
        let mut config_override = self.config_override.unwrap_or_default();
        for interceptor in self.interceptors {
            config_override.push_interceptor(interceptor);
        }
        for plugin in self.plugins {
            config_override.push_plugin(plugin);
        }
        (self.builder, config_override)
    }
}
