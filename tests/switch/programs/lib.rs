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
mod builders;
mod captured;
mod concurrency;
mod config_override;
mod configuration;
mod crate_error;
mod credentials;
mod customize;
mod debug_output;
mod deployments;
mod domain_names;
mod endpoints;
mod enums;
mod errors_by_code;
mod errors_by_variant;
mod import_export;
mod integration_responses;
mod integrations;
mod interceptors;
mod into_service_error;
mod localstack;
mod mocked;
mod models;
mod portal_products;
mod portals;
mod product_pages;
mod replayed;
mod request_ids;
mod retries;
mod route_responses;
mod routes;
mod routing_rules;
mod sdk_errors;
mod stages;
mod tags;
mod timestamps;
mod tracing_spans;
mod vpc_links;

#[path = "../probe.rs"]
mod probe;

pub use probe::{Probe, Told, probe};

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
    builders,
    captured,
    concurrency,
    config_override,
    configuration,
    crate_error,
    credentials,
    customize,
    debug_output,
    deployments,
    domain_names,
    endpoints,
    enums,
    errors_by_code,
    errors_by_variant,
    import_export,
    integration_responses,
    integrations,
    interceptors,
    into_service_error,
    localstack,
    mocked,
    models,
    portal_products,
    portals,
    product_pages,
    replayed,
    request_ids,
    retries,
    route_responses,
    routes,
    routing_rules,
    sdk_errors,
    stages,
    tags,
    timestamps,
    tracing_spans,
    vpc_links
];

/// What `aws_config` would load: a region, credentials and the address of the server.
pub fn sdk_config(url: &str) -> SdkConfig {
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
