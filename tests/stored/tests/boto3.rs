//! What boto3 prints of an answer is read as ours.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use smithwright_apigatewayv2::config::{BehaviorVersion, Credentials, Region};
use smithwright_apigatewayv2::operation::{
    create_api, create_authorizer, create_integration, create_stage, get_api, get_apis,
    get_authorizer, get_integrations, get_stages,
};
use smithwright_apigatewayv2::{Client, Config};
use smithwright_conformance::boto3::{Driver, Moto};

fn client(url: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .endpoint_url(url);
    Client::from_conf(config.build())
}

/// What boto3 prints, and the same read.
fn ask<T: DeserializeOwned>(boto3: &mut Driver, operation: &str, input: Value) -> (Value, T) {
    let answer = boto3.ask(&json!({ "operation": operation, "input": input }));
    let text = answer["text"].as_str().unwrap_or_else(|| panic!("{operation}: {answer}"));
    let read = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (serde_json::from_str(text).expect("it is JSON"), read)
}

/// How many members there are at any depth; of an answer, those that are not of all answers.
fn members(value: &Value) -> usize {
    match value {
        Value::Object(entries) => {
            let own = entries.iter().filter(|(name, _)| *name != "ResponseMetadata");
            own.map(|(_, value)| 1 + members(value)).sum()
        }
        Value::Array(items) => items.iter().map(members).sum(),
        _ => 0,
    }
}

/// Asserts that nothing of what boto3 prints is lost.
fn assert_whole<T: Serialize>((printed, read): (Value, T)) {
    let written = serde_json::to_value(read).expect("it is written");
    assert!(members(&written) >= members(&printed), "{printed}\n{written}");
}

fn stored<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("it is written")
}

#[tokio::test]
#[ignore = "needs moto and boto3: cargo xtask test"]
async fn what_boto3_prints_is_read() {
    let moto = Moto::start();
    let (client, mut boto3) =
        (client(&moto.url()), Driver::start("json_driver.py", &["apigatewayv2", &moto.url()]));
    let input = json!({
        "Name": "toys", "ProtocolType": "HTTP", "Tags": { "a b": "é" },
        "CorsConfiguration": { "AllowOrigins": ["*"], "MaxAge": 5, "AllowCredentials": true }
    });
    let created = ask::<create_api::CreateApiOutput>(&mut boto3, "CreateApi", input);
    let id = created.1.api_id().expect("it has an id").to_owned();
    assert!(created.1.created_date().is_some());
    assert_whole(created);
    let input = json!({
        "ApiId": id, "IntegrationType": "HTTP_PROXY", "IntegrationMethod": "GET", "IntegrationUri": "https://example.com",
        "PayloadFormatVersion": "1.0", "TimeoutInMillis": 1000, "TlsConfig": { "ServerNameToVerify": "example.com" },
        "ResponseParameters": { "200": { "overwrite:statuscode": "201" } }
    });
    assert_whole(ask::<create_integration::CreateIntegrationOutput>(
        &mut boto3,
        "CreateIntegration",
        input,
    ));
    let input = json!({ "ApiId": id, "StageName": "test", "AutoDeploy": true, "StageVariables": { "a": "b" } });
    assert_whole(ask::<create_stage::CreateStageOutput>(&mut boto3, "CreateStage", input));
    let input = json!({
        "ApiId": id, "AuthorizerType": "JWT", "Name": "who", "IdentitySource": ["$request.header.Authorization"],
        "JwtConfiguration": { "Audience": ["a"], "Issuer": "https://example.com" }
    });
    let (_, authorizer) =
        ask::<create_authorizer::CreateAuthorizerOutput>(&mut boto3, "CreateAuthorizer", input);
    let authorizer = authorizer.authorizer_id().expect("it has an id");

    // What is read of boto3 is what our client reads of the service.
    let of_api = json!({ "ApiId": id });
    let theirs = ask::<get_api::GetApiOutput>(&mut boto3, "GetApi", of_api.clone()).1;
    let ours = client.get_api().api_id(&id).send().await.expect("there is one");
    assert_eq!(stored(&theirs), stored(&ours));
    let theirs = ask::<get_apis::GetApisOutput>(&mut boto3, "GetApis", json!({})).1;
    let ours = client.get_apis().send().await.expect("there are some");
    assert_eq!(stored(&theirs), stored(&ours));
    let theirs = ask::<get_integrations::GetIntegrationsOutput>(
        &mut boto3,
        "GetIntegrations",
        of_api.clone(),
    )
    .1;
    let ours = client.get_integrations().api_id(&id).send().await.expect("there are some");
    assert_eq!((stored(&theirs), theirs.items().len()), (stored(&ours), 1));
    let theirs = ask::<get_stages::GetStagesOutput>(&mut boto3, "GetStages", of_api).1;
    let ours = client.get_stages().api_id(&id).send().await.expect("there are some");
    assert_eq!((stored(&theirs), theirs.items().len()), (stored(&ours), 1));
    let of_authorizer = json!({ "ApiId": id, "AuthorizerId": authorizer });
    let theirs =
        ask::<get_authorizer::GetAuthorizerOutput>(&mut boto3, "GetAuthorizer", of_authorizer).1;
    let ours = client.get_authorizer().api_id(&id).authorizer_id(authorizer).send().await;
    assert_eq!(stored(&theirs), stored(&ours.expect("there is one")));
}
