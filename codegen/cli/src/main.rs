//! The command `smithwright`.

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use smithwright::commands::{ci, diff, explain, generate, replace, update};
use smithwright::report::{self, Report};
use smithwright::runtime::Runtime;
use std::process::ExitCode;

/// A generator mostly makes and drops small things, of which this allocator makes less than that of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const GENERATE_EXAMPLES: &str = "\
Examples:
  smithwright generate
  smithwright generate weather
  smithwright generate weather.json --out clients/weather --name weather-client
  smithwright generate botocore/data/ec2/2016-11-15 --out ec2 --operations RunInstances,DescribeInstances";

/// Turn service models into Rust client crates.
///
/// Exit codes: 0 when it is done; 1 when something is stale, broken or denied; 2 when the command line is wrong.
#[derive(Debug, Parser)]
#[command(name = "smithwright", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate crates from models.
    ///
    /// Writes the crates that smithwright.toml lists or, with --out, one crate from the model that is named. Says what
    /// changed, which paginators were inferred, and what was left out and why. Files that were not generated are neither
    /// overwritten nor removed.
    ///
    /// What is odd about a model, such as a misspelt trait, and what cannot be generated yet, is told in warnings on
    /// standard error; what is wrong, or would change what is sent or read in a way that is not known, is an error.
    #[command(after_long_help = GENERATE_EXAMPLES)]
    Generate(generate::Args),
    /// Fail, with a difference, if what is generated is not what `generate` would write.
    ///
    /// Takes what `generate` takes, and writes nothing. In CI, it tells that a model was changed and its crate was not
    /// generated again, or that somebody edited generated code.
    Check(generate::Args),
    #[command(after_long_help = diff::EXAMPLES)]
    Diff(diff::Args),
    #[command(after_long_help = update::EXAMPLES)]
    Update(update::Args),
    #[command(after_long_help = replace::EXAMPLES)]
    Replace(replace::Args),
    Ci(ci::Args),
    #[command(after_long_help = explain::EXAMPLES)]
    Explain(explain::Args),
}

fn main() -> ExitCode {
    let Cli { command } = Cli::parse();
    let report = match &command {
        Command::Generate(args) | Command::Check(args) => args.report.clone(),
        Command::Diff(_)
        | Command::Update(_)
        | Command::Replace(_)
        | Command::Ci(_)
        | Command::Explain(_) => Report::default(),
    };
    report::ended(run(&command), &report)
}

fn run(command: &Command) -> Result<()> {
    let here = &std::env::current_dir().context("the current folder cannot be found")?;
    match command {
        Command::Generate(args) => generate::generate(args, here),
        Command::Check(args) => generate::check(args, here),
        Command::Diff(args) => diff::run(args, None, here),
        Command::Update(args) => update::run(args, here),
        Command::Replace(args) => {
            replace::run(args, &Runtime::default(), "smithwright replace", here)
        }
        Command::Ci(args) => {
            ci::run(args);
            Ok(())
        }
        Command::Explain(args) => explain::run(args, None, here),
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
        for command in cli.get_subcommands() {
            let (name, short, long) =
                (command.get_name(), command.get_about(), command.get_long_about());
            let short = short.map(ToString::to_string).unwrap_or_default();
            let long = long.map(ToString::to_string).unwrap_or_default();
            assert!(!short.is_empty() && long.len() > short.len() + 80, "{name}: {long}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name}: {}", argument.get_id());
            }
        }
    }
}
