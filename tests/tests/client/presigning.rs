//! Requests that are signed and not sent. The expected signatures of the fixtures `s3` and `polly` are those of the official
//! crates; others are compared with those of boto3.

use fixture_s3::config::{BehaviorVersion, Credentials, Region};
use fixture_s3::presigning::{PresignedRequest, PresigningConfig};
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_runtime::aws_smithy_types::{Blob, DateTime};
use smithwright_tests::boto3::Driver;
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
    ($fixture:ident, at: $url:literal) => {{
        let config = client!($fixture).config().to_builder().endpoint_url($url);
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

/// What boto3 signs.
struct Boto3(Driver);

impl Boto3 {
    fn start() -> Self {
        Self(Driver::start("presign_driver.py", &[]))
    }

    /// Asserts that `ours` is what boto3 makes of this input: the same URL, up to the order of what is in the query, with
    /// the same signature.
    fn assert_same(&mut self, ours: &PresignedRequest, asked: &Value) {
        let theirs = self.0.ask(asked);
        let theirs = theirs["url"].as_str().unwrap_or_else(|| panic!("{asked}: {theirs}"));
        assert_eq!(parts(ours.uri()), parts(theirs), "{asked}");
        assert!(ours.uri().contains("X-Amz-Signature="), "{}", ours.uri());
    }
}

/// The parts of a URL; those of the query are sorted, and an empty value is none.
fn parts(url: &str) -> (&str, Vec<&str>) {
    let (place, query) = url.split_once('?').expect("it has a query");
    let mut query: Vec<_> = query.split('&').map(|part| part.trim_end_matches('=')).collect();
    query.sort_unstable();
    (place, query)
}

/// What the request that is described here becomes.
macro_rules! presigned {
    (@set $call:expr,) => { $call };
    (@set $call:expr, $set:ident: ($key:expr, $value:expr) $(, $($others:tt)*)?) => {
        presigned!(@set $call.$set($key, $value), $($($others)*)?)
    };
    (@set $call:expr, $set:ident: $value:expr $(, $($others:tt)*)?) => {
        presigned!(@set $call.$set($value), $($($others)*)?)
    };
    ($client:expr, $operation:ident { $($members:tt)* }) => {
        presigned!(@set $client.$operation(), $($members)*).presigned(config()).await.expect("it is presigned")
    };
}

#[tokio::test]
#[ignore = "needs boto3: cargo xtask test"]
async fn requests_without_a_body_are_presigned_as_boto3_presigns_them() {
    let mut boto3 = Boto3::start();
    let client = client!(smithwright_apigatewayv2);
    let ask = |operation: &str, input: Value| json!({ "service": "apigatewayv2", "operation": operation, "input": input });
    let all = presigned!(client, get_apis {});
    assert_eq!((all.method(), headers(&all)), ("GET", vec![]));
    boto3.assert_same(&all, &ask("GetApis", json!({})));
    let page = presigned!(
        client,
        get_integrations { api_id: "a b/ü", max_results: "5", next_token: "=/+ é" }
    );
    let input = json!({ "ApiId": "a b/ü", "MaxResults": "5", "NextToken": "=/+ é" });
    boto3.assert_same(&page, &ask("GetIntegrations", input));
    let gone = presigned!(client, delete_api { api_id: "a1" });
    assert_eq!((gone.method(), headers(&gone)), ("DELETE", vec![]));
    boto3.assert_same(&gone, &ask("DeleteApi", json!({ "ApiId": "a1" })));
    let yaml = presigned!(
        client,
        export_api {
            api_id: "a1",
            output_type: "YAML",
            specification: "OAS30",
            include_extensions: true
        }
    );
    let input = json!({ "ApiId": "a1", "OutputType": "YAML", "Specification": "OAS30", "IncludeExtensions": true });
    boto3.assert_same(&yaml, &ask("ExportApi", input));

    let client = client!(fixture_restxml, at: "https://example.com");
    let ask = |operation: &str, input: Value| {
        let model = "tests/fixtures/restxml/service-2.json";
        json!({ "service": "restxml", "model": root(model), "operation": operation, "input": input })
    };
    let since = DateTime::from_secs(1_577_836_800);
    let found = presigned!(
        client,
        list_toys {
            shop: "a/b c",
            prefix: "x+y",
            since: since,
            exact: false,
            most: 3,
            owner: "me",
            labels: ("a", "b")
        }
    );
    let mut sent_along = headers(&found);
    sent_along.sort_unstable();
    assert_eq!(sent_along, [("x-label-a", "b"), ("x-owner", "me")]);
    let input = json!({ "Shop": "a/b c", "Prefix": "x+y", "Since": 1_577_836_800, "Exact": false, "Most": 3, "Owner": "me", "Labels": { "a": "b" } });
    boto3.assert_same(&found, &ask("ListToys", input));
    for operation in ["WindToy", "DeleteToy"] {
        let input = json!({ "Path": "a/b//c d", "Version": "" });
        let ours = match operation {
            "WindToy" => presigned!(client, wind_toy { path: "a/b//c d", version: "" }),
            _ => presigned!(client, delete_toy { path: "a/b//c d", version: "" }),
        };
        boto3.assert_same(&ours, &ask(operation, input));
    }
}

#[tokio::test]
#[ignore = "needs boto3: cargo xtask test"]
async fn forms_are_presigned_as_boto3_presigns_them() {
    let mut boto3 = Boto3::start();
    let ask = |service: &str, operation: &str, input: Value| {
        let model = root(&format!("tests/fixtures/{service}/service-2.json"));
        json!({ "service": service, "model": model, "operation": operation, "input": input, "method": "GET" })
    };
    let since = DateTime::from_secs(1_577_836_800);
    {
        use fixture_query::types::Filter;
        let client = client!(fixture_query, at: "https://example.com");
        let counted = presigned!(client, count_toys {});
        assert_eq!((counted.method(), headers(&counted)), ("GET", vec![]));
        boto3.assert_same(&counted, &ask("query", "CountToys", json!({})));
        let filter = Filter::builder().name("colour").values("a&b").values("*c").build();
        let found = presigned!(
            client,
            find_toys {
                name: "é =/+",
                kinds: "a",
                kinds: "b",
                filters: filter,
                tags: ("k", "v"),
                since: since,
                most: -1,
                price: 1.5,
                exact: true,
                picture: Blob::new("\u{1}~")
            }
        );
        let input = json!({
            "Name": "é =/+", "Kinds": ["a", "b"], "Filters": [{ "Name": "colour", "Values": ["a&b", "*c"] }], "Tags": { "k": "v" },
            "Since": 1_577_836_800, "Most": -1, "Price": 1.5, "Exact": true, "Picture": "\u{1}~"
        });
        boto3.assert_same(&found, &ask("query", "FindToys", input));
    }
    use fixture_ec2::types::Filter;
    let client = client!(fixture_ec2, at: "https://example.com");
    let filter = Filter::builder().name("colour").values("a&b").values("*c").build();
    let found = presigned!(
        client,
        describe_toys {
            toy_ids: "t-1",
            toy_ids: "t-2",
            filters: filter,
            dry_run: true,
            since: since,
            most: 5
        }
    );
    assert_eq!((found.method(), headers(&found)), ("GET", vec![]));
    let input = json!({
        "ToyIds": ["t-1", "t-2"], "Filters": [{ "Name": "colour", "Values": ["a&b", "*c"] }], "dryRun": true,
        "since": 1_577_836_800, "most": 5
    });
    boto3.assert_same(&found, &ask("ec2", "DescribeToys", input));
}

/// A path below the root of the repository.
fn root(path: &str) -> String {
    format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))
}
