//! Where requests go and how they are signed, shown with the fixture `endpoints`.

use fixture_endpoints::config::{
    AccountIdEndpointMode, AsyncSleep, BehaviorVersion, Builder, Config, Credentials, Region,
    Sleep, Token,
};
use fixture_endpoints::types::{Lane, Options, Target, Write};
use fixture_endpoints::{Client, error::DisplayErrorContext};
use smithwright_codegen::Source;
use smithwright_runtime::aws_smithy_async::time::TimeSource;
use smithwright_runtime::aws_smithy_runtime_api::client::auth::AuthSchemeId;
use smithwright_runtime::aws_types::SdkConfig;
use smithwright_runtime::aws_types::region::SigningRegionSet;
use smithwright_runtime::aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use smithwright_tests::canned::{Answer, Asked, Canned};
use smithwright_tests::{endpoints, models};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

fn nobody(canned: &Canned) -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .http_client(canned.clone())
}

fn somebody(canned: &Canned) -> Builder {
    nobody(canned).credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
}

fn canned() -> Canned {
    Canned::new([Answer::json(200, "{}")])
}

fn client(canned: &Canned) -> Client {
    Client::from_conf(somebody(canned).build())
}

fn host(asked: &Asked) -> &str {
    let (_, rest) = asked.uri.split_once("://").expect("it is absolute");
    rest.split_once('/').map_or(rest, |(host, _)| host)
}

/// The kind of signature, and what it is for: `AWS4-HMAC-SHA256` and `us-east-1/places`.
fn signature(asked: &Asked) -> Option<(String, String)> {
    let (kind, rest) = asked.header("authorization")?.split_once(' ')?;
    let scope = rest.split_once("Credential=AKID/").map_or(rest, |(_, scope)| scope);
    let scope = scope.split_once("/aws4_request").map_or(scope, |(scope, _)| scope);
    let scope = scope.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('/');
    Some((kind.to_owned(), scope.to_owned()))
}

#[track_caller]
fn signed(asked: &Asked, kind: &str, scope: &str) {
    assert_eq!(signature(asked), Some((kind.to_owned(), scope.to_owned())));
}

#[tokio::test]
async fn an_operation_goes_before_its_input_and_its_client() {
    let canned = canned();
    let client = Client::from_conf(somebody(&canned).lane("blue").build());
    client.get_place().id("x").lane(Lane::Slow).send().await.expect("it is answered");
    assert_eq!(canned.only().uri, "https://us-east-1.fixed.places.test/places/x?lane=slow");
}

#[tokio::test]
async fn an_input_chooses_the_host_and_the_host_what_is_signed() {
    let canned = canned();
    client(&canned).get_place().id("x").shard("s1").send().await.expect("it is answered");
    assert_eq!(host(&canned.only()), "s1.places.test");
    signed(&canned.only(), "AWS4-HMAC-SHA256", "eu-test-9/shards");
}

#[tokio::test]
async fn an_endpoint_can_ask_for_signatures_that_hold_in_several_regions() {
    let canned = canned();
    client(&canned).get_place().id("x").global(true).send().await.expect("it is answered");
    let asked = canned.only();
    assert_eq!(host(&asked), "global.places.test");
    signed(&asked, "AWS4-ECDSA-P256-SHA256", "worldwide");
    assert_eq!(asked.header("x-amz-region-set"), Some("*"));

    let canned = self::canned();
    let config = somebody(&canned).sigv4a_signing_region_set("eu-test-1,eu-test-2").build();
    let regions = SigningRegionSet::from("eu-test-1,eu-test-2");
    assert_eq!(config.sigv4a_signing_region_set(), Some(&regions));
    Client::from_conf(config).get_place().id("x").global(true).send().await.expect("an answer");
    assert_eq!(canned.only().header("x-amz-region-set"), Some("eu-test-1,eu-test-2"));

    // `AWS_SIGV4A_SIGNING_REGION_SET` and its like come by the shared configuration.
    let canned = self::canned();
    let shared = SdkConfig::builder()
        .region(Region::new("us-east-1"))
        .sigv4a_signing_region_set("eu-test-3")
        .build();
    assert_eq!(
        Config::new(&shared).sigv4a_signing_region_set(),
        Some(&SigningRegionSet::from("eu-test-3"))
    );
    let call = client(&canned).get_place().id("x").global(true).customize();
    call.config_override(Builder::from(&shared)).send().await.expect("an answer");
    assert_eq!(canned.only().header("x-amz-region-set"), Some("eu-test-3"));
}

