//! Which members must be boxed, because their structure would contain itself.

use crate::model::{Kind, Shape, ShapeId};
use indexmap::IndexMap;
use std::collections::HashSet;

/// The members, as shape and member, whose target contains the member's own shape without a list or
/// map in between, which bring their own indirection.
pub fn boxed_members(shapes: &IndexMap<ShapeId, Shape>) -> HashSet<(ShapeId, String)> {
    let of = |id: &ShapeId| shapes.get_index_of(id);
    let contained: Vec<Vec<_>> = shapes.values().map(|shape| contained(shape).collect()).collect();
    let targets =
        |members: &Vec<(_, &ShapeId)>| members.iter().filter_map(|(_, id)| of(id)).collect();
    let rounds = rounds(&contained.iter().map(targets).collect::<Vec<_>>());
    let mut boxed = HashSet::new();
    for (place, shape) in shapes.values().enumerate() {
        for (name, target) in &contained[place] {
            if of(target).is_some_and(|target| rounds[target] == rounds[place]) {
                boxed.insert((shape.id.clone(), (*name).to_owned()));
            }
        }
    }
    boxed
}

fn contained(shape: &Shape) -> impl Iterator<Item = (&str, &ShapeId)> {
    let members = match &shape.kind {
        Kind::Structure(members) | Kind::Union(members) => Some(members),
        _ => None,
    };
    let members = members.into_iter().flat_map(|members| members.values());
    members.map(|member| (member.name.as_str(), &member.target))
}

/// The number of the round that each place of a graph is on. Two places have the same number if each of them leads to the
/// other (Kosaraju's algorithm, without calls of itself: models are as deep as they like).
fn rounds(graph: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; graph.len()];
    let mut left = Vec::new();
    for start in 0..graph.len() {
        let mut way = vec![(start, 0)];
        while let Some((place, next)) = way.pop() {
            if next == 0 && std::mem::replace(&mut seen[place], true) {
                continue;
            }
            match graph[place].get(next) {
                Some(to) => way.extend([(place, next + 1), (*to, 0)]),
                None => left.push(place),
            }
        }
    }
    let mut back = vec![Vec::new(); graph.len()];
    for (from, to) in
        graph.iter().enumerate().flat_map(|(from, to)| to.iter().map(move |to| (from, to)))
    {
        back[*to].push(from);
    }
    let mut rounds = vec![usize::MAX; graph.len()];
    for start in left.into_iter().rev() {
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            if rounds[place] == usize::MAX {
                rounds[place] = start;
                open.extend(&back[place]);
            }
        }
    }
    rounds
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
    fn rounds_are_told_apart() {
        let rounds =
            super::rounds(&[vec![1], vec![2, 3], vec![0], vec![4], vec![3, 4], vec![0, 3]]);
        let same = |one: usize, other: usize| rounds[one] == rounds[other];
        assert!(same(0, 1) && same(1, 2) && same(3, 4), "{rounds:?}");
        assert!(!same(0, 3) && !same(0, 5) && !same(3, 5), "{rounds:?}");
    }

    #[test]
    fn depth_and_length_cost_no_more_than_they_have_to() {
        const LENGTH: usize = 100_000;
        let ring: Vec<_> = (0..LENGTH).map(|place| vec![(place + 1) % LENGTH]).collect();
        assert!(super::rounds(&ring).iter().all(|round| *round == 0));
        let chain: Vec<_> = (0..LENGTH).map(|place| Vec::from_iter(place.checked_sub(1))).collect();
        assert!(super::rounds(&chain).iter().enumerate().all(|(place, round)| place == *round));
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
