//! How the requests of an operation are presigned.

use aws_smithy_types::config_bag::{Storable, StoreReplace};

/// What becomes of a request's body where it is presigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presigning {
    /// Whoever sends the request brings one, which is not signed.
    UnsignedPayload,
    /// What it would hold goes into the query, of a GET.
    Query,
    /// There is none, and whoever sends the request brings none.
    NoBody,
}

impl Storable for Presigning {
    type Storer = StoreReplace<Self>;
}
