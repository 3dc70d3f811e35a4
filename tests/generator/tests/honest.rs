//! Where tests are announced, there are some: a file or a module of tests that holds none is a suite that somebody lost.

use smithwright_tests_generator::models;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// Files of test programs that hold no tests, since others use what is in them.
const HELPERS: [&str; 2] = ["tests/tests/paging/clients.rs", "tests/tests/paging/server.rs"];

/// How a line begins that makes tests.
const TESTS: [&str; 4] = ["#[test]", "#[tokio::test]", "#[tokio::test(", "proptest!"];

/// What of the Rust source `text`, which stands at `path` of its package, announces tests and holds none.
fn empty(path: &str, text: &str) -> Vec<String> {
    let lines = code(text);
    let is_program = path.split('/').any(|part| part == "tests" || part == "tests.rs");
    // The root of a program, or of a folder, whose modules hold the tests.
    let is_root = ["main.rs", "mod.rs"].iter().any(|root| path.ends_with(root))
        && lines.iter().any(|line| line.starts_with("mod ") && line.ends_with(';'));
    let file = (is_program && !is_root && !has_tests(&lines)).then(|| "the file".to_owned());
    let modules = lines.iter().enumerate().filter_map(|(at, line)| {
        let indent = line.strip_suffix("mod tests {")?;
        let end = format!("{indent}}}");
        let body = &lines[at..];
        let body = &body[..body.iter().position(|line| *line == end).unwrap_or(body.len())];
        (!has_tests(body)).then(|| format!("the module in line {}", at + 1))
    });
    file.into_iter().chain(modules).collect()
}

/// The lines of the Rust source `text`. Those that stand in a raw string are empty: they are not code.
fn code(text: &str) -> Vec<&str> {
    let mut in_text = false;
    let line = |line| {
        let code = if in_text { "" } else { line };
        let rest = if in_text { Some(line) } else { line.rsplit_once("r#\"").map(|split| split.1) };
        in_text = rest.is_some_and(|rest| !rest.contains("\"#"));
        code
    };
    text.lines().map(line).collect()
}

fn has_tests(lines: &[&str]) -> bool {
    lines.iter().any(|line| TESTS.iter().any(|test| line.trim_start().starts_with(test)))
}

/// Whether an entry of the repository is ours to read: neither generated nor compiled.
fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_hidden = entry.depth() > 0 && name.starts_with('.');
    !is_hidden && !["target", "generated", "fixtures"].contains(&&*name)
}

/// The path of a file in the package that it belongs to.
fn in_package(file: &Path) -> &Path {
    let package = file.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
    package.and_then(|package| file.strip_prefix(package).ok()).unwrap_or(file)
}

#[test]
fn whatever_announces_tests_has_some() {
    let root = models::folder("..");
    let (mut wrong, mut helpers, mut programs) = (Vec::new(), BTreeSet::new(), 0);
    for entry in WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(is_ours) {
        let file = entry.expect("the repository can be read").into_path();
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = file.strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("it is text");
        let found = empty(&in_package(&file).to_string_lossy(), &text);
        programs += usize::from(text.lines().any(|line| TESTS.contains(&line.trim_start())));
        match HELPERS.contains(&name.as_str()) && !found.is_empty() {
            true => drop(helpers.insert(name)),
            false => wrong.extend(found.iter().map(|what| format!("{name}: {what} has no test"))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(helpers, HELPERS.map(str::to_owned).into(), "helpers that are gone or have tests");
    assert!(programs > 100, "{programs} files with tests are not all of them");
}

#[test]
fn files_without_tests_are_found() {
    let said = |path: &str, text: &str| empty(path, text).join(", ");
    for path in ["src/tests.rs", "src/json/tests.rs", "tests/client.rs", "tests/client/errors.rs"] {
        assert_eq!(said(path, "\n"), "the file", "{path}");
        assert_eq!(said(path, "use super::*;\n\nfn helper() {}\n"), "the file", "{path}");
        assert_eq!(said(path, "// #[test]\nfn a() {}\n"), "the file", "{path}");
        for test in ["#[test]", "#[tokio::test]", "#[tokio::test(flavor = \"x\")]"] {
            assert_eq!(said(path, &format!("{test}\nfn a() {{}}\n")), "", "{path}");
        }
        assert_eq!(said(path, "proptest! {\n    fn a() {}\n}\n"), "", "{path}");
    }
    for path in ["src/lib.rs", "src/contests.rs", "examples/a.rs", "build.rs"] {
        assert_eq!(said(path, "\n"), "", "{path}");
    }
}

#[test]
fn a_root_leaves_the_tests_to_its_modules() {
    let said = |path: &str, text: &str| empty(path, text).join(", ");
    assert_eq!(said("tests/client/main.rs", "//! All.\n\nmod errors;\n"), "");
    assert_eq!(said("tests/client/main.rs", "//! All.\n"), "the file");
    assert_eq!(said("tests/client/errors.rs", "mod more;\n"), "the file");
}

#[test]
fn modules_without_tests_are_found() {
    let module = |body: &str| format!("fn a() {{}}\n\n#[cfg(test)]\nmod tests {{\n{body}}}\n");
    let said = |text: &str| empty("src/lib.rs", text).join(", ");
    assert_eq!(said(&module("")), "the module in line 4");
    assert_eq!(said(&module("    use super::*;\n")), "the module in line 4");
    assert_eq!(said(&module("    #[test]\n    fn b() {}\n")), "");
    // What stands in a text is no code.
    let texts = |text: &str| format!("    const TEXT: &str = r#\"{text}\"#;\n");
    assert_eq!(said(&module(&texts("\n#[test]\n"))), "the module in line 4");
    assert_eq!(said(&module(&(texts("\n}\n") + "    #[test]\n    fn b() {}\n"))), "");
    // A test that stands elsewhere does not help.
    let nested = "mod a {\n    mod tests {\n    }\n\n    #[test]\n    fn b() {}\n}\n";
    assert_eq!(said(nested), "the module in line 2");
    assert_eq!(said("pub mod contests {\n}\n"), "");
}
