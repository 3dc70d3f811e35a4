//! Answers that break off.
//!
//! Amazon S3 may begin to answer before it knows how it ends. What it then sends under the status of a success is an error,
//! white space, or the beginning of a document; it may be whole the next time ("CopyObject" of the S3 API reference, and the
//! SDKs for JavaScript and Python, which ask again as well).

use crate::protocol::Protocol;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

/// Has an operation asked again whose answer broke off.
#[derive(Debug)]
pub(crate) struct BrokenOffClassifier(pub Protocol);

impl ClassifyRetry for BrokenOffClassifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let failed = context.output_or_error().is_some_and(|outcome| outcome.is_err());
        let answer = context.response().filter(|answer| failed && answer.status().is_success());
        match answer.is_some_and(|answer| self.0.breaks_off(answer)) {
            true => RetryAction::transient_error(),
            false => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Answers That Break Off"
    }
}
