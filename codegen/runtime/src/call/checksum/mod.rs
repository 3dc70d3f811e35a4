//! Checksums of requests and responses ("httpChecksumRequired trait" and "httpChecksum trait" of the
//! Smithy specification).
//!
//! They are taken after a body is serialized and compressed, and before anything is sent. `Content-MD5` is for
//! operations that need some checksum. Where the input may choose one (`httpChecksum`), CRC32 is the default, and a
//! checksum of the caller's goes before. A stream has its checksum in a [`trailer`]. A response is compared with its
//! checksum while it is read, if it tells one that can be compared; what cannot be is told the log.

pub(crate) mod trailer;
pub(crate) mod tree_hash;

use crate::operation::Descriptor;
use crate::operation::traits::{ChecksumMember, RequestChecksum};
use crate::serde::{Structure, path};
use aws_smithy_checksums::ChecksumAlgorithm;
use aws_smithy_checksums::body;
use aws_smithy_checksums::http::CHECKSUM_ALGORITHMS_IN_PRIORITY_ORDER;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use http_body::Frame;
use http_body_util::BodyExt;
use md5::{Digest, Md5};

/// The beginning of the names of headers that hold a checksum.
const PREFIX: &str = "x-amz-checksum-";

/// What such a name ends with where the header holds something else.
const NO_CHECKSUMS: [&str; 3] = ["algorithm", "mode", "type"];

const CONTENT_MD5: &str = "content-md5";

/// What an input and the configuration ask for.
#[derive(Debug, Default)]
pub(crate) struct ChecksumOptions {
    algorithm: Option<String>,
    validated: bool,
}

impl ChecksumOptions {
    /// Reads it, while the input is whole.
    pub(crate) fn by(operation: &Descriptor, input: &dyn Structure, cfg: &ConfigBag) -> Self {
        let algorithm = match &operation.traits.request_checksum {
            RequestChecksum::Chosen { algorithm: Some(member), .. } => {
                path::text(input, member.name)
            }
            _ => None,
        };
        let validated = operation.traits.response_checksum.as_ref().is_some_and(|response| {
            validation(cfg) == ResponseChecksumValidation::WhenSupported
                || path::text(input, response.mode.name).as_deref() == Some("ENABLED")
        });
        Self { algorithm, validated }
    }
}

fn calculation(cfg: &ConfigBag) -> RequestChecksumCalculation {
    cfg.load::<RequestChecksumCalculation>().copied().unwrap_or_default()
}

fn validation(cfg: &ConfigBag) -> ResponseChecksumValidation {
    cfg.load::<ResponseChecksumValidation>().copied().unwrap_or_default()
}

/// The response is to be held against its checksum.
#[derive(Debug)]
struct Validated;

impl Storable for Validated {
    type Storer = StoreReplace<Self>;
}

/// Gives a request its checksum, and asks for that of the response.
///
/// # Errors
///
/// When the checksum cannot be calculated.
pub(crate) fn send(
    operation: &Descriptor,
    options: ChecksumOptions,
    request: &mut HttpRequest,
    cfg: &mut ConfigBag,
) -> Result<(), BoxError> {
    let response = operation.traits.response_checksum.as_ref();
    if let Some(response) = response.filter(|_| options.validated) {
        set(request.headers_mut(), &response.mode, "ENABLED");
        let feature = match validation(cfg) {
            ResponseChecksumValidation::WhenSupported => {
                SmithySdkFeature::FlexibleChecksumsResWhenSupported
            }
            _ => SmithySdkFeature::FlexibleChecksumsResWhenRequired,
        };
        cfg.interceptor_state().store_append(feature).store_put(Validated);
    }
    match operation.traits.request_checksum {
        RequestChecksum::Plain => Ok(()),
        RequestChecksum::Md5 => md5(request),
        RequestChecksum::TreeHash => {
            tree_hash::ask(operation, cfg);
            Ok(())
        }
        RequestChecksum::Chosen { required, algorithm: member } => {
            let supported = calculation(cfg) == RequestChecksumCalculation::WhenSupported;
            if is_summed_up(request.headers()) {
                return Ok(());
            }
            let algorithm = match options.algorithm {
                Some(name) => known(&name)?,
                None if required || supported => ChecksumAlgorithm::default(),
                None => return Ok(()),
            };
            if let Some(member) = member {
                set(request.headers_mut(), &member, &algorithm.as_str().to_uppercase());
            }
            tell(algorithm, supported, cfg);
            match request.body().bytes() {
                Some(bytes) => {
                    let mut checksum = algorithm.into_impl();
                    checksum.update(bytes);
                    let name = checksum.header_name();
                    request.headers_mut().insert(name, base64::encode(checksum.finalize()));
                    Ok(())
                }
                None => {
                    trailer::ask(algorithm, operation, cfg);
                    Ok(())
                }
            }
        }
    }
}

