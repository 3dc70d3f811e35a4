//! Our documentation, laid over the model.
//!
//! The overlay is one Markdown file a service. `# Service` documents the service, `## Shape` a shape
//! and `### Member` one of its members or values; below `## *` stand members that mean the same in
//! every structure, for those without a text of their own. What stands below `# Gone` is not read: the model had it once.

use super::sections::{Section, live, named_members};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Model, ShapeId, Traits, traits};
use crate::source::{Address, Place, SourceIx};
use pulldown_cmark::HeadingLevel;
use std::collections::BTreeMap;

const EXPIRED: &str = "the overlay documents what is in the model: correct or remove this section";

/// Applies the documentation in `source`, and gives the headings that name nothing in the model: what they said has
/// expired.
pub fn apply(model: &mut Model, source: SourceIx) -> Vec<Diagnostic> {
    let text = super::text(model, source);
    let (diagnostics, everywhere) = (Vec::new(), BTreeMap::new());
    let mut overlay = Documentation { model, source, diagnostics, shape: None, everywhere };
    for section in live(&text) {
        overlay.section(&section);
    }
    overlay.document_everywhere();
    overlay.diagnostics
}

struct Documentation<'m> {
    model: &'m mut Model,
    source: SourceIx,
    diagnostics: Vec<Diagnostic>,
    shape: Option<Documented>,
    everywhere: BTreeMap<String, (usize, String)>,
}

/// What the last `##` heading named.
#[derive(Clone)]
enum Documented {
    Everywhere,
    Shape(ShapeId),
    Unknown,
}

impl Documentation<'_> {
    fn section(&mut self, section: &Section<'_>) {
        match section.level {
            HeadingLevel::H1 => self.model.service.traits.add(traits::OVERLAY, section.text),
            HeadingLevel::H2 => self.shape(section),
            _ => self.member(section),
        }
    }

    fn shape(&mut self, section: &Section<'_>) {
        if section.title == "*" {
            self.shape = Some(Documented::Everywhere);
            return;
        }
        let id = ShapeId::new(self.model.service.id.namespace(), &section.title);
        let operation = self.model.operations.get_mut(&id).map(|operation| &mut operation.traits);
        let traits = operation.or(self.model.shapes.get_mut(&id).map(|shape| &mut shape.traits));
        self.shape = Some(match traits {
            Some(traits) => {
                document(traits, section.text);
                Documented::Shape(id)
            }
            None => {
                let known = self.model.operations.keys().chain(self.model.shapes.keys());
                let known: Vec<_> = known.map(|id| id.name().to_owned()).collect();
                let message = format!("the model has no shape or operation `{}`", section.title);
                self.expired(section, message, known.iter().map(String::as_str));
                Documented::Unknown
            }
        });
    }

    fn member(&mut self, section: &Section<'_>) {
        match self.shape.clone() {
            Some(Documented::Everywhere) => {
                self.everywhere
                    .insert(section.title.clone(), (section.at, section.text.to_owned()));
            }
            Some(Documented::Shape(id)) => self.member_of(&id, section),
            Some(Documented::Unknown) => {}
            None => {
                let title = &section.title;
                self.expired(
                    section,
                    format!("`{title}` documents a member, but is not below a `##` heading"),
                    [],
                );
            }
        }
    }

    fn member_of(&mut self, id: &ShapeId, section: &Section<'_>) {
        let mut members = self.model.shapes.get_mut(id).map(named_members).unwrap_or_default();
        match members.iter_mut().find(|(name, _)| *name == section.title) {
            Some((_, traits)) => document(traits, section.text),
            None => {
                let known: Vec<_> = members.into_iter().map(|(name, _)| name).collect();
                let message = format!("`{}` has no member `{}`", id.name(), section.title);
                self.expired(section, message, known.iter().map(String::as_str));
            }
        }
    }

    fn document_everywhere(&mut self) {
        for (name, (at, text)) in std::mem::take(&mut self.everywhere) {
            let mut is_used = false;
            for shape in self.model.shapes.values_mut() {
                let members = named_members(shape).into_iter().filter(|(other, _)| *other == name);
                for (_, traits) in members {
                    is_used = true;
                    if !traits.has(traits::OVERLAY) && !traits.has(traits::DOCUMENTATION) {
                        document(traits, &text);
                    }
                }
            }
            if !is_used {
                let at = Address { source: self.source, place: Place::Offset(at) };
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::OVERLAY_EXPIRED,
                        &at,
                        format!("no shape has a member `{name}`"),
                    )
                    .hint(EXPIRED),
                );
            }
        }
    }

    fn expired<'a>(
        &mut self,
        section: &Section<'_>,
        message: String,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let at = Address { source: self.source, place: Place::Offset(section.at) };
        let diagnostic = Diagnostic::new(Code::OVERLAY_EXPIRED, &at, message).hint(EXPIRED);
        self.diagnostics.push(diagnostic.did_you_mean(&section.title, known));
    }
}

