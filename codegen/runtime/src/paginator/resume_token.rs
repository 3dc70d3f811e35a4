//! Where a listing stands, and the text that says so.
//!
//! The text is boto3's (`TokenEncoder` in botocore's `paginate.py`, and the AWS CLI's
//! `--starting-token`): base64 of a JSON object of the operation's input tokens, and, where a page
//! was cut, `boto_truncate_amount`, how many of its items were handed out.

use super::map;
use super::python_json::{write_json, write_string};
use crate::redaction::REDACTED;
use aws_smithy_json::deserialize::json_token_iter;
use aws_smithy_json::deserialize::token::expect_document;
use aws_smithy_types::{Document, Number, base64};
use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::fmt::{self, Write};
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

const CUT: &str = "boto_truncate_amount";

const ENCODED: &str = "boto_encoded_keys";

/// A place in a listing.
#[derive(Clone)]
pub(super) struct Position {
    /// The tokens of the page.
    pub tokens: Arc<[Document]>,
    /// How many of its items were handed out, if it was cut.
    pub cut: Option<usize>,
}

/// Tokens are not shown: a model may say that they are sensitive.
impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Position").field("cut", &self.cut).finish_non_exhaustive()
    }
}

impl Position {
    /// The start of a page.
    pub fn page(tokens: Vec<Document>) -> Self {
        Self { tokens: tokens.into(), cut: None }
    }

    /// Whether this is on the page that no token asks for.
    pub fn is_first(&self) -> bool {
        self.tokens.iter().all(|token| *token == Document::Null)
    }

    /// How many items of the page come before.
    pub fn skip(&self) -> usize {
        self.cut.unwrap_or(0)
    }

    /// The place `count` items further on the page.
    pub fn past(&self, count: usize) -> Self {
        Self { tokens: self.tokens.clone(), cut: Some(self.skip().saturating_add(count)) }
    }

    pub fn encode(&self, names: &[&str]) -> String {
        let mut text = String::from("{");
        let mut encoded = Vec::new();
        for (name, token) in names.iter().zip(self.tokens.iter()) {
            let separator = if text.len() == 1 { "" } else { ", " };
            text.push_str(separator);
            write_string(&mut text, name);
            text.push_str(": ");
            let mut path = vec![Document::from(*name)];
            write_json(&mut text, &map::unwrapped(token, &mut path, &mut encoded));
        }
        if let Some(cut) = self.cut {
            let _ = write!(text, ", \"{CUT}\": {cut}");
        }
        if !encoded.is_empty() {
            let _ = write!(text, ", \"{ENCODED}\": ");
            write_json(&mut text, &Document::Array(encoded));
        }
        text.push('}');
        base64::encode(text)
    }

    /// Reads what [`encode`](Self::encode) or boto3 wrote for an operation with these tokens.
    pub fn decode(text: &str, names: &[&str]) -> Result<Self, InvalidStartingToken> {
        let wrong = |why: String| InvalidStartingToken { token: text.to_owned(), why };
        let json = base64::decode(text).map_err(|_| wrong("it is not base64".to_owned()))?;
        let no_object = || wrong("it is base64, but not of a JSON object".to_owned());
        let mut document = parse(&json).ok_or_else(no_object)?;
        let encoded = document.as_object_mut().and_then(|object| object.remove(ENCODED));
        for path in encoded.iter().filter_map(Document::as_array).flatten() {
            map::wrap(&mut document, path.as_array().map_or(&[], Vec::as_slice));
        }
        let Document::Object(mut object) = document else { return Err(no_object()) };
        let cut = object.remove(CUT).map(|cut| match cut {
            Document::Number(Number::PosInt(cut)) => usize::try_from(cut).ok(),
            _ => None,
        });
        let Ok(cut) = cut.map(|cut| cut.ok_or(())).transpose() else {
            return Err(wrong(format!("its {CUT} is not a whole number")));
        };
        let tokens: Option<Vec<_>> = names.iter().map(|name| object.remove(*name)).collect();
        match tokens {
            Some(tokens) if object.is_empty() => Ok(Self { tokens: tokens.into(), cut }),
            _ => {
                let names = names.join(", ");
                Err(wrong(format!("it is not of this operation, whose tokens hold {names}")))
            }
        }
    }
}

