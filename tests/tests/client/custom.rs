//! What single services need and no model says, shown with the fixtures `s3` and `glacier`.

use fixture_glacier::operation::upload_archive::builders::UploadArchiveFluentBuilder;
use fixture_s3::config::{
    BehaviorVersion, Builder, Config, Credentials, Region, StalledStreamProtectionConfig,
    retry::RetryConfig,
};
use fixture_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use fixture_s3::operation::{RequestId, RequestIdExt};
use fixture_s3::types::BucketLocationConstraint;
use smithwright_runtime::aws_smithy_runtime_api::client::auth::AuthSchemeId;
use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::faults::{Act, Scripted, raw};

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
    assert_eq!(
        (output.request_id(), output.extended_request_id()),
        (Some("first"), Some("second"))
    );
    assert_eq!(output.clone(), output);
    assert!(format!("{output:?}").contains("second"), "{output:?}");
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
async fn the_body_of_a_request_has_the_name_that_its_structure_has_in_xml() {
    let canned = Canned::new([answer(200, "")]);
    client!(fixture_s3, canned).put_tag().key("a").tag("t").send().await.expect("it is answered");
    assert_eq!(canned.only().body, "<Tagging><Tag>t</Tag></Tagging>");
}

const WHOLE: &str = "<Result><Thing><Key>k</Key></Thing></Result>";

/// Answers that S3 gives if it fails after it began to answer.
const BROKEN: [&str; 5] = [
    " \n",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<Result><Thing><Key>k</Key></Thi",
    "<Result><Thing><Key>k</Key></Thing>",
    "<html>Bad gateway<br></html>",
];

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    for broken in BROKEN {
        let canned = Canned::new([answer(200, broken), answer(200, WHOLE)]);
        let output = client!(fixture_s3, canned).list_things().send().await;
        let output = output.unwrap_or_else(|error| panic!("{broken}: {error:?}"));
        assert_eq!((output.things()[0].key(), canned.asked().len()), (Some("k"), 2), "{broken}");

        let canned = Canned::new([answer(200, broken)]);
        let error = client!(fixture_s3, canned).list_things().send().await.expect_err(broken);
        assert!(matches!(error, SdkError::ServiceError(_)), "{broken}: {error:?}");
        assert_eq!((error.code(), error.meta().request_id()), (None, Some("first")), "{broken}");
        assert_eq!(canned.asked().len(), 3, "{broken}");

        let whole = answer(200, "<CopyResult><ETag>e</ETag></CopyResult>");
        let canned = Canned::new([answer(200, broken), whole]);
        let copied = client!(fixture_s3, canned).copy_thing().key("a").send().await;
        assert!(copied.is_ok_and(|copied| copied.copy_result().is_some()), "{broken}");
        assert_eq!(canned.asked().len(), 2, "{broken}");
    }
    let canned = Canned::new([answer(200, "<Result><Since><Deep/></Since><Thing/></Result>")]);
    client!(fixture_s3, canned).list_things().send().await.expect("it is whole");
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn an_empty_answer_is_an_error_where_a_document_is_wanted() {
    let canned = Canned::new([answer(200, "")]);
    let error =
        client!(fixture_s3, canned).list_things().send().await.expect_err("nothing is there");
    assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
    assert_eq!((error.code(), error.meta().request_id()), (None, Some("first")));
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn nothing_breaks_off_where_nothing_is_wanted() {
    for body in BROKEN.into_iter().chain([""]) {
        let canned = Canned::new([answer(200, body)]);
        let client = client!(fixture_s3, canned);
        client.delete_thing().key("a").send().await.expect("it has no output");
        let policy = client.get_thing_policy().key("a").send().await.expect("it is a text");
        assert_eq!(policy.policy().unwrap_or_default(), body);
        client.get_thing().key("a").send().await.expect("it is handed on");
        client.head_thing().key("a").send().await.expect("it has headers alone");
        assert_eq!(canned.asked().len(), 4);
    }
}

#[tokio::test]
async fn characters_that_xml_does_not_know_are_read() {
    let body = "<Result><Thing><Key>a&#x7;b\u{7}c&#0;d&#27;</Key></Thing><Thing><Key>k</Key></Thing></Result>";
    let output = client!(fixture_s3, Canned::new([answer(200, body)])).list_things().send().await;
    let output = output.expect("it is read");
    let keys: Vec<_> = output.things().iter().filter_map(|thing| thing.key()).collect();
    assert_eq!(keys, ["a\u{7}b\u{7}c\0d\u{1b}", "k"]);
}

#[tokio::test]
async fn an_odd_time_costs_no_other_member() {
    for (form, read) in [
        ("2022-03-04T06:15:41", true),
        ("2022-03-04T06:15:41.000Z", true),
        ("2022-03-04T07:15:41+01:00", true),
        ("1646374541", true),
        ("Fri, 04 Mar 2022 06:15:41 GMT", true),
        ("yesterday", false),
        ("", false),
    ] {
        let thing = format!("<LastModified>{form}</LastModified><Key>k</Key>");
        let body = format!("<Result><Since>{form}</Since><Thing>{thing}</Thing></Result>");
        let canned = Canned::new([answer(200, &body)]);
        let output = client!(fixture_s3, canned).list_things().send().await.expect("it is read");
        let thing = &output.things()[0];
        let times = [output.since(), thing.last_modified()].map(|time| time.map(|at| at.secs()));
        assert_eq!(times, [read.then_some(1_646_374_541); 2], "{form}");
        assert_eq!(thing.key(), Some("k"), "{form}");
    }
}

#[tokio::test]
async fn a_copy_may_take_its_time_after_the_headers() {
    let short = std::time::Duration::from_millis(100);
    let body = "<CopyResult><ETag>e</ETag></CopyResult>";
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    let silence = Act::Drip(b" ".to_vec(), short * 30);
    let server = Scripted::start([vec![raw(head), silence, raw(body)]]).await;
    let protection = StalledStreamProtectionConfig::enabled().grace_period(short);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .stalled_stream_protection(protection.build());
    let client = fixture_s3::Client::from_conf(config.build());
    let url = server.url();
    let to = move |request: &mut HttpRequest| request.set_uri(url.clone()).expect("it is a URI");
    let copied = client.copy_object().key("a").customize().mutate_request(to.clone()).send().await;
    let copied = copied.expect("it is waited for");
    assert_eq!(copied.copy_result().and_then(|result| result.e_tag()), Some("e"));
    let other = client.copy_thing().key("a").customize().mutate_request(to).send().await;
    let error = other.expect_err("another is not");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("minimum throughput"), "{shown}");
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
    assert_eq!(of("1970-01-01T00:00:01Z").await, None, "it is no date of HTTP");
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
