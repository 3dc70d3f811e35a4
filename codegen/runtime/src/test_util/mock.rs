//! A client whose calls are answered by the test.

use super::failure::Failure;
use super::recorder::{Recorded, Recorder};
use crate::call::deserialize::Deserializer;
use crate::error::{ErrorMetadata, OperationError};
use crate::operation::{Descriptor, Input, Operation};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextMut, Error, Output, OutputOrError,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, SharedRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use std::any::Any;
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is answered to an operation that takes `I`, once.
pub type Answer<I> = Result<<I as Input>::Output, Failure<<I as Input>::Error>>;

/// A client that can be mocked. [`service_config!`](crate::service_config) implements it.
pub trait Mocked: Sized {
    /// What its configuration is built with.
    type ConfigBuilder;
    /// The configuration of a test whose calls this plugin answers.
    fn config(plugin: SharedRuntimePlugin) -> Self::ConfigBuilder;
    /// The client with this configuration.
    fn from_config(config: Self::ConfigBuilder) -> Self;
}

/// Answers the calls of clients, and keeps them. Clones answer the same.
///
/// Only the network is left out: what is missing in an input is an error, requests are signed, interceptors run, and what fails is
/// tried again, but without waiting. Each answer is for one attempt. A call for which there is no answer fails, and says
/// which it is and what was set up.
pub struct Mock<C> {
    shared: Arc<Shared>,
    client: PhantomData<fn() -> C>,
}

#[derive(Default)]
struct Shared {
    recorder: Recorder,
    /// By the operation's name.
    answers: Mutex<BTreeMap<&'static str, Answers>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Answers>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answers to one operation.
#[derive(Default)]
struct Answers {
    in_turn: VecDeque<Erased>,
    given: usize,
    by: Option<Arc<Closure>>,
}

/// What answers each call with this input.
type Closure = dyn Fn(&(dyn Any + Send + Sync)) -> Option<Erased> + Send + Sync;

/// An answer of which no type tells any more to which operation it is.
type Erased = Result<Output, Failure<Error>>;

impl<C> Clone for Mock<C> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), client: PhantomData }
    }
}

impl<C> fmt::Debug for Mock<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answers = self.shared.lock();
        f.debug_tuple("Mock").field(&told(&answers)).finish()
    }
}

impl<C: Mocked> Default for Mock<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Mocked> Mock<C> {
    /// A mock without answers.
    pub fn new() -> Self {
        Self { shared: Arc::default(), client: PhantomData }
    }

    /// Answers each attempt of the operation that takes `I` with what `answer` makes of the input. A body that is a stream is
    /// not in it. It takes the place of an earlier closure; answers that are given in turn go first.
    pub fn on<I, F>(self, answer: F) -> Self
    where
        I: Input<Client = C>,
        F: Fn(&I) -> Answer<I> + Send + Sync + 'static,
    {
        let by = move |input: &(dyn Any + Send + Sync)| {
            input.downcast_ref().map(|input| erased::<I>(answer(input)))
        };
        self.with::<I>(|answers| answers.by = Some(Arc::new(by)));
        self
    }

    /// Answers the next attempts of the operation that takes `I` with these, in turn.
    pub fn sequence<I>(self, answers: impl IntoIterator<Item = Answer<I>>) -> Self
    where
        I: Input<Client = C>,
    {
        let more = answers.into_iter().map(erased::<I>);
        self.with::<I>(|answers| answers.in_turn.extend(more));
        self
    }

    fn with<I: Input>(&self, change: impl FnOnce(&mut Answers)) {
        let mut answers = self.shared.lock();
        change(answers.entry(I::OPERATION).or_default());
    }

    /// A client whose calls are answered.
    pub fn client(&self) -> C {
        C::from_config(self.config())
    }

    /// The configuration of such a client, to be changed before a client is made of it: fixed time and identities, a
    /// region, and retries that do not wait.
    pub fn config(&self) -> C::ConfigBuilder {
        C::config(SharedRuntimePlugin::new(MockPlugin::new(&self.shared)))
    }

