//! What the configuration of a client and of a call decides.

use smithwright_apigatewayv2::config::endpoint::{
    Endpoint, EndpointFuture, Params, ResolveEndpoint,
};
use smithwright_apigatewayv2::config::http::HttpRequest;
use smithwright_apigatewayv2::config::interceptors::{
    BeforeSerializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
    FinalizerInterceptorContextRef,
};
use smithwright_apigatewayv2::config::retry::RetryConfig;
use smithwright_apigatewayv2::config::timeout::TimeoutConfig;
use smithwright_apigatewayv2::config::{
    AppName, BehaviorVersion, Builder, Config, ConfigBag, Credentials, Intercept, IntoShared as _,
    Region, RuntimeComponents, SharedCredentialsProvider,
};
use smithwright_apigatewayv2::error::{
    BoxError, DisplayErrorContext, ProvideErrorMetadata, SdkError,
};
use smithwright_apigatewayv2::operation::get_apis::GetApisInput;
use smithwright_apigatewayv2::{Client, Error};
use smithwright_runtime::aws_types::SdkConfig;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::server::Server;
use std::cell::Cell;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, panic};

fn ok() -> Canned {
    Canned::new([Answer::json(200, "{}")])
}

fn region(name: &str) -> Region {
    Region::new(name.to_owned())
}

fn credentials(id: &str) -> Credentials {
    Credentials::new(id, "secret", None, None, "test")
}

/// Scheme and host that are asked, or why none is.
async fn endpoint(set: impl FnOnce(Builder) -> Builder) -> Result<String, String> {
    let canned = ok();
    let client = Client::from_conf(set(canned.config()).build());
    match client.get_apis().send().await {
        Ok(_) => Ok(canned.only().uri.trim_end_matches("/v2/apis").to_owned()),
        Err(error) => {
            assert_eq!(canned.asked(), []);
            Err(DisplayErrorContext(&error).to_string())
        }
    }
}

/// What an error says, without the structure that follows.
fn told(error: &str) -> &str {
    error.split_once(" (").map_or(error, |(told, _)| told)
}

/// The access key and the region that a request is signed with.
fn signed_by(authorization: &str) -> (&str, &str) {
    let scope = authorization.split_once("Credential=").expect("it is signed").1;
    let mut parts = scope.split('/');
    (parts.next().unwrap(), parts.nth(1).unwrap())
}

