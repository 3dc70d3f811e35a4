//! The maintainers' command line: `cargo xtask`.

mod accept;
mod agreement;
mod all;
mod bench;
mod cargo;
mod codegen;
mod conformance;
mod differential;
mod docs_search;
mod examples;
mod fuzz;
mod packages;
mod prose;
mod python;
mod replay;
mod root;
mod scenarios;
mod selected;
mod services;
mod surface;
mod test;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use smithwright::commands::{diff, explain, replace, update};
use smithwright::report::{self, Report};
use std::process::ExitCode;

/// A generator mostly makes and drops small things, of which this allocator makes less than that of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  cargo xtask explain apigatewayv2 GetApi
  cargo xtask explain apigatewayv2 'Cors$MaxAge'
  cargo xtask explain --model weather.json Forecast";

const DIFF_EXAMPLES: &str = "\
Examples:
  cargo xtask diff --since origin/main
  cargo xtask diff HEAD~1:model/apigatewayv2 model/apigatewayv2 --format html --out apigatewayv2.html
  cargo xtask diff botocore:1.40.0/apigatewayv2 botocore:newest/apigatewayv2";

const UPDATE_EXAMPLES: &str = "\
Examples:
  cargo xtask update
  cargo xtask update apigatewayv2 --version 1.44.5
  cargo xtask update --drop-gone";

/// Smithwright's tasks.
///
/// Exit codes: 0 when it is done; 1 when something is stale or broken, or a test or a case fails; 2 when the command
/// line is wrong.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

// What each of them does is told where its arguments are declared.
#[derive(Debug, Subcommand)]
enum Task {
    Codegen(codegen::Args),
    Accept(accept::Args),
    #[command(after_long_help = EXPLAIN_EXAMPLES)]
    Explain(explain::Args),
    #[command(after_long_help = DIFF_EXAMPLES)]
    Diff(diff::Args),
    #[command(after_long_help = replace::EXAMPLES)]
    Replace(replace::Args),
    #[command(after_long_help = UPDATE_EXAMPLES)]
    Update(update::Args),
    Replay(replay::Args),
    Surface(surface::Args),
    Agreement(agreement::Args),
    Test(test::TestArgs),
    Conformance(conformance::Args),
    Differential(differential::Args),
    Scenarios(scenarios::Args),
    Selected(selected::Args),
    Prose(prose::Args),
    Examples(examples::Args),
    DocsSearch(docs_search::Args),
    Fuzz(fuzz::Args),
    Example(test::ExampleArgs),
    Bench(bench::Args),
}

/// The exit codes are those that `--help` tells; clap reports wrong usage.
fn main() -> ExitCode {
    let Cli { task } = Cli::parse();
    let report = match &task {
        Task::Codegen(args) => args.report.clone(),
        _ => Report::default(),
    };
    match run(&task) {
        Err(error) if error.is::<conformance::Failed>() => ExitCode::FAILURE,
        ended => report::ended(ended, &report),
    }
}

fn run(task: &Task) -> Result<()> {
    let here = std::env::current_dir().context("the current folder cannot be found")?;
    let root = &root::of(&here)?;
    match task {
        Task::Codegen(args) => codegen::run(args, root),
        Task::Accept(args) => accept::run(args, root),
        Task::Explain(args) => explain::run(args, Some(&root.join(services::FILE)), &here),
        Task::Diff(args) => diff::run(args, Some(&root.join(services::FILE)), &here),
        Task::Replace(args) => {
            replace::run(args, &services::runtime(root), "cargo xtask replace", &here)
        }
        Task::Update(args) => update::run(&args.of(&root.join(services::FILE)), root),
        Task::Replay(args) => replay::run(args, root),
        Task::Conformance(args) => conformance::run(args, root),
        Task::Differential(args) => differential::run(args, root),
        Task::Scenarios(args) => scenarios::run(args, root),
        Task::Selected(args) => selected::run(args, root),
        Task::Prose(args) => prose::run(args, root),
        Task::Examples(args) => examples::run(args, root),
        Task::DocsSearch(args) => docs_search::run(args, root),
        Task::Fuzz(args) => fuzz::run(args, root),
        Task::Surface(args) => surface::run(args, root),
        Task::Agreement(args) => agreement::run(args, root),
        Task::Test(args) => test::test(args, root),
        Task::Example(args) => test::example(args, root),
        Task::Bench(args) => bench::run(args, root),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_says_what_it_does_and_says_more_when_asked() {
        let cli = Cli::command();
        cli.clone().debug_assert();
        for task in cli.get_subcommands() {
            let (name, short, long) = (task.get_name(), task.get_about(), task.get_long_about());
            let short = short.map(ToString::to_string).unwrap_or_default();
            let long = long.map(ToString::to_string).unwrap_or_default();
            assert!(!short.is_empty() && long.len() > short.len() + 80, "{name}: {long}");
            for argument in task.get_arguments() {
                assert!(argument.get_help().is_some(), "{name}: {}", argument.get_id());
            }
        }
    }
}
