//! What to do about the two commonest mistakes: nothing to authenticate requests with, and no region.
//!
//! The published runtime tells the first in words for those who generate clients, endpoint rules the second in their
//! own words. Both stay what they are, failures of dispatch, and say in addition what the user can do.

use crate::endpoint::EndpointError;
use crate::operation::Descriptor;
use crate::operation::service::Provider;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, DispatchFailure, SdkError};
use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// Where the published runtime begins to speak of models and code generators.
const FOR_GENERATORS: &str = " If you intended to make an unauthenticated request";

const NO_CREDENTIALS: &str = " Call `credentials_provider` on the configuration, or take the configuration that \
    `aws_config::load_defaults` makes of AWS_ACCESS_KEY_ID, profiles and other places. To send requests unsigned, call \
    `allow_no_auth`.";

const NO_REGION: &str = "no region is set: call `region` on the configuration, or take the configuration that \
    `aws_config::load_defaults` makes of AWS_REGION, profiles and other places";

/// The same error, with advice for those who forgot what authenticates requests of the operation, or the region.
pub(crate) fn advise<E>(
    error: SdkError<E, HttpResponse>,
    operation: &Descriptor,
    has_region: bool,
) -> SdkError<E, HttpResponse> {
    let SdkError::DispatchFailure(failure) = &error else { return error };
    match advice(failure, operation, has_region) {
        Some(advice) => SdkError::dispatch_failure(ConnectorError::other(advice, None)),
        None => error,
    }
}

fn advice(failure: &DispatchFailure, operation: &Descriptor, has_region: bool) -> Option<BoxError> {
    let cause = failure.as_connector_error()?.source()?;
    let text = cause.to_string();
    if let Some((reason, _)) = text.split_once(FOR_GENERATORS) {
        return Some(format!("{reason}{}", no_identity(operation)).into());
    }
    if operation.service.provider != Provider::Aws {
        return None;
    }
    let refusal = causes(cause).find_map(|cause| cause.downcast_ref::<EndpointError>())?;
    let source = refusal.clone();
    (!has_region).then(|| NoRegion { source }.into())
}

/// What to call, so that requests of the operation can be authenticated.
fn no_identity(operation: &Descriptor) -> Cow<'static, str> {
    if operation.service.provider == Provider::Aws {
        return NO_CREDENTIALS.into();
    }
    let settings = operation.schemes().iter().filter_map(|scheme| scheme.setting());
    let settings: Vec<_> = settings.map(|setting| format!("`{setting}`")).collect();
    format!(" Call {} on the configuration.", settings.join(" or ")).into()
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// Rules refuse what has no region.
#[derive(Debug)]
struct NoRegion {
    source: EndpointError,
}

impl fmt::Display for NoRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NO_REGION)
    }
}

impl Error for NoRegion {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
