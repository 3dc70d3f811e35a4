//! One crate to generate, and generating it.

use crate::inputs;
use anyhow::Result;
use smithwright_codegen::{Diagnostics, Options, Output};
use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};

/// One crate to generate.
pub struct Job {
    /// The model: files or folders.
    pub model: Vec<PathBuf>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// What stands in it.
    pub options: Options,
}

/// What every crate is generated with that is written to `out`, and depends on this repository's runtime.
pub fn options(package: String, out: &Path, root: &Path) -> Options {
    options_with(package, out, &root.join("codegen").join("runtime"))
}

/// What every crate is generated with that is written to `out`, and depends on the runtime in the folder `runtime`.
pub fn options_with(package: String, out: &Path, runtime: &Path) -> Options {
    let version = env!("CARGO_PKG_VERSION");
    let path = toml::Value::String(relative(runtime, out));
    Options {
        package,
        version: version.to_owned(),
        runtime: format!("{{ version = \"{version}\", path = {path}, default-features = false }}"),
        ..Options::default()
    }
}

/// The path as Cargo.toml in `folder` has it: relative to it where that is possible, with `/` between its parts.
pub fn relative(path: &Path, folder: &Path) -> String {
    let (path, folder) = (normal(path), normal(folder));
    match pathdiff::diff_paths(&path, folder) {
        Some(relative) if relative.is_relative() => {
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            parts.join("/")
        }
        _ => path.display().to_string(),
    }
}

/// The path without `..` behind a folder that it leaves again.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normal, component| {
        match (component, normal.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(normal.pop()),
            _ => normal.push(component),
        }
        normal
    })
}

/// Generates a crate.
///
/// # Errors
///
/// When the model cannot be read, or is broken.
pub fn generate(job: &Job, root: &Path) -> Result<Output> {
    let input = inputs::read(&job.model, root)?;
    smithwright_codegen::generate(input, &job.options)
        .map_err(|found| anyhow::anyhow!("{}", shown(&found)))
}

/// Messages as they are printed to standard error.
pub fn shown(found: &Diagnostics) -> String {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    found.render(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_where_they_stand() {
        let relative = |path: &str, folder: &str| relative(Path::new(path), Path::new(folder));
        assert_eq!(relative("/a/b/runtime", "/a/c/crate"), "../../b/runtime");
        assert_eq!(relative("/a/b/runtime", "/a/b/../c/./crate"), "../../b/runtime");
        assert_eq!(relative("/a/b/../c/out", "/a/c"), "out");
        assert_eq!(relative("/a/b", "../c"), "/a/b");
        assert_eq!(normal(Path::new("../../a/../b")), Path::new("../../b"));
    }
}
