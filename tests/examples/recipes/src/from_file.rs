//! Makes an HTTP API what a file says: `{"name": "shop", "routes": {"GET /orders": "https://orders.example.com/", ..}}`.
//!
//! Arguments: the file. The API is found by its name; what is missing is added, what is different changed, the rest removed.

use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{IntegrationType, ProtocolType};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;

const TIMEOUT: i32 = 5000;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: FILE")?;
    let wanted: Value = serde_json::from_slice(&fs::read(path)?)?;
    let name = wanted["name"].as_str().ok_or("the file has no name")?;
    let wanted = wanted["routes"].as_object().ok_or("the file has no routes")?;
    let retries = RetryConfig::adaptive().with_max_attempts(8);
    let config = aws_config::defaults(BehaviorVersion::latest()).retry_config(retries);
    let client = Client::new(&config.load().await);

    let (mut id, mut address) = (None, None);
    let mut apis = client.get_apis().into_paginator().items().send();
    while let Some(api) = apis.try_next().await? {
        if api.name() == Some(name) {
            (id, address) = (api.api_id, api.api_endpoint);
            break;
        }
    }
    if id.is_none() {
        let api = client.create_api().name(name).protocol_type(ProtocolType::Http);
        let api = api.tags("managed-by", "from_file").send().await?;
        println!("created {}", api.api_id().unwrap_or_default());
        (id, address) = (api.api_id, api.api_endpoint);
    }
    let id = id.unwrap_or_default();
    let integrations = client.get_integrations().api_id(&id).into_paginator().items().send();
    let integrations = integrations.try_collect().await?.into_iter();
    let integrations: HashMap<_, _> =
        integrations.map(|it| (it.integration_id.clone().unwrap_or_default(), it)).collect();
    let routes = client.get_routes().api_id(&id).into_paginator().items().send();
    let routes = routes.try_collect().await?.into_iter();
    let mut routes: BTreeMap<_, _> =
        routes.map(|it| (it.route_key.clone().unwrap_or_default(), it)).collect();

    for (key, url) in wanted {
        let url = url.as_str().ok_or("a URL is a text")?;
        let route = routes.remove(key);
        let target = route.as_ref().and_then(|it| it.target()?.strip_prefix("integrations/"));
        let Some(integration) = target.and_then(|target| integrations.get(target)) else {
            let integration = client
                .create_integration()
                .api_id(&id)
                .integration_type(IntegrationType::HttpProxy)
                .integration_method("ANY")
                .integration_uri(url)
                .payload_format_version("1.0")
                .timeout_in_millis(TIMEOUT)
                .send()
                .await?;
            let target =
                format!("integrations/{}", integration.integration_id().unwrap_or_default());
            match route {
                Some(route) => {
                    let route = client.update_route().set_route_id(route.route_id);
                    route.api_id(&id).target(target).send().await?;
                }
                None => {
                    let route = client.create_route().api_id(&id).route_key(key);
                    route.target(target).send().await?;
                }
            }
            println!("  added {key}: {url}");
            continue;
        };
        if (integration.integration_uri(), integration.timeout_in_millis())
            != (Some(url), Some(TIMEOUT))
        {
            client
                .update_integration()
                .api_id(&id)
                .integration_id(integration.integration_id().unwrap_or_default())
                .integration_uri(url)
                .timeout_in_millis(TIMEOUT)
                .send()
                .await?;
            println!("  changed {key}: {url}");
        }
    }
    for (key, route) in routes {
        client.delete_route().api_id(&id).set_route_id(route.route_id).send().await?;
        println!("  removed {key}");
    }

    if let Err(error) = client.get_stage().api_id(&id).stage_name("$default").send().await {
        if !error.as_service_error().is_some_and(|it| it.is_not_found_exception()) {
            return Err(error.into());
        }
        client.create_stage().api_id(&id).stage_name("$default").auto_deploy(true).send().await?;
    }
    println!("{name}: {}", address.unwrap_or_default());
    Ok(())
}
