//! Operations.

use super::structures::Wanted;
use super::types::{Direction, in_body};
use super::{Lowering, docs};
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Trait};
use crate::model::{Operation, ShapeId};
use crate::names::{self, Ident, Scope};

/// Methods that HTTP and the published runtime know.
const METHODS: [&str; 7] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];

impl<'m> Lowering<'m> {
    pub(super) fn operations(&mut self) -> Vec<ir::Operation> {
        let (mut types, mut methods) = (Scope::operations(), Scope::methods());
        let model = self.model;
        let operations = model.operations.values();
        let mut lowered: Vec<_> =
            operations.filter_map(|operation| self.operation(operation, &mut types, &mut methods)).collect();
        lowered.sort_by(|a, b| a.name.cmp(&b.name));
        lowered
    }

    fn operation(
        &mut self,
        operation: &'m Operation,
        types: &mut Scope,
        methods: &mut Scope,
    ) -> Option<ir::Operation> {
        let id = operation.id.to_string();
        let name = self.keep(types.name(operation.id.name(), &operation.at, &id))?;
        let module = self.keep(methods.name(operation.id.name(), &operation.at, &id))?;
        let http = self.http(operation)?;

        let mut input = self.message(operation, operation.input.as_ref(), &name, "Input");
        let output = self.message(operation, operation.output.as_ref(), &name, "Output");
        self.check_labels(operation, &http.1, &input);
        input.traits.push(Trait::Http(http.0, http.1, http.2));
        if !input.fields.iter().any(|field| in_body(&field.member)) {
            input.traits.push(Trait::NoBody);
        }
        let paginator = self.paginator(operation, &name, &input, &output);
        let errors = self.error_variants(&operation.errors);
        Some(ir::Operation {
            docs: docs::operation(operation, &errors, paginator.is_some()),
            error: names::suffixed(&name, "Error"),
            fluent: names::suffixed(&name, "FluentBuilder"),
            module,
            wire: operation.id.name().to_owned(),
            success: http.2,
            input,
            output,
            errors,
            paginator,
            name,
        })
    }

    fn message(
        &mut self,
        operation: &'m Operation,
        shape: Option<&'m ShapeId>,
        name: &Ident,
        suffix: &str,
    ) -> ir::Structure {
        let name = names::suffixed(name, suffix);
        let shape = shape.and_then(|id| self.shape(id));
        if let Some(shape) = shape {
            self.emitted(&shape.id, format!("operation::{}::{name}", names::snake(&name)));
            if super::structures::members(shape).is_none() {
                let message = format!("the {} of an operation must be a structure", suffix.to_lowercase());
                self.found.push(Diagnostic::new(&shape.at, message).of(&operation.id));
            }
        }
        let id = shape.map_or_else(|| own_id(&operation.id, suffix), |shape| shape.id.clone());
        let direction = if suffix == "Input" { Direction::Request } else { Direction::Other };
        let docs = docs::message(operation, shape, suffix);
        self.structure(Wanted { name, shape, id, direction, docs })
    }

    fn http(&mut self, operation: &Operation) -> Option<(String, String, u16)> {
        let http = operation.traits.http()?;
        let at = operation.at.key("http");
        if !METHODS.contains(&http.method) {
            let message = format!("`{}` is no HTTP method", http.method);
            let diagnostic = Diagnostic::new(&at.key("method"), message).of(&operation.id);
            self.found.push(diagnostic.hint(format!("allowed are {}", METHODS.join(", "))));
        }
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`|#".contains(c);
        if !http.uri.starts_with('/') || http.uri.contains(odd) {
            let message = format!("`{}` is no path of a URI", http.uri.escape_debug());
            self.found.push(Diagnostic::new(&at.key("requestUri"), message).of(&operation.id));
        }
        Some((http.method.to_owned(), http.uri.to_owned(), http.code))
    }

    /// Labels and members must match, or the runtime could not build a single request.
    fn check_labels(&mut self, operation: &Operation, uri: &str, input: &ir::Structure) {
        let at = operation.at.key("http").key("requestUri");
        let mut labels = Vec::new();
        for part in uri.split('{').skip(1) {
            match part.split_once('}') {
                Some((label, _)) => labels.push(label.trim_end_matches('+')),
                None => {
                    let message = "a brace in the URI is not closed";
                    self.found.push(Diagnostic::new(&at, message).of(&operation.id));
                }
            }
        }
        for field in &input.fields {
            let bound = field.member.traits.contains(&Trait::HttpLabel);
            if bound && !labels.contains(&field.member.name.as_str()) {
                let message = format!("the URI has no label for the member `{}`", field.member.name);
                self.found.push(Diagnostic::new(&at, message).of(&operation.id));
            }
        }
    }
}

fn own_id(operation: &ShapeId, suffix: &str) -> ShapeId {
    ShapeId::new(operation.namespace(), &format!("{}{suffix}", operation.name()))
}
