//! Deployments, and what became of them.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::DeploymentStatus;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let create = client.create_deployment().api_id("a1").stage_name("prod");
    let deployment = create.description("nightly").send().await?;
    let id = deployment.deployment_id().unwrap_or_default().to_owned();
    let state = match deployment.deployment_status() {
        Some(DeploymentStatus::Deployed) => "live",
        Some(DeploymentStatus::Failed) => "broken",
        Some(DeploymentStatus::Pending) => "on its way",
        _ => "in a state that this program does not know",
    };
    writeln!(out, "{id} is {state}: {:?}", deployment.deployment_status_message())?;

    let got = client.get_deployment().api_id("a1").deployment_id(&id).send().await?;
    writeln!(out, "{:?} {:?}", got.auto_deployed(), got.created_date())?;
    let update = client.update_deployment().api_id("a1").deployment_id(&id).description("kept");
    writeln!(out, "{:?}", update.send().await?.description())?;
    let page = client.get_deployments().api_id("a1").next_token("a b&c=d/é").send().await?;
    writeln!(out, "{} {:?}", page.items().len(), page.next_token())?;
    client.delete_deployment().api_id("a1").deployment_id(id).send().await?;
    Ok(())
}
