//! What single services need and no model says, shown with the fixtures `s3` and `glacier`.

use fixture_glacier::operation::upload_archive::builders::UploadArchiveFluentBuilder;
use fixture_s3::config::{BehaviorVersion, Builder, Config, Credentials, Region};
use fixture_s3::error::{ProvideErrorMetadata, SdkError};
use fixture_s3::operation::{RequestId, RequestIdExt};
use fixture_s3::types::BucketLocationConstraint;
use smithwright_runtime::aws_smithy_runtime_api::client::auth::AuthSchemeId;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_tests::canned::{Answer, Canned};

/// A client of the fixture, which asks `canned`.
macro_rules! client {
    ($fixture:ident, $canned:expr) => {{
        let config = $fixture::config::Config::builder()
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

/// Whether what is sent with this configuration is signed.
async fn is_signed(configure: impl FnOnce(Builder) -> Builder) -> bool {
    let canned = Canned::new([answer(200, "")]);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .http_client(canned.clone());
    let call = fixture_s3::Client::from_conf(configure(config).build()).get_thing().key("a");
    call.send().await.expect("it is answered");
    canned.only().header("authorization").is_some()
}

#[tokio::test]
async fn whoever_has_no_credentials_reads_what_is_open_to_everybody() {
    let somebody = || Credentials::new("AKID", "secret", None, None, "test");
    assert!(!is_signed(|config| config).await);
    assert!(is_signed(|config| config.credentials_provider(somebody())).await);
    // The second is the older spelling.
    for id in ["noAuth", "no_auth"] {
        let nobody = |config: Builder| {
            let config = config.credentials_provider(somebody());
            config.auth_scheme_preference([AuthSchemeId::from(id)])
        };
        assert!(!is_signed(nobody).await, "{id}");
    }
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
