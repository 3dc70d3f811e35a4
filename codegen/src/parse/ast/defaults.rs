//! Defaults that models of version 1.0 have without saying so ("Migrating IDL 1.0 to 2.0" of the Smithy specification): a
//! number or flag is zero where none is set, unless it is boxed.

use super::definition::{Definition, Definitions};
use crate::model::{Member, traits as t};
use crate::source::SourceIx;
use indexmap::IndexMap;
use serde_json::Value;

const BOX: &str = "smithy.api#box";

/// What is to be known about old files.
pub struct Defaults<'d, 'a> {
    /// All definitions.
    pub definitions: &'d Definitions<'a>,
    /// The files of version 1.0.
    pub old: &'d [SourceIx],
}

impl Defaults<'_, '_> {
    /// Adds to the members of a structure the defaults that its file implies.
    pub fn add(&self, structure: &Definition<'_>, members: &mut IndexMap<String, Member>) {
        for (name, definition) in &structure.members {
            let is_old = self.old.contains(&definition.at.source);
            let says = |id| definition.traits.get(id).is_some();
            if !is_old || says(BOX) || says(t::DEFAULT) {
                continue;
            }
            if let (Some(zero), Some(member)) =
                (self.zero(definition.target.id), members.get_mut(*name))
            {
                member.traits.add(t::DEFAULT, zero);
            }
        }
    }

    /// What is zero in a shape, unless it is boxed, as those of the prelude are that are not called primitive.
    fn zero(&self, target: &str) -> Option<Value> {
        let primitive = target.strip_prefix("smithy.api#Primitive").map(str::to_lowercase);
        let kind = match (&primitive, self.definitions.get(target)) {
            (Some(kind), _) => kind,
            (_, Some(definition)) if definition.traits.get(BOX).is_none() => definition.kind,
            _ => return None,
        };
        match kind {
            "boolean" => Some(false.into()),
            "byte" | "short" | "integer" | "long" | "float" | "double" => Some(0.into()),
            _ => None,
        }
    }
}
