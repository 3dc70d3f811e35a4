//! Checksums of requests ("httpChecksumRequired trait" of the Smithy specification).

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use md5::{Digest, Md5};

/// Says the body's MD5 (RFC 1864), unless the caller does or the body is not in memory.
pub(crate) fn content_md5(request: &mut HttpRequest) {
    let Some(bytes) = request.body().bytes() else { return };
    if request.headers().get("content-md5").is_some() {
        return;
    }
    let digest = aws_smithy_types::base64::encode(Md5::digest(bytes));
    request.headers_mut().insert("content-md5", digest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;

    fn said(body: SdkBody, own: Option<&'static str>) -> Option<String> {
        let mut request = HttpRequest::new(body);
        if let Some(own) = own {
            request.headers_mut().insert("Content-MD5", own);
        }
        content_md5(&mut request);
        request.headers().get("content-md5").map(str::to_owned)
    }

    #[test]
    fn it_is_that_of_the_rfc() {
        let of = |text: &'static str| said(SdkBody::from(text), None);
        assert_eq!(of("").as_deref(), Some("1B2M2Y8AsgTpgAmY7PhCfg=="));
        // RFC 1321, appendix A.5, in base64.
        assert_eq!(of("abc").as_deref(), Some("kAFQmDzST7DWlj99KOF/cg=="));
    }

    #[test]
    fn what_the_caller_says_goes_before() {
        assert_eq!(said(SdkBody::from("a"), Some("mine")).as_deref(), Some("mine"));
    }
}
