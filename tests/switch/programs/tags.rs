//! Tags of any resource, by its ARN.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

const ARN: &str = "arn:aws:apigateway:eu-west-1::/apis/a1/stages/$default";

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    client.tag_resource().resource_arn(ARN).tags("cost center", "42 €").send().await?;
    let none = Some(HashMap::new());
    client.tag_resource().resource_arn(ARN).set_tags(none).send().await?;
    let tags = client.get_tags().resource_arn(ARN).send().await?;
    let tags: BTreeMap<_, _> = tags.tags().into_iter().flatten().collect();
    writeln!(out, "{tags:?}")?;
    let untag = client.untag_resource().resource_arn(ARN).tag_keys("cost center").tag_keys("a&b=c");
    writeln!(out, "{:?}", untag.send().await?)?;
    Ok(())
}
