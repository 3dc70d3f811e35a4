//! Which types belong to which operations.

use super::{Crate, Operation, Structure, Ty, Union};
use crate::names::Ident;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which types of the module `types` each of them holds.
#[derive(Debug)]
pub struct Reach<'a>(HashMap<&'a Ident, Vec<&'a Ident>>);

impl<'a> Reach<'a> {
    /// The types of a crate.
    pub fn of(krate: &'a Crate) -> Self {
        let structures = krate.structures.iter().map(|s| (&s.name, of_structure(s)));
        let unions = krate.unions.iter().map(|u| (&u.name, of_union(u)));
        let enums = krate.enums.iter().map(|e| (&e.name, Vec::new()));
        Self(structures.chain(unions).chain(enums).collect())
    }

    /// The types that are always needed: those of these operations, those that errors hold, and the events of streams, which
    /// errors name; and all that these hold.
    pub fn of_all(
        &self,
        krate: &'a Crate,
        operations: impl IntoIterator<Item = &'a Operation>,
    ) -> HashSet<&'a Ident> {
        let errors = krate.errors.iter().flat_map(|error| of_structure(&error.structure));
        let events =
            krate.unions.iter().filter(|union| union.error.is_some()).map(|union| &union.name);
        let operations = operations.into_iter().flat_map(of_messages);
        self.closure(errors.chain(events).chain(operations))
    }

    /// The types that an operation takes and gives, and all that these hold.
    pub fn of_operation(&self, operation: &'a Operation) -> HashSet<&'a Ident> {
        self.closure(of_messages(operation))
    }

    fn closure(&self, from: impl IntoIterator<Item = &'a Ident>) -> HashSet<&'a Ident> {
        let mut open: Vec<_> = from.into_iter().collect();
        let mut reached = HashSet::new();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.held(name));
            }
        }
        reached
    }

    /// What needs each type, where each operation is needed by something. Of more than `most` things, some are left out, so
    /// that a type of a large service is not visited for each of its operations.
    pub fn needing<'n>(
        &self,
        operations: impl IntoIterator<Item = (&'a Operation, &'n str)>,
        most: usize,
    ) -> HashMap<&'a Ident, BTreeSet<&'n str>> {
        let operations = operations.into_iter();
        let direct = operations
            .flat_map(|(operation, by)| of_messages(operation).map(move |name| (name, by)));
        let mut open: Vec<_> = direct.collect();
        let mut needing: HashMap<&Ident, BTreeSet<_>> = HashMap::new();
        while let Some((name, by)) = open.pop() {
            let known = needing.entry(name).or_default();
            if known.len() <= most && known.insert(by) {
                open.extend(self.held(name).map(|held| (held, by)));
            }
        }
        needing
    }

    fn held(&self, name: &Ident) -> impl Iterator<Item = &'a Ident> {
        self.0.get(name).into_iter().flatten().copied()
    }
}

/// The types that an operation takes and gives.
fn of_messages(operation: &Operation) -> impl Iterator<Item = &Ident> {
    let messages = [&operation.input, &operation.output];
    messages.into_iter().flat_map(of_structure)
}

fn of_structure(structure: &Structure) -> Vec<&Ident> {
    structure.fields.iter().flat_map(|field| named(&field.ty)).collect()
}

fn of_union(union: &Union) -> Vec<&Ident> {
    union.members.iter().flat_map(|member| named(&member.ty)).collect()
}

/// The types of the module `types` that values of this type are made of.
fn named(ty: &Ty) -> Vec<&Ident> {
    match ty {
        Ty::Enum(id) | Ty::Structure(id) | Ty::Union(id) | Ty::EventStream(_, id, _) => {
            vec![id.name()]
        }
        Ty::List(inner) | Ty::Option(inner) | Ty::Box(inner) => named(inner),
        Ty::Map(key, value) => [named(key), named(value)].concat(),
        _ => Vec::new(),
    }
}
