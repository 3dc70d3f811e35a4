//! Operations.

use super::structures::Wanted;
use super::types::{Direction, in_body};
use super::{Lowering, docs};
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Role, SimpleTarget, Target, Trait};
use crate::model::{Operation, ShapeId, traits as t};
use crate::names::{self, Ident, Scope};
use std::collections::HashMap;

/// Methods that HTTP and the published runtime know.
const METHODS: [&str; 7] = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];

impl<'m> Lowering<'m> {
    /// The operations, of which `structures` are the nested ones.
    pub(super) fn operations(
        &mut self,
        structures: &HashMap<ShapeId, ir::Structure>,
    ) -> Vec<ir::Operation> {
        let (mut types, mut methods) = (Scope::operations(), Scope::methods());
        let model = self.model;
        let operations = model.operations.values();
        let mut lowered: Vec<_> = operations
            .filter_map(|operation| self.operation(operation, structures, &mut types, &mut methods))
            .collect();
        lowered.sort_by(|a, b| a.name.cmp(&b.name));
        self.waiters(&mut lowered);
        lowered
    }

    fn operation(
        &mut self,
        operation: &'m Operation,
        structures: &HashMap<ShapeId, ir::Structure>,
        types: &mut Scope,
        methods: &mut Scope,
    ) -> Option<ir::Operation> {
        let id = operation.id.to_string();
        let name = self.keep(types.name(operation.id.name(), &operation.at, &id))?;
        let module = self.keep(methods.name(operation.id.name(), &operation.at, &id))?;
        let http = self.http(operation)?;

        let mut input = self.message(operation, operation.input.as_ref(), &name, "Input");
        let output = self.message(operation, operation.output.as_ref(), &name, "Output");
        self.input_traits(operation, &mut input);
        if operation.input.is_none() && self.protocol.bodiless && !self.protocol.bindings {
            input.traits.push(Trait::NoBody);
        }
        if self.protocol.bindings {
            self.check_labels(operation, &http.1, &input);
            input.traits.push(Trait::Http(http.0, http.1, http.2));
            if !input.fields.iter().any(|field| in_body(&field.member)) {
                input.traits.push(Trait::NoBody);
            }
        }
        let paginator = self.paginator(operation, &name, [&input, &output], structures);
        let access = self.access(operation, &input);
        let http = operation.traits.http().filter(|_| self.protocol.bindings);
        let errors = self.error_variants(&operation.errors);
        Some(ir::Operation {
            docs: docs::operation(operation, http, &errors, paginator.as_ref()),
            error: names::suffixed(&name, "Error"),
            fluent: names::suffixed(&name, "FluentBuilder"),
            module,
            wire: operation.id.name().to_owned(),
            input,
            output,
            errors,
            access,
            paginator,
            unpaged: operation.unpaged.clone(),
            waiters: Vec::new(),
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
                let key = suffix.to_lowercase();
                let message = format!(
                    "the {key} of an operation must be a structure, which `{}` is not",
                    shape.id.name()
                );
                let at = operation.at.key(key).key("shape");
                self.found.push(Diagnostic::new(&at, message).of(&operation.id));
            }
        }
        let id = shape.map_or_else(|| own_id(&operation.id, suffix), |shape| shape.id.clone());
        let (direction, role) = match suffix {
            "Input" => (Direction::Request, Role::Input),
            _ => (Direction::Response, Role::Output),
        };
        let docs = docs::message(operation, shape, suffix);
        self.structure(Wanted { name, shape, id, direction, role, docs })
    }

    /// What the operation says of its input goes before what the input's shape says.
    fn input_traits(&self, operation: &Operation, input: &mut ir::Structure) {
        let own = self.shape_traits(&operation.input_traits);
        for own in own {
            input.traits.retain(|t| std::mem::discriminant(t) != std::mem::discriminant(&own));
            input.traits.push(own);
        }
    }

    /// Method, path and the status of a success.
    fn http(&mut self, operation: &Operation) -> Option<(String, String, u16)> {
        if !self.protocol.bindings {
            return Some(("POST".to_owned(), "/".to_owned(), 200));
        }
        let Some(http) = operation.traits.http() else {
            let message = "the operation has no method and path, which this protocol needs";
            self.found.push(Diagnostic::new(&operation.at, message).of(&operation.id));
            return None;
        };
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
    fn check_labels(&mut self, operation: &'m Operation, uri: &str, input: &ir::Structure) {
        let at = operation.at.key("http").key("requestUri");
        // Endpoint rules may have a place for them.
        let parameters =
            self.input_members(operation).filter(|member| member.traits.has(t::CONTEXT_PARAM));
        let parameters: Vec<_> = parameters.map(|member| member.name.as_str()).collect();
        let mut report =
            |message: String| self.found.push(Diagnostic::new(&at, message).of(&operation.id));
        let Some(labels) = labels(uri) else {
            return report("the braces in the URI do not match".to_owned());
        };
        for ir::Member { name, target, .. } in
            input.fields.iter().map(|field| &field.member).filter(is_label)
        {
            if !labels.contains(&name.as_str()) && !parameters.contains(&name.as_str()) {
                report(format!("the URI has no label for the member `{name}`"));
            }
            if !is_scalar(target) {
                report(format!(
                    "the member `{name}` cannot be a label: it is no string, number, boolean or time"
                ));
            }
        }
    }
}

/// The labels of a URI, if each brace has its counterpart.
fn labels(uri: &str) -> Option<Vec<&str>> {
    let mut parts = uri.split('{');
    let before = parts.next().unwrap_or_default();
    let parts: Option<Vec<_>> = parts.map(|part| part.split_once('}')).collect();
    let parts = parts?;
    let stray = before.contains('}') || parts.iter().any(|(_, after)| after.contains('}'));
    (!stray).then(|| parts.into_iter().map(|(label, _)| label.trim_end_matches('+')).collect())
}

fn is_label(member: &&ir::Member) -> bool {
    member.traits.contains(&Trait::HttpLabel)
}

fn is_scalar(target: &Target) -> bool {
    !matches!(
        target,
        Target::List(_)
            | Target::Map(..)
            | Target::Simple(SimpleTarget::Structure | SimpleTarget::Blob | SimpleTarget::Document)
    )
}

fn own_id(operation: &ShapeId, suffix: &str) -> ShapeId {
    ShapeId::new(operation.namespace(), &format!("{}{suffix}", operation.name()))
}

#[cfg(test)]
mod tests {
    use super::labels;
    use crate::ir::{Crate, Trait};
    use crate::test_model::{messages, plan};

