//! Changes for programs.

use crate::diff::{Change, Changes};
use serde_json::{Value, json};

/// The changes of services as JSON: an object each, with all that is known of each change.
pub fn json(services: &[Changes]) -> Value {
    services.iter().map(service).collect()
}

fn service(changes: &Changes) -> Value {
    json!({
        "service": changes.service,
        "old": changes.old,
        "new": changes.new,
        "verdict": changes.verdict(),
        "api_verdict": changes.api_verdict(),
        "changes": changes.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let Change { kind, place, path, name, before, after, operations } = change;
    json!({
        "kind": kind,
        "verdict": kind.verdict(),
        "place": place,
        "path": path,
        "name": name,
        "before": before,
        "after": after,
        "operations": operations,
        "title": kind.title(),
        "rust": kind.rust(),
        "wire": kind.wire(),
        "behaviour": kind.behaviour(),
    })
}
