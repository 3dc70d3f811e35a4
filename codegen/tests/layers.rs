//! What the stages of the generator promise each other, held against their sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Item, UseTree};

/// The modules, in the order in which they may import each other: each from those before it.
const ORDER: [&str; 24] = [
    "source",
    "codes",
    "diagnostics",
    "names",
    "docs",
    "jmespath",
    "model",
    "limits",
    "read",
    "input",
    "model_files",
    "parse",
    "declarations",
    "customize",
    "infer",
    "overlay",
    "ir",
    "unsupported",
    "select",
    "lower",
    "check",
    "emit",
    "diff",
    "lib",
];

/// The Rust files below a folder of `src`, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            open.extend(entries.map(|entry| entry.expect("the entry can be read").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file can be read");
            files.push((path, text));
        }
    }
    assert!(!files.is_empty(), "{folder} has no files");
    files
}

/// The lines of a folder's files that hold one of these texts.
fn lines_with(folder: &str, texts: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, source) in sources(folder) {
        let with = source.lines().filter(|line| texts.iter().any(|text| line.contains(text)));
        lines.extend(with.map(|line| format!("{}: {}", path.display(), line.trim())));
    }
    lines
}

/// Names of generated code pass `names.rs`, which knows Rust's words and collisions.
#[test]
fn identifiers_are_made_only_in_names() {
    let makers =
        ["format_ident!", "Ident::new", "proc_macro2::Ident", "{Ident, Literal", "{Ident, Span"];
    for folder in ["emit", "lower", "ir"] {
        assert_eq!(lines_with(folder, &makers), [""; 0]);
    }
}

/// The emitter is told everything by the IR.
#[test]
fn the_emitter_knows_no_stage_before_it() {
    let stages =
        ["model", "parse", "customize", "infer", "overlay", "select", "lower", "diagnostics"];
    let paths = stages.map(|stage| format!("crate::{stage}"));
    assert_eq!(lines_with("emit", &paths.each_ref().map(String::as_str)), [""; 0]);
}

/// A module's path below the crate, by segments.
type Module = Vec<String>;

/// What the modules of the crate import from each other, tests aside. What a module imports of those that contain it, such
/// as a type that all of its siblings share, does not count.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files: Vec<_> = sources("").into_iter().filter(|(path, _)| !is_test(path)).collect();
    let module = |path: &Path| -> Module {
        let path = path.strip_prefix(&root).expect("it is below").with_extension("");
        let parts = path.iter().map(|part| part.to_string_lossy().into_owned());
        parts.filter(|part| part != "mod").collect()
    };
    let modules: BTreeSet<Module> = files.iter().map(|(path, _)| module(path)).collect();
    let known = |path: &[String]| (1..=path.len()).rev().find_map(|end| modules.get(&path[..end]));
    let imported = |(path, text): &(PathBuf, String)| {
        let own = module(path);
        let file = syn::parse_file(text).expect("it is Rust");
        let paths = file.items.iter().filter_map(|item| match item {
            Item::Use(import) if import.attrs.is_empty() => Some(leaves(&import.tree)),
            _ => None,
        });
        let paths = paths.flatten().filter_map(|path| absolute(&own, &path));
        let imports = paths.filter_map(|path| known(&path).cloned());
        (own.clone(), imports.filter(|import| !own.starts_with(import)).collect())
    };
    files.iter().map(imported).collect()
}

fn is_test(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name == "tests" || name == "test_model"
}

/// The paths that a tree of imports names.
fn leaves(tree: &UseTree) -> Vec<Module> {
    match tree {
        UseTree::Path(path) => {
            let below = leaves(&path.tree).into_iter();
            below.map(|leaf| [vec![path.ident.to_string()], leaf].concat()).collect()
        }
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        UseTree::Name(name) => vec![vec![name.ident.to_string()]],
        UseTree::Rename(rename) => vec![vec![rename.ident.to_string()]],
        UseTree::Glob(_) => vec![Vec::new()],
    }
}

/// A path that `module` imports, from the crate on; nothing for what is of another crate.
fn absolute(module: &[String], path: &[String]) -> Option<Module> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "super" => Some([&module[..module.len() - supers], &path[supers..]].concat()),
        _ => Some([module, path].concat()),
    }
}

/// Stages hand things on in one direction.
#[test]
fn modules_import_those_before_them() {
    let place = |module: &Module| {
        let place = ORDER.iter().position(|known| *known == module[0]);
        place.unwrap_or_else(|| panic!("`{}` has no place in the order", module[0]))
    };
    let upwards: Vec<_> = imports()
        .into_iter()
        .flat_map(|(module, imports)| {
            imports.into_iter().map(move |import| (module.clone(), import))
        })
        .filter(|(module, import)| place(import) > place(module))
        .collect();
    assert!(upwards.is_empty(), "{upwards:#?}");
}

/// No two modules need each other, directly or through others.
#[test]
fn imports_go_round_in_no_circle() {
    let imports = imports();
    let path = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    let known = imports[&path(["lower", "structures"])].contains(&path(["lower", "types"]));
    assert!(known, "imports are not found: {imports:#?}");
    let mut circles = Vec::new();
    for module in imports.keys() {
        let (mut open, mut seen) = (vec![module], BTreeSet::new());
        while let Some(next) = open.pop() {
            for import in &imports[next] {
                if import == module {
                    circles.push(format!("{} <- {}", module.join("::"), next.join("::")));
                } else if seen.insert(import) {
                    open.push(import);
                }
            }
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}
