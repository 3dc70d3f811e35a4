//! Names in scope, and the slots they stand for.

use super::types::Type;
use std::collections::{HashMap, HashSet};

/// The parameters and the assigned results that can be seen from a rule.
///
/// A name's place is its slot. Rules beside each other do not see each other's results, so their
/// slots may be the same.
#[derive(Default)]
pub(super) struct Variables {
    names: Vec<(String, Type)>,
    /// The first slot of each name.
    slots: HashMap<String, usize>,
    most: usize,
    /// The slots that expressions read.
    read: HashSet<usize>,
}

impl Variables {
    /// Adds a name and gives its slot.
    pub(super) fn declare(&mut self, name: &str, kind: Type) -> usize {
        let slot = self.names.len();
        self.names.push((name.to_owned(), kind));
        self.slots.entry(name.to_owned()).or_insert(slot);
        self.most = self.most.max(self.names.len());
        slot
    }

    pub(super) fn find(&self, name: &str) -> Option<(usize, Type)> {
        let slot = *self.slots.get(name)?;
        Some((slot, self.names[slot].1))
    }

    /// Finds a name that an expression reads.
    pub(super) fn read(&mut self, name: &str) -> Option<(usize, Type)> {
        let found = self.find(name);
        self.read.extend(found.map(|(slot, _)| slot));
        found
    }

    /// Whether an expression reads the slot.
    pub(super) fn is_read(&self, slot: usize) -> bool {
        self.read.contains(&slot)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// How many names are in scope; [`Variables::leave`] takes it to forget what came later.
    pub(super) fn enter(&self) -> usize {
        self.names.len()
    }

    pub(super) fn leave(&mut self, entered: usize) {
        for (slot, (name, _)) in self.names.drain(entered..).enumerate() {
            if self.slots.get(&name) == Some(&(entered + slot)) {
                self.slots.remove(&name);
            }
        }
    }

    /// The most names that were ever in scope at once.
    pub(super) fn slots(&self) -> usize {
        self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_beside_each_other_share_slots() {
        let mut variables = Variables::default();
        assert_eq!(variables.declare("Region", Type::Text), 0);
        let entered = variables.enter();
        assert_eq!(variables.declare("a", Type::Arn), 1);
        variables.leave(entered);
        assert_eq!(variables.find("a"), None);
        assert_eq!(variables.declare("b", Type::Url), 1);
        assert_eq!(variables.find("b"), Some((1, Type::Url)));
        assert_eq!(variables.slots(), 2);
    }

    #[test]
    fn what_is_read_is_known() {
        let mut variables = Variables::default();
        for name in ["Region", "Key"] {
            variables.declare(name, Type::Text);
        }
        assert_eq!(variables.find("Key"), Some((1, Type::Text)));
        assert_eq!(variables.read("Region"), Some((0, Type::Text)));
        assert_eq!([0, 1].map(|slot| variables.is_read(slot)), [true, false]);
    }
}
