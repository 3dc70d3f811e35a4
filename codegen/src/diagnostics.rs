//! What is wrong or odd about a model, where, and what would be right.
//!
//! Every stage collects what it finds. Errors end the generator at the end of the stage; warnings go on to the next one.

use crate::codes::Code;
use crate::source::{Address, Source, SourceIx, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;

/// Whether a crate can be generated all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No: something that may change what is sent or read is wrong or not known.
    Error,
    /// Yes, but the crate may lack what the model's author wanted.
    Warning,
}

/// One thing that is wrong or odd.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Whether a crate can be generated all the same.
    pub severity: Severity,
    /// The kind of message.
    pub code: Code,
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
    /// An error at a place.
    pub fn new(code: Code, at: &Address, message: impl Into<String>) -> Self {
        let (severity, at) = (Severity::Error, at.clone());
        Self { severity, code, at, shape: None, message: message.into(), hint: None }
    }

    /// A warning about a place.
    pub fn warning(code: Code, at: &Address, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(code, at, message) }
    }

    /// Whether no crate can be generated.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The shape or member it concerns.
    #[must_use]
    pub fn of(mut self, shape: impl fmt::Display) -> Self {
        self.shape = Some(shape.to_string());
        self
    }

    /// The kind of message, where it is not that of others from the same place.
    #[must_use]
    pub fn code(self, code: Code) -> Self {
        Self { code, ..self }
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

/// Names in a sentence: the first few of them, and how many more there are.
pub fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let (shown, more) = names.split_at(names.len().min(SHOWN));
    let shown = format!("`{}`", shown.join("`, `"));
    match more.len() {
        0 => shown.replacen("`, `", "` and `", usize::from(names.len() == 2)),
        more => format!("{shown} and {more} more"),
    }
}

/// What the stages found so far, with the texts that they found it in.
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

    /// Ends a stage: what it `found` is added to the `warnings` of the stages before it.
    ///
    /// # Errors
    ///
    /// All that was found so far, if there are errors among it.
    pub fn check(
        found: Vec<Diagnostic>,
        sources: &Sources,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<(), Self> {
        let wrong = found.iter().any(Diagnostic::is_error);
        warnings.extend(found);
        match wrong {
            true => Err(Self::new(std::mem::take(warnings), sources.clone())),
            false => Ok(()),
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// What was found.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The messages as a person reads them, in the order of the texts, with colour or without.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let messages = self.sorted().into_iter();
        let messages = messages.map(|diagnostic| renderer.render(&[self.report(diagnostic)]));
        messages.collect::<Vec<_>>().join("\n\n")
    }

    /// The messages as a program reads them, in the order of the texts.
    pub fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        self.sorted().into_iter().map(|diagnostic| {
            let source = self.sources.get(diagnostic.at.source);
            let place = source.map(|source| place(source, &diagnostic.at));
            Message {
                is_error: diagnostic.is_error(),
                code: diagnostic.code,
                text: &diagnostic.message,
                file: source.map(|source| source.name.as_str()),
                line: place.map(|(line, _)| line),
                column: place.map(|(_, column)| column),
                shape: diagnostic.shape.as_deref(),
                hint: diagnostic.hint.as_deref(),
            }
        })
    }

    fn sorted(&self) -> Vec<&Diagnostic> {
        let mut diagnostics: Vec<_> = self.diagnostics.iter().collect();
        diagnostics.sort_by_cached_key(|diagnostic| self.order(diagnostic));
        diagnostics.dedup();
        diagnostics
    }

    fn order(&self, diagnostic: &Diagnostic) -> (SourceIx, usize, String) {
        let source = self.sources.get(diagnostic.at.source);
        let start = source.map_or(0, |source| diagnostic.at.range(&source.text).start);
        (diagnostic.at.source, start, diagnostic.message.clone())
    }

    fn report<'a>(&'a self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(&diagnostic.message).id(diagnostic.code.to_string());
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

/// A message, with its place in words that programs need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Whether no crate can be generated.
    pub is_error: bool,
    /// The kind of message.
    pub code: Code,
    /// What is wrong or odd.
    pub text: &'a str,
    /// The name of the file.
    pub file: Option<&'a str>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The shape or member it concerns.
    pub shape: Option<&'a str>,
    /// What would be right.
    pub hint: Option<&'a str>,
}

/// The line and the column of a place, from 1.
fn place(source: &Source, at: &Address) -> (usize, usize) {
    let before = &source.text[..at.range(&source.text).start];
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
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

    #[test]
    fn a_message_says_where_what_and_what_would_be_right() {
        let mut sources = Sources::default();
        let text = "{\n  \"shapes\": {\n    \"A\": { \"type\": \"sting\" }\n  }\n}\n".to_owned();
        let source = sources.add(Source { name: "model.json".to_owned(), text });
        let at = Address::root(source).key("shapes").key("A").key("type");
        let diagnostic = Diagnostic::new(Code::SHAPE_TYPE, &at, "`sting` is not a shape type")
            .of("example#A")
            .did_you_mean("sting", ["structure", "string", "list"]);
        let found = Diagnostics::new(vec![diagnostic], sources);
        let message = Message {
            is_error: true,
            code: Code::SHAPE_TYPE,
            text: "`sting` is not a shape type",
            file: Some("model.json"),
            line: Some(3),
            column: Some(20),
            shape: Some("example#A"),
            hint: Some("did you mean `string`?"),
        };
        assert_eq!(found.messages().collect::<Vec<_>>(), [message]);
        let shown = found.to_string();
        insta::assert_snapshot!(shown, @r#"
        error[SW0102]: `sting` is not a shape type
         --> model.json:3:20
          |
        3 |     "A": { "type": "sting" }
          |                    ^^^^^^^ example#A
          |
          = help: did you mean `string`?
        "#);
    }

    #[test]
    fn warnings_go_on_and_errors_end_a_stage() {
        let (at, mut warnings) = (Address::default(), Vec::new());
        let check = |found: Vec<Diagnostic>, warnings: &mut Vec<Diagnostic>| {
            Diagnostics::check(found, &Sources::default(), warnings)
        };
        assert!(
            check(vec![Diagnostic::warning(Code::UNKNOWN_TRAIT, &at, "odd")], &mut warnings)
                .is_ok()
        );
        assert!(check(Vec::new(), &mut warnings).is_ok());
        assert_eq!(warnings.len(), 1);
        let found =
            check(vec![Diagnostic::new(Code::NO_SHAPE, &at, "wrong")], &mut warnings).unwrap_err();
        assert_eq!(found.to_string(), "warning[SW0008]: odd\n\nerror[SW0101]: wrong");
    }

    #[test]
    fn nothing_close_is_not_offered() {
        assert_eq!(closest("zebra", ["string", "list"]), None);
        assert_eq!(closest("STRIN", ["string", "list"]), Some("string"));
    }

    #[test]
    fn without_a_similar_name_all_are_listed() {
        let hint = |known: &[&'static str]| {
            Diagnostic::new(Code::NO_SHAPE, &Address::default(), "")
                .one_of("zzz", known.iter().copied())
                .hint
        };
        assert_eq!(hint(&["isSet", "not"]).as_deref(), Some("known here: `isSet`, `not`"));
        assert_eq!(hint(&[]), None);
    }
}
