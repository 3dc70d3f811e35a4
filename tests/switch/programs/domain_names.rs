//! Custom domain names with mutual TLS.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::primitives::DateTime;
use aws_sdk_apigatewayv2::types::{
    DomainNameConfiguration, EndpointType, MutualTlsAuthenticationInput, RoutingMode,
    SecurityPolicy,
};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let regional = DomainNameConfiguration::builder()
        .certificate_arn("arn:aws:acm:eu-west-1:123456789012:certificate/c")
        .certificate_upload_date(DateTime::from_secs(1_700_000_000))
        .endpoint_type(EndpointType::Regional)
        .security_policy(SecurityPolicy::Tls12)
        .build();
    let store = "s3://trust/store.pem";
    let trust = MutualTlsAuthenticationInput::builder().truststore_uri(store).build();
    let created = client
        .create_domain_name()
        .domain_name("api.example.com")
        .domain_name_configurations(regional.clone())
        .mutual_tls_authentication(trust)
        .routing_mode(RoutingMode::RoutingRuleThenApiMapping)
        .tags("", "")
        .send()
        .await?;
    for configuration in created.domain_name_configurations() {
        let expires = configuration.certificate_upload_date().map(DateTime::as_secs_f64);
        writeln!(out, "{:?} {expires:?}", configuration.api_gateway_domain_name())?;
    }
    let update = client.update_domain_name().domain_name("api.example.com");
    let update = update.set_domain_name_configurations(Some(vec![regional]));
    writeln!(out, "{:?}", update.send().await?.routing_mode())?;
    let got = client.get_domain_name().domain_name("*.example.com").send().await?;
    let warnings = got.mutual_tls_authentication().map(|tls| tls.truststore_warnings());
    writeln!(out, "{:?} {warnings:?}", got.api_mapping_selection_expression())?;
    let page = client.get_domain_names().send().await?;
    writeln!(out, "{:?}", page.items().iter().map(|d| d.domain_name()).collect::<Vec<_>>())?;
    client.delete_domain_name().domain_name("api.example.com").send().await?;
    Ok(())
}
