//! What is made of an answer.

use serde_json::json;
use smithwright_apigatewayv2::operation::RequestId;
use smithwright_apigatewayv2::primitives::{Blob, DateTime};
use smithwright_apigatewayv2::types::{ConnectionType, IntegrationType, ProtocolType};
use smithwright_apigatewayv2::{operation, types};
use smithwright_tests::canned::{Answer, Canned};
use std::collections::HashMap;

fn answering(body: impl ToString) -> Canned {
    Canned::new([Answer::json(200, body.to_string())])
}

async fn api(body: impl ToString) -> operation::get_api::GetApiOutput {
    answering(body).client().get_api().api_id("a").send().await.expect("it is read")
}

type Integration = operation::get_integration::GetIntegrationOutput;

async fn integration(body: impl ToString) -> Integration {
    let call = answering(body).client().get_integration().api_id("a").integration_id("i");
    call.send().await.expect("it is read")
}

#[tokio::test]
async fn every_member_of_an_integration_is_read() {
    let output = integration(json!({
        "apiGatewayManaged": true,
        "connectionId": "c",
        "connectionType": "VPC_LINK",
        "contentHandlingStrategy": "CONVERT_TO_TEXT",
        "credentialsArn": "arn",
        "description": "é \"quoted\" 🚀",
        "integrationId": "i",
        "integrationMethod": "POST",
        "integrationResponseSelectionExpression": "${x}",
        "integrationSubtype": "SQS-SendMessage",
        "integrationType": "AWS_PROXY",
        "integrationUri": "https://x.test",
        "passthroughBehavior": "WHEN_NO_TEMPLATES",
        "payloadFormatVersion": "2.0",
        "requestParameters": {"a": "b", "": ""},
        "requestTemplates": {},
        "responseParameters": {"200": {"k": "v"}, "500": {}},
        "templateSelectionExpression": "t",
        "timeoutInMillis": 29000,
        "tlsConfig": {"serverNameToVerify": "s"},
    }))
    .await;
    assert_eq!(output.api_gateway_managed(), Some(true));
    assert_eq!(output.connection_id(), Some("c"));
    assert_eq!(output.connection_type(), Some(&ConnectionType::VpcLink));
    let strategy = types::ContentHandlingStrategy::ConvertToText;
    assert_eq!(output.content_handling_strategy(), Some(&strategy));
    assert_eq!(output.credentials_arn(), Some("arn"));
    assert_eq!(output.description(), Some("é \"quoted\" 🚀"));
    assert_eq!(output.integration_id(), Some("i"));
    assert_eq!(output.integration_method(), Some("POST"));
    assert_eq!(output.integration_response_selection_expression(), Some("${x}"));
    assert_eq!(output.integration_subtype(), Some("SQS-SendMessage"));
    assert_eq!(output.integration_type(), Some(&IntegrationType::AwsProxy));
    assert_eq!(output.integration_uri(), Some("https://x.test"));
    let behavior = types::PassthroughBehavior::WhenNoTemplates;
    assert_eq!(output.passthrough_behavior(), Some(&behavior));
    assert_eq!(output.payload_format_version(), Some("2.0"));
    let text = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    assert_eq!(output.request_parameters(), Some(&text(&[("a", "b"), ("", "")])));
    assert_eq!(output.request_templates(), Some(&text(&[])));
    let nested = [("200".to_owned(), text(&[("k", "v")])), ("500".to_owned(), text(&[]))];
    assert_eq!(output.response_parameters(), Some(&nested.into()));
    assert_eq!(output.template_selection_expression(), Some("t"));
    assert_eq!(output.timeout_in_millis(), Some(29000));
    assert_eq!(output.tls_config().and_then(|tls| tls.server_name_to_verify()), Some("s"));
    assert_eq!(output.request_id(), Some("req-1"));
}

