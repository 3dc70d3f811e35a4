//! The services that the repository keeps, and what its own crates are generated with.

use anyhow::Result;
use smithwright::list::{FIRST_VERSION, List};
use smithwright::runtime::Runtime;
use smithwright_codegen::Options;
use std::path::Path;

/// Where the list of services is, below the repository's root.
pub const FILE: &str = "model/services.toml";

/// The list of services below `root`.
///
/// # Errors
///
/// When it is not usable.
pub fn load(root: &Path) -> Result<List> {
    List::read(&root.join(FILE))
}

/// This repository's runtime.
pub fn runtime(root: &Path) -> Runtime {
    Runtime::Folder(root.join("codegen/runtime"))
}

/// What a crate is generated with that is written to `out`, and depends on this repository's runtime.
pub fn options(package: String, out: &Path, root: &Path) -> Options {
    Options {
        package,
        version: FIRST_VERSION.to_owned(),
        runtime: runtime(root).dependency(out),
        ..Options::default()
    }
}
