//! Listings by our clients and by boto3.

use crate::server::Form;
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_types::error::display::DisplayErrorContext;
use smithwright_runtime::paginator::{PaginationStream, ResumeToken};
use smithwright_tests::boto3::Driver;
use smithwright_tests::dynamic::to_json;
use std::pin::Pin;
use std::time::Duration;

/// How to list.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub page_size: Option<i32>,
    pub max_items: Option<usize>,
    pub starting_token: Option<String>,
}

/// What a listing gave, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    pub all: Vec<Value>,
    pub resume: Option<String>,
    pub error: Option<String>,
    /// The resume token before anything was given, and after each.
    pub meanwhile: Vec<Option<String>>,
}

/// Our clients of one server.
pub struct Clients {
    apigateway: smithwright_apigateway::Client,
    apigatewayv2: smithwright_apigatewayv2::Client,
    pages: fixture_pages::Client,
}

macro_rules! client {
    ($crate_:ident, $url:expr) => {{
        use $crate_::config::retry::{RetryConfig, RetryPartition, TokenBucket};
        use $crate_::config::{BehaviorVersion, Config, Credentials, Region};
        let tries = RetryConfig::standard().with_initial_backoff(Duration::from_micros(1));
        let unlimited = RetryPartition::custom("unlimited").token_bucket(TokenBucket::unlimited());
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
            .retry_config(tries.with_max_attempts(3))
            .retry_partition(unlimited.build())
            .endpoint_url($url);
        $crate_::Client::from_conf(config.build())
    }};
}

impl Clients {
    pub fn new(url: &str) -> Self {
        Self {
            apigateway: client!(smithwright_apigateway, url),
            apigatewayv2: client!(smithwright_apigatewayv2, url),
            pages: client!(fixture_pages, url),
        }
    }
}

type Future<'a> = Pin<Box<dyn std::future::Future<Output = Listed> + Send + 'a>>;
type List = for<'a> fn(&'a Clients, &'a Case) -> Future<'a>;

/// An operation that answers in pages.
pub struct Operation {
    pub service: &'static str,
    pub name: &'static str,
    /// The members that a request needs.
    pub needs: &'static [&'static str],
    /// Which parts of a [`Case`] it can do beside starting tokens.
    pub can: &'static [&'static str],
    pub pages: List,
    pub items: Option<List>,
}

/// An endless listing is one that is longer than this.
pub const ENDLESS: usize = 50;

async fn drain<T, E: std::error::Error>(
    resume: ResumeToken,
    mut stream: PaginationStream<Result<T, E>>,
    show: impl Fn(T) -> Value,
) -> Listed {
    let mut listed = Listed { meanwhile: vec![resume.get()], ..Listed::default() };
    while listed.all.len() < ENDLESS
        && let Some(next) = stream.next().await
    {
        match next {
            Ok(one) => listed.all.push(show(one)),
            Err(error) => listed.error = Some(DisplayErrorContext(&error).to_string()),
        }
        listed.meanwhile.push(resume.get());
    }
    Listed { resume: resume.get(), ..listed }
}

macro_rules! list {
    ($client:ident $method:ident [$($needs:ident)*] [$($can:ident)*] $($items:ident $show:expr)?) => {
        |clients, case| {
            let mut paginator = clients.$client.$method()$(.$needs("x"))*.into_paginator();
            $(if let Some(value) = case.$can {
                paginator = paginator.$can(value);
            })*
            if let Some(token) = &case.starting_token {
                paginator = paginator.starting_token(token.clone());
            }
            $(let paginator = paginator.$items();)?
            let shown = list!(@show $($show)?);
            Box::pin(drain(paginator.resume_token(), paginator.send(), shown))
        }
    };
    (@show) => { |page| to_json(&page).expect("a page is JSON") };
    (@show $show:expr) => { $show };
}

macro_rules! operations {
    ($($name:ident = $client:ident $method:ident $needs:tt $can:tt $({ $show:expr })?;)*) => {
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            service: stringify!($client),
            name: stringify!($name),
            needs: names!($needs),
            can: names!($can),
            pages: list!($client $method $needs $can),
            items: operations!(@items $client $method $needs $can $($show)?),
        }),*];
    };
    (@items $client:ident $method:ident $needs:tt $can:tt) => { None };
    (@items $client:ident $method:ident $needs:tt $can:tt $show:expr) => {
        Some(list!($client $method $needs $can items $show))
    };
}

macro_rules! names {
    ([$($name:ident)*]) => { &[$(stringify!($name)),*] };
}