    /// The calls so far, in the order in which they began.
    pub fn calls(&self) -> Vec<Recorded> {
        self.shared.recorder.calls()
    }

    /// The inputs of the calls of one operation so far.
    pub fn inputs<I: Input<Client = C>>(&self) -> Vec<Arc<I>> {
        self.shared.recorder.inputs()
    }

    /// The operations whose answers in turn were not all asked for, each with how many are left.
    pub fn left(&self) -> Vec<(&'static str, usize)> {
        let answers = self.shared.lock();
        let left = answers.iter().map(|(operation, answers)| (*operation, answers.in_turn.len()));
        left.filter(|(_, left)| *left > 0).collect()
    }
}

fn erased<I: Input>(answer: Answer<I>) -> Erased {
    match answer {
        Ok(output) => Ok(Output::erase(output)),
        Err(failure) => Err(failure.map(refused::<I::Operation>)),
    }
}

/// The error, with what an answer would have said beside its members.
fn refused<O: Operation>(mut error: O::Error) -> Error {
    error.variant_mut().as_answered();
    Error::erase(error)
}

impl Answers {
    fn next(&mut self) -> Next {
        match self.in_turn.pop_front() {
            Some(answer) => {
                self.given += 1;
                Next::Answer(answer)
            }
            None => self.by.clone().map_or(Next::None, Next::By),
        }
    }
}

enum Next {
    Answer(Erased),
    By(Arc<Closure>),
    None,
}

/// What was set up, an operation each.
fn told(answers: &BTreeMap<&'static str, Answers>) -> Vec<String> {
    answers.iter().map(|(operation, answers)| format!("{operation}{answers}")).collect()
}

/// How much is left, behind the name of the operation.
impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { in_turn, given, by } = self;
        match (given + in_turn.len(), by.is_some()) {
            (0, _) => Ok(()),
            (all, true) => write!(f, " ({given} of {all} in turn given, then by a closure)"),
            (all, false) => write!(f, " ({given} of {all} in turn given)"),
        }
    }
}

/// Puts the answers in the place of the network.
#[derive(Debug)]
struct MockPlugin {
    config: FrozenLayer,
    components: RuntimeComponentsBuilder,
}

impl MockPlugin {
    fn new(shared: &Arc<Shared>) -> Self {
        let mut layer = Layer::new("Mock");
        layer.store_put(SharedResponseDeserializer::new(MockDeserializer));
        let components = RuntimeComponentsBuilder::new("Mock")
            .with_interceptor(shared.recorder.clone())
            .with_interceptor(Answering(Arc::clone(shared)))
            .with_http_client(Some(MockHttp));
        Self { config: layer.freeze(), components }
    }
}

impl RuntimePlugin for MockPlugin {
    fn config(&self) -> Option<FrozenLayer> {
        Some(self.config.clone())
    }

    fn runtime_components(
        &self,
        _: &RuntimeComponentsBuilder,
    ) -> Cow<'_, RuntimeComponentsBuilder> {
        Cow::Borrowed(&self.components)
    }
}

/// Decides what an attempt is answered, and hands it on with the request.
struct Answering(Arc<Shared>);

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}

#[dyn_dispatch_hint]
impl Intercept for Answering {
    fn name(&self) -> &'static str {
        "Answering"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let call = cfg.load::<Recorded>().ok_or("the call was not recorded")?;
        let answer = self.0.answer(call);
        context.request_mut().add_extension(Attempt(Arc::new(Mutex::new(Some(answer)))));
        Ok(())
    }
}

