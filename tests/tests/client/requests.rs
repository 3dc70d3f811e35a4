//! What is sent.

use serde_json::{Value, json};
use smithwright_apigatewayv2::config::{AppName, Credentials};
use smithwright_apigatewayv2::error::{BuildError, SdkError};
use smithwright_apigatewayv2::{Client, types};
use smithwright_runtime::aws_smithy_async::time::StaticTimeSource;
use smithwright_tests::canned::{Answer, Canned};
use std::error::Error as _;
use std::fmt::Debug;
use std::time::{Duration, UNIX_EPOCH};

fn ok() -> Canned {
    Canned::new([Answer::json(200, "{}")])
}

#[tokio::test]
async fn a_get_has_a_path_and_neither_body_nor_content_type() {
    let canned = ok();
    canned.client().get_integration().api_id("a1").integration_id("i2").send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.method, "GET");
    assert_eq!(asked.uri, "https://apigateway.us-east-1.amazonaws.com/v2/apis/a1/integrations/i2");
    assert_eq!(asked.body, "");
    assert_eq!(asked.header("content-type"), None);
    assert_eq!(asked.header("content-length"), None);
}

#[tokio::test]
async fn a_label_is_percent_encoded_to_the_last_byte() {
    for (label, encoded) in [
        ("plain-._~09azAZ", "plain-._~09azAZ"),
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("a+b", "a%2Bb"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        ("é", "%C3%A9"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
        ("🚀", "%F0%9F%9A%80"),
        ("?q=1&r#f", "%3Fq%3D1%26r%23f"),
        ("$default", "%24default"),
        ("{x}", "%7Bx%7D"),
        ("..", ".."),
        ("\u{0}\n\"", "%00%0A%22"),
    ] {
        let canned = ok();
        canned.client().get_stage().api_id("a").stage_name(label).send().await.unwrap();
        assert_eq!(canned.only().path(), format!("/v2/apis/a/stages/{encoded}"), "{label:?}");
    }
}

#[tokio::test]
async fn every_label_goes_to_its_own_place() {
    let canned = Canned::new([Answer::json(204, "")]);
    let call = canned.client().delete_route_settings().route_key("GET /pets").stage_name("s");
    call.api_id("a").send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.method, "DELETE");
    assert_eq!(asked.path(), "/v2/apis/a/stages/s/routesettings/GET%20%2Fpets");
    assert_eq!(asked.query(), None);
}

#[tokio::test]
async fn an_arn_in_the_path_is_one_segment() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let call = canned.client().tag_resource();
    let call = call.resource_arn("arn:aws:apigateway:us-east-1::/apis/a1").tags("a/b", "c d");
    call.send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.method, "POST");
    assert_eq!(asked.path(), "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2Fa1");
    assert_eq!(asked.body, r#"{"tags":{"a/b":"c d"}}"#);
}

#[tokio::test]
async fn a_list_in_the_query_is_repeated() {
    let canned = Canned::new([Answer::json(204, "")]);
    let call = canned.client().untag_resource().resource_arn("r");
    call.tag_keys("a b").tag_keys("c&d=").tag_keys("é").send().await.unwrap();
    let asked = canned.only();
    assert_eq!((asked.method.as_str(), asked.path()), ("DELETE", "/v2/tags/r"));
    assert_eq!(asked.query(), Some("tagKeys=a%20b&tagKeys=c%26d%3D&tagKeys=%C3%A9"));
    assert_eq!((asked.body.as_str(), asked.header("content-type")), ("", None));
}

#[tokio::test]
async fn query_members_of_every_type_are_written() {
    let canned = ok();
    let call = canned.client().export_api().api_id("a").specification("OAS30");
    let call = call.output_type("JSON").include_extensions(false).stage_name("s 1");
    call.send().await.unwrap();
    let query = "includeExtensions=false&outputType=JSON&stageName=s%201";
    assert_eq!(canned.only().query(), Some(query));

    let canned = ok();
    let call = canned.client().list_routing_rules().domain_name("d").max_results(7);
    call.next_token("t/=").send().await.unwrap();
    assert_eq!(canned.only().query(), Some("maxResults=7&nextToken=t%2F%3D"));
}

#[tokio::test]
async fn an_empty_query_member_is_sent_and_an_absent_one_is_not() {
    let canned = ok();
    canned.client().get_integrations().api_id("a").next_token("").send().await.unwrap();
    assert_eq!(canned.only().query(), Some("nextToken="));
}

