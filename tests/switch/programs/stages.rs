//! Stages, with the settings of their routes and logs.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{AccessLogSettings, LoggingLevel, RouteSettings};
use std::collections::HashMap;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let log = AccessLogSettings::builder()
        .destination_arn("arn:aws:logs:eu-west-1:123456789012:log-group:shop")
        .format(r#"{"id":"$context.requestId"}"#)
        .build();
    let quick = RouteSettings::builder().throttling_rate_limit(0.5).throttling_burst_limit(2);
    let quick = quick.logging_level(LoggingLevel::Info).detailed_metrics_enabled(true).build();
    let created = client
        .create_stage()
        .api_id("a1")
        .stage_name("$default")
        .auto_deploy(true)
        .access_log_settings(log)
        .route_settings("GET /carts", quick.clone())
        .default_route_settings(RouteSettings::builder().throttling_rate_limit(1e21).build())
        .stage_variables("table", "carts")
        .send()
        .await?;
    writeln!(out, "{:?} {:?}", created.stage_name(), created.created_date())?;

    let update = client.update_stage().api_id("a1").stage_name("$default").deployment_id("d5");
    let update = update.set_stage_variables(Some(HashMap::new()));
    let updated = update.set_route_settings(Some(HashMap::from([("$default".into(), quick)])));
    let updated = updated.send().await?;
    let limits = updated.route_settings().into_iter().flat_map(HashMap::values);
    writeln!(out, "{:?}", limits.map(RouteSettings::throttling_rate_limit).collect::<Vec<_>>())?;

    let stage = client.get_stage().api_id("a1").stage_name("$default").send().await?;
    writeln!(out, "{:?} {:?}", stage.last_updated_date(), stage.access_log_settings())?;
    let stages = client.get_stages().api_id("a1").send().await?;
    writeln!(out, "{:?} {:?}", stages.items().len(), stages.next_token())?;

    let route = client.delete_route_settings().api_id("a1").stage_name("$default");
    route.route_key("GET /carts").send().await?;
    client.delete_access_log_settings().api_id("a1").stage_name("$default").send().await?;
    client.reset_authorizers_cache().api_id("a1").stage_name("$default").send().await?;
    client.delete_stage().api_id("a1").stage_name("$default").send().await?;
    Ok(())
}
