//! Everything that API Gateway has in an account and region, as a table or as JSON.
//!
//! Arguments: `--json`, or none for the table.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{Api, ProtocolType};
use serde_json::{Value, json};
use std::error::Error;

/// What is there, and what belongs to it.
struct Thing {
    kind: &'static str,
    id: String,
    name: String,
    parts: Vec<Thing>,
}

type Things = Result<Vec<Thing>, Box<dyn Error>>;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let things = everything(&client).await?;
    if std::env::args().any(|argument| argument == "--json") {
        println!("{:#}", json(&things));
        return Ok(());
    }
    let mut table = Vec::new();
    rows(&things, 0, &mut table);
    let widest = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
    let (kinds, ids) = (widest(0).unwrap_or(0), widest(1).unwrap_or(0));
    for [kind, id, name] in &table {
        println!("{}", format!("{kind:kinds$}  {id:ids$}  {name}").trim_end());
    }
    Ok(())
}

/// All pages of a listing, with what to make of each entry.
macro_rules! every {
    ($listing:expr, |$it:ident| $thing:expr) => {{
        let mut items = $listing.into_paginator().items().send();
        let mut things = Vec::new();
        while let Some($it) = items.next().await {
            let $it = $it?;
            things.push($thing);
        }
        things
    }};
}

async fn everything(client: &Client) -> Things {
    let mut all = every!(client.get_apis(), |api| {
        let kind = api.protocol_type().map_or("", ProtocolType::as_str);
        let name = format!("{} ({kind})", text(api.name()));
        Thing { parts: parts_of_api(client, &api).await?, ..thing("API", api.api_id(), name) }
    });
    all.extend(every!(client.get_domain_names(), |domain| {
        let parts = mappings(client, text(domain.domain_name())).await?;
        Thing { parts, ..thing("domain name", domain.domain_name(), "") }
    }));
    all.extend(every!(client.get_vpc_links(), |link| {
        thing("VPC link", link.vpc_link_id(), text(link.name()))
    }));
    Ok(all)
}

async fn parts_of_api(client: &Client, api: &Api) -> Things {
    let (id, websocket) =
        (text(api.api_id()), api.protocol_type() == Some(&ProtocolType::Websocket));
    let mut parts = every!(client.get_routes().api_id(id), |it| {
        let name = format!("{} -> {}", text(it.route_key()), text(it.target()));
        let parts = match websocket {
            true => route_responses(client, id, text(it.route_id())).await?,
            false => Vec::new(),
        };
        Thing { parts, ..thing("route", it.route_id(), name) }
    });
    parts.extend(every!(client.get_integrations().api_id(id), |it| {
        let kind = it.integration_type().map_or("", |kind| kind.as_str());
        let name = format!("{kind} {}", text(it.integration_uri()));
        let parts = match websocket {
            true => integration_responses(client, id, text(it.integration_id())).await?,
            false => Vec::new(),
        };
        Thing { parts, ..thing("integration", it.integration_id(), name) }
    }));
    parts.extend(every!(client.get_authorizers().api_id(id), |it| {
        let kind = it.authorizer_type().map_or("", |kind| kind.as_str());
        thing("authorizer", it.authorizer_id(), format!("{} ({kind})", text(it.name())))
    }));
    if websocket {
        parts.extend(every!(client.get_models().api_id(id), |it| {
            thing("model", it.model_id(), text(it.name()))
        }));
    }
    parts.extend(every!(client.get_stages().api_id(id), |it| {
        thing("stage", it.stage_name(), text(it.deployment_id()))
    }));
    parts.extend(every!(client.get_deployments().api_id(id), |it| {
        thing("deployment", it.deployment_id(), text(it.description()))
    }));
    Ok(parts)
}

async fn route_responses(client: &Client, api: &str, route: &str) -> Things {
    let listing = client.get_route_responses().api_id(api).route_id(route);
    Ok(every!(listing, |it| {
        thing("response", it.route_response_id(), text(it.route_response_key()))
    }))
}

async fn integration_responses(client: &Client, api: &str, integration: &str) -> Things {
    let listing = client.get_integration_responses().api_id(api).integration_id(integration);
    Ok(every!(listing, |it| {
        thing("response", it.integration_response_id(), text(it.integration_response_key()))
    }))
}

async fn mappings(client: &Client, domain: &str) -> Things {
    Ok(every!(client.get_api_mappings().domain_name(domain), |it| {
        let target = format!("{}/{}", text(it.api_id()), text(it.stage()));
        let name = format!("/{} -> {target}", text(it.api_mapping_key()));
        thing("mapping", it.api_mapping_id(), name)
    }))
}

fn thing(kind: &'static str, id: Option<&str>, name: impl Into<String>) -> Thing {
    Thing { kind, id: text(id).to_owned(), name: name.into(), parts: Vec::new() }
}

fn text(member: Option<&str>) -> &str {
    member.unwrap_or_default()
}

fn json(things: &[Thing]) -> Value {
    let json = |it: &Thing| json!({ "id": it.id, "kind": it.kind, "name": it.name, "parts": json(&it.parts) });
    things.iter().map(json).collect()
}

fn rows(things: &[Thing], depth: usize, table: &mut Vec<[String; 3]>) {
    for it in things {
        let kind = format!("{}{}", "  ".repeat(depth), it.kind);
        table.push([kind, it.id.clone(), it.name.clone()]);
        rows(&it.parts, depth + 1, table);
    }
}
