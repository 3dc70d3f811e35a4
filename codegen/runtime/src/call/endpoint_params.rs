//! From configuration, operation and input to the parameters of endpoint rules.
//!
//! They are read before interceptors of the user may change the input, as in the official crates. What is wrong with them
//! is told when the request is written: the error of an interceptor would begin with the interceptor's name.

use crate::endpoint::Context;
use crate::operation::CurrentOperation;
use crate::operation::traits::OperationTraits;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Reads the endpoint parameters, and the host prefix, of the operation that runs.
#[derive(Debug)]
pub(crate) struct ReadParameters;

#[dyn_dispatch_hint]
impl Intercept for ReadParameters {
    fn name(&self) -> &'static str {
        "ReadParameters"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(CurrentOperation(operation)) = cfg.load::<CurrentOperation>() else {
            return Ok(());
        };
        let input = (operation.input)(context.input());
        let OperationTraits { host_prefix, parameters, .. } = operation.traits;
        let from = Context::new(cfg, host_prefix, parameters, input);
        let read = (operation.parameters)(&from).and_then(|read| Ok((read, from.host_prefix()?)));
        let state = cfg.interceptor_state();
        match read {
            Ok((parameters, prefix)) => {
                state.store_put(parameters);
                state.store_or_unset(prefix);
            }
            Err(error) => drop(state.store_put(Unreadable(error.into()))),
        }
        Ok(())
    }
}

/// Why the parameters could not be read.
#[derive(Clone, Debug)]
struct Unreadable(Arc<dyn Error + Send + Sync>);

impl Storable for Unreadable {
    type Storer = StoreReplace<Self>;
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unreadable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Tells whether the parameters could be read.
///
/// # Errors
///
/// When they could not.
pub(crate) fn check(cfg: &ConfigBag) -> Result<(), BoxError> {
    match cfg.load::<Unreadable>() {
        Some(error) => Err(error.clone().into()),
        None => Ok(()),
    }
}
