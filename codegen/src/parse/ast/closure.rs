//! What belongs to a service: operations, resources, and the shapes that they reach ("Service closure"
//! of the Smithy specification).

use super::definition::{Definition, Definitions, NO_DATA, Reference};
use super::prelude;
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use std::collections::{BTreeSet, HashSet};

/// The operations of a resource's life, which each has its own key.
const LIFECYCLE: [&str; 6] = ["put", "create", "read", "update", "delete", "list"];

/// What belongs to a service.
pub struct Closure<'d, 'a> {
    /// The operations, in the order in which the service and its resources name them.
    pub operations: Vec<&'d Definition<'a>>,
    /// The resources.
    pub resources: Vec<&'d Definition<'a>>,
    /// The shapes, in the model's order.
    pub shapes: Vec<&'d Definition<'a>>,
    /// The shapes of the prelude, by id.
    pub prelude: BTreeSet<&'a str>,
}

/// Finds what belongs to `service`.
pub fn closure<'d, 'a>(
    service: &'d Definition<'a>,
    definitions: &'d Definitions<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Closure<'d, 'a> {
    let mut walk = Walk { definitions, diagnostics };
    let resources = walk.resources(service);
    let operations = walk.operations(service, &resources);
    let (shapes, prelude) = walk.shapes(service, &operations);
    Closure { operations, resources, shapes, prelude }
}

struct Walk<'w, 'd, 'a> {
    definitions: &'d Definitions<'a>,
    diagnostics: &'w mut Vec<Diagnostic>,
}

impl<'d, 'a> Walk<'_, 'd, 'a> {
    /// The resources of the service, each with those below it.
    fn resources(&mut self, service: &'d Definition<'a>) -> Vec<&'d Definition<'a>> {
        let mut resources: Vec<&Definition<'_>> = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![service];
        while let Some(owner) = open.pop() {
            let references = owner.references("resources", self.diagnostics);
            let below: Vec<_> = references
                .iter()
                .filter_map(|reference| self.of_kind(reference, "resource", owner.id))
                .filter(|resource| seen.insert(resource.id))
                .collect();
            resources.extend(&below);
            open.extend(below.into_iter().rev());
        }
        resources
    }

    fn operations(
        &mut self,
        service: &Definition<'a>,
        resources: &[&'d Definition<'a>],
    ) -> Vec<&'d Definition<'a>> {
        let mut operations: Vec<&Definition<'_>> = Vec::new();
        let mut seen = HashSet::new();
        for owner in std::iter::once(service).chain(resources.iter().copied()) {
            let mut references = Vec::new();
            if owner.kind == "resource" {
                let diagnostics = &mut *self.diagnostics;
                references
                    .extend(LIFECYCLE.iter().filter_map(|key| owner.reference(key, diagnostics)));
            }
            references.extend(owner.references("operations", self.diagnostics));
            references.extend(owner.references("collectionOperations", self.diagnostics));
            for reference in references {
                let operation = self.of_kind(&reference, "operation", owner.id);
                operations.extend(operation.filter(|operation| seen.insert(operation.id)));
            }
        }
        operations
    }

    fn of_kind(
        &mut self,
        reference: &Reference<'a>,
        kind: &str,
        from: &str,
    ) -> Option<&'d Definition<'a>> {
        let Some(definition) = self.definitions.get(reference.id) else {
            let known = self.definitions.values().filter(|known| known.kind == kind);
            let known = unless_many(self.diagnostics, known.map(|known| known.id));
            let missing = reference.missing(from, known);
            self.diagnostics.push(missing);
            return None;
        };
        if definition.kind != kind {
            let message =
                format!("`{}` is of type `{}`, not `{kind}`", reference.id, definition.kind);
            self.diagnostics
                .push(Diagnostic::new(Code::SHAPE_KIND, &reference.at, message).of(from));
            return None;
        }
        Some(definition)
    }

    /// All that inputs, outputs and errors reach, and what of it is in the prelude.
    fn shapes(
        &mut self,
        service: &Definition<'a>,
        operations: &[&'d Definition<'a>],
    ) -> (Vec<&'d Definition<'a>>, BTreeSet<&'a str>) {
        let mut open: Vec<(Reference<'_>, String)> = Vec::new();
        let mut refer = |owner: &Definition<'a>, references: Vec<Reference<'a>>| {
            open.extend(references.into_iter().map(|reference| (reference, owner.id.to_owned())));
        };
        refer(service, service.references("errors", self.diagnostics));
        for operation in operations {
            for key in ["input", "output"] {
                let reference = operation.reference(key, self.diagnostics);
                let reference = reference.filter(|reference| reference.id != prelude::UNIT);
                refer(operation, reference.into_iter().collect());
            }
            refer(operation, operation.references("errors", self.diagnostics));
        }
        let (mut reached, mut prelude) = (HashSet::new(), BTreeSet::new());
        while let Some((reference, from)) = open.pop() {
            match self.definitions.get(reference.id) {
                Some(shape) if NO_DATA.contains(&shape.kind) => {
                    let message = format!(
                        "`{}` is of type `{}`, which cannot be the type of data",
                        shape.id, shape.kind
                    );
                    self.diagnostics
                        .push(Diagnostic::new(Code::SHAPE_KIND, &reference.at, message).of(from));
                }
                // What an enum's members target is always the unit.
                Some(shape) => {
                    if reached.insert(shape.id) && !matches!(shape.kind, "enum" | "intEnum") {
                        let members = shape.members.iter();
                        open.extend(members.map(|(name, member)| {
                            (member.target.clone(), format!("{}${name}", shape.id))
                        }));
                    }
                }
                None if prelude::shape(reference.id).is_some() => {
                    prelude.insert(reference.id);
                }
                None => {
                    let prelude: Vec<_> = prelude::ids().collect();
                    let known = self.definitions.keys().copied();
                    let known = known.chain(prelude.iter().map(String::as_str));
                    let missing = reference.missing(&from, unless_many(self.diagnostics, known));
                    self.diagnostics.push(missing);
                }
            }
        }
        let shapes = self.definitions.values().filter(|shape| reached.contains(shape.id));
        (shapes.collect(), prelude)
    }
}
