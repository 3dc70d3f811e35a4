//! From the configuration to the parameters of endpoint rules.

use crate::endpoint::FromConfig;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::ConfigBag;
use std::fmt;
use std::marker::PhantomData;

/// Reads the endpoint parameters of type `P` from the configuration of the operation that runs.
pub struct ReadParameters<P> {
    parameters: PhantomData<fn() -> P>,
}

impl<P> ReadParameters<P> {
    /// An interceptor for operations.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self { parameters: PhantomData }
    }
}

impl<P> fmt::Debug for ReadParameters<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadParameters")
    }
}

#[dyn_dispatch_hint]
impl<P: FromConfig + fmt::Debug + Send + Sync + 'static> Intercept for ReadParameters<P> {
    fn name(&self) -> &'static str {
        "ReadParameters"
    }

    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let parameters = EndpointResolverParams::new(P::from_config(cfg)?);
        cfg.interceptor_state().store_put(parameters);
        Ok(())
    }
}
