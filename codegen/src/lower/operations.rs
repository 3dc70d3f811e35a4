//! Operations.

use super::context::Context;
use super::plan::{self, OperationNames, Plan};
use super::structures::{StructureSpec, Structures, structure};
use super::{docs, errors, members, operation_traits, pagination, presigning, waiters};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::infer::Unpaged;
use crate::ir::endpoints::Endpoints;
use crate::ir::{self, Role, SimpleTarget, Target, Trait};
use crate::model::{Operation, Shape, ShapeId, traits as t};
use crate::names::{self, Ident};
use crate::read::node::{TOKEN_MARKS, is_token};

/// The methods that everybody knows.
const METHODS: [&str; 9] =
    ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

/// The operations, by name. `endpoints` are there unless something is wrong with them.
pub fn operations<'m>(
    cx: &Context<'m>,
    plan: &Plan<'m>,
    structures: &Structures,
    endpoints: Option<&Endpoints>,
    unpaged: &Unpaged,
) -> Vec<ir::Operation> {
    let mut scopes = waiters::Scopes::default();
    let mut lowered = Vec::new();
    for operation in cx.model.operations.values() {
        let unpaged = unpaged.get(&operation.id);
        lowered.extend(self::operation(
            cx,
            plan,
            structures,
            endpoints,
            unpaged,
            operation,
            &mut scopes,
        ));
    }
    lowered.sort_by(|a, b| a.name.cmp(&b.name));
    lowered
}

fn operation<'m>(
    cx: &Context<'m>,
    plan: &Plan<'m>,
    structures: &Structures,
    endpoints: Option<&Endpoints>,
    unpaged: Option<&String>,
    operation: &'m Operation,
    scopes: &mut waiters::Scopes,
) -> Option<ir::Operation> {
    let OperationNames { name, messages, module } = plan.operation(&operation.id)?;
    let input = input(cx, plan, operation, messages)?;
    let output = match cx.protocol.has_s3_errors(&cx.model.service) {
        true => Role::S3Output,
        false => Role::Output,
    };
    let output = message(cx, plan, operation, messages, output);
    let paginator = pagination::paginator(cx, operation, messages, [&input, &output], structures);
    let traits = operation_traits::operation_traits(cx, plan, operation, &input, endpoints);
    let errors = errors::variants(cx, plan, errors_of(cx, operation));
    let http = operation.traits.http().filter(|_| cx.protocol.bindings);
    let waiters = waiters::waiters(cx, operation, [name, module], &input, scopes);
    let presigning = presigning::official(cx, operation);
    let possible = presigning::possible(cx, operation, &input);
    let required = required(cx, operation, &input);
    Some(ir::Operation {
        docs: docs::operation(operation, http, module, paginator.as_ref()),
        page: docs::page(http, &required, &errors, paginator.as_ref()),
        required,
        example: Vec::new(),
        error: names::suffixed(name, "Error"),
        fluent: names::suffixed(name, "FluentBuilder"),
        module: module.clone(),
        model_name: operation.id.name().to_owned(),
        input,
        output,
        errors,
        traits,
        presigning,
        presigning_by_feature: possible.filter(|_| presigning.is_none()),
        paginator,
        unpaged: unpaged.cloned(),
        waiters,
        name: name.clone(),
    })
}

/// The fields that the model requires and the client does not fill in by itself: those of the path in its order, and the others by
/// name, whatever order the model has them in. Who makes an input of them tells them apart by their places.
fn required(cx: &Context<'_>, operation: &Operation, input: &ir::Structure) -> Vec<Ident> {
    let is_needed = |field: &&ir::Field| {
        let member = cx.input_members(operation).find(|member| member.name == field.member.name);
        member.is_some_and(|member| {
            let filled = [t::IDEMPOTENCY_TOKEN, t::SENT_IF_UNSET, t::DEFAULT];
            member.traits.has(t::REQUIRED) && !filled.iter().any(|name| member.traits.has(name))
        })
    };
    let path = operation.traits.http().map_or("", |http| http.uri);
    let place = |field: &ir::Field| path.find(&format!("{{{}", field.member.name));
    let mut needed: Vec<_> = input.fields.iter().filter(is_needed).collect();
    needed.sort_by_key(|field| (place(field).unwrap_or(usize::MAX), &field.name));
    needed.into_iter().map(|field| field.name.clone()).collect()
}

