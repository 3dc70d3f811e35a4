//! The runtime is layers: a module imports from layers below its own and from nowhere else, and no files import each other in
//! a circle. What stands in tests may import anything.

use smithwright_tests_generator::models::folder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The layers of the runtime, lowest first; modules of one layer do not import each other.
const LAYERS: &[&[&str]] = &[
    &["redaction", "schema"],
    &["serde"],
    &["error", "endpoint"],
    &["protocol"],
    &["operation"],
    &["call"],
    &["config"],
    &["client"],
    &["paginator", "waiter"],
    &["by_input", "test_util"],
    &["macros"],
];

/// A line that names something of this crate: the file it stands in, its number, and the path.
#[derive(Debug)]
struct Import {
    file: PathBuf,
    line: usize,
    path: Vec<String>,
}

/// The runtime's files, by their paths in its source folder, without their tests.
fn sources() -> BTreeMap<PathBuf, String> {
    fn read(folder: &Path, root: &Path, files: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                read(&path, root, files);
            } else if path.file_name().is_some_and(|name| name != "tests.rs") {
                let text = std::fs::read_to_string(&path).expect("a source is text");
                let code = text.split("\nmod tests {").next().unwrap_or_default().to_owned();
                files.insert(path.strip_prefix(root).expect("it is below").to_owned(), code);
            }
        }
    }
    let root = folder("../codegen/runtime/src");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    files
}

/// The module of a file, as the names on the way to it.
fn module(file: &Path) -> Vec<String> {
    let path = file.with_extension("");
    let mut parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// The paths that `code` of `file` names of its own crate.
fn imports(file: &Path, code: &str) -> Vec<Import> {
    let mut imports = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        for (root, at) in ["crate::", "super::"]
            .iter()
            .flat_map(|root| line.match_indices(root).map(move |(at, _)| (*root, at)))
        {
            let before = &line[..at];
            if before.ends_with('$')
                || before.ends_with("super::")
                || before.ends_with(|c: char| c.is_alphanumeric())
            {
                continue;
            }
            let mut from = module(file);
            let mut rest = &line[at..];
            if root == "crate::" {
                from.clear();
                rest = &rest[root.len()..];
            }
            while let Some(up) = rest.strip_prefix("super::") {
                from.pop();
                rest = up;
            }
            let names: Vec<_> = match rest.strip_prefix('{') {
                Some(group) => group.split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let name = name.trim().split("::").map(str::trim);
                let names = name.map(|name| {
                    name.chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect::<String>()
                });
                let path: Vec<_> =
                    from.iter().cloned().chain(names).filter(|n| !n.is_empty()).collect();
                imports.push(Import { file: file.to_owned(), line: index + 1, path });
            }
        }
    }
    imports
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// What is wrong with an import, if anything is.
fn fault(import: &Import) -> Option<String> {
    let from = module(&import.file);
    let (from, to) = (from.first()?, import.path.first()?);
    let place = || format!("{}:{}", import.file.display(), import.line);
    let path = import.path.join("::");
    let Some(own) = layer(from) else {
        return Some(format!("{}: the module `{from}` has no layer in {}", place(), file!()));
    };
    match layer(to) {
        _ if from == to => None,
        Some(other) if other < own => None,
        Some(_) => Some(format!("{}: `{from}` imports `{path}`, which is not below it", place())),
        // The root gives names to macros alone.
        None => Some(format!("{}: `{from}` imports `{path}` through the root", place())),
    }
}

#[test]
fn the_runtime_imports_downwards() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for (file, code) in sources() {
        // The root is for others, and `crate::` in a macro is the crate that calls it.
        if module(&file).is_empty() || file.starts_with("macros") {
            continue;
        }
        let imports = imports(&file, &code);
        seen += imports.len();
        faults.extend(imports.iter().filter_map(fault));
    }
    assert!(seen > 150, "only {seen} imports were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_files_of_the_runtime_import_each_other_in_a_circle() {
    let sources = sources();
    let files: BTreeMap<_, _> = sources.keys().map(|file| (module(file), file.clone())).collect();
    // The file that a path leads to: that of its longest beginning that is a module.
    let target = |path: &[String]| (1..=path.len()).rev().find_map(|end| files.get(&path[..end]));
    let mut arrows: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for (file, code) in &sources {
        for import in imports(file, code) {
            if let Some(to) = target(&import.path).filter(|to| *to != file) {
                // A folder's own file gives out what stands in it, and is imported for that.
                let is_parent = module(file).starts_with(&module(to));
                if !is_parent {
                    arrows.entry(file).or_default().insert(to);
                }
            }
        }
    }
    let mut open: BTreeSet<&Path> = sources.keys().map(PathBuf::as_path).collect();
    while let Some(done) = open
        .iter()
        .find(|file| arrows.get(*file).is_none_or(|to| to.iter().all(|to| !open.contains(to))))
        .copied()
    {
        open.remove(done);
    }
    assert!(open.is_empty(), "these files import each other: {open:?}");
}

#[test]
fn every_module_has_a_layer() {
    let modules: BTreeSet<_> =
        sources().keys().filter_map(|file| module(file).into_iter().next()).collect();
    let layers: BTreeSet<_> =
        LAYERS.iter().copied().flatten().map(|name| (*name).to_owned()).collect();
    assert_eq!(modules, layers);
}

#[test]
fn the_test_sees_what_it_should() {
    let found = |file: &str, code: &str| -> Vec<String> {
        imports(Path::new(file), code).iter().filter_map(fault).collect()
    };
    assert!(found("schema/mod.rs", "use crate::serde::Value;")[0].contains("schema/mod.rs:1"));
    assert_eq!(
        found("serde/value.rs", "use super::reader::Reader;\nuse crate::schema::Table;"),
        [""; 0]
    );
    assert_eq!(found("error.rs", "\nuse crate::{schema::Table, client::Core};").len(), 1);
    assert_eq!(found("call/auth.rs", "fn a() -> crate::BuildError {}").len(), 1);
    assert_eq!(found("other.rs", "use crate::schema::Table;").len(), 1);
}

#[test]
fn the_picture_of_the_layers_is_right() {
    let text = std::fs::read_to_string(folder("../ARCHITECTURE.md")).expect("it is there");
    let picture = text.split("<!-- layers -->\n").nth(1).expect("it has a picture of the layers");
    let picture = picture.split("<!-- /layers -->").next().expect("a split has a first part");
    let mut shown: Vec<Vec<&str>> =
        picture.lines().map(|line| line.split(',').map(str::trim).collect()).collect();
    let mut layers: Vec<Vec<&str>> = LAYERS.iter().rev().map(|layer| layer.to_vec()).collect();
    let sorted =
        |layers: &mut Vec<Vec<&str>>| layers.iter_mut().for_each(|layer| layer.sort_unstable());
    sorted(&mut shown);
    sorted(&mut layers);
    assert_eq!(shown, layers, "ARCHITECTURE.md shows the layers from the top to the bottom");
}
