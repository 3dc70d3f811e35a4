//! The text of a paragraph, in pieces that are each set in one way.

use std::rc::Rc;

/// How a piece of text is set.
#[derive(Clone, Default, PartialEq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    pub link: Option<Rc<str>>,
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

/// Text that is set in one way.
#[derive(Clone)]
pub struct Piece {
    pub text: String,
    pub style: Style,
    /// An address to be set in angle brackets.
    pub auto: bool,
}

impl Piece {
    pub fn new(text: impl Into<String>, style: Style) -> Piece {
        Piece { text: text.into(), style, auto: false }
    }

    pub fn is_break(&self) -> bool {
        self.text == "\n"
    }

    /// The first character as Markdown will see it.
    pub fn first(&self) -> char {
        self.mark('[').or_else(|| self.text.chars().next()).unwrap_or(' ')
    }

    /// The last character as Markdown will see it.
    pub fn last(&self) -> char {
        self.mark(')').or_else(|| self.text.chars().next_back()).unwrap_or(' ')
    }

    fn mark(&self, link: char) -> Option<char> {
        match &self.style {
            Style { link: Some(_), .. } => Some(link),
            _ if self.auto => Some('<'),
            Style { code: true, .. } => Some('`'),
            _ => None,
        }
    }
}

/// Sorts out blanks, addresses and emphasis that Markdown could not express.
pub fn tidy(pieces: Vec<Piece>) -> Vec<Piece> {
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
