//! What a client was asked to send.

use crate::operation::{CurrentOperation, Descriptor, Input, Recordable};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keeps what a client was asked to send, whoever answers. It is an interceptor: `config.interceptor(recorder.clone())`. Clones
/// keep the same calls.
#[derive(Clone, Default)]
pub struct Recorder {
    calls: Arc<Mutex<Vec<Recorded>>>,
}

impl Recorder {
    /// A recorder of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The calls so far, in the order in which they began.
    pub fn calls(&self) -> Vec<Recorded> {
        self.lock().clone()
    }

    /// The inputs of the calls of one operation so far.
    pub fn inputs<I: Input>(&self) -> Vec<Arc<I>> {
        self.lock().iter().filter_map(Recorded::input).collect()
    }

    /// Forgets the calls so far.
    pub fn clear(&self) {
        self.lock().clear();
    }

    pub(super) fn begin(&self, operation: &'static Descriptor, input: Recordable) -> Recorded {
        let call = Recorded { operation, input, attempts: Arc::default() };
        self.lock().push(call.clone());
        call
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorder").field(&*self.lock()).finish()
    }
}

#[dyn_dispatch_hint]
impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(CurrentOperation(operation)) = cfg.load::<CurrentOperation>().copied() else {
            return Ok(());
        };
        if let Some(input) = (operation.recordable)(context.input()) {
            let call = self.begin(operation, input);
            cfg.interceptor_state().store_put(call);
        }
        Ok(())
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(call) = cfg.load::<Recorded>() {
            call.attempts.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// A call that was recorded. Its `Debug` shows the input without what is sensitive.
#[derive(Clone)]
pub struct Recorded {
    operation: &'static Descriptor,
    input: Recordable,
    attempts: Arc<AtomicU32>,
}

impl Recorded {
    /// The name of the operation in the model, such as `GetApi`.
    pub fn operation(&self) -> &'static str {
        self.operation.name
    }

    /// The input, if it is one of this operation's. A body that is a stream is none of it: who sends it has it.
    pub fn input<I: Input>(&self) -> Option<Arc<I>> {
        self.input.value().downcast().ok()
    }

    /// How often it was sent by now.
    pub fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    pub(super) fn descriptor(&self) -> &'static Descriptor {
        self.operation
    }

    pub(super) fn value(&self) -> &(dyn Any + Send + Sync) {
        self.input.as_any()
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.input.fmt(f)
    }
}

impl Storable for Recorded {
    type Storer = StoreReplace<Self>;
}
