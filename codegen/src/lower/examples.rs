//! An example call of each operation, for its documentation: what it needs is set, and what it answers is shown.
//!
//! What is no plain value, such as a structure, is a variable of the example, which a hidden line declares.

use crate::ir::{
    Argument, Called, Crate, ErrorVariant, Failing, Field, Guide, Operation, Setter, Ty,
};
use heck::ToKebabCase;

/// A call that is wider than this has a line for each method.
const WIDTH: usize = 90;

/// The examples, in the order of the operations: lines of Rust, of which hidden ones begin with `# `.
pub fn examples(krate: &Crate) -> Vec<Vec<String>> {
    krate.operations.iter().map(|operation| example(krate, operation)).collect()
}

/// The examples that stand for all: of the operations that need least, those that change nothing go first.
pub fn guide(operations: &[Operation]) -> Guide {
    let known = || operations.iter().filter(|operation| !operation.example.is_empty());
    let is_listing = |operation: &&Operation| {
        operation.paginator.as_ref().is_some_and(|paginator| paginator.items.is_some())
    };
    let reads = |operation: &Operation| {
        ["get", "list", "describe", "head"]
            .iter()
            .any(|word| operation.module.bare().starts_with(word))
    };
    let rank = |operation: &&Operation| (!reads(operation), operation.required.len());
    let lines =
        |operation: Option<&Operation>| operation.map(|o| o.example.clone()).unwrap_or_default();
    let call = known().filter(|operation| !is_listing(operation)).min_by_key(rank);
    let failing = known().filter(|operation| !is_listing(operation));
    let failing = failing.filter_map(|operation| Some((operation, failing_call(operation)?)));
    let not_found = |failing: &Failing| failing.is.bare().contains("not_found");
    let failing = failing.min_by_key(|(operation, call)| (!not_found(call), rank(operation)));
    let call = call.or_else(|| known().min_by_key(rank));
    Guide {
        call: lines(call),
        called: call.map(|operation| Called {
            module: operation.module.clone(),
            input: operation.input.name.clone(),
            output: operation.output.name.clone(),
        }),
        listing: lines(known().filter(is_listing).min_by_key(rank)),
        failing: failing.map(|(_, call)| call),
    }
}

/// The call of an example, if it is a line, and one of its errors.
fn failing_call(operation: &Operation) -> Option<Failing> {
    let (place, call) = operation.example.iter().enumerate().find_map(|(place, line)| {
        Some((place, line.strip_prefix("let output = ")?.strip_suffix(".await?;")?))
    })?;
    let found = |error: &&ErrorVariant| error.is.bare().contains("not_found");
    let error = operation.errors.iter().find(found).or(operation.errors.first())?;
    let before = operation.example[..place].to_vec();
    Some(Failing { before, call: call.to_owned(), is: error.is.clone() })
}

fn example(krate: &Crate, operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    let needed =
        operation.input.fields.iter().filter(|field| operation.required.contains(&field.name));
    let mut methods = vec![format!("{}()", operation.module)];
    for field in needed {
        let Some(arguments) = arguments(krate, field, &mut lines) else { return Vec::new() };
        methods.push(format!("{}({})", field.name, arguments.join(", ")));
    }
    let items = operation.paginator.as_ref().filter(|paginator| paginator.items.is_some());
    match items {
        Some(_) => {
            methods.extend(["into_paginator()", "items()", "send()"].map(str::to_owned));
            lines.extend(call("let mut items = client", &methods, ";"));
            lines.push("while let Some(item) = items.next().await {".to_owned());
            lines.push("    println!(\"{:?}\", item?);".to_owned());
            lines.push("}".to_owned());
        }
        None => {
            methods.push("send()".to_owned());
            lines.extend(call("let output = client", &methods, ".await?;"));
            lines.push("println!(\"{output:?}\");".to_owned());
        }
    }
    lines
}

