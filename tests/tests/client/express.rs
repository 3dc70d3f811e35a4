//! Directory buckets of S3 Express, whose requests are signed with the credentials of a session, shown with the fixture `s3`.

use fixture_s3::config::{BehaviorVersion, Builder, Config, Credentials, Region};
use fixture_s3::presigning::PresigningConfig;
use fixture_s3::{Client, error::DisplayErrorContext};
use smithwright_runtime::aws_types::SdkConfig;
use smithwright_runtime::aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use smithwright_tests::canned::{Answer, Asked, Canned};
use smithwright_tests::log::Log;
use std::time::{Duration, SystemTime};

const BUCKET: &str = "s3express-test-bucket--usw2-az1--x-s3";
const HOST: &str =
    "s3express-test-bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com";

fn config(canned: &Canned) -> Builder {
    let token = Some("own-token".to_owned());
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-west-2"))
        .credentials_provider(Credentials::new("AKID", "secret", token, None, "test"))
        .http_client(canned.clone())
}

fn client(canned: &Canned) -> Client {
    Client::from_conf(config(canned).build())
}

/// The answer to `CreateSession`.
fn session(token: &str, expires: &str) -> Answer {
    let body = format!(
        "<CreateSessionResult><Credentials><SessionToken>{token}</SessionToken>\
         <SecretAccessKey>TESTSECRETKEY</SecretAccessKey><AccessKeyId>ASIARTESTID</AccessKeyId>\
         <Expiration>{expires}</Expiration></Credentials></CreateSessionResult>"
    );
    Answer(200, Vec::new(), body.into_bytes())
}

fn lasting(token: &str) -> Answer {
    session(token, "2124-01-29T18:53:01Z")
}

fn object() -> Answer {
    Answer(200, Vec::new(), b"data".to_vec())
}

async fn get(client: &Client, bucket: &str) {
    client.get_object().bucket(bucket).key("k").send().await.expect("it is answered");
}

/// Who signed, and with which token.
fn signature(asked: &Asked) -> (&str, Option<&str>, Option<&str>) {
    let signed = asked.header("authorization").expect("it is signed");
    let (_, scope) = signed.split_once("Credential=").expect("it says by whom");
    let by = scope.split('/').next().unwrap_or_default();
    (by, asked.header("x-amz-security-token"), asked.header("x-amz-s3session-token"))
}

#[tokio::test]
async fn a_session_begins_once_a_bucket() {
    let answers = [lasting("first"), object(), object(), lasting("second"), object(), object()];
    let canned = Canned::new(answers);
    let client = client(&canned);
    let other = "other--usw2-az3--x-s3";
    for bucket in [BUCKET, BUCKET, other, BUCKET] {
        get(&client, bucket).await;
    }
    let asked = canned.asked();
    let paths: Vec<_> = asked.iter().map(|asked| asked.uri.rsplit('/').next()).collect();
    let (begin, get) = (Some("?session"), Some("k?x-id=GetObject"));
    assert_eq!(paths, [begin, get, get, begin, get, get]);
    assert!(asked[0].uri.contains(HOST), "{}", asked[0].uri);
    let own = ("AKID", Some("own-token"), None);
    let of_session = |token| ("ASIARTESTID", None, Some(token));
    let signatures: Vec<_> = asked.iter().map(signature).collect();
    let [first, second] = ["first", "second"].map(of_session);
    assert_eq!(signatures, [own, first, first, own, second, first]);
    assert_eq!(asked[0].header("x-amz-create-session-mode"), None);
    let used = |asked: &Asked| {
        let agent = asked.header("x-amz-user-agent").unwrap_or_default();
        let features = agent.split_once("m/").map_or("", |(_, rest)| rest);
        let features = features.split(' ').next().unwrap_or_default();
        features.split(',').any(|feature| feature == "J")
    };
    assert_eq!([used(&asked[0]), used(&asked[1])], [false, true]);
}

#[tokio::test]
async fn an_expired_session_is_not_used_again() {
    let canned =
        Canned::new([session("old", "2001-01-01T00:00:00Z"), object(), lasting("new"), object()]);
    let client = client(&canned);
    get(&client, BUCKET).await;
    get(&client, BUCKET).await;
    let asked = canned.asked();
    assert_eq!(asked.len(), 4);
    assert_eq!(signature(&asked[3]), ("ASIARTESTID", None, Some("new")));
}

