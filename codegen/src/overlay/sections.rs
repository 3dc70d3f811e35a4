//! An overlay's parts: headings, what stands below them, and what they name.

use crate::model::{Kind, Shape, Traits};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::ops::Range;

/// The heading below which documentation stands that is about nothing in the model any more.
pub const GONE: &str = "Gone";

/// A heading and what stands below it.
pub struct Section<'a> {
    pub level: HeadingLevel,
    pub title: String,
    /// Where the heading begins.
    pub at: usize,
    /// What stands below it, up to the next heading.
    pub text: &'a str,
    /// The heading and all that follows, up to the next heading.
    pub whole: &'a str,
}

/// The headings of the first three levels, each with the text up to the next.
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let headings = headings(text);
    let ends = headings.iter().skip(1).map(|(_, _, range)| range.start).chain([text.len()]);
    let sections = headings.iter().zip(ends).map(|((level, title, range), end)| Section {
        level: *level,
        title: title.clone(),
        at: range.start,
        text: text[range.end..end].trim(),
        whole: &text[range.start..end],
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

/// Whether the section opens the part of an overlay that is not read. The first heading never does: it is the service's.
fn is_gone(section: &Section<'_>, place: usize) -> bool {
    place > 0 && section.level == HeadingLevel::H1 && section.title == GONE
}

/// The sections that are read, and those that stand below [`GONE`].
pub fn split(text: &str) -> (Vec<Section<'_>>, Vec<Section<'_>>) {
    let mut live = sections(text);
    let gone = live.iter().enumerate().position(|(place, section)| is_gone(section, place));
    let gone = live.split_off(gone.unwrap_or(live.len()));
    (live, gone)
}

/// The sections that are read.
pub fn live(text: &str) -> Vec<Section<'_>> {
    split(text).0
}

/// What has a name of its own in a shape: members of structures and unions, values of enums.
pub fn named_members(shape: &mut Shape) -> Vec<(String, &mut Traits)> {
    match &mut shape.kind {
        Kind::Structure(members) | Kind::Union(members) => {
            members.values_mut().map(|member| (member.name.clone(), &mut member.traits)).collect()
        }
        Kind::Enum(values) => {
            values.iter_mut().map(|value| (value.value.clone(), &mut value.traits)).collect()
        }
        Kind::IntEnum(values) => {
            values.iter_mut().map(|value| (value.name.clone(), &mut value.traits)).collect()
        }
        _ => Vec::new(),
    }
}
