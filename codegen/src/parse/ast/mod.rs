//! Smithy's JSON AST ("JSON AST" of the Smithy 2.0 specification), versions 1.0 and 2.0, in one file or
//! in several.
//!
//! Each step ends when it finds something wrong, so that one mistake is not told twice.
//!
//! ```text
//! files        texts -> shapes and `apply` statements, as they stand
//! mixins       shapes -> definitions, with all that they inherit and that is applied to them
//! known_traits traits that are not known, and may be misspelt
//! service      which service, and the facts about it
//! closure      the operations, resources and shapes of the service
//! rename       their names in this service
//! shapes       definitions -> shapes of the model
//! operations   definitions -> operations of the model
//! ```

mod auth;
mod closure;
mod defaults;
mod definition;
mod files;
mod known_traits;
mod mixins;
mod operations;
pub mod prelude;
mod rename;
mod service;
mod shapes;
#[cfg(test)]
mod tests;
mod traits;

use crate::diagnostics::Diagnostic;
use crate::model::{Located, Model, traits as t};
use crate::source::Sources;
use defaults::Defaults;

/// Whether this is a file in Smithy's JSON AST.
pub fn is_ast(file: &Located) -> bool {
    file.value.get("smithy").is_some()
}

/// The model in `files` of the service `chosen`, which is empty if there is only one.
pub fn model(files: &[Located], chosen: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Model> {
    let raw = sound(files::read(files, diagnostics), diagnostics)?;
    let definitions = sound(mixins::flatten(&raw, diagnostics), diagnostics)?;
    known_traits::check(&definitions, diagnostics);
    let definition = service::choose(&definitions, chosen, files, diagnostics)?;
    let closure = sound(closure::closure(definition, &definitions, diagnostics), diagnostics)?;
    let names = sound(rename::names(definition, &closure, diagnostics), diagnostics)?;
    let defaults = Defaults { definitions: &definitions, old: &raw.old };
    let shapes = shapes::shapes(&closure, &names, &defaults, diagnostics);
    rename::check(&shapes, diagnostics);
    let service = service::service(definition, &definitions, &names, diagnostics);
    let operations = operations::operations(definition, &closure, &names, &shapes, diagnostics);
    // The diagram is what AWS goes on with; of the two it is the smaller one.
    let [diagram, rules] =
        [t::ENDPOINT_BDD, t::ENDPOINT_RULE_SET].map(|id| definition.traits.get(id));
    let endpoint_rules = diagram.or(rules);
    Some(Model {
        service: service?,
        operations,
        shapes,
        endpoint_rules: endpoint_rules
            .map(|(value, at)| Located { value: value.clone(), at: at.clone() }),
        partitions: None,
        sources: Sources::default(),
    })
}

/// A step's result, unless something is wrong.
fn sound<T>(made: T, diagnostics: &[Diagnostic]) -> Option<T> {
    (!diagnostics.iter().any(Diagnostic::is_error)).then_some(made)
}
