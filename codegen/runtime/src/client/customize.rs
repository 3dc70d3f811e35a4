//! Customizing one call of an operation.

use super::{Request, send};
use crate::config::Builder;
use crate::operation::Operation;
use aws_smithy_runtime::client::interceptors::{MapRequestInterceptor, MutateRequestInterceptor};
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
        send::<B::Operation>(core, input, Some(config_override)).await
    }
}
