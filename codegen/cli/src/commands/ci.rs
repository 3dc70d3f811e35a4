//! `smithwright ci`: what CI is told to do.

/// Print what CI is to do, for a system.
///
/// Prints a file to keep in a repository that has a smithwright.toml: a workflow for GitHub Actions, or a script for any
/// other system. Either fails where a crate is not what its model says, tells what a change of a model means, and fails where
/// that breaks programs. The workflow also makes a pull request of newer models once a week.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The system.
    #[arg(value_enum)]
    system: System,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum System {
    /// GitHub Actions: a workflow.
    Github,
    /// Any other: a script.
    Shell,
}

/// Prints the file.
pub fn run(args: &Args) {
    anstream::print!("{}", text(args.system));
}

fn text(system: System) -> &'static str {
    match system {
        System::Github => include_str!("../../ci/github.yml"),
        System::Shell => include_str!("../../ci/shell.sh"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_system_checks_and_compares() {
        for system in System::value_variants() {
            let text = text(*system);
            for command in
                ["cargo install smithwright --locked", "smithwright check ", "--deny breaking"]
            {
                assert!(text.contains(command), "{system:?}: {command}");
            }
        }
    }
}
