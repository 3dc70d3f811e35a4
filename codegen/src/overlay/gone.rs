//! What an overlay says about things that the model does not have any more.

use super::sections::{GONE, Section, named_members, split};
use crate::model::{Model, ShapeId};
use pulldown_cmark::HeadingLevel;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// What stands below the heading, for whoever reads it.
const NOTE: &str = "The model has none of this any more, and nothing reads it: `smithwright update --drop-gone` drops it.";

/// An overlay in which what the model has stands before what it does not have.
#[derive(Debug, PartialEq, Eq)]
pub struct Sorted {
    /// The overlay.
    pub text: String,
    /// What it documents that the model does not have.
    pub gone: Vec<String>,
    /// What was gone and is there again.
    pub back: Vec<String>,
}

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    Service,
    /// A shape or operation, or `*`.
    Shape(String),
    /// A member or value, and its shape.
    Member(String, String),
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            About::Service => f.write_str("the service"),
            About::Shape(shape) => f.write_str(shape),
            About::Member(shape, member) => write!(f, "{shape}${member}"),
        }
    }
}

/// Moves what is about nothing in the model below [`GONE`], and what is there again out of it. Where there is nothing to
/// move, the text stays as it is.
pub fn sorted(model: &mut Model, text: &str) -> Sorted {
    let names = Names::of(model);
    let (live, gone) = split(text);
    let (mut stay, leave): (Vec<_>, Vec<_>) =
        about(&live).into_iter().partition(|(about, _)| names.has(about));
    let (back, still): (Vec<_>, Vec<_>) = about(gone.get(1..).unwrap_or_default())
        .into_iter()
        .partition(|(about, _)| names.has(about));
    let back: Vec<_> = back.into_iter().filter(|(_, section)| !section.text.is_empty()).collect();
    let named = |sections: &[(About, &Section<'_>)]| -> Vec<String> {
        sections.iter().map(|(about, _)| about.to_string()).collect()
    };
    let (came_back, all_gone) = (named(&back), [named(&leave), named(&still)].concat());
    if leave.is_empty() && back.is_empty() {
        return Sorted { text: text.to_owned(), gone: all_gone, back: came_back };
    }
    for entry in back {
        let shape = shape_of(&entry.0);
        let last = stay.iter().rposition(|(about, _)| shape_of(about) == shape);
        stay.insert(last.map_or(stay.len(), |last| last + 1), entry);
    }
    let before = live.first().or(gone.first()).map_or(text, |first| &text[..first.at]);
    let mut parts: Vec<String> = match before.trim() {
        "" => Vec::new(),
        before => vec![before.to_owned()],
    };
    parts.extend(listed(&stay));
    let left: Vec<_> = leave.into_iter().chain(still).collect();
    if !left.is_empty() {
        parts.push(format!("# {GONE}"));
        parts.push(NOTE.to_owned());
        parts.extend(listed(&left));
    }
    Sorted { text: parts.join("\n\n") + "\n", gone: all_gone, back: came_back }
}

/// The overlay without what is gone; nothing, if nothing is.
pub fn without_gone(text: &str) -> Option<String> {
    let (_, gone) = split(text);
    let first = gone.first()?;
    Some(format!("{}\n", text[..first.at].trim_end()))
}

/// Each section, with what it is about. A member below no shape is about nothing.
fn about<'s, 't>(sections: &'s [Section<'t>]) -> Vec<(About, &'s Section<'t>)> {
    let mut shape = String::new();
    let sections = sections.iter().map(|section| {
        let about = match section.level {
            HeadingLevel::H1 => About::Service,
            HeadingLevel::H2 => {
                shape.clone_from(&section.title);
                About::Shape(section.title.clone())
            }
            _ => About::Member(shape.clone(), section.title.clone()),
        };
        (about, section)
    });
    sections.collect()
}

fn shape_of(about: &About) -> Option<&str> {
    match about {
        About::Service => None,
        About::Shape(shape) | About::Member(shape, _) => Some(shape),
    }
}

