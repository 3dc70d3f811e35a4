//! Texts that match a regular expression.

use fastrand::Rng;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// How many texts are tried until one is of a length that is allowed.
const TRIES: u32 = 64;

/// How often something is repeated that may be repeated without end, beyond what it has to be.
type Often = (u32, u32);

/// The chances change from one to the next: most texts are to be short, and some have to be long, in one part or in several.
fn often(tried: u32, least: u32) -> Often {
    let part = least / (1 + tried / 4 % 4);
    match tried % 4 {
        0 => (0, 6),
        1 => (0, 0),
        2 => (part, part),
        _ => (part, part.saturating_add(24)),
    }
}

/// A text that matches `pattern` and is so many characters long, if one is found. Models are written for other engines, too:
/// what the syntax of Rust's does not have, such as looking ahead, gives none.
pub fn text(pattern: &str, (least, most): (i64, i64), random: &mut Rng) -> Option<String> {
    let pattern = regex_syntax::parse(pattern).ok()?;
    let fits = |text: &String| {
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        (least..=most).contains(&length)
    };
    let least = u32::try_from(least).unwrap_or_default().min(4096);
    let most = usize::try_from(most).unwrap_or_default();
    (0..TRIES).find_map(|tried| {
        let mut text = Growing { text: String::new(), letters: most };
        write(&pattern, often(tried, least), random, &mut text)?;
        Some(text.text).filter(fits)
    })
}

/// The text, if it matches and is so many characters long.
pub fn matches(pattern: &str, text: &str, (least, most): (i64, i64)) -> Option<String> {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let whole = regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()?;
    ((least..=most).contains(&length) && whole.is_match(text)).then(|| text.to_owned())
}

/// A text, and how many letters it may still have.
struct Growing {
    text: String,
    letters: usize,
}

impl Growing {
    fn push(&mut self, more: &str) -> Option<()> {
        self.letters = self.letters.checked_sub(more.chars().count())?;
        self.text.push_str(more);
        Some(())
    }
}

/// Adds something that matches; none, if nothing does, or it is too long.
fn write(pattern: &Hir, often: Often, random: &mut Rng, text: &mut Growing) -> Option<()> {
    match pattern.kind() {
        // Where a text begins and ends is known: it is made up as a whole.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push(std::str::from_utf8(&literal.0).ok()?)?,
        HirKind::Class(class) => text.push(letter(class, random)?.encode_utf8(&mut [0; 4]))?,
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(u32::MAX);
            let times = |more: u32| repeated.min.saturating_add(more).min(most);
            for _ in 0..random.u32(times(often.0)..=times(often.1)) {
                write(&repeated.sub, often, random, text)?;
            }
        }
        HirKind::Capture(group) => write(&group.sub, often, random, text)?,
        HirKind::Concat(parts) => {
            parts.iter().try_for_each(|part| write(part, often, random, text))?;
        }
        HirKind::Alternation(choices) => {
            write(random.choice(choices)?, often, random, text)?;
        }
    }
    Some(())
}

/// A character of a class: a letter or a digit if there is one, or else one that can be printed.
fn letter(class: &Class, random: &mut Rng) -> Option<char> {
    let class = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => class.to_unicode_class()?,
    };
    let among = |ranges: &[(char, char)]| {
        let ranges = ranges.iter().map(|(from, to)| ClassUnicodeRange::new(*from, *to));
        let mut common = class.clone();
        common.intersect(&ClassUnicode::new(ranges));
        (!common.ranges().is_empty()).then_some(common)
    };
    let plain = among(&[('a', 'z'), ('0', '9')]).or_else(|| among(&[('A', 'Z')]));
    let class = plain.or_else(|| among(&[(' ', '~')])).unwrap_or(class);
    let range = random.choice(class.ranges())?;
    Some(random.char(range.start()..=range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_and_are_of_an_allowed_length() {
        let cases = [
            ("^[a-z]{3}-[0-9a-f]{8}$", 1, 20),
            ("arn:(aws|aws-cn):iam::\\d{12}:role/[\\w+=,.@-]+", 20, 60),
            ("^(?:GET|PUT|)$", 0, 3),
            ("[^\\s]*", 40, 50),
            ("\\S+", 1, 5),
            (".*", 100, 200),
            ("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$", 1, 128),
            ("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\t]*", 1, 256),
        ];
        for (pattern, least, most) in cases {
            let matches = regex_lite_or_none(pattern);
            for seed in 0..50 {
                let made = text(pattern, (least, most), &mut Rng::with_seed(seed));
                let made = made.unwrap_or_else(|| panic!("{pattern}: no text"));
                let length = made.chars().count() as i64;
                assert!((least..=most).contains(&length), "{pattern}: {made:?}");
                if let Some(matches) = &matches {
                    assert!(matches.is_match(&made), "{pattern}: {made:?}");
                }
            }
        }
    }

    /// What checks a text, for patterns that this engine knows.
    fn regex_lite_or_none(pattern: &str) -> Option<regex_lite::Regex> {
        regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()
    }

    #[test]
    fn what_cannot_be_read_or_matched_gives_no_text() {
        let random = &mut Rng::with_seed(1);
        assert_eq!(text("^(?!aws)[a-z]+$", (1, 9), random), None);
        assert_eq!(text("[a-z]{3}", (4, 9), random), None);
        assert_eq!(text("(?:[a-z]{1000}){1000}", (1, 100), random), None);
    }
}