operations! {
    GetApiKeys = apigateway get_api_keys [] [page_size max_items] { structure };
    GetAuthorizers = apigateway get_authorizers [rest_api_id] [page_size max_items] { structure };
    GetBasePathMappings = apigateway get_base_path_mappings [domain_name] [page_size max_items] { structure };
    GetClientCertificates = apigateway get_client_certificates [] [page_size max_items] { structure };
    GetDeployments = apigateway get_deployments [rest_api_id] [page_size max_items] { structure };
    GetDocumentationParts = apigateway get_documentation_parts [rest_api_id] [page_size max_items] { structure };
    GetDocumentationVersions = apigateway get_documentation_versions [rest_api_id] [page_size max_items] { structure };
    GetDomainNameAccessAssociations = apigateway get_domain_name_access_associations [] [page_size max_items] { structure };
    GetDomainNames = apigateway get_domain_names [] [page_size max_items] { structure };
    GetGatewayResponses = apigateway get_gateway_responses [rest_api_id] [page_size max_items] { structure };
    GetModels = apigateway get_models [rest_api_id] [page_size max_items] { structure };
    GetRequestValidators = apigateway get_request_validators [rest_api_id] [page_size max_items] { structure };
    GetResources = apigateway get_resources [rest_api_id] [page_size max_items] { structure };
    GetRestApis = apigateway get_rest_apis [] [page_size max_items] { structure };
    GetSdkTypes = apigateway get_sdk_types [] [page_size max_items] { structure };
    GetUsage = apigateway get_usage [usage_plan_id start_date end_date] [page_size max_items] { |item| json!(item) };
    GetUsagePlanKeys = apigateway get_usage_plan_keys [usage_plan_id] [page_size max_items] { structure };
    GetUsagePlans = apigateway get_usage_plans [] [page_size max_items] { structure };
    GetVpcLinks = apigateway get_vpc_links [] [page_size max_items] { structure };

    GetApiMappings = apigatewayv2 get_api_mappings [domain_name] [page_size max_items] { structure };
    GetApis = apigatewayv2 get_apis [] [page_size max_items] { structure };
    GetAuthorizers = apigatewayv2 get_authorizers [api_id] [page_size max_items] { structure };
    GetDeployments = apigatewayv2 get_deployments [api_id] [page_size max_items] { structure };
    GetDomainNames = apigatewayv2 get_domain_names [] [page_size max_items] { structure };
    GetIntegrationResponses = apigatewayv2 get_integration_responses [api_id integration_id] [page_size max_items] { structure };
    GetIntegrations = apigatewayv2 get_integrations [api_id] [page_size max_items] { structure };
    GetModels = apigatewayv2 get_models [api_id] [page_size max_items] { structure };
    GetRouteResponses = apigatewayv2 get_route_responses [api_id route_id] [page_size max_items] { structure };
    GetRoutes = apigatewayv2 get_routes [api_id] [page_size max_items] { structure };
    GetStages = apigatewayv2 get_stages [api_id] [page_size max_items] { structure };
    GetVpcLinks = apigatewayv2 get_vpc_links [] [page_size max_items] { structure };
    ListPortalProducts = apigatewayv2 list_portal_products [] [page_size max_items] { structure };
    ListPortals = apigatewayv2 list_portals [] [page_size max_items] { structure };
    ListProductPages = apigatewayv2 list_product_pages [portal_product_id] [page_size max_items] { structure };
    ListProductRestEndpointPages = apigatewayv2 list_product_rest_endpoint_pages [portal_product_id] [page_size max_items] { structure };
    ListRoutingRules = apigatewayv2 list_routing_rules [domain_name] [page_size max_items] { structure };

    GetHistory = pages get_history [] [];
    ListCorrected = pages list_corrected [] [max_items] { |item| json!(item) };
    ListInferred = pages list_inferred [] [page_size max_items] { |item| json!(item) };
    ListNested = pages list_nested [] [page_size max_items] { |item| json!(item) };
    ListObjects = pages list_objects [] [page_size max_items] { structure };
    ListParts = pages list_parts [] [page_size max_items] { |item| json!(item) };
    ListRecords = pages list_records [] [page_size max_items] { |item| json!(item) };
    ListShards = pages list_shards [] [page_size max_items] { structure };
    ListUsage = pages list_usage [] [max_items] { |item| json!(item) };
    ReadLog = pages read_log [] [page_size max_items];
}

fn structure(item: impl smithwright_runtime::serde::Structure) -> Value {
    to_json(&item).expect("an item is JSON")
}

/// The operation whose pages look like this.
pub fn operation(form: &Form) -> &'static Operation {
    let is = |it: &&Operation| (it.service, it.name) == (form.service, form.operation);
    let found = OPERATIONS.iter().find(is);
    found.unwrap_or_else(|| panic!("{} does not answer in pages", form.operation))
}

/// What a listing by boto3 gave: its pages, its items, and how it ended.
#[derive(Clone, Debug)]
pub struct Theirs {
    pub pages: Vec<Value>,
    pub items: Vec<Value>,
    pub resume: Option<String>,
    pub error: Option<String>,
}

/// Lists with boto3.
pub fn theirs(boto3: &mut Driver, operation: &Operation, input: &Value, case: &Case) -> Theirs {
    let mut input = input.clone();
    for name in operation.needs {
        let name = pascal(name);
        let name = match operation.service {
            "apigateway" => name[..1].to_lowercase() + &name[1..],
            _ => name,
        };
        input[name] = "x".into();
    }
    let answer = boto3.ask(&json!({
        "service": operation.service,
        "operation": operation.name,
        "input": input,
        "config": {
            "PageSize": case.page_size,
            "MaxItems": case.max_items,
            "StartingToken": case.starting_token,
        },
        "pages": ENDLESS,
    }));
    let list = |name: &str| answer[name].as_array().expect("a list").clone();
    let text = |name: &str| answer[name].as_str().map(str::to_owned);
    Theirs {
        pages: list("pages"),
        items: list("items"),
        resume: text("resume"),
        error: text("error"),
    }
}

fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}
