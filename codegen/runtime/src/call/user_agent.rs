//! The user agent of clients whose service is not AWS's: their package, and this runtime.

use crate::operation::service::Service;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Says which client sends a request to the service.
#[derive(Debug)]
pub(crate) struct UserAgent(pub &'static Service);

#[dyn_dispatch_hint]
impl Intercept for UserAgent {
    fn name(&self) -> &'static str {
        "UserAgent"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Service { user_agent_id, crate_version, .. } = self.0;
        let runtime = concat!("smithwright-runtime/", env!("CARGO_PKG_VERSION"));
        let agent = format!("{user_agent_id}/{crate_version} {runtime}");
        context.request_mut().headers_mut().try_insert("user-agent", agent)?;
        Ok(())
    }
}
