//! Changes for a changelog.

use super::visible::{difference, line, short};
use crate::diff::{Change, Changes, Kind, Verdict};
use std::collections::BTreeMap;

/// How many paths of a kind are named that breaks no program.
const NAMED: usize = 12;

/// The sections of an entry, by the verdict of what stands in them.
const SECTIONS: [(Verdict, &str); 3] =
    [(Verdict::Major, "Breaking"), (Verdict::Minor, "New"), (Verdict::Patch, "Changed")];

/// Entries of a changelog for several services, with a heading of the second level each.
pub fn changelog(services: &[Changes]) -> String {
    let entry = |changes: &Changes| {
        let Changes { service, old, new, .. } = changes;
        let head =
            format!("{}: {} to {} ({})", plain(service), code(old), code(new), changes.verdict());
        let entry = entry(changes);
        let entry = if entry.is_empty() { "Nothing changes.\n".to_owned() } else { entry };
        format!("## {head}\n\n{entry}")
    };
    services.iter().map(entry).collect::<Vec<_>>().join("\n")
}

/// An entry, without a heading for the whole.
pub fn entry(changes: &Changes) -> String {
    let sections = SECTIONS.iter().filter_map(|(verdict, title)| {
        let mut by_kind = BTreeMap::<Kind, Vec<&Change>>::new();
        for change in changes.changes.iter().filter(|change| change.kind.verdict() == *verdict) {
            by_kind.entry(change.kind).or_default().push(change);
        }
        let kinds: Vec<_> =
            by_kind.iter().map(|(kind, changes)| self::kind(*kind, changes)).collect();
        (!kinds.is_empty()).then(|| format!("### {title}\n\n{}", kinds.join("")))
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// A kind of change: what it means, and where it is.
fn kind(kind: Kind, changes: &[&Change]) -> String {
    let effects = [kind.rust(), kind.wire(), kind.behaviour()];
    let effects = effects.iter().filter(|effect| !effect.is_empty());
    let effects: String = effects.map(|effect| format!(" {effect}")).collect();
    let head = format!("- **{}**{effects}\n", kind.title());
    let named = match kind.verdict() {
        Verdict::Major => changes.len(),
        _ if kind == Kind::DocumentationChanged => 0,
        _ => NAMED,
    };
    let shown = changes.iter().take(named).map(|change| format!("  - {}\n", told(change)));
    let more = changes.len().saturating_sub(named);
    let more = match (more, named) {
        (0, _) => None,
        (1, 0) => Some(format!("  - {}\n", code(&changes[0].path))),
        (more, 0) => Some(format!("  - {more} places\n")),
        (more, _) => Some(format!("  - and {more} more\n")),
    };
    std::iter::once(head).chain(shown).chain(more).collect()
}

fn told(change: &Change) -> String {
    let path = code(&change.path);
    let value = |text: &str| code(&short(&line(text)));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = difference(before, after);
            format!("{path}: {} became {}", value(&before), value(&after))
        }
        (Some(before), None) => format!("{path}: it was {}", value(before)),
        (None, Some(after)) => format!("{path}: {}", value(after)),
        (None, None) => path,
    }
}

/// A text as code, whatever stands in it ("Code spans" of the CommonMark specification).
fn code(text: &str) -> String {
    let text = line(text);
    if text.trim().is_empty() {
        return format!("{text:?}");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

/// A text as text, whatever stands in it ("Backslash escapes" of the CommonMark specification).
fn plain(text: &str) -> String {
    line(text).chars().fold(String::new(), |mut escaped, c| {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
        escaped
    })
}
