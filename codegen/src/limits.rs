//! How large a model may be.
//!
//! Each limit is many times what the largest of AWS's models needs, and keeps memory and time within bounds: what is
//! generated of one structure is printed as a whole, and the members of a shape are generated anew for each operation that
//! takes or gives it.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Kind, Model, Shape, traits as t};
use crate::source::Address;

/// How many bytes a file may have.
pub const BYTES: usize = 128 << 20;

/// How many values the JSON of a file may have, all counted: each takes up to a hundred bytes of memory.
pub const VALUES: usize = 8_000_000;

const OPERATIONS: usize = 10_000;
const ERRORS: usize = 5_000;

/// How many members one structure or union may have.
const MEMBERS: usize = 10_000;

/// How many values one enum may have.
const ENUM_VALUES: usize = 100_000;

/// How many members all operations may take and give, and how many errors, those of their shapes counted for each of them;
/// and the members of all other shapes.
const GENERATED: usize = 1_000_000;

/// Checks the chosen operations and what they reach.
///
/// # Errors
///
/// What is too large.
pub fn check(model: &Model, warnings: &mut Vec<Diagnostic>) -> Result<(), Diagnostics> {
    let service = &model.service;
    let errors = model.shapes.values().filter(|shape| shape.traits.has(t::ERROR)).count();
    let chosen = "generate some of the operations only: `--operations A,B`";
    let whole = [
        too_many(model.operations.len(), OPERATIONS, "operations", chosen),
        too_many(errors, ERRORS, "errors", chosen),
        too_many(generated(model), GENERATED, "members, those of each operation counted", chosen),
    ];
    let whole = whole.into_iter().flatten().map(|tell| tell(&service.at, &service.id.to_string()));
    let shapes = model.shapes.values().filter_map(|shape| {
        let (what, found, most, hint) = match &shape.kind {
            Kind::Enum(values) => ("values", values.len(), ENUM_VALUES, "make it a string"),
            Kind::IntEnum(values) => ("values", values.len(), ENUM_VALUES, "make it an integer"),
            _ => {
                let hint = "put members that belong together into structures of their own";
                ("members", shape.members().len(), MEMBERS, hint)
            }
        };
        Some(too_many(found, most, what, hint)?(&shape.at, &shape.id.to_string()))
    });
    Diagnostics::check(whole.chain(shapes).collect(), &model.sources, warnings)
}

/// How many members are generated.
fn generated(model: &Model) -> usize {
    let members = |shape: &Shape| shape.members().len();
    let of_operations = model.operations.values().map(|operation| {
        let messages = operation.input.iter().chain(&operation.output);
        let messages = messages.filter_map(|id| model.shapes.get(id)).map(members);
        messages.sum::<usize>() + operation.errors.len()
    });
    of_operations.chain(model.shapes.values().map(members)).sum()
}

type Tell<'a> = Box<dyn Fn(&Address, &str) -> Diagnostic + 'a>;

fn too_many<'a>(found: usize, most: usize, what: &'a str, hint: &'a str) -> Option<Tell<'a>> {
    let tell = move |at: &Address, of: &str| {
        let message =
            format!("there are {found} {what}, and {most} are the most that are generated");
        Diagnostic::new(Code::TOO_LARGE, at, message).of(of).hint(hint)
    };
    (found > most).then(|| -> Tell<'a> { Box::new(tell) })
}

#[cfg(test)]
mod tests {
    use crate::test_model::{messages, plan};

    fn told(operations: usize, members: usize, values: usize) -> Vec<String> {
        let each = |count: usize, line: &dyn Fn(usize) -> String| {
            (0..count).map(line).collect::<Vec<_>>().join(",")
        };
        let http = r#""http": {"method": "PUT", "requestUri": "/"}"#;
        let operations =
            each(operations, &|n| format!(r#""Op{n}x": {{{http}, "input": {{"shape": "In"}}}}"#));
        let members = each(members, &|n| format!(r#""M{n}x": {{"shape": "E"}}"#));
        let values = each(values, &|n| format!("\"v{n}x\""));
        let shapes = format!(
            r#""In": {{"type": "structure", "members": {{{members}}}}}, "E": {{"type": "string", "enum": [{values}]}}"#
        );
        messages(&plan(&operations, &shapes).expect_err("it is too large"))
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn what_is_too_large_is_told_with_the_limit() {
        let most = "are the most that are generated";
        assert_eq!(told(1, 10_001, 1), [format!("there are 10001 members, and 10000 {most}")]);
        assert_eq!(told(1, 1, 100_001), [format!("there are 100001 values, and 100000 {most}")]);
        let of_each = "members, those of each operation counted, and 1000000";
        assert_eq!(told(200, 5_000, 1), [format!("there are 1005000 {of_each} {most}")]);
    }
}
