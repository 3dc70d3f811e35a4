//! Routing rules, and the one paginator that the official crate has, used in every way.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{
    RoutingRule, RoutingRuleAction, RoutingRuleActionInvokeApi, RoutingRuleCondition,
    RoutingRuleMatchBasePaths, RoutingRuleMatchHeaderValue, RoutingRuleMatchHeaders,
};
use std::fmt::Write;

const DOMAIN: &str = "api.example.com";

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let create = client.create_routing_rule().domain_name(DOMAIN).priority(10);
    let created = create.conditions(under("carts")).conditions(beta()).actions(invoke()).send();
    let id = created.await?.routing_rule_id.ok_or("a rule has an id")?;
    let put = client.put_routing_rule().domain_name(DOMAIN).routing_rule_id(&id).priority(-1);
    let put = put.domain_name_id("d6").actions(invoke()).conditions(under("")).send().await?;
    writeln!(out, "{:?} {:?}", put.routing_rule_arn(), put.actions())?;
    let got = client.get_routing_rule().domain_name(DOMAIN).routing_rule_id(&id).send().await?;
    writeln!(out, "{:?}", got.conditions())?;
    list(&client, out).await?;
    client.delete_routing_rule().domain_name(DOMAIN).routing_rule_id(id).send().await?;
    Ok(())
}

async fn list(client: &Client, out: &mut String) -> Outcome {
    let list = || client.list_routing_rules().domain_name(DOMAIN).into_paginator();
    let mut pages = list().page_size(2).send();
    while let Some(page) = pages.next().await {
        let page = page?;
        writeln!(out, "a page of {} and {:?}", page.routing_rules().len(), page.next_token())?;
    }
    let mut items = list().items().send();
    while let Some(rule) = items.try_next().await? {
        writeln!(out, "{:?} {:?}", rule.routing_rule_id(), rule.priority())?;
    }
    let all = list().items().send().collect::<Result<Vec<RoutingRule>, _>>().await?;
    let pages = list().send().try_collect().await?;
    writeln!(out, "{} rules on {} pages", all.len(), pages.len())?;

    let none = client.list_routing_rules().domain_name("missing.example.com").into_paginator();
    let error = none.items().send().next().await.ok_or("it fails")?.unwrap_err();
    writeln!(out, "{}", error.into_service_error().is_not_found_exception())?;
    Ok(())
}

fn under(path: &str) -> RoutingRuleCondition {
    let paths = RoutingRuleMatchBasePaths::builder().any_of(path).build();
    RoutingRuleCondition::builder().match_base_paths(paths).build()
}

fn beta() -> RoutingRuleCondition {
    let value = RoutingRuleMatchHeaderValue::builder().header("x-beta").value_glob("*").build();
    let headers = RoutingRuleMatchHeaders::builder().any_of(value).build();
    RoutingRuleCondition::builder().match_headers(headers).build()
}

fn invoke() -> RoutingRuleAction {
    let api = RoutingRuleActionInvokeApi::builder().api_id("a1").stage("prod");
    RoutingRuleAction::builder().invoke_api(api.strip_base_path(true).build()).build()
}
