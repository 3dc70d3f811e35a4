//! Checksums of bodies that come piece by piece: behind the body, which is sent in chunks ("Signature calculations for
//! requests with trailing headers" of the S3 user guide).
//!
//! Each chunk is signed where nothing else protects it: over HTTP. Over HTTPS, the name of the trailer is signed alone.

use crate::operation::Descriptor;
use aws_runtime::auth::PayloadSigningOverride;
use aws_runtime::content_encoding::header::X_AMZ_TRAILER_SIGNATURE;
use aws_runtime::content_encoding::{
    AwsChunkedBody, AwsChunkedBodyOptions, DeferredSigner, header_value,
};
use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::body::{ChecksumCache, calculate};
use aws_smithy_checksums::http::HttpChecksum;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// The smallest chunks that Amazon S3 takes, but for the last one.
const SMALLEST_CHUNK: usize = 8 * 1024;

/// What a trailer that holds a signature adds to it: a colon, and the signature.
const SIGNATURE: usize = 1 + 64;

/// How many bytes a chunk holds, where that is set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ChunkSize {
    /// So many.
    Bytes(usize),
    /// All of the body.
    Whole,
}

impl Storable for ChunkSize {
    type Storer = StoreReplace<Self>;
}

/// The body of the request is to be followed by its checksum.
#[derive(Debug)]
struct Trailing {
    algorithm: ChecksumAlgorithm,
    /// What is sent again has the checksum of what was sent first.
    cache: ChecksumCache,
}

impl Storable for Trailing {
    type Storer = StoreReplace<Self>;
}

/// Asks for a checksum behind the body.
pub(super) fn ask(algorithm: ChecksumAlgorithm, operation: &Descriptor, cfg: &mut ConfigBag) {
    let mut signing = operation.service.auth.signing();
    signing.signing_options.content_sha256_header = true;
    let trailing = Trailing { algorithm, cache: ChecksumCache::new() };
    cfg.interceptor_state().store_put(signing).store_put(trailing);
}

/// Sends the body in chunks and its checksum behind it, where that was asked for.
#[derive(Debug)]
pub(crate) struct Trailer;

#[dyn_dispatch_hint]
impl Intercept for Trailer {
    fn name(&self) -> &'static str {
        "Trailer"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Trailing { algorithm, .. }) = cfg.load::<Trailing>() else { return Ok(()) };
        let checksum = algorithm.into_impl();
        let request = context.request_mut();
        let length = length(request)?;
        let signed = request.uri().starts_with("http:");
        let mut options = AwsChunkedBodyOptions::new(length, vec![HttpChecksum::size(&*checksum)])
            .signed_chunked_encoding(signed);
        if let Some(size) = cfg.load::<ChunkSize>() {
            options = options.with_chunk_size(bytes(*size, length)?);
        }
        if signed {
            options = options.with_trailer_len((X_AMZ_TRAILER_SIGNATURE.len() + SIGNATURE) as u64);
        }
        let headers = request.headers_mut();
        headers.insert("x-amz-trailer", checksum.header_name());
        headers.insert("x-amz-decoded-content-length", length.to_string());
        headers.insert("content-length", options.encoded_length().to_string());
        headers.remove("transfer-encoding");
        headers.append("content-encoding", header_value::AWS_CHUNKED);
        let state = cfg.interceptor_state();
        state.store_put(options);
        if signed {
            let (signer, sender) = DeferredSigner::new();
            state.store_put(signer).store_put(sender);
            state.store_put(PayloadSigningOverride::StreamingSignedPayloadTrailer);
        } else {
            state.store_put(PayloadSigningOverride::StreamingUnsignedPayloadTrailer);
        }
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Trailing { algorithm, cache }) = cfg.load::<Trailing>() else { return Ok(()) };
        let (algorithm, cache) = (*algorithm, cache.clone());
        // Those of other interceptors go before.
        let options = cfg.load::<AwsChunkedBodyOptions>().cloned().unwrap_or_default();
        let signer = cfg.get_mut_from_interceptor_state::<DeferredSigner>();
        let signer = signer.map(|signer| std::mem::replace(signer, DeferredSigner::empty()));
        let body = std::mem::replace(context.request_mut().body_mut(), SdkBody::taken());
        *context.request_mut().body_mut() = body.map(move |body| {
            let body = calculate::ChecksumBody::new(body, algorithm.into_impl());
            let body = AwsChunkedBody::new(body.with_cache(cache.clone()), options.clone());
            SdkBody::from_body_1_x(match &signer {
                Some(signer) => body.with_signer(signer.clone()),
                None => body,
            })
        });
        Ok(())
    }
}

/// The length of the body, which the caller may know better than the body.
fn length(request: &HttpRequest) -> Result<u64, BoxError> {
    let told = request.headers().get("content-length").and_then(|length| length.parse().ok());
    told.or_else(|| request.body().content_length()).ok_or_else(|| {
        "a body of unknown length cannot be sent with a checksum: give one whose length is known, or \
         set `request_checksum_calculation` to `WhenRequired`"
            .into()
    })
}

fn bytes(size: ChunkSize, length: u64) -> Result<usize, BoxError> {
    match size {
        ChunkSize::Whole => Ok(usize::try_from(length)?.max(1)),
        ChunkSize::Bytes(size) if size >= SMALLEST_CHUNK => Ok(size),
        ChunkSize::Bytes(size) => Err(format!(
            "Chunk size must be at least {SMALLEST_CHUNK} bytes, but {size} was provided."
        )
        .into()),
    }
}