fn parse(json: &[u8]) -> Option<Document> {
    let mut tokens = json_token_iter(json).peekable();
    let document = expect_document(&mut tokens).ok()?;
    tokens.next().is_none().then_some(document)
}

fn json(tokens: &[Document]) -> String {
    match tokens {
        [Document::String(text)] => text.clone(),
        tokens => {
            let tokens = Document::Array(tokens.to_vec());
            let mut json = String::new();
            write_json(&mut json, &map::unwrapped(&tokens, &mut Vec::new(), &mut Vec::new()));
            json
        }
    }
}

/// Where a listing can be resumed: exactly after the last page or item that it handed out.
///
/// [`get`](Self::get) can be asked while a listing goes on, after it ended, failed or was dropped.
/// It counts what a stream was about to hand out when a `next()` was dropped unfinished: call
/// `next()` once more before asking.
#[derive(Clone, Debug)]
pub struct ResumeToken {
    names: &'static [&'static str],
    position: Arc<Mutex<Option<Position>>>,
}

impl ResumeToken {
    pub(super) fn new(names: &'static [&'static str], start: Position) -> Self {
        Self { names, position: Arc::new(Mutex::new(Some(start))) }
    }

    pub(super) fn set(&self, position: Option<Position>) {
        *self.position.lock().unwrap_or_else(PoisonError::into_inner) = position;
    }

    /// The token to give to `starting_token`, to boto3's `StartingToken`, or to the AWS CLI's
    /// `--starting-token`; none if the listing came to its end.
    pub fn get(&self) -> Option<String> {
        let position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        position.as_ref().map(|position| position.encode(self.names))
    }
}

/// The tokens of a listing. Only their hashes are kept, 128 bits with keys of their own, so that a
/// long listing needs little memory.
#[derive(Default)]
pub(super) struct SeenTokens {
    keys: [RandomState; 2],
    hashes: HashSet<[u64; 2]>,
}

impl SeenTokens {
    /// Whether these tokens are new.
    pub fn insert(&mut self, tokens: &[Document]) -> bool {
        let json = json(tokens);
        self.hashes.insert(self.keys.each_ref().map(|key| key.hash_one(&json)))
    }
}

/// The service gave a token that it had given some pages before in the same listing: going on would
/// list the same pages for ever.
#[derive(Debug)]
pub struct DuplicateToken {
    token: String,
}

impl DuplicateToken {
    pub(super) fn new(tokens: &[Document]) -> Self {
        Self { token: json(tokens) }
    }

    /// The token that came twice, unless the model says that it is sensitive; several as a JSON array.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Display for DuplicateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service gave the same pagination token twice: {}", self.token)
    }
}

impl std::error::Error for DuplicateToken {}

/// A starting token that is none. Nothing was sent.
#[derive(Debug)]
pub struct InvalidStartingToken {
    token: String,
    why: String,
}

impl InvalidStartingToken {
    /// The token that was given, unless the model says that it is sensitive.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The same, without the token.
    pub(super) fn redacted(self) -> Self {
        Self { token: REDACTED.to_owned(), ..self }
    }
}

impl fmt::Display for InvalidStartingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this is not a starting token, which is what a resume token gives: {:?}: ",
            self.token
        )?;
        f.write_str(&self.why)
    }
}

impl std::error::Error for InvalidStartingToken {}

