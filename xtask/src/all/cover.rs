//! Which models stand for the others, where compiling all takes too long.

use super::Model;
use anyhow::{Context, Result};
use serde_json::Value;
use smithwright::inputs;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One model of each protocol: the smallest of those that have at least four of five of the traits that any model of
/// the protocol has.
///
/// # Errors
///
/// When a model cannot be read.
pub fn chosen(models: Vec<Model>, root: &Path) -> Result<Vec<Model>> {
    let mut protocols = BTreeMap::<String, Vec<(usize, Model)>>::new();
    for model in models {
        let source = inputs::source(&model.file, root)?;
        let text: Value = serde_json::from_str(&source.text)
            .with_context(|| format!("{}: this is not JSON", source.name))?;
        let protocol = text["metadata"]["protocol"].as_str().unwrap_or_default().to_owned();
        protocols.entry(protocol).or_default().push((traits(&text).len(), model));
    }
    Ok(protocols.into_values().filter_map(smallest).collect())
}

fn smallest(models: Vec<(usize, Model)>) -> Option<Model> {
    let most = models.iter().map(|(traits, _)| *traits).max()?;
    let rich = models.into_iter().filter(|(traits, _)| traits * 5 >= most * 4);
    rich.map(|(_, model)| model).min_by_key(|model| model.size)
}

/// What a model says of its operations, shapes and members, values aside.
fn traits(model: &Value) -> BTreeSet<String> {
    let operations = entries(&model["operations"])
        .flat_map(|operation| keys("operation", operation).chain(keys("http", &operation["http"])));
    let shapes = entries(&model["shapes"]).flat_map(|shape| {
        let lone = ["member", "key", "value"].map(|part| &shape[part]);
        let members = entries(&shape["members"]).chain(lone);
        let kind = shape["type"].as_str().map(|kind| format!("type {kind}"));
        keys("shape", shape).chain(kind).chain(members.flat_map(|member| keys("member", member)))
    });
    operations.chain(shapes).collect()
}

fn keys(of: &str, value: &Value) -> impl Iterator<Item = String> {
    value.as_object().into_iter().flatten().map(move |(key, _)| format!("{of} {key}"))
}

fn entries(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_object().into_iter().flatten().map(|(_, entry)| entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_smallest_of_the_richest_is_taken() {
        let model = |name: &str, size| Model { name: name.to_owned(), file: "".into(), size };
        let models = vec![(10, model("rich", 9)), (8, model("small", 5)), (7, model("poor", 1))];
        assert_eq!(smallest(models).unwrap().name, "small");
        assert!(smallest(Vec::new()).is_none());
    }

    #[test]
    fn traits_are_what_is_said_and_not_what_of() {
        let members = json!({"A": {"shape": "B", "location": "uri"}});
        let shapes = json!({"X": {"type": "structure", "members": members}, "L": {"type": "list", "member": {"shape": "X"}}});
        let operations = json!({"O": {"name": "O", "http": {"method": "GET"}}});
        let found = traits(&json!({"operations": operations, "shapes": shapes}));
        let expected = [
            "http method",
            "member location",
            "member shape",
            "operation http",
            "operation name",
            "shape member",
            "shape members",
            "shape type",
            "type list",
            "type structure",
        ];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }
}
