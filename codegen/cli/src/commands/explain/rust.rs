//! The parts of a generated Rust file that belong to one thing.
//!
//! Generated files are printed by one program, with four spaces for each level. So what ends an item stands at the
//! item's own level, which is all that has to be known of Rust here.

/// What is looked for in a file.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The names of the items: a type, its builder.
    pub items: &'a [String],
    /// One member of them, or all that they have.
    pub member: Option<&'a Member>,
}

/// A member, as Rust and the wire know it.
#[derive(Debug)]
pub struct Member {
    /// The names of the field or variant, and of the methods for it.
    pub names: Vec<String>,
    /// Its name in the model, with which its line in a table begins.
    pub wire: String,
}

/// Lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first, from 1.
    pub line: usize,
    /// The lines.
    pub text: String,
}

/// What belongs to the things that are looked for, in the order of the file.
pub fn find(text: &str, query: Query<'_>) -> Vec<Excerpt> {
    let lines: Vec<_> = text.lines().collect();
    let mut found = Vec::new();
    search(&items(&lines, 1), query, &mut found);
    found
}

fn search(items: &[Item<'_>], query: Query<'_>, found: &mut Vec<Excerpt>) {
    for item in items {
        match (query.items.contains(&item.subject()), query.member) {
            (true, None) => found.push(excerpt(item.first, item.lines)),
            (true, Some(member)) => found.extend(item.member(member)),
            (false, _) if item.is_module() => search(&item.nested(), query, found),
            (false, _) => {}
        }
    }
}

fn excerpt(line: usize, lines: &[&str]) -> Excerpt {
    Excerpt { line, text: lines.join("\n") }
}

/// An item, a field, a variant or a method, with what is nested in it.
struct Item<'a> {
    /// The number of its first line.
    first: usize,
    /// From its documentation to its end.
    lines: &'a [&'a str],
}

/// The items among `lines`, of which the first has the number `first`.
fn items<'a>(lines: &'a [&'a str], first: usize) -> Vec<Item<'a>> {
    let level = lines.iter().find(|line| !line.trim().is_empty()).map_or(0, |line| indent(line));
    let ends = |line: &str| {
        indent(line) == level && !is_annotation(line) && line.ends_with(['}', ';', ','])
    };
    let mut items = Vec::new();
    let mut start = None;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if start.is_none() && is_remark(line) {
            continue;
        }
        let from = *start.get_or_insert(index);
        if ends(line) {
            items.push(Item { first: first + from, lines: &lines[from..=index] });
            start = None;
        }
    }
    items
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A comment about the file.
fn is_remark(line: &str) -> bool {
    line.starts_with("// ") || line.starts_with("//!")
}

fn is_annotation(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['#', '/']) || line == ")]"
}

impl<'a> Item<'a> {
    /// What follows documentation and attributes.
    fn code(&self) -> impl Iterator<Item = &'a str> {
        let level = self.lines.first().map_or(0, |line| indent(line));
        let starts = move |line: &&str| is_annotation(line) || indent(line) > level;
        self.lines.iter().copied().skip_while(starts)
    }

    /// The name that it declares, implements, or hands to a macro first.
    fn subject(&self) -> String {
        let code: Vec<_> = self.code().take(2).map(str::trim).collect();
        let code = code.join("");
        let declared = match code.split_once("!(") {
            Some((path, arguments)) if path.chars().all(|c| is_word(c) || c == ':') => arguments,
            _ => code.split_once(" for ").map_or(code.as_str(), |(_, implementor)| implementor),
        };
        let keyword = |word: &&str| {
            ["pub", "struct", "enum", "impl", "const", "fn", "mod"].contains(word)
                || word.starts_with("pub(")
        };
        let name = declared.split_whitespace().find(|word| !keyword(word)).unwrap_or_default();
        name.chars().take_while(|c| is_word(*c) || *c == '#').collect()
    }

    fn is_module(&self) -> bool {
        self.code().next().is_some_and(|line| line.trim_start().starts_with("pub mod "))
    }

    /// What stands between its braces.
    fn nested(&self) -> Vec<Item<'a>> {
        let open = self.lines.iter().position(|line| !is_annotation(line) && line.ends_with('{'));
        match (open, self.lines.len()) {
            (Some(open), end) if open + 1 < end => {
                items(&self.lines[open + 1..end - 1], self.first + open + 1)
            }
            _ => Vec::new(),
        }
    }

    /// The fields, variants and methods of a member, and its lines in a table.
    fn member(&self, member: &Member) -> Vec<Excerpt> {
        let own = self.nested().into_iter().filter(|item| member.names.contains(&item.subject()));
        own.map(|item| excerpt(item.first, item.lines)).chain(self.row(&member.wire)).collect()
    }

    /// The lines of a table that tell of a member: what it targets, then traits and parts of that.
    fn row(&self, wire: &str) -> Option<Excerpt> {
        let table = self.lines.iter().position(|line| line.trim_end().ends_with("table: \""))? + 1;
        let rows = &self.lines[table..];
        let start = rows.iter().position(|row| row.split_whitespace().next() == Some(wire))?;
        let more =
            rows[start + 1..].iter().take_while(|row| row.trim_start().starts_with(['@', '-']));
        let end = start + 1 + more.count();
        Some(excerpt(self.first + table + start, &rows[start..end]))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"// Generated.

use crate::types;

/// A toy.
///
/// It has a kind.
#[non_exhaustive]
#[deprecated(
    note = "no"
)]
pub struct Toy {
    /// The kind.
    pub kind: Option<types::Kind>,
    pub meta: Meta,
}