/// The sections as they stand, each member below a heading of its shape.
fn listed(sections: &[(About, &Section<'_>)]) -> Vec<String> {
    let (mut parts, mut shape) = (Vec::new(), None);
    for (about, section) in sections {
        let own = shape_of(about);
        if let (About::Member(name, _), true) = (about, own != shape) {
            parts.push(format!("## {name}"));
        }
        shape = own;
        parts.push(section.whole.trim_end().to_owned());
    }
    parts
}

/// What can be documented.
struct Names {
    shapes: HashMap<String, HashSet<String>>,
}

impl Names {
    fn of(model: &mut Model) -> Self {
        let namespace = model.service.id.namespace().to_owned();
        let own = |id: &ShapeId| id.namespace() == namespace;
        let operations = model.operations.keys().filter(|id| own(id));
        let mut shapes: HashMap<_, _> =
            operations.map(|id| (id.name().to_owned(), HashSet::new())).collect();
        let mut everywhere = HashSet::new();
        for (id, shape) in &mut model.shapes {
            let members: HashSet<_> =
                named_members(shape).into_iter().map(|(name, _)| name).collect();
            everywhere.extend(members.iter().cloned());
            if own(id) {
                shapes.entry(id.name().to_owned()).or_default().extend(members);
            }
        }
        shapes.insert("*".to_owned(), everywhere);
        Self { shapes }
    }

    fn has(&self, about: &About) -> bool {
        match about {
            About::Service => true,
            About::Shape(shape) => self.shapes.contains_key(shape),
            About::Member(shape, member) => {
                self.shapes.get(shape).is_some_and(|members| members.contains(member))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::model;

    const TEXT: &str = "# Toys\nAll.\n\n## A\nOf A.\n\n### Name\nIts name.\n\n### Old\nNo more.\n\n## B\n### X\nOf B.\n";

    fn shapes(a: &str, more: &str) -> Model {
        model(&format!(
            r#""S": {{"type": "string"}}, "A": {{"type": "structure", "members": {{{a}}}}}{more}"#
        ))
    }

    #[test]
    fn what_the_model_has_stays_to_the_byte() {
        let mut all = shapes(
            r#""Name": {"shape": "S"}, "Old": {"shape": "S"}"#,
            r#", "B": {"type": "structure", "members": {"X": {"shape": "S"}}}"#,
        );
        let same = Sorted { text: TEXT.to_owned(), gone: Vec::new(), back: Vec::new() };
        assert_eq!(sorted(&mut all, TEXT), same);
        assert_eq!(without_gone(TEXT), None);
    }

    #[test]
    fn what_is_gone_is_moved_below_its_heading_and_back() {
        let mut fewer = shapes(r#""Name": {"shape": "S"}"#, "");
        let moved = sorted(&mut fewer, TEXT);
        let live = "# Toys\nAll.\n\n## A\nOf A.\n\n### Name\nIts name.\n";
        let gone =
            format!("\n# Gone\n\n{NOTE}\n\n## A\n\n### Old\nNo more.\n\n## B\n\n### X\nOf B.\n");
        assert_eq!(moved.text, format!("{live}{gone}"));
        assert_eq!(moved.gone, ["A$Old", "B", "B$X"]);
        assert_eq!(sorted(&mut fewer, &moved.text).text, moved.text, "it is moved once");
        assert_eq!(without_gone(&moved.text).as_deref(), Some(live));

        let mut more = shapes(r#""Name": {"shape": "S"}, "Old": {"shape": "S"}"#, "");
        let again = sorted(&mut more, &moved.text);
        assert_eq!(
            (again.back, again.gone),
            (vec!["A$Old".to_owned()], vec!["B".to_owned(), "B$X".to_owned()])
        );
        let live =
            "# Toys\nAll.\n\n## A\nOf A.\n\n### Name\nIts name.\n\n### Old\nNo more.\n\n# Gone\n";
        assert!(again.text.starts_with(live), "{}", again.text);
    }

    #[test]
    fn what_means_the_same_everywhere_is_gone_when_it_is_nowhere() {
        let text = "# Toys\n\n## *\n\n### Name\nA name.\n\n### Size\nA size.\n";
        let moved = sorted(&mut shapes(r#""Name": {"shape": "S"}"#, ""), text);
        assert_eq!(moved.gone, ["*$Size"]);
        assert!(moved.text.ends_with("## *\n\n### Size\nA size.\n"), "{}", moved.text);
    }
}
