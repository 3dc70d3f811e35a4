//! Blocks in, Markdown out.

use super::inline::{Piece, Style};
use super::reader::{Block, Kind};

/// Writes a document.
pub fn document(blocks: &[Block]) -> String {
    // Empty lines of items and quotes are written with what stands before each line.
    let markdown = flow(blocks, "\n\n");
    markdown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Writes blocks one below the other, with `before_list` between a first paragraph and the list that follows it.
fn flow(blocks: &[Block], before_list: &str) -> String {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        let between = match (index, block) {
            (0, _) => "",
            (1, list) if is_list(list) && matches!(blocks[0], Block::Paragraph(_)) => before_list,
            _ => "\n\n",
        };
        out.push_str(between);
        out.push_str(&self::block(block));
    }
    out
}

fn is_list(block: &Block) -> bool {
    matches!(block, Block::Group(kind, _) if kind.is_list())
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(pieces) => paragraph(pieces),
        Block::Heading(level, pieces) => format!("{} {}", "#".repeat(*level), paragraph(pieces)),
        // Without a language, rustdoc compiles it as Rust and runs it as a test.
        Block::Verbatim(text) => {
            let fence = "`".repeat(runs(text).max().unwrap_or(0).max(2) + 1);
            format!("{fence}text\n{text}\n{fence}")
        }
        Block::Group(Kind::Quote, blocks) => prefixed("> ", "> ", &flow(blocks, "\n\n")),
        Block::Group(Kind::Item, blocks) => flow(blocks, "\n"),
        Block::Group(Kind::Bullets, items) => list(items, |_| "- ".to_owned()),
        Block::Group(Kind::Numbers, items) => {
            let width = items.len().to_string().len() + 2;
            list(items, |index| format!("{:width$}", format!("{}.", index + 1)))
        }
    }
}

/// A list is tight where its items are: each is a line, and perhaps a list below it.
fn list(items: &[Block], marker: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for (index, item) in items.iter().enumerate() {
        let marker = marker(index);
        out.push_str(&prefixed(&marker, &" ".repeat(marker.len()), &block(item)));
        if index + 1 < items.len() {
            out.push_str(if is_loose(item) { "\n\n" } else { "\n" });
        }
    }
    out
}

fn is_loose(item: &Block) -> bool {
    match item {
        Block::Group(_, blocks) => match &blocks[..] {
            [Block::Paragraph(_)] => false,
            [.., last] => !is_list(last),
            [] => false,
        },
        _ => true,
    }
}

/// The text, with `first` before its first line and `rest` before the others.
fn prefixed(first: &str, rest: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.lines().enumerate() {
        out.push_str(if index == 0 { first } else { "\n" });
        out.push_str(if index == 0 { "" } else { rest });
        out.push_str(line);
    }
    out
}

/// The lengths of the runs of backticks in a text.
fn runs(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c| c != '`').map(str::len).filter(|length| *length > 0)
}

/// Writes a paragraph.
fn paragraph(pieces: &[Piece]) -> String {
    let mut to = Inline::default();
    let mut line_start = true;
    for (index, piece) in pieces.iter().enumerate() {
        let before = index.checked_sub(1).map_or(' ', |index| pieces[index].last());
        let after = pieces.get(index + 1).map_or(' ', Piece::first);
        to.set(piece);
        match piece {
            piece if piece.is_break() => to.text.push_str("\\\n"),
            piece if piece.auto => to.text.push_str(&format!("<{}>", piece.text)),
            piece if piece.style.code => to.code(&piece.text),
            piece => to.escaped(&piece.text, line_start, before, after),
        }
        line_start = piece.is_break();
    }
    to.close(&Style::default());
    to.text
}

/// A paragraph being written, and what is open at its end.
#[derive(Default)]
struct Inline {
    text: String,
    open: Style,
}

impl Inline {
    /// Closes and opens what stands between the text so far and `piece`. Nesting is always bold, italic, link: what differs
    /// from there on inwards is closed and opened anew.
    fn set(&mut self, piece: &Piece) {
        let Style { bold, italic, link, .. } = &piece.style;
        let mut kept = self.open.clone();
        kept.bold &= bold;
        kept.italic &= self.open.bold == *bold && *italic;
        if self.open.bold != *bold || self.open.italic != *italic || self.open.link != *link {
            kept.link = None;
        }
        self.close(&kept);
        // Markdown has no blanks at the edges of what it sets.
        if piece.text == " " {
            return;
        }
        self.text.push_str(if *bold && !kept.bold { "**" } else { "" });
        self.text.push_str(if *italic && !kept.italic { "*" } else { "" });
        self.text.push_str(if link.is_some() && kept.link.is_none() { "[" } else { "" });
        self.open = Style { code: false, ..piece.style.clone() };
    }

    /// Closes what is open and not to be `kept`.
    fn close(&mut self, kept: &Style) {
        let blanks = self.text.len() - self.text.trim_end_matches(' ').len();
        self.text.truncate(self.text.len() - blanks);
        if let (Some(address), None) = (&self.open.link, &kept.link) {
            self.text.push_str(&format!("]({address})"));
        }
        self.text.push_str(if self.open.italic && !kept.italic { "*" } else { "" });
        self.text.push_str(if self.open.bold && !kept.bold { "**" } else { "" });
        self.text.push_str(&" ".repeat(blanks));
        self.open = kept.clone();
    }

    /// Sets text in as many backticks as nothing in it has in a row.
    fn code(&mut self, text: &str) {
        let marks = (1..).find(|length| runs(text).all(|run| run != *length)).unwrap_or(1);
        let marks = "`".repeat(marks);
        let edge = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        self.text.push_str(&format!("{marks}{edge}{text}{edge}{marks}"));
    }

    /// Escapes what Markdown would read as anything but text, and no more, so that the source stays
    /// readable.
    fn escaped(&mut self, text: &str, line_start: bool, before: char, after: char) {
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
            self.text.push_str(if escaped { "\\" } else { "" });
            self.text.push(c);
            previous = c;
        }
    }
}
