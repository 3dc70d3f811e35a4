//! What an operation is: its types, and the facts that the model has of it.

pub mod auth;
mod input;
#[cfg(feature = "presigning")]
pub mod presigning;
#[cfg(feature = "test-util")]
mod recordable;
pub mod service;
pub mod traits;
pub use input::Input;
#[cfg(feature = "test-util")]
pub(crate) use recordable::Recordable;

use self::auth::Scheme;
use self::service::Service;
use self::traits::OperationTraits;
use crate::endpoint;
use crate::error::{self, ErrorDescriptor, ErrorMetadata, ErrorResponse, OperationError};
use crate::serde::Structure;
use crate::serde::stream::Stream;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::{self, Error, Output};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use std::fmt;

/// An operation of a service. [`operation!`](crate::operation!) implements it.
pub trait Operation: RuntimePlugin + Default + 'static {
    /// What is sent.
    type Input: Structure + Default + fmt::Debug + 'static;
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
    pub service: &'static Service,
    /// Its name in the model.
    pub name: &'static str,
    /// The module that it stands in.
    pub module: &'static str,
    /// The status of a success.
    pub success: u16,
    /// Traits that few operations have.
    pub traits: &'static OperationTraits,
    /// Reads the parameters of the endpoint's rules.
    pub parameters: fn(&endpoint::Context<'_>) -> Result<EndpointResolverParams, BoxError>,
    /// The errors that the model lists.
    pub errors: &'static [&'static ErrorDescriptor],
    /// Sees the input as a structure.
    pub input: fn(&context::Input) -> Option<&dyn Structure>,
    /// Copies the input, without a stream.
    #[cfg(feature = "test-util")]
    pub(crate) recordable: fn(&context::Input) -> Option<Recordable>,
    /// Takes the stream out of the input, if it has one.
    pub stream: fn(&mut context::Input) -> Option<&mut dyn Stream>,
    /// Whether the body of a success is handed on as it comes.
    pub streams: bool,
    /// Reads what comes before the events, of an operation that answers with a stream of events.
    #[cfg(feature = "event-stream")]
    pub events: Option<fn(&mut Output) -> Option<crate::protocol::event_stream::Initial<'_>>>,
    /// Makes an output and has it filled.
    pub output: fn(Fill<'_>) -> Result<Output, SerdeError>,
    /// Reads the error at a place among `errors`, as the operation's own.
    pub error: fn(usize, ErrorResponse<'_>) -> Result<Option<Error>, SerdeError>,
    /// Makes the operation's own error of one that is none of these, or could not be read.
    pub unhandled: fn(Option<SerdeError>, ErrorMetadata) -> Error,
}

impl Descriptor {
    /// The facts that the types of `O` do not hold, and those that they do.
    pub const fn of<O: Operation>(
        service: &'static Service,
        name: &'static str,
        module: &'static str,
        success: u16,
        parameters: fn(&endpoint::Context<'_>) -> Result<EndpointResolverParams, BoxError>,
    ) -> Self {
        Self {
            service,
            name,
            module,
            success,
            traits: &OperationTraits::USUAL,
            parameters,
            errors: O::Error::MODELED,
            input: |input| input.downcast_ref::<O::Input>().map(|input| input as &dyn Structure),
            #[cfg(feature = "test-util")]
            recordable: |input| {
                let input = input.downcast_ref::<O::Input>()?;
                Some(Recordable::new(crate::serde::copy(input)))
            },
            stream: |input| input.downcast_mut::<O::Input>()?.stream(),
            streams: false,
            #[cfg(feature = "event-stream")]
            events: None,
            output: |fill| {
                let mut output = O::Output::default();
                fill(&mut output)?;
                Ok(Output::erase(output))
            },
            error: |place, response| Ok(O::Error::read(place, response)?.map(Error::erase)),
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
        let events: fn(&mut Output) -> Option<crate::protocol::event_stream::Initial<'_>> =
            |output| crate::protocol::event_stream::initial(output.downcast_mut::<O::Output>());
        Self { streams: true, events: Some(events), ..self }
    }

    /// How its requests may be authenticated, most preferred first.
    pub(crate) fn schemes(&self) -> &'static [Scheme] {
        self.traits.auth.unwrap_or(self.service.auth.schemes)
    }

    /// Whether the operation answers with a stream of events.
    pub(crate) fn answers_with_events(&self) -> bool {
        #[cfg(feature = "event-stream")]
        return self.events.is_some();
        #[cfg(not(feature = "event-stream"))]
        false
    }

    /// Whether nothing may come for long amid an answer, without a fault: of a stream of events, or of an operation that
    /// begins to answer before it has done its work. Protection against stalled streams would end it.
    pub(crate) fn may_be_silent(&self) -> bool {
        self.answers_with_events() || self.traits.answers_early
    }

    /// The same for an operation that is reached or signed in a way of its own.
    pub const fn with_traits(self, traits: &'static OperationTraits) -> Self {
        Self { traits, ..self }
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Fills an output from the response.
type Fill<'a> = &'a mut dyn FnMut(&mut dyn Structure) -> Result<(), SerdeError>;

/// The descriptor of the operation that runs, for interceptors, serializer and deserializer.
#[derive(Clone, Copy, Debug)]
pub struct CurrentOperation(pub &'static Descriptor);

impl Storable for CurrentOperation {
    type Storer = StoreReplace<Self>;
}
