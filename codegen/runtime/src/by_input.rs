//! Calls of whichever operation takes an input.

use crate::client::customize::CustomizableOperation;
use crate::client::{BuiltInput, Core, Request, Sending, send};
use crate::operation::Input;
use crate::paginator::{Paginated, Paginator};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use futures_util::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};
use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What an operation gives, or whatever stopped it.
type Outcome<I> = Result<<I as Input>::Output, SdkError<<I as Input>::Error, HttpResponse>>;

/// A call that is sent when it is awaited: what `Client::call` gives.
#[must_use = "nothing is sent before a call is awaited"]
#[derive(Debug)]
pub struct Call<I> {
    core: Core,
    input: I,
}

impl<I: Input> Call<I> {
    /// A call with this input.
    pub fn new(core: Core, input: I) -> Self {
        Self { core, input }
    }

    /// What goes into it.
    pub fn input(&self) -> &I {
        &self.input
    }

    /// Sends the request and waits for the answer, as awaiting the call does.
    ///
    /// # Errors
    ///
    /// What the service answered instead, or what stopped the call.
    pub fn send(self) -> Sending<I::Operation> {
        self.into_future()
    }

    /// Customizes this one call: interceptors, the HTTP message, configuration.
    pub fn customize(self) -> CustomizableOperation<I::Output, I::Error, Self> {
        CustomizableOperation::new(self)
    }

    /// Goes through all pages that the operation answers in.
    pub fn into_paginator(self) -> Paginator<I::Operation>
    where
        I::Operation: Paginated,
    {
        Paginator::new(self.core, Ok(self.input))
    }
}

impl<I: Input> IntoFuture for Call<I> {
    type Output = Outcome<I>;
    type IntoFuture = Sending<I::Operation>;

    fn into_future(self) -> Self::IntoFuture {
        send(self.core, Ok(self.input), None)
    }
}

impl<I: Input> Request for Call<I> {
    type Operation = I::Operation;

    fn into_parts(self) -> (Core, BuiltInput<I::Operation>) {
        (self.core, Ok(self.input))
    }
}

/// The outcomes of many calls, in the order of their inputs: what `Client::call_all` gives. It is a stream of the `futures` crates,
/// too. Calls go on while it is awaited, and whoever drops it gives up those that are under way.
#[must_use = "nothing is sent before outcomes are asked for"]
pub struct CallAll<I: Input> {
    outcomes: BoxStream<'static, Outcome<I>>,
}

/// Sends `inputs`, no more than `at_once` at a time, and at least one.
pub fn call_all<I: Input>(
    core: Core,
    inputs: impl Iterator<Item = I> + Send + 'static,
    at_once: usize,
) -> CallAll<I> {
    let calls = inputs.map(move |input| send::<I::Operation>(core.clone(), Ok(input), None));
    CallAll { outcomes: stream::iter(calls).buffered(at_once.max(1)).boxed() }
}

impl<I: Input> CallAll<I> {
    /// The outcome of the next call; nothing after the last.
    pub async fn next(&mut self) -> Option<Outcome<I>> {
        self.outcomes.next().await
    }

    /// All outcomes that are left.
    pub async fn collect(self) -> Vec<Outcome<I>> {
        self.outcomes.collect().await
    }

    /// All outputs that are left.
    ///
    /// # Errors
    ///
    /// The first error, which gives up the calls that are under way.
    pub async fn try_collect(self) -> Result<Vec<I::Output>, SdkError<I::Error, HttpResponse>> {
        self.outcomes.try_collect().await
    }
}

impl<I: Input> Stream for CallAll<I> {
    type Item = Outcome<I>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.outcomes.poll_next_unpin(cx)
    }
}

impl<I: Input> fmt::Debug for CallAll<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallAll({})", I::OPERATION)
    }
}
