//! Text of models, made fit to be shown.

use std::collections::HashSet;

/// More of a text than this is not shown in a line.
const LONGEST: usize = 160;

/// What is left on both sides of a difference in a long text.
const AROUND: usize = 40;

/// A text in one line, in which nothing acts that is not seen: control characters, marks that turn the direction of text,
/// and the like are written as escapes.
pub fn line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, c| {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if acts_unseen(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
        shown
    })
}

/// As [`line()`], with its line breaks.
pub fn text(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Controls, and the characters of Unicode's category Cf that turn text around, join or hide it, and the tags.
fn acts_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The beginning of a text.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What differs between two texts: of several lines those that only one of them has, and of long ones that with a little
/// around it.
pub fn difference(before: &str, after: &str) -> (String, String) {
    let (old, new): (Vec<_>, Vec<_>) = (before.split('\n').collect(), after.split('\n').collect());
    if old.len() == 1 && new.len() == 1 {
        return within_line(before, after);
    }
    let lines = |own: &[&str], other: &[&str]| {
        let other: HashSet<_> = other.iter().collect();
        own.iter().filter(|line| !other.contains(line)).copied().collect::<Vec<_>>().join("\n")
    };
    match (lines(&old, &new), lines(&new, &old)) {
        // The lines are in another order, or come another number of times.
        (old, new) if old.is_empty() && new.is_empty() => within_line(before, after),
        (old, new) => within_line(&old, &new),
    }
}

fn within_line(before: &str, after: &str) -> (String, String) {
    if before.chars().nth(LONGEST).is_none() && after.chars().nth(LONGEST).is_none() {
        return (before.to_owned(), after.to_owned());
    }
    let (before, after): (Vec<_>, Vec<_>) = (before.chars().collect(), after.chars().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = (before[same..].iter().rev()).zip(after[same..].iter().rev());
    let same_end = rest.take_while(|(a, b)| a == b).count();
    let (start, end) = (same.saturating_sub(AROUND), same_end.saturating_sub(AROUND));
    let cut = |text: &[char]| {
        let middle: String = text[start..text.len() - end].iter().collect();
        let (head, tail) = (if start > 0 { "…" } else { "" }, if end > 0 { "…" } else { "" });
        format!("{head}{middle}{tail}")
    };
    (cut(&before), cut(&after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_shown() {
        assert_eq!(line("a\nb\tc"), "a b c");
        assert_eq!(
            line("a\u{202e}b\u{200b}\u{0}é\u{feff}"),
            "a\\u{202e}b\\u{200b}\\u{0}é\\u{feff}"
        );
        assert_eq!(text("a\nb\u{7}"), "a\nb\\u{7}");
    }

    #[test]
    fn of_long_texts_the_difference_is_shown() {
        let long = |middle: &str| format!("{}{middle}{}", "é".repeat(200), "z".repeat(200));
        let (before, after) = difference(&long("old"), &long("new"));
        assert_eq!(before, format!("…{}old{}…", "é".repeat(40), "z".repeat(40)));
        assert_eq!(after, format!("…{}new{}…", "é".repeat(40), "z".repeat(40)));
        assert_eq!(difference("a", "b"), ("a".to_owned(), "b".to_owned()));
        let (before, after) = difference(&long(""), &long("éé"));
        assert!(before.starts_with("…é") && after.len() == before.len() + 4, "{before} {after}");
        let lines = difference("a\nb\nc", "a\nd\nc\ne");
        assert_eq!(lines, ("b".to_owned(), "d\ne".to_owned()));
        assert_eq!(difference("a\nb", "b\na"), ("a\nb".to_owned(), "b\na".to_owned()));
        assert_eq!(short(&"x".repeat(161)).chars().count(), 161);
    }
}
