//! Amazon Glacier's tree hash ("Computing Checksums" of the Amazon Glacier developer guide): SHA-256 of each MiB of
//! the body, and of each two neighbours, until one is left.

use crate::operation::Descriptor;
use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::LoadedRequestBody;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::fmt::Write;

const HEADER: &str = "x-amz-sha256-tree-hash";
const MEBIBYTE: usize = 1 << 20;

/// Asks for the body to be loaded, since its hash stands before it; Glacier wants the hash that is signed in a
/// header, too.
pub(crate) fn ask(operation: &Descriptor, cfg: &mut ConfigBag) {
    let mut signing = operation.service.auth.signing();
    signing.signing_options.content_sha256_header = true;
    cfg.interceptor_state().store_put(signing).store_put(LoadedRequestBody::Requested);
}

/// Sets the header, unless the input did.
#[derive(Debug)]
pub(crate) struct TreeHash;

#[dyn_dispatch_hint]
impl Intercept for TreeHash {
    fn name(&self) -> &'static str {
        "TreeHash"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        if let Some(LoadedRequestBody::Loaded(body)) = cfg.load::<LoadedRequestBody>()
            && headers.get(HEADER).is_none()
        {
            headers.insert(HEADER, tree_hash(body));
        }
        Ok(())
    }
}

/// The hash in hexadecimal digits.
fn tree_hash(body: &[u8]) -> String {
    let mut level: Vec<_> = match body {
        [] => vec![sha256(&[body])],
        _ => body.chunks(MEBIBYTE).map(|chunk| sha256(&[chunk])).collect(),
    };
    while level.len() > 1 {
        let combined = |pair: &[Vec<u8>]| match pair {
            [left, right] => sha256(&[left, right]),
            alone => alone.concat(),
        };
        level = level.chunks(2).map(combined).collect();
    }
    level.concat().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = ChecksumAlgorithm::Sha256.into_impl();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What botocore's `calculate_tree_hash` makes of as many `a`.
    #[test]
    fn it_is_that_of_botocore() {
        let known = [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (3, "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0"),
            (MEBIBYTE * 5 / 2, "dd02e6cd3b8cf26ca37630cf686b0f0a620499d8707218bacb9479cd80af9af6"),
            (MEBIBYTE * 5, "1ca676a2caf9791fcf24580c2c6f9b051ebbf689720da6ff8c41f2d01cdde5ea"),
        ];
        for (length, hash) in known {
            assert_eq!(tree_hash(&vec![b'a'; length]), hash, "{length}");
        }
    }
}