#[tokio::test]
async fn a_body_holds_the_members_of_the_body_and_nothing_else() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let call = canned.client().create_integration().api_id("a1");
    let call = call.integration_type(types::IntegrationType::HttpProxy).timeout_in_millis(50);
    let call = call.response_parameters("200", [("k".to_owned(), "v".to_owned())].into());
    let call = call.description("say \"hi\"\n\u{1}é🚀").request_parameters("", "");
    let tls = types::TlsConfigInput::builder().server_name_to_verify("s.test").build();
    call.tls_config(tls).send().await.unwrap();
    let asked = canned.only();
    assert_eq!((asked.method.as_str(), asked.path()), ("POST", "/v2/apis/a1/integrations"));
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(
        body,
        json!({
            "description": "say \"hi\"\n\u{1}é🚀",
            "integrationType": "HTTP_PROXY",
            "requestParameters": {"": ""},
            "responseParameters": {"200": {"k": "v"}},
            "timeoutInMillis": 50,
            "tlsConfig": {"serverNameToVerify": "s.test"},
        })
    );
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("content-length"), Some(asked.body.len().to_string().as_str()));
}

#[tokio::test]
async fn booleans_numbers_lists_and_empty_values_are_kept_in_a_body() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let cors = types::Cors::builder().allow_credentials(false).set_allow_headers(Some(vec![]));
    let cors = cors.allow_origins("*").allow_origins("b").max_age(-1).build();
    let call = canned.client().create_api().name("").cors_configuration(cors);
    call.disable_schema_validation(true).set_tags(Some([].into())).send().await.unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&canned.only().body).unwrap(),
        json!({
            "corsConfiguration": {
                "allowCredentials": false, "allowHeaders": [], "allowOrigins": ["*", "b"], "maxAge": -1
            },
            "disableSchemaValidation": true,
            "name": "",
            "tags": {},
        })
    );
}

#[tokio::test]
async fn a_floating_point_number_is_written_as_short_as_it_can_be() {
    let canned = ok();
    let settings = types::RouteSettings::builder().throttling_rate_limit(0.1).build();
    let call = canned.client().update_stage().api_id("a").stage_name("s");
    call.default_route_settings(settings).send().await.unwrap();
    assert_eq!(canned.only().body, r#"{"defaultRouteSettings":{"throttlingRateLimit":0.1}}"#);
}

#[tokio::test]
async fn a_body_without_members_is_an_empty_object() {
    let canned = ok();
    canned.client().update_api().api_id("a").send().await.unwrap();
    let asked = canned.only();
    assert_eq!((asked.method.as_str(), asked.path()), ("PATCH", "/v2/apis/a"));
    assert_eq!(asked.body, "{}");
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("content-length"), Some("2"));
}

#[tokio::test]
async fn the_members_of_a_body_come_in_order_of_their_names() {
    let canned = ok();
    let call = canned.client().create_api().name("n").disable_schema_validation(true);
    call.disable_execute_api_endpoint(true).send().await.unwrap();
    let body = r#"{"disableExecuteApiEndpoint":true,"disableSchemaValidation":true,"name":"n"}"#;
    assert_eq!(canned.only().body, body);
}

#[tokio::test]
async fn a_request_is_signed_for_service_and_region() {
    let canned = ok();
    let time = StaticTimeSource::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let credentials = Credentials::new("AKID", "secret", Some("session".into()), None, "test");
    let config = canned.config().time_source(time).credentials_provider(credentials);
    Client::from_conf(config.build()).get_apis().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.header("x-amz-date"), Some("20231114T221320Z"));
    assert_eq!(asked.header("x-amz-security-token"), Some("session"));
    let authorization = asked.header("authorization").unwrap();
    let scope = "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/apigateway/aws4_request, ";
    assert!(authorization.starts_with(scope), "{authorization}");
    assert!(authorization.contains("SignedHeaders=host;"), "{authorization}");
}

/// The signature is botocore's, of the same request:
///
/// ```python
/// request = AWSRequest("POST", url, headers={"Content-Type": "application/json"}, data=body)
/// SigV4Auth(Credentials("AKID", "secret"), "apigateway", "us-east-1").add_auth(request)
/// ```
#[tokio::test]
async fn the_signature_is_that_of_botocore() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let time = StaticTimeSource::new(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let client = Client::from_conf(canned.config().time_source(time).build());
    let call = client.tag_resource().resource_arn("arn:aws:apigateway:us-east-1::/apis/é");
    let call = call.tags("k", "v").customize().mutate_request(|request| {
        let headers = request.headers_mut();
        let unstable = ["x-amz-user-agent", "amz-sdk-request", "amz-sdk-invocation-id"];
        unstable.iter().for_each(|name| drop(headers.remove(*name)));
        headers.remove("content-length");
    });
    call.send().await.unwrap();
    let asked = canned.only();
    assert_eq!(
        asked.header("authorization"),
        Some(
            "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/apigateway/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, Signature=7bc16ffca0e050eeb2bd3a18d017c11df34b4eb3fe6f48b901073fcc93b93e07"
        )
    );
}

