//! What single services need and no model says, shown with the fixtures `s3` and `glacier`.

use fixture_glacier::operation::upload_archive::builders::UploadArchiveFluentBuilder;
use fixture_s3::error::{ProvideErrorMetadata, SdkError};
use fixture_s3::operation::{RequestId, RequestIdExt};
use fixture_s3::types::BucketLocationConstraint;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_tests::canned::{Answer, Canned};

/// A client of the fixture, which asks `canned`.
macro_rules! client {
    ($fixture:ident, $canned:expr) => {{
        use $fixture::config::{BehaviorVersion, Config, Credentials, Region};
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
            .http_client($canned.clone());
        $fixture::Client::from_conf(config.build())
    }};
}

fn answer(status: u16, body: &str) -> Answer {
    let ids = vec![("x-amz-request-id", "first"), ("x-amz-id-2", "second")];
    Answer(status, ids, body.as_bytes().to_vec())
}

#[tokio::test]
async fn the_location_of_a_bucket_stands_bare() {
    let body = "<LocationConstraint xmlns=\"http://s3\">eu-north-1</LocationConstraint>";
    let output = client!(fixture_s3, Canned::new([answer(200, body)])).get_bucket_location();
    let output = output.send().await.expect("it is answered");
    assert_eq!(output.location_constraint(), Some(&BucketLocationConstraint::EuNorth1));
}

#[tokio::test]
async fn an_error_may_stand_under_the_status_of_a_success() {
    let body =
        "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchThing</Code><Message>gone</Message></Error>";
    let client = client!(fixture_s3, Canned::new([answer(200, body)]));
    let error = client.copy_thing().key("a").send().await.expect_err("it is an error");
    assert!(matches!(error, SdkError::ServiceError(_)));
    assert_eq!((error.code(), error.message()), (Some("NoSuchThing"), Some("gone")));
    assert_eq!(error.meta().request_id(), Some("first"));
    assert_eq!(error.extended_request_id(), Some("second"));
    assert!(error.into_service_error().is_no_such_thing());
}

#[tokio::test]
async fn such_an_error_is_tried_again_where_that_may_help() {
    let broken = answer(200, "<Error><Code>InternalError</Code></Error>");
    let whole = answer(200, "<CopyResult><ETag>e</ETag></CopyResult>");
    let canned = Canned::new([broken, whole]);
    let output = client!(fixture_s3, canned).copy_thing().key("a").send().await;
    let output = output.expect("the second try");
    assert_eq!(output.copy_result().and_then(|result| result.e_tag()), Some("e"));
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn what_is_downloaded_may_look_like_an_error() {
    let body = "<Error><Code>NoSuchThing</Code></Error>";
    let client = client!(fixture_s3, Canned::new([answer(200, body)]));
    let output = client.get_thing().key("a").send().await.expect("it is answered");
    let bytes = output.body.collect().await.expect("it is read").into_bytes();
    assert_eq!(bytes, body.as_bytes());
}

#[tokio::test]
async fn an_error_without_a_body_is_told_by_its_status() {
    let client = client!(fixture_s3, Canned::new([answer(404, "")]));
    let error = client.head_thing().key("a").send().await.expect_err("it is an error");
    assert_eq!((error.code(), error.extended_request_id()), (Some("NotFound"), Some("second")));
    assert!(error.into_service_error().is_not_found());
}

#[tokio::test]
async fn answers_have_a_second_request_id() {
    let location = "<LocationConstraint xmlns=\"http://s3\">EU</LocationConstraint>";
    let client = client!(fixture_s3, Canned::new([answer(200, location)]));
    let result = client.get_bucket_location().send().await;
    assert_eq!(result.extended_request_id(), Some("second"));
    let output = result.expect("it is answered");
    assert_eq!(
        (output.request_id(), output.extended_request_id()),
        (Some("first"), Some("second"))
    );
    let copy = output.clone();
    assert_eq!((copy.extended_request_id(), copy == output), (Some("second"), true));
    let output = client.get_thing().key("a").send().await.expect("it is answered");
    assert_eq!(
        (output.request_id(), output.extended_request_id()),
        (Some("first"), Some("second"))
    );

    let client = client!(fixture_s3, Canned::new([answer(403, "<Error><Code>No</Code></Error>")]));
    let result = client.get_thing().key("a").send().await;
    assert_eq!(result.extended_request_id(), Some("second"));
    let error = result.expect_err("it is an error");
    let raw = error.raw_response().expect("there is an answer");
    assert_eq!(raw.extended_request_id(), Some("second"));
    assert_eq!(raw.headers().extended_request_id(), Some("second"));
    let error = fixture_s3::Error::from(error);
    assert_eq!((error.request_id(), error.extended_request_id()), (Some("first"), Some("second")));
    assert_eq!(error.meta().extended_request_id(), Some("second"));
}

#[tokio::test]
async fn the_body_can_be_left_out_of_the_signature() {
    let canned = Canned::new([answer(200, "")]);
    let put = || client!(fixture_s3, canned).put_object().bucket("b").key("k");
    let put = || put().body(ByteStream::from_static(b"abc"));
    put().send().await.expect("it is answered");
    put().customize().disable_payload_signing().send().await.expect("it is answered");
    let own = fixture_s3::Config::builder();
    let both = put().customize().disable_payload_signing().config_override(own);
    both.send().await.expect("it is answered");
    let asked = canned.asked();
    let hashes: Vec<_> = asked.iter().map(|asked| asked.header("x-amz-content-sha256")).collect();
    // Of "abc": FIPS 180-4, appendix B.1 of its first edition.
    let hash = Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let unsigned = Some("UNSIGNED-PAYLOAD");
    assert_eq!(hashes, [hash, unsigned, unsigned]);
}

#[tokio::test]
async fn chunks_are_signed_where_nothing_else_protects_them() {
    let canned = Canned::new([answer(200, "")]);
    let client = client!(fixture_s3, canned);
    let put = || {
        let streamed = SdkBody::from_body_1_x(http_body_util::Full::from("123456789"));
        client.put_object().bucket("b").key("k").body(ByteStream::new(streamed))
    };
    put().send().await.expect("it is answered");
    let local = fixture_s3::Config::builder().endpoint_url("http://localhost:5000");
    put().customize().config_override(local).send().await.expect("it is answered");
    let asked = canned.asked();
    let hashes: Vec<_> = asked.iter().map(|asked| asked.header("x-amz-content-sha256")).collect();
    let unsigned = Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    let signed = Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    assert_eq!(hashes, [unsigned, signed]);
    let length = asked[1].body.len().to_string();
    assert_eq!(asked[1].header("content-length"), Some(length.as_str()));
    let lines: Vec<_> = asked[1].body.lines().collect();
    assert!(lines[0].starts_with("9;chunk-signature="), "{lines:?}");
    assert_eq!(lines[1], "123456789");
    assert!(lines.contains(&"x-amz-checksum-crc32:y/Q5Jg=="), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("x-amz-trailer-signature:")), "{lines:?}");
}

