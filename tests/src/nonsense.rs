//! Bodies that no service answers.

use serde_json::{Map, Value, json};

/// A member that changes its type, its name, or its place; bytes that change, go or come.
pub fn mutate(random: &mut fastrand::Rng, body: &mut Vec<u8>) {
    const TOKENS: [&str; 14] = [
        "null", "{}", "[", "]", "}", "\"", "\\u", "1e999", "-", "\u{feff}", "true", ",", ":", "\0",
    ];
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..=body.len());
        match random.u8(..5) {
            0 => body.truncate(at),
            1 if at < body.len() => body[at] = random.u8(..),
            2 if at < body.len() => drop(body.remove(at)),
            3 => {
                let end = random.usize(at..=body.len());
                let part = body[at..end].to_vec();
                body.splice(at..at, part);
            }
            _ => drop(body.splice(at..at, random.choice(TOKENS).unwrap_or_default().bytes())),
        }
    }
}

/// JSON of no particular shape, sometimes under names that the service uses.
pub fn anything(random: &mut fastrand::Rng, depth: u8) -> Value {
    const NAMES: [&str; 12] = [
        "items",
        "apiId",
        "tags",
        "createdDate",
        "corsConfiguration",
        "maxAge",
        "nextToken",
        "message",
        "code",
        "__type",
        "",
        "responseParameters",
    ];
    match random.u8(..if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => random.bool().into(),
        2 => json!(random.i64(..)),
        3 => json!((random.f64() - 0.5) * 1e12),
        4 => std::iter::repeat_with(|| random.char(..)).take(3).collect::<String>().into(),
        5 => (0..random.u8(..4)).map(|_| anything(random, depth - 1)).collect(),
        _ => {
            let size = random.u8(..4);
            let mut entry = || {
                let name = *random.choice(&NAMES).expect("there are some");
                (name.to_owned(), anything(random, depth - 1))
            };
            (0..size).map(|_| entry()).collect::<Map<_, _>>().into()
        }
    }
}
