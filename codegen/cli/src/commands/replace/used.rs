//! Which operations a project calls: `--used`.
//!
//! Sources are not understood, but searched for words: an operation is taken that is named anywhere in a package that stands on
//! its crate, were it in a comment. One too many costs a moment; one too few is an error of the compiler.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use smithwright_codegen::ir::{Crate, Operation, Reach};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use walkdir::WalkDir;

/// The packages of a project, and what each of them stands on.
#[derive(Debug, Deserialize)]
pub struct Graph {
    packages: Vec<Package>,
    resolve: Resolve,
    workspace_members: HashSet<String>,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    manifest_path: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Graph {
    /// The graph of the project in `folder`, which Cargo tells.
    ///
    /// # Errors
    ///
    /// When Cargo does not know the project, or cannot have its packages.
    pub fn read(folder: &Path) -> Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(folder);
        let told =
            command.output().context("cargo cannot be started, which tells who uses what")?;
        if !told.status.success() {
            let why = String::from_utf8_lossy(&told.stderr);
            bail!(
                "{}: `cargo metadata` fails, which tells who uses what: {}",
                folder.display(),
                why.trim()
            );
        }
        serde_json::from_slice(&told.stdout)
            .context("what `cargo metadata` tells is not understood")
    }

    /// The words in the sources of all packages that stand on this one, be it through others.
    ///
    /// # Errors
    ///
    /// When the sources cannot be read.
    pub fn words_around(&self, package: &str, version: &str) -> Result<BTreeSet<String>> {
        let is_it = |known: &&Package| known.name == package && known.version == version;
        let Some(package) = self.packages.iter().find(is_it) else { return Ok(BTreeSet::new()) };
        let mut words = BTreeSet::new();
        for id in self.standing_on(&package.id) {
            let Some(package) = self.packages.iter().find(|package| package.id == id) else {
                continue;
            };
            let folder = package.manifest_path.parent().unwrap_or(Path::new(""));
            // What tests and examples of others do is not compiled here.
            let sources = match self.workspace_members.contains(id) {
                true => folder.to_owned(),
                false => folder.join("src"),
            };
            add_words(&sources, &mut words)?;
        }
        Ok(words)
    }

    fn standing_on(&self, id: &str) -> BTreeSet<&str> {
        let mut users = HashMap::<&str, Vec<&str>>::new();
        for node in &self.resolve.nodes {
            for dependency in &node.dependencies {
                users.entry(dependency).or_default().push(&node.id);
            }
        }
        let (mut open, mut found) = (vec![id], BTreeSet::new());
        while let Some(id) = open.pop() {
            for user in users.get(id).into_iter().flatten() {
                if found.insert(*user) {
                    open.push(user);
                }
            }
        }
        found
    }
}

