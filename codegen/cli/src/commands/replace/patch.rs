//! The table of Cargo.toml that puts crates in place of others.

use anyhow::{Context, Result, bail};
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The names that `[patch]` has for crates.io.
const CRATES_IO: [&str; 2] = ["crates-io", "https://github.com/rust-lang/crates.io-index"];

/// A crate, and the folder that is to be taken instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name of the crate.
    pub package: String,
    /// The folder, relative to that of Cargo.toml, with `/` between its parts.
    pub path: String,
}

/// The table with these entries, as it is typed.
pub fn table(entries: &[Entry]) -> String {
    let line = |Entry { package, path }: &Entry| format!("{package} = {}\n", value(path));
    format!("[patch.crates-io]\n{}", entries.iter().map(line).collect::<String>())
}

/// The packages that `manifest` takes from folders instead of crates.io.
///
/// # Errors
///
/// When the manifest is no TOML.
pub fn patched(manifest: &str) -> Result<Vec<Entry>> {
    let document = read(manifest)?;
    let entry = |(key, item): (&str, &Item)| {
        let table = item.as_table_like()?;
        let package = text(table, "package").unwrap_or(key).to_owned();
        Some(Entry { package, path: text(table, "path")?.to_owned() })
    };
    Ok(patches(&document).filter_map(entry).collect())
}

/// `manifest` with the entries in its `[patch.crates-io]`, and all else as it was.
///
/// # Errors
///
/// When the manifest is no TOML, or takes one of the crates from somewhere else already.
pub fn add(manifest: &str, entries: &[Entry]) -> Result<String> {
    let mut document = read(manifest)?;
    let mut missing = Vec::new();
    for entry in entries {
        match patches(&document).find(|(key, item)| names(key, item) == entry.package) {
            None => missing.push(entry),
            Some((_, item)) if is(item, &entry.path) => {}
            Some((key, item)) => bail!(
                "it patches {} already: `{key} = {}`; remove that, or name the packages to replace without this one",
                entry.package,
                item.to_string().trim()
            ),
        }
    }
    if missing.is_empty() {
        return Ok(manifest.to_owned());
    }
    let patch = document.entry("patch").or_insert_with(implicit);
    let patch = patch.as_table_like_mut().context("its `patch` is no table")?;
    let crates_io = patch.entry(CRATES_IO[0]).or_insert_with(|| Item::Table(Table::new()));
    let crates_io = crates_io.as_table_like_mut().context("its `patch.crates-io` is no table")?;
    for Entry { package, path } in missing {
        crates_io.insert(package, Item::Value(value(path)));
    }
    Ok(document.to_string())
}

fn read(manifest: &str) -> Result<DocumentMut> {
    manifest.parse().context("it is no TOML")
}

/// All that is taken in place of crates of crates.io.
fn patches(document: &DocumentMut) -> impl Iterator<Item = (&str, &Item)> {
    let patch = document.get("patch").and_then(Item::as_table_like);
    let tables = patch.into_iter().flat_map(|patch| CRATES_IO.map(|name| patch.get(name)));
    tables.flatten().filter_map(Item::as_table_like).flat_map(TableLike::iter)
}

/// The package that an entry is about, which may have another key.
fn names<'a>(key: &'a str, item: &'a Item) -> &'a str {
    item.as_table_like().and_then(|table| text(table, "package")).unwrap_or(key)
}

/// Whether an entry says this folder and nothing else that matters.
fn is(item: &Item, path: &str) -> bool {
    item.as_table_like().and_then(|table| text(table, "path")) == Some(path)
}

fn text<'a>(table: &'a dyn TableLike, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Item::as_str)
}

fn value(path: &str) -> Value {
    Value::InlineTable(InlineTable::from_iter([("path", path)]))
}

/// A table that is there only for those in it, and has no line of its own.
fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> [Entry; 2] {
        ["s3", "sts"].map(|name| Entry {
            package: format!("aws-sdk-{name}"),
            path: format!("../drop-in/aws-sdk-{name}"),
        })
    }

    const TABLE: &str = "[patch.crates-io]\n\
                         aws-sdk-s3 = { path = \"../drop-in/aws-sdk-s3\" }\n\
                         aws-sdk-sts = { path = \"../drop-in/aws-sdk-sts\" }\n";

    #[test]
    fn the_table_is_added_and_nothing_is_lost() {
        let manifest =
            "# Ours.\n[package]\nname   = 'a' # odd\n\n[dependencies]\naws-sdk-s3 = \"1\"\n";
        let added = add(manifest, &entries()).unwrap();
        assert_eq!(added, format!("{manifest}\n{TABLE}"));
        assert_eq!(add(&added, &entries()).unwrap(), added);
        assert_eq!(patched(&added).unwrap(), entries());
        assert_eq!(table(&entries()), TABLE);
    }

    #[test]
    fn a_table_that_is_there_grows() {
        let manifest = "[patch.crates-io] # why\nserde = { git = \"https://example.com/serde\" }\n\
                        aws-sdk-s3 = { path = '../drop-in/aws-sdk-s3' } # mine\n\n[profile.dev]\ndebug = false\n";
        let added = add(manifest, &entries()[..]).unwrap();
        let line = "aws-sdk-sts = { path = \"../drop-in/aws-sdk-sts\" }\n";
        assert_eq!(added, manifest.replace("\n\n[profile", &format!("\n{line}\n[profile")));
        for manifest in
            ["patch.crates-io.serde.path = 'x'\n", "patch = { crates-io = { serde.path = 'x' } }\n"]
        {
            let added = add(manifest, &entries()).unwrap();
            assert!(added.contains("serde"), "{added}");
            assert_eq!(patched(&added).unwrap()[1..], entries());
        }
    }

    #[test]
    fn a_crate_is_taken_from_one_place() {
        for conflict in [
            "[patch.crates-io]\naws-sdk-s3 = { path = \"elsewhere\" }\n",
            "[patch.crates-io.aws-sdk-s3]\ngit = \"https://example.com/s3\"\n",
            "[patch.crates-io]\nmine = { package = \"aws-sdk-s3\", path = \"elsewhere\" }\n",
            "[patch.\"https://github.com/rust-lang/crates.io-index\"]\naws-sdk-s3 = { path = \"x\" }\n",
        ] {
            let error = add(conflict, &entries()).unwrap_err().to_string();
            assert!(error.starts_with("it patches aws-sdk-s3 already: `"), "{error}");
            assert!(
                error.ends_with("remove that, or name the packages to replace without this one"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        assert!(add("{", &entries()).unwrap_err().to_string().contains("it is no TOML"));
        assert!(add("patch = 1\n", &entries()).is_err());
    }
}
