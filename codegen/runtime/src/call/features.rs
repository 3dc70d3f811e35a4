//! The features that a call uses, which the user agent names as that of all AWS SDKs does ("business metrics").
//!
//! Told here is what holds for a whole call. What depends on more is told where it is decided: checksums, compression,
//! pages and waiters, a bearer token of the environment; credentials tell where they are from.

use crate::operation::service::Service;
use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_smithy_observability::global::get_telemetry_provider;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::{RetryConfig, RetryMode};
use aws_types::endpoint_config::{AccountIdEndpointMode, EndpointUrl};

/// The name of the published meters that OpenTelemetry reads.
const OPEN_TELEMETRY: &str = "AwsSmithyObservabilityOtelProvider";

/// Tells which features a call to the service uses.
#[derive(Debug)]
pub(crate) struct UsedFeatures(pub &'static Service);

#[dyn_dispatch_hint]
impl Intercept for UsedFeatures {
    fn name(&self) -> &'static str {
        "UsedFeatures"
    }

    /// The configuration of the client is there, and not yet that of the call.
    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let overridden = cfg.load::<EndpointUrl>().is_some();
        let mode = self.0.account_endpoints.then(|| account_mode(cfg)).flatten();
        let metered = get_telemetry_provider()
            .is_ok_and(|telemetry| telemetry.meter_provider().provider_name() == OPEN_TELEMETRY);
        let state = cfg.interceptor_state();
        for feature in overridden.then_some(AwsSdkFeature::EndpointOverride).into_iter().chain(mode)
        {
            state.store_append(feature);
        }
        if metered {
            state.store_append(SmithySdkFeature::ObservabilityOtelMetrics);
        }
        Ok(())
    }

    fn read_before_serialization(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mode = cfg.load::<RetryConfig>().and_then(|config| retry_mode(config.mode()));
        let features = mode.into_iter().chain(self.0.protocol.feature());
        let state = cfg.interceptor_state();
        for feature in features {
            state.store_append(feature);
        }
        Ok(())
    }
}

fn retry_mode(mode: RetryMode) -> Option<SmithySdkFeature> {
    match mode {
        RetryMode::Standard => Some(SmithySdkFeature::RetryModeStandard),
        RetryMode::Adaptive => Some(SmithySdkFeature::RetryModeAdaptive),
        _ => None,
    }
}

fn account_mode(cfg: &ConfigBag) -> Option<AwsSdkFeature> {
    match cfg.load::<AccountIdEndpointMode>().cloned().unwrap_or_default() {
        AccountIdEndpointMode::Preferred => Some(AwsSdkFeature::AccountIdModePreferred),
        AccountIdEndpointMode::Required => Some(AwsSdkFeature::AccountIdModeRequired),
        AccountIdEndpointMode::Disabled => Some(AwsSdkFeature::AccountIdModeDisabled),
        _ => None,
    }
}
