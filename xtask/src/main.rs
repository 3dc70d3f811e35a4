//! The maintainers' command line: `cargo xtask`.

mod codegen;
mod inputs;
mod services;
mod tree;
mod update;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Smithwright's tasks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Generate clients from models.
    Codegen(codegen::Args),
    /// Import newer models from the botocore package.
    Update(update::Args),
}

/// 0: done. 1: stale or broken input. 2: wrong usage, which clap reports.
fn main() -> ExitCode {
    let cli = Cli::parse();
    let root = root();
    let done = match &cli.task {
        Task::Codegen(args) => codegen::run(args, &root),
        Task::Update(args) => update::run(args, &root),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
