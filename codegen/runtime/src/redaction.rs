//! What stands for values that must not be shown ("sensitive trait" of the Smithy specification), and what keeps others from
//! telling them.

use aws_smithy_types::config_bag::{Storable, StoreReplace};
use tracing::dispatcher::{Dispatch, with_default};

/// What is shown instead of a sensitive value.
pub(crate) const REDACTED: &str = "*** Sensitive Data Redacted ***";

/// Says that the events that an operation sends hold sensitive values, as the published `SensitiveOutput` says of its answers.
#[derive(Debug)]
pub(crate) struct SensitiveInput;

impl Storable for SensitiveInput {
    type Storer = StoreReplace<Self>;
}

/// Runs `f`, and nobody hears what is logged meanwhile.
pub(crate) fn unheard<T>(f: impl FnOnce() -> T) -> T {
    with_default(&Dispatch::none(), f)
}
