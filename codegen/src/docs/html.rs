//! The HTML prose in service models, as Markdown for rustdoc.
//!
//! Used only when somebody points the generator at a model that still carries upstream's prose; the
//! checked-in clients take their sentences from an overlay.
//!
//! The conversion itself is `htmd`'s, which stands on a browser-grade parser. Two things about this
//! input keep us from handing it over as it is:
//!
//! - **It is not HTML in the browser's sense.** botocore's models hold `<note>` and `<important>`,
//!   tags of three older documentation systems, tags that are never closed, and placeholders nobody
//!   escaped (`arn:aws:<region>`), which a browser would swallow.
//! - **Nobody vouches for it.** The tree builder of HTML 5 is quadratic on some inputs and a
//!   converter that recurses overflows its stack on others. A doc comment is also read by rustdoc,
//!   where `[1,2]` is a link (smithy-lang/smithy-rs#1068), `<region>` is
//!   `rustdoc::invalid_html_tags`, an address without brackets is `rustdoc::bare_urls`, and an
//!   unmarked code block is a Rust test.
//!
//! So [`to_markdown`] runs in three linear steps: [`Reader`] reads the tags it knows and writes
//! back a small, well-formed, shallow document; `htmd` turns that into Markdown; [`restore`] puts
//! in the escapes. The escapes are decided in the first step, where text is still known to be text,
//! and travel through `htmd` as characters from a private-use plane that it has no opinion about.

use std::collections::HashSet;
use std::rc::Rc;

use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, Options};

/// Lists, items and quotes open at one time. Prose uses five; deeper nesting is flattened, which
/// keeps the recursion in `htmd` and the cost of re-indenting small.
const MAX_BLOCKS: usize = 12;

/// Inline tags open at one time; further ones keep their text and lose their style.
const MAX_INLINE: usize = 12;

/// A `<` whose `>` is further away than this is a less-than sign.
const MAX_TAG: usize = 4096;

/// A first paragraph of several sentences that is longer than this, in characters, is split after
/// the first one: rustdoc shows the first paragraph in every list of items.
const MAX_SUMMARY: usize = 120;

