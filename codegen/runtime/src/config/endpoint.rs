//! From configuration, operation and input to the parameters of endpoint rules.

use crate::access::Access;
use crate::endpoint::{Context, FromContext};
use crate::operation::Current;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::ConfigBag;
use std::fmt;
use std::marker::PhantomData;

/// Reads the endpoint parameters of type `P`, and the host prefix, of the operation that runs.
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
impl<P: FromContext + fmt::Debug + Send + Sync + 'static> Intercept for ReadParameters<P> {
    fn name(&self) -> &'static str {
        "ReadParameters"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let operation = cfg.load::<Current>().map(|current| current.0);
        let from = Context {
            cfg,
            access: operation.map_or(&Access::USUAL, |operation| operation.access),
            input: operation.and_then(|operation| (operation.input)(context.input())),
        };
        let parameters = EndpointResolverParams::new(P::from_context(&from)?);
        let prefix = from.host_prefix()?;
        let state = cfg.interceptor_state();
        state.store_put(parameters);
        if let Some(prefix) = prefix {
            state.store_put(prefix);
        }
        Ok(())
    }
}
