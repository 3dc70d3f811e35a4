//! Escapes in texts (RFC 8259, section 7).

/// Adds `text` to `out`, in quotes.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    // All bytes are looked at, so that many are at once.
    let is_plain = !text.bytes().fold(false, |found, byte| found | is_escaped(byte));
    match is_plain {
        true => out.push_str(text),
        false => text.chars().for_each(|letter| escape(letter, out)),
    }
    out.push('"');
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn escape(letter: char, out: &mut String) {
    match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
        _ => out.push(letter),
    }
}

/// The text without its escapes, if all of them are some.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('\\');
    plain.push_str(parts.next()?);
    while let Some(part) = parts.next() {
        let Some(kind) = part.chars().next() else {
            // Two backslashes: what follows the second is no escape.
            plain.push('\\');
            plain.push_str(parts.next()?);
            continue;
        };
        let (letter, rest) = match kind {
            'u' => unicode(part, &mut parts)?,
            'b' => ('\u{8}', &part[1..]),
            'f' => ('\u{c}', &part[1..]),
            'n' => ('\n', &part[1..]),
            'r' => ('\r', &part[1..]),
            't' => ('\t', &part[1..]),
            '"' | '/' => (kind, &part[1..]),
            _ => return None,
        };
        plain.push(letter);
        plain.push_str(rest);
    }
    Some(plain)
}

/// A letter and what follows it. Those beyond the first 65,536 are written as two escapes in UTF-16.
fn unicode<'a>(
    part: &'a str,
    parts: &mut impl Iterator<Item = &'a str>,
) -> Option<(char, &'a str)> {
    let (high, rest) = unit(part)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((char::from_u32(high.into())?, rest));
    }
    let (low, rest) = if rest.is_empty() { unit(parts.next()?)? } else { return None };
    let letter = char::decode_utf16([high, low]).next()?.ok()?;
    Some((letter, rest))
}

fn unit(part: &str) -> Option<(u16, &str)> {
    let (digits, rest) = part.strip_prefix('u')?.split_at_checked(4)?;
    let are_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    are_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten().map(|unit| (unit, rest))
}

#[cfg(test)]
mod tests {
    use super::{quote, unescape};

    #[test]
    fn every_letter_that_is_quoted_is_read_again() {
        let letters: String = (0..0x300).filter_map(char::from_u32).chain(['😀']).collect();
        let mut out = String::new();
        quote(&letters, &mut out);
        assert!(out.starts_with(r#""\u0000\u0001"#) && out.ends_with("😀\""));
        assert!(!out.contains(|letter| letter < ' '));
        assert_eq!(unescape(&out[1..out.len() - 1]), Some(letters));
    }

    #[test]
    fn escapes_become_letters() {
        for (text, plain) in [
            ("", ""),
            (r#"a\"b\\c\/d"#, "a\"b\\c/d"),
            (r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t"),
            (r"\\\\n\\", r"\\n\"),
            (r"\u00e9\u00E9x\u0000", "ééx\0"),
            (r"\ud83d\ude00!", "😀!"),
            (r"é\\é", r"é\é"),
        ] {
            assert_eq!(unescape(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn what_is_no_escape_is_refused() {
        for text in [
            r"\",
            r"a\\\",
            r"\x",
            r"\é",
            r"\u",
            r"\u12",
            r"\u12é",
            r"\u+123",
            r"\ud83d",
            r"\ude00",
            r"\ud83dx\ude00",
            r"\ud83d\n",
            r"\ud83d\\ude00",
            r"\ud83d\ud83d",
            r"\ud83d\u0041",
        ] {
            assert_eq!(unescape(text), None, "{text}");
        }
    }
}
