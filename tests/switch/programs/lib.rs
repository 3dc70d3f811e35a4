//! Small programs as users of `aws_sdk_apigatewayv2` write them. The packages beside this folder
//! compile them with the official crate and with ours.
//!
//! A program is given the address of a server that plays the service, as LocalStack does, and a
//! string to print to.

use aws_sdk_apigatewayv2::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, SharedHttpClient,
};
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use std::error::Error;
use std::pin::Pin;

mod api_mappings;
mod apis;
mod authorizers;
mod deployments;
mod domain_names;
mod import_export;
mod integration_responses;
mod integrations;
mod models;
mod portal_products;
mod portals;
mod product_pages;
mod route_responses;
mod routes;
mod routing_rules;
mod stages;
mod tags;
mod vpc_links;

/// What a program ends with.
type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Starts a program; it gives what it printed.
pub type Run = fn(String) -> Pin<Box<dyn Future<Output = Outcome<String>>>>;

macro_rules! programs {
    ($($name:ident),* $(,)?) => {
        /// The programs, by name.
        pub const PROGRAMS: &[(&str, Run)] = &[$((stringify!($name), |url| {
            Box::pin(async move {
                let mut out = String::new();
                $name::run(&url, &mut out).await?;
                Ok(out)
            })
        })),*];
    };
}

programs![
    api_mappings,
    apis,
    authorizers,
    deployments,
    domain_names,
    import_export,
    integration_responses,
    integrations,
    models,
    portal_products,
    portals,
    product_pages,
    route_responses,
    routes,
    routing_rules,
    stages,
    tags,
    vpc_links
];

/// What `aws_config` would load: a region, credentials and the address of the server.
fn sdk_config(url: &str) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "programs");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(url)
        .http_client(http_client())
        .retry_config(RetryConfig::disabled())
        .build()
}

/// A client without TLS, which the server does not speak.
fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}
