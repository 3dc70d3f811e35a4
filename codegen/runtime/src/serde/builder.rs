//! What builders do with the fields that they hold.

use crate::schema::Table;
use crate::serde::{Structure, Visitor, VisitorMut};
use aws_smithy_types::error::operation::BuildError;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::{Deref, DerefMut};

/// Sets a field. Builders call this and do not assign themselves, so that dropping what was there
/// before is compiled once a type, and not once a field.
#[inline(never)]
pub fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// Appends to a list, which begins with its first entry.
#[inline(never)]
pub fn push<T>(list: &mut Option<Vec<T>>, value: impl Into<T>) {
    list.get_or_insert_default().push(value.into());
}

/// Adds to a map, which begins with its first entry.
#[inline(never)]
pub fn insert<K: Eq + Hash, T>(
    map: &mut Option<HashMap<K, T>>,
    key: impl Into<K>,
    value: impl Into<T>,
) {
    map.get_or_insert_default().insert(key.into(), value.into());
}

/// The entries of a list, of which there are none if there is no list.
#[inline(never)]
pub fn list<T>(field: &Option<Vec<T>>) -> &[T] {
    field.as_deref().unwrap_or_default()
}

/// An empty structure, or the builder of one.
#[inline(never)]
pub fn empty<T: Default>() -> T {
    T::default()
}

/// A structure some of whose members always have a value. [`drafted_structure!`](crate::required_structure) implements it.
pub trait RequiredMembers {
    /// What its builder holds: the same members, all of them optional.
    type BuilderState;
}

/// Why a structure could not be built: nobody set `field`, without which there is no structure of this kind.
pub fn unset(field: &'static str, structure: &'static str) -> BuildError {
    BuildError::missing_field(field.trim_start_matches("r#"), structure)
}

/// A structure in the making and its stream, which in a builder may be unset, and in the structure is never. Its parts have
/// no names, so that they cannot be taken for fields.
#[derive(Debug)]
pub struct WithStream<S, T>(pub S, pub Option<T>);

impl<S: Default, T> Default for WithStream<S, T> {
    fn default() -> Self {
        Self(S::default(), None)
    }
}

impl<S, T> Deref for WithStream<S, T> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.0
    }
}

impl<S, T> DerefMut for WithStream<S, T> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.0
    }
}

/// Its table has no values of streams, so the structure's own is as good.
impl<S: Structure, T: Send + Sync> Structure for WithStream<S, T> {
    fn fields(&self, to: Visitor<'_>) -> Table {
        self.0.fields(to)
    }

    fn fields_mut(&mut self, to: VisitorMut<'_>) {
        self.0.fields_mut(to);
    }
}
