//! Which operations carry values that must not be logged ("sensitive trait" of the Smithy specification).

use super::context::Context;
use crate::ir::operation_traits::Sensitivity;
use crate::model::{Member, Model, Operation, Shape, ShapeId, traits as t};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The shapes that are sensitive, or hold a sensitive value at any depth.
pub fn sensitive_shapes(model: &Model) -> HashSet<ShapeId> {
    let mut users: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::new();
    let mut open = Vec::new();
    for shape in model.shapes.values() {
        let members = shape.members();
        if is_sensitive(shape) || members.iter().any(|member| member.traits.has(t::SENSITIVE)) {
            open.push(&shape.id);
        }
        for member in members {
            users.entry(&member.target).or_default().push(&shape.id);
        }
    }
    let mut sensitive = HashSet::new();
    while let Some(id) = open.pop() {
        if sensitive.insert(id.clone()) {
            open.extend(users.get(id).into_iter().flatten());
        }
    }
    sensitive
}

fn is_sensitive(shape: &Shape) -> bool {
    shape.traits.has(t::SENSITIVE)
}

/// What of an operation must not be logged, where these shapes are sensitive or hold a sensitive value. Its errors come
/// as answers do.
pub fn of_operation(
    cx: &Context<'_>,
    sensitive: &HashSet<ShapeId>,
    operation: &Operation,
) -> Sensitivity {
    let holds = |id: &ShapeId| sensitive.contains(id);
    let answers = || operation.output.iter().chain(&operation.errors);
    let headers: BTreeSet<_> =
        answers().flat_map(|id| sensitive_headers(cx, sensitive, id)).collect();
    Sensitivity {
        input: operation.input.as_ref().is_some_and(holds),
        output: answers().any(holds),
        headers: headers.into_iter().collect(),
    }
}

/// The headers that sensitive members of an answer come in, by names in lower case; a prefix ends in `*`.
fn sensitive_headers(
    cx: &Context<'_>,
    sensitive: &HashSet<ShapeId>,
    answer: &ShapeId,
) -> Vec<String> {
    let Some(shape) = cx.shape(answer).filter(|_| cx.protocol.bindings) else { return Vec::new() };
    let whole = is_sensitive(shape);
    let secret = |member: &&Member| {
        whole || member.traits.has(t::SENSITIVE) || sensitive.contains(&member.target)
    };
    let name = |member: &Member| {
        let header = member.traits.text(t::HTTP_HEADER).map(str::to_lowercase);
        let prefix = member.traits.text(t::HTTP_PREFIX_HEADERS);
        header.or_else(|| Some(format!("{}*", prefix?.to_lowercase())))
    };
    shape.members().into_iter().filter(secret).filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use crate::ir::operation_traits::Sensitivity;
    use crate::test_model::plan;

    const SHAPES: &str = r#""S": {"type": "string"}, "Secret": {"type": "string", "sensitive": true},
        "Plain": {"type": "structure", "members": {"A": {"shape": "S"}}},
        "Deep": {"type": "structure", "members": {"Next": {"shape": "Deep"}, "Map": {"shape": "Map"}}},
        "Map": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "List"}},
        "List": {"type": "list", "member": {"shape": "Secret"}},
        "Login": {"type": "structure", "sensitive": true, "members": {"Name": {"shape": "S"}}},
        "Either": {"type": "structure", "union": true, "members": {"A": {"shape": "S"}, "B": {"shape": "Login"}}},
        "Union": {"type": "structure", "members": {"Either": {"shape": "Either"}}},
        "Failed": {"type": "structure", "exception": true, "members": {"Token": {"shape": "Secret"}}},
        "Heads": {"type": "structure", "members": {
            "Token": {"shape": "Secret", "location": "header", "locationName": "X-Token"},
            "Name": {"shape": "S", "location": "header", "locationName": "X-Name"},
            "More": {"shape": "Map2", "location": "headers", "locationName": "X-More-"}}},
        "Map2": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Secret"}}"#;

    fn sensitivity(messages: &str) -> Sensitivity {
        let operation =
            format!(r#""A": {{"http": {{"method": "PUT", "requestUri": "/"}}, {messages}}}"#);
        let plan = plan(&operation, SHAPES).unwrap_or_else(|found| panic!("{found}"));
        plan.operations[0].traits.clone().unwrap_or_default().sensitivity
    }

    #[test]
    fn most_operations_carry_no_secret() {
        let plain = sensitivity(r#""input": {"shape": "Plain"}, "output": {"shape": "Plain"}"#);
        assert_eq!(plain, Sensitivity::default());
    }

    #[test]
    fn a_secret_counts_however_deep_it_is() {
        for shape in ["Deep", "Login", "Union"] {
            let input = sensitivity(&format!(r#""input": {{"shape": "{shape}"}}"#));
            assert_eq!((input.input, input.output), (true, false), "{shape}");
            let output = sensitivity(&format!(r#""output": {{"shape": "{shape}"}}"#));
            assert_eq!((output.input, output.output), (false, true), "{shape}");
        }
    }

    #[test]
    fn errors_are_answers() {
        assert!(sensitivity(r#""errors": [{"shape": "Failed"}]"#).output);
    }

    #[test]
    fn headers_that_hold_secrets_are_named() {
        let heads = sensitivity(r#""output": {"shape": "Heads"}"#);
        assert_eq!(heads.headers, ["x-more-*", "x-token"]);
    }
}
