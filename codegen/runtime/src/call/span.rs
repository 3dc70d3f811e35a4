//! The span of a call, with the name, the module and the fields that it has in the official crates.
//!
//! Names of spans are static to `tracing`, whose macros make a static for each of them: one for each operation, to be compiled in
//! each generated crate. A [`Place`] is such a static, but made when its operation is first called while somebody listens.

use crate::operation::Descriptor;
use crate::operation::service::Provider;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, OnceLock, PoisonError};
use tracing::callsite::{self, Callsite, Identifier};
use tracing::field::{FieldSet, Value};
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
use tracing::metadata::{Kind, Metadata};
use tracing::subscriber::Interest;
use tracing::{Level, Span, dispatcher};

const FIELDS: [&str; 4] = ["rpc.service", "rpc.method", "sdk_invocation_id", "rpc.system"];

/// The span of a call of `operation`, which is none if nobody listens.
pub(crate) fn span(operation: &Descriptor) -> Span {
    if Level::DEBUG > STATIC_MAX_LEVEL || Level::DEBUG > LevelFilter::current() {
        return Span::none();
    }
    let place = Place::of(operation);
    if !place.is_heard() {
        return Span::none();
    }
    // It tells calls apart in a log, and is not sent.
    let id = fastrand::u32(1_000_000..10_000_000);
    let system = match operation.service.provider {
        Provider::Aws => "aws-api",
        Provider::Other => "smithy",
    };
    let values: [&dyn Value; 4] = [&operation.service.sdk_id, &operation.name, &id, &system];
    place.open(values)
}

/// Where the spans of an operation are opened, in the eyes of `tracing`.
struct Place {
    name: &'static str,
    module: &'static str,
    metadata: OnceLock<Metadata<'static>>,
    registered: Once,
    /// Whether no listener cares.
    is_idle: AtomicBool,
}

/// The places of all operations that were called, by module and name.
static PLACES: Mutex<BTreeMap<(&'static str, String), &'static Place>> =
    Mutex::new(BTreeMap::new());

impl Place {
    fn of(operation: &Descriptor) -> &'static Self {
        let name = format!("{}.{}", operation.service.sdk_id, operation.name);
        let key = (operation.module, name);
        let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
        let new = |(module, name): &(&'static str, String)| {
            let name = name.clone().leak();
            let (metadata, registered) = (OnceLock::new(), Once::new());
            let is_idle = AtomicBool::new(false);
            &*Box::leak(Box::new(Self { name, module, metadata, registered, is_idle }))
        };
        places.entry(key).or_insert_with_key(new)
    }

    fn metadata(&'static self) -> &'static Metadata<'static> {
        self.metadata.get_or_init(|| {
            let fields = FieldSet::new(&FIELDS, Identifier(self));
            let module = self.module;
            Metadata::new(
                self.name,
                module,
                Level::DEBUG,
                None,
                None,
                Some(module),
                fields,
                Kind::SPAN,
            )
        })
    }

    fn is_heard(&'static self) -> bool {
        let metadata = self.metadata();
        self.registered.call_once(|| callsite::register(self));
        !self.is_idle.load(Ordering::Relaxed)
            && dispatcher::get_default(|listener| listener.enabled(metadata))
    }

    fn open(&'static self, [service, method, id, system]: [&dyn Value; FIELDS.len()]) -> Span {
        let metadata = self.metadata();
        let [a, b, c, d] = FIELDS.map(|name| metadata.fields().field(name).expect("it is listed"));
        let values = [(&a, Some(service)), (&b, Some(method)), (&c, Some(id)), (&d, Some(system))];
        Span::new(metadata, &metadata.fields().value_set(&values))
    }
}

impl Callsite for Place {
    fn set_interest(&self, interest: Interest) {
        self.is_idle.store(interest.is_never(), Ordering::Relaxed);
    }

    fn metadata(&self) -> &Metadata<'_> {
        self.metadata.get().expect("a place is registered when it has its metadata")
    }
}
