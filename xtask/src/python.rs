//! The Python environment with moto and boto3, below `target/`.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the environment holds; its first line after the comment changes, and so does the environment.
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// The Python of the environment, set up if it is not there or not up to date.
///
/// # Errors
///
/// When there is no Python 3, or pip cannot install what is wanted.
pub fn python(root: &Path) -> Result<PathBuf> {
    let wanted = root.join(REQUIREMENTS);
    let requirements =
        fs::read_to_string(&wanted).with_context(|| format!("cannot read {REQUIREMENTS}"))?;
    let environment = root.join("target").join("python");
    let python = environment.join("bin").join("python");
    let installed = environment.join("requirements.txt");
    if python.is_file()
        && fs::read_to_string(&installed).is_ok_and(|installed| installed == requirements)
    {
        return Ok(python);
    }
    anstream::eprintln!("setting up moto and boto3 in target/python (once; about a minute)");
    run(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment),
        "python3 -m venv",
    )?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(Command::new(&python).args(pip).arg(&wanted), "pip install")?;
    fs::write(&installed, requirements).context("cannot write below target/")?;
    Ok(python)
}

/// The botocore of the environment: the folder of the package.
///
/// # Errors
///
/// When the environment cannot be set up, or has no botocore.
pub fn botocore(root: &Path) -> Result<PathBuf> {
    let program = "import botocore, os; print(os.path.dirname(botocore.__file__))";
    let output = Command::new(python(root)?).args(["-c", program]).output();
    let output = output.context("Python cannot be started")?;
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if folder.is_empty() {
        bail!("botocore cannot be found: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(folder.into())
}

/// A program of this repository, in the environment, or with the code of the package at `botocore`: its code is taken
/// from where its data are.
///
/// # Errors
///
/// When the environment cannot be set up, or there is no such place.
pub fn program(path: &str, botocore: Option<&Path>, root: &Path) -> Result<Command> {
    let mut command = Command::new(python(root)?);
    command.current_dir(root).arg(path);
    if let Some(packages) = botocore.and_then(Path::parent) {
        command.env("PYTHONPATH", std::path::absolute(packages)?);
    }
    Ok(command)
}

fn run(command: &mut Command, what: &str) -> Result<()> {
    let output = command.stdin(Stdio::null()).output();
    let output =
        output.with_context(|| format!("{what} cannot be started: is Python 3 installed?"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let last: Vec<_> = said.lines().rev().take(10).collect();
    let last: Vec<_> = last.into_iter().rev().collect();
    bail!("{what} failed ({}):\n{}", output.status, last.join("\n"))
}
