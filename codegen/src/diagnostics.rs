//! What is wrong with a model, where, and what would be right.

use crate::source::{Address, SourceIx, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Where.
    pub at: Address,
    /// The shape or member it concerns, if any.
    pub shape: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Something wrong at a place.
    pub fn new(at: &Address, message: impl Into<String>) -> Self {
        Self { at: at.clone(), shape: None, message: message.into(), hint: None }
    }

    /// The shape or member it concerns.
    #[must_use]
    pub fn of(mut self, shape: impl fmt::Display) -> Self {
        self.shape = Some(shape.to_string());
        self
    }

    /// What would be right.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Offers the word among `known` that looks most like `word`.
    #[must_use]
    pub fn did_you_mean<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match closest(word, known) {
            Some(close) => self.hint(format!("did you mean `{close}`?")),
            None => self,
        }
    }
}

/// The word among `known` that looks most like `word`, if one looks enough like it to be what was meant.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.into_iter().map(|other| (strsim::jaro_winkler(word, other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 > 0.8).then_some(best.1)
}

/// Everything that one stage found wrong, with the texts that it is wrong in.
#[derive(Debug)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// What was found, and the texts that it was found in.
    pub fn new(found: Vec<Diagnostic>, sources: Sources) -> Self {
        Self { found, sources }
    }

    /// Ends a stage: nothing, if nothing was found.
    ///
    /// # Errors
    ///
    /// What was found.
    pub fn check(found: Vec<Diagnostic>, sources: &Sources) -> Result<(), Self> {
        match found.is_empty() {
            true => Ok(()),
            false => Err(Self::new(found, sources.clone())),
        }
    }

    /// What was found.
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// The messages as a person reads them, in the order of the texts, with colour or without.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut found: Vec<_> = self.found.iter().collect();
        found.sort_by_cached_key(|found| self.order(found));
        found.dedup();
        let messages = found.into_iter().map(|found| renderer.render(&[self.report(found)]));
        messages.collect::<Vec<_>>().join("\n\n")
    }

    fn order(&self, found: &Diagnostic) -> (SourceIx, usize, String) {
        let source = self.sources.get(found.at.source);
        let start = source.map_or(0, |source| found.at.range(&source.text).start);
        (found.at.source, start, found.message.clone())
    }

    fn report<'a>(&'a self, found: &'a Diagnostic) -> Group<'a> {
        let title = Level::ERROR.primary_title(&found.message);
        let group = match self.sources.get(found.at.source) {
            Some(source) => {
                let annotation = AnnotationKind::Primary.span(found.at.range(&source.text));
                let annotation = annotation.label(found.shape.as_deref());
                let snippet =
                    Snippet::source(&source.text).path(&source.name).annotation(annotation);
                title.element(snippet)
            }
            None => Group::with_title(title),
        };
        match &found.hint {
            Some(hint) => group.element(Level::HELP.message(hint)),
            None => group,
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_message_says_where_what_and_what_would_be_right() {
        let mut sources = Sources::default();
        let text = "{\n  \"shapes\": {\n    \"A\": { \"type\": \"sting\" }\n  }\n}\n".to_owned();
        let source = sources.add(Source { name: "model.json".to_owned(), text });
        let at = Address::root(source).key("shapes").key("A").key("type");
        let found = Diagnostic::new(&at, "`sting` is no shape type")
            .of("example#A")
            .did_you_mean("sting", ["structure", "string", "list"]);
        let shown = Diagnostics::check(vec![found], &sources).unwrap_err().to_string();
        insta::assert_snapshot!(shown, @r#"
        error: `sting` is no shape type
         --> model.json:3:20
          |
        3 |     "A": { "type": "sting" }
          |                    ^^^^^^^ example#A
          |
          = help: did you mean `string`?
        "#);
    }

    #[test]
    fn nothing_close_is_not_offered() {
        assert_eq!(closest("zebra", ["string", "list"]), None);
    }
}
