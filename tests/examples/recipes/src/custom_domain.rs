//! A domain name of one's own, with paths that lead to stages of APIs. It can be run again when paths change.
//!
//! Arguments: the domain name, the ARN of its certificate, and for each path PATH=API/STAGE; the path may be empty.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{DomainNameConfiguration, EndpointType, SecurityPolicy};
use std::collections::HashMap;
use std::error::Error;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [domain, certificate, paths @ ..] = &arguments[..] else {
        return Err("usage: DOMAIN CERTIFICATE [PATH=API/STAGE]...".into());
    };
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);

    let place = DomainNameConfiguration::builder()
        .certificate_arn(certificate)
        .endpoint_type(EndpointType::Regional)
        .security_policy(SecurityPolicy::Tls12);
    let created = client
        .create_domain_name()
        .domain_name(domain)
        .domain_name_configurations(place.build())
        .send()
        .await;
    let places = match created {
        Ok(created) => {
            println!("created {domain}");
            created.domain_name_configurations
        }
        Err(error) if error.as_service_error().is_some_and(|it| it.is_conflict_exception()) => {
            println!("{domain} is there");
            let found = client.get_domain_name().domain_name(domain).send().await?;
            found.domain_name_configurations
        }
        Err(error) => return Err(error.into()),
    };
    for place in places.unwrap_or_default() {
        let address = place.api_gateway_domain_name().unwrap_or_default();
        println!("  its DNS record leads to {address}");
    }

    let mut there = HashMap::new();
    let mut mappings =
        client.get_api_mappings().domain_name(domain).into_paginator().items().send();
    while let Some(mapping) = mappings.next().await {
        let mapping = mapping?;
        there.insert(mapping.api_mapping_key().unwrap_or_default().to_owned(), mapping);
    }

    for path in paths {
        let (key, target) = path.split_once('=').ok_or("a path is PATH=API/STAGE")?;
        let (api, stage) = target.split_once('/').ok_or("a path is PATH=API/STAGE")?;
        match there.get(key) {
            None => {
                let mapping = client.create_api_mapping().domain_name(domain).api_id(api);
                mapping.stage(stage).api_mapping_key(key).send().await?;
                println!("  /{key} leads to {target}");
            }
            Some(mapping) if (mapping.api_id(), mapping.stage()) != (Some(api), Some(stage)) => {
                let mapping_id = mapping.api_mapping_id().unwrap_or_default();
                let mapping = client.update_api_mapping().domain_name(domain).api_id(api);
                let mapping = mapping.stage(stage).api_mapping_key(key);
                mapping.api_mapping_id(mapping_id).send().await?;
                println!("  /{key} leads to {target} now");
            }
            Some(_) => println!("  /{key} leads to {target} already"),
        }
    }
    Ok(())
}
