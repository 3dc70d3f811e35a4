//! HTTP APIs from creation to deletion, and a listing by hand.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{Api, Cors, IpAddressType, ProtocolType};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let cors = Cors::builder()
        .allow_origins("https://shop.example.com")
        .allow_origins("https://www.example.com")
        .allow_methods("GET")
        .allow_credentials(false)
        .max_age(600)
        .build();
    let created = client
        .create_api()
        .name("shop")
        .protocol_type(ProtocolType::Http)
        .cors_configuration(cors)
        .ip_address_type(IpAddressType::Dualstack)
        .tags("team", "checkout")
        .send()
        .await?;
    writeln!(out, "created {:?} at {:?}", created.api_id(), created.api_endpoint())?;

    let id = created.api_id().unwrap_or_default();
    let api = client.get_api().api_id(id).send().await?;
    writeln!(out, "{:?} since {:?}", api.name(), api.created_date())?;
    writeln!(out, "origins: {:?}", api.cors_configuration().map(Cors::allow_origins))?;

    let renamed = client.update_api().api_id(id).name("store").version("1.0.1").send().await?;
    writeln!(out, "now {:?}, warnings {:?}", renamed.name(), renamed.warnings())?;

    client.delete_cors_configuration().api_id(id).send().await?;
    for api in all(&client).await? {
        writeln!(out, "there is {:?} over {:?}", api.api_id, api.protocol_type)?;
    }
    client.delete_api().api_id(id).send().await?;
    Ok(())
}

async fn all(client: &Client) -> Outcome<Vec<Api>> {
    let mut apis = Vec::new();
    let mut token = None;
    loop {
        let page = client.get_apis().max_results("2").set_next_token(token).send().await?;
        apis.extend_from_slice(page.items());
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            return Ok(apis);
        }
    }
}
