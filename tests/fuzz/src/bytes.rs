//! Models whose bytes were changed.

use crate::texts::{NAME, TEXT};
use fastrand::Rng;

/// What means something to a reader of JSON.
const PARTS: [&str; 16] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\",
    "\\ud800",
    "\\u0000",
    "1e999",
    "-0",
    "null",
    "true",
    "{\"target\":",
    "//",
];

/// The most that changes make of a text.
const LONGEST: usize = 1 << 20;

/// Changes a few places of a text. A change may make anything a part of a name, so that all marks are those of names; whether
/// texts stay texts is tested by models that are made up.
pub fn changed(text: &str, random: &mut Rng) -> String {
    let mut bytes = text.replace(TEXT, NAME).into_bytes();
    for _ in 0..random.usize(1..6) {
        change(&mut bytes, random);
        bytes.truncate(LONGEST);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(bytes: &mut Vec<u8>, random: &mut Rng) {
    let at = random.usize(..=bytes.len());
    let to = (at + random.usize(..64)).min(bytes.len());
    match random.u8(..9) {
        0 => drop(bytes.drain(at..to)),
        1 => {
            let part = bytes[at..to].to_vec();
            insert(bytes, random.usize(..=bytes.len()), &part);
        }
        2 => insert(bytes, at, random.choice(PARTS).unwrap_or_default().as_bytes()),
        3 => insert(
            bytes,
            at,
            random.choice(PARTS).unwrap_or_default().repeat(random.usize(..2_000)).as_bytes(),
        ),
        4 => insert(bytes, at, NAME.as_bytes()),
        5 => bytes.truncate(at),
        6 => {
            // One word becomes another that the text has.
            let words: Vec<_> = words(bytes).collect();
            if let (Some(one), Some(other)) = (random.choice(&words), random.choice(&words)) {
                let other = bytes[other.clone()].to_vec();
                bytes.splice(one.clone(), other);
            }
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.u8(..);
            }
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    bytes.splice(at..at, part.iter().copied());
}

/// What stands between quotes.
fn words(bytes: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let quotes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'"').map(|(at, _)| at);
    let quotes: Vec<_> = quotes.collect();
    quotes
        .chunks(2)
        .filter_map(|pair| Some(pair.first()? + 1..*pair.get(1)?))
        .collect::<Vec<_>>()
        .into_iter()
}