/// Turns the HTML of a service model into Markdown that rustdoc takes without a warning.
///
/// Never panics, takes time linear in the length of `html`, and keeps all visible text.
pub fn to_markdown(html: &str) -> String {
    let clean = Reader::new(html).read(html);
    let options = Options {
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    // The error type is `io::Error` because `htmd` can read from streams; from a string there is
    // none. Should that ever change, no documentation is better than no client.
    let markdown = HtmlToMarkdown::builder().options(options).build().convert(&clean);
    restore(&markdown.unwrap_or_default())
}

/// Characters in disguise: `RAW + c` comes out as `c` and `FORCE + c` as `\c`, whatever `htmd`
/// makes of `c` itself. Plane 15 is for private use, and [`Reader::push_char`] lets none of it in
/// from a model.
const RAW: u32 = 0xF_0000;
const FORCE: u32 = 0xF_0100;
const DISGUISED: std::ops::Range<u32> = RAW..FORCE + 0x100;

fn disguise(base: u32, c: char) -> char {
    if c.is_ascii() { char::from_u32(base + c as u32).unwrap_or(c) } else { c }
}

/// Takes off the disguises, and the blanks at line ends that quoting an empty line leaves.
fn restore(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        for c in line.trim_end().chars() {
            let code = c as u32;
            if !DISGUISED.contains(&code) {
                out.push(c);
                continue;
            }
            if code >= FORCE {
                out.push('\\');
            }
            out.extend(char::from_u32((code - RAW) & 0xFF));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// How a piece of text is set.
#[derive(Clone, Default, PartialEq)]
struct Style {
    bold: bool,
    italic: bool,
    code: bool,
    link: Option<Rc<str>>,
}

impl Style {
    /// What a blank between two pieces is set in: what both have. Code never, so no blank is lost
    /// at its edges.
    fn shared(&self, other: &Style) -> Style {
        Style {
            bold: self.bold && other.bold,
            italic: self.italic && other.italic,
            code: false,
            link: if self.link == other.link { self.link.clone() } else { None },
        }
    }
}

#[derive(Clone)]
struct Piece {
    text: String,
    style: Style,
    /// An address to be set in angle brackets.
    auto: bool,
}

impl Piece {
    fn new(text: impl Into<String>, style: Style) -> Piece {
        Piece { text: text.into(), style, auto: false }
    }

    fn is_break(&self) -> bool {
        self.text == "\n"
    }

    /// The first character as Markdown will see it.
    fn first(&self) -> char {
        self.mark('[').or_else(|| self.text.chars().next()).unwrap_or(' ')
    }

    /// The last character as Markdown will see it.
    fn last(&self) -> char {
        self.mark(')').or_else(|| self.text.chars().next_back()).unwrap_or(' ')
    }

    fn mark(&self, link: char) -> Option<char> {
        match () {
            () if self.style.link.is_some() => Some(link),
            () if self.auto => Some('<'),
            () if self.style.code => Some('`'),
            () => None,
        }
    }
}

enum Inline {
    Bold,
    Italic,
    Code,
    Link(Option<Rc<str>>),
}

#[derive(Clone, Copy, PartialEq)]
enum Block {
    Bullets,
    Numbers,
    /// True once it holds something: the first paragraph of an item goes without `<p>`, so that
    /// short lists stay tight.
    Item(bool),
    Quote,
}

/// Reads tag soup, writes a clean document.
struct Reader<'a> {
    out: String,
    blocks: Vec<Block>,
    inline: Vec<Inline>,
    /// The paragraph being read.
    pieces: Vec<Piece>,
    /// What the next text is set in; follows from `inline`, `term`.
    style: Style,
    /// Inside `<dt>`, or a cell of a header row.
    term: bool,
    heading: Option<u8>,
    /// `Note` or the like, waiting for the first text of its block.
    lead: Option<&'static str>,
    /// Inside `<pre>`: its text.
    verbatim: Option<String>,
    /// Names with a closing tag somewhere. An unknown tag without one is a placeholder and stays as
    /// text.
    closed: HashSet<&'a str>,
}

struct Tag<'a> {
    name: String,
    closing: bool,
    source: &'a str,
}

impl<'a> Reader<'a> {
    fn new(html: &'a str) -> Reader<'a> {
        let closed =
            html.split("</").skip(1).map(tag_name).filter(|name| !name.is_empty()).collect();
        Reader {
            out: String::with_capacity(html.len() + html.len() / 8),
            blocks: Vec::new(),
            inline: Vec::new(),
            pieces: Vec::new(),
            style: Style::default(),
            term: false,
            heading: None,
            lead: None,
            verbatim: None,
            closed,
        }
    }

    fn read(mut self, html: &'a str) -> String {
        let mut rest = html;
        // Set once a terminator is known to be missing from the rest, so that nothing is searched
        // for twice.
        let (mut comments, mut sections, mut raw_text) = (true, true, true);
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            rest = &rest[at..];
            if comments && rest.starts_with("<!--") {
                match rest.find("-->") {
                    Some(end) => {
                        rest = &rest[end + 3..];
                        continue;
                    }
                    None => comments = false,
                }
            }
            if sections && rest.starts_with("<![CDATA[") {
                match rest.find("]]>") {
                    Some(end) => {
                        self.text(&rest["<![CDATA[".len()..end]);
                        rest = &rest[end + 3..];
                        continue;
                    }
                    None => sections = false,
                }
            }
            let Some(tag) = read_tag(rest) else {
                self.push("<");
                rest = &rest[1..];
                continue;
            };
            rest = &rest[tag.source.len()..];
            if raw_text && !tag.closing && (tag.name == "script" || tag.name == "style") {
                // Not prose. The end tag is looked for as it is usually written.
                match rest.find("</") {
                    Some(end) => rest = &rest[end..],
                    None => raw_text = false,
                }
                continue;
            }
            self.tag(&tag);
        }
        self.text(rest);
        self.end_verbatim();
        self.close_to(0);
        self.out
    }

    // --- tags ---

    fn tag(&mut self, tag: &Tag) {
        let open = !tag.closing;
        if self.verbatim.is_some() {
            match tag.name.as_str() {
                "pre" if !open => self.end_verbatim(),
                "br" => self.push("\n"),
                _ if self.is_placeholder(tag) => self.push(tag.source),
                _ => {}
            }
            return;
        }
        match tag.name.as_str() {
            "b" | "strong" => self.toggle(open, Inline::Bold),
            "i" | "em" | "emphasis" | "var" | "cite" | "replaceable" => {
                self.toggle(open, Inline::Italic)
            }
            "code" | "tt" | "kbd" | "samp" | "filename" | "function" | "literal" => {
                self.toggle(open, Inline::Code)
            }
            "a" | "ulink" => self.toggle(open, Inline::Link(address_of(tag))),
            "br" => {
                if self.pieces.last().is_some_and(Piece::is_break) {
                    self.flush();
                } else if !self.pieces.is_empty() {
                    self.pieces.push(Piece::new("\n", Style::default()));
                }
            }
            "img" if open => {
                if let Some(alt) = attribute(tag.source, "alt") {
                    self.text(alt);
                }
            }
            "ul" | "dl" | "table" if open => self.open_list(Block::Bullets),
            "ol" if open => self.open_list(Block::Numbers),
            "ul" | "ol" | "dl" | "table" => {
                self.close_last(|b| matches!(b, Block::Bullets | Block::Numbers))
            }
            // A table becomes a list, one row an item: one text in 219,887 has a table, and a
            // column as wide as its widest cell makes the output grow with the square of the input.
            "li" | "tr" if open => self.open_item(),
            "li" | "tr" => self.close_last(|b| matches!(b, Block::Item(_))),
            "td" | "th" if open => {
                if !self.pieces.is_empty() {
                    self.push(" \u{2013} ");
                }
                self.set_term(tag.name == "th");
            }
            "td" | "th" => self.set_term(false),
            "dt" if open => {
                self.open_item();
                self.set_term(true);
            }
            "dd" if open => {
                self.flush();
                if !matches!(self.blocks.last(), Some(Block::Item(_))) {
                    self.open_item();
                }
            }
            "note" | "important" | "caution" | "warning" | "tip" | "blockquote" => {
                if open {
                    self.open_quote(&tag.name);
                } else {
                    self.close_last(|b| *b == Block::Quote);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                // rustdoc's own sections and the generator's start at the first level: stay below
                // them.
                let level = tag.name.as_bytes()[1] - b'0';
                self.heading = open.then_some(level.max(3));
            }
            "pre" if open => {
                self.flush();
                self.verbatim = Some(String::new());
            }
            "p" | "para" | "div" | "section" | "fullname" | "dt" | "dd" | "hr" | "pre"
            | "caption" => self.flush(),
            "thead" | "tbody" | "tfoot" => {}
            _ if self.is_placeholder(tag) => self.push(tag.source),
            _ => {}
        }
    }

    /// An unknown tag which nothing closes: `<region>`. Declarations (`<!...>`, `<?...>`) have no
    /// name and go.
    fn is_placeholder(&self, tag: &Tag) -> bool {
        const KNOWN: [&str; 9] = ["a", "b", "code", "font", "i", "link", "span", "u", "wbr"];
        !tag.closing
            && !tag.name.is_empty()
            && !self.closed.contains(tag_name(&tag.source[1..]))
            && !KNOWN.contains(&tag.name.as_str())
    }

    fn toggle(&mut self, open: bool, kind: Inline) {
        let same = |other: &Inline| std::mem::discriminant(other) == std::mem::discriminant(&kind);
        if open {
            // A link in a link ends the first one.
            if matches!(kind, Inline::Link(_)) {
                self.inline.retain(|other| !matches!(other, Inline::Link(_)));
            }
            if self.inline.len() < MAX_INLINE {
                self.inline.push(kind);
            }
        } else if let Some(at) = self.inline.iter().rposition(same) {
            self.inline.remove(at);
        }
        self.restyle();
    }

    fn set_term(&mut self, term: bool) {
        self.term = term;
        self.restyle();
    }

    fn restyle(&mut self) {
        let mut style = Style { bold: self.term, ..Style::default() };
        for inline in &self.inline {
            match inline {
                // Nothing can be set in bold inside a code span.
                Inline::Bold => style.bold |= !style.code,
                Inline::Italic => style.italic |= !style.code,
                Inline::Code => style.code = true,
                Inline::Link(to) => style.link = to.clone(),
            }
        }
        self.style = style;
    }

    // --- text ---

    /// Text with character references.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            self.push(&rest[..at]);
            rest = &rest[at..];
            let (decoded, len) = character_reference(rest);
            self.push(&decoded);
            rest = &rest[len..];
        }
        self.push(rest);
    }

    /// Text as it is.
    fn push(&mut self, text: &str) {
        if self.lead.is_some() && self.verbatim.is_none() && !text.trim().is_empty() {
            self.push_lead();
        }
        text.chars().for_each(|c| self.push_char(c));
    }

    fn push_lead(&mut self) {
        if let Some(lead) = self.lead.take() {
            self.pieces
                .push(Piece::new(format!("{lead}:"), Style { bold: true, ..Style::default() }));
            self.pieces.push(Piece::new(" ", Style::default()));
        }
    }

    fn push_char(&mut self, c: char) {
        let c = match c {
            c if DISGUISED.contains(&(c as u32)) => char::REPLACEMENT_CHARACTER,
            // What reorders text on the screen and makes a source file read differently from what
            // it says: rustc refuses these in literals (CVE-2021-42574). And what shows nothing at
            // all.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{FEFF}' => return,
            '\u{85}' | '\u{A0}' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0C') => return,
            c => c,
        };
        if let Some(verbatim) = &mut self.verbatim {
            if c != '\r' {
                verbatim.push(c);
            }
            return;
        }
        // A line break of ours is pushed as such by `tag`; all others are blanks.
        let c = if c.is_ascii_whitespace() { ' ' } else { c };
        match self.pieces.last_mut() {
            None if c == ' ' => {}
            Some(last) if c == ' ' && last.text.ends_with([' ', '\n']) => {}
            Some(last) if last.style == self.style && !last.is_break() => last.text.push(c),
            _ => self.pieces.push(Piece::new(c, self.style.clone())),
        }
    }

    // --- blocks ---

    fn open_list(&mut self, kind: Block) {
        self.flush();
        self.flush_lead();
        if self.blocks.len() + 2 > MAX_BLOCKS {
            return;
        }
        if matches!(self.blocks.last(), Some(Block::Bullets | Block::Numbers)) {
            self.open(Block::Item(true));
        }
        self.open(kind);
    }

    fn open_item(&mut self) {
        self.flush();
        self.flush_lead();
        if matches!(self.blocks.last(), Some(Block::Item(_))) {
            self.close_to(self.blocks.len() - 1);
        }
        if !matches!(self.blocks.last(), Some(Block::Bullets | Block::Numbers)) {
            if self.blocks.len() + 2 > MAX_BLOCKS {
                return;
            }
            self.open(Block::Bullets);
        }
        self.open(Block::Item(false));
    }

    fn open_quote(&mut self, name: &str) {
        self.flush();
        self.flush_lead();
        if self.blocks.len() + 2 <= MAX_BLOCKS {
            if matches!(self.blocks.last(), Some(Block::Bullets | Block::Numbers)) {
                self.open(Block::Item(true));
            }
            self.open(Block::Quote);
        }
        self.lead = match name {
            "note" => Some("Note"),
            "important" => Some("Important"),
            "caution" => Some("Caution"),
            "warning" => Some("Warning"),
            "tip" => Some("Tip"),
            _ => None,
        };
    }

    fn open(&mut self, block: Block) {
        if let Some(Block::Item(filled)) = self.blocks.last_mut() {
            *filled = true;
        }
        self.blocks.push(block);
        self.out.push_str(tags(block).0);
    }

    fn close_last(&mut self, wanted: impl Fn(&Block) -> bool) {
        self.flush();
        if let Some(at) = self.blocks.iter().rposition(wanted) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        self.flush();
        self.lead = None;
        while self.blocks.len() > depth {
            let Some((open, close)) = self.blocks.pop().map(tags) else { return };
            // An empty item is a lone `-`, which makes a heading of the line above it.
            if self.out.ends_with(open) {
                self.out.truncate(self.out.len() - open.len());
            } else {
                self.out.push_str(close);
            }
        }
    }

    /// A list or quote right after `<note>`: the lead becomes a paragraph of its own.
    fn flush_lead(&mut self) {
        if self.lead.is_some() {
            self.push_lead();
            self.flush();
        }
    }

    fn end_verbatim(&mut self) {
        let Some(text) = self.verbatim.take() else { return };
        let text = text.trim_end().trim_start_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        self.flush_lead();
        self.item_if_needed();
        // Without a language rustdoc compiles it as Rust and runs it as a test.
        self.out.push_str("<pre><code class=\"language-text\">");
        escape_html(&mut self.out, text);
        self.out.push_str("</code></pre>");
    }

    fn item_if_needed(&mut self) {
        if matches!(self.blocks.last(), Some(Block::Bullets | Block::Numbers)) {
            self.open(Block::Item(false));
        }
        if let Some(Block::Item(filled)) = self.blocks.last_mut() {
            *filled = true;
        }
    }

    /// Ends the paragraph, and with it every inline tag: one left open is a mistake more often than
    /// a wish to set the rest of the page in code.
    fn flush(&mut self) {
        let pieces = tidy(std::mem::take(&mut self.pieces));
        self.inline.clear();
        self.set_term(false);
        let heading = self.heading.take();
        if pieces.is_empty() {
            return;
        }
        if let Some(level) = heading {
            self.out.push_str(&format!("<h{level}>"));
            emit(&mut self.out, pieces);
            self.out.push_str(&format!("</h{level}>"));
            return;
        }
        let tight = matches!(
            self.blocks.last(),
            Some(Block::Item(false) | Block::Bullets | Block::Numbers)
        );
        self.item_if_needed();
        if tight {
            emit(&mut self.out, pieces);
            return;
        }
        let parts = if self.out.is_empty() { split_summary(pieces) } else { vec![pieces] };
        for part in parts {
            self.out.push_str("<p>");
            emit(&mut self.out, part);
            self.out.push_str("</p>");
        }
    }
}

