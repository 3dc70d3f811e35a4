//! Changes on a terminal.

use super::visible::{difference, line, short};
use crate::diff::{Change, Changes, Kind, Verdict};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many changes of a kind are named, of those that do not decide.
const NAMED: usize = 3;

/// The changes in short: the verdict, each change that breaks programs, and of the others how many there are of each kind.
pub fn summary(services: &[Changes]) -> String {
    services.iter().map(service).collect::<Vec<_>>().join("\n\n")
}

fn service(changes: &Changes) -> String {
    let Changes { service, old, new, changes: all } = changes;
    let verdict = changes.verdict();
    let mut text = format!("{}: {} -> {}: {verdict}", line(service), line(old), line(new));
    let mut by_kind = BTreeMap::<(std::cmp::Reverse<Verdict>, Kind), Vec<&Change>>::new();
    for change in all {
        by_kind
            .entry((std::cmp::Reverse(change.kind.verdict()), change.kind))
            .or_default()
            .push(change);
    }
    for ((std::cmp::Reverse(verdict), kind), changes) in by_kind {
        // A String takes all that is written to it.
        let _ = write!(text, "\n\n{verdict} {kind}: {}", kind.title());
        for (head, effect) in
            [("rust", kind.rust()), ("wire", kind.wire()), ("behaviour", kind.behaviour())]
        {
            if !effect.is_empty() {
                let _ = write!(text, "\n  {head}: {effect}");
            }
        }
        let named = if verdict == Verdict::Major { changes.len() } else { NAMED };
        for change in changes.iter().take(named) {
            let _ = write!(text, "\n    {}", told(change));
        }
        if changes.len() > named {
            let _ = write!(text, "\n    and {} more", changes.len() - named);
        }
    }
    if all.is_empty() {
        text.push_str("\n\nnothing changes");
    }
    text
}

fn told(change: &Change) -> String {
    let path = line(&change.path);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = difference(before, after);
            format!("{path}: {} -> {}", short(&line(&before)), short(&line(&after)))
        }
        (Some(before), None) => format!("{path}: was {}", short(&line(before))),
        (None, Some(after)) => format!("{path}: {}", short(&line(after))),
        (None, None) => path,
    }
}
