//! Requests that are signed and not sent, shown with the fixtures `s3` and `polly`. The expected signatures are those of the
//! official crates.

use fixture_s3::config::{BehaviorVersion, Credentials, Region};
use fixture_s3::presigning::{PresignedRequest, PresigningConfig};
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::log::Log;
use std::time::{Duration, SystemTime};

fn credentials() -> Credentials {
    let token = Some("notarealsessiontoken".to_owned());
    Credentials::new("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby", token, None, "test")
}

/// A client of the fixture, which has nothing to send with.
macro_rules! client {
    ($fixture:ident) => {{
        let config = $fixture::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .http_client(unreachable())
            .credentials_provider(credentials());
        $fixture::Client::from_conf(config.build())
    }};
}

fn unreachable() -> Canned {
    Canned::new([Answer(500, Vec::new(), Vec::new())])
}

fn config() -> PresigningConfig {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_234_567_891);
    let config = PresigningConfig::builder().start_time(start).expires_in(Duration::from_secs(30));
    config.build().expect("half a minute is not too long")
}

/// What a query holds that is signed for these headers.
fn signed(headers: &str, signature: &str) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&\
         X-Amz-Credential=ANOTREAL%2F20090213%2Fus-east-1%2Fs3%2Faws4_request&\
         X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders={headers}&\
         X-Amz-Signature={signature}&X-Amz-Security-Token=notarealsessiontoken"
    )
}

fn headers(request: &PresignedRequest) -> Vec<(&str, &str)> {
    request.headers().collect()
}

#[tokio::test]
async fn a_url_to_an_object_is_that_of_the_official_crate() {
    let get = client!(fixture_s3).get_object().bucket("test-bucket").key("test-key");
    let presigned = get.presigned(config()).await.expect("it is presigned");
    assert_eq!(presigned.method(), "GET");
    let query = signed("host", "758353318739033a850182c7b3435076eebbbd095f8dcf311383a6a1e124c4cb");
    assert_eq!(
        presigned.uri(),
        format!("https://test-bucket.s3.us-east-1.amazonaws.com/test-key?x-id=GetObject&{query}")
    );
    assert_eq!(headers(&presigned), []);
}

#[tokio::test]
async fn a_url_to_upload_to_is_signed_without_the_body_and_with_what_is_said_of_it() {
    let put = || client!(fixture_s3).put_object().bucket("test-bucket").key("test-key");
    let said = put().content_length(12345).content_type("application/x-test");
    let presigned = said.presigned(config()).await.expect("it is presigned");
    assert_eq!(presigned.method(), "PUT");
    let query = signed(
        "content-length%3Bcontent-type%3Bhost",
        "be1d41dc392f7019750e4f5e577234fb9059dd20d15f6a99734196becce55e52",
    );
    let url = "https://test-bucket.s3.us-east-1.amazonaws.com/test-key?x-id=PutObject";
    assert_eq!(presigned.uri(), format!("{url}&{query}"));
    assert_eq!(
        headers(&presigned),
        [("content-length", "12345"), ("content-type", "application/x-test")]
    );

    let summed_up = put().checksum_crc64_nvme("NotARealChecksum");
    let presigned = summed_up.presigned(config()).await.expect("it is presigned");
    let query = signed(
        "host%3Bx-amz-checksum-crc64nvme",
        "40e6ea102769a53f440db587be0b6898893d9a0f8268d2f8d2315ca0abc42fee",
    );
    assert_eq!(presigned.uri(), format!("{url}&{query}"));
    assert_eq!(headers(&presigned), [("x-amz-checksum-crc64nvme", "NotARealChecksum")]);

    // A body that is given is left out, with what would be said of it.
    let with_body = put().body(ByteStream::from_static(b"abc"));
    let with_body = with_body.presigned(config()).await.expect("it is presigned");
    let without = put().presigned(config()).await.expect("it is presigned");
    assert_eq!((with_body.uri(), headers(&with_body)), (without.uri(), vec![]));
}

