//! What changes from one crate to another: through the IR, so that it is what the generator decided, and through the model,
//! for what the service demands. Each [`Change`] is of a [`Kind`], which has a [`Verdict`] by the rules of semantic versioning.
//!
//! ```text
//! things   a crate and its model -> things by their paths in Rust, with facts
//! compare  two sets of things -> changes
//! kinds    what each kind of change means
//! render   changes -> a summary, a changelog entry, JSON, an HTML page
//! ```

mod compare;
mod kinds;
mod render;
#[cfg(test)]
mod tests;
mod thing;
mod things;

pub use kinds::{Kind, Verdict};
pub use render::{changelog, html, json, summary};
use serde::Serialize;
pub use thing::Place;
pub use things::Side;

/// What changes from one crate to another.
#[derive(Clone, Debug)]
pub struct Changes {
    /// What the service is called.
    pub service: String,
    /// What the old crate was made of, in words: a version, a revision, a path.
    pub old: String,
    /// What the new crate is made of.
    pub new: String,
    /// The changes: those of the whole service, of operations, and of types.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// What it belongs to.
    pub place: Place,
    /// The path in Rust of what changed.
    pub path: String,
    /// What that is called in the model.
    pub name: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// For a type that operations share: the operations that take or give it.
    pub operations: Vec<String>,
}

impl Changes {
    /// What changes from `old` to `new`. If there is no old one, the service is new; if there is no new one, it is gone.
    pub fn between(old: Option<Side<'_>>, new: Option<Side<'_>>) -> Self {
        let [before, after] = [old, new].map(|side| side.map(things::things).unwrap_or_default());
        let mut changes = compare::changes(&before, &after);
        if let (Some(old), Some(new)) = (old, new) {
            changes.extend(compare::gated(old.ir, new.ir));
        }
        let [before, after] = [old, new]
            .map(|side| side.map(|side| compare::operations(side.ir)).unwrap_or_default());
        for change in &mut changes {
            let known = after.get(&change.place).or_else(|| before.get(&change.place));
            change.operations = known.cloned().unwrap_or_default();
        }
        let named = [new, old].into_iter().flatten().next();
        Self {
            service: named.map(|side| side.ir.service.title.clone()).unwrap_or_default(),
            old: old.map(named_version).unwrap_or_default(),
            new: new.map(named_version).unwrap_or_default(),
            changes,
        }
    }

    /// The same, between what is called so.
    #[must_use]
    pub fn named(self, old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old: old.into(), new: new.into(), ..self }
    }

    /// What the next version of the crate must be.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.changes.iter().map(|change| change.kind.verdict());
        verdicts.max().unwrap_or(Verdict::Same)
    }

    /// What the next version of the crate must be for the sake of its public API alone, which is all that a compiler sees.
    pub fn api_verdict(&self) -> Verdict {
        let verdicts = self.changes.iter().map(|change| change.kind.api_verdict());
        verdicts.max().unwrap_or(Verdict::Same)
    }

    /// The changes that decide the verdict.
    pub fn deciding(&self) -> impl Iterator<Item = &Change> {
        let verdict = self.verdict();
        self.changes.iter().filter(move |change| change.kind.verdict() == verdict)
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes as an entry of a changelog, in Markdown, to stand below a heading of the second level; empty if there are
    /// none.
    pub fn changelog_entry(&self) -> String {
        render::entry(self)
    }
}

fn named_version(side: Side<'_>) -> String {
    side.ir.service.version.clone()
}