#[tokio::test]
async fn the_endpoint_follows_the_region() {
    for (name, url) in [
        ("us-east-1", "https://apigateway.us-east-1.amazonaws.com"),
        ("cn-north-1", "https://apigateway.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "https://apigateway.us-gov-west-1.amazonaws.com"),
        ("us-iso-east-1", "https://apigateway.us-iso-east-1.c2s.ic.gov"),
        ("eu-nowhere-7", "https://apigateway.eu-nowhere-7.amazonaws.com"),
        ("mars", "https://apigateway.mars.amazonaws.com"),
    ] {
        assert_eq!(endpoint(|config| config.region(region(name))).await.as_deref(), Ok(url));
    }
}

#[tokio::test]
async fn fips_and_dual_stack_have_endpoints_of_their_own() {
    for (name, fips, dual, url) in [
        ("eu-west-1", false, false, "https://apigateway.eu-west-1.amazonaws.com"),
        ("eu-west-1", true, false, "https://apigateway-fips.eu-west-1.amazonaws.com"),
        ("eu-west-1", false, true, "https://apigateway.eu-west-1.api.aws"),
        ("eu-west-1", true, true, "https://apigateway-fips.eu-west-1.api.aws"),
        ("cn-north-1", false, true, "https://apigateway.cn-north-1.api.amazonwebservices.com.cn"),
        ("us-gov-east-1", true, false, "https://apigateway-fips.us-gov-east-1.amazonaws.com"),
    ] {
        let host = endpoint(|c| c.region(region(name)).use_fips(fips).use_dual_stack(dual)).await;
        assert_eq!(host.as_deref(), Ok(url));
    }
}

#[tokio::test]
async fn without_a_region_there_is_no_endpoint() {
    let refused = endpoint(|mut config| {
        config.set_region(None);
        config
    });
    let refused = refused.await.expect_err("there is none");
    assert_eq!(
        told(&refused),
        "dispatch failure: other: no region is set: call `region` on the configuration, or take the \
         configuration that `aws_config::load_defaults` makes of AWS_REGION, profiles and other \
         places: Invalid Configuration: Missing Region"
    );
}

#[tokio::test]
async fn a_region_that_is_no_host_label_is_refused() {
    let refused = endpoint(|config| config.region(region("evil.test/x?"))).await;
    assert_eq!(
        told(&refused.expect_err("it is none")),
        "failed to construct request: invalid value for field: `region` - must be a valid host \
         label, as is `us-east-1`"
    );
}

#[tokio::test]
async fn a_custom_endpoint_goes_before_all_rules() {
    for (url, asked) in [
        ("http://localhost:4566", "http://localhost:4566"),
        ("http://localhost:4566/", "http://localhost:4566"),
        ("https://x.test/base", "https://x.test/base"),
        ("https://x.test/base/", "https://x.test/base"),
    ] {
        assert_eq!(endpoint(|config| config.endpoint_url(url)).await.as_deref(), Ok(asked));
    }
    let refused = endpoint(|config| config.endpoint_url("http://x.test").use_fips(true)).await;
    let refused = refused.expect_err("they exclude each other");
    let says = "FIPS and custom endpoint are not supported";
    assert!(refused.contains(says), "{refused}");
    let nonsense = endpoint(|config| config.endpoint_url("not a url")).await;
    assert!(nonsense.is_err(), "{nonsense:?}");
}

#[tokio::test]
async fn an_unsigned_region_of_a_custom_endpoint_is_the_configured_one() {
    let canned = ok();
    let config = canned.config().endpoint_url("http://localhost:1").region(region("eu-west-3"));
    Client::from_conf(config.build()).get_apis().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(signed_by(asked.header("authorization").unwrap()), ("AKID", "eu-west-3"));
}

/// What one call with `over` asks, and what the next call without it asks.
async fn override_once(over: Builder) -> [(String, String, String); 2] {
    let canned = ok();
    let client = Client::from_conf(canned.config().endpoint_url("http://client.test").build());
    client.get_apis().customize().config_override(over).send().await.unwrap();
    client.get_apis().send().await.unwrap();
    let asked = canned.asked();
    [0, 1].map(|call| {
        let (key, region) = signed_by(asked[call].header("authorization").unwrap());
        (asked[call].uri.clone(), key.to_owned(), region.to_owned())
    })
}

fn asked(uri: &str, key: &str, region: &str) -> (String, String, String) {
    (uri.to_owned(), key.to_owned(), region.to_owned())
}

#[tokio::test]
async fn one_call_has_its_own_endpoint() {
    let [call, next] = override_once(Config::builder().endpoint_url("http://call.test")).await;
    assert_eq!(call, asked("http://call.test/v2/apis", "AKID", "us-east-1"));
    assert_eq!(next, asked("http://client.test/v2/apis", "AKID", "us-east-1"));
}

#[tokio::test]
async fn one_call_has_its_own_region() {
    let [call, next] = override_once(Config::builder().region(region("eu-west-1"))).await;
    assert_eq!(call, asked("http://client.test/v2/apis", "AKID", "eu-west-1"));
    assert_eq!(next, asked("http://client.test/v2/apis", "AKID", "us-east-1"));
}

#[tokio::test]
async fn one_call_has_its_own_credentials() {
    let over = Config::builder().credentials_provider(credentials("OTHER"));
    let [call, next] = override_once(over).await;
    assert_eq!(call, asked("http://client.test/v2/apis", "OTHER", "us-east-1"));
    assert_eq!(next, asked("http://client.test/v2/apis", "AKID", "us-east-1"));
}

#[test]
fn a_timeout_that_is_left_open_keeps_its_earlier_setting() {
    let (one, two) = (Duration::from_secs(1), Duration::from_secs(2));
    let earlier = TimeoutConfig::builder().read_timeout(one).connect_timeout(one).build();
    let later = TimeoutConfig::builder().read_timeout(two).operation_timeout(two).build();
    let config = ok().config().timeout_config(earlier).timeout_config(later).build();
    let timeouts = config.timeout_config().expect("they are set");
    assert_eq!(timeouts.connect_timeout(), Some(one));
    assert_eq!(timeouts.read_timeout(), Some(two));
    assert_eq!(timeouts.operation_timeout(), Some(two));
    assert_eq!(timeouts.operation_attempt_timeout(), None);
}

#[tokio::test]
async fn the_region_of_one_call_decides_its_endpoint_by_the_rules() {
    let canned = ok();
    let client = Client::from_conf(canned.config().use_dual_stack(true).build());
    let over = Config::builder().region(region("cn-north-1"));
    client.get_apis().customize().config_override(over).send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.uri, "https://apigateway.cn-north-1.api.amazonwebservices.com.cn/v2/apis");
}