impl Shared {
    fn answer(&self, call: &Recorded) -> Transmitted {
        let input = call.value();
        let next = self.lock().get_mut(call.operation()).map_or(Next::None, Answers::next);
        // The closure may ask the mock for something, which is not locked any more.
        let answer = match next {
            Next::Answer(answer) => Some(answer),
            Next::By(closure) => closure(input),
            Next::None => None,
        };
        match answer {
            Some(answer) => transmitted(call.descriptor(), answer),
            None => Err(ConnectorError::user(Box::new(self.no_answer(call.operation())))),
        }
    }

    fn no_answer(&self, operation: &'static str) -> NoAnswer {
        let answers = self.lock();
        NoAnswer { operation, there_are: told(&answers) }
    }
}

/// The mock was asked for an answer that it does not have.
struct NoAnswer {
    operation: &'static str,
    there_are: Vec<String>,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, there_are } = self;
        write!(f, "the mock has no answer to this call of {operation}; it was set up for ")?;
        match there_are.as_slice() {
            [] => f.write_str("nothing"),
            known => f.write_str(&known.join(", ")),
        }
    }
}

/// What a test prints that expected an answer.
impl fmt::Debug for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for NoAnswer {}

/// What comes of an attempt: a status, with what is read in the answer unless that is read as ever, or no answer.
type Transmitted = Result<(u16, Option<OutputOrError>), ConnectorError>;

fn transmitted(operation: &Descriptor, answer: Erased) -> Transmitted {
    match answer {
        Ok(output) => Ok((operation.success, Some(Ok(output)))),
        Err(Failure::Refused(error)) => Ok((400, Some(Err(OrchestratorError::operation(*error))))),
        Err(Failure::Throttled) => {
            let meta = ErrorMetadata::builder().code("ThrottlingException");
            let meta = meta.message(Failure::<Error>::Throttled.to_string()).build();
            let error = (operation.unhandled)(None, meta);
            Ok((429, Some(Err(OrchestratorError::operation(error)))))
        }
        Err(Failure::Status(status)) => Ok((status, None)),
        Err(Failure::TimedOut) => Err(ConnectorError::timeout(cause(io::ErrorKind::TimedOut))),
        Err(Failure::ConnectionReset) => {
            Err(ConnectorError::io(cause(io::ErrorKind::ConnectionReset)))
        }
    }
}

fn cause(kind: io::ErrorKind) -> BoxError {
    io::Error::from(kind).into()
}

/// An answer on its way with a request.
#[derive(Clone)]
struct Attempt(Arc<Mutex<Option<Transmitted>>>);

/// What is read in an answer, on its way with it.
#[derive(Clone)]
struct Read(Arc<Mutex<Option<OutputOrError>>>);

fn take<T>(kept: &Mutex<Option<T>>) -> Option<T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Gives the answer that came with a request.
#[derive(Debug)]
struct MockHttp;

impl HttpClient for MockHttp {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Self)
    }
}

impl HttpConnector for MockHttp {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let attempt = request.extension::<Attempt>().and_then(|attempt| take(&attempt.0));
        HttpConnectorFuture::ready(response(attempt))
    }
}

fn response(attempt: Option<Transmitted>) -> Result<HttpResponse, ConnectorError> {
    let lost = || ConnectorError::user("an interceptor replaced the request".into());
    let (status, read) = attempt.ok_or_else(lost)??;
    let status = status.try_into().map_err(|error| ConnectorError::user(Box::new(error)))?;
    let mut response = HttpResponse::new(status, SdkBody::empty());
    if let Some(read) = read {
        response.add_extension(Read(Arc::new(Mutex::new(Some(read)))));
    }
    Ok(response)
}

/// Reads what came with an answer.
#[derive(Debug)]
struct MockDeserializer;

impl DeserializeResponse for MockDeserializer {
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        cfg: &ConfigBag,
    ) -> Option<OutputOrError> {
        let read = response.extension::<Read>().and_then(|read| take(&read.0));
        read.or_else(|| Deserializer.deserialize_streaming_with_config(response, cfg))
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> OutputOrError {
        Deserializer.deserialize_nonstreaming_with_config(response, cfg)
    }
}