#[tokio::test]
async fn every_member_of_an_api_is_read() {
    let output = api(json!({
        "apiEndpoint": "https://a.test",
        "apiGatewayManaged": false,
        "apiId": "a1",
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "corsConfiguration": {
            "allowCredentials": true,
            "allowHeaders": ["x", "y"],
            "allowMethods": [],
            "allowOrigins": ["*"],
            "exposeHeaders": ["e"],
            "maxAge": -2_147_483_648_i64,
        },
        "createdDate": "2023-11-14T22:13:20Z",
        "description": "",
        "disableSchemaValidation": true,
        "disableExecuteApiEndpoint": false,
        "importInfo": ["i1", "i2"],
        "ipAddressType": "dualstack",
        "name": "n",
        "protocolType": "HTTP",
        "routeSelectionExpression": "r",
        "tags": {"k": "v"},
        "version": "1",
        "warnings": ["w"],
    }))
    .await;
    assert_eq!(output.api_endpoint(), Some("https://a.test"));
    assert_eq!(output.api_gateway_managed(), Some(false));
    assert_eq!(output.api_id(), Some("a1"));
    assert_eq!(output.api_key_selection_expression(), Some("$request.header.x-api-key"));
    let cors = output.cors_configuration().expect("it is there");
    assert_eq!(cors.allow_credentials(), Some(true));
    assert_eq!(cors.allow_headers(), ["x", "y"]);
    assert_eq!(cors.allow_methods, Some(vec![]));
    assert_eq!(cors.allow_origins(), ["*"]);
    assert_eq!(cors.expose_headers(), ["e"]);
    assert_eq!(cors.max_age(), Some(i32::MIN));
    assert_eq!(output.created_date(), Some(&DateTime::from_secs(1_700_000_000)));
    assert_eq!(output.description(), Some(""));
    assert_eq!(output.disable_schema_validation(), Some(true));
    assert_eq!(output.disable_execute_api_endpoint(), Some(false));
    assert_eq!(output.import_info(), ["i1", "i2"]);
    assert_eq!(output.ip_address_type(), Some(&types::IpAddressType::Dualstack));
    assert_eq!(output.name(), Some("n"));
    assert_eq!(output.protocol_type(), Some(&ProtocolType::Http));
    assert_eq!(output.route_selection_expression(), Some("r"));
    assert_eq!(output.tags(), Some(&[("k".to_owned(), "v".to_owned())].into()));
    assert_eq!(output.version(), Some("1"));
    assert_eq!(output.warnings(), ["w"]);
}

#[tokio::test]
async fn a_point_in_time_is_read_in_all_its_forms() {
    for (text, secs, nanos) in [
        ("2023-11-14T22:13:20Z", 1_700_000_000, 0),
        ("2023-11-14T22:13:20.5Z", 1_700_000_000, 500_000_000),
        ("2023-11-14T22:13:20.123456789Z", 1_700_000_000, 123_456_789),
        ("2023-11-14T23:13:20+01:00", 1_700_000_000, 0),
        ("1969-12-31T23:59:59Z", -1, 0),
        ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
    ] {
        let output = api(json!({ "createdDate": text })).await;
        assert_eq!(
            output.created_date(),
            Some(&DateTime::from_secs_and_nanos(secs, nanos)),
            "{text}"
        );
    }
    let output = api(r#"{"createdDate": 1700000000.25}"#).await;
    let quarter = DateTime::from_secs_and_nanos(1_700_000_000, 250_000_000);
    assert_eq!(output.created_date(), Some(&quarter));
}

#[tokio::test]
async fn numbers_keep_their_value() {
    for number in [i32::MIN, -1, 0, 1, i32::MAX] {
        let output = integration(json!({ "timeoutInMillis": number })).await;
        assert_eq!(output.timeout_in_millis(), Some(number));
    }
    for (text, number) in [("0.1", 0.1), ("1e3", 1000.0), ("-2.5E-1", -0.25), ("7", 7.0)] {
        let body = format!(r#"{{"defaultRouteSettings": {{"throttlingRateLimit": {text}}}}}"#);
        let stage = answering(body).client().get_stage().api_id("a").stage_name("s").send().await;
        let stage = stage.expect("it is read");
        let settings = stage.default_route_settings().expect("they are there");
        assert_eq!(settings.throttling_rate_limit(), Some(number), "{text}");
    }
}

#[tokio::test]
async fn members_that_nobody_knows_are_skipped_whatever_they_are() {
    let unknown = [
        "null",
        "true",
        "false",
        "0",
        "-1.5e300",
        "\"text\"",
        "\"\\\"}]\\\\\"",
        "[]",
        "{}",
        "[1, \"]\", [null], {\"a\": [{}]}]",
        "{\"apiId\": \"no\", \"x\": {\"y\": [\"}\"]}}",
    ];
    for unknown in unknown {
        let body = format!(
            r#"{{"before": {unknown}, "apiId": "a1", "ApiId": {unknown}, "__type": {unknown},
                "corsConfiguration": {{"other": {unknown}, "maxAge": 3}}, "after": {unknown}}}"#
        );
        let output = api(&body).await;
        assert_eq!(output.api_id(), Some("a1"), "{body}");
        assert_eq!(output.cors_configuration().and_then(|cors| cors.max_age()), Some(3), "{body}");
    }
}