fn tags(block: Block) -> (&'static str, &'static str) {
    match block {
        Block::Bullets => ("<ul>", "</ul>"),
        Block::Numbers => ("<ol>", "</ol>"),
        Block::Item(_) => ("<li>", "</li>"),
        Block::Quote => ("<blockquote>", "</blockquote>"),
    }
}

// --- reading tags ---

/// The tag name at the start of `text`, as written.
fn tag_name(text: &str) -> &str {
    let len = text
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .count();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..len] } else { "" }
}

/// The tag that `text` starts with; `None` if its `<` is a less-than sign.
fn read_tag(text: &str) -> Option<Tag<'_>> {
    let after = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let closing = after.len() + 1 < text.len();
    let name = tag_name(after);
    let declaration = !closing && after.starts_with(['!', '?']);
    // `a<b@c>` is no tag: a name ends with a blank, `/` or `>`.
    let next = after[name.len()..].chars().next()?;
    if !declaration && (name.is_empty() || !(next.is_whitespace() || matches!(next, '>' | '/'))) {
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
                return Some(Tag {
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

/// The value of an attribute in the source of a tag, as written.
fn attribute<'t>(source: &'t str, wanted: &str) -> Option<&'t str> {
    let mut rest = source.trim_start_matches('<');
    while let Some(equals) = rest.find('=') {
        let name =
            rest[..equals].trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let value = rest[equals + 1..].trim_start();
        let (value, len) = match value.chars().next() {
            Some(q @ ('"' | '\'')) => value[1..].split_once(q).map(|(v, _)| (v, v.len() + 2))?,
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

/// The web address a link goes to. Everything else has no meaning outside of the site it was
/// written for, and rustdoc would take it for the path of a Rust item.
fn address_of(tag: &Tag) -> Option<Rc<str>> {
    let raw = attribute(tag.source, "href").or_else(|| attribute(tag.source, "url"))?.trim();
    if !raw.starts_with("http://") && !raw.starts_with("https://") {
        return None;
    }
    let mut address = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let (decoded, len) =
            if c == '&' { character_reference(rest) } else { (c.to_string(), c.len_utf8()) };
        rest = &rest[len..];
        for c in decoded.chars() {
            match c {
                // `;` so that `&para;` stays what it was: Markdown decodes references in addresses
                // too.
                '(' | ')' | '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^' | '['
                | ']' | ';' | ' ' => {
                    address.push_str(&format!("%{:02X}", c as u32));
                }
                c if c.is_control() || c.is_whitespace() || DISGUISED.contains(&(c as u32)) => {}
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{FEFF}' => {}
                c => address.push(c),
            }
        }
    }
    (address.len() > "https://".len()).then(|| address.into())
}

/// The text of the character reference at the start of `text`, which starts with `&`, and its
/// length in the source.
fn character_reference(text: &str) -> (String, usize) {
    let literal = || ("&".to_owned(), 1);
    let end = text.bytes().take(34).position(|b| b == b';');
    let Some(end) = end else { return literal() };
    let name = &text[1..end];
    let digits = name.strip_prefix('#').unwrap_or(name);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return literal();
    }
    let decoded = match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "nbsp" => " ".to_owned(),
        _ => {
            // HTML has 2,231 of them and rules for the numbers. The parser below `htmd` knows them
            // all; between the two brackets nothing else happens to the text.
            let source = &text[..=end];
            match htmd::convert(&format!("<pre>[{source}]</pre>")) {
                Ok(all) => all.trim_matches(['[', ']']).to_owned(),
                Err(_) => return literal(),
            }
        }
    };
    (decoded, end + 1)
}

// --- inline text ---

/// Sorts out blanks, addresses and emphasis that Markdown could not express.
fn tidy(pieces: Vec<Piece>) -> Vec<Piece> {
    let drop_impossible = |pieces: &mut [Piece]| {
        drop_impossible_emphasis(pieces, |style| &mut style.bold);
        drop_impossible_emphasis(pieces, |style| &mut style.italic);
    };
    let mut pieces = move_blanks_out(pieces);
    // Twice, since lost emphasis can join the halves of an address, and an address set in code can
    // cost emphasis.
    drop_impossible(&mut pieces);
    let mut pieces = mark_addresses(move_blanks_out(pieces));
    drop_impossible(&mut pieces);
    pieces
}

/// `<code> a </code>b` is `a`, in code, a blank and `b`: Markdown has no blanks at the edges of a
/// span.
fn move_blanks_out(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut blank = false;
    for piece in pieces {
        if piece.is_break() {
            if !out.is_empty() {
                out.push(piece);
            }
            blank = false;
            continue;
        }
        let core = piece.text.trim_matches(' ');
        if core.is_empty() {
            blank = true;
            continue;
        }
        blank |= piece.text.starts_with(' ');
        if let Some(last) = out.last_mut().filter(|last| !last.is_break()) {
            let joined = last.style == piece.style;
            if blank && joined {
                last.text.push(' ');
            } else if blank {
                let style = last.style.shared(&piece.style);
                out.push(Piece::new(" ", style));
            }
            if joined {
                if let Some(last) = out.last_mut() {
                    last.text.push_str(core);
                }
                blank = piece.text.ends_with(' ');
                continue;
            }
        }
        blank = piece.text.ends_with(' ');
        out.push(Piece::new(core, piece.style));
    }
    while out.last().is_some_and(Piece::is_break) {
        out.pop();
    }
    out
}

/// Gives every address in running text its angle brackets (`rustdoc::bare_urls`), or sets it in
/// code if it is a pattern rather than an address: `https://{bucket}.s3.amazonaws.com`.
fn mark_addresses(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut iter = pieces.into_iter().peekable();
    while let Some(piece) = iter.next() {
        if let Some(to) = &piece.style.link {
            let auto = **to == *piece.text && !piece.style.code && is_plain_address(&piece.text);
            let style = Style {
                link: if auto { None } else { piece.style.link.clone() },
                ..piece.style.clone()
            };
            out.push(Piece { style, auto, ..piece });
            continue;
        }
        if piece.style.code {
            push_merged(&mut out, piece);
            continue;
        }
        let mut rest = piece.text.as_str();
        while let Some(at) = next_address(rest) {
            if at > 0 {
                push_merged(&mut out, Piece::new(&rest[..at], piece.style.clone()));
            }
            let len = address_len(&rest[at..]);
            let address = &rest[at..at + len];
            rest = &rest[at + len..];
            // Text that goes on in another style, `https://<i>bucket</i>.s3`, is a pattern too.
            let goes_on = rest.is_empty()
                && iter.peek().is_some_and(|next| !next.text.starts_with([' ', '\n']));
            let mut marked = Piece::new(address, piece.style.clone());
            marked.auto = !goes_on && is_plain_address(address);
            marked.style.code = !marked.auto;
            push_merged(&mut out, marked);
        }
        if !rest.is_empty() {
            push_merged(&mut out, Piece::new(rest, piece.style.clone()));
        }
    }
    out
}

/// Two code spans that touch would read as one with backticks inside.
fn push_merged(out: &mut Vec<Piece>, piece: Piece) {
    match out.last_mut() {
        Some(last)
            if last.style == piece.style
                && !last.auto
                && !piece.auto
                && !last.is_break()
                && !piece.is_break() =>
        {
            last.text.push_str(&piece.text);
        }
        _ => out.push(piece),
    }
}

/// Where the next `http://x` or `https://x` starts.
fn next_address(text: &str) -> Option<usize> {
    text.match_indices("://").find_map(|(at, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme))?;
        let start = at - scheme.len();
        (address_len(&text[start..]) > at + "://".len() - start).then_some(start)
    })
}

