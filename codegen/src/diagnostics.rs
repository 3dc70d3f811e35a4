//! What is wrong or odd about a model, where, and what would be right.
//!
//! Every stage collects what it finds. Errors end the generator at the end of the stage; warnings go on to the next one.

use crate::codes::Code;
use crate::source::{Address, Source, SourceIx, Sources};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// How many messages a person is shown: who mends these finds out about the others.
const SHOWN: usize = 100;

/// How long a line may be that is shown: to lay out a longer one for each message takes too long.
const LONG: usize = 1 << 20;

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
        let all = (!known.is_empty()).then(|| format!("known here: {}", all(&known)));
        let diagnostic = self.did_you_mean(word, known);
        Self { hint: diagnostic.hint.or(all), ..diagnostic }
    }
}

/// The word among `known` that looks most like `word`, in whatever case, if one looks enough like it to be what was meant.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // To compare two words takes as long as they are long, times each other.
    const COMPARED: usize = 200;
    let known = known.into_iter().filter(|other| word.len().max(other.len()) <= COMPARED);
    let word = word.to_lowercase();
    let similarity = |other: &str| strsim::jaro_winkler(&word, &other.to_lowercase());
    let scored = known.map(|other| (similarity(other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 > 0.8).then_some(best.1)
}

/// What is known, to look for what is close in it, unless so much was found already that nobody is shown what is close. To
/// compare each of many words with each of many others takes too long.
pub fn unless_many<'a>(
    found: &[Diagnostic],
    known: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = &'a str> {
    known.into_iter().take(if found.len() < SHOWN { usize::MAX } else { 0 })
}

/// Names, unless they are too many to be read.
fn all(names: &[&str]) -> String {
    const READ: usize = 50;
    let (read, more) = names.split_at(names.len().min(READ));
    let read = format!("`{}`", read.join("`, `"));
    match more.len() {
        0 => read,
        more => format!("{read} and {more} more"),
    }
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

    /// The messages as a person reads them, in the order of the texts, with colour or without; the first of them, if they
    /// are very many.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let messages = self.sorted();
        let shown = messages.iter().take(SHOWN);
        let shown = shown.map(|(diagnostic, range)| {
            let source = self.sources.get(diagnostic.at.source);
            renderer.render(&[report(diagnostic, source, range)])
        });
        let more = messages.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| {
            let group = Level::NOTE.primary_title(format!("{more} more messages are not shown"));
            renderer.render(&[Group::with_title(group)])
        });
        shown.chain(more).collect::<Vec<_>>().join("\n\n")
    }

    /// The messages as a program reads them, in the order of the texts.
    pub fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        let mut counted = Counted::default();
        self.sorted().into_iter().map(move |(diagnostic, range)| {
            let source = self.sources.get(diagnostic.at.source);
            let place =
                source.map(|source| counted.place(diagnostic.at.source, source, range.start));
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

    /// What was found, each with its place, by their places.
    fn sorted(&self) -> Vec<(&Diagnostic, Range<usize>)> {
        let addresses: Vec<_> = self.diagnostics.iter().map(|diagnostic| &diagnostic.at).collect();
        let ranges = self.sources.ranges(&addresses);
        let mut sorted: Vec<_> = self.diagnostics.iter().zip(ranges).collect();
        sorted.sort_by(|(a, at), (b, bt)| {
            let (a, b) = ((a.at.source, at.start, &a.message), (b.at.source, bt.start, &b.message));
            a.cmp(&b)
        });
        sorted.dedup();
        sorted
    }
}

fn report<'a>(
    diagnostic: &'a Diagnostic,
    source: Option<&'a Source>,
    range: &Range<usize>,
) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.to_string());
    let group = match source {
        Some(source) => excerpt(Group::with_title(title), diagnostic, source, range),
        None => Group::with_title(title),
    };
    match &diagnostic.hint {
        Some(hint) => group.element(Level::HELP.message(hint)),
        None => group,
    }
}

/// Adds the line that a message is about, and no other one, so that a large text is not gone through for each of its
/// messages.
fn excerpt<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    Source { name, text }: &'a Source,
    range: &Range<usize>,
) -> Group<'a> {
    // What is missing at the end is missing behind the last thing that is there.
    let at = range.start.min(text.trim_end().len());
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = text[..start].matches('\n').count() + 1;
    if end - start > LONG {
        let column = text[start..at].chars().count() + 1;
        return group.element(Origin::path(name).line(line).char_column(column));
    }
    let annotation = AnnotationKind::Primary.span(at - start..range.end.clamp(at, end) - start);
    let annotation: Annotation<'_> = annotation.label(diagnostic.shape.as_deref());
    let snippet = Snippet::source(&text[start..end]).line_start(line).path(name);
    group.element(snippet.annotation(annotation))
}

/// Lines that are counted once, where what is asked for comes in the order of the text.
#[derive(Default)]
struct Counted {
    source: SourceIx,
    line: usize,
    /// Where the line begins.
    start: usize,
}

impl Counted {
    /// The line and the column of a byte, from 1.
    fn place(&mut self, ix: SourceIx, source: &Source, byte: usize) -> (usize, usize) {
        if self.source != ix || byte < self.start {
            *self = Self { source: ix, ..Self::default() };
        }
        let passed = &source.text[self.start..byte];
        self.line += passed.matches('\n').count();
        self.start += passed.rfind('\n').map_or(0, |end| end + 1);
        (self.line + 1, source.text[self.start..byte].chars().count() + 1)
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
    fn of_a_line_that_is_too_long_the_place_is_told() {
        let shown = |length: usize| {
            let mut sources = Sources::default();
            let text = format!("\n{{\"é\": \"{}\", \"b\": 1}}", "é".repeat(length));
            let source = sources.add(Source { name: "model.json".to_owned(), text });
            let at = Address::root(source).key("b");
            let found = vec![Diagnostic::new(Code::WRONG_TYPE, &at, "no")];
            Diagnostics::new(found, sources).to_string()
        };
        let short = shown(300);
        assert!(short.contains("--> model.json:2:316\n") && short.contains("\"b\": 1"), "{short}");
        assert_eq!(shown(LONG), "error[SW0004]: no\n--> model.json:2:1048592");
    }

    #[test]
    fn of_many_messages_the_first_are_shown() {
        let mut sources = Sources::default();
        let text = format!("[{}\n0]", "\n0,".repeat(60_000));
        let source = sources.add(Source { name: "model.json".to_owned(), text });
        let at = |index: usize| Address::root(source).key(index.to_string());
        let wrong = |index| Diagnostic::new(Code::WRONG_TYPE, &at(index), "no");
        let found = Diagnostics::new((0..60_000).rev().map(wrong).collect(), sources);
        let shown = found.to_string();
        assert!(shown.contains("model.json:2:1") && shown.contains("model.json:101:1"), "{shown}");
        assert!(shown.ends_with("note: 59900 more messages are not shown"), "{shown}");
        let last = found.messages().last().and_then(|message| message.line);
        assert_eq!(last, Some(60_001));
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
        let (long, longer) = ("a".repeat(1_000_000), "a".repeat(1_000_001));
        assert_eq!(closest(&long, [longer.as_str(), "a"]), None);
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
