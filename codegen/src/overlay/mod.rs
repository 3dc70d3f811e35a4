//! Our additions, laid over the model: facts (`overlay.toml`) and documentation (`overlay.md`).

mod documentation;
mod facts;
mod gone;
mod sections;
mod shape_facts;
mod toml;
mod wordless;

pub use gone::{Sorted, sorted, without_gone};
pub use wordless::wordless;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::infer::Unpaged;
use crate::model::Model;
use crate::source::SourceIx;

/// Lays our additions over the model. Facts may give an operation a paginator that is `unpaged`, or take it away.
///
/// # Errors
///
/// What names nothing in the model, and facts that hold without the overlay: they have expired.
pub fn overlay(
    model: &mut Model,
    unpaged: &mut Unpaged,
    documentation: Option<SourceIx>,
    facts: Option<SourceIx>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostics> {
    let mut diagnostics = Vec::new();
    if let Some(source) = documentation {
        diagnostics.extend(documentation::apply(model, source));
    }
    if let Some(source) = facts {
        diagnostics.extend(facts::apply(model, unpaged, source));
    }
    Diagnostics::check(diagnostics, &model.sources, warnings)
}

/// The text of a source.
fn text(model: &Model, source: SourceIx) -> String {
    model.sources.get(source).map(|source| source.text.clone()).unwrap_or_default()
}
