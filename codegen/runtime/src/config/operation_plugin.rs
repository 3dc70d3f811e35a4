//! The configuration and the components that an operation brings to a call.

use super::provider;
use crate::call;
use crate::call::broken_off::BrokenOffClassifier;
use crate::call::endpoint_params::ReadParameters;
use crate::call::telemetry::CaptureInput;
use crate::operation::{CurrentOperation, Descriptor, Operation};
use aws_smithy_runtime::client::retries::classifiers::{
    ModeledAsRetryableClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_types::config_bag::{FrozenLayer, Layer};
use std::any::TypeId;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, PoisonError, RwLock};

/// What an operation brings to each of its calls.
#[derive(Debug)]
struct Brought {
    config: FrozenLayer,
    components: RuntimeComponentsBuilder,
}

/// What the operations bring that were called before, by their types: it is the same for all calls.
static BROUGHT: RwLock<BTreeMap<TypeId, &'static Brought>> = RwLock::new(BTreeMap::new());

/// The configuration that an operation brings.
pub fn operation_config<O: Operation>() -> FrozenLayer {
    brought(TypeId::of::<O>(), brought_by::<O>).config.clone()
}

/// The components that an operation brings.
pub fn operation_components<O: Operation>() -> Cow<'static, RuntimeComponentsBuilder> {
    Cow::Borrowed(&brought(TypeId::of::<O>(), brought_by::<O>).components)
}

fn brought(operation: TypeId, brought_by: fn() -> Brought) -> &'static Brought {
    let known = BROUGHT.read().unwrap_or_else(PoisonError::into_inner).get(&operation).copied();
    known.unwrap_or_else(|| {
        let mut brought = BROUGHT.write().unwrap_or_else(PoisonError::into_inner);
        // One for each operation of a program, which lives as long as the program does.
        brought.entry(operation).or_insert_with(|| Box::leak(Box::new(brought_by())))
    })
}

#[inline(never)]
fn brought_by<O: Operation>() -> Brought {
    Brought { config: config(O::DESCRIPTOR), components: components::<O>() }
}

fn config(operation: &'static Descriptor) -> FrozenLayer {
    let mut layer = Layer::new(operation.name);
    layer.store_put(CurrentOperation(operation));
    layer.store_put(Metadata::new(operation.name, operation.service.sdk_id));
    layer.store_put(AuthSchemeOptionResolverParams::new(super::auth::Params::new(operation.name)));
    call::auth::configure(operation, &mut layer);
    call::secrets::configure(operation, &mut layer);
    layer.freeze()
}

static STALLED_STREAMS: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(StalledStreamProtectionInterceptor::default()));

static CAPTURE: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(CaptureInput));

static READ_PARAMETERS: LazyLock<SharedInterceptor> =
    LazyLock::new(|| SharedInterceptor::permanent(ReadParameters));

/// The retry classifiers look for the operation's own error type, as custom ones of a user do. The
/// endpoint's parameters are read here and not with the client's interceptors, which run before the
/// configuration of the operation is there and would miss an override.
fn components<O: Operation>() -> RuntimeComponentsBuilder {
    let mut components = RuntimeComponentsBuilder::new(O::DESCRIPTOR.name);
    #[cfg(feature = "checksums")]
    {
        components = with_checksum(components, &O::DESCRIPTOR.traits.request_checksum);
    }
    if !O::DESCRIPTOR.may_be_silent() {
        components = components.with_interceptor(STALLED_STREAMS.clone());
    }
    if O::DESCRIPTOR.traits.long_poll {
        components = components.with_interceptor(call::retries::LongPoll);
    }
    components = components
        .with_interceptor(CAPTURE.clone())
        .with_interceptor(READ_PARAMETERS.clone())
        .with_retry_classifier(TransientErrorClassifier::<O::Error>::new())
        .with_retry_classifier(ModeledAsRetryableClassifier::<O::Error>::new())
        .with_retry_classifier(BrokenOffClassifier(O::DESCRIPTOR.service.protocol));
    provider::retry_classifiers::<O>().into_iter().for_each(|classifier| {
        components.push_retry_classifier(classifier);
    });
    components
}

#[cfg(feature = "checksums")]
fn with_checksum(
    components: RuntimeComponentsBuilder,
    checksum: &crate::operation::traits::RequestChecksum,
) -> RuntimeComponentsBuilder {
    use crate::call::checksum::{trailer::Trailer, tree_hash::TreeHash};
    use crate::operation::traits::RequestChecksum::{Chosen, Md5, Plain, TreeHash as Tree};
    match checksum {
        Plain | Md5 => components,
        Tree => components.with_interceptor(TreeHash),
        Chosen { .. } => components.with_interceptor(SharedInterceptor::permanent(Trailer)),
    }
}
