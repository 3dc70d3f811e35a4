//! What holds for the whole service.

use super::context::Context;
use super::endpoints::settings::settings;
use super::protocol::Names;
use super::{auth, bodies, docs, members, package, provider};
use crate::input::Options;
use crate::ir::endpoints::Endpoints;
use crate::ir::operation_traits::Auth;
use crate::ir::{self, EventStreamKind, Feature, SessionOperation, SettingGroup, Trait};
use crate::model::{Traits, traits as t};
use crate::names::Ident;
use serde_json::Value;
use std::collections::BTreeSet;

/// The service, of which these are the operations. `endpoints` are there unless something is wrong with them.
pub fn service(
    cx: &Context<'_>,
    options: &Options,
    operations: &[ir::Operation],
    endpoints: Option<&Endpoints>,
) -> ir::Service {
    let service = &cx.model.service;
    let rules = endpoints.map_or(&[][..], |endpoints| &endpoints.rules);
    let auth = auth::of_service(&cx.model.service, rules);
    let session = session(cx, operations).filter(|_| auth.s3_express);
    let has_account = endpoints.is_some_and(|endpoints| endpoints.account.is_some());
    let endpoint_settings = endpoints.map(|endpoints| settings(cx, &endpoints.parameters));
    let event_streams = event_streams(operations);
    let has_xml = cx.protocol.names == Names::Xml && cx.protocol.bindings;
    ir::Service {
        sdk_id: service.sdk_id.clone(),
        title: service.title.clone(),
        shape_name: service.id.name().to_owned(),
        version: service.version.clone(),
        signing_name: service.signing_name.clone(),
        user_agent_id: package::name(options, service),
        provider: provider::of(cx.model, endpoints),
        protocol: cx.protocol.dialect(service),
        extended_request_id: cx.protocol.has_s3_errors(service),
        features: features(cx, operations, &auth, !event_streams.is_empty(), session.is_some()),
        endpoint_discovery: endpoint_discovery(cx, operations),
        session,
        byte_streams: streams(operations).any(|ty| *ty == ir::Ty::ByteStream),
        event_streams,
        xml_namespace: members::xml_namespace(&service.traits).filter(|_| has_xml),
        headers: headers(&service.traits),
        retries: retries(&service.traits),
        settings: [
            auth::settings(&auth, operations, has_account),
            bodies::settings(operations),
            tokens(operations),
        ]
        .concat(),
        endpoint_settings: endpoint_settings.unwrap_or_default(),
        auth,
        docs: docs::service(service),
    }
}

/// The Cargo features of the runtime that the protocol and the operations need.
fn features(
    cx: &Context<'_>,
    operations: &[ir::Operation],
    auth: &Auth,
    has_events: bool,
    has_sessions: bool,
) -> Vec<Feature> {
    let mut features = bodies::features(operations);
    features.extend(cx.protocol.feature);
    features.extend(auth::features(auth, operations));
    features.extend(has_events.then_some(Feature::EventStream));
    let presigned = operations.iter().any(|operation| operation.presigning.is_some());
    features.extend(presigned.then_some(Feature::Presigning));
    features.extend(has_sessions.then_some(Feature::S3Express));
    features.sort_unstable();
    features
}

/// The operation that tells endpoints, if some of the operations need it.
fn endpoint_discovery(cx: &Context<'_>, operations: &[ir::Operation]) -> Option<Ident> {
    let telling = cx.model.service.traits.endpoint_operation()?;
    let needed = cx.model.operations.values().any(|operation| operation.traits.needs_discovery());
    let telling = operations.iter().find(|operation| operation.model_name == telling);
    telling.filter(|_| needed).map(|operation| operation.module.clone())
}

/// The operation that gives credentials for a session.
fn session(cx: &Context<'_>, operations: &[ir::Operation]) -> Option<SessionOperation> {
    let mut marked = cx.model.operations.values();
    let marked = marked.find(|operation| operation.traits.has(t::CREATES_SESSION))?;
    let operation = operations.iter().find(|o| o.model_name == marked.id.name())?;
    let ir::Operation { module, name, input, output, .. } = operation;
    let credentials = output.fields.iter().find_map(|field| match &field.ty {
        ir::Ty::Structure(id) if field.name.bare() == "credentials" => Some(id.name().clone()),
        _ => None,
    });
    let (module, name, input) = (module.clone(), name.clone(), input.name.clone());
    Some(SessionOperation { module, name, input, credentials: credentials? })
}

/// The settings that go with tokens of requests.
fn tokens(operations: &[ir::Operation]) -> Vec<SettingGroup> {
    let mut fields = operations.iter().flat_map(|operation| &operation.input.fields);
    let carried = fields.any(|field| field.member.traits.contains(&Trait::IdempotencyToken));
    Vec::from_iter(carried.then_some(SettingGroup::IdempotencyToken))
}

/// The headers that requests to a service need, whatever the operation.
fn headers(service: &Traits) -> Vec<(String, String)> {
    let facts = service.get(t::HEADERS).and_then(Value::as_object);
    let facts = facts.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
    // Asks for error codes of the query protocol beside those of the protocol.
    let query = service.has(t::AWS_QUERY_COMPATIBLE).then_some(("x-amzn-query-mode", Some("true")));
    let headers = query.into_iter().chain(facts);
    headers.map(|(name, value)| (name.to_owned(), value.unwrap_or_default().to_owned())).collect()
}

/// How requests to a service are tried again.
fn retries(service: &Traits) -> ir::Retries {
    let codes = service.get(t::TRANSIENT_ERRORS).and_then(Value::as_array);
    let codes = codes.into_iter().flatten().filter_map(Value::as_str);
    let defaults = service.get(t::RETRY_DEFAULTS).and_then(|facts| {
        let attempts = facts.get("attempts")?.as_u64()?.try_into().ok()?;
        let backoff_millis = facts.get("backoffMillis")?.as_u64()?;
        Some(ir::RetryDefaults { attempts, backoff_millis })
    });
    ir::Retries { transient_errors: codes.map(str::to_owned).collect(), defaults }
}

/// The kinds of streams of events that operations take and give.
fn event_streams(operations: &[ir::Operation]) -> Vec<EventStreamKind> {
    let kinds = streams(operations).filter_map(ir::Ty::events);
    kinds.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The types of the streams that operations take and give.
fn streams(operations: &[ir::Operation]) -> impl Iterator<Item = &ir::Ty> {
    let messages = operations.iter().flat_map(|o| [&o.input, &o.output]);
    messages.filter_map(|message| Some(&message.stream()?.ty))
}

#[cfg(test)]
mod tests {
    use crate::ir::Service;
    use crate::test_model::plan;

    fn service(operations: &str) -> Service {
        plan(operations, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}")).service
    }

    #[test]
    fn endpoints_are_discovered_where_an_operation_needs_that() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let told = |discovery: &str| {
            let operations = format!(
                r#""TellEndpoints": {{{http}, "endpointoperation": true}}, "Find": {{{http}, "endpointdiscovery": {discovery}}}"#
            );
            service(&operations).endpoint_discovery.map(|module| module.to_string())
        };
        assert_eq!(told(r#"{"required": true}"#).as_deref(), Some("tell_endpoints"));
        assert_eq!(told("{}"), None, "one that may be discovered is found by the rules");
    }
}
