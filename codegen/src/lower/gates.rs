//! What is there only if its Cargo feature is on, for those who want but some of the operations.
//!
//! Cargo features add, and official manifests turn the default ones off. So the features of operations mean nothing until
//! `selected` is on, too: without it, everything is there.

use crate::ir::{Crate, Gates, Operation, Reach};
use crate::names::{self, Ident};
use std::collections::{HashMap, HashSet};

/// Registries take no more than 300 features of a package; some are not those of operations.
const MOST_FEATURES: usize = 280;

/// A type that this many features need is always there: to ask for each of them takes longer than to have the type.
const MOST_GATES: usize = 24;

/// The features of operations and types.
pub fn gates(krate: &Crate) -> Gates {
    let names = feature_names(&krate.operations);
    let service = &krate.service;
    let always = service.endpoint_discovery.iter().chain(service.session.iter().map(|s| &s.module));
    let always: HashSet<_> = always.collect();
    let (free, gated): (Vec<_>, Vec<_>) =
        krate.operations.iter().partition(|operation| always.contains(&operation.module));
    let types = Reach::of(krate);
    let needed = types.of_all(krate, free);
    let features = gated.iter().map(|operation| (*operation, names[&operation.module].as_str()));
    let gates = types.needing(features, MOST_GATES).into_iter();
    let few =
        gates.filter(|(name, features)| features.len() <= MOST_GATES && !needed.contains(name));
    Gates {
        operations: gated.iter().map(|o| (o.module.clone(), names[&o.module].clone())).collect(),
        types: few
            .map(|(name, features)| {
                (name.clone(), features.into_iter().map(str::to_owned).collect())
            })
            .collect(),
    }
}

/// The feature of each operation, by its module: its own, or, where there are too many, one that it shares with those about
/// the same thing.
fn feature_names(operations: &[Operation]) -> HashMap<&Ident, String> {
    let words = |operation: &Operation| -> Vec<String> {
        operation.module.bare().split('_').map(str::to_owned).collect()
    };
    let named = |name: &dyn Fn(&[String]) -> Vec<String>| {
        let named = operations
            .iter()
            .map(|operation| (&operation.module, names::feature(&name(&words(operation)))));
        named.collect::<HashMap<_, _>>()
    };
    let own = named(&|words| words.to_vec());
    let thing = |words: &[String], most: usize| -> Vec<String> {
        let thing = if words.len() > 1 { &words[1..] } else { words };
        thing.iter().take(most).map(|word| singular(word)).collect()
    };
    let grouped =
        [usize::MAX, 2, 1].into_iter().map(|most| named(&move |words| thing(words, most)));
    let few =
        |names: &HashMap<_, String>| names.values().collect::<HashSet<_>>().len() <= MOST_FEATURES;
    let mut ways: Vec<_> = std::iter::once(own).chain(grouped).collect();
    let first = ways.iter().position(few).unwrap_or(ways.len() - 1);
    ways.swap_remove(first)
}

/// Operations about one thing and about many of it belong together.
fn singular(word: &str) -> String {
    let hissing = |stem: &&str| ["ss", "x", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    match (word.strip_suffix("ies"), word.strip_suffix("es").filter(hissing)) {
        (Some(stem), _) if stem.len() > 1 => format!("{stem}y"),
        (_, Some(stem)) => stem.to_owned(),
        _ if word.ends_with("ss") || word.ends_with("us") || word.len() < 4 => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::plan;
    use std::collections::BTreeSet;

    const SHAPES: &str = r#""One": {"type": "structure", "members": {"Deep": {"shape": "Deeps"}, "Kind": {"shape": "Kind"}}},
        "Deeps": {"type": "list", "member": {"shape": "Deep"}}, "Deep": {"type": "structure", "members": {"One": {"shape": "One"}}},
        "Kind": {"type": "string", "enum": ["a"]}, "Both": {"type": "structure", "members": {"Kind": {"shape": "Kind"}}},
        "Gone": {"type": "structure", "exception": true, "members": {"Why": {"shape": "Why"}}},
        "Why": {"type": "structure", "members": {}},
        "In": {"type": "structure", "members": {"One": {"shape": "One"}, "Both": {"shape": "Both"}}},
        "Out": {"type": "structure", "members": {"Both": {"shape": "Both"}, "Why": {"shape": "Why"}}}"#;

    fn decided() -> Gates {
        let operations = r#""GetToys": {"http": {"method": "POST", "requestUri": "/a"}, "input": {"shape": "In"}, "errors": [{"shape": "Gone"}]},
            "Selected": {"http": {"method": "POST", "requestUri": "/b"}, "output": {"shape": "Out"}}"#;
        plan(operations, SHAPES).unwrap().gates
    }

    #[test]
    fn a_type_needs_an_operation_that_reaches_it() {
        let gates = decided();
        let types: Vec<_> = gates
            .types
            .iter()
            .map(|(name, features)| (name.as_str(), features.join(" ")))
            .collect();
        let both = "get-toys selected-operation".to_owned();
        let one = "get-toys".to_owned();
        let expected =
            [("Both", both.clone()), ("Deep", one.clone()), ("Kind", both), ("One", one)];
        assert_eq!(types, expected, "`Why` belongs to an error, which is always there");
    }

    #[test]
    fn operations_have_features_that_no_other_feature_is_called() {
        let features: Vec<_> = decided().operations.into_values().collect();
        assert_eq!(features, ["get-toys", "selected-operation"]);
    }

    #[test]
    fn too_many_operations_share_features_by_what_they_are_about() {
        let operations = |things: &[&str]| {
            let verbs = ["Get", "Put", "Delete"];
            let operation = |verb: &str, thing: &str, number: usize| {
                format!(
                    r#""{verb}{thing}{number}": {{"http": {{"method": "POST", "requestUri": "/{verb}{thing}{number}"}}}}"#
                )
            };
            let all = (0..60).flat_map(|number| {
                verbs.iter().flat_map(move |verb| {
                    things.iter().map(move |thing| operation(verb, thing, number))
                })
            });
            plan(&all.collect::<Vec<_>>().join(","), "").unwrap().gates.operations
        };
        let own: BTreeSet<_> = operations(&["Toys"]).into_values().collect();
        assert_eq!(own.len(), 180);
        let gates = operations(&["Toys", "Box", "Policies", "Address"]);
        let shared: BTreeSet<_> = gates.into_values().collect();
        assert!(shared.len() <= MOST_FEATURES, "{shared:?}");
        assert_eq!(
            ["toys", "policies", "address", "bus", "ids"].map(singular),
            ["toy", "policy", "address", "bus", "ids"]
        );
    }
}
