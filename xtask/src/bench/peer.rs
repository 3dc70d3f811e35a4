//! The two crates, and packages that depend on either.

use crate::cargo;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use wait4::Wait4;

/// A crate to compare with.
#[derive(Clone, Copy)]
pub struct Official {
    pub name: &'static str,
    pub version: &'static str,
}

/// The official client of the service whose client is in the repository.
pub const CLIENT: Official = Official { name: "aws-sdk-apigatewayv2", version: "1.123.0" };

/// One of the two crates.
pub struct Peer {
    /// The name of the package.
    pub package: String,
    /// The name that programs know it by: that of the official one.
    known_as: &'static str,
    /// How a manifest names it, without the closing brace.
    dependency: String,
    /// Where its packages are made.
    folder: PathBuf,
}

/// The client that is in the repository, and the official one.
pub fn both(root: &Path) -> [Peer; 2] {
    CLIENT.both("smithwright-apigatewayv2", &root.join("generated/apigatewayv2"), root)
}

impl Official {
    /// Its name and version.
    pub fn shown(self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Ours, which is the package `ours` in the folder `path`, and the official one.
    pub fn both(self, ours: &str, path: &Path, root: &Path) -> [Peer; 2] {
        let Self { name, version } = self;
        let path = toml::Value::String(path.display().to_string());
        let folder = |name: &str| root.join("target").join("bench").join(name);
        [
            Peer {
                package: ours.to_owned(),
                known_as: name,
                dependency: format!("{{ package = \"{ours}\", path = {path}"),
                folder: folder("ours"),
            },
            Peer {
                package: name.to_owned(),
                known_as: name,
                dependency: format!("{{ version = \"={version}\""),
                folder: folder("official"),
            },
        ]
    }
}

/// A package that depends on one of the crates.
pub struct Package {
    folder: PathBuf,
    target: PathBuf,
}

/// What a command took.
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// What all of its processes took of all cores together.
    pub cpu: Duration,
    /// The most memory that any of its processes had, in bytes.
    pub peak: u64,
}

impl Peer {
    /// Makes a package of one program.
    pub fn package(&self, name: &str, main: &str, features: &str, more: &str) -> Result<Package> {
        let dependency = format!("{} = {}{features} }}\n{more}", self.known_as, self.dependency);
        let package = Package::new(self.folder.join(name), name, main, &dependency)?;
        package.cargo(&["fetch"])?;
        Ok(package)
    }
}

impl Package {
    /// Makes a package of one program in a folder.
    pub fn new(folder: PathBuf, name: &str, main: &str, dependencies: &str) -> Result<Self> {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[[bin]]\nname = \"{name}\"\npath = \"main.rs\"\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n"
        );
        fs::create_dir_all(&folder)
            .with_context(|| format!("{}: cannot be created", folder.display()))?;
        fs::write(folder.join("Cargo.toml"), manifest).context("cannot write below target/")?;
        fs::write(folder.join("main.rs"), main).context("cannot write below target/")?;
        Ok(Self { target: folder.join("target"), folder })
    }

    /// The same, where what it is compiled to stands in the folder `target` that other packages of the peer share.
    pub fn sharing(self, target: &str) -> Self {
        Self { target: self.folder.with_file_name(target), ..self }
    }

    /// Writes a module beside the program.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        fs::write(self.folder.join(name), text).context("cannot write below target/")
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its lock file.
    pub fn lock(&self) -> PathBuf {
        self.folder.join("Cargo.lock")
    }

    /// Runs cargo. Incremental compilation would measure what changed since the last run: nothing. Lints are capped for
    /// both crates, as they are for what comes from a registry; ours, which comes from a folder, would be linted alone.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Cost> {
        let mut command = cargo::command(&self.folder);
        command.args(arguments).arg("--quiet");
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        command.env("RUSTFLAGS", "--cap-lints=allow");
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let start = Instant::now();
        let mut child = command.spawn().context("cargo cannot be started")?;
        let mut errors = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            std::io::Read::read_to_string(&mut stderr, &mut errors)
                .context("cargo says no text")?;
        }
        let ended = child.wait4().context("cargo cannot be waited for")?;
        if !ended.status.success() {
            bail!("cargo {}:\n{errors}", arguments.join(" "));
        }
        let cpu = ended.rusage.utime + ended.rusage.stime;
        Ok(Cost { wall: start.elapsed(), cpu, peak: ended.rusage.maxrss })
    }

    /// Forgets everything that was compiled.
    pub fn clean(&self) -> Result<()> {
        self.cargo(&["clean"]).map(drop)
    }

    /// A file in the folder of release builds.
    pub fn released(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// The size of such a file, in megabytes.
    pub fn size(&self, name: &str) -> Result<f64> {
        let path = self.released(name);
        let file =
            fs::metadata(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
        Ok(file.len() as f64 / 1e6)
    }

    /// How many crates the program is compiled from.
    pub fn crates(&self) -> Result<f64> {
        let mut command = cargo::command(&self.folder);
        command.args(["tree", "--prefix", "none", "--edges", "normal,build", "--format", "{p}"]);
        let output = command.output().context("cargo cannot be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let crates: std::collections::BTreeSet<_> =
            text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        Ok(crates.len() as f64)
    }
}
