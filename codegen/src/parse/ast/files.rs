//! What stands in the files: shapes, `apply` statements, and whether two files agree.

use super::traits::{self, Applied};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::Located;
use crate::read::node::Node;
use crate::source::{Address, SourceIx};
use indexmap::IndexMap;
use indexmap::map::Entry;

/// Versions of the AST that are read; the second number may be left out.
const VERSIONS: [&str; 4] = ["1.0", "1", "2.0", "2"];

/// The types of shapes, and what each can say beside its type, traits and mixins.
const KINDS: [(&str, &[&str]); 24] = [
    ("blob", &[]),
    ("boolean", &[]),
    ("string", &[]),
    ("byte", &[]),
    ("short", &[]),
    ("integer", &[]),
    ("long", &[]),
    ("float", &[]),
    ("double", &[]),
    ("bigInteger", &[]),
    ("bigDecimal", &[]),
    ("timestamp", &[]),
    ("document", &[]),
    ("enum", &["members"]),
    ("intEnum", &["members"]),
    ("list", &["member"]),
    ("set", &["member"]),
    ("map", &["key", "value"]),
    ("structure", &["members"]),
    ("union", &["members"]),
    ("operation", &["input", "output", "errors"]),
    ("resource", &RESOURCE),
    ("service", &["version", "operations", "resources", "errors", "rename"]),
    (APPLY, &[]),
];

const RESOURCE: [&str; 11] = [
    "identifiers",
    "properties",
    "put",
    "create",
    "read",
    "update",
    "delete",
    "list",
    "operations",
    "collectionOperations",
    "resources",
];

/// What is no shape, but a statement about one.
const APPLY: &str = "apply";

/// The shapes of all files as they stand, and what is applied to them.
pub struct Raw<'a> {
    /// The shapes, by id.
    pub shapes: IndexMap<&'a str, Node<'a>>,
    /// What `apply` statements add, by the id of a shape or member.
    pub applied: IndexMap<&'a str, Statement<'a>>,
    /// The files of version 1.0.
    pub old: Vec<SourceIx>,
}

/// Traits that are added, and where.
pub struct Statement<'a> {
    /// The traits.
    pub traits: Applied<'a>,
    /// Where they stand, or the first of them if several statements add them.
    pub at: Address,
}

/// Reads the files.
pub fn read<'a>(files: &'a [Located], diagnostics: &mut Vec<Diagnostic>) -> Raw<'a> {
    let mut raw = Raw { shapes: IndexMap::new(), applied: IndexMap::new(), old: Vec::new() };
    for file in files {
        let Some(root) = Node::new(&file.value, file.at.clone(), "model", diagnostics) else {
            continue;
        };
        root.only(&["smithy", "metadata", "shapes"], diagnostics);
        version(&root, diagnostics);
        if root.text("smithy", diagnostics).is_some_and(|version| version.starts_with("1")) {
            raw.old.push(file.at.source);
        }
        for (id, value, at) in root.entries("shapes", diagnostics) {
            if let Some(node) = Node::new(value, at, id, diagnostics) {
                raw.add(id, node, diagnostics);
            }
        }
    }
    raw
}

fn version(root: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if root.get("smithy").is_none() {
        let hint = "only models in Smithy's JSON AST, which have it, can be several files";
        return diagnostics.push(root.lacks("smithy").hint(hint));
    }
    let Some(version) = root.text("smithy", diagnostics) else { return };
    if !VERSIONS.contains(&version) {
        let message = format!("version `{version}` of Smithy's JSON AST is not supported");
        let diagnostic = Diagnostic::new(Code::VERSION, &root.at.key("smithy"), message);
        diagnostics.push(diagnostic.hint("supported are `1.0` and `2.0`"));
    }
}

impl<'a> Raw<'a> {
    fn add(&mut self, id: &'a str, node: Node<'a>, diagnostics: &mut Vec<Diagnostic>) {
        let Some(kind) = node.required_text("type", diagnostics) else { return };
        let Some((_, own)) = KINDS.iter().find(|(known, _)| *known == kind) else {
            let diagnostic = Diagnostic::new(
                Code::SHAPE_TYPE,
                &node.at.key("type"),
                format!("`{kind}` is not a shape type"),
            );
            return diagnostics
                .push(diagnostic.of(id).did_you_mean(kind, KINDS.map(|(kind, _)| kind)));
        };
        if kind == APPLY {
            return self.apply(id, &node, diagnostics);
        }
        node.only(&[own, &["type", "traits", "mixins"][..]].concat(), diagnostics);
        if !is_shape_id(id) {
            let message = format!("`{}` is not the id of a shape", id.escape_debug());
            let hint = "`namespace#Name` is expected, of letters, digits and underscores";
            diagnostics.push(Diagnostic::new(Code::NOT_A_NAME, &node.at, message).hint(hint));
        }
        match self.shapes.entry(id) {
            Entry::Vacant(entry) => drop(entry.insert(node)),
            Entry::Occupied(entry) if entry.get().object == node.object => {}
            Entry::Occupied(entry) => {
                let message = format!("`{id}` is defined twice, in different ways");
                let hint = "remove one of the two; traits can be added with `apply`";
                for at in [&entry.get().at, &node.at] {
                    diagnostics.push(
                        Diagnostic::new(Code::CONFLICT, at, message.as_str()).of(id).hint(hint),
                    );
                }
            }
        }
    }

    fn apply(&mut self, id: &'a str, node: &Node<'a>, diagnostics: &mut Vec<Diagnostic>) {
        node.only(&["type", "traits"], diagnostics);
        let traits = traits::read(node, diagnostics);
        let at = node.at.clone();
        match self.applied.entry(id) {
            Entry::Vacant(entry) => drop(entry.insert(Statement { traits, at })),
            Entry::Occupied(mut entry) => entry.get_mut().traits.add_all(traits, id, diagnostics),
        }
    }
}

/// Whether this is an absolute id ("Shape ID" of the Smithy specification).
fn is_shape_id(id: &str) -> bool {
    let Some((namespace, name)) = id.split_once('#') else { return false };
    namespace.split('.').chain([name]).all(is_identifier)
}

/// Whether this is a name as shapes and members have it.
pub fn is_identifier(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.chars().all(word) && text.starts_with(|c: char| !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_shape_id;

    #[test]
    fn ids_are_absolute() {
        for id in ["a#B", "a.b_c#_d1"] {
            assert!(is_shape_id(id), "{id}");
        }
        for id in ["", "#", "a#", "#b", "B", "a#b$c", "a#1", "a..b#c", "a#b#c", "../a#b", "a#é"] {
            assert!(!is_shape_id(id), "{id}");
        }
    }
}