#[tokio::test]
async fn other_credentials_have_other_sessions() {
    let canned = Canned::new([lasting("mine"), object(), lasting("yours"), object()]);
    let client = client(&canned);
    get(&client, BUCKET).await;
    let yours = Credentials::new("YOURS", "secret", None, None, "test");
    let call = client.get_object().bucket(BUCKET).key("k").customize();
    let call = call.config_override(Config::builder().credentials_provider(yours));
    call.send().await.expect("it is answered");
    let asked = canned.asked();
    assert_eq!(signature(&asked[2]).0, "YOURS");
    assert_eq!(signature(&asked[3]), ("ASIARTESTID", None, Some("yours")));
}

#[tokio::test]
async fn a_bucket_of_another_kind_needs_no_session() {
    let canned = Canned::new([object()]);
    get(&client(&canned), "plain").await;
    assert_eq!(signature(&canned.only()), ("AKID", Some("own-token"), None));
}

#[tokio::test]
async fn a_provider_of_the_caller_goes_before() {
    let token = Some("given".to_owned());
    let given = Credentials::new("GIVEN", "secret", token, None, "test");
    let canned = Canned::new([object()]);
    let config = config(&canned).express_credentials_provider(given);
    get(&Client::from_conf(config.build()), BUCKET).await;
    assert_eq!(signature(&canned.only()), ("GIVEN", None, Some("given")));
}

#[derive(Debug)]
struct Environment(&'static str);

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let known = key.env() == "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"
            && key.profile() == "s3_disable_express_session_auth";
        known.then(|| self.0.to_owned())
    }
}

#[tokio::test]
async fn sessions_can_be_done_without() {
    let own = ("AKID", Some("own-token"), None);
    let canned = Canned::new([object()]);
    let config = config(&canned).disable_s3_express_session_auth(true).build();
    assert_eq!(config.disable_s3_express_session_auth(), Some(true));
    get(&Client::from_conf(config), BUCKET).await;
    assert_eq!(signature(&canned.only()), own);

    let canned = Canned::new([object()]);
    let call = client(&canned).get_object().bucket(BUCKET).key("k").customize();
    let call = call.config_override(Config::builder().disable_s3_express_session_auth(true));
    call.send().await.expect("it is answered");
    assert_eq!(signature(&canned.only()), own);

    for (set, disabled) in [("true", Some(true)), ("false", Some(false)), ("maybe", None)] {
        let shared = SdkConfig::builder().service_config(Environment(set)).build();
        assert_eq!(Config::new(&shared).disable_s3_express_session_auth(), disabled);
    }
}

#[tokio::test]
async fn why_no_session_begins_is_told() {
    let refused = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    let canned = Canned::new([Answer(403, Vec::new(), refused.into())]);
    let error = client(&canned).get_object().bucket(BUCKET).key("k").send().await;
    let shown = DisplayErrorContext(&error.expect_err("no session")).to_string();
    assert!(shown.contains("CreateSession: AccessDenied: no"), "{shown}");
}

#[tokio::test]
async fn a_url_has_the_token_of_a_session() {
    let canned = Canned::new([session("TESTSESSIONTOKEN", "2024-01-29T18:53:01Z")]);
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_234_567_891);
    let presigning = PresigningConfig::builder().start_time(start);
    let presigning = presigning.expires_in(Duration::from_secs(30)).build().expect("sound");
    let get = client(&canned).get_object().bucket(BUCKET).key("ferris.png");
    let presigned = get.presigned(presigning).await.expect("it is presigned");
    // The signature is that of the official crate.
    assert_eq!(
        presigned.uri(),
        format!(
            "https://{HOST}/ferris.png?x-id=GetObject&X-Amz-Algorithm=AWS4-HMAC-SHA256&\
             X-Amz-Credential=ASIARTESTID%2F20090213%2Fus-west-2%2Fs3express%2Faws4_request&\
             X-Amz-Date=20090213T233131Z&X-Amz-Expires=30&X-Amz-SignedHeaders=host&\
             X-Amz-Signature=c09c93c7878184492cb960d59e148af932dff6b19609e63e3484599903d97e44&\
             X-Amz-S3session-Token=TESTSESSIONTOKEN"
        )
    );
    assert_eq!(presigned.headers().count(), 0);
}

#[tokio::test]
async fn nothing_of_a_session_is_logged() {
    let (log, listening) = Log::start();
    let canned = Canned::new([lasting("TESTSESSIONTOKEN"), object()]);
    get(&client(&canned), BUCKET).await;
    drop(listening);
    let log = log.text();
    assert!(log.contains("CreateSession"), "{log}");
    for secret in ["TESTSESSIONTOKEN", "TESTSECRETKEY", "own-token"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}
