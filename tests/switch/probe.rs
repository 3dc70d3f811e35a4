//! What becomes of calls, as far as their caller can know.

use aws_sdk_apigatewayv2::config::retry::{RetryPartition, TokenBucket};
use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::{Client, Error, config};
use aws_smithy_types::retry::ProvideErrorKind;
use aws_types::SdkConfig;
use std::fmt::Debug;
use std::pin::Pin;

/// Calls operations by their names, one after the other and with one client; tells what became of each.
pub type Probe =
    fn(&'static [&'static str], SdkConfig) -> Pin<Box<dyn Future<Output = Told> + Send>>;

/// One text a call.
pub type Told = Vec<String>;

/// The [`Probe`] of this crate.
pub fn probe(
    operations: &'static [&'static str],
    config: SdkConfig,
) -> Pin<Box<dyn Future<Output = Told> + Send>> {
    Box::pin(async move {
        let client = Client::from_conf(with_own_budget(&config));
        let mut told = Vec::new();
        for operation in operations {
            told.push(call(&client, operation).await);
        }
        told
    })
}

/// Without it, all clients of a process would share what they may spend on retries.
fn with_own_budget(config: &SdkConfig) -> config::Config {
    let unlimited = RetryPartition::custom("unlimited").token_bucket(TokenBucket::unlimited());
    config::Builder::from(config).retry_partition(unlimited.build()).build()
}

async fn call(client: &Client, operation: &str) -> String {
    match operation {
        "CreateApi" => told(client.create_api().name("n").send().await),
        "DeleteApi" => told(client.delete_api().api_id("a1").send().await),
        "ExportApi" => {
            let export = client.export_api().api_id("a1").output_type("JSON");
            told(export.specification("OAS30").send().await)
        }
        "GetApi" => told(client.get_api().api_id("a1").send().await),
        "GetApis" => told(client.get_apis().send().await),
        "GetAuthorizer" => {
            told(client.get_authorizer().api_id("a1").authorizer_id("z1").send().await)
        }
        "GetDomainName" => told(client.get_domain_name().domain_name("d1").send().await),
        "GetIntegration" => {
            told(client.get_integration().api_id("a1").integration_id("i1").send().await)
        }
        "GetPortal" => told(client.get_portal().portal_id("p1").send().await),
        "GetRoutingRule" => {
            told(client.get_routing_rule().domain_name("d1").routing_rule_id("r1").send().await)
        }
        "GetStage" => told(client.get_stage().api_id("a1").stage_name("s1").send().await),
        "Unbuilt" => told(client.get_api().send().await),
        other => panic!("nobody needs {other} so far"),
    }
}

fn told<O: Debug, E: ProvideErrorMetadata + ProvideErrorKind>(
    result: Result<O, SdkError<E>>,
) -> String
where
    Error: From<SdkError<E>>,
{
    let error = match result {
        Ok(output) => return format!("{output:?}"),
        Err(error) => error,
    };
    let status = error.raw_response().map(|response| response.status().as_u16());
    let stage = match &error {
        SdkError::ConstructionFailure(_) => "not built".to_owned(),
        SdkError::TimeoutError(_) => "late".to_owned(),
        SdkError::DispatchFailure(why) => {
            let facts = [
                (why.is_io(), "io"),
                (why.is_timeout(), "timeout"),
                (why.is_user(), "user"),
                (why.is_other(), "other"),
            ];
            let facts = facts.into_iter().filter_map(|(is, name)| is.then_some(name));
            format!("not sent: {}", facts.collect::<Vec<_>>().join(" "))
        }
        SdkError::ResponseError(_) => "no answer".to_owned(),
        SdkError::ServiceError(context) => {
            let (error, meta) = (context.err(), context.err().meta());
            let (code, message) = (meta.code().unwrap_or("-"), meta.message().unwrap_or("-"));
            format!("refused: {code}, {message}, {:?}", error.retryable_error_kind())
        }
        _ => "something new".to_owned(),
    };
    format!("{stage}; {status:?}; {}", variant(error.into()))
}

/// The error's variant, with its members if it is modeled. The text of what is `Unhandled` is each crate's
/// own.
fn variant(error: Error) -> String {
    match format!("{error:?}") {
        shown if shown.starts_with("Unhandled") => "Unhandled".to_owned(),
        shown => shown.split(", meta: ").next().unwrap_or_default().to_owned(),
    }
}
