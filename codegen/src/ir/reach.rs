//! Which types belong to which operations.

use super::{Crate, Operation, Structure, Ty, Union};
use crate::names::Ident;
use std::collections::{HashMap, HashSet};

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

    /// The types that errors hold, and the events of streams, which errors name; and all that these hold.
    pub fn of_errors(&self, krate: &'a Crate) -> HashSet<&'a Ident> {
        let errors = krate.errors.iter().flat_map(|error| of_structure(&error.structure));
        let events =
            krate.unions.iter().filter(|union| union.error.is_some()).map(|union| &union.name);
        self.closure(errors.chain(events))
    }

    /// The types that an operation takes and gives, and all that these hold.
    pub fn of_operation(&self, operation: &'a Operation) -> HashSet<&'a Ident> {
        let input = of_structure(&operation.input).into_iter();
        self.closure(input.chain(of_structure(&operation.output)))
    }

    fn closure(&self, from: impl IntoIterator<Item = &'a Ident>) -> HashSet<&'a Ident> {
        let mut open: Vec<_> = from.into_iter().collect();
        let mut reached = HashSet::new();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.0.get(name).into_iter().flatten());
            }
        }
        reached
    }
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