impl Toy {
    /// The kind.
    pub fn kind(&self) -> Option<&types::Kind> {
        self.kind.as_ref()
    }
    pub fn long(
        &self,
    ) -> Option<&str> {
        None
    }
}

rt::structure!(
    Toy, builder: builders::ToyBuilder, fields: [(kind, set_kind, get_kind, types::Kind)],
    table: "
        toys#Toy
        kind map
        @sensitive
        - key string
        meta string
    "
);

rt::modeled_error!(Toy, builder: ToyBuilder, code: "Toy", retryable: None);

impl Other for Toy {}

/// Builders.
pub mod builders {
    /// Builds a [`Toy`].
    pub struct ToyBuilder {
        pub(super) inner: super::Toy,
    }
    impl ToyBuilder {
        pub fn kind(mut self, input: types::Kind) -> Self {
            rt::serde::set(&mut self.inner.kind, input);
            self
        }
    }
    pub struct ToysBuilder;
}
"#;

    fn found(items: &[&str], member: Option<&Member>) -> Vec<(usize, String)> {
        let items: Vec<_> = items.iter().map(|name| (*name).to_owned()).collect();
        let excerpts = find(TEXT, Query { items: &items, member });
        let first = |text: String| text.lines().next().unwrap_or_default().trim().to_owned();
        excerpts.into_iter().map(|excerpt| (excerpt.line, first(excerpt.text))).collect()
    }

    fn line(number: usize, text: &str) -> (usize, String) {
        (number, text.to_owned())
    }

    #[test]
    fn all_items_of_a_type_are_found() {
        let expected = [
            line(5, "/// A toy."),
            line(18, "impl Toy {"),
            line(30, "rt::structure!("),
            line(
                41,
                "rt::modeled_error!(Toy, builder: ToyBuilder, code: \"Toy\", retryable: None);",
            ),
            line(43, "impl Other for Toy {}"),
        ];
        assert_eq!(found(&["Toy"], None), expected);
        let builder = [line(47, "/// Builds a [`Toy`]."), line(51, "impl ToyBuilder {")];
        assert_eq!(found(&["ToyBuilder"], None), builder);
        assert_eq!(found(&["ToysBuilder"], None), [line(57, "pub struct ToysBuilder;")]);
        assert_eq!(found(&["Kind"], None), []);
    }

    #[test]
    fn what_belongs_to_a_member_is_found() {
        let member = |names: &[&str], wire: &str| Member {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            wire: wire.to_owned(),
        };
        let kind = member(&["kind", "set_kind", "get_kind"], "kind");
        let expected = [
            line(13, "/// The kind."),
            line(19, "/// The kind."),
            line(34, "kind map"),
            line(52, "pub fn kind(mut self, input: types::Kind) -> Self {"),
        ];
        assert_eq!(found(&["Toy", "ToyBuilder"], Some(&kind)), expected);
        let items = ["Toy".to_owned()];
        let row = &find(TEXT, Query { items: &items, member: Some(&kind) })[2].text;
        assert_eq!(
            row.lines().map(str::trim).collect::<Vec<_>>(),
            ["kind map", "@sensitive", "- key string"]
        );
        let long = member(&["long"], "none");
        let method = find(TEXT, Query { items: &items, member: Some(&long) });
        assert_eq!((method[0].line, method[0].text.lines().count()), (23, 5));
    }
}
