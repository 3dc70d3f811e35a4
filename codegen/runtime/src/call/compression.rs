//! Compression of requests ("requestCompression trait" of the Smithy specification).

use crate::operation::Descriptor;
use crate::protocol::payload::add_encoding;
use aws_smithy_compression::body::compress::CompressedBody;
use aws_smithy_compression::{CompressionAlgorithm, CompressionOptions};
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

/// Whether requests stay as they are also where they could be compressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DisableRequestCompression(pub bool);

impl Storable for DisableRequestCompression {
    type Storer = StoreReplace<Self>;
}

/// From which size on requests are compressed, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestMinCompressionSizeBytes(pub u32);

impl Storable for RequestMinCompressionSizeBytes {
    type Storer = StoreReplace<Self>;
}

/// Compresses the body of a request, if the operation and the configuration ask for it. A body of
/// unknown length is compressed piece by piece.
///
/// # Errors
///
/// When the smallest size to compress is out of bounds.
pub(crate) fn send(
    operation: &Descriptor,
    request: &mut HttpRequest,
    cfg: &mut ConfigBag,
) -> Result<(), BoxError> {
    let disabled = cfg.load::<DisableRequestCompression>().is_some_and(|disable| disable.0);
    if !operation.traits.gzip || disabled {
        return Ok(());
    }
    gzip(request, cfg)
}

fn gzip(request: &mut HttpRequest, cfg: &mut ConfigBag) -> Result<(), BoxError> {
    let mut options = CompressionOptions::default();
    if let Some(smallest) = cfg.load::<RequestMinCompressionSizeBytes>() {
        options = options.with_min_compression_size_bytes(smallest.0)?;
    }
    // Nothing stays nothing, which no bytes of gzip would.
    let smallest = u64::from(options.min_compression_size_bytes()).max(1);
    if request.body().content_length().is_some_and(|length| length < smallest) {
        return Ok(());
    }
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    let gzip = move |body| {
        CompressedBody::new(body, CompressionAlgorithm::Gzip.into_impl_http_body_1_x(&options))
    };
    let body = match body.bytes() {
        Some(_) => gzip(body).into_compressed_sdk_body()?,
        None => body.map(move |body| SdkBody::from_body_1_x(gzip(body))),
    };
    let headers = request.headers_mut();
    match body.content_length() {
        Some(length) => headers.insert("content-length", length.to_string()),
        None => headers.remove("content-length"),
    };
    *request.body_mut() = body;
    add_encoding(request, CompressionAlgorithm::Gzip.as_str());
    cfg.interceptor_state().store_append(SmithySdkFeature::GzipRequestCompression);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::config_bag::Layer;
    use flate2::read::GzDecoder;
    use std::io::Read;

    /// The body and its encoding, after it was compressed where it is at least `smallest` bytes long.
    fn sent(
        body: &str,
        encoding: Option<&'static str>,
        smallest: Option<u32>,
    ) -> (Vec<u8>, String) {
        let mut request = HttpRequest::new(SdkBody::from(body));
        if let Some(encoding) = encoding {
            request.headers_mut().insert("content-encoding", encoding);
        }
        let mut layer = Layer::new("test");
        layer.store_or_unset(smallest.map(RequestMinCompressionSizeBytes));
        let mut cfg = ConfigBag::of_layers(vec![layer]);
        gzip(&mut request, &mut cfg).expect("the bounds are kept");
        let encodings = request.headers().get_all("content-encoding").collect::<Vec<_>>();
        let encoding = if encodings.is_empty() { "none".to_owned() } else { encodings.join(" | ") };
        (request.body().bytes().expect("it is in memory").to_vec(), encoding)
    }

    #[test]
    fn large_bodies_are_compressed() {
        let large = "a".repeat(10_240);
        let (body, encoding) = sent(&large, None, None);
        assert_eq!(encoding, "gzip");
        let mut text = String::new();
        GzDecoder::new(body.as_slice()).read_to_string(&mut text).expect("it is gzip");
        assert_eq!(text, large);
        assert_eq!(sent(&large, Some("custom"), None).1, "custom | gzip");
        assert_eq!(sent(&large, Some(""), None).1, " | gzip");
    }

    #[test]
    fn small_bodies_are_not_and_settings_say_what_is_small() {
        assert_eq!(sent(&"a".repeat(10_239), None, None).1, "none");
        assert_eq!(sent("a", None, Some(0)).1, "gzip");
        assert_eq!(sent("", None, Some(0)), (Vec::new(), "none".to_owned()));
    }
}