#[tokio::test]
async fn a_body_may_stand_in_the_query() {
    use fixture_polly::types::Format;
    let say = client!(fixture_polly).synthesize_speech();
    let say = say.output_format(Format::Mp3).text("hello, world").voice_id("Joanna");
    let presigned = say.clone().presigned(config()).await.expect("it is presigned");
    assert_eq!(presigned.method(), "GET");
    let query = signed("host", "79fcf765b063aa29d852fa9d7c2a9ccff94d727d743adbff84a0be6afe9a92e8")
        .replace("%2Fs3%2F", "%2Fpolly%2F");
    let members = "OutputFormat=mp3&Text=hello%2C%20world&VoiceId=Joanna";
    let url = "https://polly.us-east-1.amazonaws.com/v1/speech";
    assert_eq!(presigned.uri(), format!("{url}?{members}&{query}"));
    assert_eq!(headers(&presigned), []);

    let lists = say.lexicon_names("a").lexicon_names("b");
    let presigned = lists.presigned(config()).await.expect("it is presigned");
    assert!(presigned.uri().contains("?LexiconNames=a&LexiconNames=b&OutputFormat=mp3&"));
}

#[tokio::test]
async fn a_customized_request_is_presigned_as_customized() {
    let get = client!(fixture_s3).get_object().bucket("b").key("k").customize();
    let west = fixture_s3::Config::builder().region(Region::new("us-west-1"));
    let presigned = get
        .config_override(west)
        .mutate_request(|request| {
            let uri = format!("{}&test", request.uri());
            request.set_uri(uri).expect("it is one");
        })
        .presigned(config())
        .await
        .expect("it is presigned");
    let start = "https://b.s3.us-west-1.amazonaws.com/k?x-id=GetObject&test&X-Amz-Algorithm=";
    assert!(presigned.uri().starts_with(start), "{}", presigned.uri());
    assert!(presigned.uri().contains("%2Fus-west-1%2Fs3%2F"), "{}", presigned.uri());
}

#[tokio::test]
async fn a_presigned_request_becomes_one_of_the_crate_http() {
    let put = client!(fixture_s3).put_object().bucket("b").key("k").content_type("a/b");
    let presigned = put.presigned(config()).await.expect("it is presigned");
    let request = presigned.make_http_1x_request("body");
    assert_eq!((request.method().as_str(), *request.body()), ("PUT", "body"));
    assert_eq!(request.uri().to_string(), presigned.uri());
    assert_eq!(request.headers()["content-type"], "a/b");
    #[allow(deprecated)]
    let old = presigned.into_http_02x_request("body");
    assert_eq!((old.method().as_str(), *old.body()), ("PUT", "body"));
    assert_eq!(old.uri().to_string(), request.uri().to_string());
    assert_eq!(old.headers()["content-type"], "a/b");
}

#[tokio::test]
async fn what_is_missing_is_told() {
    let error = client!(fixture_s3).get_object().presigned(config()).await;
    let error = error.expect_err("there is no bucket");
    let shown = fixture_s3::error::DisplayErrorContext(&error).to_string();
    assert!(shown.contains("cannot be empty or unset"), "{shown}");
}

#[test]
fn a_presigned_request_holds_for_a_week_at_most() {
    let week = Duration::from_secs(604_800);
    let config = PresigningConfig::expires_in(week).expect("a week is not too long");
    assert_eq!(config.expires(), week);
    assert!(config.start_time() <= SystemTime::now());
    let error = PresigningConfig::expires_in(week + Duration::from_secs(1));
    let error = error.expect_err("it is too long").to_string();
    assert_eq!(error, "`expires_in` must be no longer than one week");
    let error = PresigningConfig::builder().build().expect_err("it is required").to_string();
    assert_eq!(error, "`expires_in` is required");
}

#[tokio::test]
async fn a_presigned_request_is_neither_logged_nor_shown() {
    let (log, listening) = Log::start();
    let get = client!(fixture_s3).get_object().bucket("test-bucket").key("test-key");
    let presigned = get.presigned(config()).await.expect("it is presigned");
    drop(listening);
    let (_, signature) = presigned.uri().split_once("X-Amz-Signature=").expect("it is signed");
    let log = log.text();
    assert!(log.contains("GetObject") && log.contains("signing request"), "{log}");
    for secret in [&signature[..64], "notarealsessiontoken", "X-Amz-Security-Token"] {
        assert!(!log.contains(secret), "{log}");
        assert!(!format!("{presigned:?}").contains(secret), "{presigned:?}");
    }
}