/// The length of the address that `text` starts with, without the punctuation of the sentence
/// around it.
fn address_len(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '`' | '\\'))
        .unwrap_or(text.len());
    let address = &text[..end];
    let mut len = address.len();
    // Closing brackets belong to the address only if it opens them; counted once, not once a
    // bracket.
    let count = |c| address.matches(c).count() as isize;
    let mut round = count('(') - count(')');
    let mut curly = count('{') - count('}');
    let mut angle = count('<') - count('>');
    while let Some(last) = address[..len].chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '\u{2019}' | '\u{201D}' => {}
            ')' if round < 0 => round += 1,
            '>' if angle < 0 => angle += 1,
            '}' if curly < 0 => curly += 1,
            _ => break,
        }
        len -= last.len_utf8();
    }
    len
}

fn is_plain_address(address: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()+,;=%".contains(&b);
    address.len() <= 1000 && !address.contains("...") && address.bytes().all(plain)
}

/// CommonMark's rule (section 6.2, "flanking"): `a**"b"**c` shows its asterisks, since a marker
/// between a letter and punctuation neither opens nor closes here. Such emphasis goes; its text
/// stays.
fn drop_impossible_emphasis(pieces: &mut [Piece], flag: fn(&mut Style) -> &mut bool) {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let mut start = 0;
    while start < pieces.len() {
        if !*flag(&mut pieces[start].style) {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        while end < pieces.len() && *flag(&mut pieces[end].style) {
            end += 1;
        }
        let before = if start == 0 { ' ' } else { pieces[start - 1].last() };
        let after = pieces.get(end).map_or(' ', Piece::first);
        let (first, last) = (pieces[start].first(), pieces[end - 1].last());
        let touches =
            |outer: char, inner: char| !outer.is_whitespace() && !is_mark(outer) && is_mark(inner);
        // Two runs of asterisks that meet would be read as one.
        let styled = |piece: Option<&Piece>| piece.is_some_and(|p| p.style.bold || p.style.italic);
        let met = |outer: char, piece| !outer.is_whitespace() && styled(piece);
        if touches(before, first)
            || touches(after, last)
            || met(before, start.checked_sub(1).and_then(|at| pieces.get(at)))
            || met(after, pieces.get(end))
            || pieces[start..end].iter().all(|piece| piece.text.trim().is_empty())
        {
            pieces[start..end].iter_mut().for_each(|piece| *flag(&mut piece.style) = false);
        }
        start = end;
    }
}

/// Splits a long first paragraph after its first sentence.
fn split_summary(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let length: usize = pieces.iter().map(|piece| piece.text.chars().count()).sum();
    if length <= MAX_SUMMARY {
        return vec![pieces];
    }
    for (index, piece) in pieces.iter().enumerate() {
        if piece.style.code || piece.style.link.is_some() || piece.auto {
            continue;
        }
        for (at, c) in piece.text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?')) {
            let rest = piece.text[at + c.len_utf8()..]
                .trim_start_matches([')', '"', '\'', '\u{201D}', '\u{2019}']);
            let (end, next) = match rest.chars().next() {
                Some(' ') => (piece.text.len() - rest.len(), rest.trim_start().chars().next()),
                None => (piece.text.len(), None),
                Some(_) => continue,
            };
            // At the end of a piece: a blank must follow, then whatever comes.
            let follows = match next {
                Some(next) => !next.is_lowercase(),
                None if rest.is_empty() => {
                    let blank = pieces
                        .get(index + 1)
                        .is_some_and(|next| next.text.starts_with([' ', '\n']));
                    let rest = &pieces[index + 1..];
                    let next = rest.iter().find(|piece| !piece.text.trim().is_empty());
                    blank && next.is_some_and(starts_sentence)
                }
                None => pieces.get(index + 1).is_some_and(starts_sentence),
            };
            if !follows || is_abbreviation(&piece.text[..at]) {
                continue;
            }
            let mut head = pieces[..=index].to_vec();
            head[index].text.truncate(end);
            let mut tail = vec![Piece::new(piece.text[end..].trim_start(), piece.style.clone())];
            tail.extend(pieces[index + 1..].iter().cloned());
            let start =
                tail.iter().position(|piece| !piece.text.trim().is_empty()).unwrap_or(tail.len());
            tail.drain(..start);
            return vec![head, tail];
        }
    }
    vec![pieces]
}

