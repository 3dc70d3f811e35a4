//! Tag soup in, blocks out.

use super::inline::{Piece, Style, tidy};
use super::summary;
use super::tokens::{Tag, Token, Tokens, character_reference, is_invisible, name_of};
use std::collections::HashSet;
use std::mem;
use std::rc::Rc;

/// Lists, items and quotes open at one time. Prose uses five; deeper nesting is flattened, which
/// bounds recursion and the cost of indenting.
const MAX_GROUPS: usize = 12;

/// Inline tags open at one time; further ones keep their text and lose their style.
const MAX_INLINE: usize = 12;

/// A part of a document.
pub enum Block {
    Paragraph(Vec<Piece>),
    Heading(usize, Vec<Piece>),
    /// Lines that stay as they are.
    Verbatim(String),
    /// Blocks in a list, an item or a quote. All those in a list are items.
    Group(Kind, Vec<Block>),
}

/// What holds blocks.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Bullets,
    Numbers,
    Item,
    Quote,
}

impl Kind {
    pub fn is_list(self) -> bool {
        matches!(self, Self::Bullets | Self::Numbers)
    }
}

/// Reads a document.
pub fn read(html: &str) -> Vec<Block> {
    Reader::new(html).read(html)
}

enum Inline {
    Bold,
    Italic,
    Code,
    Link(Option<Rc<str>>),
}

struct Reader<'a> {
    /// What is read outside of all groups.
    document: Vec<Block>,
    /// The open groups, from the outermost.
    groups: Vec<(Kind, Vec<Block>)>,
    inline: Vec<Inline>,
    /// The paragraph being read.
    pieces: Vec<Piece>,
    /// What the next text is set in; follows from `inline`, `term`.
    style: Style,
    /// Inside `<dt>`, or a cell of a header row.
    term: bool,
    heading: Option<usize>,
    /// `Note` or the like, waiting for the first text of its block.
    lead: Option<&'static str>,
    /// Inside `<pre>`: its text.
    verbatim: Option<String>,
    /// Names with a closing tag somewhere. An unknown tag without one is a placeholder and stays as
    /// text.
    closed: HashSet<&'a str>,
}

impl<'a> Reader<'a> {
    fn new(html: &'a str) -> Self {
        let closed = html.split("</").skip(1).map(name_of).filter(|name| !name.is_empty());
        Self {
            document: Vec::new(),
            groups: Vec::new(),
            inline: Vec::new(),
            pieces: Vec::new(),
            style: Style::default(),
            term: false,
            heading: None,
            lead: None,
            verbatim: None,
            closed: closed.collect(),
        }
    }