#[tokio::test]
async fn an_unknown_enum_value_is_kept_and_sent_back_as_it_was() {
    let output =
        integration(r#"{"integrationType": "Carrier-Pigeon 🕊", "connectionType": ""}"#).await;
    let kind = output.integration_type().expect("it is kept").clone();
    assert_eq!(kind.as_str(), "Carrier-Pigeon 🕊");
    assert_eq!(kind, IntegrationType::from("Carrier-Pigeon 🕊"));
    assert_eq!(output.connection_type().map(ConnectionType::as_str), Some(""));
    let error = IntegrationType::try_parse(kind.as_str()).expect_err("the model does not know it");
    assert_eq!(error.to_string(), "unknown enum variant: 'Carrier-Pigeon 🕊'");

    let canned = answering("{}");
    let call = canned.client().create_integration().api_id("a").integration_type(kind);
    call.send().await.unwrap();
    assert_eq!(canned.only().body, r#"{"integrationType":"Carrier-Pigeon 🕊"}"#);
}

#[tokio::test]
async fn null_is_absent() {
    let nothing = api("{}").await;
    let nulls =
        api(r#"{"apiId": null, "tags": null, "createdDate": null, "corsConfiguration": null,
            "warnings": null, "apiGatewayManaged": null, "protocolType": null}"#);
    assert_eq!(nulls.await, nothing);
    assert_eq!(nothing.warnings, None);
    assert_eq!(nothing.warnings(), [] as [&str; 0]);
    let output =
        integration(r#"{"timeoutInMillis": null, "tlsConfig": {"serverNameToVerify": null}}"#);
    let output = output.await;
    assert_eq!(output.timeout_in_millis(), None);
    assert_eq!(output.tls_config(), Some(&types::TlsConfig::builder().build()));
}

#[tokio::test]
async fn nulls_in_lists_and_maps_are_dropped() {
    let output = api(r#"{"warnings": [null, "a", null, null, "b", null], "importInfo": [null],
        "tags": {"x": null, "k": "v", "y": null}}"#)
    .await;
    assert_eq!(output.warnings(), ["a", "b"]);
    assert_eq!(output.import_info, Some(vec![]));
    assert_eq!(output.tags(), Some(&[("k".to_owned(), "v".to_owned())].into()));

    let page = answering(r#"{"items": [null, {"apiId": "1"}, null]}"#);
    let page = page.client().get_apis().send().await.expect("it is read");
    assert_eq!(page.items().len(), 1);

    let output =
        integration(r#"{"responseParameters": {"1": null, "2": {"a": null, "b": "c"}}}"#).await;
    let inner: HashMap<_, _> = [("b".to_owned(), "c".to_owned())].into();
    assert_eq!(output.response_parameters(), Some(&[("2".to_owned(), inner)].into()));
}

#[tokio::test]
async fn an_empty_body_is_an_empty_output() {
    let canned = Canned::new([Answer(204, vec![("x-amzn-requestid", "r")], vec![])]);
    let output = canned.client().delete_api().api_id("a").send().await.expect("it is read");
    assert_eq!(output.request_id(), Some("r"));
    let canned = Canned::new([Answer(200, vec![], vec![])]);
    let output = canned.client().get_api().api_id("a").send().await.expect("it is read");
    assert_eq!(output, operation::get_api::GetApiOutput::builder().build());
    assert_eq!(output.request_id(), None);
    let canned = Canned::new([Answer(200, vec![], b" \r\n\t".to_vec())]);
    let output = canned.client().get_api().api_id("a").send().await.expect("it is read");
    assert_eq!(output, operation::get_api::GetApiOutput::builder().build());
}

#[tokio::test]
async fn every_status_from_200_to_299_is_a_success() {
    for status in [200, 201, 202, 204, 206, 299] {
        let canned = Canned::new([Answer::json(status, r#"{"apiId": "a"}"#)]);
        let output = canned.client().get_api().api_id("a").send().await.expect("it is a success");
        assert_eq!(output.api_id(), Some("a"), "{status}");
    }
    for status in [301, 304, 400, 599] {
        let canned = Canned::new([Answer::json(status, r#"{"apiId": "a"}"#)]);
        let error = canned.client().get_api().api_id("a").send().await.expect_err("it is none");
        let error = error.into_service_error();
        assert_eq!(error.meta().extra("http_status"), Some(status.to_string().as_str()));
    }
}

#[tokio::test]
async fn an_exported_api_is_the_body_byte_for_byte() {
    for bytes in
        [&b"openapi: 3.0.1\n"[..], b"{\"openapi\": \"3.0.1\"}", b"\xff\0\xfe", b"null", b" "]
    {
        let headers = vec![("content-type", "application/yaml"), ("x-amzn-requestid", "r")];
        let canned = Canned::new([Answer(200, headers, bytes.to_vec())]);
        let call = canned.client().export_api().api_id("a").specification("OAS30");
        let output = call.output_type("YAML").send().await.expect("it is read");
        assert_eq!(output.body(), Some(&Blob::new(bytes)));
        assert_eq!(output.request_id(), Some("r"));
    }
}

#[tokio::test]
async fn the_request_id_is_found_under_all_its_names() {
    for name in ["x-amzn-requestid", "x-amz-request-id", "X-Amzn-RequestId"] {
        let canned = Canned::new([
            Answer(200, vec![(name, "id-1")], b"{}".to_vec()),
            Answer(404, vec![(name, "id-2")], b"{}".to_vec()),
        ]);
        let client = canned.client();
        let output = client.get_api().api_id("a").send().await.expect("it is a success");
        assert_eq!(output.request_id(), Some("id-1"), "{name}");
        let error = client.get_api().api_id("a").send().await.expect_err("it is none");
        assert_eq!(error.request_id(), Some("id-2"), "{name}");
        assert_eq!(error.into_service_error().request_id(), Some("id-2"), "{name}");
    }
}

#[tokio::test]
async fn outputs_are_equal_when_all_their_members_are() {
    let body = r#"{"apiId": "a", "tags": {"k": "v"}, "warnings": ["w"]}"#;
    let (a, b) = (api(body).await, api(body).await);
    assert_eq!(a, b);
    assert_eq!(a, a.clone());
    assert_ne!(a, api(r#"{"apiId": "a", "tags": {"k": "v"}, "warnings": ["x"]}"#).await);
    assert_ne!(a, api("{}").await);
    let debug = format!("{a:?}");
    assert!(debug.starts_with(r#"GetApiOutput { api_endpoint: None, "#), "{debug}");
    assert!(debug.ends_with(r#"warnings: Some(["w"]), _request_id: Some("req-1") }"#), "{debug}");
}
