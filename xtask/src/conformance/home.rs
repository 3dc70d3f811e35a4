//! Where a task's crates are written.

use std::path::{Path, PathBuf};

/// Where crates are written, and for whom.
#[derive(Debug)]
pub struct Home<'a> {
    /// The root of the repository.
    pub root: &'a Path,
    /// The folder of the workspace.
    pub folder: PathBuf,
    /// The name of the task, which packages bear: two of one name would be one in the target folder that tasks share.
    pub task: &'a str,
}

impl<'a> Home<'a> {
    /// The one of `cargo xtask TASK`, below `target/`.
    pub fn new(root: &'a Path, task: &'a str) -> Self {
        Self { root, folder: root.join("target").join(task).join("crates"), task }
    }

    /// The command that writes the crates.
    pub fn command(&self) -> String {
        format!("cargo xtask {}", self.task)
    }

    /// The package of the program that calls the others.
    pub fn driver(&self) -> String {
        format!("{}-driver", self.task)
    }
}
