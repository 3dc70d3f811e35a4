//! Model to crate: every decision is made here, each kind in a file of its own.

mod auth;
mod bodies;
mod docs;
mod endpoints;
mod enums;
mod errors;
mod fields;
mod operations;
mod package;
mod pagination;
mod presence;
mod protocol;
mod recursion;
mod structures;
mod types;
mod unions;
mod waiters;

use crate::Options;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{self, EventStreamKind, Feature};
use crate::model::{Kind, Located, Model, Shape, ShapeId, Traits, traits as t};
use crate::names::{Ident, Scope};
use crate::source::{Address, Place};
use protocol::{Names, Protocol};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Decides everything about the crate for `model`.
///
/// # Errors
///
/// What the model breaks, and what the generator does not support.
pub fn lower(model: &Model, options: &Options) -> Result<ir::Crate, Diagnostics> {
    let mut lowering = Lowering::new(model);
    let lowered = lowering.crate_(options);
    Diagnostics::check(lowering.found, &model.sources)?;
    Ok(lowered)
}

/// What all parts of the lowering share.
struct Lowering<'m> {
    model: &'m Model,
    found: Vec<Diagnostic>,
    /// The types of the module `types`.
    names: HashMap<ShapeId, Ident>,
    /// The errors that may end streams of events, by the union.
    event_errors: HashMap<ShapeId, Ident>,
    /// Members that must be boxed, as shape and member.
    boxed: HashSet<(ShapeId, String)>,
    /// The protocol to speak. A service without one is reported, and lowered as if it spoke this one.
    protocol: &'static Protocol,
    fates: Vec<ir::Fate>,
}

impl<'m> Lowering<'m> {
    fn new(model: &'m Model) -> Self {
        let boxed = recursion::boxed_members(&model.shapes);
        let protocol = protocol::chosen(&model.service.protocols).unwrap_or(&protocol::FALLBACK);
        let (found, fates) = (Vec::new(), Vec::new());
        let (names, event_errors) = (HashMap::new(), HashMap::new());
        Self { model, found, names, event_errors, boxed, protocol, fates }
    }

    fn crate_(&mut self, options: &Options) -> ir::Crate {
        self.check_protocol();
        let errors = self.error_shapes();
        let nested = self.nested_shapes(&errors);
        self.name_types(&nested, &errors);

        let mut structures = HashMap::new();
        let mut enums = Vec::new();
        let mut unions = Vec::new();
        let mut modules = Scope::modules();
        for shape in nested {
            match &shape.kind {
                Kind::Structure(_) => {
                    let structure = self.nested(shape, &mut modules);
                    structures.extend(structure.map(|structure| (shape.id.clone(), structure)));
                }
                Kind::Enum(values) => enums.extend(self.enumeration(shape, values, &mut modules)),
                Kind::Union(members) => unions.extend(self.union(shape, members, &mut modules)),
                _ => {}
            }
        }
        enums.sort_by(|a, b| a.name.cmp(&b.name));
        unions.sort_by(|a, b| a.name.cmp(&b.name));
        let operations = self.operations(&structures);
        let endpoints = self.endpoints(&operations);
        let service = self.service(options, &operations, &endpoints);
        let mut structures: Vec<_> = structures.into_values().collect();
        structures.sort_by(|a, b| a.name.cmp(&b.name));
        ir::Crate {
            package: package::package(options, &self.model.service, &service.features),
            service,
            errors: errors.iter().filter_map(|shape| self.error(shape)).collect(),
            operations,
            left_out: self.model.left_out.clone(),
            structures,
            unions,
            enums,
            endpoints,
            shapes: self.shapes_in_order(),
        }
    }

    /// Runs a decision and keeps what it finds wrong.
    fn keep<T>(&mut self, decided: Result<T, Diagnostic>) -> Option<T> {
        decided.map_err(|diagnostic| self.found.push(diagnostic)).ok()
    }