/// The error for a token whose `index`th part has a type that the operation does not take.
pub(super) fn wrong_type(token: &str, names: &[&str], index: usize) -> InvalidStartingToken {
    let name = names.get(index).unwrap_or(&"");
    let why = format!("its {name} is of a type that the operation does not take");
    InvalidStartingToken { token: token.to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::super::page_token::{Text, Token, to_document};
    use super::*;

    fn position(token: Document, cut: Option<usize>) -> Position {
        Position { tokens: vec![token].into(), cut }
    }

    /// Printed by Python 3: `base64.b64encode(json.dumps(token).encode())`.
    #[test]
    fn tokens_are_those_of_boto3() {
        let text = |text: &str| Document::String(text.to_owned());
        let cases = [
            (position(text("abc"), None), "eyJOZXh0VG9rZW4iOiAiYWJjIn0="),
            (
                position(text("abc"), Some(3)),
                "eyJOZXh0VG9rZW4iOiAiYWJjIiwgImJvdG9fdHJ1bmNhdGVfYW1vdW50IjogM30=",
            ),
            (
                position(Document::Null, Some(0)),
                "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAwfQ==",
            ),
            (
                position(text("é\"\\\n\u{1}\u{7f}🙂"), None),
                "eyJOZXh0VG9rZW4iOiAiXHUwMGU5XCJcXFxuXHUwMDAxXHUwMDdmXHVkODNkXHVkZTQyIn0=",
            ),
            (position(7.to_document(), None), "eyJOZXh0VG9rZW4iOiA3fQ=="),
        ];
        for (position, written) in cases {
            assert_eq!(position.encode(&["NextToken"]), written);
            let read = Position::decode(written, &["NextToken"]).unwrap();
            assert_eq!((&read.tokens, read.cut), (&position.tokens, position.cut));
        }
    }

    #[test]
    fn what_is_no_token_says_why() {
        let base64 = |json: &str| base64::encode(json);
        let cases = [
            ("nonsense!".to_owned(), "it is not base64"),
            (base64("[1]"), "it is base64, but not of a JSON object"),
            (base64("{\"Marker\": \"a\"} x"), "it is base64, but not of a JSON object"),
            (base64(r#"{"Marker": "a", "boto_truncate_amount": -1}"#), "not a whole number"),
            (base64(r#"{"NextToken": "a"}"#), "whose tokens hold Marker"),
            (base64("{}"), "whose tokens hold Marker"),
            (base64(r#"{"Marker": "a", "Other": "b"}"#), "whose tokens hold Marker"),
        ];
        for (text, why) in cases {
            let error = Position::decode(&text, &["Marker"]).unwrap_err();
            assert!(error.to_string().ends_with(why), "{error}");
            assert_eq!(error.token(), text);
        }
    }

    #[test]
    fn broken_tokens_never_panic() {
        let mut random = fastrand::Rng::with_seed(3);
        let whole = br#"{"a": [1, {"b": null}], "c": -1.5e3, "boto_truncate_amount": 1}"#;
        let decode = |json: &[u8]| Position::decode(&base64::encode(json), &["a", "c"]);
        assert!(decode(whole).is_ok(), "what is broken was whole");
        let (mut read, mut refused) = (0, 0);
        for _ in 0..20_000 {
            let mut json = whole.to_vec();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(0..json.len());
                match random.bool() {
                    true => json.truncate(at.max(1)),
                    false => json[at] = *random.choice(br#"{}[]:,"\019 "#).expect("there are some"),
                }
            }
            match decode(&json) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
        assert!(read > 100 && refused > 1_000, "{read} read and {refused} refused test little");
    }

    #[test]
    fn a_token_is_new_once() {
        let mut seen = SeenTokens::default();
        let token = |text: &str| [Document::String(text.to_owned())];
        assert!(seen.insert(&token("a")) && seen.insert(&token("b")));
        assert!(!seen.insert(&token("a")));
    }

    #[test]
    fn empty_and_zero_are_no_tokens() {
        assert_eq!(to_document(Some(&String::new())), Document::Null);
        assert_eq!(to_document(Some(&0)), Document::Null);
        assert_eq!(to_document(Some(&-1)), Document::Number(Number::NegInt(-1)));
        assert_eq!(to_document::<String, Text>(None), Document::Null);
    }
}
