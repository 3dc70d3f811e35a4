//! Text and tags, told apart in what may be anything.

use std::borrow::Cow;
use std::rc::Rc;

/// A piece of a document.
pub enum Token<'a> {
    /// Text with character references.
    Text(&'a str),
    Tag(Tag<'a>),
}

/// The tokens of a document, without comments and scripts.
pub struct Tokens<'a> {
    rest: &'a str,
    /// Ends of sections that the rest does not have, so that nothing is searched for twice.
    missing: Vec<&'static str>,
}

impl<'a> Tokens<'a> {
    pub fn new(html: &'a str) -> Self {
        Self { rest: html, missing: Vec::new() }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Where the next `end` is.
    fn find(&mut self, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.rest.find(end);
        self.missing.extend(found.is_none().then_some(end));
        found
    }

    /// What stands between `start`, if it is next, and `end`.
    fn section(&mut self, start: &str, end: &'static str) -> Option<&'a str> {
        let at = self.rest.starts_with(start).then(|| self.find(end)).flatten()?;
        let section = self.take(at + end.len());
        Some(section.get(start.len()..at).unwrap_or_default())
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            let text = self.rest.find('<').unwrap_or(self.rest.len());
            if text > 0 {
                return Some(Token::Text(self.take(text)));
            }
            if self.section("<!--", "-->").is_some() {
                continue;
            }
            if let Some(text) = self.section("<![CDATA[", "]]>") {
                return Some(Token::Text(text));
            }
            let Some(tag) = Tag::read(self.rest) else {
                return Some(Token::Text(self.take("<".len())));
            };
            self.take(tag.source.len());
            if tag.closing || (tag.name != "script" && tag.name != "style") {
                return Some(Token::Tag(tag));
            }
            // Not prose. The end tag is looked for as it is usually written.
            let end = self.find("</").unwrap_or(0);
            self.take(end);
        }
        None
    }
}

/// A `<` whose `>` is further away than this is a less-than sign.
const MAX_TAG: usize = 4096;

/// A tag.
pub struct Tag<'a> {
    /// Its name, in lower case; nothing, if it is a declaration.
    pub name: String,
    pub closing: bool,
    pub source: &'a str,
}

/// The tag name at the start of `text`, as written.
pub fn name_of(text: &str) -> &str {
    let len = text
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .count();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..len] } else { "" }
}

impl<'a> Tag<'a> {
    /// The tag that `text` starts with; none if its `<` is a less-than sign.
    fn read(text: &'a str) -> Option<Self> {
        let after = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
        let closing = after.len() + 1 < text.len();
        let name = name_of(after);
        let declaration = !closing && after.starts_with(['!', '?']);
        // `a<b@c>` is no tag: a name ends with a blank, `/` or `>`.
        let next = after[name.len()..].chars().next()?;
        if !declaration && (name.is_empty() || !(next.is_whitespace() || matches!(next, '>' | '/')))
        {
            return None;
        }
        let mut quote = None;
        for (at, byte) in text.bytes().enumerate().take(MAX_TAG).skip(1) {
            match (quote, byte) {
                (Some(q), b) if q == b => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'<') => return None,
                (None, b'>') => {
                    return Some(Self {
                        name: name.to_ascii_lowercase(),
                        closing,
                        source: &text[..=at],
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// The value of an attribute, as written.
    pub fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.source.trim_start_matches('<');
        while let Some(equals) = rest.find('=') {
            let name =
                rest[..equals].trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
            let value = rest[equals + 1..].trim_start();
            let (value, len) = match value.chars().next() {
                Some(q @ ('"' | '\'')) => {
                    value[1..].split_once(q).map(|(v, _)| (v, v.len() + 2))?
                }
                _ => {
                    let end =
                        value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                    (&value[..end], end)
                }
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            rest = rest[equals + 1..].trim_start().get(len..)?;
        }
        None
    }

    /// The web address that a link goes to. Everything else has no meaning outside of the site it was
    /// written for, and rustdoc would take it for the path of a Rust item.
    pub fn address(&self) -> Option<Rc<str>> {
        let raw = self.attribute("href").or_else(|| self.attribute("url"))?.trim();
        if !raw.starts_with("http://") && !raw.starts_with("https://") {
            return None;
        }
        let mut address = String::with_capacity(raw.len());
        for c in htmlize::unescape_attribute(raw).chars() {
            match c {
                // `;` so that `&para;` stays what it was: Markdown decodes references in addresses
                // too.
                '(' | ')' | '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^' | '['
                | ']' | ';' | ' ' => {
                    address.push_str(&format!("%{:02X}", c as u32));
                }
                c if c.is_control() || c.is_whitespace() || is_invisible(c) => {}
                c => address.push(c),
            }
        }
        (address.len() > "https://".len()).then(|| address.into())
    }
}

/// Whether a character shows nothing at all, or reorders text on the screen and makes a source file read differently from
/// what it says: rustc refuses these in literals (CVE-2021-42574).
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{FEFF}')
}

/// The text of the character reference at the start of `text`, which starts with `&`, and its
/// length in the source. What does not end with `;`, as in `?a=1&region=b`, is not meant as one.
pub fn character_reference(text: &str) -> (Cow<'_, str>, usize) {
    let end = text.bytes().take(34).position(|b| b == b';').unwrap_or(0);
    let name = text[..end].trim_start_matches(['&', '#']);
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return (Cow::Borrowed("&"), 1);
    }
    (htmlize::unescape(&text[..=end]), end + 1)
}