#[tokio::test]
async fn an_object_may_expire_at_no_time_at_all() {
    let of = async |text: &'static str| {
        let canned = Canned::new([Answer(200, vec![("expires", text), ("etag", "e")], vec![])]);
        let output = client!(fixture_s3, canned).head_thing().key("a").send().await;
        let output = output.expect("it is answered");
        assert_eq!((output.expires_string(), output.e_tag()), (Some(text), Some("e")));
        #[allow(deprecated)]
        output.expires().map(|time| time.secs())
    };
    assert_eq!(of("Thu, 01 Jan 1970 00:00:01 GMT").await, Some(1));
    assert_eq!(of("never").await, None);
}

fn upload(canned: &Canned) -> UploadArchiveFluentBuilder {
    client!(fixture_glacier, canned).upload_archive().vault_name("v")
}

#[tokio::test]
async fn glacier_has_an_account_a_version_and_two_hashes() {
    let canned = Canned::new([Answer::json(500, "{}"), Answer::json(201, "{}")]);
    // A body that is not in memory: it is loaded to be summed up, and can then be sent again.
    let streamed = SdkBody::from_body_1_x(http_body_util::Full::from("aaa"));
    upload(&canned).body(ByteStream::new(streamed)).send().await.expect("the second try");
    let asked = canned.asked();
    assert_eq!((asked.len(), asked[0].body.as_str()), (2, "aaa"));
    for asked in asked {
        assert_eq!(asked.path(), "/-/vaults/v/archives");
        assert_eq!(asked.header("x-amz-glacier-version"), Some("2012-06-01"));
        let hash = Some("9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0");
        assert_eq!(asked.header("x-amz-sha256-tree-hash"), hash);
        assert_eq!(asked.header("x-amz-content-sha256"), hash, "of one MiB they are the same");
    }
}

#[tokio::test]
async fn what_the_caller_says_to_glacier_goes_before() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let call = upload(&canned).account_id("1").checksum("mine");
    call.body(ByteStream::from_static(b"aaa")).send().await.expect("it is answered");
    let asked = canned.only();
    assert_eq!(asked.path(), "/1/vaults/v/archives");
    assert_eq!(asked.header("x-amz-sha256-tree-hash"), Some("mine"));
}