/// Sets the header that a member becomes, unless the input did.
fn set(headers: &mut Headers, member: &ChecksumMember, value: &str) {
    if let Some(header) = member.header.filter(|header| headers.get(*header).is_none()) {
        headers.insert(header, value.to_owned());
    }
}

/// Whether the caller gave a checksum of whatever kind.
fn is_summed_up(headers: &Headers) -> bool {
    let ends = headers.iter().filter_map(|(name, _)| name.strip_prefix(PREFIX));
    ends.into_iter().any(|end| !NO_CHECKSUMS.contains(&end))
}

/// The algorithm of this name.
fn known(name: &str) -> Result<ChecksumAlgorithm, BoxError> {
    let known = CHECKSUM_ALGORITHMS_IN_PRIORITY_ORDER;
    // The published crate takes MD5 for another name of CRC32, which a service would not.
    match known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => Ok(known.parse()?),
        None => Err(format!(
            "the checksum `{}` cannot be calculated; known are {}, and any other can be given with \
             the request",
            name.escape_debug(),
            known.map(str::to_uppercase).join(", ")
        )
        .into()),
    }
}

fn md5(request: &mut HttpRequest) -> Result<(), BoxError> {
    if request.headers().get(CONTENT_MD5).is_some() {
        return Ok(());
    }
    let body = request.body().bytes();
    let body = body.ok_or("a body that comes piece by piece cannot have a `Content-MD5`")?;
    let sum = base64::encode(Md5::digest(body));
    request.headers_mut().insert(CONTENT_MD5, sum);
    Ok(())
}

/// Names in the user agent what is used, as all AWS SDKs do.
fn tell(algorithm: ChecksumAlgorithm, supported: bool, cfg: &mut ConfigBag) {
    use SmithySdkFeature as Feature;
    let used = match algorithm {
        ChecksumAlgorithm::Crc32c => Feature::FlexibleChecksumsReqCrc32c,
        ChecksumAlgorithm::Crc64Nvme => Feature::FlexibleChecksumsReqCrc64,
        ChecksumAlgorithm::Sha1 => Feature::FlexibleChecksumsReqSha1,
        ChecksumAlgorithm::Sha256 => Feature::FlexibleChecksumsReqSha256,
        _ => Feature::FlexibleChecksumsReqCrc32,
    };
    let when = match supported {
        true => Feature::FlexibleChecksumsReqWhenSupported,
        false => Feature::FlexibleChecksumsReqWhenRequired,
    };
    // What is stored last is named first, as in the official crates.
    cfg.interceptor_state().store_append(when).store_append(used);
}

/// Has the body of a response held against the checksum that a header tells, once it is read to its end. The body is
/// handed on as it is if that is no checksum of it.
pub(crate) fn validate(operation: &Descriptor, response: &mut HttpResponse, cfg: &ConfigBag) {
    let rule = operation.traits.response_checksum.as_ref();
    let Some(rule) = rule.filter(|_| cfg.load::<Validated>().is_some()) else { return };
    let headers = response.headers();
    let told = rule.algorithms.iter().find_map(|name| {
        let value = headers.get(format!("{PREFIX}{name}"))?;
        Some((known(name).ok()?, value))
    });
    let told = told.and_then(|(algorithm, value)| Some((algorithm, checkable(value)?)));
    if let Some((algorithm, told)) = told {
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        *response.body_mut() = validated(body, algorithm, told);
    }
}