#[tokio::test]
async fn the_user_agent_names_the_crate_and_the_application() {
    let canned = ok();
    let config = canned.config().app_name(AppName::new("my-app").unwrap());
    Client::from_conf(config.build()).get_apis().send().await.unwrap();
    let asked = canned.only();
    let agent = asked.header("x-amz-user-agent").unwrap();
    let words: Vec<_> = agent.split(' ').collect();
    let api =
        format!("api/smithwright-apigatewayv2/{}", smithwright_apigatewayv2::meta::PKG_VERSION);
    assert!(words.contains(&api.as_str()), "{agent}");
    assert!(words.contains(&"app/my-app"), "{agent}");
    let rust = words.iter().find_map(|word| word.strip_prefix("lang/rust/")).expect("it is told");
    assert!(rust.starts_with("1.") && rust.split('.').count() == 3, "{agent}");
    assert!(asked.header("user-agent").unwrap().starts_with("aws-sdk-rust/"), "{asked:?}");

    let canned = ok();
    canned.client().get_apis().send().await.unwrap();
    let asked = canned.only();
    assert!(!asked.header("x-amz-user-agent").unwrap().contains("app/"), "{asked:?}");
}

#[tokio::test]
async fn a_request_says_which_attempt_it_is() {
    let canned = ok();
    canned.client().get_apis().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.header("amz-sdk-request"), Some("attempt=1; max=1"));
    assert_eq!(asked.header("amz-sdk-invocation-id").unwrap().len(), 36);
}

fn missing<T: Debug, E: std::error::Error + 'static, R: Debug>(
    result: Result<T, SdkError<E, R>>,
) -> String {
    let error = result.expect_err("the request cannot be built");
    assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<BuildError>() {
            return error.to_string();
        }
        source = error.source();
    }
    panic!("no BuildError in {error:?}")
}

#[tokio::test]
async fn a_missing_member_is_named_before_anything_is_sent() {
    let canned = ok();
    let client = canned.client();
    let says = |field: &str| format!("{field} was missing: cannot be empty or unset");
    let label = missing(client.get_integration().api_id("a").send().await);
    assert_eq!(label, says("integration_id"));
    let first = missing(client.get_integration().send().await);
    assert_eq!(first, says("api_id"));
    let list = missing(client.untag_resource().resource_arn("a").send().await);
    assert_eq!(list, says("tag_keys"));
    let query = missing(client.export_api().api_id("a").specification("OAS30").send().await);
    assert_eq!(query, says("output_type"));
    let empty = client.export_api().api_id("a").specification("OAS30").output_type("");
    assert_eq!(missing(empty.send().await), says("output_type"));
    let first_in_the_path = missing(client.get_api_mapping().send().await);
    assert_eq!(first_in_the_path, says("domain_name"));
    let customized = missing(client.get_api().customize().send().await);
    assert_eq!(customized, says("api_id"));
    assert_eq!(canned.asked(), []);
}

#[tokio::test]
async fn an_empty_label_is_missing() {
    let canned = ok();
    let client = canned.client();
    let says = "api_id was missing: cannot be empty or unset";
    assert_eq!(missing(client.get_api().api_id("").send().await), says);
    assert_eq!(missing(client.update_api().api_id("").name("n").send().await), says);
    assert_eq!(canned.asked(), []);
}

#[tokio::test]
async fn what_the_service_requires_in_a_body_is_the_services_business() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    canned.client().create_api().send().await.unwrap();
    assert_eq!(canned.only().body, "{}");
}

#[tokio::test]
async fn an_input_is_built_apart_and_sent_with_a_client() {
    let canned = ok();
    let input = smithwright_apigatewayv2::operation::get_api::GetApiInput::builder().api_id("a9");
    assert_eq!(input.get_api_id().as_deref(), Some("a9"));
    input.send_with(&canned.client()).await.unwrap();
    assert_eq!(canned.only().path(), "/v2/apis/a9");
}

#[tokio::test]
async fn a_builder_takes_what_it_was_given_back() {
    let canned = ok();
    let call = canned.client().get_integrations().api_id("a").max_results("5").next_token("t");
    let call = call.set_max_results(None).set_next_token(Some("u".to_owned()));
    assert_eq!(call.get_max_results(), &None);
    assert_eq!(call.as_input().get_next_token().as_deref(), Some("u"));
    call.send().await.unwrap();
    assert_eq!(canned.only().query(), Some("nextToken=u"));
}

/// Of operations that are called as methods of every client are, the fixture `names` has all.
#[tokio::test]
async fn a_client_is_cloned_whatever_its_operations_are_called() {
    use fixture_names::{Client, Config, config};
    let canned = ok();
    let config = Config::builder()
        .behavior_version(config::BehaviorVersion::latest())
        .region(config::Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .http_client(canned.clone());
    let client = Client::from_conf(config.build());
    let clones: [Client; 2] = [client.clone(), client.to_owned()];
    clones[0].clone_().send().await.unwrap();
    assert_eq!(canned.only().uri, "https://example.com/Clone");
    canned.answer_with(Answer::json(200, "{}"));
    clones[1].to_owned_().send().await.unwrap();
    assert_eq!(canned.only().uri, "https://example.com/ToOwned");
}
