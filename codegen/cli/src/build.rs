//! For build scripts.

use crate::job::told;
use crate::runtime::Runtime;
use crate::tree::Changes;
use crate::{inputs, list};
use anyhow::{Context, Result, anyhow, bail};
use smithwright_codegen::{Diagnostics, Options};
use std::fmt;
use std::path::{Path, PathBuf};

/// The Cargo features that generated code asks about, which the crate around it may have, and need not.
const FEATURES: [&str; 3] = ["futures", "rt-tokio", "test-util"];

/// Generates a client into the folder of a build script, from where the crate includes it in a module.
///
/// The build script:
///
/// ```no_run
/// fn main() -> Result<(), smithwright::BuildError> {
///     smithwright::Build::new("model/shop.json").operations(["ListBooks"]).compile()
/// }
/// ```
///
/// The module: `mod shop { smithwright_runtime::include!("shop"); }`. The crate depends on `smithwright-runtime`, in the
/// version of this crate; the compiler names the features of it that the service needs. Paths are relative to the crate's
/// folder.
#[derive(Debug, Clone, Default)]
pub struct Build {
    models: Vec<PathBuf>,
    name: Option<String>,
    service: String,
    operations: Vec<String>,
    deny_warnings: bool,
    out: Option<PathBuf>,
}

impl Build {
    /// Generates from this model, as `smithwright generate` takes it: a file or folder in Smithy's JSON AST, or one of
    /// botocore's.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self { models: vec![model.into()], ..Self::default() }
    }

    /// Adds a file to the model.
    #[must_use]
    pub fn and(mut self, model: impl Into<PathBuf>) -> Self {
        self.models.push(model.into());
        self
    }

    /// The name under which the client is included; the name of the model's file or folder, if none is given.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The shape id of the service, if the model holds several.
    #[must_use]
    pub fn service(mut self, id: impl Into<String>) -> Self {
        self.service = id.into();
        self
    }

    /// Generates only these operations, by their names in the model, and what they need.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operations = names.into_iter().map(Into::into).collect();
        self
    }

    /// Fails if there are warnings, which Cargo otherwise shows.
    #[must_use]
    pub fn deny_warnings(mut self) -> Self {
        self.deny_warnings = true;
        self
    }

    /// Writes into a folder below this one, in place of the build script's own.
    #[must_use]
    pub fn out(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Generates the client, and tells Cargo what it depends on.
    ///
    /// # Errors
    ///
    /// When the model cannot be read or is broken, or the folder cannot be written. What is printed of the error is what
    /// `smithwright generate` prints.
    pub fn compile(self) -> Result<(), BuildError> {
        let lines = self.generate(&|name| std::env::var(name).ok()).map_err(BuildError)?;
        // What a build script prints is how it talks to Cargo.
        lines.iter().for_each(|line| println!("cargo::{line}"));
        Ok(())
    }

    /// Generates the client, and gives what Cargo is told. `variable` reads the environment.
    fn generate(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Vec<String>> {
        let set = |name: &str| {
            variable(name).with_context(|| {
                format!("{name} is not set: this is for build scripts, which Cargo runs")
            })
        };
        let here = PathBuf::from(set("CARGO_MANIFEST_DIR")?);
        let out = match &self.out {
            Some(out) => here.join(out),
            None => PathBuf::from(set("OUT_DIR")?),
        };
        let out = out.join(self.included_name()?);
        let models: Vec<_> = self.models.iter().map(|model| here.join(model)).collect();
        let options = Options {
            package: set("CARGO_PKG_NAME")?,
            version: set("CARGO_PKG_VERSION")?,
            command: "cargo build".to_owned(),
            runtime: Runtime::default().dependency(&out),
            service: self.service.clone(),
            operations: self.operations.clone(),
            ..Options::default()
        };
        let output = smithwright_codegen::generate_module(inputs::read(&models, &here)?, &options)?;
        if self.deny_warnings && !output.warnings.is_empty() {
            return Err(anyhow!(output.warnings).context("warnings are denied"));
        }
        Changes::between(&out, &output.files)?.apply(&out, &output.files)?;
        let watched = inputs::watched(&models).into_iter();
        let watched = watched.map(|path| format!("rerun-if-changed={}", path.display()));
        let features = FEATURES.map(|feature| format!("{feature:?}")).join(", ");
        let known = format!("rustc-check-cfg=cfg(feature, values({features}))");
        Ok(watched.chain([known]).chain(warnings(&output.warnings)).collect())
    }

    fn included_name(&self) -> Result<String> {
        let first = self.models.first().map_or(Path::new(""), PathBuf::as_path);
        let stem = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = self.name.clone().unwrap_or(stem);
        match list::package_name(&name) {
            Ok(name) => Ok(name),
            Err(why) => bail!(
                "{name:?} cannot be the name of a client: {why}; Build::name gives it another"
            ),
        }
    }
}

/// Warnings, a line each: more, Cargo does not show.
fn warnings(found: &Diagnostics) -> Vec<String> {
    let told = found.messages().map(|message| {
        let place =
            message.file.map(|file| format!("{file}:{}: ", message.line.unwrap_or_default()));
        let hint = message.hint.map(|hint| format!(" ({hint})"));
        let (place, hint) = (place.unwrap_or_default(), hint.unwrap_or_default());
        format!("warning={place}{} [{}]{hint}", message.text, message.code)
    });
    told.map(|line| line.replace('\n', " ")).collect()
}

/// Why a build script generated nothing.
pub struct BuildError(anyhow::Error);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&told(&self.0))
    }
}