    const SHAPES: &str = r#""S": {"type": "string"}, "In": {"type": "structure", "required": ["Id", "Q", "Name"], "members": {
            "Id": {"shape": "S", "location": "uri", "locationName": "toy-id"},
            "Q": {"shape": "S", "location": "querystring", "locationName": "q"},
            "Name": {"shape": "S", "location": "header", "locationName": "X-Name"}}},
        "Out": {"type": "structure", "members": {"Id": {"shape": "S", "location": "uri"}, "Name": {"shape": "S"}}}"#;

    fn planned(operations: &str) -> Crate {
        plan(operations, SHAPES).unwrap_or_else(|found| panic!("{found}"))
    }

    #[test]
    fn an_operation_without_shapes_has_structures_all_the_same() {
        let mut plan = planned(r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}}"#);
        let operation = plan.operations.remove(0);
        assert_eq!((operation.name.as_str(), operation.module.as_str()), ("GetToy", "get_toy"));
        assert_eq!(
            (operation.input.name.as_str(), operation.input.wire.as_str()),
            ("GetToyInput", "GetToyInput")
        );
        assert_eq!(
            (operation.output.name.as_str(), operation.output.builder.as_str()),
            ("GetToyOutput", "GetToyOutputBuilder")
        );
        assert_eq!(
            (operation.error.as_str(), operation.fluent.as_str()),
            ("GetToyError", "GetToyFluentBuilder")
        );
    }

    #[test]
    fn an_input_that_is_in_the_uri_has_no_body() {
        let http = r#"{"method": "GET", "requestUri": "/toys/{toy-id+}", "responseCode": 202}"#;
        let plan = planned(&format!(r#""GetToy": {{"http": {http}, "input": {{"shape": "In"}}}}"#));
        let operation = &plan.operations[0];
        let http = Trait::Http("GET".to_owned(), "/toys/{Id+}".to_owned(), 202);
        assert_eq!(
            (operation.success(), &operation.input.traits),
            (202, &vec![http, Trait::NoBody])
        );
    }

    #[test]
    fn what_must_be_there_before_anything_is_sent_is_required() {
        let http = r#"{"method": "GET", "requestUri": "/{toy-id}"}"#;
        let plan = planned(&format!(r#""GetToy": {{"http": {http}, "input": {{"shape": "In"}}}}"#));
        let required = plan.operations[0]
            .input
            .fields
            .iter()
            .map(|f| f.member.traits.contains(&Trait::Required));
        assert_eq!(required.collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn an_output_has_no_labels() {
        let plan = planned(
            r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Out"}}"#,
        );
        assert_eq!(plan.operations[0].output.fields[0].member.traits, []);
    }

    #[test]
    fn operations_are_sorted() {
        let http = r#"{"http": {"method": "GET", "requestUri": "/"}}"#;
        let plan = planned(&format!(r#""GetToy": {http}, "BuyToy": {http}"#));
        assert_eq!(
            plan.operations.iter().map(|o| o.wire.as_str()).collect::<Vec<_>>(),
            ["BuyToy", "GetToy"]
        );
    }

    #[test]
    fn labels_are_found_between_braces() {
        assert_eq!(labels("/a/{b}/{c+}?d=e"), Some(vec!["b", "c"]));
        assert_eq!(labels("/a"), Some(vec![]));
        for odd in ["/{a", "/a}", "/{a}}", "/{{a}", "/}a{"] {
            assert_eq!(labels(odd), None, "{odd}");
        }
    }

    #[test]
    fn methods_and_paths_are_checked() {
        let found = plan(
            r#""A": {"http": {"method": "get", "requestUri": "/"}}, "B": {"http": {"method": "GET", "requestUri": "/a b"}}"#,
            "",
        );
        assert_eq!(
            messages(&found.unwrap_err()),
            ["`get` is no HTTP method", "`/a b` is no path of a URI"]
        );
    }
}
