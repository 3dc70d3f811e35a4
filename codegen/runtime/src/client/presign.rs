//! Presigning a request in place of sending it.

use super::send::{Outcome, erased, own_error};
use super::{Core, Request};
use crate::call::advice::advise;
use crate::call::presigning::{self, PresignedRequest, PresigningConfig};
use crate::call::secrets;
use crate::call::span::span;
use crate::config;
use crate::operation::presigning::Presigning;
use crate::operation::{Descriptor, Operation};
use aws_smithy_runtime::client::orchestrator::{StopPoint, invoke_with_stop_point};
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_plugin::{SharedRuntimePlugin, StaticRuntimePlugin};
use aws_smithy_types::error::operation::BuildError;
use std::future::Future;
use std::pin::Pin;
use tracing::Instrument;

/// A request that can be presigned. [`operation!`](crate::operation!) implements it for fluent builders of operations whose
/// model allows it.
pub trait Presignable: Request {
    /// What becomes of the body.
    const PRESIGNING: Presigning;
}

/// A request whose body the service takes unsigned. [`operation!`](crate::operation!) implements it as well.
pub trait UnsignedPayload: Request {}

/// Presigns a request with the client's configuration and, above it, `config_override`.
///
/// # Errors
///
/// As sending it, up to where it would be sent.
#[inline(never)]
pub async fn presign<R: Presignable>(
    request: R,
    config_override: Option<config::Builder>,
    config: PresigningConfig,
) -> Outcome<PresignedRequest, <R::Operation as Operation>::Error> {
    let (core, input) = request.into_parts();
    let (plugin, input) = erased::<R::Operation>(input);
    let operation = R::Operation::DESCRIPTOR;
    let presigning = presigning::plugin(operation, R::PRESIGNING, &config);
    run(core, operation, plugin, input, config_override, presigning)
        .await
        .map_err(own_error::<R::Operation>)
}

/// The part of [`presign`] that is the same for every operation, compiled once.
fn run(
    core: Core,
    operation: &'static Descriptor,
    plugin: SharedRuntimePlugin,
    input: Result<Input, BuildError>,
    config_override: Option<config::Builder>,
    presigning: StaticRuntimePlugin,
) -> Pin<Box<dyn Future<Output = Outcome<PresignedRequest, Error>> + Send>> {
    let has_region = core.has_region() || config_override.as_ref().is_some_and(|o| o.has_region());
    let run = async move {
        let input = input.map_err(SdkError::construction_failure)?;
        let plugins = core.operation_plugins(operation, plugin, config_override);
        let plugins = plugins.with_operation_plugin(presigning);
        let (service, stop) = (operation.service.sdk_id, StopPoint::BeforeTransmit);
        let mut context = invoke_with_stop_point(service, operation.name, input, &plugins, stop)
            .await
            .map_err(|error| advise(error, operation, has_region))?;
        let request = context.take_request();
        let mut request =
            request.ok_or_else(|| SdkError::construction_failure("there is no request"))?;
        secrets::restore_head(&mut request).map_err(SdkError::construction_failure)?;
        PresignedRequest::new(request).map_err(SdkError::construction_failure)
    };
    Box::pin(run.instrument(span(operation)))
}