    fn shape(&self, id: &ShapeId) -> Option<&'m Shape> {
        self.model.shapes.get(id)
    }

    fn error_shapes(&self) -> Vec<&'m Shape> {
        let listed = self.model.operations.values().flat_map(|o| &o.errors);
        let streams = self.model.shapes.values().filter(|shape| unions::is_event_stream(shape));
        let sent = streams.flat_map(|shape| self.exceptions(shape)).map(|member| &member.target);
        let ids: HashSet<_> = listed.chain(sent).collect();
        let mut shapes: Vec<_> =
            self.model.shapes.values().filter(|s| ids.contains(&s.id)).collect();
        shapes.sort_by_key(|shape| shape.id.name());
        shapes
    }

    /// The shapes that some member targets: those that need a type in `types`.
    fn nested_shapes(&self, errors: &[&'m Shape]) -> Vec<&'m Shape> {
        let targeted = self.model.shapes.values().flat_map(|shape| shape.members());
        let targeted: HashSet<_> = targeted.map(|member| &member.target).collect();
        let shapes = self.model.shapes.values().filter(|shape| targeted.contains(&shape.id));
        shapes.filter(|shape| !errors.iter().any(|error| error.id == shape.id)).collect()
    }

    fn name_types(&mut self, nested: &[&'m Shape], errors: &[&'m Shape]) {
        let typed = |shape: &&&Shape| {
            matches!(shape.kind, Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_))
        };
        let mut scopes = [Scope::types(), Scope::errors()];
        for (scope, shapes) in scopes.iter_mut().zip([nested, errors]) {
            for shape in shapes.iter().filter(typed) {
                let name = scope.name(shape.id.name(), &shape.at, &shape.id.to_string());
                if let Some(name) = self.keep(name) {
                    self.names.insert(shape.id.clone(), name);
                }
            }
        }
        let [_, mut errors] = scopes;
        for shape in nested.iter().filter(|shape| unions::is_event_stream(shape)) {
            let wire = format!("{}Error", shape.id.name());
            let name = errors.name(&wire, &shape.at, &shape.id.to_string());
            if let Some(name) = self.keep(name) {
                self.event_errors.insert(shape.id.clone(), name);
            }
        }
    }

    fn service(
        &mut self,
        options: &Options,
        operations: &[ir::Operation],
        endpoints: &ir::endpoints::Endpoints,
    ) -> ir::Service {
        let service = &self.model.service;
        let auth = self.auth(endpoints);
        let event_streams = event_streams(operations);
        ir::Service {
            sdk_id: service.sdk_id.clone(),
            title: service.title.clone(),
            shape_name: service.id.name().to_owned(),
            version: service.version.clone(),
            signing_name: service.signing_name.clone(),
            scope: package::name(options, service),
            protocol: self.protocol.dialect(service),
            extended_request_id: self.protocol.has_s3_errors(service),
            features: self.features(operations, !event_streams.is_empty()),
            byte_streams: streams(operations).any(|ty| *ty == ir::Ty::ByteStream),
            event_streams,
            xml_namespace: types::xml_namespace(&service.traits)
                .filter(|_| self.protocol.names == Names::Xml && self.protocol.bindings),
            headers: headers(&service.traits),
            settings: [auth::settings(&auth, operations, endpoints), bodies::settings(operations)]
                .concat(),
            auth,
            docs: docs::service(service),
        }
    }

    fn endpoints(&mut self, operations: &[ir::Operation]) -> ir::endpoints::Endpoints {
        let null = serde_json::Value::Null;
        let Some(rules) = &self.model.endpoint_rules else {
            let message = "the model has no endpoint rules";
            let hint = "botocore has them in `endpoint-rule-set-1.json` beside `service-2.json`, and \
                        Smithy in the service's trait `smithy.rules#endpointRuleSet`";
            self.found.push(Diagnostic::new(&self.model.service.at, message).hint(hint));
            return ir::endpoints::Endpoints::default();
        };
        let partitions = self.model.partitions.as_ref().map_or(&null, |file| &file.value);
        match endpoints::lower(&rules.value, partitions) {
            Ok(mut endpoints) => {
                self.bind(&mut endpoints, operations);
                endpoints
            }
            Err(problems) => {
                for problem in problems {
                    let at =
                        problem_address(&problem.pointer, rules, self.model.partitions.as_ref());
                    let diagnostic = Diagnostic::new(&at, problem.message);
                    self.found.push(Diagnostic { hint: problem.hint, ..diagnostic });
                }
                ir::endpoints::Endpoints::default()
            }
        }
    }

    /// The Cargo features of the runtime that the protocol and the operations need.
    fn features(&self, operations: &[ir::Operation], has_events: bool) -> Vec<Feature> {
        let mut features = bodies::features(operations);
        features.extend(self.protocol.feature);
        features.extend(has_events.then_some(Feature::EventStream));
        features.sort_unstable();
        features
    }

    /// The fate of each shape, by name; what nothing else claimed is inlined.
    fn shapes_in_order(&mut self) -> Vec<ir::Fate> {
        let mut fates = std::mem::take(&mut self.fates);
        let claimed: HashSet<String> = fates.iter().map(|fate| fate.shape().to_owned()).collect();
        let rest = self.model.shapes.keys().filter(|id| !claimed.contains(id.name()));
        fates.extend(rest.map(|id| ir::Fate::Inlined(id.name().to_owned())));
        let why = "no operation reaches it";
        let skipped = self.model.unreached.iter();
        fates.extend(skipped.map(|id| ir::Fate::Skipped(id.name().to_owned(), why.to_owned())));
        fates.sort_by(|a, b| a.shape().cmp(b.shape()));
        fates.dedup();
        fates
    }

    fn emitted(&mut self, shape: &ShapeId, path: String) {
        self.fates.push(ir::Fate::Emitted(shape.name().to_owned(), path));
    }
}

/// Problems with partitions are told by pointers that start with `/partitions`.
fn problem_address(pointer: &str, rules: &Located, partitions: Option<&Located>) -> Address {
    let file = match pointer.starts_with("/partitions") {
        true => partitions.unwrap_or(rules),
        false => rules,
    };
    let place = match &file.at.place {
        Place::Pointer(base) => Place::Pointer(format!("{base}{pointer}")),
        offset => offset.clone(),
    };
    Address { source: file.at.source, place }
}

/// The headers that requests to a service need, whatever the operation.
fn headers(service: &Traits) -> Vec<(String, String)> {
    let facts = service.get(t::HEADERS).and_then(serde_json::Value::as_object);
    let facts = facts.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
    // Asks for error codes of the query protocol beside those of the protocol.
    let query = service.has(t::AWS_QUERY_COMPATIBLE).then_some(("x-amzn-query-mode", Some("true")));
    let headers = query.into_iter().chain(facts);
    headers.map(|(name, value)| (name.to_owned(), value.unwrap_or_default().to_owned())).collect()
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
