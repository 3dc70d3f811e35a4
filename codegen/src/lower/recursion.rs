//! Which members must be boxed, because their structure would contain itself.

use crate::model::{Kind, Shape, ShapeId};
use indexmap::IndexMap;
use std::collections::HashSet;

/// The members, as shape and member, whose target contains the member's own shape without a list or
/// map in between, which bring their own indirection.
pub fn boxed_members(shapes: &IndexMap<ShapeId, Shape>) -> HashSet<(ShapeId, String)> {
    let mut boxed = HashSet::new();
    for shape in shapes.values() {
        for (name, target) in contained(shape) {
            if contains(shapes, target, &shape.id) {
                boxed.insert((shape.id.clone(), name.to_owned()));
            }
        }
    }
    boxed
}

fn contained(shape: &Shape) -> Vec<(&str, &ShapeId)> {
    match &shape.kind {
        Kind::Structure(members) | Kind::Union(members) => {
            members.values().map(|member| (member.name.as_str(), &member.target)).collect()
        }
        _ => Vec::new(),
    }
}

fn contains(shapes: &IndexMap<ShapeId, Shape>, outer: &ShapeId, inner: &ShapeId) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![outer];
    while let Some(id) = open.pop() {
        if id == inner {
            return true;
        }
        if seen.insert(id) {
            let parts = shapes.get(id).map(contained).unwrap_or_default();
            open.extend(parts.into_iter().map(|(_, target)| target));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::test_model::model;

    fn boxed(shapes: &str) -> Vec<String> {
        let model = model(shapes);
        let boxed = super::boxed_members(&model.shapes).into_iter();
        let mut boxed: Vec<_> =
            boxed.map(|(shape, member)| format!("{}${member}", shape.name())).collect();
        boxed.sort();
        boxed
    }

    #[test]
    fn a_structure_in_itself_is_boxed() {
        let shapes = r#""Egg": {"type": "structure", "members": {"egg": {"shape": "Egg"}, "size": {"shape": "Size"}}},
                        "Size": {"type": "integer"}"#;
        assert_eq!(boxed(shapes), ["Egg$egg"]);
    }

    #[test]
    fn every_member_on_a_cycle_is_boxed() {
        let shapes = r#""Egg": {"type": "structure", "members": {"chicken": {"shape": "Chicken"}}},
                        "Chicken": {"type": "structure", "members": {"egg": {"shape": "Egg"}}},
                        "Farm": {"type": "structure", "members": {"egg": {"shape": "Egg"}}}"#;
        assert_eq!(boxed(shapes), ["Chicken$egg", "Egg$chicken"]);
    }

    #[test]
    fn lists_and_maps_need_no_box() {
        let shapes = r#""Node": {"type": "structure", "members": {"children": {"shape": "Nodes"}, "names": {"shape": "Named"}}},
                        "Nodes": {"type": "list", "member": {"shape": "Node"}},
                        "Named": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Node"}},
                        "Name": {"type": "string"}"#;
        assert_eq!(boxed(shapes), [""; 0]);
    }
}
