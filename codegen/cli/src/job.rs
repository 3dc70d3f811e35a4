//! One crate to generate, and generating it.

use crate::inputs;
use anyhow::Result;
use smithwright_codegen::{Diagnostics, Options, Output};
use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};

/// One crate to generate.
#[derive(Debug)]
pub struct Job {
    /// The model: files or folders.
    pub model: Vec<PathBuf>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// What stands in it.
    pub options: Options,
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

/// Where the folder `path` is, seen from `base`.
///
/// # Errors
///
/// When there is no current folder.
pub fn folder(base: &Path, path: &Path) -> std::io::Result<PathBuf> {
    Ok(normal(&std::path::absolute(base.join(path))?))
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

/// Generates a crate. Files in messages are named from the folder `here`, where that is shorter.
///
/// # Errors
///
/// When the model cannot be read; [`Diagnostics`] when it is broken.
pub fn generate(job: &Job, here: &Path) -> Result<Output> {
    let input = inputs::read(&job.model, here)?;
    Ok(smithwright_codegen::generate(input, &job.options)?)
}

/// Messages as they are printed to standard error.
pub fn shown(found: &Diagnostics) -> String {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    found.render(colour)
}

/// An error as it is printed to standard error.
pub fn told(error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        None => format!("{error:#}"),
        Some(found) => {
            let around = error.chain().take_while(|cause| !cause.is::<Diagnostics>());
            let around = around.map(|context| format!("{context}:\n"));
            around.chain([shown(found)]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_what_is_around_it() {
        let input = smithwright_codegen::Input::default();
        let broken = smithwright_codegen::generate(input, &Options::default()).unwrap_err();
        let (alone, text) = (anyhow::anyhow!("b").context("a"), broken.to_string());
        assert_eq!(told(&alone), "a: b");
        assert_eq!(told(&anyhow::Error::from(broken).context("toys")), format!("toys:\n{text}"));
    }

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