#[tokio::test]
async fn a_preferred_scheme_goes_before_the_one_that_the_endpoint_asks_for() {
    let preferred = || [AuthSchemeId::new("httpBearerAuth")];
    let canned = canned();
    let config = somebody(&canned).bearer_token(Token::new("tok", None));
    let by_client = Client::from_conf(config.clone().auth_scheme_preference(preferred()).build());
    let by_client = by_client.get_place().id("x").global(true).send().await;
    let call = Client::from_conf(config.build()).get_place().id("x").global(true).customize();
    let own = Config::builder().auth_scheme_preference(preferred());
    for outcome in [by_client, call.config_override(own).send().await] {
        let error = outcome.expect_err("that endpoint takes no bearer token");
        let shown = DisplayErrorContext(&error).to_string();
        assert!(shown.contains("missing endpoint config"), "{shown}");
    }
    assert_eq!(canned.asked(), []);
}

#[tokio::test]
async fn a_host_prefix_goes_before_whatever_host_there_is() {
    let canned = canned();
    client(&canned).put_place().tenant("t1").send().await.expect("it is answered");
    assert_eq!(host(&canned.only()), "t1.data-us-east-1.none.places.test");

    let canned = self::canned();
    let local = somebody(&canned).endpoint_url("http://localhost:5000").build();
    Client::from_conf(local).put_place().tenant("t1").send().await.expect("it is answered");
    assert_eq!(host(&canned.only()), "t1.data-localhost:5000");
}

#[tokio::test]
async fn what_is_no_host_label_is_not_sent() {
    for (tenant, why) in [
        (Some("evil.test/"), "`Tenant` becomes part of the host and must be a host label"),
        (Some("a.b"), "must be a host label, which `a.b` is not"),
        (Some(""), "cannot be empty or unset"),
        (None, "cannot be empty or unset"),
    ] {
        let canned = canned();
        let error = client(&canned).put_place().set_tenant(tenant.map(str::to_owned)).send().await;
        let error = error.expect_err("no host label");
        let shown = DisplayErrorContext(&error).to_string();
        assert!(shown.contains(why), "{shown}");
        assert_eq!(canned.asked(), []);
    }
}

