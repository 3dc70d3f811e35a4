//! Turns an AWS service model into a Rust client crate: text in, a map of files out, no I/O.
//!
//! [`generate`] is the whole program; each stage is a folder or file of its own name.
//!
//! ```text
//! parse      text -> Model      what upstream wrote, in Smithy's terms
//! customize  Model -> Model     what single services need and no model says
//! infer      Model -> Model     paginators that nobody declares
//! overlay    Model -> Model     our additions: documentation, facts
//! select     Model -> Model     the chosen operations and all they reach
//! lower      Model -> Crate     every decision: names, types, bindings, docs
//! check      Crate              shapes in = shapes emitted + shapes skipped for a reason
//! emit       Crate -> Files     a sorted map from path to text
//! ```

mod check;
mod customize;
pub mod declarations;
pub mod diagnostics;
mod docs;
mod emit;
mod infer;
pub mod ir;
mod json;
mod lower;
pub mod model;
pub mod model_files;
mod names;
mod overlay;
mod parse;
mod select;
pub mod source;
mod support;
#[cfg(test)]
mod test_model;

pub use diagnostics::{Diagnostic, Diagnostics};
pub use emit::Files;
pub use source::{Source, Sources};

/// What a crate is generated from.
#[derive(Debug, Default)]
pub struct Input {
    /// The service's model: botocore's `service-2.json`, or a file in Smithy's JSON AST.
    pub service: Source,
    /// More files of a model in Smithy's JSON AST.
    pub more: Vec<Source>,
    /// botocore's `paginators-1.json`.
    pub paginators: Option<Source>,
    /// botocore's `service-2.sdk-extras.json`, which is laid over `service`.
    pub service_extras: Option<Source>,
    /// botocore's `paginators-1.sdk-extras.json`, which is laid over `paginators`.
    pub paginators_extras: Option<Source>,
    /// botocore's `waiters-2.json`.
    pub waiters: Option<Source>,
    /// botocore's `endpoint-rule-set-1.json`; a model in Smithy's AST has its own.
    pub endpoint_rules: Option<Source>,
    /// botocore's `partitions.json`, to which endpoint rules refer.
    pub partitions: Option<Source>,
    /// Our documentation, in Markdown: `overlay.md`.
    pub overlay: Option<Source>,
    /// Facts that we add or correct, in TOML: `overlay.toml`.
    pub facts: Option<Source>,
}

/// What the person who runs the generator chooses.
#[derive(Debug, Default)]
pub struct Options {
    /// The name of the generated package.
    pub package: String,
    /// The version of the generated package.
    pub version: String,
    /// The command that generates the crate; it stands at the head of every file.
    pub command: String,
    /// How the package depends on the runtime: a path or a version, as Cargo.toml has it.
    pub runtime: String,
    /// The id of the service to generate, for a model that has several; empty for one that does not.
    pub service: String,
    /// The operations to generate, by their names in the model; all if empty.
    pub operations: Vec<String>,
}

/// A generated crate.
#[derive(Debug)]
pub struct Output {
    /// The files, by path inside the crate.
    pub files: Files,
    /// What was decided.
    pub ir: ir::Crate,
}

/// Generates a crate.
///
/// # Errors
///
/// Everything that is wrong with the input, found by the first stage that finds anything.
pub fn generate(input: Input, options: &Options) -> Result<Output, Diagnostics> {
    let ir = plan(input, options)?;
    Ok(Output { files: emit::files(&ir), ir })
}

/// Decides everything about a crate without printing it.
///
/// # Errors
///
/// As [`generate`].
pub fn plan(input: Input, options: &Options) -> Result<ir::Crate, Diagnostics> {
    let mut model = parse::parse(input, &options.service)?;
    overlay::words::apply(&mut model)?;
    customize::customize(&mut model);
    infer::infer(&mut model);
    overlay::facts::apply(&mut model)?;
    select::select(&mut model, &options.operations)?;
    let ir = lower::lower(&model, options)?;
    check::check(&model, &ir)?;
    Ok(ir)
}
