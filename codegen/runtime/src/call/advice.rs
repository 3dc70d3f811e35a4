//! What to do about the two commonest mistakes: no credentials, and no region.
//!
//! The published runtime tells the first in words for those who generate clients, endpoint rules the second in their
//! own words. Both stay what they are, failures of dispatch, and say in addition what the user can do.

use crate::endpoint::EndpointError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, DispatchFailure, SdkError};
use std::error::Error;
use std::fmt;

/// Where the published runtime begins to speak of models and code generators.
const FOR_GENERATORS: &str = " If you intended to make an unauthenticated request";

const NO_CREDENTIALS: &str = " Call `credentials_provider` on the configuration, or take the configuration that \
    `aws_config::load_defaults` makes of AWS_ACCESS_KEY_ID, profiles and other places. To send requests unsigned, call \
    `allow_no_auth`.";

const NO_REGION: &str = "no region is set: call `region` on the configuration, or take the configuration that \
    `aws_config::load_defaults` makes of AWS_REGION, profiles and other places";

/// The same error, with advice for those who forgot credentials or the region.
pub(crate) fn advise<E>(
    error: SdkError<E, HttpResponse>,
    has_region: bool,
) -> SdkError<E, HttpResponse> {
    let SdkError::DispatchFailure(failure) = &error else { return error };
    match advice(failure, has_region) {
        Some(advice) => SdkError::dispatch_failure(ConnectorError::other(advice, None)),
        None => error,
    }
}

fn advice(failure: &DispatchFailure, has_region: bool) -> Option<BoxError> {
    let cause = failure.as_connector_error()?.source()?;
    let text = cause.to_string();
    if let Some((reason, _)) = text.split_once(FOR_GENERATORS) {
        return Some(format!("{reason}{NO_CREDENTIALS}").into());
    }
    let refusal = causes(cause).find_map(|cause| cause.downcast_ref::<EndpointError>())?;
    let source = refusal.clone();
    (!has_region).then(|| NoRegion { source }.into())
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
