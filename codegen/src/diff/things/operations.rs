//! Operations, and what comes and goes with them.

use super::service::ROOT;
use super::{Source, members, texts, types};
use crate::diff::thing::{Aspect, Place, Sort, Thing, Things};
use crate::ir::checksum::RequestChecksum;
use crate::ir::operation_traits::{HostPrefixSegment, OperationTraits};
use crate::ir::waiters::Waiter;
use crate::ir::{self, FieldStep, Paginator, Results, Trait};
use crate::model::{Operation, Shape, traits as t};

/// Adds all operations.
pub fn add(source: &Source<'_>, things: &mut Things) {
    for operation in &source.side.ir.operations {
        add_operation(source, operation, things);
    }
}

fn add_operation(source: &Source<'_>, operation: &ir::Operation, things: &mut Things) {
    let place = Place::Operation(operation.model_name.clone());
    let path = format!("operation::{}", operation.module);
    let model =
        source.side.model.operations.values().find(|model| model.id.name() == operation.model_name);
    things.insert(path.clone(), itself(operation, model, &place));
    let shape = |of: fn(&Operation) -> &Option<crate::ir::ShapeId>| -> Option<&Shape> {
        source.side.model.shapes.get(of(model?).as_ref()?)
    };
    let messages = [
        (&operation.input, operation.required.as_slice(), shape(|model| &model.input)),
        (&operation.output, &[], shape(|model| &model.output)),
    ];
    for (structure, required, shape) in messages {
        let message = types::structure(Sort::Message, structure, shape, &place).below(&path);
        let message_path = format!("{path}::{}", structure.name);
        members::add(source, structure, required, shape, &message_path, &place, things);
        things.insert(message_path, message);
    }
    for variant in &operation.errors {
        let thing = types::error_variant(variant, &place).below(&path);
        things.insert(format!("{path}::{}::{}", operation.error, variant.name), thing);
    }
    if let Some(paginator) = &operation.paginator {
        let thing = self::paginator(operation, paginator, &place).below(&path);
        things.insert(format!("{path}::paginator::{}", paginator.name), thing);
    }
    for waiter in &operation.waiters {
        let thing = self::waiter(operation, waiter, &place).below(&path);
        things.insert(format!("client::Waiters::{}", waiter.method), thing);
    }
}

fn itself(operation: &ir::Operation, model: Option<&Operation>, place: &Place) -> Thing {
    let http = operation.input.traits.iter().find_map(|t| match t {
        Trait::Http(method, uri, status) => Some((method, uri, status)),
        _ => None,
    });
    let declared = match http {
        Some((method, uri, _)) => format!("client.{}(): {method} {uri}", operation.module),
        None => format!("client.{}()", operation.module),
    };
    let has_body = !operation.input.traits.contains(&Trait::NoBody);
    let usual = OperationTraits::default();
    // What can be presigned without the feature can be presigned with it.
    let by_feature = operation.presigning.or(operation.presigning_by_feature);
    let thing = Thing::new(Sort::Operation, &operation.model_name, place.clone())
        .below(ROOT)
        .declared(declared)
        .with(Aspect::ModelName, &operation.model_name)
        .with_some(Aspect::HttpMethod, http.map(|(method, ..)| method))
        .with_some(Aspect::HttpUri, http.map(|(_, uri, _)| uri))
        .with_some(Aspect::HttpStatus, http.map(|(.., status)| status.to_string()))
        .with(Aspect::Body, if has_body { "a body" } else { "none" })
        .with_some(Aspect::Presigning, operation.presigning.map(|way| way.as_str()))
        .with_some(Aspect::PresigningByFeature, by_feature.map(|way| way.as_str()))
        .with_flag(Aspect::Idempotent, model.is_some_and(|model| model.traits.has(t::IDEMPOTENT)))
        .described(model.map(|model| &model.traits));
    traits(thing, operation.traits.as_ref().unwrap_or(&usual))
}

fn traits(thing: Thing, traits: &OperationTraits) -> Thing {
    let host = traits.host.iter().map(|segment| match segment {
        HostPrefixSegment::Literal(text) => text.clone(),
        HostPrefixSegment::Label(name) => format!("{{{name}}}"),
    });
    let host: String = host.collect();
    let parameters = traits.parameters.iter();
    let parameters = parameters.map(|(name, source)| format!("{name} = {}", texts::source(source)));
    let parameters: Vec<_> = parameters.collect();
    let request = (traits.request_checksum != RequestChecksum::Plain)
        .then(|| texts::json(&traits.request_checksum));
    thing
        .with_some(Aspect::HostPrefix, (!host.is_empty()).then_some(host))
        .with_some(Aspect::EndpointContext, (!parameters.is_empty()).then(|| parameters.join(", ")))
        .with_some(Aspect::Auth, traits.auth.as_deref().map(texts::names))
        .with_flag(Aspect::UnsignedPayload, traits.unsigned_payload)
        .with_flag(Aspect::AnswersEarly, traits.answers_early)
        .with_flag(Aspect::Compression, traits.gzip)
        .with_flag(Aspect::LongPoll, traits.long_poll)
        .with_some(Aspect::RequestChecksum, request)
        .with_some(Aspect::ResponseChecksum, traits.response_checksum.as_ref().map(texts::json))
}

fn paginator(operation: &ir::Operation, paginator: &Paginator, place: &Place) -> Thing {
    let tokens = paginator.tokens.iter().map(|token| {
        let output: Vec<_> = token.output.iter().map(path).collect();
        format!("{} = {}", token.member, output.join(" or "))
    });
    let more = paginator.more.iter().map(|more| format!("more: {}", path(more)));
    let tokens: Vec<_> = tokens.chain(more).collect();
    let others: Vec<_> = paginator.others.iter().map(path).collect();
    let others =
        if others.is_empty() { String::new() } else { format!(", not {}", others.join(", ")) };
    let items = paginator.results.as_ref().filter(|_| paginator.items.is_some());
    let items = items.map(|(_, results)| match results {
        Results::List(item) => texts::ty(item),
        Results::Map(key, value) => format!("({}, {})", texts::ty(key), texts::ty(value)),
        Results::Text => "text".to_owned(),
    });
    let results = paginator.results.as_ref().map(|(at, _)| format!("{}{others}", path(at)));
    Thing::new(Sort::Paginator, &operation.model_name, place.clone())
        .declared(format!("{}().into_paginator()", operation.module))
        .with(Aspect::Tokens, tokens.join(", "))
        .with_some(Aspect::Items, items)
        .with_some(Aspect::Results, results)
        .with_some(Aspect::PageSize, paginator.limit.as_ref().map(|limit| limit.bare()))
}

fn path(path: &ir::Path) -> String {
    let steps = path.iter().map(|step| match step {
        FieldStep::Field(name) | FieldStep::Present(name) => name.bare(),
        FieldStep::Last => "[-1]",
    });
    steps.collect::<Vec<_>>().join(".")
}

fn waiter(operation: &ir::Operation, waiter: &Waiter, place: &Place) -> Thing {
    Thing::new(Sort::Waiter, waiter.builder.as_str(), place.clone())
        .declared(format!("client.{}()", waiter.method))
        .with(Aspect::WaiterOperation, &operation.model_name)
        .with(Aspect::Acceptors, texts::acceptors(&waiter.acceptors))
        .with(Aspect::Delay, format!("{} to {} s", waiter.min_delay, waiter.max_delay))
        .with_some(Aspect::Deprecated, waiter.deprecated.as_ref())
}