#[tokio::test]
async fn an_unsigned_payload_says_so() {
    let canned = canned();
    client(&canned).put_place().tenant("t1").shard("s").send().await.expect("it is answered");
    let asked = canned.only();
    assert_eq!(asked.header("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert!(asked.header("authorization").is_some_and(|a| a.contains("x-amz-content-sha256")));

    let canned = self::canned();
    client(&canned).put_places().send().await.expect("it is answered");
    assert_eq!(canned.only().header("x-amz-content-sha256"), None);
}

#[tokio::test]
async fn paths_lead_into_the_input() {
    let table = |name: &str| Target::builder().table(name).build();
    let canned = canned();
    client(&canned)
        .put_places()
        .writes(Write::builder().delete(table("second")).put(table("first")).build())
        .options(Options::builder().lane(Lane::Fast).build())
        .send()
        .await
        .expect("it is answered");
    assert_eq!(host(&canned.only()), "first.fast.places.test");

    let canned = self::canned();
    client(&canned).search_places().queries("key", "value").send().await.expect("an answer");
    assert_eq!(host(&canned.only()), "key.none.places.test");
}

#[tokio::test]
async fn settings_of_the_client_hold_unless_a_call_has_its_own() {
    let canned = canned();
    let config = somebody(&canned).lane("blue").use_arn_region(true).build();
    assert_eq!((config.lane().as_deref(), config.use_arn_region()), (Some("blue"), Some(true)));
    let client = Client::from_conf(config);
    client.browse().send().await.expect("it is answered");
    let own = Config::builder().lane("red").use_arn_region(false);
    client.browse().customize().config_override(own).send().await.expect("it is answered");
    let mut cleared = Config::builder();
    cleared.set_lane(None).set_use_arn_region(None);
    client.browse().customize().config_override(cleared).send().await.expect("it is answered");
    let asked = canned.asked();
    assert_eq!(
        asked.iter().map(host).collect::<Vec<_>>(),
        ["arn.blue.places.test", "us-east-1.red.places.test", "us-east-1.none.places.test"]
    );
}

#[tokio::test]
async fn the_account_of_the_credentials_is_part_of_the_host() {
    let canned = canned();
    let credentials = Credentials::builder()
        .access_key_id("AKID")
        .secret_access_key("secret")
        .account_id("123456789012")
        .provider_name("test");
    let config = nobody(&canned).credentials_provider(credentials.build()).build();
    let disabled = config.to_builder().account_id_endpoint_mode(AccountIdEndpointMode::Disabled);
    Client::from_conf(config).browse().send().await.expect("it is answered");
    Client::from_conf(disabled.build()).browse().send().await.expect("it is answered");
    let asked = canned.asked();
    assert_eq!(
        asked.iter().map(host).collect::<Vec<_>>(),
        ["123456789012.none.places.test", "us-east-1.none.places.test"]
    );
}

#[tokio::test]
async fn some_operations_are_never_signed_and_some_only_where_they_can_be() {
    let (known, unknown) = (canned(), canned());
    client(&known).login().send().await.expect("it is answered");
    assert_eq!(signature(&known.only()), None);

    known.answer_with(Answer::json(200, "{}"));
    client(&known).browse().send().await.expect("it is answered");
    signed(&known.only(), "AWS4-HMAC-SHA256", "us-east-1/places");

    let nobody = Client::from_conf(nobody(&unknown).build());
    nobody.browse().send().await.expect("it is answered");
    assert_eq!(signature(&unknown.only()), None);
    nobody.put_places().send().await.expect_err("it must be signed");
    assert_eq!(unknown.asked().len(), 1);
}

#[tokio::test]
async fn bearer_tokens_are_sent_where_the_model_asks_for_them() {
    let canned = canned();
    let config = somebody(&canned).bearer_token(Token::new("tok", None)).build();
    let client = Client::from_conf(config);
    client.whoami().send().await.expect("it is answered");
    signed(&canned.only(), "Bearer", "tok");
    assert!(!canned.only().features().contains(&"3"), "it is not the environment's");
    assert_eq!(host(&canned.only()), "id.us-east-1.none.places.test");

    canned.answer_with(Answer::json(200, "{}"));
    client.put_places().send().await.expect("it is answered");
    signed(&canned.only(), "AWS4-HMAC-SHA256", "us-east-1/places");

    canned.answer_with(Answer::json(200, "{}"));
    let bearer = Config::builder().auth_scheme_preference([AuthSchemeId::new("httpBearerAuth")]);
    client.put_places().customize().config_override(bearer).send().await.expect("an answer");
    signed(&canned.only(), "Bearer", "tok");
}

/// What environment and profile say, by variable.
#[derive(Debug)]
struct Environment(&'static [(&'static str, &'static str)]);

impl LoadServiceConfig for Environment {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        assert_eq!(key.service_id(), "Endpoints");
        let found = self.0.iter().find(|(name, _)| *name == key.env());
        found.map(|(_, value)| (*value).to_owned())
    }
}

async fn sent_in(environment: Environment) -> Asked {
    let canned = canned();
    let shared = SdkConfig::builder().service_config(environment).build();
    let config = Builder::from(&shared)
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .http_client(canned.clone());
    Client::from_conf(config.build()).put_places().send().await.expect("it is answered");
    canned.only()
}

#[tokio::test]
async fn the_environment_may_hold_settings_of_the_service() {
    let asked = sent_in(Environment(&[("AWS_S3_USE_ARN_REGION", "true")])).await;
    assert_eq!(host(&asked), "arn.none.places.test");
    let asked = sent_in(Environment(&[("AWS_S3_USE_ARN_REGION", "yes")])).await;
    assert_eq!(host(&asked), "us-east-1.none.places.test");
    let asked = sent_in(Environment(&[("AWS_BEARER_TOKEN_PLACES", "from-env")])).await;
    signed(&asked, "Bearer", "from-env");
    assert!(asked.features().contains(&"3"), "{:?}", asked.features());
}

fn endpoints(host: &str, minutes: u32) -> Answer {
    let body =
        format!(r#"{{"Endpoints": [{{"Address": "{host}", "CachePeriodInMinutes": {minutes}}}]}}"#);
    Answer::json(200, body)
}

#[tokio::test]
async fn an_endpoint_is_the_one_that_the_service_tells() {
    let answer = Answer::json(200, "{}");
    let answers = [endpoints("cell1.places.test", 10), answer.clone(), answer];
    let canned = Canned::new(answers.into_iter().chain([endpoints("cell2.places.test", 10)]));
    let (client, reload) = client(&canned)
        .with_endpoint_discovery_enabled()
        .await
        .expect("the service tells an endpoint");
    client.find_place().send().await.expect("it is answered");
    client.find_place().send().await.expect("it is answered");
    reload.reload_once().await;
    client.find_place().send().await.expect("it is answered");
    let asked = canned.asked();
    assert_eq!(
        asked.iter().map(|asked| (host(asked), asked.path())).collect::<Vec<_>>(),
        [
            ("us-east-1.none.places.test", "/endpoints"),
            ("cell1.places.test", "/find"),
            ("cell1.places.test", "/find"),
            ("us-east-1.none.places.test", "/endpoints"),
            ("cell2.places.test", "/find"),
        ]
    );
    signed(&asked[1], "AWS4-HMAC-SHA256", "us-east-1/places");
}

#[tokio::test]
async fn an_endpoint_that_is_known_stays_if_no_other_is_told() {
    let refused = Answer::json(400, r#"{"__type": "No"}"#);
    let canned = Canned::new([endpoints("cell1.places.test", 10), refused]);
    let discovered = client(&canned).with_endpoint_discovery_enabled().await;
    let (client, reload) = discovered.expect("the service tells an endpoint");
    reload.reload_once().await;
    canned.answer_with(Answer::json(200, "{}"));
    client.find_place().send().await.expect("it is answered");
    assert_eq!(host(&canned.only()), "cell1.places.test");
}

#[tokio::test]
async fn a_client_whose_service_tells_no_endpoint_is_none() {
    for (answer, why) in [
        (Answer::json(400, r#"{"__type": "NotNow"}"#), "NotNow"),
        (Answer::json(200, r#"{"Endpoints": []}"#), "the service told no endpoint"),
    ] {
        let canned = Canned::new([answer]);
        let error = client(&canned).with_endpoint_discovery_enabled().await;
        let shown = DisplayErrorContext(&*error.expect_err("no endpoint")).to_string();
        assert!(shown.contains(why), "{shown}");
    }
}

/// Time that passes a minute at a time, when the test lets it.
#[derive(Clone, Debug)]
struct Clock {
    now: Arc<Mutex<SystemTime>>,
    minutes: Arc<Mutex<u32>>,
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        *self.now.lock().expect("no test panics here")
    }
}

impl AsyncSleep for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        Sleep::new(async move {
            while duration != Duration::from_secs(60) || !clock.passes() {
                tokio::task::yield_now().await;
            }
        })
    }
}

impl Clock {
    /// Lets a minute pass, if one may.
    fn passes(&self) -> bool {
        let mut minutes = self.minutes.lock().expect("no test panics here");
        let passes = *minutes > 0;
        if passes {
            *minutes -= 1;
            *self.now.lock().expect("no test panics here") += Duration::from_secs(60);
        }
        passes
    }

    async fn pass(&self, minutes: u32) {
        *self.minutes.lock().expect("no test panics here") = minutes;
        while *self.minutes.lock().expect("no test panics here") > 0 {
            tokio::task::yield_now().await;
        }
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn an_endpoint_is_asked_for_again_before_it_expires_and_until_the_client_is_gone() {
    let clock = Clock { now: Arc::new(Mutex::new(SystemTime::now())), minutes: Arc::default() };
    let canned = Canned::new([endpoints("cell1.places.test", 10)]);
    let config = somebody(&canned).time_source(clock.clone()).sleep_impl(clock.clone());
    let (client, reload) = Client::from_conf(config.build())
        .with_endpoint_discovery_enabled()
        .await
        .expect("the service tells an endpoint");
    let task = tokio::spawn(reload.reload_task());
    // It holds for ten minutes, and is asked for again when less than two are left.
    for asked in [1, 2, 3] {
        clock.pass(8).await;
        assert_eq!(canned.asked().len(), asked);
        clock.pass(1).await;
        assert_eq!(canned.asked().len(), asked + 1);
    }
    drop(client);
    *clock.minutes.lock().expect("no test panics here") = 1;
    task.await.expect("it ends");
}

/// The cases of the fixture `smithy`, whose rules are a decision diagram alone.
#[tokio::test]
async fn a_decision_diagram_leads_where_its_model_says() {
    use fixture_smithy::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
    let source = |path: &str| {
        let text = std::fs::read_to_string(models::folder(path)).expect("the file is there");
        Source { name: path.to_owned(), text }
    };
    let (model, partitions) =
        (source("fixtures/smithy/model.json"), source("../model/partitions.json"));
    let found = endpoints::published(&model, &partitions).unwrap();
    assert_eq!(found.failures, [""; 0]);
    assert_eq!((found.forms, found.cases), (vec!["smithy.rules#endpointBdd"], 4));

    let resolved = async |params: Params| {
        let endpoint = DefaultResolver::new().resolve_endpoint(&params).await;
        endpoint.map(|endpoint| endpoint.url().to_owned()).map_err(|error| error.to_string())
    };
    let builder = || Params::builder().region("eu-west-1");
    let plain = resolved(builder().build().unwrap()).await;
    assert_eq!(plain.as_deref(), Ok("https://toys.eu-west-1.amazonaws.com"));
    let fips = resolved(builder().use_fips(true).build().unwrap()).await;
    assert_eq!(fips.as_deref(), Ok("https://toys-fips.eu-west-1.amazonaws.com"));
    let nowhere = resolved(Params::builder().build().unwrap()).await;
    assert_eq!(nowhere, Err("A region is needed.".to_owned()));
}
