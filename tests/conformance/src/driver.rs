//! Reads jobs, runs each, and writes a line about each.

use crate::answer::{self, Called};
use crate::body::Reading;
use crate::wire::{Answer, Wire};
use crate::{Difference, dynamic, request, scenario};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smithwright_runtime::aws_credential_types::Credentials;
use smithwright_runtime::aws_credential_types::provider::SharedCredentialsProvider;
use smithwright_runtime::aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use smithwright_runtime::aws_smithy_runtime_api::client::result::SdkError;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_runtime::aws_smithy_types::endpoint::Endpoint;
use smithwright_runtime::aws_smithy_types::error::display::DisplayErrorContext;
use smithwright_runtime::aws_smithy_types::error::metadata::ProvideErrorMetadata;
use smithwright_runtime::aws_smithy_types::retry::RetryConfig;
use smithwright_runtime::aws_types::SdkConfig;
use smithwright_runtime::aws_types::region::Region;
use smithwright_runtime::paginator::PaginationStream;
use smithwright_runtime::presigning::PresignedRequest;
use smithwright_runtime::serde::Visitor;
use smithwright_runtime::waiter::WaiterError;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io::{self, BufRead, Write};
use std::pin::Pin;
use std::process::ExitCode;
use std::time::Duration;

pub use crate::scenario::{Ask, How};
pub use smithwright_runtime::serde::Structure;

/// For how long a presigned request is good.
pub const EXPIRY: Duration = Duration::from_secs(900);

/// How long a waiter waits.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Calls an operation with an input in JSON.
pub type Call = fn(SdkConfig, Ask) -> Running<Called>;
/// Finds the endpoint for parameters in JSON.
pub type Find = fn(Value) -> Running<Value>;
/// Something that runs, and may fail before it begins.
pub type Running<T> = Pin<Box<dyn Future<Output = Result<T, String>> + Send>>;

/// Where a case goes when the suite names no endpoint.
const ENDPOINT: &str = "http://localhost";

/// A case, and what the model tells about it.
#[derive(Debug, Deserialize, Serialize)]
pub struct Job {
    /// The crate in which the operation or the endpoint rules are.
    pub service: String,
    /// The operation; empty for endpoint rules.
    pub operation: String,
    /// The endpoint of the suite.
    pub endpoint: Option<String>,
    /// How bodies are to be read.
    pub reading: Reading,
    /// Whether the input lacks an idempotency token, which the client makes up.
    pub token: bool,
    /// The members that the model gives to the operation's errors.
    pub error_members: BTreeSet<String>,
    /// The case.
    pub case: Value,
}

/// Runs the jobs on standard input, one a line, and writes what differs, one line for each.
/// `call` and `find` look up what was generated.
///
/// # Errors
///
/// When standard input or output is broken.
pub fn main(
    call: fn(&str, &str) -> Option<Call>,
    find: fn(&str) -> Option<Find>,
) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // A panic is told as what it is: the failure of a case.
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let job: Job = serde_json::from_str(&line?)?;
        let (call, find) = (call(&job.service, &job.operation), find(&job.service));
        let found = runtime.block_on(async { tokio::spawn(run(job, call, find)).await });
        let found = found.unwrap_or_else(|panic| vec![trouble("no panic", panic)]);
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn trouble(expected: &str, actual: impl ToString) -> Difference {
    Difference::trouble("run", expected, actual)
}

async fn run(job: Job, call: Option<Call>, find: Option<Find>) -> Vec<Difference> {
    let found = match (call, find) {
        (Some(call), _) if job.case.get("serialized").is_some() => sent(&job, call).await,
        (Some(call), _) => read(&job, call).await,
        (None, Some(find)) => {
            let found = find(job.case["params"].clone()).await;
            Ok(answer::endpoint_differences(&job.case["expect"], &found))
        }
        (None, None) => Err(format!("nothing is generated for {}", job.operation)),
    };
    found.unwrap_or_else(|error| vec![trouble("a run", error)])
}

async fn sent(job: &Job, call: Call) -> Result<Vec<Difference>, String> {
    let wire = Wire::new(Answer::empty());
    let called = call(job.config(&wire), job.ask(job.case["params"].clone())).await?;
    Ok(match wire.asked() {
        Some(asked) => {
            request::differences(&job.case["serialized"], &asked, &job.reading, job.token)
        }
        None => vec![trouble("a request", format!("{called:?}"))],
    })
}

