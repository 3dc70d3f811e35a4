//! A crate and its model, taken apart into things and their facts.

mod members;
mod operations;
mod service;
mod texts;
mod types;

use super::thing::{Aspect, Thing, Things};
use crate::ir;
use crate::lower;
use crate::model::{Model, Shape, Traits};
use std::collections::HashMap;

/// A crate that is decided, with the model that it was decided for.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub model: &'a Model,
    /// The crate.
    pub ir: &'a ir::Crate,
}

/// All things of a crate.
pub fn things(side: Side<'_>) -> Things {
    let source = Source::new(side);
    let mut things = Things::new();
    service::add(&source, &mut things);
    operations::add(&source, &mut things);
    types::add(&source, &mut things);
    things
}

/// A side, and where its types come from.
struct Source<'a> {
    side: Side<'a>,
    /// The shapes of the types, by their paths in Rust.
    shapes: HashMap<&'a str, &'a Shape>,
}

impl<'a> Source<'a> {
    fn new(side: Side<'a>) -> Self {
        let by_name: HashMap<_, _> =
            side.model.shapes.values().map(|shape| (shape.id.name(), shape)).collect();
        let emitted = side.ir.shapes.iter().filter_map(|outcome| match outcome {
            ir::ShapeOutcome::Emitted(shape, path) => {
                Some((path.as_str(), *by_name.get(shape.as_str())?))
            }
            _ => None,
        });
        Self { side, shapes: emitted.collect() }
    }

    /// The shape of the type at a path.
    fn shape(&self, path: &str) -> Option<&'a Shape> {
        self.shapes.get(path).copied()
    }

    /// The member of a shape.
    fn member(&self, shape: Option<&'a Shape>, name: &str) -> Option<Member<'a>> {
        let member = shape?.members().into_iter().find(|member| member.name == name)?;
        let target = self.side.model.shapes.get(&member.target)?;
        Some(Member { traits: &member.traits, target })
    }
}

/// A member in the model.
struct Member<'a> {
    traits: &'a Traits,
    target: &'a Shape,
}

impl Thing {
    /// The documentation and the deprecation that traits tell.
    fn described(self, traits: Option<&Traits>) -> Self {
        let documentation = traits.and_then(documentation);
        let deprecated = traits.and_then(lower::deprecated);
        self.with_some(Aspect::Documentation, documentation)
            .with_some(Aspect::Deprecated, deprecated)
    }
}

/// What traits say in prose, in Markdown.
fn documentation(traits: &Traits) -> Option<String> {
    let ir::Docs { summary, details } = lower::words(traits)?;
    let paragraphs = [vec![summary], details].concat();
    Some(paragraphs.join("\n\n").trim_start().to_owned())
}
