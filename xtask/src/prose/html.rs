//! What a browser would show of prose in HTML, by a tokenizer of the HTML specification.
//!
//! It is not the generator's own reader, so that what one loses the other misses.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use std::collections::{BTreeSet, HashSet};

/// What is shown, and where it leads.
#[derive(Debug, Default)]
pub struct Shown {
    /// The text: blocks and lines stand apart.
    pub text: String,
    /// The addresses of links.
    pub links: BTreeSet<String>,
}

/// Tags that stand within a line.
const INLINE: [&str; 28] = [
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "em",
    "emphasis",
    "filename",
    "font",
    "function",
    "i",
    "img",
    "kbd",
    "link",
    "literal",
    "replaceable",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "ulink",
    "var",
];

/// Tags of blocks.
const BLOCKS: [&str; 38] = [
    "blockquote",
    "body",
    "br",
    "caption",
    "caution",
    "dd",
    "div",
    "dl",
    "dt",
    "fullname",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "important",
    "li",
    "note",
    "ol",
    "p",
    "para",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tip",
    "tr",
    "ul",
    "warning",
    "title",
    "wbr",
];

/// Tags whose content starts with a word of its own.
const LEADS: [(&str, &str); 5] = [
    ("note", "Note:"),
    ("important", "Important:"),
    ("caution", "Caution:"),
    ("warning", "Warning:"),
    ("tip", "Tip:"),
];

/// Reads prose. What is no tag of HTML, and is never closed, was meant to be read: `<region>`.
pub fn shown(html: &str) -> Shown {
    let mut shown = Shown::default();
    let closed = closed(html);
    let mut lead = None;
    for token in
        Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span()).flatten()
    {
        match token {
            Token::String(text) => {
                let text = string(&text.value);
                if let Some(lead) = lead.take_if(|_| !text.trim().is_empty()) {
                    shown.text.push_str(lead);
                    shown.text.push(' ');
                }
                shown.text.push_str(&text);
            }
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                shown.links.extend(link(&tag));
                if let Some((_, word)) = LEADS.iter().find(|(lead, _)| *lead == name) {
                    lead = Some(*word);
                }
                if BLOCKS.contains(&name.as_str()) {
                    shown.text.push('\n');
                } else if !INLINE.contains(&name.as_str()) && !closed.contains(&name) {
                    shown.text.push_str(&html[tag.span.start..tag.span.end]);
                }
            }
            Token::EndTag(tag) => {
                let name = string(&tag.name);
                if LEADS.iter().any(|(lead, _)| *lead == name) {
                    lead = None;
                }
                if BLOCKS.contains(&name.as_str()) {
                    shown.text.push('\n');
                }
            }
            // Browsers do not know the mark outside of XML, from which this prose is made.
            Token::Comment(comment) => {
                let text = string(&comment.value);
                let text = text.strip_prefix("[CDATA[").and_then(|text| text.strip_suffix("]]"));
                shown.text.push_str(&text.map(|text| self::shown(text).text).unwrap_or_default());
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    shown
}

fn closed(html: &str) -> HashSet<String> {
    let ends = Tokenizer::new(html).flatten().filter_map(|token| match token {
        Token::EndTag(tag) => Some(string(&tag.name)),
        _ => None,
    });
    ends.collect()
}

fn link(tag: &StartTag<usize>) -> Option<String> {
    let attribute =
        |name: &str| tag.attributes.get(name.as_bytes()).map(|value| string(&value.value));
    attribute("href").or_else(|| attribute("url"))
}

fn string(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words(html: &str, expected: &[&str]) {
        let shown = shown(html);
        assert_eq!(shown.text.split_whitespace().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_shown_is_kept_in_its_words() {
        words("<p>a<b>b</b> c</p>d<!-- e -->", &["ab", "c", "d"]);
        words("&lt;x&gt; &amp;amp; <![CDATA[&amp;]]>", &["<x>", "&amp;", "&"]);
        words("<note><p> </p><p>a</p></note><note></note>b", &["Note:", "a", "b"]);
        words("arn:<Region>:x <text>y</text>", &["arn:<Region>:x", "y"]);
    }

    #[test]
    fn links_are_those_of_the_source() {
        let shown = shown("<a href='https://x.example?a&amp;b'>x</a> <ulink url=\"y\">z</ulink>");
        assert_eq!(shown.links.into_iter().collect::<Vec<_>>(), ["https://x.example?a&b", "y"]);
    }
}
