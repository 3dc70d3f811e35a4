//! Sending an operation.
//!
//! Only [`send`] and the few functions that a descriptor points at are compiled once an operation, and only in programs
//! that call it.

#[cfg(feature = "event-stream")]
use super::timeouts::Timeouts;
use crate::call::advice::advise;
use crate::call::span::span;
use crate::client::Core;
use crate::config;
use crate::operation::{Descriptor, Operation};
use aws_smithy_runtime::client::orchestrator::{StopPoint, invoke_with_stop_point};
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::runtime_plugin::SharedRuntimePlugin;
#[cfg(feature = "event-stream")]
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::operation::BuildError;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tracing::Instrument;

/// What an operation gives, or whatever stopped it.
pub(super) type Outcome<T, E> = Result<T, SdkError<E, HttpResponse>>;

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
    let (plugin, input) = erased::<O>(input);
    let run = invoke(core, O::DESCRIPTOR, plugin, input, config_override);
    Sending { run, operation: PhantomData }
}

/// The operation and its input, of which no type tells any more which they are.
pub(super) fn erased<O: Operation>(
    input: BuiltInput<O>,
) -> (SharedRuntimePlugin, Result<Input, BuildError>) {
    (SharedRuntimePlugin::new(O::default()), input.map(Input::erase))
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
            Err(error) => Err(own_error::<O>(error)),
        })
    }
}

/// The error of an operation, as its own.
pub(super) fn own_error<O: Operation>(
    error: SdkError<Error, HttpResponse>,
) -> SdkError<O::Error, HttpResponse> {
    error.map_service_error(|error| match error.downcast::<O::Error>() {
        Ok(error) => error,
        Err(other) => O::Error::create_unhandled_error(other.into(), None),
    })
}

/// The part of [`send`] that is the same for every operation, compiled once.
fn invoke(
    core: Core,
    operation: &'static Descriptor,
    plugin: SharedRuntimePlugin,
    input: Result<Input, BuildError>,
    config_override: Option<config::Builder>,
) -> Pin<Box<dyn Future<Output = Outcome<Output, Error>> + Send>> {
    let has_region = core.has_region() || config_override.as_ref().is_some_and(|o| o.has_region());
    let run = async move {
        let input = input.map_err(SdkError::construction_failure)?;
        let plugins = core.operation_plugins(operation, plugin, config_override);
        #[cfg(feature = "event-stream")]
        let events = operation.events.map(|events| (events, Timeouts::begin(&plugins)));
        let service = operation.service.sdk_id;
        let context =
            invoke_with_stop_point(service, operation.name, input, &plugins, StopPoint::None)
                .await
                .map_err(|error| advise(error, operation, has_region))?;
        #[allow(unused_mut)]
        let mut output = context.finalize()?;
        #[cfg(feature = "event-stream")]
        if let Some((events, timeouts)) = events
            && let Some(initial) = events(&mut output)
        {
            let unread = |cause| match operation.success.try_into() {
                Ok(status) => {
                    SdkError::response_error(cause, HttpResponse::new(status, SdkBody::taken()))
                }
                Err(_) => SdkError::construction_failure(cause),
            };
            let initial = async { initial.await.map_err(unread) };
            timeouts.map_err(SdkError::construction_failure)?.wait(initial).await?;
        }
        Ok(output)
    };
    Box::pin(run.instrument(span(operation)))
}