/// The errors that an operation lists, and those that may end its streams of events: the service may give one of these
/// before the first event, too.
fn errors_of<'m>(cx: &Context<'m>, operation: &'m Operation) -> Vec<&'m ShapeId> {
    let messages = [&operation.input, &operation.output].into_iter().flatten();
    let members = messages.filter_map(|id| cx.shape(id)).flat_map(Shape::members);
    let streams = members.filter_map(|member| cx.shape(&member.target));
    let streams = streams.filter(|shape| shape.is_event_stream());
    let sent = streams.flat_map(|stream| plan::exceptions(cx, stream)).map(|error| &error.target);
    operation.errors.iter().chain(sent).collect()
}

/// The input. What the operation says of it goes before what its shape says.
fn input<'m>(
    cx: &Context<'m>,
    plan: &Plan<'m>,
    operation: &'m Operation,
    name: &Ident,
) -> Option<ir::Structure> {
    let http = http(cx, operation)?;
    let input = message(cx, plan, operation, name, Role::Input);
    check_labels(cx, operation, &http, &input);
    let own = members::shape_traits(cx.protocol, &operation.input_traits);
    let is_own = |of_shape: &Trait| {
        own.iter().any(|own| std::mem::discriminant(own) == std::mem::discriminant(of_shape))
    };
    let of_shape: Vec<_> = input.traits.into_iter().filter(|t| !is_own(t)).collect();
    let has_body = if cx.protocol.bindings {
        input.fields.iter().any(|field| field.member.is_in_body())
    } else {
        operation.input.is_some() || !cx.protocol.bodiless
    };
    let no_body = (!has_body).then_some(Trait::NoBody);
    let traits = of_shape.into_iter().chain(own).chain(http).chain(no_body).collect();
    Some(ir::Structure { traits, ..input })
}

/// The input or the output.
fn message<'m>(
    cx: &Context<'m>,
    plan: &Plan<'m>,
    operation: &'m Operation,
    name: &Ident,
    role: Role,
) -> ir::Structure {
    let (suffix, shape) = match role {
        Role::Input => ("Input", &operation.input),
        _ => ("Output", &operation.output),
    };
    let shape = shape.as_ref().and_then(|id| cx.shape(id));
    if let Some(shape) = shape
        && shape.structure_members().is_none()
    {
        let key = suffix.to_lowercase();
        let message = format!(
            "the {key} of an operation must be a structure, which `{}` is not",
            shape.id.name()
        );
        let at = operation.at.key(key).key("shape");
        cx.report(Diagnostic::new(Code::SHAPE_KIND, &at, message).of(&operation.id));
    }
    let id = shape.map_or_else(|| own_id(&operation.id, suffix), |shape| shape.id.clone());
    let docs = docs::message(operation, shape, role);
    let name = names::suffixed(name, suffix);
    structure(cx, plan, StructureSpec { name, role, module: None, shape, id, docs })
}

