//! From configuration, operation and input to the parameters of endpoint rules.

use crate::endpoint::Context;
use crate::operation::CurrentOperation;
use crate::operation::traits::OperationTraits;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::ConfigBag;

/// Reads the endpoint parameters, and the host prefix, of the operation that runs.
#[derive(Debug)]
pub(crate) struct ReadParameters;

#[dyn_dispatch_hint]
impl Intercept for ReadParameters {
    fn name(&self) -> &'static str {
        "ReadParameters"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(CurrentOperation(operation)) = cfg.load::<CurrentOperation>() else {
            return Ok(());
        };
        let input = (operation.input)(context.input());
        let OperationTraits { host_prefix, parameters, .. } = operation.traits;
        let from = Context { cfg, host_prefix, parameters, input };
        let parameters = (operation.parameters)(&from)?;
        let prefix = from.host_prefix()?;
        let state = cfg.interceptor_state();
        state.store_put(parameters);
        if let Some(prefix) = prefix {
            state.store_put(prefix);
        }
        Ok(())
    }
}
