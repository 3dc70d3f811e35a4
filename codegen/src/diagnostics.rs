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

    /// As [`Self::did_you_mean`], for words that are few: where none looks like `word`, all are listed.
    #[must_use]
    pub fn one_of<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<_> = known.into_iter().collect();
        let all = (!known.is_empty()).then(|| format!("known here: `{}`", known.join("`, `")));
        let diagnostic = self.did_you_mean(word, known);
        Self { hint: diagnostic.hint.or(all), ..diagnostic }
    }
}

/// The word among `known` that looks most like `word`, in whatever case, if one looks enough like it to be what was meant.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let similarity = |other: &str| strsim::jaro_winkler(&word, &other.to_lowercase());
    let scored = known.into_iter().map(|other| (similarity(other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 > 0.8).then_some(best.1)
}

/// Everything that one stage found wrong, with the texts that it is wrong in.
#[derive(Debug)]
pub struct Diagnostics {
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    /// What was found, and the texts that it was found in.
    pub fn new(diagnostics: Vec<Diagnostic>, sources: Sources) -> Self {
        Self { diagnostics, sources }
    }

    /// Ends a stage: nothing, if nothing was found.
    ///
    /// # Errors
    ///
    /// What was found.
    pub fn check(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Result<(), Self> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        Err(Self::new(diagnostics, sources.clone()))
    }

    /// What was found.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The messages as a person reads them, in the order of the texts, with colour or without.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut diagnostics: Vec<_> = self.diagnostics.iter().collect();
        diagnostics.sort_by_cached_key(|diagnostic| self.order(diagnostic));
        diagnostics.dedup();
        let messages = diagnostics.into_iter();
        let messages = messages.map(|diagnostic| renderer.render(&[self.report(diagnostic)]));
        messages.collect::<Vec<_>>().join("\n\n")
    }

    fn order(&self, diagnostic: &Diagnostic) -> (SourceIx, usize, String) {
        let source = self.sources.get(diagnostic.at.source);
        let start = source.map_or(0, |source| diagnostic.at.range(&source.text).start);
        (diagnostic.at.source, start, diagnostic.message.clone())
    }

    fn report<'a>(&'a self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let title = Level::ERROR.primary_title(&diagnostic.message);
        let group = match self.sources.get(diagnostic.at.source) {
            Some(source) => {
                let annotation = AnnotationKind::Primary.span(diagnostic.at.range(&source.text));
                let annotation = annotation.label(diagnostic.shape.as_deref());
                let snippet =
                    Snippet::source(&source.text).path(&source.name).annotation(annotation);
                title.element(snippet)
            }
            None => Group::with_title(title),
        };
        match &diagnostic.hint {
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
        let diagnostic = Diagnostic::new(&at, "`sting` is not a shape type")
            .of("example#A")
            .did_you_mean("sting", ["structure", "string", "list"]);
        let shown = Diagnostics::check(vec![diagnostic], &sources).unwrap_err().to_string();
        insta::assert_snapshot!(shown, @r#"
        error: `sting` is not a shape type
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
        assert_eq!(closest("STRIN", ["string", "list"]), Some("string"));
    }

    #[test]
    fn without_a_similar_name_all_are_listed() {
        let hint = |known: &[&'static str]| {
            Diagnostic::new(&Address::default(), "").one_of("zzz", known.iter().copied()).hint
        };
        assert_eq!(hint(&["isSet", "not"]).as_deref(), Some("known here: `isSet`, `not`"));
        assert_eq!(hint(&[]), None);
    }
}