#[tokio::test]
async fn one_call_has_its_own_http_client() {
    let (canned, other) = (ok(), ok());
    let over = Config::builder().http_client(other.clone());
    canned.client().get_apis().customize().config_override(over).send().await.unwrap();
    assert_eq!((canned.asked().len(), other.asked().len()), (0, 1));
}

#[tokio::test]
async fn a_client_takes_over_the_shared_configuration() {
    let canned = Canned::new([Answer::json(500, "")]);
    let retry = RetryConfig::standard().with_max_attempts(2);
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_secs(7)).build();
    let shared = SdkConfig::builder()
        .region(region("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials("SHARED")))
        .retry_config(retry.with_initial_backoff(Duration::from_millis(1)))
        .timeout_config(timeouts.clone())
        .app_name(AppName::new("shared-app").unwrap())
        .use_dual_stack(true)
        .sleep_impl(smithwright_runtime::aws_smithy_async::rt::sleep::TokioSleep::new())
        .http_client(canned.clone())
        .behavior_version(BehaviorVersion::latest())
        .build();
    let client = Client::new(&shared);
    client.get_apis().send().await.expect_err("it is refused");
    let asked = canned.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].uri, "https://apigateway.eu-central-1.api.aws/v2/apis");
    let authorization = asked[0].header("authorization").unwrap();
    assert_eq!(signed_by(authorization), ("SHARED", "eu-central-1"));
    assert!(asked[0].header("x-amz-user-agent").unwrap().contains("app/shared-app"));
    assert_eq!(client.config().region(), Some(&region("eu-central-1")));
    assert_eq!(client.config().timeout_config(), Some(&timeouts));

    let shared = shared.into_builder().use_dual_stack(false).endpoint_url("http://shared.test");
    Client::new(&shared.build()).get_apis().send().await.expect_err("it is refused");
    assert_eq!(canned.asked()[2].uri, "http://shared.test/v2/apis");
}

#[derive(Debug, Default, Clone)]
struct Fixed(Arc<Mutex<Vec<Params>>>);

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        self.0.lock().unwrap().push(params.clone());
        EndpointFuture::ready(match params.region() {
            Some("none") => Err("no endpoint today".into()),
            _ => Ok(Endpoint::builder().url("https://fixed.test/p").header("x-e", "1").build()),
        })
    }
}

#[tokio::test]
async fn a_custom_resolver_decides_the_endpoint() {
    let (canned, fixed) = (ok(), Fixed::default());
    let config = canned.config().endpoint_resolver(fixed.clone()).use_fips(true);
    let client = Client::from_conf(config.build());
    client.get_apis().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.uri, "https://fixed.test/p/v2/apis");
    assert_eq!(asked.header("x-e"), Some("1"));
    let params = Params::builder().region("us-east-1").use_fips(true).use_dual_stack(false);
    assert_eq!(*fixed.0.lock().unwrap(), [params.build().unwrap()]);

    let over = Config::builder().region(region("none"));
    let error = client.get_apis().customize().config_override(over).send().await;
    let error = error.expect_err("there is no endpoint");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("no endpoint today"), "{shown}");
    assert_eq!(canned.asked().len(), 1);
}

#[derive(Debug, Clone)]
struct Log(&'static str, Arc<Mutex<Vec<String>>>);

impl Log {
    fn say(&self, what: &str) {
        self.1.lock().unwrap().push(format!("{} {what}", self.0));
    }
}

impl Intercept for Log {
    fn name(&self) -> &'static str {
        "Log"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut().downcast_mut::<GetApisInput>().expect("it is the input");
        let token = input.next_token.get_or_insert_default();
        token.push_str(self.0);
        self.say("sees the input");
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.say("sees the request");
        context.request_mut().headers_mut().insert("x-log", self.0);
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let succeeded = context.output_or_error().is_some_and(|outcome| outcome.is_ok());
        self.say(if succeeded { "sees a success" } else { "sees a failure" });
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_run_in_order_those_of_the_client_first() {
    let (canned, log) = (ok(), Arc::<Mutex<Vec<String>>>::default());
    let config =
        canned.config().interceptor(Log("1", log.clone())).interceptor(Log("2", log.clone()));
    let client = Client::from_conf(config.build());
    let call = client.get_apis().customize().interceptor(Log("3", log.clone()));
    call.interceptor(Log("4", log.clone())).send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.query(), Some("nextToken=1234"));
    assert_eq!(asked.header("x-log"), Some("4"));
    assert!(asked.header("authorization").unwrap().contains(";x-log,"), "{asked:?}");
    let said: Vec<_> = std::mem::take(&mut *log.lock().unwrap());
    let each = |what: &str| ["1", "2", "3", "4"].map(|who| format!("{who} {what}"));
    let expected = [each("sees the input"), each("sees the request"), each("sees a success")];
    assert_eq!(said, expected.concat());

    client.get_apis().send().await.unwrap();
    assert_eq!(log.lock().unwrap().len(), 6, "those of a call are gone with it");
}

#[tokio::test]
async fn a_request_can_be_changed_before_it_is_signed() {
    let canned = ok();
    let call = canned.client().get_apis().customize().mutate_request(|request| {
        request.headers_mut().insert("x-extra", "1");
    });
    let call = call.map_request(|mut request: HttpRequest| {
        assert_eq!(request.headers().get("x-extra"), Some("1"));
        request.headers_mut().insert("x-more", "2");
        Ok::<_, std::fmt::Error>(request)
    });
    call.send().await.unwrap();
    let asked = canned.only();
    assert_eq!((asked.header("x-extra"), asked.header("x-more")), (Some("1"), Some("2")));
    let authorization = asked.header("authorization").unwrap();
    assert!(authorization.contains(";x-extra;x-more,"), "{authorization}");
}

#[tokio::test]
async fn a_change_that_fails_ends_the_call() {
    let canned = ok();
    let call = canned.client().get_apis().customize();
    let call = call.map_request(|_| Err(std::io::Error::other("no pen")));
    let error = call.send().await.expect_err("the change failed");
    assert_eq!(canned.asked(), []);
    assert!(error.as_service_error().is_none());
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("no pen"), "{shown}");
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    assert_eq!(Error::from(error).code(), None);
}

