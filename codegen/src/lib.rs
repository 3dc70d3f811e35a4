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
//!
//! [`fn@diff`] compares two crates that are decided.

mod check;
pub mod codes;
mod customize;
pub mod declarations;
pub mod diagnostics;
pub mod diff;
pub mod docs;
mod emit;
mod infer;
mod input;
pub mod ir;
mod jmespath;
pub mod limits;
mod lower;
pub mod model;
pub mod model_files;
mod names;
mod overlay;
mod parse;
mod read;
mod select;
pub mod source;
#[cfg(test)]
mod test_model;
mod unsupported;

pub use codes::Code;
pub use diagnostics::{Diagnostic, Diagnostics};
pub use diff::Changes;
pub use emit::Files;
pub use input::{Input, Options};
pub use names::official_package;
pub use overlay::without_gone;
pub use source::{Source, Sources};

use model::Model;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A generated crate.
#[derive(Debug)]
pub struct Output {
    /// The files, by path inside the crate.
    pub files: Files,
    /// What was decided.
    pub ir: ir::Crate,
    /// What is odd about the input, and what the crate lacks because it is not supported.
    pub warnings: Diagnostics,
}

/// Generates a crate.
///
/// # Errors
///
/// Everything that is wrong with the input, found by the first stage that finds anything.
pub fn generate(input: Input, options: &Options) -> Result<Output, Diagnostics> {
    let (ir, warnings) = decide(input, options)?;
    Ok(Output { files: print(&ir), ir, warnings })
}

/// Does something on a stack that is large enough for whatever the limits let pass, wherever it is called from: what parses and
/// prints calls itself for what is nested, and takes most where it is not optimised, as in build scripts.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 64 << 20;
    static THREADS: OnceLock<Option<ThreadPool>> = OnceLock::new();
    match THREADS.get_or_init(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok()) {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// Prints a crate about which everything is decided.
pub fn print(ir: &ir::Crate) -> Files {
    on_large_stack(|| emit::files(ir))
}

/// Generates the code of a crate as a module of another one: `mod.rs`, which that crate includes in a module of its own, and
/// the files below it. The crate depends on `smithwright-runtime`, with the features that the output's package needs of it.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_module(input: Input, options: &Options) -> Result<Output, Diagnostics> {
    let (ir, warnings) = decide(input, options)?;
    Ok(Output { files: on_large_stack(|| emit::module(&ir)), ir, warnings })
}

/// Decides everything about a crate without printing it.
///
/// # Errors
///
/// As [`generate`].
pub fn plan(input: Input, options: &Options) -> Result<ir::Crate, Diagnostics> {
    decide(input, options).map(|(ir, _)| ir)
}

/// A crate about which everything is decided, with the model that it was decided for: what can be compared.
#[derive(Debug)]
pub struct Decided {
    /// What was decided.
    pub ir: ir::Crate,
    /// What is odd about the input, and what the crate lacks because it is not supported.
    pub warnings: Diagnostics,
    model: Model,
}

impl Decided {
    /// Decides everything about a crate, and keeps the model.
    ///
    /// # Errors
    ///
    /// As [`generate`].
    pub fn new(input: Input, options: &Options) -> Result<Self, Diagnostics> {
        let (model, ir, warnings) = decide_all(input, options)?;
        let warnings = Diagnostics::new(warnings, model.sources.clone());
        Ok(Self { ir, warnings, model })
    }

    fn side(&self) -> diff::Side<'_> {
        diff::Side { model: &self.model, ir: &self.ir }
    }
}

/// What changes from `old` to `new`; a crate that is not there before is new, and one that is not there after is gone.
pub fn diff(old: Option<&Decided>, new: Option<&Decided>) -> Changes {
    Changes::between(old.map(Decided::side), new.map(Decided::side))
}

/// What our documentation of a model, in its `overlay.md`, says of what the model does not have, and what has no words.
#[derive(Debug)]
pub struct Documentation {
    /// The overlay, in which what is gone stands below a heading where it is not read; nothing, if there is no overlay.
    pub overlay: Option<String>,
    /// What it documents that the model does not have.
    pub gone: Vec<String>,
    /// What was gone and is there again.
    pub back: Vec<String>,
    /// Operations, types, members and values that neither the overlay nor the model says a word about.
    pub wordless: Vec<String>,
}

/// Sorts the documentation of a model by what the model has.
///
/// # Errors
///
/// When the model is broken, or an operation that is asked for is not there.
pub fn documentation(input: Input, options: &Options) -> Result<Documentation, Diagnostics> {
    on_large_stack(|| documented(input, options))
}

fn documented(input: Input, options: &Options) -> Result<Documentation, Diagnostics> {
    let mut warnings = Vec::new();
    let parse::Parsed { mut model, documentation, .. } =
        parse::parse(input, &options.service, &mut warnings)?;
    let written = documentation.and_then(|source| model.sources.get(source).cloned());
    let sorted = written.as_ref().map(|written| overlay::sorted(&mut model, &written.text));
    let read = written.zip(sorted.as_ref()).map(|(written, sorted)| {
        model.sources.add(Source { text: sorted.text.clone(), ..written })
    });
    overlay::overlay(&mut model, &mut HashMap::new(), read, None, &mut warnings)?;
    select::select(&mut model, &options.operations, &mut warnings)?;
    let wordless = overlay::wordless(&model);
    Ok(match sorted {
        Some(overlay::Sorted { text, gone, back }) => {
            Documentation { overlay: Some(text), gone, back, wordless }
        }
        None => Documentation { overlay: None, gone: Vec::new(), back: Vec::new(), wordless },
    })
}

fn decide(input: Input, options: &Options) -> Result<(ir::Crate, Diagnostics), Diagnostics> {
    let (model, ir, warnings) = decide_all(input, options)?;
    Ok((ir, Diagnostics::new(warnings, model.sources)))
}

fn decide_all(
    input: Input,
    options: &Options,
) -> Result<(Model, ir::Crate, Vec<Diagnostic>), Diagnostics> {
    on_large_stack(|| stages(input, options))
}

fn stages(
    input: Input,
    options: &Options,
) -> Result<(Model, ir::Crate, Vec<Diagnostic>), Diagnostics> {
    let mut warnings = Vec::new();
    let parsed = parse::parse(input, &options.service, &mut warnings)?;
    let parse::Parsed { mut model, documentation, facts } = parsed;
    customize::customize(&mut model);
    let mut unpaged = infer::infer(&mut model);
    overlay::overlay(&mut model, &mut unpaged, documentation, facts, &mut warnings)?;
    let selection = select::select(&mut model, &options.operations, &mut warnings)?;
    limits::check(&model, &mut warnings)?;
    let ir = lower::lower(&model, &selection, &unpaged, options, &mut warnings)?;
    check::check(&model, &ir)?;
    Ok((model, ir, warnings))
}