fn starts_sentence(piece: &Piece) -> bool {
    piece.style.code
        || piece.style.link.is_some()
        || piece.text.trim_start().starts_with(|c: char| !c.is_lowercase())
}

/// Whether the full stop after `before` belongs to a word rather than to the sentence.
fn is_abbreviation(before: &str) -> bool {
    const SHORT: [&str; 18] = [
        "al", "approx", "cf", "co", "corp", "e.g", "eg", "etc", "ex", "fig", "i.e", "ie", "inc",
        "ltd", "no", "st", "u.s", "vs",
    ];
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let letter = word.chars().count() == 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    letter || SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
}

// --- writing ---

/// Writes a paragraph as HTML for `htmd`, every special character of Markdown in disguise.
fn emit(out: &mut String, pieces: Vec<Piece>) {
    let mut now = Style::default();
    let mut line_start = true;
    let ends: Vec<(char, char)> =
        pieces.iter().map(|piece| (piece.first(), piece.last())).collect();
    for (index, piece) in pieces.iter().enumerate() {
        // Nesting is always bold, italic, link, code: what differs from here on inwards is closed
        // and opened anew.
        let Style { bold, italic, link, code } = &piece.style;
        let keep_bold = now.bold == *bold;
        let keep_italic = keep_bold && now.italic == *italic;
        let keep_link = keep_italic && now.link == *link;
        let close =
            |out: &mut String, open: bool, tag: &str| out.push_str(if open { tag } else { "" });
        close(out, now.code, "</code>");
        close(out, now.link.is_some() && !keep_link, "</a>");
        close(out, now.italic && !keep_italic, "</i>");
        close(out, now.bold && !keep_bold, "</b>");
        close(out, *bold && !keep_bold, "<b>");
        close(out, *italic && !keep_italic, "<i>");
        if let (Some(to), false) = (link, keep_link) {
            out.push_str("<a href=\"");
            escape_html(out, to);
            out.push_str("\">");
        }
        close(out, *code, "<code>");
        now = piece.style.clone();
        if piece.is_break() {
            out.push_str("<br>");
        } else if piece.auto {
            out.push(disguise(RAW, '<'));
            out.extend(
                piece
                    .text
                    .chars()
                    .map(|c| if c.is_ascii_alphanumeric() { c } else { disguise(RAW, c) }),
            );
            out.push(disguise(RAW, '>'));
        } else if *code {
            escape_html(out, &piece.text);
        } else {
            let before = if index == 0 { ' ' } else { ends[index - 1].1 };
            let after = ends.get(index + 1).map_or(' ', |(first, _)| *first);
            emit_text(out, &piece.text, line_start, before, after);
        }
        line_start = piece.is_break();
    }
    for (open, tag) in [
        (now.code, "</code>"),
        (now.link.is_some(), "</a>"),
        (now.italic, "</i>"),
        (now.bold, "</b>"),
    ] {
        if open {
            out.push_str(tag);
        }
    }
}

