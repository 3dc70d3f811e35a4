//! `cargo xtask fuzz`: models that nobody would write.

use crate::cargo;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

const PACKAGE: &str = "smithwright-tests-fuzz";

/// How much memory the generator may have, in kilobytes.
const MEMORY: &str = "8000000";

/// Generate from models with changed bytes, and from such that look sound, with texts that try to become code.
///
/// Each input is a number, of which the model is made: a third are models of the tests with changed bytes. Whatever is made
/// of one must be a message, or a crate that is Rust and has no text of the model but in literals; and that within a time and
/// with a memory that are bounded. Some of the crates are compiled at the end; a warning is an error. The model of an input
/// with which something is wrong is kept in tests/fuzz/corpus, where the tests find it from then on. The tests themselves
/// try the first few hundred numbers.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How long new inputs are tried.
    #[arg(long, value_name = "N", default_value = "60")]
    seconds: u64,
    /// The number of the first input; one that nobody tried before, if none is given.
    #[arg(long, value_name = "N")]
    first: Option<u64>,
    /// Instead, tell how long models take that have so many of one thing, twice and four times as many.
    #[arg(long, value_name = "N", conflicts_with_all = ["seconds", "first"])]
    large: Option<usize>,
}

/// Runs the task.
///
/// # Errors
///
/// When something is wrong with an input, or a crate does not compile without a warning.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let built = cargo::command(root).args(["build", "--quiet", "-p", PACKAGE]).status();
    ensure!(built.context("cargo cannot be started")?.success(), "{PACKAGE} does not compile");
    let program = root.join("target/debug").join(PACKAGE);
    if let Some(size) = args.large {
        let status = Command::new(program).args(["large", &size.to_string()]).status();
        ensure!(status.context("the program cannot be started")?.success(), "it ended early");
        return Ok(());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let first = args.first.unwrap_or(since.as_secs() << 20);
    let crates = root.join("target/fuzz");
    if crates.exists() {
        fs::remove_dir_all(&crates).context("target/fuzz cannot be removed")?;
    }
    let kept = root.join("tests/fuzz/corpus");
    let runtime = format!(
        "{{ version = {:?}, path = {}, default-features = false }}",
        env!("CARGO_PKG_VERSION"),
        toml::Value::String(root.join("codegen/runtime").display().to_string()),
    );
    // What takes too much memory ends, and leaves its model behind.
    let limited = format!("ulimit -v {MEMORY}; exec \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &limited, "sh"]).arg(program);
    command.args([args.seconds.to_string(), first.to_string()]);
    let status = command.arg(&kept).arg(&crates).arg(&runtime).status();
    let status = status.context("the program cannot be started")?;
    ensure!(status.success(), "something is wrong: {} has the models", kept.display());
    compile(&crates, root)
}

/// Compiles the crates that were written.
fn compile(crates: &Path, root: &Path) -> Result<()> {
    let workspace = fs::read_to_string(crates.join("Cargo.toml")).context("there are no crates")?;
    let count = workspace.matches("\"fuzz").count();
    if count == 0 {
        anstream::println!("no crate was written to compile: try for longer");
        return Ok(());
    }
    fs::copy(root.join("Cargo.lock"), crates.join("Cargo.lock"))?;
    let mut command = cargo::command(crates);
    command.args(["check", "--quiet", "--workspace"]).env("CARGO_TARGET_DIR", root.join("target"));
    let output = command.stderr(Stdio::piped()).output().context("cargo cannot be started")?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || told.contains("warning: ") {
        bail!("{told}\nthe crates in {} do not compile without a warning", crates.display());
    }
    anstream::println!("{count} crates compile without a warning");
    Ok(())
}
