//! The service as a whole: what is said once, its configuration, its features and its endpoints.

use super::{Source, texts};
use crate::diff::thing::{Aspect, Place, Sort, Thing, Things};
use crate::ir::endpoints::{Kind, Parameter, ParameterPresence, Setting};
use crate::ir::operation_traits::Auth;
use crate::ir::{self, EventStreamKind, Feature, SettingGroup};

/// The path of the service, with which all things come and go.
pub const ROOT: &str = "crate";

/// Adds the service.
pub fn add(source: &Source<'_>, things: &mut Things) {
    let ir = source.side.ir;
    things.insert(ROOT.to_owned(), service(source));
    let thing = |sort, name: &str| Thing::new(sort, name, Place::Service).below(ROOT);
    things.extend(reexports(ir).map(|path| (path.to_owned(), thing(Sort::Reexport, path))));
    let features = ir.gates.features();
    let features = features.into_iter().chain(ir.service.auth.sigv4a.then_some("sigv4a"));
    let features = features.chain(ir.has_presigning_feature().then_some("presigning"));
    things.extend(
        features.map(|feature| (format!("feature {feature}"), thing(Sort::Feature, feature))),
    );
    let groups = ir.service.settings.iter().copied().map(group);
    let groups = groups.chain(ir.service.session.iter().map(|_| "express_credentials_provider"));
    things.extend(
        groups.map(|name| (format!("config::Builder::{name}"), thing(Sort::Setting, name))),
    );
    things.extend(ir.service.endpoint_settings.iter().map(setting));
    things.extend(ir.endpoints.parameters.iter().map(parameter));
}

fn service(source: &Source<'_>) -> Thing {
    let ir = source.side.ir;
    let ir::Service { sdk_id, title, shape_name, version, signing_name, .. } = &ir.service;
    let Auth { schemes, api_key, path_as_is, content_sha256, .. } = &ir.service.auth;
    let headers = ir.service.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let headers: Vec<_> = headers.collect();
    let details = [(path_as_is, "path as it is"), (content_sha256, "hash of the body in a header")];
    let details: Vec<_> =
        details.iter().filter(|(holds, _)| **holds).map(|(_, text)| *text).collect();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let api_key = api_key.as_ref().map(|key| {
        let scheme = key.scheme.as_deref().map(|scheme| format!(" as {scheme}"));
        format!("{:?} {}{}", key.location, key.name, scheme.unwrap_or_default())
    });
    let namespace = ir.service.xml_namespace.as_ref().map(texts::json);
    let retries = (!ir.service.retries.is_usual()).then(|| texts::json(&ir.service.retries));
    let discovery = ir.service.endpoint_discovery.as_ref().map(|operation| operation.bare());
    Thing::new(Sort::Service, title, Place::Service)
        .declared(&ir.package.name)
        .with(Aspect::Package, &ir.package.name)
        .with(Aspect::Provider, ir.service.provider.as_str())
        .with(Aspect::Protocol, ir.service.protocol.as_str())
        .with(Aspect::ApiVersion, version)
        .with(Aspect::ServiceName, format!("{sdk_id} ({title}, {shape_name})"))
        .with(Aspect::SigningName, signing_name)
        .with(Aspect::Auth, texts::names(schemes))
        .with_some(Aspect::ApiKey, api_key)
        .with_some(Aspect::SigningDetail, some(details.join(", ")))
        .with_some(Aspect::Headers, some(headers.join(", ")))
        .with_some(Aspect::XmlForm, namespace)
        .with_some(Aspect::Retries, retries)
        .with(Aspect::EndpointRules, texts::rules(&ir.endpoints))
        .with(Aspect::Partitions, texts::partitions(&ir.endpoints.partitions))
        .with_some(Aspect::EndpointDiscovery, discovery)
        .described(Some(&source.side.model.service.traits))
}

/// What is exported where operations have bodies that come piece by piece.
const BYTE_STREAMS: [&str; 6] = [
    "primitives::AggregatedBytes",
    "primitives::ByteStream",
    "primitives::ByteStreamError",
    "primitives::FsBuilder",
    "primitives::Length",
    "primitives::SdkBody",
];

