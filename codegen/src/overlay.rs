//! Our documentation, laid over the model.
//!
//! The overlay is one Markdown file a service. `# Service` documents the service, `## Shape` a shape
//! and `### Member` one of its members or values; below `## *` stand members that mean the same in
//! every structure, for those without a text of their own.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Kind, Model, ShapeId, Traits, traits};
use crate::source::{Address, Place, SourceIx};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Applies the model's overlay, if it has one.
///
/// # Errors
///
/// A heading that names nothing in the model: what it said has expired.
pub fn apply(model: &mut Model) -> Result<(), Diagnostics> {
    let Some(source) = model.overlay else { return Ok(()) };
    let text = model.sources.get(source).map(|source| source.text.clone()).unwrap_or_default();
    let mut overlay = Overlay { model, source, found: Vec::new(), shape: None, everywhere: BTreeMap::new() };
    for section in sections(&text) {
        overlay.section(&section);
    }
    overlay.document_everywhere();
    Diagnostics::check(overlay.found, &model.sources)
}

struct Section<'a> {
    level: HeadingLevel,
    title: String,
    at: usize,
    text: &'a str,
}

/// The headings of the first three levels, each with the text up to the next.
fn sections(text: &str) -> Vec<Section<'_>> {
    let headings = headings(text);
    let ends = headings.iter().skip(1).map(|(_, _, range)| range.start).chain([text.len()]);
    let sections = headings.iter().zip(ends).map(|((level, title, range), end)| Section {
        level: *level,
        title: title.clone(),
        at: range.start,
        text: text[range.end..end].trim(),
    });
    sections.collect()
}

fn headings(text: &str) -> Vec<(HeadingLevel, String, Range<usize>)> {
    let mut headings: Vec<(HeadingLevel, String, Range<usize>)> = Vec::new();
    let mut open = false;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level <= HeadingLevel::H3 => {
                headings.push((level, String::new(), range));
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(part) if open => {
                if let Some((_, title, _)) = headings.last_mut() {
                    title.push_str(&part);
                }
            }
            _ => {}
        }
    }
    headings
}

struct Overlay<'m> {
    model: &'m mut Model,
    source: SourceIx,
    found: Vec<Diagnostic>,
    shape: Option<Scope>,
    everywhere: BTreeMap<String, (usize, String)>,
}

/// What the last `##` heading named.
#[derive(Clone)]
enum Scope {
    Everywhere,
    Shape(ShapeId),
    Unknown,
}

impl Overlay<'_> {
    fn section(&mut self, section: &Section<'_>) {
        match section.level {
            HeadingLevel::H1 => self.model.service.traits.add(traits::OVERLAY, section.text),
            HeadingLevel::H2 => self.shape(section),
            _ => self.member(section),
        }
    }

    fn shape(&mut self, section: &Section<'_>) {
        if section.title == "*" {
            self.shape = Some(Scope::Everywhere);
            return;
        }
        let id = ShapeId::new(self.model.service.id.namespace(), &section.title);
        let operation = self.model.operations.get_mut(&id).map(|operation| &mut operation.traits);
        let traits = operation.or(self.model.shapes.get_mut(&id).map(|shape| &mut shape.traits));
        self.shape = Some(match traits {
            Some(traits) => {
                document(traits, section.text);
                Scope::Shape(id)
            }
            None => {
                let known = self.model.operations.keys().chain(self.model.shapes.keys());
                let known: Vec<_> = known.map(|id| id.name().to_owned()).collect();
                self.expired(section, "shape or operation", known.iter().map(String::as_str));
                Scope::Unknown
            }
        });
    }

    fn member(&mut self, section: &Section<'_>) {
        match self.shape.clone() {
            Some(Scope::Everywhere) => {
                self.everywhere.insert(section.title.clone(), (section.at, section.text.to_owned()));
            }
            Some(Scope::Shape(id)) => self.member_of(&id, section),
            Some(Scope::Unknown) => {}
            None => self.expired(section, "shape above it", []),
        }
    }

    fn member_of(&mut self, id: &ShapeId, section: &Section<'_>) {
        let mut members = self.model.shapes.get_mut(id).map(named_members).unwrap_or_default();
        match members.iter_mut().find(|(name, _)| *name == section.title) {
            Some((_, traits)) => document(traits, section.text),
            None => {
                let known: Vec<_> = members.into_iter().map(|(name, _)| name).collect();
                self.expired(section, &format!("member of `{}`", id.name()), known.iter().map(String::as_str));
            }
        }
    }

    fn document_everywhere(&mut self) {
        for (name, (at, text)) in std::mem::take(&mut self.everywhere) {
            let mut found = false;
            for shape in self.model.shapes.values_mut() {
                let members = named_members(shape).into_iter().filter(|(other, _)| *other == name);
                for (_, traits) in members {
                    found = true;
                    if !traits.has(traits::OVERLAY) && !traits.has(traits::DOCUMENTATION) {
                        document(traits, &text);
                    }
                }
            }
            if !found {
                let at = Address { source: self.source, place: Place::Offset(at) };
                self.found.push(Diagnostic::new(&at, format!("no shape has a member `{name}`")));
            }
        }
    }

    fn expired<'a>(&mut self, section: &Section<'_>, what: &str, known: impl IntoIterator<Item = &'a str>) {
        let at = Address { source: self.source, place: Place::Offset(section.at) };
        let message = format!("the model has no {what} `{}`", section.title);
        let hint = "the overlay documents what is in the model: correct or remove this section";
        let diagnostic = Diagnostic::new(&at, message).hint(hint);
        self.found.push(diagnostic.did_you_mean(&section.title, known));
    }
}

fn document(traits: &mut Traits, text: &str) {
    if !text.is_empty() {
        traits.add(traits::OVERLAY, text);
    }
}

/// What has a name of its own in a shape: members of structures and unions, values of enums.
fn named_members(shape: &mut crate::model::Shape) -> Vec<(String, &mut Traits)> {
    match &mut shape.kind {
        Kind::Structure(members) | Kind::Union(members) => {
            members.values_mut().map(|member| (member.name.clone(), &mut member.traits)).collect()
        }
        Kind::Enum(values) => {
            values.iter_mut().map(|value| (value.value.clone(), &mut value.traits)).collect()
        }
        _ => Vec::new(),
    }
}
