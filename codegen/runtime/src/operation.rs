//! Sending an operation.
//!
//! One plugin, one serialiser and one deserialiser serve every operation of every service; what
//! differs stands in the operation's [`Descriptor`]. Only [`send`] and the few functions that a
//! descriptor points at are compiled once an operation, and only in programs that call it.

use crate::access::Access;
use crate::client::Core;
use crate::config::endpoint::ReadParameters;
use crate::error::{self, ErrorDescriptor, ErrorMetadata, HTTP_STATUS, OperationError, Refusal};
use crate::payload;
use crate::protocol::reader;
use crate::read::Published;
use crate::stream::Stream;
use crate::telemetry::CaptureInput;
use crate::value::{self, Serializable, Structure};
use crate::{auth, config, endpoint, secrets};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::ServiceClockSkewClassifier;
use aws_smithy_runtime::client::orchestrator::{StopPoint, invoke_with_stop_point};
use aws_smithy_runtime::client::retries::classifiers::{
    ModeledAsRetryableClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output, OutputOrError};
use aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse, Metadata, OrchestratorError,
};
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, SharedRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SerializeRequest};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer, Storable, StoreReplace};
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use aws_smithy_types::error::operation::BuildError;
use aws_types::request_id::RequestId;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, ready};
use tracing::Instrument;

/// An operation of a service. [`operation!`](crate::operation!) implements it.
pub trait Operation: RuntimePlugin + Default + 'static {
    /// What is sent.
    type Input: Structure + fmt::Debug + 'static;
    /// What comes back.
    type Output: Structure + Default + fmt::Debug + 'static;
    /// What comes back instead.
    type Error: OperationError;
    /// The facts.
    const DESCRIPTOR: &'static Descriptor;
}

