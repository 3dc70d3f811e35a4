//! Running Cargo, and following what it reports of each crate.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader, read_to_string};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// Cargo in `folder`, as from a shell. What `cargo run` told this program of its own package is forgotten: build
/// scripts look at it, ring's among them, and all that stands on them would be compiled anew whenever it comes or goes.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    let own = |name: &String| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    let inherited = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(own);
    inherited.for_each(|name| {
        command.env_remove(name);
    });
    command.current_dir(folder);
    command
}

/// Runs Cargo in `folder`, and hands each of its messages to `on_message`
/// ("JSON messages" in the Cargo book, under "External tools").
///
/// # Errors
///
/// When Cargo cannot be started, or fails for a reason that is not a message about a crate; the error has what it
/// wrote.
pub fn run(folder: &Path, arguments: &[&str], mut on_message: impl FnMut(&Value)) -> Result<()> {
    let mut child = command(folder)
        .args(arguments)
        .arg("--message-format=json")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cargo cannot be started")?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (Some(stdout), Some(stderr)) = (stdout, stderr) else { bail!("cargo has no output") };
    let output = thread::spawn(|| read_to_string(stderr));
    let mut errors = false;
    for line in BufReader::new(stdout).lines() {
        let message: Value = serde_json::from_str(&line?).unwrap_or_default();
        errors |= message["message"]["level"] == "error";
        on_message(&message);
    }
    let status = child.wait().context("cargo cannot be waited for")?;
    let output = output.join().map_err(|_| anyhow::anyhow!("cargo's messages are lost"))??;
    match status.success() || errors {
        true => Ok(()),
        false => bail!("cargo {} failed in {}:\n{output}", arguments.join(" "), folder.display()),
    }
}
