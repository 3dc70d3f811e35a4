//! The maintainers' command line: `cargo xtask`.

mod accept;
mod all;
mod bench;
mod botocore;
mod cargo;
mod codegen;
mod conformance;
mod differential;
mod explain;
mod inputs;
mod job;
mod python;
mod services;
mod test;
mod tree;
mod update;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
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
    /// Accept what the generator makes now as what is expected of it.
    Accept(accept::Args),
    /// Show a thing of a model, what was decided about it, and the Rust that it became.
    Explain(explain::Args),
    /// Import newer models from the botocore package.
    Update(update::Args),
    /// Run published protocol and endpoint cases through generated code.
    Conformance(conformance::Args),
    /// Run what botocore makes of generated inputs and outputs through generated code.
    Differential(differential::Args),
    /// Run all tests, setting up what they need.
    Test(test::TestArgs),
    /// Run the example program against moto.
    Example(test::ExampleArgs),
    /// Measure, beside the official crate.
    Bench(bench::Args),
}

/// 0: done. 1: stale or broken input. 2: wrong usage, which clap reports.
fn main() -> ExitCode {
    let cli = Cli::parse();
    let root = root();
    let done = match &cli.task {
        Task::Codegen(args) => codegen::run(args, &root),
        Task::Accept(args) => accept::run(args, &root),
        Task::Explain(args) => explain::run(args, &root),
        Task::Update(args) => update::run(args, &root),
        Task::Conformance(args) => conformance::run(args, &root),
        Task::Differential(args) => differential::run(args, &root),
        Task::Test(args) => test::test(args, &root),
        Task::Example(args) => test::example(args, &root),
        Task::Bench(args) => bench::run(args, &root),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<conformance::Failed>() => ExitCode::FAILURE,
        Err(error) => {
            anstream::eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository: of the one that Cargo runs this in, which a shared target folder may
/// have compiled for another.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().unwrap_or(&here).to_owned()
}
