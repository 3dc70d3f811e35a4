//! A shape as the AST has it, with all that it inherits.

use super::traits::Applied;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::ShapeId;
use crate::read::node::Node;
use crate::source::Address;
use indexmap::IndexMap;
use serde_json::Value;

/// All definitions, by shape id.
pub type Definitions<'a> = IndexMap<&'a str, Definition<'a>>;

/// Types that are no data.
pub const NO_DATA: [&str; 3] = ["operation", "resource", "service"];

/// A shape.
pub struct Definition<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its type, by the AST's name.
    pub kind: &'a str,
    /// Where it stands.
    pub at: Address,
    /// What it says itself comes last; before it, if it is no data, what its mixins say.
    pub layers: Vec<Node<'a>>,
    /// Its members, also those of lists and maps.
    pub members: IndexMap<&'a str, MemberDefinition<'a>>,
    /// Its traits.
    pub traits: Applied<'a>,
}

/// A member.
#[derive(Clone)]
pub struct MemberDefinition<'a> {
    /// What it targets.
    pub target: Reference<'a>,
    /// Where it stands.
    pub at: Address,
    /// Its traits.
    pub traits: Applied<'a>,
}

/// The id of a shape, and where it stands.
#[derive(Clone)]
pub struct Reference<'a> {
    /// The id.
    pub id: &'a str,
    /// Where it stands.
    pub at: Address,
}

impl<'a> Reference<'a> {
    /// The id in `{"target": "id"}`.
    pub fn read(
        value: &'a Value,
        at: Address,
        shape: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let node = Node::new(value, at, shape, diagnostics)?;
        let id = node.required_text("target", diagnostics)?;
        Some(Self { id, at: node.at.key("target") })
    }

    /// A diagnostic about an id that no shape has.
    pub fn missing<'k>(&self, from: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
        let message = format!("there is no shape `{}`", self.id);
        Diagnostic::new(Code::NO_SHAPE, &self.at, message).of(from).did_you_mean(self.id, known)
    }
}

impl<'a> Definition<'a> {
    /// The references in the array at `key`, each once.
    pub fn references(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Reference<'a>> {
        let mut references: IndexMap<&str, Reference<'a>> = IndexMap::new();
        for layer in &self.layers {
            for (value, at) in layer.items(key, diagnostics) {
                if let Some(reference) = Reference::read(value, at, self.id, diagnostics) {
                    references.entry(reference.id).or_insert(reference);
                }
            }
        }
        references.into_values().collect()
    }

    /// The reference at `key`, if there is one.
    pub fn reference(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Reference<'a>> {
        let layer = self.layer(key)?;
        Reference::read(layer.get(key)?, layer.at.key(key), self.id, diagnostics)
    }

    /// The last layer that says something of `key`.
    pub fn layer(&self, key: &str) -> Option<&Node<'a>> {
        self.layers.iter().rev().find(|layer| layer.get(key).is_some())
    }

    /// The definition's traits as an object to read from.
    pub fn trait_node(&self, id: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node<'_>> {
        let (value, at) = self.traits.get(id)?;
        Node::new(value, at.clone(), self.id, diagnostics)
    }

    /// The part of the id behind `#`.
    pub fn name(&self) -> &'a str {
        split(self.id).1
    }
}

/// Namespace and name of a shape id.
pub fn split(id: &str) -> (&str, &str) {
    id.split_once('#').unwrap_or(("", id))
}

/// A shape id with its parts apart.
pub fn shape_id(id: &str) -> ShapeId {
    let (namespace, name) = split(id);
    ShapeId::new(namespace, name)
}
