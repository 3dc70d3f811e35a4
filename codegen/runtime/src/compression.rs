//! Compressed requests ("requestCompression trait" of the Smithy specification).

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// Which requests are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether any are.
    pub enabled: bool,
    /// The bytes that a body must have.
    pub min_size: u64,
}

/// What all AWS SDKs do unless told otherwise ("Request compression" of the AWS SDKs and Tools Reference Guide).
impl Default for Settings {
    fn default() -> Self {
        Self { enabled: true, min_size: 10_240 }
    }
}

impl Storable for Settings {
    type Storer = StoreReplace<Self>;
}

/// Compresses the body, if it is large enough and in memory. What it is encoded in already stays named before.
///
/// # Errors
///
/// Memory takes whatever is written to it, so that there is none in practice.
pub(crate) fn gzip(request: &mut HttpRequest, cfg: &ConfigBag) -> io::Result<()> {
    let settings = cfg.load::<Settings>().copied().unwrap_or_default();
    let size = request.body().content_length().unwrap_or_default();
    if !settings.enabled || size < settings.min_size {
        return Ok(());
    }
    let Some(bytes) = request.body().bytes() else { return Ok(()) };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    let compressed = encoder.finish()?;
    let headers = request.headers_mut();
    let encodings = match headers.get("content-encoding") {
        Some(other) => format!("{other}, gzip"),
        None => "gzip".to_owned(),
    };
    headers.insert("content-encoding", encodings);
    headers.insert("content-length", compressed.len().to_string());
    *request.body_mut() = SdkBody::from(compressed);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::config_bag::Layer;
    use flate2::read::GzDecoder;
    use std::io::Read;

    /// The body and its encoding, after it was compressed where these settings ask for that.
    fn sent(
        size: usize,
        encoding: Option<&'static str>,
        settings: Option<Settings>,
    ) -> (Vec<u8>, String) {
        let mut request = HttpRequest::new(SdkBody::from("a".repeat(size)));
        if let Some(encoding) = encoding {
            request.headers_mut().insert("content-encoding", encoding);
        }
        let mut layer = Layer::new("test");
        layer.store_or_unset(settings);
        gzip(&mut request, &ConfigBag::of_layers(vec![layer])).expect("memory takes it");
        let encoding = request.headers().get("content-encoding").unwrap_or("none").to_owned();
        (request.body().bytes().expect("it is in memory").to_vec(), encoding)
    }

    #[test]
    fn large_bodies_are_compressed() {
        let (body, encoding) = sent(10_240, None, None);
        assert_eq!(encoding, "gzip");
        let mut text = String::new();
        GzDecoder::new(body.as_slice()).read_to_string(&mut text).expect("it is gzip");
        assert_eq!(text, "a".repeat(10_240));
        assert_eq!(sent(10_240, Some("custom"), None).1, "custom, gzip");
    }

    #[test]
    fn small_bodies_are_not_and_settings_say_what_is_small() {
        assert_eq!(sent(10_239, None, None), (b"a".repeat(10_239), "none".to_owned()));
        let all = Settings { enabled: true, min_size: 0 };
        assert_eq!(sent(1, None, Some(all)).1, "gzip");
        let off = Settings { enabled: false, min_size: 0 };
        assert_eq!(sent(20_000, None, Some(off)).1, "none");
    }
}