#[tokio::test]
async fn a_configuration_goes_through_a_builder_unchanged() {
    let (canned, log) = (ok(), Arc::<Mutex<Vec<String>>>::default());
    let timeouts = TimeoutConfig::builder().operation_timeout(Duration::from_secs(9)).build();
    let retry = RetryConfig::standard().with_max_attempts(7);
    let config = canned
        .config()
        .region(region("eu-west-1"))
        .use_fips(true)
        .app_name(AppName::new("app").unwrap())
        .retry_config(retry.clone())
        .timeout_config(timeouts.clone())
        .interceptor(Log("1", log.clone()))
        .build();
    let again = config.to_builder().build();
    assert_eq!(again.region(), Some(&region("eu-west-1")));
    assert_eq!(again.app_name(), config.app_name());
    assert_eq!(again.retry_config(), Some(&retry));
    assert_eq!(again.timeout_config(), Some(&timeouts));
    assert_eq!(again.interceptors().count(), 1);
    assert!(again.http_client().is_some() && again.time_source().is_some());
    Client::from_conf(again).get_apis().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.uri, "https://apigateway-fips.eu-west-1.amazonaws.com/v2/apis?nextToken=1");
    assert_eq!(signed_by(asked.header("authorization").unwrap()), ("AKID", "eu-west-1"));
    assert_eq!(asked.header("amz-sdk-request"), Some("attempt=1; max=7"));
    assert_eq!(asked.header("x-log"), Some("1"));

    let moved = config.to_builder().region(region("eu-west-2")).build();
    Client::from_conf(moved).get_apis().send().await.unwrap();
    let asked = canned.asked().remove(1);
    assert_eq!(signed_by(asked.header("authorization").unwrap()), ("AKID", "eu-west-2"));
}

#[test]
#[should_panic = "Invalid client configuration: A behavior major version must be set: call \
                  `behavior_version` or `behavior_version_latest`"]
fn a_client_without_a_behavior_version_panics_and_says_what_to_do() {
    Client::from_conf(Config::builder().region(region("us-east-1")).build());
}

#[test]
fn a_client_that_cannot_be_made_points_at_whoever_makes_it() {
    thread_local!(static LINE: Cell<Option<(String, u32)>> = const { Cell::new(None) });
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        LINE.set(info.location().map(|place| (place.file().to_owned(), place.line())));
        hook(info);
    }));
    let makers: [fn(); 2] = [
        || drop(Client::new(&SdkConfig::builder().build())),
        || drop(Client::from_conf(Config::builder().build())),
    ];
    for (make, line) in makers.into_iter().zip(line!() - 3..) {
        panic::catch_unwind(make).expect_err("there is no behavior version");
        assert_eq!(LINE.take(), Some((file!().to_owned(), line)));
    }
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let canned = ok();
    let config = Config::builder().behavior_version_latest().region(region("us-east-1"));
    let config = config.http_client(canned.clone());
    let error = Client::from_conf(config.build()).get_apis().send().await.expect_err("it fails");
    assert_eq!(canned.asked(), []);
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    assert_eq!(
        told(&DisplayErrorContext(&error).to_string()),
        "dispatch failure: other: failed to select an auth scheme to sign the request with. \
         \"sigv4\" wasn't a valid option because there was no identity resolver for it. Be sure to \
         set an identity, such as credentials, auth token, or other identity type that is required \
         for this service. Call `credentials_provider` on the configuration, or take the \
         configuration that `aws_config::load_defaults` makes of AWS_ACCESS_KEY_ID, profiles and \
         other places. To send requests unsigned, call `allow_no_auth`."
    );
}