    fn read(mut self, html: &'a str) -> Vec<Block> {
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => self.text(text),
                Token::Tag(tag) if self.verbatim.is_some() => self.verbatim_tag(&tag),
                Token::Tag(tag) => self.tag(&tag),
            }
        }
        self.end_verbatim();
        self.close_to(0);
        self.document
    }

    // --- tags ---

    fn verbatim_tag(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "pre" if tag.closing => self.end_verbatim(),
            "br" => self.push("\n"),
            _ if self.is_placeholder(tag) => self.push(tag.source),
            _ => {}
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let open = !tag.closing;
        match tag.name.as_str() {
            "b" | "strong" => self.toggle(open, Inline::Bold),
            "i" | "em" | "emphasis" | "var" | "cite" | "replaceable" => {
                self.toggle(open, Inline::Italic)
            }
            "code" | "tt" | "kbd" | "samp" | "filename" | "function" | "literal" => {
                self.toggle(open, Inline::Code)
            }
            "a" | "ulink" => self.toggle(open, Inline::Link(tag.address())),
            "br" => {
                if self.pieces.last().is_some_and(Piece::is_break) {
                    self.flush();
                } else if !self.pieces.is_empty() {
                    self.pieces.push(Piece::new("\n", Style::default()));
                }
            }
            "img" if open => {
                if let Some(alt) = tag.attribute("alt") {
                    self.text(alt);
                }
            }
            "ul" | "dl" | "table" if open => self.open_list(Kind::Bullets),
            "ol" if open => self.open_list(Kind::Numbers),
            "ul" | "ol" | "dl" | "table" => self.close_last(Kind::is_list),
            // A table becomes a list, one row an item: one text in 219,887 has a table, and a
            // column as wide as its widest cell makes the output grow with the square of the input.
            "li" | "tr" if open => self.open_item(),
            "li" | "tr" => self.close_last(|kind| kind == Kind::Item),
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
                if self.kind() != Some(Kind::Item) {
                    self.open_item();
                }
            }
            "note" | "important" | "caution" | "warning" | "tip" | "blockquote" => {
                if open {
                    self.open_quote(&tag.name);
                } else {
                    self.close_last(|kind| kind == Kind::Quote);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                // rustdoc's own sections and the generator's start at the first level: stay below
                // them.
                let level = usize::from(tag.name.as_bytes()[1] - b'0');
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
            && !self.closed.contains(name_of(&tag.source[1..]))
            && !KNOWN.contains(&tag.name.as_str())
    }

    fn toggle(&mut self, open: bool, kind: Inline) {
        let same = |other: &Inline| mem::discriminant(other) == mem::discriminant(&kind);
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
            c if is_invisible(c) => return,
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

    /// The innermost open group.
    fn kind(&self) -> Option<Kind> {
        self.groups.last().map(|(kind, _)| *kind)
    }

    fn is_in_list(&self) -> bool {
        self.kind().is_some_and(Kind::is_list)
    }

    fn has_room(&self) -> bool {
        self.groups.len() + 2 <= MAX_GROUPS
    }

    fn open_list(&mut self, kind: Kind) {
        self.flush();
        self.flush_lead();
        if self.has_room() {
            self.open_item_in_list();
            self.open(kind);
        }
    }

    fn open_item(&mut self) {
        self.flush();
        self.flush_lead();
        if self.kind() == Some(Kind::Item) {
            self.close_to(self.groups.len() - 1);
        }
        if !self.is_in_list() {
            if !self.has_room() {
                return;
            }
            self.open(Kind::Bullets);
        }
        self.open(Kind::Item);
    }

    fn open_quote(&mut self, name: &str) {
        self.flush();
        self.flush_lead();
        if self.has_room() {
            self.open_item_in_list();
            self.open(Kind::Quote);
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

    /// A list holds nothing but items.
    fn open_item_in_list(&mut self) {
        if self.is_in_list() {
            self.open(Kind::Item);
        }
    }

    fn open(&mut self, kind: Kind) {
        self.groups.push((kind, Vec::new()));
    }

    fn close_last(&mut self, wanted: impl Fn(Kind) -> bool) {
        self.flush();
        if let Some(at) = self.groups.iter().rposition(|(kind, _)| wanted(*kind)) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        self.flush();
        self.lead = None;
        while self.groups.len() > depth {
            let Some((kind, blocks)) = self.groups.pop() else { return };
            // An empty item is a lone `-`, which makes a heading of the line above it.
            if !blocks.is_empty() {
                self.add(Block::Group(kind, blocks));
            }
        }
    }

    fn add(&mut self, block: Block) {
        match self.groups.last_mut() {
            Some((_, blocks)) => blocks.push(block),
            None => self.document.push(block),
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
        if !text.trim().is_empty() {
            self.flush_lead();
            self.open_item_in_list();
            self.add(Block::Verbatim(text.to_owned()));
        }
    }

    /// Ends the paragraph, and with it every inline tag: one left open is a mistake more often than
    /// a wish to set the rest of the page in code.
    fn flush(&mut self) {
        let pieces = tidy(mem::take(&mut self.pieces));
        self.inline.clear();
        self.set_term(false);
        let heading = self.heading.take();
        if pieces.is_empty() {
            return;
        }
        let is_first = self.groups.is_empty() && self.document.is_empty();
        if heading.is_none() {
            self.open_item_in_list();
        }
        match (heading, self.kind()) {
            // No item: the list goes on below it.
            (Some(level), Some(list)) if list.is_list() => {
                self.close_to(self.groups.len() - 1);
                self.add(Block::Heading(level, pieces));
                self.open(list);
            }
            (Some(level), _) => self.add(Block::Heading(level, pieces)),
            (None, _) if is_first => {
                summary::split(pieces)
                    .into_iter()
                    .for_each(|part| self.add(Block::Paragraph(part)));
            }
            (None, _) => self.add(Block::Paragraph(pieces)),
        }
    }
}