/// Adds the words of all Rust files of the package in a folder. Packages below it, as the generated ones may be, are others.
fn add_words(folder: &Path, words: &mut BTreeSet<String>) -> Result<()> {
    let own = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_package = entry.path().join("Cargo.toml").is_file();
        entry.depth() == 0 || !(name.starts_with('.') || name == "target" || is_package)
    };
    for entry in WalkDir::new(folder).into_iter().filter_entry(own) {
        let entry = entry.with_context(|| format!("{}: cannot be read", folder.display()))?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "rs") {
            let text = fs::read(entry.path())
                .with_context(|| format!("{}: cannot be read", entry.path().display()))?;
            let text = String::from_utf8_lossy(&text);
            let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            words.extend(parts.filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    Ok(())
}

/// The operations that are named among these words, by their names in the model: their methods, modules, types and waiters,
/// and for each other type that is named, one that has it.
pub fn operations(krate: &Crate, words: &BTreeSet<String>) -> BTreeSet<String> {
    let reach = Reach::of(krate);
    let named = |operation: &&Operation| names(operation).iter().any(|name| words.contains(*name));
    let mut used: Vec<&Operation> = krate.operations.iter().filter(named).collect();
    let mut there = reach.of_all(krate, used.iter().copied());
    let mut smallest = BTreeMap::new();
    for operation in &krate.operations {
        let types = reach.of_operation(operation);
        for name in &types {
            let best = smallest.entry(*name).or_insert((types.len(), operation));
            if types.len() < best.0 {
                *best = (types.len(), operation);
            }
        }
    }
    for (name, (_, operation)) in smallest {
        if words.contains(name.bare()) && !there.contains(name) {
            there.extend(reach.of_operation(operation));
            used.push(operation);
        }
    }
    used.into_iter().map(|operation| operation.model_name.clone()).collect()
}

/// What programs call an operation, and what is only its own.
fn names(operation: &Operation) -> Vec<&str> {
    let Operation { name, module, input, output, error, fluent, paginator, waiters, .. } =
        operation;
    let mut names = vec![
        name,
        module,
        &input.name,
        &input.builder,
        &output.name,
        &output.builder,
        error,
        fluent,
    ];
    if let Some(paginator) = paginator {
        names.push(&paginator.name);
        names.extend(&paginator.items);
    }
    names.extend(
        waiters.iter().flat_map(|waiter| [&waiter.method, &waiter.module, &waiter.builder]),
    );
    names.into_iter().map(|name| name.bare()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs;
    use smithwright_codegen::Options;

    fn krate(folder: &str) -> Crate {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let input = inputs::read(&[root.join(folder)], &root).unwrap();
        smithwright_codegen::plan(input, &Options::default()).unwrap()
    }

    fn used(folder: &str, source: &str) -> Vec<String> {
        let sources = tempfile::tempdir().unwrap();
        fs::create_dir(sources.path().join("src")).unwrap();
        fs::write(sources.path().join("src/main.rs"), source).unwrap();
        fs::create_dir(sources.path().join("target")).unwrap();
        fs::write(sources.path().join("target/x.rs"), "delete_api()").unwrap();
        fs::create_dir_all(sources.path().join("aws/other/src")).unwrap();
        fs::write(sources.path().join("aws/other/Cargo.toml"), "[package]").unwrap();
        fs::write(sources.path().join("aws/other/src/lib.rs"), "delete_api()").unwrap();
        let mut words = BTreeSet::new();
        add_words(sources.path(), &mut words).unwrap();
        operations(&krate(folder), &words).into_iter().collect()
    }

    #[test]
    fn operations_are_found_by_all_their_names() {
        let used = |source| used("model/apigatewayv2", source);
        assert_eq!(used("client.get_integrations().api_id(id).send().await?"), ["GetIntegrations"]);
        assert_eq!(used("use aws::operation::create_api::CreateApiOutput;"), ["CreateApi"]);
        assert_eq!(
            used("fn f(e: SdkError<DeleteApiError>, b: GetApisFluentBuilder) {}"),
            ["DeleteApi", "GetApis"]
        );
        assert_eq!(used("fn main() { get_integration_s() }"), [""; 0]);
    }

    #[test]
    fn a_type_that_is_named_brings_an_operation_that_has_it() {
        let used = |source| used("model/apigatewayv2", source);
        let one = used("use types::TlsConfig;");
        assert_eq!(one.len(), 1, "{one:?}");
        assert!(one[0].contains("Integration"), "{one:?}");
        let with = used("use types::TlsConfig; client.get_integration()");
        assert_eq!(with, ["GetIntegration"]);
    }

    #[test]
    fn whoever_stands_on_a_package_is_found_be_it_through_others() {
        let graph: Graph = serde_json::from_str(
            r#"{"packages": [], "workspace_members": [], "resolve": {"nodes": [
                {"id": "app", "dependencies": ["lib", "tokio"]}, {"id": "lib", "dependencies": ["s3"]},
                {"id": "s3", "dependencies": ["tokio"]}, {"id": "tokio", "dependencies": []}]}}"#,
        )
        .unwrap();
        assert_eq!(graph.standing_on("s3").into_iter().collect::<Vec<_>>(), ["app", "lib"]);
        assert_eq!(graph.standing_on("app").len(), 0);
        assert!(graph.words_around("s3", "1.0.0").unwrap().is_empty());
    }

    #[test]
    fn this_repository_is_a_graph() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let graph = Graph::read(&root).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let words = graph.words_around("smithwright-apigatewaymanagementapi", version).unwrap();
        assert!(words.contains("post_to_connection"));
        let error = Graph::read(Path::new("/")).unwrap_err().to_string();
        assert!(error.contains("`cargo metadata` fails"), "{error}");
    }
}