/// What is exported where operations have streams of events.
const EVENT_STREAMS: [&str; 6] = [
    "primitives::event_stream::EventStreamSender",
    "primitives::event_stream::Header",
    "primitives::event_stream::HeaderValue",
    "primitives::event_stream::Message",
    "primitives::event_stream::RawMessage",
    "primitives::event_stream::StrBytes",
];

/// What is exported only if some operation, or the service, needs it.
fn reexports(ir: &ir::Crate) -> impl Iterator<Item = &'static str> {
    let ir::Service { byte_streams, event_streams, features, .. } = &ir.service;
    let needed = [
        (*byte_streams, &BYTE_STREAMS[..]),
        (!event_streams.is_empty(), &EVENT_STREAMS),
        (
            event_streams.contains(&EventStreamKind::Receiver),
            &["primitives::event_stream::EventReceiver"],
        ),
        (ir.operations.iter().any(|operation| !operation.waiters.is_empty()), &["client::Waiters"]),
        (features.contains(&Feature::Presigning), &["presigning"]),
        (ir.service.endpoint_discovery.is_some(), &["endpoint_discovery"]),
        (ir.service.extended_request_id, &["operation::RequestIdExt"]),
    ];
    needed.into_iter().filter(|(holds, _)| *holds).flat_map(|(_, paths)| paths.iter().copied())
}

/// The first method of a group of settings.
fn group(group: SettingGroup) -> &'static str {
    match group {
        SettingGroup::Bearer => "token_provider",
        SettingGroup::ApiKey => "api_key",
        SettingGroup::Basic => "basic_auth_login",
        SettingGroup::Digest => "digest_auth_login",
        SettingGroup::Sigv4a => "sigv4a_signing_region_set",
        SettingGroup::AccountId => "account_id_endpoint_mode",
        SettingGroup::Compression => "disable_request_compression",
        SettingGroup::Checksum => "request_checksum_calculation",
        SettingGroup::Chunk => "aws_chunked_encoding_chunk_size",
        SettingGroup::IdempotencyToken => "idempotency_token_provider",
    }
}

fn setting(setting: &Setting) -> (String, Thing) {
    let Setting { name, rule_name, kind, shared, docs, .. } = setting;
    let source = shared.map(|(variable, key)| format!("{variable}, {key}"));
    let ty = owned(*kind);
    let thing = Thing::new(Sort::Setting, rule_name, Place::Service)
        .below(ROOT)
        .declared(format!("{name}: {ty}"))
        .with(Aspect::SettingType, ty)
        .with_some(Aspect::SettingSource, source)
        .with(Aspect::Documentation, &docs.summary);
    (format!("config::Builder::{name}"), thing)
}

fn parameter(parameter: &Parameter) -> (String, Thing) {
    let Parameter { name, rule_name, kind, built_in, bound, presence, .. } = parameter;
    let presence = match presence {
        ParameterPresence::Optional => "optional".to_owned(),
        ParameterPresence::Required => "required".to_owned(),
        ParameterPresence::Defaults(default) => format!("by default {}", texts::json(default)),
    };
    let built_in = built_in.as_ref().map(|built_in| format!("from {}", built_in.name));
    let bound = bound.then(|| "from operations or the configuration".to_owned());
    let value: Vec<_> = [Some(presence), built_in, bound].into_iter().flatten().collect();
    let ty = owned(*kind);
    let thing = Thing::new(Sort::EndpointParameter, rule_name, Place::Service)
        .below(ROOT)
        .declared(format!("{name}: {ty}"))
        .with(Aspect::ParameterType, ty)
        .with(Aspect::ParameterValue, value.join(", "));
    (format!("config::endpoint::ParamsBuilder::{name}"), thing)
}

fn owned(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "String",
        Kind::Bool => "bool",
        Kind::StringArray => "Vec<String>",
    }
}