/// The trait `http`, where the protocol has it; nothing at all if it must be there and is not.
fn http(cx: &Context<'_>, operation: &Operation) -> Option<Option<Trait>> {
    if !cx.protocol.bindings {
        return Some(None);
    }
    let Some(http) = operation.traits.http() else {
        let message = "the operation has no method and path, which this protocol needs";
        cx.report(Diagnostic::new(Code::HTTP, &operation.at, message).of(&operation.id));
        return None;
    };
    let at = operation.at.key("http");
    if let Some(hint) = wrong_method(http.method) {
        let message = format!("`{}` is not an HTTP method", http.method.escape_debug());
        cx.report(
            Diagnostic::new(Code::HTTP, &at.key("method"), message).of(&operation.id).hint(hint),
        );
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`|#".contains(c);
    if !http.uri.starts_with('/') || http.uri.contains(odd) {
        let message = format!("`{}` is not a valid URI path", http.uri.escape_debug());
        cx.report(Diagnostic::new(Code::HTTP, &at.key("requestUri"), message).of(&operation.id));
    }
    Some(Some(Trait::Http(http.method.to_owned(), http.uri.to_owned(), http.code)))
}

/// What would be right in place of something that is no method. Those of which nobody has heard may be known to the service
/// ("Methods" of RFC 9110); one that many know is written as they do, because case matters.
fn wrong_method(method: &str) -> Option<String> {
    let known = METHODS.iter().find(|known| known.eq_ignore_ascii_case(method));
    match known {
        Some(known) => (*known != method).then(|| format!("it is written `{known}`")),
        None if is_token(method) => None,
        None => Some(format!("letters, digits and the characters `{TOKEN_MARKS}` are expected")),
    }
}

/// Labels and members must match, or the runtime could not build a single request.
fn check_labels(
    cx: &Context<'_>,
    operation: &Operation,
    http: &Option<Trait>,
    input: &ir::Structure,
) {
    let Some(Trait::Http(_, uri, _)) = http else { return };
    let at = operation.at.key("http").key("requestUri");
    let report =
        |message: String| cx.report(Diagnostic::new(Code::HTTP, &at, message).of(&operation.id));
    let Some(labels) = labels(uri) else {
        return report("the braces in the URI do not match".to_owned());
    };
    // Endpoint rules may have a place for them.
    let parameters = cx.input_members(operation);
    let parameters = parameters.filter(|member| member.traits.has(t::CONTEXT_PARAM));
    let parameters: Vec<_> = parameters.map(|member| member.name.as_str()).collect();
    let members = input.fields.iter().map(|field| &field.member);
    for ir::Member { name, target, .. } in members.filter(|member| is_label(member)) {
        if !labels.contains(&name.as_str()) && !parameters.contains(&name.as_str()) {
            report(format!("the URI has no label for the member `{name}`"));
        }
        if !is_scalar(target) {
            report(format!(
                "the member `{name}` cannot be a label: it is not a string, a number, a boolean or a timestamp"
            ));
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

fn is_label(member: &ir::Member) -> bool {
    member.traits.contains(&Trait::HttpLabel)
}

fn is_scalar(target: &Target) -> bool {
    use SimpleTarget::{Blob, Document, Structure};
    !matches!(
        target,
        Target::List(_) | Target::Map(..) | Target::Simple(Structure | Blob | Document)
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
        plan(operations, SHAPES).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    #[test]
    fn an_operation_without_shapes_has_structures_all_the_same() {
        let mut plan = planned(r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}}"#);
        let operation = plan.operations.remove(0);
        assert_eq!((operation.name.as_str(), operation.module.as_str()), ("GetToy", "get_toy"));
        assert_eq!(
            (operation.input.name.as_str(), operation.input.model_name.as_str()),
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
            plan.operations.iter().map(|o| o.model_name.as_str()).collect::<Vec<_>>(),
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
        let diagnostics = plan(
            r#""A": {"http": {"method": "get", "requestUri": "/"}}, "B": {"http": {"method": "GET", "requestUri": "/a b"}}"#,
            "",
        );
        assert_eq!(
            messages(&diagnostics.unwrap_err()),
            ["`get` is not an HTTP method", "`/a b` is not a valid URI path"]
        );
    }

    #[test]
    fn methods_are_any_token() {
        let hint = |method: &str| {
            let operation =
                format!(r#""A": {{"http": {{"method": "{method}", "requestUri": "/"}}}}"#);
            let found = plan(&operation, "").err()?;
            assert_eq!(messages(&found), [format!("`{method}` is not an HTTP method")]);
            found.as_slice()[0].hint.clone()
        };
        for method in ["GET", "PROPFIND", "M-SEARCH", "x!"] {
            assert_eq!(hint(method), None, "{method}");
        }
        assert_eq!(hint("Get").as_deref(), Some("it is written `GET`"));
        let expected = "letters, digits and the characters `!#$%&'*+-.^_`|~` are expected";
        for method in ["", "GET /", "A:B", "é"] {
            assert_eq!(hint(method).as_deref(), Some(expected), "{method}");
        }
    }
}
