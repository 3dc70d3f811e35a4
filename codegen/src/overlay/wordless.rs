//! What nobody has written a word about: neither we nor the model.

use crate::model::{Kind, Model, Shape, Traits, traits as t};
use std::collections::HashSet;

/// The operations, types, members and values of a model that have no documentation, by their names in the model. What an
/// operation takes and gives as a whole says itself, as does the message of an error.
pub fn wordless(model: &Model) -> Vec<String> {
    let operations = model.operations.values();
    let whole: HashSet<_> = operations
        .clone()
        .flat_map(|operation| operation.input.iter().chain(&operation.output))
        .collect();
    let bare = operations.filter(|operation| !has_words(&operation.traits));
    let mut found: Vec<_> = bare.map(|operation| operation.id.name().to_owned()).collect();
    for shape in model.shapes.values() {
        let name = shape.id.name();
        let is_type = !matches!(shape.kind, Kind::Simple(_) | Kind::List(_) | Kind::Map(..));
        if is_type && !whole.contains(&shape.id) && !has_words(&shape.traits) {
            found.push(name.to_owned());
        }
        found.extend(parts(model, shape).into_iter().map(|part| format!("{name}${part}")));
    }
    found
}

/// The members or values of a shape that have no documentation.
fn parts<'m>(model: &'m Model, shape: &'m Shape) -> Vec<&'m str> {
    let is_error = shape.traits.has(t::ERROR);
    match &shape.kind {
        Kind::Structure(members) | Kind::Union(members) => {
            let bare = members.values().filter(|member| {
                let target = model.shapes.get(&member.target);
                let of_target = target.is_some_and(|target| {
                    let simple =
                        matches!(target.kind, Kind::Simple(_) | Kind::List(_) | Kind::Map(..));
                    simple && has_words(&target.traits)
                });
                let is_message = is_error && member.name.eq_ignore_ascii_case("message");
                !is_message && !of_target && !has_words(&member.traits)
            });
            bare.map(|member| member.name.as_str()).collect()
        }
        Kind::Enum(values) => {
            let bare = values.iter().filter(|value| !has_words(&value.traits));
            bare.map(|value| value.value.as_str()).collect()
        }
        Kind::IntEnum(values) => {
            let bare = values.iter().filter(|value| !has_words(&value.traits));
            bare.map(|value| value.name.as_str()).collect()
        }
        Kind::Simple(_) | Kind::List(_) | Kind::Map(..) => Vec::new(),
    }
}

fn has_words(traits: &Traits) -> bool {
    traits.has(t::OVERLAY) || traits.has(t::DOCUMENTATION)
}

#[cfg(test)]
mod tests {
    use super::wordless;
    use crate::test_model::model_with;

    #[test]
    fn what_has_no_words_is_named_as_in_the_model() {
        let operations = r#""Get": {"http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"}, "errors": [{"shape": "Gone"}]}"#;
        let shapes = r#""S": {"type": "string"}, "Told": {"type": "string", "documentation": "<p>Told.</p>"},
            "Kind": {"type": "string", "enum": ["RED"]},
            "In": {"type": "structure", "members": {"Name": {"shape": "S"}, "Told": {"shape": "Told"},
                "Kind": {"shape": "Kind", "documentation": "<p>A kind.</p>"}}},
            "Gone": {"type": "structure", "exception": true, "members": {"message": {"shape": "S"}, "Why": {"shape": "S"}}}"#;
        let model = model_with(operations, shapes).unwrap_or_else(|wrong| panic!("{wrong}"));
        let expected = ["Get", "Kind", "Kind$RED", "In$Name", "Gone", "Gone$Why"];
        assert_eq!(wordless(&model), expected);
    }
}