/// A chain of methods, as rustfmt would lay it out.
fn call(start: &str, methods: &[String], end: &str) -> Vec<String> {
    let line = format!("{start}.{}{end}", methods.join("."));
    if line.len() <= WIDTH {
        return vec![line];
    }
    let methods = methods.iter().map(|method| format!("    .{method}"));
    let chain = std::iter::once(start.to_owned()).chain(methods).collect::<Vec<_>>().join("\n");
    let end = end.replace(".await", "\n    .await");
    format!("{chain}{end}").lines().map(str::to_owned).collect()
}

/// What the method of a field is given; nothing where that could not be told without naming a type.
fn arguments(krate: &Crate, field: &Field, lines: &mut Vec<String>) -> Option<Vec<String>> {
    let mut argument = |argument: &Argument, name: &str| match argument {
        Argument::Into(Ty::String) => Some(text(field)),
        Argument::Into(_) => None,
        Argument::Value(ty) => Some(value(krate, ty, field).unwrap_or_else(|| {
            lines.push(format!("# let {name} = todo!();"));
            name.to_owned()
        })),
    };
    let name = field.name.as_str();
    match &field.setter {
        Setter::Set(value) | Setter::Push(value) => Some(vec![argument(value, name)?]),
        Setter::Insert(key, value) => Some(vec![argument(key, "key")?, argument(value, name)?]),
    }
}

/// A value of a simple type.
fn value(krate: &Crate, ty: &Ty, field: &Field) -> Option<String> {
    let module = &krate.package.module;
    Some(match ty {
        Ty::Bool => "true".to_owned(),
        Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 => "1".to_owned(),
        Ty::F32 | Ty::F64 => "1.0".to_owned(),
        Ty::String => format!("{}.to_owned()", text(field)),
        Ty::Blob => format!("{module}::primitives::Blob::new({})", text(field)),
        Ty::ByteStream => {
            format!("{module}::primitives::ByteStream::from_static(b{})", text(field))
        }
        Ty::DateTime => format!("{module}::primitives::DateTime::from_secs(1_800_000_000)"),
        Ty::Enum(id) => {
            let name = id.name();
            let variant = &krate.enums.iter().find(|e| e.name == *name)?.variants.first()?.name;
            format!("{module}::types::{name}::{variant}")
        }
        _ => return None,
    })
}

fn text(field: &Field) -> String {
    format!("{:?}", field.name.bare().to_kebab_case())
}

#[cfg(test)]
mod tests {
    use crate::test_model::plan;

    const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "integer"}, "Colour": {"type": "string", "enum": ["red", "blue"]},
        "Box": {"type": "structure", "members": {}}, "Names": {"type": "list", "member": {"shape": "S"}},
        "In": {"type": "structure", "required": ["ToyId", "Size", "Colour", "Names", "Box"], "members": {"ToyId": {"shape": "S"},
            "Size": {"shape": "N"}, "Colour": {"shape": "Colour"}, "Names": {"shape": "Names"}, "Box": {"shape": "Box"},
            "Other": {"shape": "S"}}}"#;

    fn example(input: &str) -> Vec<String> {
        let operation =
            format!(r#""PutToy": {{"http": {{"method": "PUT", "requestUri": "/"}} {input}}}"#);
        let plan = plan(&operation, SHAPES).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        plan.operations[0].example.clone()
    }

    #[test]
    fn what_is_needed_is_set() {
        let expected = [
            "# let r#box = todo!();",
            "let output = client",
            "    .put_toy()",
            "    .toy_id(\"toy-id\")",
            "    .size(1)",
            "    .colour(toy::types::Colour::Blue)",
            "    .names(\"names\")",
            "    .r#box(r#box)",
            "    .send()",
            "    .await?;",
            "println!(\"{output:?}\");",
        ];
        let found = example(r#", "input": {"shape": "In"}"#).join("\n");
        let crate_name = found.split("::types").next().and_then(|start| start.rsplit('(').next());
        assert_eq!(found.replace(crate_name.unwrap(), "toy"), expected.join("\n"));
    }

    #[test]
    fn a_short_call_is_a_line() {
        let expected =
            ["let output = client.put_toy().send().await?;", "println!(\"{output:?}\");"];
        assert_eq!(example(""), expected);
    }
}
