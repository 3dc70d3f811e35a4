//! Inputs that are kept.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// A copy of an input.
#[derive(Clone)]
pub struct Recordable {
    value: Arc<dyn Any + Send + Sync>,
    show: fn(&(dyn Any + Send + Sync), &mut fmt::Formatter<'_>) -> fmt::Result,
}

impl Recordable {
    pub fn new<T: fmt::Debug + Send + Sync + 'static>(value: T) -> Self {
        let show = |value: &(dyn Any + Send + Sync), f: &mut fmt::Formatter<'_>| {
            value.downcast_ref::<T>().map_or(Ok(()), |value| value.fmt(f))
        };
        Self { value: Arc::new(value), show }
    }

    pub fn value(&self) -> Arc<dyn Any + Send + Sync> {
        Arc::clone(&self.value)
    }

    pub fn as_any(&self) -> &(dyn Any + Send + Sync) {
        &*self.value
    }
}

/// As the input is shown, without what is sensitive.
impl fmt::Debug for Recordable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.show)(self.as_any(), f)
    }
}
