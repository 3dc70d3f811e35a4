//! What is known of values beside their types, from which examples are made up.

use super::context::Context;
use super::docs::bound;
use crate::ir::{self, FieldStep, Limit, Limits, Path, Structure, Ty};
use crate::model::{Kind, Member, Shape, traits as t};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// So deep in lists of lists, nothing is looked for any more.
const DEEPEST: usize = 8;

/// The limits of members, those that are the same together, and what examples leave unset.
pub fn limits(
    cx: &Context<'_>,
    service: &ir::Service,
    operations: &[ir::Operation],
    structures: &[Structure],
) -> Limits {
    let mut found = BTreeMap::new();
    for shape in cx.model.shapes.values() {
        for member in shape.members().into_iter().filter(|_| holds_members(shape)) {
            let path = format!("{}.{}", shape.original_name(), member.name);
            collect(cx, member, path, DEEPEST, &mut found);
        }
    }
    let limits = found.into_iter().map(|(bounds, of)| {
        let [least, most, pattern] = bounds;
        Limit { least, most, pattern, of }
    });
    let service = service.provider.is_aws().then(|| service.signing_name.clone());
    Limits { service, limits: limits.collect(), unset: unset(operations, structures) }
}

fn holds_members(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Structure(_) | Kind::Union(_))
}

/// Adds the limits of a member, and of what is in the list or the map that it targets.
fn collect(
    cx: &Context<'_>,
    member: &Member,
    path: String,
    deep: usize,
    found: &mut BTreeMap<[String; 3], Vec<String>>,
) {
    let Some(target) = cx.shape(&member.target) else { return };
    match (&target.kind, deep.checked_sub(1)) {
        (Kind::List(element), Some(deep)) => {
            collect(cx, element, format!("{path}.member"), deep, found);
        }
        (Kind::Map(key, value), Some(deep)) => {
            collect(cx, key, format!("{path}.key"), deep, found);
            collect(cx, value, format!("{path}.value"), deep, found);
        }
        _ => {}
    }
    let is_key = path.ends_with(".key");
    let bounds = bounds(member, target, is_key);
    if bounds.iter().any(|bound| !bound.is_empty()) {
        found.entry(bounds).or_default().push(path);
    }
}

/// The least, the most, and the pattern. Of what the model lists, the pattern is the list where its type does not tell.
fn bounds(member: &Member, target: &Shape, is_key: bool) -> [String; 3] {
    let of = |id: &str| member.traits.get_or(&target.traits, id);
    let (least, most) = of(t::LENGTH).or_else(|| of(t::RANGE)).map(t::bounds).unwrap_or_default();
    let pattern = match &target.kind {
        Kind::Enum(values) if is_key => {
            values.iter().map(|value| literal(&value.value)).collect::<Vec<_>>().join("|")
        }
        Kind::IntEnum(values) => {
            values.iter().map(|value| value.value.to_string()).collect::<Vec<_>>().join("|")
        }
        Kind::Enum(_) => String::new(),
        _ => of(t::PATTERN).and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    [bound(least).unwrap_or_default(), bound(most).unwrap_or_default(), pattern]
}

/// A regular expression that matches nothing but this text.
fn literal(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter.is_ascii_punctuation() {
        true => format!("\\{letter}"),
        false => letter.to_string(),
    });
    escaped.collect()
}

/// What says that there is another page.
fn unset(operations: &[ir::Operation], structures: &[Structure]) -> Vec<String> {
    let paged = operations.iter().filter_map(|o| Some((&o.output, o.paginator.as_ref()?)));
    let members = paged.flat_map(|(output, paginator)| {
        let tokens = paginator.tokens.iter().flat_map(|token| &token.output);
        tokens.chain(&paginator.more).filter_map(|path| member(output, path, structures))
    });
    members.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The member at the end of a path, unless the path goes through a list.
fn member(output: &Structure, path: &Path, structures: &[Structure]) -> Option<String> {
    let mut within = output;
    let (last, steps) = path.split_last()?;
    for step in steps {
        within = match &field(within, step)?.ty {
            Ty::Structure(id) => structures.iter().find(|nested| nested.name == *id.name())?,
            _ => return None,
        };
    }
    Some(format!("{}.{}", within.model_name, field(within, last)?.member.name))
}

fn field<'s>(within: &'s Structure, step: &FieldStep) -> Option<&'s ir::Field> {
    match step {
        FieldStep::Field(name) | FieldStep::Present(name) => {
            within.fields.iter().find(|field| field.name == *name)
        }
        FieldStep::Last => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::test_model::plan;

    #[test]
    fn limits_are_told_of_members_and_of_what_they_hold() {
        let shapes = r#""Name": {"type": "string", "min": 1, "max": 9, "pattern": "[a-z]+"}, "Size": {"type": "integer", "max": 5},
            "Names": {"type": "list", "min": 2, "member": {"shape": "Name"}}, "Colour": {"type": "string", "enum": ["a+b", "c"]},
            "ByColour": {"type": "map", "key": {"shape": "Colour"}, "value": {"shape": "Size"}},
            "Toy": {"type": "structure", "members": {"First": {"shape": "Name"}, "Others": {"shape": "Names"},
                "Sizes": {"shape": "ByColour"}, "Colour": {"shape": "Colour"}}}"#;
        let operation = r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}}"#;
        let krate = plan(operation, shapes).unwrap_or_else(|found| panic!("{found}"));
        let found = krate.limits.limits.iter().map(|limit| {
            format!("{}..{} {} {}", limit.least, limit.most, limit.pattern, limit.of.join(" "))
        });
        let expected = [
            r".. a\+b|c Toy.Sizes.key",
            "..5  Toy.Sizes.value",
            "1..9 [a-z]+ Toy.First Toy.Others.member",
            "2..  Toy.Others",
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
}
