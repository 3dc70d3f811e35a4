//! `Debug` of requests and answers, as programs log it. That of an error has the status in it with
//! our crate.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::operation::export_api::ExportApiOutput;
use aws_sdk_apigatewayv2::primitives::Blob;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    writeln!(out, "{:?}", client.get_api().api_id("a1").as_input())?;
    writeln!(out, "{:?}", client.get_api().api_id("a1").send().await?)?;
    writeln!(out, "{:#?}", client.get_stage().api_id("a1").stage_name("prod").send().await?)?;
    writeln!(out, "{:?}", client.get_integrations().api_id("a1").send().await?)?;
    writeln!(out, "{:?}", client.get_domain_name().domain_name("example.com").send().await?)?;
    writeln!(out, "{:?}", client.get_portal().portal_id("p1").send().await?)?;
    writeln!(out, "{:?}", client.reset_authorizers_cache().as_input().clone().build())?;
    writeln!(out, "{:?}", ExportApiOutput::builder().body(Blob::new("text")).build())?;
    Ok(())
}
