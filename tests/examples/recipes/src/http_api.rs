//! An HTTP API in front of a Lambda function, from its routes to a stage that answers.
//!
//! Arguments: the name of the API, and the ARN of the function.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{Cors, IntegrationType, ProtocolType, RouteSettings};
use std::error::Error;

const ROUTES: [&str; 4] = ["GET /pets", "POST /pets", "GET /pets/{petId}", "$default"];

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, function] = &arguments[..] else { return Err("usage: NAME FUNCTION".into()) };
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);

    let cors = Cors::builder()
        .allow_origins("https://pets.example.com")
        .allow_methods("GET")
        .allow_methods("POST")
        .max_age(600);
    let api = client
        .create_api()
        .name(name)
        .protocol_type(ProtocolType::Http)
        .cors_configuration(cors.build())
        .tags("app", name)
        .send()
        .await?;
    let api_id = api.api_id().unwrap_or_default();
    println!("created {name}, {api_id}");

    let integration = client
        .create_integration()
        .api_id(api_id)
        .integration_type(IntegrationType::AwsProxy)
        .integration_uri(function)
        .integration_method("POST")
        .payload_format_version("2.0")
        .timeout_in_millis(10_000)
        .send()
        .await?;
    let target = format!("integrations/{}", integration.integration_id().unwrap_or_default());
    for key in ROUTES {
        let route = client.create_route().api_id(api_id).route_key(key).target(&target);
        println!("  {key} is the route {}", route.send().await?.route_id().unwrap_or_default());
    }

    let deployment = client.create_deployment().api_id(api_id).description("the first");
    let deployment = deployment.send().await?;
    let deployment_id = deployment.deployment_id().unwrap_or_default();
    let limits = RouteSettings::builder().throttling_rate_limit(100.0).throttling_burst_limit(50);
    client
        .create_stage()
        .api_id(api_id)
        .stage_name("prod")
        .deployment_id(deployment_id)
        .stage_variables("table", "pets")
        .default_route_settings(limits.build())
        .send()
        .await?;
    println!("deployed {deployment_id}: {}/prod/pets", api.api_endpoint().unwrap_or_default());
    Ok(())
}
