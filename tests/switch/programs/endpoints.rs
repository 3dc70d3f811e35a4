//! Endpoints by a resolver of one's own, and by the rules.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::config::endpoint::{
    DefaultResolver, Endpoint, EndpointFuture, Params, ResolveEndpoint,
};
use aws_sdk_apigatewayv2::{Client, config};
use std::fmt::Write;

#[derive(Debug)]
struct Proxy(String);

impl ResolveEndpoint for Proxy {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        let region = params.region().unwrap_or("nowhere");
        let url = format!("{}/v2/apis/{region}", self.0);
        EndpointFuture::ready(Ok(Endpoint::builder().url(url).header("x-proxied", "1").build()))
    }
}

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let config = config::Builder::from(&sdk_config(url)).endpoint_resolver(Proxy(url.to_owned()));
    let proxied = Client::from_conf(config.build()).get_apis().send().await;
    writeln!(out, "{:?}", proxied.map_err(|error| error.raw_response().map(|r| r.status())).err())?;

    let resolver = DefaultResolver::new();
    for (region, fips, dual) in [
        ("eu-west-1", false, false),
        ("us-gov-west-1", true, true),
        ("cn-north-1", false, true),
        ("us-iso-east-1", false, false),
        ("us-iso-east-1", false, true),
    ] {
        let params =
            Params::builder().region(region).use_fips(fips).use_dual_stack(dual).build()?;
        let endpoint = resolver.resolve_endpoint(&params).await;
        let endpoint = endpoint.as_ref().map(|endpoint| endpoint.url());
        writeln!(out, "{params:?} {:?}", endpoint.map_err(ToString::to_string))?;
    }
    Ok(())
}
