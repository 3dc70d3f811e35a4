//! The first sentence, which rustdoc shows in every list of items.

use super::inline::Piece;

/// A first paragraph of several sentences that is longer than this, in characters, is split after
/// the first one: rustdoc shows the first paragraph in every list of items.
const MAX_SUMMARY: usize = 120;

/// Splits a first paragraph after its first line, and a long one after its first sentence.
pub fn split(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let Some(end) = pieces.iter().position(Piece::is_break) else { return sentence(pieces) };
    let rest = pieces.split_off(end);
    let mut parts = sentence(pieces);
    parts.push(rest.into_iter().skip(1).collect());
    parts
}

fn sentence(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
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
            let mut tail = vec![Piece::new(&piece.text[end..], piece.style.clone())];
            tail.extend(pieces[index + 1..].iter().cloned());
            let start =
                tail.iter().position(|piece| !piece.text.trim().is_empty()).unwrap_or(tail.len());
            tail.drain(..start);
            if let Some(first) = tail.first_mut() {
                first.text.drain(..first.text.len() - first.text.trim_start().len());
            }
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
