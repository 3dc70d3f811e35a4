//! One crate to generate, and generating it.

use crate::inputs;
use anyhow::Result;
use smithwright_codegen::{Options, Output};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// One crate to generate.
pub struct Job {
    /// The model: files or folders.
    pub model: Vec<PathBuf>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// What stands in it.
    pub options: Options,
}

/// What every crate is generated with that is written to `out`.
pub fn options(package: String, out: &Path, root: &Path) -> Options {
    let runtime = root.join("codegen").join("runtime");
    let path = pathdiff::diff_paths(&runtime, out).unwrap_or(runtime);
    let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let version = env!("CARGO_PKG_VERSION");
    let path = toml::Value::String(path.join("/"));
    Options {
        package,
        version: version.to_owned(),
        runtime: format!("{{ version = \"{version}\", path = {path}, default-features = false }}"),
        ..Options::default()
    }
}

/// Generates a crate.
///
/// # Errors
///
/// When the model cannot be read, or is broken.
pub fn generate(job: &Job, root: &Path) -> Result<Output> {
    let input = inputs::read(&job.model, root)?;
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    smithwright_codegen::generate(input, &job.options)
        .map_err(|found| anyhow::anyhow!("{}", found.render(colour)))
}