fn document(traits: &mut Traits, text: &str) {
    if !text.is_empty() {
        traits.add(traits::OVERLAY, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::infer::Unpaged;
    use crate::model::Kind;
    use crate::parse::Parsed;
    use crate::test_model::{messages, parsed};

    const SHAPES: &str = r#""S": {"type": "string"}, "Kind": {"type": "string", "enum": ["RED"]},
        "A": {"type": "structure", "members": {"Name": {"shape": "S"}}},
        "B": {"type": "structure", "members": {"Name": {"shape": "S", "documentation": "<p>Theirs.</p>"}}},
        "C": {"type": "structure", "members": {"Name": {"shape": "S"}}}"#;

    fn applied(overlay: &str) -> Result<Model, Diagnostics> {
        let operations = r#""Get": {"http": {"method": "GET", "requestUri": "/"}}"#;
        let Parsed { mut model, documentation, facts } = parsed(operations, SHAPES, overlay)?;
        crate::overlay::overlay(
            &mut model,
            &mut Unpaged::new(),
            documentation,
            facts,
            &mut Vec::new(),
        )
        .map(|()| model)
    }

    fn of<'m>(model: &'m Model, shape: &str) -> &'m crate::model::Shape {
        model.shapes.values().find(|other| other.id.name() == shape).expect("the shape is there")
    }

    fn name_of<'m>(model: &'m Model, shape: &str) -> Option<&'m str> {
        of(model, shape).members()[0].traits.text(traits::OVERLAY)
    }

    #[test]
    fn headings_name_the_service_shapes_and_members() {
        let text =
            "# Toys\nAll of *them*.\n\n## Get\nGets.\n\n## Kind\nOf toys.\n\n### RED\nIs red.\n";
        let model = applied(text).unwrap();
        assert_eq!(model.service.traits.text(traits::OVERLAY), Some("All of *them*."));
        assert_eq!(model.operations[0].traits.text(traits::OVERLAY), Some("Gets."));
        let kind = of(&model, "Kind");
        assert_eq!(kind.traits.text(traits::OVERLAY), Some("Of toys."));
        let Kind::Enum(values) = &kind.kind else { panic!("no enum") };
        assert_eq!(values[0].traits.text(traits::OVERLAY), Some("Is red."));
    }

    #[test]
    fn what_holds_everywhere_holds_where_nothing_else_does() {
        let model = applied("## *\n### Name\nOf anything.\n\n## A\n### Name\nOf an A.\n").unwrap();
        let names = ["A", "B", "C"].map(|shape| name_of(&model, shape));
        assert_eq!(names, [Some("Of an A."), None, Some("Of anything.")]);
    }

    #[test]
    fn our_words_go_before_theirs() {
        let model = applied("## B\n### Name\nOurs.\n").unwrap();
        assert_eq!(name_of(&model, "B"), Some("Ours."));
    }

    #[test]
    fn headings_in_code_are_none() {
        let model = applied("## A\nBefore.\n\n```\n## B\n```\n\n#### More\nAfter.\n").unwrap();
        let text = of(&model, "A").traits.text(traits::OVERLAY);
        assert_eq!(text, Some("Before.\n\n```\n## B\n```\n\n#### More\nAfter."));
    }

    #[test]
    fn what_is_marked_as_gone_is_not_read() {
        let model =
            applied("# Toys\n\n## A\nOf A.\n\n# Gone\n\n## D\n### Y\nOld.\n\n## A\n### Z\nOld.\n");
        let model = model.unwrap();
        assert_eq!(of(&model, "A").traits.text(traits::OVERLAY), Some("Of A."));
        let service_of_that_name = applied("# Gone\n\n## D\n").unwrap_err();
        assert_eq!(messages(&service_of_that_name), ["the model has no shape or operation `D`"]);
    }

    #[test]
    fn what_has_expired_is_told() {
        let diagnostics = applied("### X\n## D\n### Y\n## A\n### Z\n## *\n### W\n").unwrap_err();
        assert_eq!(
            messages(&diagnostics),
            [
                "`X` documents a member, but is not below a `##` heading",
                "the model has no shape or operation `D`",
                "`A` has no member `Z`",
                "no shape has a member `W`",
            ]
        );
    }
}