/// `main` of a build script prints the error in this form, so that it is for people.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    fn toys() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/smithy");
        fs::create_dir(folder.path().join("toys")).unwrap();
        for file in ["model.json", "more.json"] {
            fs::copy(model.join(file), folder.path().join("toys").join(file)).unwrap();
        }
        folder
    }

    fn generate(build: &Build, folder: &TempDir) -> Result<Vec<String>, BuildError> {
        let text = |path: &Path| Some(path.display().to_string());
        let variable = |name: &str| match name {
            "CARGO_MANIFEST_DIR" => text(folder.path()),
            "OUT_DIR" => text(&folder.path().join("out")),
            "CARGO_PKG_NAME" => Some("shop".to_owned()),
            _ => Some("1.2.3".to_owned()),
        };
        build.generate(&variable).map_err(BuildError)
    }

    #[test]
    fn cargo_is_told_what_to_watch() {
        let folder = toys();
        let told = generate(&Build::new("toys").operations(["GetToy"]), &folder).unwrap();
        let path = |below: &str| folder.path().join(below).display().to_string();
        assert_eq!(told[0], format!("rerun-if-changed={}", path("toys")));
        assert!(
            told.contains(
                &"rustc-check-cfg=cfg(feature, values(\"futures\", \"rt-tokio\", \"test-util\"))"
                    .to_owned()
            )
        );
        let root = fs::read_to_string(path("out/toys/mod.rs")).unwrap();
        assert!(root.starts_with("// Generated by `cargo build`. Do not edit.\n"), "{root}");
        assert!(!root.contains("#![") && !root.contains("crate::"), "{root}");
        assert!(folder.path().join("out/toys/operation/get_toy.rs").is_file());
        assert!(!folder.path().join("out/toys/operation/put_toy.rs").exists());
        let file =
            generate(&Build::new("toys/model.json").and("toys/more.json").name("t"), &folder);
        assert_eq!(file.unwrap()[1], format!("rerun-if-changed={}", path("toys/more.json")));
        assert!(folder.path().join("out/t/operation/put_toy.rs").is_file());
    }

    #[test]
    fn errors_are_those_of_the_command() {
        let folder = toys();
        let error = generate(&Build::new("toys/model.json"), &folder).unwrap_err();
        let shown = format!("{error:?}");
        assert!(
            shown.starts_with(
                "\nerror[SW0101]: there is no shape `toys.common#Busy`\n  --> toys/model.json:10:30"
            ),
            "{shown}"
        );
        assert!(!folder.path().join("out").exists());
        let error = generate(&Build::new("nowhere.json"), &folder).unwrap_err().to_string();
        assert!(error.ends_with("nowhere.json: there is no such file or folder"), "{error}");
        let error = generate(&Build::new("toys").name("../x"), &folder).unwrap_err().to_string();
        assert!(error.starts_with("\"../x\" cannot be the name of a client"), "{error}");
        let alone = Build::new("toys").generate(&|_| None).unwrap_err().to_string();
        assert!(alone.contains("this is for build scripts"), "{alone}");
    }

    #[test]
    fn warnings_are_told_or_denied() {
        let folder = toys();
        let path = folder.path().join("toys/model.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            text.replacen("\"smithy.api#idempotencyToken\": {}", "\"smithy.api#requird\": {}", 1),
        )
        .unwrap();
        let told = generate(&Build::new("toys"), &folder).unwrap();
        let warning = told.iter().find(|line| line.starts_with("warning=")).unwrap();
        assert!(
            warning.contains("toys/model.json:148: the trait `smithy.api#requird` is not known"),
            "{warning}"
        );
        let error = generate(&Build::new("toys").deny_warnings(), &folder).unwrap_err().to_string();
        assert!(error.starts_with("warnings are denied:\nwarning[SW0008]: the trait"), "{error}");
    }
}
