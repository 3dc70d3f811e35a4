//! What the clients of one provider have in common.

use crate::call;
use crate::call::features::UsedFeatures;
use crate::call::user_agent::UserAgent;
use crate::operation::Operation;
use crate::operation::service::{Provider, Service};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::recursion_detection::RecursionDetectionInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::{ServiceClockSkewClassifier, ServiceClockSkewInterceptor};
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;

/// What tells the service about the client.
pub(super) fn interceptors(service: &'static Service) -> Vec<SharedInterceptor> {
    match service.provider {
        Provider::Aws => vec![
            SharedInterceptor::permanent(RecursionDetectionInterceptor::new()),
            SharedInterceptor::permanent(UsedFeatures(service)),
            SharedInterceptor::new(ServiceClockSkewInterceptor::new()),
            SharedInterceptor::new(RequestInfoInterceptor::new()),
            SharedInterceptor::new(UserAgentInterceptor::new()),
            SharedInterceptor::new(InvocationIdInterceptor::new()),
        ],
        Provider::Other => vec![SharedInterceptor::permanent(UserAgent(service))],
    }
}

/// Which errors of an operation are worth another attempt by what the provider says of all its services.
pub(super) fn retry_classifiers<O: Operation>() -> Vec<SharedRetryClassifier> {
    let service = O::DESCRIPTOR.service;
    match service.provider {
        Provider::Aws => {
            let codes = call::retries::transient_errors(&service.retries);
            let codes = AwsErrorCodeClassifier::<O::Error>::builder().transient_errors(codes);
            vec![
                SharedRetryClassifier::new(codes.build()),
                SharedRetryClassifier::new(ServiceClockSkewClassifier::<O::Error>::new()),
            ]
        }
        Provider::Other => Vec::new(),
    }
}
