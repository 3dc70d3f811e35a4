//! JSON as Python's `json.dumps` writes it, which is what boto3's resume tokens hold.

use aws_smithy_types::{Document, Number};
use std::fmt::Write;

/// JSON as Python's `json.dumps` writes it.
pub(super) fn write_json(out: &mut String, document: &Document) {
    let list = |out: &mut String, index: usize| out.push_str(if index == 0 { "" } else { ", " });
    match document {
        Document::Null => out.push_str("null"),
        Document::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Document::Number(Number::PosInt(number)) => drop(write!(out, "{number}")),
        Document::Number(Number::NegInt(number)) => drop(write!(out, "{number}")),
        Document::Number(Number::Float(number)) => drop(write!(out, "{number:?}")),
        Document::String(text) => write_string(out, text),
        Document::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                list(out, index);
                write_json(out, item);
            }
            out.push(']');
        }
        Document::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                list(out, index);
                write_string(out, key);
                out.push_str(": ");
                write_json(out, value);
            }
            out.push('}');
        }
    }
}

pub(super) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}
