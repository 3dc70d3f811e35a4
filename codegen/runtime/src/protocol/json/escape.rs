//! Escapes in texts (RFC 8259, section 7).

use super::words;

/// Adds `text` to `out`, in quotes.
pub(super) fn quote(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    match has_escapes(text.as_bytes()) {
        false => out.extend_from_slice(text.as_bytes()),
        true => text.bytes().for_each(|byte| escape(byte, out)),
    }
    out.push(b'"');
}

/// Whether some of it is written otherwise.
fn has_escapes(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.iter().any(|byte| is_escaped(*byte));
    };
    let in_word = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        words::below(word, b' ') | words::equal(word, b'"') | words::equal(word, b'\\') != 0
    };
    in_word(last) || text.as_chunks().0.iter().any(in_word)
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x8 => b'b',
        0xc => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0..0x20 => return out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        _ => return out.push(byte),
    };
    out.extend_from_slice(&[b'\\', letter]);
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
    use super::*;

    #[test]
    fn every_letter_that_is_quoted_is_read_again() {
        let letters: String = (0..0x300).filter_map(char::from_u32).chain(['😀']).collect();
        let mut out = Vec::new();
        quote(&letters, &mut out);
        let out = String::from_utf8(out).expect("it is text");
        assert!(out.starts_with(r#""\u0000\u0001"#) && out.ends_with("😀\""));
        assert!(!out.contains(|letter| letter < ' '));
        assert_eq!(unescape(&out[1..out.len() - 1]), Some(letters));
    }

    #[test]
    fn what_is_to_be_escaped_is_found_wherever_it_is() {
        for length in 0..40 {
            let mut text = vec![b'#'; length];
            assert!(!has_escapes(&text));
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    text[place] = byte;
                    assert_eq!(
                        has_escapes(&text),
                        is_escaped(byte),
                        "{byte} at {place} of {length}"
                    );
                }
                text[place] = b'#';
            }
        }
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