async fn read(job: &Job, call: Call) -> Result<Vec<Difference>, String> {
    let answer = Answer::of_case(&job.case["response"], |text| job.reading.bytes(text))?;
    let wire = Wire::new(answer);
    // What the case does not care for, but the request cannot do without.
    let params = job.case.get("params").cloned().unwrap_or_else(|| json!({}));
    let called = call(job.config(&wire), job.ask(params)).await?;
    Ok(answer::differences(&job.case, &called, &job.error_members))
}

impl Job {
    /// That of a client that uses the wire.
    fn config(&self, wire: &Wire) -> SdkConfig {
        let config = config(self.endpoint.as_deref().unwrap_or(ENDPOINT));
        config.into_builder().http_client(wire.clone()).build()
    }

    fn ask(&self, input: Value) -> Ask {
        let (service, operation) = (self.service.clone(), self.operation.clone());
        Ask { service, operation, input, how: How::Once }
    }
}

/// A configuration for a service at `url`: credentials that sign and are nobody's, and no retries.
pub fn config(url: &str) -> SdkConfig {
    let credentials = Credentials::new("AKID", "secret", None, None, "conformance");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(url)
        .build()
}

/// Sets what `params` names.
///
/// # Errors
///
/// When the structure has no such member.
pub fn fill(input: &mut dyn Structure, params: &Value) -> Result<(), String> {
    dynamic::from_json(input, params)
        .map_err(|error| format!("the input cannot be made: {error}"))?;
    if let Some(name) = stream_name(input) {
        let body = dynamic::stream(&params[name])
            .map_err(|error| format!("the stream cannot be made: {error}"))?;
        if let Some(stream) = bytes(input) {
            *stream = body;
        }
    }
    Ok(())
}

/// The member that is a stream of bytes, if there is one.
fn bytes(structure: &mut dyn Structure) -> Option<&mut ByteStream> {
    structure.stream().and_then(|stream| (stream as &mut dyn Any).downcast_mut())
}

/// The name of the member that is a stream, if there is one.
fn stream_name(structure: &dyn Structure) -> Option<&'static str> {
    let mut name = None;
    structure.fields(Visitor(&mut |fields| {
        let mut members = structure.table().shape().members().iter().zip(fields);
        let stream = members.find(|(_, field)| (**field as &dyn Any).is::<ByteStream>());
        name = stream.map(|(member, _)| member.name());
    }));
    name
}

/// A field of an input as its setter takes it.
pub fn given<T: Given>(field: T) -> Option<T::Value> {
    field.given()
}

/// A field of an input.
pub trait Given {
    /// What the setter takes, in an `Option`.
    type Value;
    /// The value.
    fn given(self) -> Option<Self::Value>;
}

impl<T> Given for Option<T> {
    type Value = T;
    fn given(self) -> Option<T> {
        self
    }
}

impl Given for ByteStream {
    type Value = Self;
    fn given(self) -> Option<Self> {
        Some(self)
    }
}

/// What became of a call; `modeled` shows the structure of a modeled error.
///
/// # Errors
///
/// When something in it cannot be said in JSON.
pub async fn called<O, E, R>(
    result: Result<O, SdkError<E, R>>,
    modeled: impl Fn(&E) -> Option<&dyn Structure>,
) -> Result<Called, String>
where
    O: Structure,
    E: Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug,
{
    match result {
        Ok(output) => read_output(output).await,
        Err(error) => failed(&error, modeled),
    }
}

/// What became of a listing: its pages, or the first error.
///
/// # Errors
///
/// When something in it cannot be said in JSON.
pub async fn listed<O, E, R>(
    mut pages: PaginationStream<Result<O, SdkError<E, R>>>,
    modeled: impl Fn(&E) -> Option<&dyn Structure>,
) -> Result<Called, String>
where
    O: Structure,
    E: Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug,
{
    let mut listed = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => listed.push(json(&page)?),
            Err(error) => return failed(&error, modeled),
        }
    }
    Ok(Called::Output { value: listed.into(), empty_stream: None })
}

