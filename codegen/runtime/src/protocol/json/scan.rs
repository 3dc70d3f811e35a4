//! Moving through JSON text: what is a value, where it ends, and what stands between two.
//!
//! Bodies are read as leniently, and as strictly, as the published deserializer reads them: what it
//! does not look at, such as control characters in texts, is not looked at here.

use super::escape::unescape;
use super::words;
use aws_smithy_schema::serde::SerdeError;
use std::borrow::Cow;

pub(super) type Result<T = ()> = std::result::Result<T, SerdeError>;

/// Values may be nested this deep.
const MAX_DEPTH: u32 = 128;

/// A place in a body.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    /// The body once more, if all of it is UTF-8: then no part of it needs another look.
    text: Option<&'a str>,
    at: usize,
    depth: u32,
}

impl<'a> Scanner<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, text: str::from_utf8(bytes).ok(), at: 0, depth: 0 }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    pub fn malformed(&self, what: &str) -> SerdeError {
        SerdeError::invalid_input(format!("{what} at byte {}", self.at))
    }

    pub fn mismatch(&self, expected: &str) -> SerdeError {
        SerdeError::type_mismatch(format!("expected {expected} at byte {}", self.at))
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> Result<&'a str> {
        if let Some(text) = self.text.and_then(|text| text.get(from..to)) {
            return Ok(text);
        }
        let bytes = self.bytes.get(from..to).unwrap_or_default();
        str::from_utf8(bytes).map_err(|error| SerdeError::invalid_input(error.to_string()))
    }

    /// The first byte of what comes next, which the place is moved to.
    pub fn token(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Whether `word` stands here, which is then passed.
    pub fn pass(&mut self, word: &[u8]) -> bool {
        let here = self.rest().starts_with(word);
        self.at += if here { word.len() } else { 0 };
        here
    }

    /// Whether a null stands here.
    pub fn is_null(&self) -> bool {
        let rest = self.rest();
        rest.starts_with(b"null") && !rest.get(4).is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Whether a null stands here, which is then passed.
    pub fn pass_null(&mut self) -> bool {
        self.is_null() && self.pass(b"null")
    }

    /// Goes one level down.
    pub fn enter(&mut self) -> Result {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => Err(SerdeError::custom("maximum nesting depth exceeded")),
            false => Ok(()),
        }
    }

    /// Goes one level up, where the body has to end with its outermost value.
    pub fn leave(&mut self) -> Result {
        self.depth = self.depth.saturating_sub(1);
        match self.depth == 0 && self.token().is_some() {
            true => Err(self.malformed("trailing characters")),
            false => Ok(()),
        }
    }

    /// Begins an object or array.
    pub fn open(&mut self, bracket: u8, what: &str) -> Result {
        match self.token() == Some(bracket) {
            true => self.at += 1,
            false => return Err(self.mismatch(what)),
        }
        Ok(())
    }

    /// Moves to the next element of an object or array; behind `bracket`, if there is none.
    pub fn next(&mut self, first: &mut bool, bracket: u8) -> Result<bool> {
        let first = std::mem::take(first);
        let mut token = self.token();
        if token == Some(bracket) {
            self.at += 1;
            return Ok(false);
        }
        if !first {
            match token == Some(b',') {
                true => self.at += 1,
                false => return Err(self.malformed("expected comma or end")),
            }
            token = self.token();
        }
        match token {
            Some(byte) if byte != b',' && byte != bracket => Ok(true),
            _ => Err(self.malformed("expected value")),
        }
    }

    /// Reads a key and moves to its value.
    pub fn key(&mut self) -> Result<Cow<'a, str>> {
        if self.byte() != Some(b'"') {
            return Err(self.malformed("expected object key"));
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    /// Moves to the value of the key `name`, if that is what stands here, plainly written.
    pub fn pass_key(&mut self, name: &str) -> Result<bool> {
        let Some(rest) = self.rest().strip_prefix(b"\"") else { return Ok(false) };
        let rest = rest.strip_prefix(name.as_bytes());
        if rest.is_none_or(|rest| !rest.starts_with(b"\"")) {
            return Ok(false);
        }
        self.at += name.len() + 2;
        self.colon()?;
        Ok(true)
    }

    fn colon(&mut self) -> Result {
        match self.token() == Some(b':') {
            true => self.at += 1,
            false => return Err(self.malformed("expected colon")),
        }
        self.token();
        Ok(())
    }

    /// Reads a text, which is copied only where it has escapes.
    pub fn string(&mut self) -> Result<Cow<'a, str>> {
        if self.token() != Some(b'"') {
            return Err(self.mismatch("string"));
        }
        let (from, mut to, mut escaped) = (self.at + 1, self.at + 1, false);
        loop {
            let rest = self.bytes.get(to..).unwrap_or_default();
            let end = special(rest).ok_or_else(|| self.malformed("unterminated string"))?;
            to += end;
            if rest.get(end) == Some(&b'"') {
                break;
            }
            escaped = true;
            to += 2;
        }
        let raw = self.slice(from, to)?;
        self.at = to + 1;
        match escaped {
            true => unescape(raw).map(Cow::Owned).ok_or_else(|| self.malformed("invalid escape")),
            false => Ok(Cow::Borrowed(raw)),
        }
    }

    /// Reads whatever looks like a number; what it is has to be found out when it is parsed.
    pub fn rough_number(&mut self) -> Result<&'a str> {
        let is_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let length = self.rest().iter().take_while(is_number).count();
        self.at += length;
        self.slice(self.at - length, self.at)
    }

    /// Reads a number that is one (RFC 8259), but that zeros may lead it.
    pub fn number(&mut self) -> Result<&'a str> {
        let from = self.at;
        self.pass(b"-");
        self.digits()?;
        if self.pass(b".") {
            self.digits()?;
        }
        if self.pass(b"e") || self.pass(b"E") {
            let _ = self.pass(b"+") || self.pass(b"-");
            self.digits()?;
        }
        self.slice(from, self.at)
    }

    fn digits(&mut self) -> Result {
        let from = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.at == from {
            true => Err(self.malformed("expected digit")),
            false => Ok(()),
        }
    }

    /// Passes a value that nobody reads. It has to be JSON, but for the letters of its texts.
    pub fn skip(&mut self) -> Result {
        match self.token() {
            Some(b'{') => self.skip_all(b'}', |scan| {
                if scan.byte() != Some(b'"') {
                    return Err(scan.malformed("expected object key"));
                }
                scan.skip_string()?;
                scan.colon()?;
                scan.skip()
            }),
            Some(b'[') => self.skip_all(b']', Self::skip),
            Some(b'"') => self.skip_string(),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            _ if self.pass(b"true") || self.pass(b"false") || self.pass(b"null") => Ok(()),
            _ => Err(self.malformed("expected value")),
        }
    }

    fn skip_all(&mut self, bracket: u8, element: impl Fn(&mut Self) -> Result) -> Result {
        self.enter()?;
        self.at += 1;
        let mut first = true;
        while self.next(&mut first, bracket)? {
            element(self)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn skip_string(&mut self) -> Result {
        self.at += 1;
        loop {
            let end = special(self.rest()).ok_or_else(|| self.malformed("unterminated string"))?;
            self.at += end + 1;
            if self.bytes.get(self.at - 1) == Some(&b'"') {
                return Ok(());
            }
            self.at += match self.rest() {
                [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 1,
                [b'u', hex @ ..]
                    if hex.len() >= 4 && hex[..4].iter().all(u8::is_ascii_hexdigit) =>
                {
                    5
                }
                _ => return Err(self.malformed("invalid escape")),
            };
        }
    }
}

/// Where the first quote or backslash is. What is found in a word above the first is not to be trusted, and not used.
fn special(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = words::equal(word, b'"') | words::equal(word, b'\\');
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let place = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(words.len() * 8 + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_or_backslash_is_found_wherever_it_is() {
        for length in 0..40 {
            let mut bytes = vec![b'#'; length];
            assert_eq!(special(&bytes), None);
            for place in (0..length).rev() {
                for byte in [b'"', b'\\'] {
                    bytes[place] = byte;
                    assert_eq!(special(&bytes), Some(place), "{length}");
                }
            }
        }
        let close = [0x23, 0xa2, 0x5d, 0xdc, 0x21, 0x5b, 0x00, 0xff, b'"', 0x23, 0x5d];
        assert_eq!(special(&close), Some(8), "bytes that differ in one bit are others");
    }

    #[test]
    fn only_texts_with_escapes_are_copied() {
        let mut scan = Scanner::new(r#" "plain" "a\tb" "#.as_bytes());
        assert!(matches!(scan.string(), Ok(Cow::Borrowed("plain"))));
        assert!(matches!(scan.string(), Ok(Cow::Owned(text)) if text == "a\tb"));
    }

    #[test]
    fn a_key_is_passed_if_it_is_the_one() {
        let passed = |body: &str| {
            let mut scan = Scanner::new(body.as_bytes());
            (scan.pass_key("name").ok(), scan.position())
        };
        assert_eq!(passed("\"name\" : 1"), (Some(true), 9));
        assert_eq!(passed("\"nam\":1"), (Some(false), 0));
        assert_eq!(passed("\"names\":1"), (Some(false), 0));
        assert_eq!(passed("\"name"), (Some(false), 0));
        assert_eq!(passed("\"name\","), (None, 6));
    }
}
