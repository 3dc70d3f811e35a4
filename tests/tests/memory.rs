//! Long listings need no more memory than short ones.
#![cfg(target_os = "linux")]

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::{Config, HttpClient, RuntimeComponents};
use smithwright_runtime::aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse,
};
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_tests::canned::Canned;

const ITEMS: usize = 100_000;

/// A service with so many integrations.
#[derive(Clone, Debug)]
struct Long;

impl HttpConnector for Long {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let parameter = |name: &str| {
            let (_, query) = request.uri().split_once('?')?;
            let mut parameters = query.split('&').filter_map(|it| it.split_once('='));
            let (_, value) = parameters.find(|(other, _)| *other == name)?;
            value.parse::<usize>().ok()
        };
        let (start, size) =
            (parameter("nextToken").unwrap_or(0), parameter("maxResults").unwrap_or(100));
        let end = ITEMS.min(start + size);
        let item =
            |index| format!(r#"{{"integrationId": "i{index}", "description": "{index:0>200}"}}"#);
        let items: Vec<_> = (start..end).map(item).collect();
        let token = if end < ITEMS { format!("\"{end}\"") } else { "null".to_owned() };
        let page = format!(r#"{{"items": [{}], "nextToken": {token}}}"#, items.join(", "));
        let status = 200.try_into().expect("it is a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(page))))
    }
}

impl HttpClient for Long {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// What the process holds in memory, in megabytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("it is told");
    let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok());
    kilobytes.expect("it is a number") / 1024
}

#[tokio::test]
async fn memory_stays_flat_over_a_hundred_thousand_items() {
    let config: Config = Canned::new([]).config().http_client(Long).build();
    let client = Client::from_conf(config);
    for size in [10, 100] {
        let paginator = client.get_integrations().api_id("a").into_paginator().page_size(size);
        let mut items = paginator.items().send();
        let (mut count, mut early) = (0, 0);
        while let Some(item) = items.next().await {
            assert_eq!(item.unwrap().integration_id(), Some(format!("i{count}").as_str()));
            count += 1;
            if count == ITEMS / 10 {
                early = resident();
            }
        }
        assert_eq!(count, ITEMS);
        let late = resident();
        assert!(late <= early + 4, "{size} a page: {early} MB early, {late} MB at the end");
    }
}