/// What became of a wait.
pub fn waited<T, O, E>(result: Result<T, WaiterError<O, E>>) -> Called
where
    O: fmt::Debug,
    E: Error + 'static,
{
    match result {
        Ok(_) => Called::Output { value: json!({}), empty_stream: None },
        Err(error) => Called::Failed(DisplayErrorContext(&error).to_string()),
    }
}

/// What became of presigning: the request, as [`Boto3::fetch`](crate::boto3::Boto3::fetch) takes it.
///
/// # Errors
///
/// When something in it cannot be said in JSON.
pub fn presigned<E, R>(
    result: Result<PresignedRequest, SdkError<E, R>>,
    modeled: impl Fn(&E) -> Option<&dyn Structure>,
) -> Result<Called, String>
where
    E: Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug,
{
    let request = match result {
        Ok(request) => request,
        Err(error) => return failed(&error, modeled),
    };
    let headers: BTreeMap<_, _> = request.headers().collect();
    let value = json!({ "method": request.method(), "url": request.uri(), "headers": headers });
    Ok(Called::Output { value, empty_stream: None })
}

/// The operation cannot be called in this way.
///
/// # Errors
///
/// Always.
pub fn impossible(how: &How) -> Result<Called, String> {
    Err(format!("there is no such paginator or waiter, or it cannot be presigned: {how:?}"))
}

/// Calls an operation of the server at `url`, as a [`Peer`](crate::scenario::Peer) does.
///
/// # Errors
///
/// That of the operation.
pub async fn called_by(call: Call, url: &str, ask: &Ask) -> scenario::Answer {
    match call(config(url), ask.clone()).await {
        Ok(Called::Output { value, .. }) => Ok(value),
        Ok(Called::Error { code, message, modeled, .. }) => Err(json!({
            "Code": code,
            "Message": message,
            "Modeled": modeled.is_some(),
            "Members": modeled,
        })),
        Ok(Called::Failed(error)) | Err(error) => Err(scenario::no_service_error(error)),
    }
}

async fn read_output(mut output: impl Structure) -> Result<Called, String> {
    let mut value = json(&output)?;
    let mut empty_stream = None;
    if let Some((name, body)) = stream_name(&output).zip(bytes(&mut output)) {
        let body = std::mem::take(body).collect().await;
        let body = body.map_err(|error| format!("the body cannot be read: {error}"))?;
        match body.into_bytes() {
            empty if empty.is_empty() => empty_stream = Some(name.to_owned()),
            bytes => value[name] = dynamic::blob(&bytes),
        }
    }
    Ok(Called::Output { value, empty_stream })
}

fn failed<E, R>(
    error: &SdkError<E, R>,
    modeled: impl Fn(&E) -> Option<&dyn Structure>,
) -> Result<Called, String>
where
    E: Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug,
{
    let shown = DisplayErrorContext(error).to_string();
    let Some(error) = error.as_service_error() else { return Ok(Called::Failed(shown)) };
    Ok(Called::Error {
        code: error.code().map(str::to_owned),
        message: error.message().map(str::to_owned),
        modeled: modeled(error).map(json).transpose()?,
        shown,
    })
}

fn json(structure: &dyn Structure) -> Result<Value, String> {
    dynamic::to_json(structure).map_err(|error| format!("the answer cannot be told: {error}"))
}

/// A parameter of endpoint rules.
///
/// # Errors
///
/// When the case gives it a wrong type.
pub fn parameter<T: DeserializeOwned>(params: &Value, name: &str) -> Result<Option<T>, String> {
    let value = params.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| format!("the parameter {name}: {error}"))
}

/// An endpoint as cases write it.
pub fn shown(endpoint: &Endpoint) -> Value {
    let properties = endpoint.properties().iter();
    let properties = properties.map(|(name, value)| (name.to_string(), dynamic::document(value)));
    let schemes: Vec<_> = endpoint
        .auth_schemes()
        .iter()
        .map(|scheme| dynamic::document(&scheme.as_document()))
        .collect();
    let schemes = (!schemes.is_empty()).then(|| ("authSchemes".to_owned(), schemes.into()));
    let headers = endpoint.headers().map(|(name, values)| (name.to_owned(), values.collect()));
    json!({
        "url": endpoint.url(),
        "headers": headers.collect::<serde_json::Map<_, Value>>(),
        "properties": properties.chain(schemes).collect::<serde_json::Map<_, _>>(),
    })
}