#[tokio::test]
async fn a_request_goes_unsigned_where_that_is_allowed() {
    let canned = ok();
    let config = Config::builder().behavior_version_latest().region(region("us-east-1"));
    let config = config.http_client(canned.clone()).allow_no_auth();
    Client::from_conf(config.build()).get_apis().send().await.unwrap();
    assert_eq!(canned.only().header("authorization"), None);
}

/// What `proxies_of_the_environment_are_used` tells itself to be.
const PROXIED: &str = "SMITHWRIGHT_TESTS_PROXIED";

/// Whether a client of this behavior version reaches a host that only the proxy knows.
async fn is_proxied(version: &str) -> bool {
    #[allow(deprecated)] // It is what an old program has.
    let version = match version {
        "old" => BehaviorVersion::v2024_03_28(),
        _ => BehaviorVersion::latest(),
    };
    let config = ok().config().behavior_version(version).endpoint_url("http://nowhere.invalid");
    let mut config = config.retry_config(RetryConfig::disabled());
    config.set_http_client(None);
    Client::from_conf(config.build()).get_apis().send().await.is_ok()
}

/// Runs itself again, as the environment of a program must not change while it runs.
#[tokio::test(flavor = "multi_thread")]
async fn proxies_of_the_environment_are_used() {
    if let Ok(version) = env::var(PROXIED) {
        assert!(is_proxied(&version).await, "the proxy is not asked");
        return;
    }
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let proxy = Server::answering(answer).await;
    let run = |version: &str, variable: &str, more: &[(&str, &str)]| {
        let mut test = Command::new(env::current_exe().expect("it has a path"));
        test.args(["--exact", "configuration::proxies_of_the_environment_are_used"]);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            test.env_remove(name).env_remove(name.to_lowercase());
        }
        test.env(PROXIED, version).env(variable, proxy.url()).envs(more.iter().copied());
        tokio::task::spawn_blocking(move || test.output().expect("it runs").status.success())
    };
    assert!(run("latest", "HTTP_PROXY", &[]).await.expect("it ends"));
    assert!(!run("old", "HTTP_PROXY", &[]).await.expect("it ends"));
    assert!(!run("latest", "HTTPS_PROXY", &[]).await.expect("it ends"));
    let none = [("NO_PROXY", "nowhere.invalid")];
    assert!(!run("latest", "HTTP_PROXY", &none).await.expect("it ends"));
}

#[tokio::test]
async fn clones_share_configuration_and_are_used_from_everywhere() {
    let canned = ok();
    let client = canned.client();
    let clone = client.clone();
    assert!(std::ptr::eq(client.config(), clone.config()));
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let client = client.clone();
            tokio::spawn(async move { client.get_api().api_id(n.to_string()).send().await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let mut paths: Vec<_> = canned.asked().iter().map(|asked| asked.path().to_owned()).collect();
    paths.sort();
    let mut expected: Vec<_> = (0..20).map(|n| format!("/v2/apis/{n}")).collect();
    expected.sort();
    assert_eq!(paths, expected);
    drop(client);
    clone.get_apis().send().await.unwrap();
}

#[test]
fn what_crosses_threads_may() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Client>();
    check::<Config>();
    check::<Builder>();
    check::<Error>();
    check::<SdkError<smithwright_apigatewayv2::operation::get_api::GetApiError>>();
    fn sent<F: Send>(_: F) {}
    let client = ok().client();
    sent(client.get_apis().send());
    sent(client.get_apis().customize().send());
    sent(client.get_apis().into_paginator().items().send().next());
}

#[test]
fn a_configuration_does_not_show_its_credentials() {
    let keys = Credentials::new("AKID", "wJalrXUtnFEMI", Some("FwoGZXIvYXdz".into()), None, "test");
    let config = ok().config().credentials_provider(keys).build();
    let shown = format!("{config:?} {:?}", Client::from_conf(config.clone()));
    assert!(shown.contains("AKID"), "{shown}");
    assert!(!shown.contains("wJalr") && !shown.contains("FwoG"), "{shown}");
    let _: smithwright_apigatewayv2::config::SharedHttpClient = ok().into_shared();
}
