//! Which path of a domain name leads to which stage.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::fmt::Write;

const DOMAIN: &str = "api.example.com";

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let create = client.create_api_mapping().domain_name(DOMAIN).api_id("a1").stage("prod");
    let mapping = create.api_mapping_key("v1/carts").send().await?;
    let id = mapping.api_mapping_id().unwrap_or_default();
    writeln!(out, "{id} at {:?}", mapping.api_mapping_key())?;
    let update = client.update_api_mapping().domain_name(DOMAIN).api_mapping_id(id).api_id("a2");
    writeln!(out, "{:?}", update.stage("$default").send().await?.stage())?;
    let got = client.get_api_mapping().domain_name(DOMAIN).api_mapping_id(id).send().await?;
    writeln!(out, "{:?}", got.api_id())?;
    let page = client.get_api_mappings().domain_name(DOMAIN).max_results("1").send().await?;
    writeln!(out, "{} and {:?}", page.items().len(), page.next_token())?;
    client.delete_api_mapping().domain_name(DOMAIN).api_mapping_id(id).send().await?;
    Ok(())
}
