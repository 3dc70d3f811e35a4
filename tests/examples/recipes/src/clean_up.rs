//! Deletes the APIs, domain names and VPC links that have a tag, and the mappings that would keep them.
//!
//! Arguments: KEY=VALUE, and `--delete`, without which it only says what it would delete.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::{Client, Error};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// What is to be deleted.
enum Doomed {
    VpcLink { id: String, name: String },
    Api { id: String, name: String },
    DomainName { name: String },
    Mapping { id: String, domain: String, key: String },
}

impl fmt::Display for Doomed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VpcLink { id, name } => write!(f, "VPC link {id} ({name})"),
            Self::Api { id, name } => write!(f, "API {id} ({name})"),
            Self::DomainName { name } => write!(f, "domain name {name}"),
            Self::Mapping { domain, key, .. } => write!(f, "mapping {domain}/{key}"),
        }
    }
}

impl Doomed {
    async fn delete(&self, client: &Client) -> Result<(), Error> {
        match self {
            Self::VpcLink { id, .. } => drop(client.delete_vpc_link().vpc_link_id(id).send().await?),
            Self::Api { id, .. } => drop(client.delete_api().api_id(id).send().await?),
            Self::DomainName { name } => {
                client.delete_domain_name().domain_name(name).send().await?;
            }
            Self::Mapping { id, domain, .. } => {
                let mapping = client.delete_api_mapping().domain_name(domain);
                mapping.api_mapping_id(id).send().await?;
            }
        }
        Ok(())
    }
}

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tag, options @ ..] = &arguments[..] else {
        return Err("usage: KEY=VALUE [--delete]".into());
    };
    let (key, value) = tag.split_once('=').ok_or("a tag is KEY=VALUE")?;
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    for doomed in doomed(&client, key, value).await?.iter().rev() {
        if !options.iter().any(|option| option == "--delete") {
            println!("would delete {doomed}");
            continue;
        }
        match doomed.delete(&client).await {
            Ok(()) => println!("deleted {doomed}"),
            Err(Error::NotFoundException(_)) => println!("{doomed} is gone already"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What is deleted last stands first: nothing goes while something leads to it.
async fn doomed(client: &Client, key: &str, value: &str) -> Result<Vec<Doomed>, Error> {
    let tagged = |tags: Option<&HashMap<String, String>>| {
        tags.and_then(|tags| tags.get(key)).is_some_and(|found| found == value)
    };
    let text = |member: Option<&str>| member.unwrap_or_default().to_owned();

    let mut doomed = Vec::new();
    let links = client.get_vpc_links().into_paginator().items().send().try_collect().await?;
    for link in links.iter().filter(|link| tagged(link.tags())) {
        doomed.push(Doomed::VpcLink { id: text(link.vpc_link_id()), name: text(link.name()) });
    }
    let apis = client.get_apis().into_paginator().items().send().try_collect().await?;
    let mut ids = HashSet::new();
    for api in apis.iter().filter(|api| tagged(api.tags())) {
        doomed.push(Doomed::Api { id: text(api.api_id()), name: text(api.name()) });
        ids.insert(text(api.api_id()));
    }
    let domains = client.get_domain_names().into_paginator().items().send().try_collect().await?;
    for domain in domains.iter().filter(|domain| tagged(domain.tags())) {
        doomed.push(Doomed::DomainName { name: text(domain.domain_name()) });
    }
    for domain in &domains {
        let name = text(domain.domain_name());
        let mut mappings =
            client.get_api_mappings().domain_name(&name).into_paginator().items().send();
        while let Some(mapping) = mappings.try_next().await? {
            if tagged(domain.tags()) || ids.contains(mapping.api_id().unwrap_or_default()) {
                let (id, key) = (text(mapping.api_mapping_id()), text(mapping.api_mapping_key()));
                doomed.push(Doomed::Mapping { id, domain: name.clone(), key });
            }
        }
    }
    Ok(doomed)
}