/// The checksum that the header of a response holds, unless nothing can be held against it. That of an object that was
/// uploaded in parts is one of their checksums, and ends with their number. The log is told in the words of the
/// official crates, which programs and alarms look for.
fn checkable(value: &str) -> Option<Vec<u8>> {
    let is_number = |parts: &str| !parts.is_empty() && parts.bytes().all(|b| b.is_ascii_digit());
    if value.rsplit_once('-').is_some_and(|(_, parts)| is_number(parts)) {
        tracing::warn!(
            "This checksum is a part-level checksum which can't be validated by the Rust SDK. Disable checksum validation for this request to fix this warning."
        );
        return None;
    }
    let checksum = base64::decode(value);
    if checksum.is_err() {
        tracing::error!(
            "Checksum received from server could not be base64 decoded. No checksum validation will be performed."
        );
    }
    checksum.ok()
}

/// The body, which ends with an error if its checksum is not the one that was told. What validates takes all frames for
/// data; trailers are nobody's here.
fn validated(body: SdkBody, algorithm: ChecksumAlgorithm, told: Vec<u8>) -> SdkBody {
    let body = body.map_frame(|frame| Frame::data(frame.into_data().unwrap_or_default()));
    let body = SdkBody::from_body_1_x(body);
    let body = body::validate::ChecksumBody::new(body, algorithm.into_impl(), told.into());
    SdkBody::from_body_1_x(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn md5_is_that_of_the_rfc() {
        let of = |body: &'static str| {
            let mut request = HttpRequest::new(SdkBody::from(body));
            md5(&mut request).expect("it is in memory");
            request.headers().get(CONTENT_MD5).map(str::to_owned)
        };
        assert_eq!(of("").as_deref(), Some("1B2M2Y8AsgTpgAmY7PhCfg=="));
        // RFC 1321, appendix A.5, in base64.
        assert_eq!(of("abc").as_deref(), Some("kAFQmDzST7DWlj99KOF/cg=="));
    }

    #[test]
    fn headers_that_hold_a_checksum_are_told_from_those_that_do_not() {
        let summed_up = |name: &'static str| {
            let mut headers = Headers::new();
            headers.insert(name, "x");
            is_summed_up(&headers)
        };
        for name in ["x-amz-checksum-crc32", "X-Amz-Checksum-Xxhash64"] {
            assert!(summed_up(name), "{name}");
        }
        for name in
            ["x-amz-checksum-algorithm", "x-amz-checksum-type", "x-amz-sdk-checksum-algorithm"]
        {
            assert!(!summed_up(name), "{name}");
        }
    }

    #[tokio::test]
    async fn trailers_of_a_response_are_passed_over() {
        let body = || {
            let trailers = Default::default();
            let body = http_body_util::Full::from("123456789");
            SdkBody::from_body_1_x(body.with_trailers(std::future::ready(Some(Ok(trailers)))))
        };
        let told = || base64::decode("y/Q5Jg==").expect("base64");
        let whole = validated(body(), ChecksumAlgorithm::Crc32, told()).collect().await;
        assert_eq!(whole.expect("it is whole").to_bytes(), "123456789");
        let other = validated(body(), ChecksumAlgorithm::Crc32c, told()).collect().await;
        assert!(other.expect_err("another checksum").to_string().contains("mismatch"));
    }

    #[test]
    fn what_is_no_checksum_of_the_body_is_not_checked() {
        assert_eq!(checkable("y/Q5Jg=="), Some(vec![0xcb, 0xf4, 0x39, 0x26]));
        for value in ["cpjwid==-12", "y/Q5Jg==-3", "14-C9A5", "no checksum", "y/Q5Jg==-", "é-1"] {
            assert_eq!(checkable(value), None, "{value}");
        }
    }

    #[test]
    fn md5_is_no_name_of_crc32() {
        assert_eq!(known("crc32c").ok(), Some(ChecksumAlgorithm::Crc32c));
        let error = known("MD5").expect_err("it is no such checksum").to_string();
        assert!(error.contains("CRC64NVME, CRC32C, CRC32, SHA1, SHA256"), "{error}");
    }
}