/// The facts of an operation.
pub struct Descriptor {
    /// The service it belongs to.
    pub service: &'static config::Service,
    /// Its name in the model.
    pub name: &'static str,
    /// The status of a success.
    pub success: u16,
    /// How it is reached and signed.
    pub access: &'static Access,
    /// Reads the parameters of the endpoint's rules.
    pub parameters: fn(&endpoint::Context<'_>) -> Result<EndpointResolverParams, BoxError>,
    /// The errors that the model lists.
    pub errors: &'static [&'static ErrorDescriptor],
    /// Sees the input as a structure.
    pub input: fn(&Input) -> Option<&dyn Structure>,
    /// Takes the stream out of the input, if it has one.
    pub stream: fn(&mut Input) -> Option<&mut dyn Stream>,
    /// Whether the body of a success is handed on as it comes.
    pub streams: bool,
    /// Reads what comes before the events, of an operation that answers with a stream of events.
    #[cfg(feature = "event-stream")]
    pub events: Option<fn(&mut Output) -> crate::event_stream::Initial<'_>>,
    /// Makes an output and has it filled.
    pub output: fn(Fill<'_>) -> Result<Output, SerdeError>,
    /// Reads the error at a place among `errors`, as the operation's own.
    pub error: fn(usize, Refusal<'_>) -> Result<Option<Error>, SerdeError>,
    /// Makes the operation's own error of one that is none of these, or could not be read.
    pub unhandled: fn(Option<SerdeError>, ErrorMetadata) -> Error,
}

impl Descriptor {
    /// The facts that the types of `O` do not hold, and those that they do.
    pub const fn of<O: Operation>(
        service: &'static config::Service,
        name: &'static str,
        success: u16,
        parameters: fn(&endpoint::Context<'_>) -> Result<EndpointResolverParams, BoxError>,
    ) -> Self {
        Self {
            service,
            name,
            success,
            access: &Access::USUAL,
            parameters,
            errors: O::Error::MODELED,
            input: |input| input.downcast_ref::<O::Input>().map(|input| input as &dyn Structure),
            stream: |input| input.downcast_mut::<O::Input>()?.stream(),
            streams: false,
            #[cfg(feature = "event-stream")]
            events: None,
            output: |fill| {
                let mut output = O::Output::default();
                fill(&mut output)?;
                Ok(Output::erase(output))
            },
            error: |place, refusal| Ok(O::Error::read(place, refusal)?.map(Error::erase)),
            unhandled: |cause, meta| Error::erase(error::unhandled::<O::Error>(cause, meta)),
        }
    }

    /// The same for an operation whose answer is handed on as it comes.
    pub const fn bytes<O: Operation>(self) -> Self {
        Self { streams: true, ..self }
    }

    /// The same for an operation that answers with a stream of events.
    #[cfg(feature = "event-stream")]
    pub const fn events<O: Operation>(self) -> Self {
        let events: fn(&mut Output) -> crate::event_stream::Initial<'_> =
            |output| crate::event_stream::initial(output.downcast_mut::<O::Output>());
        Self { streams: true, events: Some(events), ..self }
    }

    /// Whether the operation answers with a stream of events.
    fn answers_with_events(&self) -> bool {
        #[cfg(feature = "event-stream")]
        return self.events.is_some();
        #[cfg(not(feature = "event-stream"))]
        false
    }

    /// The same for an operation that is reached or signed in a way of its own.
    pub const fn with_access(self, access: &'static Access) -> Self {
        Self { access, ..self }
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Fills an output from the response.
type Fill<'a> = &'a mut dyn FnMut(&mut dyn Structure) -> Result<(), SerdeError>;

/// The descriptor of the operation that runs, for interceptors, serialiser and deserialiser.
#[derive(Clone, Copy, Debug)]
pub struct Current(pub &'static Descriptor);

impl Storable for Current {
    type Storer = StoreReplace<Self>;
}

/// The configuration that an operation brings.
pub fn layer(operation: &'static Descriptor) -> FrozenLayer {
    let mut layer = Layer::new(operation.name);
    layer.store_put(Current(operation));
    layer.store_put(Metadata::new(operation.name, operation.service.sdk_id));
    layer.store_put(AuthSchemeOptionResolverParams::new(config::auth::Params::new(operation.name)));
    auth::configure(operation, &mut layer);
    secrets::configure(operation, &mut layer);
    if operation.answers_with_events() {
        // Nothing may happen for long.
        layer.store_put(StalledStreamProtectionConfig::disabled());
    }
    layer.freeze()
}

static STALLED_STREAMS: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(StalledStreamProtectionInterceptor::default()));
static CAPTURE: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(CaptureInput));
static READ_PARAMETERS: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(ReadParameters));

/// The components that an operation brings.
///
/// The retry classifiers look for the operation's own error type, as custom ones of a user do. The
/// endpoint's parameters are read here and not with the client's interceptors, which run before the
/// configuration of the operation is there and would miss an override.
#[inline(never)]
pub fn components<O: Operation>() -> RuntimeComponentsBuilder {
    let codes = AwsErrorCodeClassifier::<O::Error>::builder();
    let codes = codes.transient_errors(O::DESCRIPTOR.service.protocol.transient_errors());
    #[allow(unused_mut)]
    let mut components = RuntimeComponentsBuilder::new(O::DESCRIPTOR.name);
    #[cfg(feature = "checksums")]
    if matches!(O::DESCRIPTOR.access.request_checksum, crate::checksum::Request::TreeHash) {
        components = components.with_interceptor(crate::checksum::tree_hash::TreeHash);
    }
    components
        .with_interceptor(STALLED_STREAMS.clone())
        .with_interceptor(CAPTURE.clone())
        .with_interceptor(READ_PARAMETERS.clone())
        .with_retry_classifier(TransientErrorClassifier::<O::Error>::new())
        .with_retry_classifier(ModeledAsRetryableClassifier::<O::Error>::new())
        .with_retry_classifier(codes.build())
        .with_retry_classifier(ServiceClockSkewClassifier::<O::Error>::new())
}

/// The media type of streams of events.
pub(crate) const EVENTS: &str = "application/vnd.amazon.eventstream";

/// Writes the request of whichever operation runs.
#[derive(Debug)]
pub struct Serializer;

impl SerializeRequest for Serializer {
    fn serialize_input(
        &self,
        mut input: Input,
        cfg: &mut ConfigBag,
    ) -> Result<HttpRequest, BoxError> {
        let Current(operation) = current(cfg)?;
        let structure =
            (operation.input)(&input).ok_or("the input is not of the operation's type")?;
        if let Some(field) = value::missing_field(structure) {
            return Err(BuildError::missing_field(field, "cannot be empty or unset").into());
        }
        let shape = structure.table().shape();
        let schema = shape.schema();
        #[cfg(feature = "checksums")]
        let wanted = crate::checksum::Wanted::by(operation, structure, cfg);
        let protocol = protocol(cfg)?.clone();
        let mut request = protocol.serialize_request(&Serializable(structure), schema, "", cfg)?;
        payload::complete(structure, schema, &protocol, &mut request)?;
        if let Some(stream) = (operation.stream)(&mut input) {
            stream.send(&mut request, schema, &protocol, cfg)?;
        }
        // RPC v2 CBOR wants this said, and other protocols have no such header.
        if operation.answers_with_events() && request.headers().contains_key("accept") {
            request.headers_mut().insert("accept", EVENTS);
        }
        for (name, value) in operation.service.headers {
            if request.headers().get(*name).is_none() {
                request.headers_mut().insert(*name, *value);
            }
        }
        // What is sent is what is summed up, so compression comes first.
        #[cfg(feature = "compression")]
        crate::compression::send(operation, &mut request, cfg)?;
        #[cfg(feature = "checksums")]
        crate::checksum::send(operation, wanted, &mut request, cfg)?;
        secrets::prepare(&mut request, shape, cfg);
        Ok(request)
    }
}

/// Reads the response of whichever operation runs.
#[derive(Debug)]
pub struct Deserializer;

impl DeserializeResponse for Deserializer {
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        cfg: &ConfigBag,
    ) -> Option<OutputOrError> {
        let Current(operation) = current(cfg).ok()?;
        #[cfg(feature = "checksums")]
        if is_success(operation, response)
            && let Err(error) = crate::checksum::validate(operation, response, cfg)
        {
            return Some(Err(OrchestratorError::response(error)));
        }
        let streams = operation.streams && is_success(operation, response);
        streams.then(|| read_stream(response, cfg).map_err(OrchestratorError::other)?)
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> OutputOrError {
        tracing::debug!(request_id = ?response.request_id());
        read_response(response, cfg).map_err(OrchestratorError::other)?
    }
}

fn read_response(response: &HttpResponse, cfg: &ConfigBag) -> Result<OutputOrError, BoxError> {
    let (Current(operation), protocol) = (current(cfg)?, protocol(cfg)?);
    if is_success(operation, response) {
        let cause = match read_success(operation, protocol, response, cfg) {
            Ok(output) => return Ok(Ok(output)),
            Err(cause) => cause,
        };
        let meta = with_response(ErrorMetadata::builder(), response);
        return Ok(Err(OrchestratorError::operation((operation.unhandled)(Some(cause), meta))));
    }
    let error = read_error(operation, protocol, response, cfg);
    Ok(Err(OrchestratorError::operation(error)))
}

fn is_success(operation: &Descriptor, response: &HttpResponse) -> bool {
    let status = response.status();
    let success = status.is_success() || status.as_u16() == operation.success;
    // What is handed on as it comes may be anything.
    success && (operation.streams || !operation.service.protocol.is_hidden_error(response))
}

/// Reads an output from the head of the response, and hands the body on.
fn read_stream(response: &mut HttpResponse, cfg: &ConfigBag) -> Result<OutputOrError, BoxError> {
    let (Current(operation), protocol) = (current(cfg)?, protocol(cfg)?);
    tracing::debug!(request_id = ?response.request_id());
    let mut body = Some(std::mem::replace(response.body_mut(), SdkBody::empty()));
    let read = (operation.output)(&mut |output| {
        fill(output, protocol, response, cfg)?;
        if let (Some(stream), Some(body)) = (output.stream(), body.take()) {
            stream.receive(body, protocol, cfg);
        }
        Ok(())
    });
    Ok(read.map_err(|cause| {
        let meta = with_response(ErrorMetadata::builder(), response);
        OrchestratorError::operation((operation.unhandled)(Some(cause), meta))
    }))
}

/// Reads an output.
///
/// # Errors
///
/// When the response is none of the operation's.
pub fn fill(
    output: &mut dyn Structure,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Result<(), SerdeError> {
    let schema = output.table().shape().schema();
    value::set_beside(output, response.request_id().map(str::to_owned));
    if let Some(mut from) = reader(protocol, response, schema) {
        return value::read_members(output, &mut from);
    }
    let mut from = protocol.deserialize_response(response, schema, cfg)?;
    value::read_members(output, &mut Published(&mut *from))
}

fn read_success(
    operation: &Descriptor,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Result<Output, SerdeError> {
    (operation.output)(&mut |output| fill(output, protocol, response, cfg))
}

/// Of an answer that cannot be read, what its status and headers say is kept.
fn read_error(
    operation: &Descriptor,
    protocol: &SharedClientProtocol,
    response: &HttpResponse,
    cfg: &ConfigBag,
) -> Error {
    let (meta, unreadable) = match protocol.parse_error_metadata(response, cfg) {
        Ok(meta) => (meta, None),
        Err(error) => {
            let meta = protocol.parse_error_metadata(&without_body(response), cfg);
            (meta.unwrap_or_else(|_| ErrorMetadata::builder()), Some(error))
        }
    };
    let meta = with_response(meta, response);
    let place = operation.errors.iter().position(|error| {
        meta.code().is_some_and(|code| [error.code, error.query_code].contains(&code))
    });
    let read = place.filter(|_| unreadable.is_none()).map(|place| {
        let mut from = protocol.deserialize_error_response(response, cfg)?;
        (operation.error)(place, Refusal { from: &mut Published(&mut *from), meta: &meta })
    });
    let cause = match read {
        Some(Ok(Some(error))) => return error,
        Some(Err(cause)) => Some(cause),
        Some(Ok(None)) | None => unreadable,
    };
    // The message may be a member that is sensitive, of the error that was not read.
    let quiet = operation.access.sensitivity.output && place.is_some();
    (operation.unhandled)(cause, if quiet { value::without_message(&meta) } else { meta })
}

/// The metadata, with status and request id.
fn with_response(meta: ErrorMetadataBuilder, response: &HttpResponse) -> ErrorMetadata {
    let meta = meta.custom(HTTP_STATUS, response.status().as_u16().to_string());
    error::with_request_ids(meta, response).build()
}

fn without_body(response: &HttpResponse) -> HttpResponse {
    let mut bare = HttpResponse::new(response.status(), SdkBody::empty());
    *bare.headers_mut() = response.headers().clone();
    bare
}

fn current(cfg: &ConfigBag) -> Result<Current, BoxError> {
    cfg.load::<Current>().copied().ok_or_else(|| "no operation is set".into())
}

fn protocol(cfg: &ConfigBag) -> Result<&SharedClientProtocol, BoxError> {
    cfg.load::<SharedClientProtocol>().ok_or_else(|| "no protocol is set".into())
}

type Outcome<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// A request to an operation, as the user put it together. [`operation!`](crate::operation!) implements it for the
/// operation's fluent builder.
pub trait Request {
    /// The operation that it is for.
    type Operation: Operation;
    /// The client that it goes through, and what is sent, if that could be built.
    fn into_parts(self) -> (Core, BuiltInput<Self::Operation>);
}

/// The input of an operation, or what kept it from being built.
pub type BuiltInput<O> = Result<<O as Operation>::Input, BuildError>;

/// Sends a request with the configuration of its client.
#[inline(never)]
pub fn send_request<R: Request>(request: R) -> Sending<R::Operation> {
    let (core, input) = request.into_parts();
    send(core, input, None)
}

/// Sends `input`, if it could be built, with the client's configuration.
#[inline(never)]
pub fn send_by<O: Operation>(core: &Core, input: BuiltInput<O>) -> Sending<O> {
    send(core.clone(), input, None)
}

/// Sends `input`, if it could be built, with the client's configuration and, above it,
/// `config_override`. The answer is whatever the operation gives, or whatever stopped it, by stage;
/// [`SdkError::ServiceError`] holds the operation's own error.
#[inline(never)]
pub fn send<O: Operation>(
    core: Core,
    input: BuiltInput<O>,
    config_override: Option<config::Builder>,
) -> Sending<O> {
    let plugin = SharedRuntimePlugin::new(O::default());
    let input = input.map(Input::erase);
    let run = invoke(core, O::DESCRIPTOR, plugin, input, config_override);
    Sending { run, operation: PhantomData }
}

/// An operation that was sent and not yet answered.
///
/// It is a type of its own, and not an `async fn`'s, because that is quicker to compile: whether it
/// can be sent to another thread is known without a look inside.
pub struct Sending<O> {
    run: Pin<Box<dyn Future<Output = Outcome<Output, Error>> + Send>>,
    operation: PhantomData<fn() -> O>,
}

impl<O> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

impl<O: Operation> Future for Sending<O> {
    type Output = Outcome<O::Output, O::Error>;

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(self.run.as_mut().poll(cx)) {
            Ok(output) => output.downcast::<O::Output>().map_err(|_| {
                SdkError::construction_failure(
                    "an interceptor put an output of another type in place",
                )
            }),
            Err(error) => {
                Err(error.map_service_error(|error| match error.downcast::<O::Error>() {
                    Ok(error) => error,
                    Err(other) => O::Error::create_unhandled_error(other.into(), None),
                }))
            }
        })
    }
}

/// The part of [`send`] that is the same for every operation, compiled once.
fn invoke(
    core: Core,
    operation: &'static Descriptor,
    plugin: SharedRuntimePlugin,
    input: Result<Input, BuildError>,
    config_override: Option<config::Builder>,
) -> Pin<Box<dyn Future<Output = Outcome<Output, Error>> + Send>> {
    let service = operation.service.sdk_id;
    let span = tracing::debug_span!(
        "operation",
        "rpc.system" = "aws-api",
        "rpc.service" = service,
        "rpc.method" = operation.name,
        "sdk_invocation_id" = fastrand::u32(1_000_000..10_000_000),
    );
    let run = async move {
        let input = input.map_err(SdkError::construction_failure)?;
        let plugins = core.operation_plugins(operation, plugin, config_override);
        let context =
            invoke_with_stop_point(service, operation.name, input, &plugins, StopPoint::None)
                .await?;
        #[allow(unused_mut)]
        let mut output = context.finalize()?;
        #[cfg(feature = "event-stream")]
        if let Some(events) = operation.events {
            events(&mut output).await.map_err(|cause| match operation.success.try_into() {
                Ok(status) => {
                    SdkError::response_error(cause, HttpResponse::new(status, SdkBody::taken()))
                }
                Err(_) => SdkError::construction_failure(cause),
            })?;
        }
        Ok(output)
    };
    Box::pin(run.instrument(span))
}
