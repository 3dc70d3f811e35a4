//! What code that is generic over operations can know of them.

use super::Operation;
use crate::error::ProvideErrorMetadata;
use std::error::Error;
use std::fmt;

/// What an operation takes. Generic code is generic over inputs: what they are sent by, and what comes back, follows from them.
/// [`operation!`](crate::operation!) implements it.
pub trait Input: fmt::Debug + Send + Sync + Sized + 'static {
    /// The client that has the operation.
    type Client;
    /// What comes back.
    type Output: fmt::Debug + Send + Sync + 'static;
    /// What comes back instead.
    type Error: Error + ProvideErrorMetadata + Send + Sync + 'static;
    /// The operation. It is [`Paginated`](crate::paginator::Paginated) if it answers in pages.
    type Operation: Operation<Input = Self, Output = Self::Output, Error = Self::Error>;
    /// The name of the operation in the model, such as `GetApi`.
    const OPERATION: &'static str = <Self::Operation as Operation>::DESCRIPTOR.name;
}