/// Escapes what Markdown would read as anything but text, and no more, so that the source stays
/// readable.
fn emit_text(out: &mut String, text: &str, line_start: bool, before: char, after: char) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut previous = before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().unwrap_or(after);
        let escaped = match c {
            '\\' | '*' | '`' | '[' | ']' | '<' | '~' | '|' => true,
            // Inside of a word it is no emphasis.
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '!' => next == '[',
            '&' => {
                let end =
                    rest.bytes().take(34).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
                end.is_some_and(|end| end > 0 && rest.as_bytes()[end] == b';')
            }
            '#' | '+' | '-' | '=' | '>' => line_start && at == 0,
            '.' | ')' => line_start && digits > 0 && at == digits && next.is_whitespace(),
            _ => false,
        };
        match c {
            _ if escaped => out.push(disguise(FORCE, c)),
            c if c.is_ascii_punctuation() => out.push(disguise(RAW, c)),
            // `htmd` has its own idea of a number at the start of a text.
            c if c.is_ascii_digit() && at == 0 => out.push(disguise(RAW, c)),
            c => out.push(c),
        }
        previous = c;
    }
}

fn escape_html(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_markdown;
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

    #[track_caller]
    fn check(html: &str, markdown: &str) {
        assert_eq!(to_markdown(html), markdown, "from {html}");
    }

    #[test]
    fn paragraphs_and_blanks() {
        check("", "");
        check(" \n <p> </p> ", "");
        check("plain  text\n here", "plain text here");
        check("<p>One.</p>\n<p> Two\u{a0} words. </p>", "One.\n\nTwo words.");
        check("before <p>inside</p> after", "before\n\ninside\n\nafter");
        check("<fullname>Widgets</fullname><p>Makes them.</p>", "Widgets\n\nMakes them.");
        check("<p>a<br>b<br/><br/>c</p>", "a\\\nb\n\nc");
        check("<h2>Limits</h2><p>None.</p>", "### Limits\n\nNone.");
    }

    #[test]
    fn inline_styles() {
        check(
            "<p>the <b>big</b> <i>one</i> is <code>x < y</code></p>",
            "the **big** *one* is `x < y`",
        );
        // Markdown has no blanks at the edges of a span.
        check("<code> a </code>b<b> c </b>d", "`a` b **c** d");
        check("<code>a ` b</code> <code></code>!", "``a ` b`` !");
        // Nothing can be set in italics inside of code; a link goes around it.
        check("<code>arn:<i>name</i></code>", "`arn:name`");
        check("<code><a href=\"https://x.example/y\">Z</a></code>", "[`Z`](https://x.example/y)");
        // Emphasis that CommonMark would show as asterisks.
        check("a<b>\"b\"</b>c", "a\"b\"c");
        check("<i>a</i><b>b</b>", "*a*b");
        // Never closed: ends with its paragraph.
        check("<p><code>a</p><p>b</p>", "`a`\n\nb");
    }

    #[test]
    fn text_stays_text() {
        check("<p>[1,2] and [Foo] and a[0]</p>", r"\[1,2\] and \[Foo\] and a\[0\]");
        check("<p>*a* _b_ snake_case `c` ~d~ \\e</p>", r"\*a\* \_b\_ snake_case \`c\` \~d\~ \\e");
        check("<p>1. one</p><p>- two</p><p># three</p>", "1\\. one\n\n\\- two\n\n\\# three");
        check("<p>a<br>---</p>", "a\\\n\\---");
        check(
            "<p>&lt;b&gt; &amp;amp; &amp; R&amp;D; &#42;x&#42; &#150; &eacute; &nosuch;</p>",
            r"\<b> \&amp; & R\&D; \*x\* – é \&nosuch;",
        );
        check(
            "<p>look!<a href=\"https://x.example\">here</a></p>",
            r"look\![here](https://x.example)",
        );
        check("a | b", r"a \| b");
        check("<p>3 < 4 and a<5</p>", r"3 \< 4 and a\<5");
    }

    #[test]
    fn placeholders_survive_and_markup_does_not() {
        check("<p>arn:aws:<region>:<account-id></p>", r"arn:aws:\<region>:\<account-id>");
        check("<text>Seen <u>once</u>.</text>", "Seen once.");
        check("a<!-- b -->c<![CDATA[&amp;]]><!DOCTYPE x>", "ac&");
        check("<script>alert(1)</script><p>x</p>", "x");
        check("<x y=\"<\">", r#"\<x y="\<">"#);
        check("<!-- never closed", r"\<!-- never closed");
    }

    #[test]
    fn links() {
        check(
            "<a href=\"https://x.example/a_(b)?c=1&amp;d=2\">T</a>",
            "[T](https://x.example/a_%28b%29?c=1&d=2)",
        );
        check("<a href='#top'>up</a> <a>Foo</a> <a href=\"javascript:x\">no</a>", "up Foo no");
        check("<a href=\"https://x.example/\"></a>!", "!");
        check("<a href=\"https://x.example/\">https://x.example/</a>", "<https://x.example/>");
        check("<a href=\"https://x.example/\">a]b</a>", r"[a\]b](https://x.example/)");
    }

    #[test]
    fn bare_addresses() {
        check(
            "See https://x.example/a_b. Or (https://y.example/?q=(z)).",
            "See <https://x.example/a_b>. Or (<https://y.example/?q=(z)>).",
        );
        check("at https://{id}.x.example/<stage>.", "at `https://{id}.x.example/<stage>`.");
        check("https://<i>id</i>.x.example", r"https://*id*.x.example");
        check("https://x.example/<i>id</i>", r"`https://x.example/`*id*");
    }

    #[test]
    fn lists() {
        check("<p>Either:</p><ul><li><p>one</p></li><li>two</li></ul>", "Either:\n\n- one\n- two");
        check("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c");
        check("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b");
        check("<dl><dt>KEY</dt><dd><p>What it is.</p></dd></dl>", "- **KEY**\n\n  What it is.");
        check("<ul><li></li></ul><p>x</p>", "x");
        check(
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "- **A** – **B**\n- 1 – 2",
        );
    }

    #[test]
    fn notes() {
        check("<p>a</p><note><p>b</p><p>c</p></note><p>d</p>", "a\n\n> **Note:** b\n>\n> c\n\nd");
        check("<important>b</important>", "> **Important:** b");
        check("<note><ul><li>x</li></ul></note>", "> **Note:**\n>\n> - x");
        check("<note></note>", "");
    }

    #[test]
    fn code_blocks_are_text() {
        check("<pre>let x;\n  y &lt; <b>z</b></pre>", "```text\nlet x;\n  y < z\n```");
        check("<pre><code>a\n```\n\nb</code></pre>", "````text\na\n```\n\nb\n````");
        check("<ul><li>x<pre>y\n z</pre></li></ul>", "- x\n\n  ```text\n  y\n   z\n  ```");
        check("<p>\n      indented\n</p>", "indented");
    }

    #[test]
    fn first_sentence() {
        let tail = "This goes on for quite a while and says nothing that anybody would ever want to \
                    read in a long list of items.";
        check(&format!("<p>Makes a widget. {tail}</p>"), &format!("Makes a widget.\n\n{tail}"));
        check(
            &format!(
                "<p>Makes, e.g. in S. America, <code>a.b. C</code>. <code>x</code> {tail}</p>"
            ),
            &format!("Makes, e.g. in S. America, `a.b. C`.\n\n`x` {tail}"),
        );
        check(
            &format!("<p>A version (such as 1.2) {tail}</p>"),
            &format!("A version (such as 1.2) {tail}"),
        );
        check("<p>Short. Stays.</p>", "Short. Stays.");
        // Only the first paragraph, and only outside of lists.
        check(
            &format!("<p>a</p><p>Makes a widget. {tail}</p>"),
            &format!("a\n\nMakes a widget. {tail}"),
        );
    }

    /// What rustdoc would object to, asked of the parser that rustdoc uses.
    fn objections(markdown: &str) -> Vec<String> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let objection = |event: Event| match &event {
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) | Event::Rule => {
                Some(format!("{event:?}"))
            }
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => None,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if &**language == "text" =>
            {
                None
            }
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::Strikethrough,
            ) => Some(format!("{event:?}")),
            _ => None,
        };
        Parser::new_ext(markdown, options | Options::ENABLE_FOOTNOTES)
            .filter_map(objection)
            .collect()
    }

    #[test]
    fn any_soup_gives_clean_markdown() {
        let parts: Vec<&str> = concat!(
            "<p>§</p>§<b>§</b>§<i>§<code>§</code>§<ul>§</ul>§<ol>§<li>§</li>§<dt>§<dd>§",
            "<note>§</note>§<pre>§</pre>§<a href=\"https://x.example\">§<a href='y'>§</a>§",
            "<br>§<td>§<region>§<!--§<![CDATA[§<script>§&lt;§&amp;lt;§&ast;§&#96;§*§_§`§```§",
            "[^1]: §[x](y)§!§\\§~~§# §- §1. §---§| a |§https://x.example/§a §\n    ",
        )
        .split('§')
        .collect();
        // xorshift: the same soups on every run.
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        for _ in 0..5_000 {
            let html: String = (0..1 + random(12)).map(|_| parts[random(parts.len())]).collect();
            let markdown = to_markdown(&html);
            assert_eq!(objections(&markdown), Vec::<String>::new(), "{html:?} gave {markdown:?}");
        }
    }

    #[test]
    fn hostile_text_is_harmless() {
        // Deep nesting neither overflows the stack nor indents without end.
        for tag in [
            "<ul><li>",
            "<note>",
            "<div>",
            "<b>",
            "<a href=\"https://x.example\">",
            "<p>",
            "<dl><dt>",
            "<x>",
            "<",
        ] {
            let markdown = to_markdown(&format!("{}x", tag.repeat(20_000)));
            assert!(markdown.len() < 60 * 20_000, "{tag}: {}", markdown.len());
        }
        // Our own disguises, and what would reorder a source file on the screen.
        check("a\u{F0041}\u{F015B}\u{202E}b\u{200B}\0c", "a\u{FFFD}\u{FFFD}bc");
    }
}
