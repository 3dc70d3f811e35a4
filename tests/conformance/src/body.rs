//! Bodies by what they mean. Each format becomes JSON in a form of which there is one for everything
//! that means the same, so that one comparison serves all, and differences can be read.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ciborium::Value as Cbor;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the text of a body is.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Nothing that can be written in two ways.
    #[default]
    Text,
    /// JSON (RFC 8259).
    Json,
    /// XML.
    Xml,
    /// Names and values, as AWS's query protocols write them.
    Form,
    /// CBOR (RFC 8949); cases hold it in base64.
    Cbor,
}

/// How a body is to be read, and what has no order in it, which the model tells.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// What the text is.
    pub format: Format,
    /// The names of XML elements that are entries of a map.
    pub entries: BTreeSet<String>,
    /// The names of a map's key and value.
    pub keys: BTreeSet<(String, String)>,
}

impl Reading {
    /// The bytes that stand in a case as `text`.
    ///
    /// # Errors
    ///
    /// When it is not base64, where it should be.
    pub fn bytes(&self, text: &str) -> Result<Vec<u8>, String> {
        match self.format {
            Format::Cbor => {
                BASE64_STANDARD.decode(text).map_err(|error| format!("{text}: {error}"))
            }
            _ => Ok(text.as_bytes().to_vec()),
        }
    }

    /// What a body means.
    ///
    /// # Errors
    ///
    /// When it is not of the format.
    pub fn read(&self, body: &[u8]) -> Result<Value, String> {
        if body.is_empty() {
            return Ok(Value::Null);
        }
        let text = || std::str::from_utf8(body).map_err(|_| format!("not UTF-8: {body:02x?}"));
        let wrong = |error: &dyn ToString| {
            format!("{}: {}", error.to_string(), String::from_utf8_lossy(body))
        };
        Ok(match self.format {
            Format::Text => match std::str::from_utf8(body) {
                Ok(text) => json!({ "text": text }),
                Err(_) => json!({ "bytes": BASE64_STANDARD.encode(body) }),
            },
            Format::Json => {
                json!({ "json": serde_json::from_slice::<Value>(body).map_err(|e| wrong(&e))? })
            }
            Format::Xml => {
                let document = roxmltree::Document::parse(text()?).map_err(|e| wrong(&e))?;
                self.element(document.root_element())
            }
            Format::Form => self.form(text()?)?.json(),
            Format::Cbor => {
                let mut rest = body;
                let value = ciborium::from_reader(&mut rest).map_err(|e| wrong(&e))?;
                if !rest.is_empty() {
                    return Err(format!("{} bytes follow the CBOR item: {body:02x?}", rest.len()));
                }
                cbor(&value)
            }
        })
    }

    /// An element: its children grouped by name, as only those of one name have an order, and not even
    /// they if they are entries of a map.
    fn element(&self, element: roxmltree::Node<'_, '_>) -> Value {
        let namespaces: BTreeMap<_, _> = element
            .namespaces()
            .map(|space| (space.name().unwrap_or_default(), space.uri()))
            .filter(|(prefix, _)| *prefix != "xml")
            .collect();
        let attributes: BTreeMap<_, _> =
            element.attributes().map(|a| (expanded(a.namespace(), a.name()), a.value())).collect();
        let elements = || element.children().filter(roxmltree::Node::is_element);
        let mut children: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for child in elements() {
            let name = child.tag_name();
            let name = expanded(name.namespace(), name.name());
            children.entry(name).or_default().push(self.element(child));
        }
        for (name, group) in &mut children {
            if self.entries.contains(name.rsplit('}').next().unwrap_or(name)) {
                group.sort_by_cached_key(Value::to_string);
            }
        }
        let text: String = element
            .children()
            .filter_map(|child| match child.is_text() {
                true => child.text(),
                false => None,
            })
            .collect();
        // White space between elements means nothing.
        let text = if elements().next().is_some() { text.trim().to_owned() } else { text };
        let mut said = Map::new();
        let name = element.tag_name();
        said.insert("element".to_owned(), expanded(name.namespace(), name.name()).into());
        for (what, there) in [
            ("namespaces", json!(namespaces)),
            ("attributes", json!(attributes)),
            ("children", json!(children)),
            ("text", json!(text)),
        ] {
            if there != json!({}) && there != json!("") {
                said.insert(what.to_owned(), there);
            }
        }
        said.into()
    }

    fn form(&self, text: &str) -> Result<Field, String> {
        let mut root = Field::default();
        for pair in text.split('&') {
            let (name, value) = pair.split_once('=').ok_or(format!("`{pair}` has no `=`"))?;
            let at = unescaped(name)?;
            let field = at
                .split('.')
                .fold(&mut root, |field, part| field.parts.entry(part.to_owned()).or_default());
            field.values.push(unescaped(value)?);
        }
        self.sort_entries(&mut root);
        Ok(root)
    }

    /// Numbers the entries of maps by their keys: a map has no order.
    fn sort_entries(&self, field: &mut Field) {
        field.parts.values_mut().for_each(|part| self.sort_entries(part));
        let numbered = (1..=field.parts.len()).all(|n| field.parts.contains_key(&n.to_string()));
        let key = self.keys.iter().find(|(key, value)| {
            field.parts.values().all(|part| {
                part.parts.contains_key(key)
                    && part.parts.keys().all(|name| name == key || name == value)
            })
        });
        let Some((key, _)) = key.filter(|_| numbered && !field.parts.is_empty()) else { return };
        let mut entries: Vec<_> = std::mem::take(&mut field.parts).into_values().collect();
        entries.sort_by_cached_key(|entry| entry.parts[key].values.clone());
        let numbers = 1..;
        field.parts = numbers.map(|n: usize| n.to_string()).zip(entries).collect();
    }
}

/// A name of a form: what stands at it, and the names that go on after it and a dot.
#[derive(Debug, Default)]
struct Field {
    values: Vec<String>,
    parts: BTreeMap<String, Field>,
}

impl Field {
    fn json(&self) -> Value {
        let parts = self.parts.iter().map(|(name, part)| (name.clone(), part.json()));
        let values = self.values.iter().map(|value| ("=".to_owned(), json!(value)));
        match (self.values.as_slice(), self.parts.is_empty()) {
            ([value], true) => json!(value),
            ([_] | [], _) => values.chain(parts).collect(),
            (several, _) => parts.chain([("=".to_owned(), json!(several))]).collect(),
        }
    }
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next(), rest.next()];
                let digit = |digit: Option<u8>| char::from(digit?).to_digit(16);
                match digits.map(digit) {
                    [Some(high), Some(low)] => (high * 16 + low) as u8,
                    _ => return Err(format!("`{text}` has a `%` without two digits")),
                }
            }
            byte if byte.is_ascii_graphic() => byte,
            _ => return Err(format!("`{text}` has characters that must be escaped")),
        });
    }
    String::from_utf8(bytes).map_err(|_| format!("`{text}` is not UTF-8"))
}

fn expanded(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or_else(|| name.to_owned(), |space| format!("{{{space}}}{name}"))
}

/// What JSON cannot say gets an object around it that names it. A number of seconds after tag 1 is a
/// point in time, however it is written.
fn cbor(value: &Cbor) -> Value {
    match value {
        Cbor::Integer(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => json!(number),
            (_, Ok(number)) => json!(number),
            _ => json!({ "integer": i128::from(*number).to_string() }),
        },
        Cbor::Float(number) => json!({ "float": number.to_string() }),
        Cbor::Bytes(bytes) => json!({ "bytes": BASE64_STANDARD.encode(bytes) }),
        Cbor::Text(text) => json!(text),
        Cbor::Bool(flag) => json!(flag),
        Cbor::Null => Value::Null,
        Cbor::Array(items) => items.iter().map(cbor).collect(),
        Cbor::Map(entries) => {
            let mut entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| match key {
                    Cbor::Text(key) => (key.clone(), cbor(value)),
                    key => (format!("{:?}", cbor(key)), cbor(value)),
                })
                .collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            match entries.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                true => json!({ "map with repeated keys": entries }),
                false => entries.into_iter().collect(),
            }
        }
        Cbor::Tag(1, seconds) => match **seconds {
            Cbor::Integer(number) => json!({ "time": i128::from(number) as f64 }),
            Cbor::Float(number) => json!({ "time": number }),
            ref other => json!({ "time": cbor(other) }),
        },
        Cbor::Tag(tag, value) => json!({ "tag": tag, "value": cbor(value) }),
        other => json!({ "something else": format!("{other:?}") }),
    }
}

/// Whether two values mean the same: JSON has one kind of numbers, and no order in objects.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            x == y || (!(is_whole(a) && is_whole(b)) && x.as_f64() == y.as_f64())
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn is_whole(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(format: Format) -> Reading {
        let entries = ["entry".to_owned()].into();
        Reading { format, entries, keys: [("key".to_owned(), "value".to_owned())].into() }
    }

    #[track_caller]
    fn equal(format: Format, a: &str, b: &str) -> bool {
        let read = |text: &str| {
            let reading = reading(format);
            reading.read(&reading.bytes(text).unwrap()).unwrap()
        };
        same(&read(a), &read(b))
    }

    fn refused(format: Format, text: &[u8]) -> String {
        reading(format).read(text).unwrap_err()
    }

    #[test]
    fn text_is_the_same_or_not() {
        assert!(equal(Format::Text, "a b", "a b"));
        assert!(!equal(Format::Text, "{}", "{ }"));
        assert!(!equal(Format::Text, "", " "));
    }

    #[test]
    fn json_is_compared_by_value() {
        let same = |a, b| equal(Format::Json, a, b);
        assert!(same(r#"{"a": 1, "b": [1.0, "x"]}"#, r#"{"b":[1,"x"],"a":1e0}"#));
        assert!(!same(r#"{"a": 1}"#, r#"{"a": 2}"#));
        assert!(!same(r#"{"a": 1}"#, r#"{"a": "1"}"#));
        assert!(!same(r#"{"a": null}"#, "{}"));
        assert!(!same("[1, 2]", "[2, 1]"));
        assert!(!same("[1]", "[1, 1]"));
        assert!(!same("9007199254740993", "9007199254740992"));
        assert!(!same("123456789.1234568", "123456789.12345679"), "every digit counts");
        assert!(!same("{}", "null"));
        assert!(!same("", "{}"), "no body is not an empty object");
        assert!(!same("", "null"));
        assert!(refused(Format::Json, b"{").contains("EOF"));
    }

    #[test]
    fn xml_is_compared_by_elements() {
        let same = |a, b| equal(Format::Xml, a, b);
        assert!(same("<a><b>1</b>\n <c/></a>", "<?xml version=\"1.0\"?><a><c></c><b>1</b></a>"));
        assert!(same("<a x='1' y=\"2\">&lt;</a>", "<a y='2' x='1'><![CDATA[<]]></a>"));
        assert!(!same("<a/>", "<b/>"));
        assert!(!same("<a>1</a>", "<a>2</a>"));
        assert!(!same("<a> 1</a>", "<a>1</a>"));
        assert!(!same("<a><b/></a>", "<a/>"));
        assert!(!same("<a><b/></a>", "<a><b/><b/></a>"));
        assert!(!same("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"), "lists have an order");
        assert!(!same("<a><b/>text</a>", "<a><b/></a>"));
        assert!(!same("<a x='1'/>", "<a x='2'/>"));
        assert!(!same("<a x='1'/>", "<a/>"));
        assert!(refused(Format::Xml, b"<a>").contains("<a>"));
    }

    #[test]
    fn entries_of_maps_have_no_order_in_xml() {
        let map = |a: u8, b: u8| {
            let entry = |n| format!("<entry><key>{n}</key><value>{n}</value></entry>");
            format!("<m>{}{}</m>", entry(a), entry(b))
        };
        assert!(equal(Format::Xml, &map(1, 2), &map(2, 1)));
        assert!(!equal(Format::Xml, &map(1, 2), &map(2, 2)));
        assert!(!equal(
            Format::Xml,
            &map(1, 2),
            "<m><entry><key>1</key><value>1</value></entry></m>"
        ));
    }

    #[test]
    fn namespaces_are_compared() {
        let same = |a, b| equal(Format::Xml, a, b);
        assert!(!same("<a xmlns='x'/>", "<a/>"));
        assert!(!same("<a xmlns='x'/>", "<a xmlns='y'/>"));
        assert!(!same("<a xmlns:p='x'/>", "<a/>"), "also where no name uses it");
        assert!(!same("<a xmlns:p='x' p:b='1'/>", "<a xmlns:p='x' b='1'/>"));
        assert!(same("<a xmlns='x'><b>1</b></a>", "<a xmlns='x'><b>1</b></a>"));
    }

    #[test]
    fn forms_have_no_order() {
        let same = |a, b| equal(Format::Form, a, b);
        assert!(same("Action=A&B.1=x%20y&B.2=", "B.2=&B.1=x+y&Action=A"));
        assert!(!same("B.1=x&B.2=y", "B.1=y&B.2=x"), "lists have an order");
        assert!(!same("A=1", "A=2"));
        assert!(!same("A=1", "B=1"));
        assert!(!same("A=1", "A=1&B="));
        assert!(!same("A=1", "A=1&A=1"));
        assert!(!same("A=1", "A.A=1"));
        assert!(!same("A=1&A.B=2", "A.B=2"));
        assert!(refused(Format::Form, b"A").contains("no `=`"));
        assert!(refused(Format::Form, b"A=%2").contains("two digits"));
        assert!(refused(Format::Form, "A=\u{e4}".as_bytes()).contains("escaped"));
    }

    #[test]
    fn entries_of_maps_have_no_order_in_forms() {
        let same = |a, b| equal(Format::Form, a, b);
        let sorted = "M.entry.1.key=a&M.entry.1.value=1&M.entry.2.key=b&M.entry.2.value=2";
        let other = "M.entry.2.key=a&M.entry.2.value=1&M.entry.1.key=b&M.entry.1.value=2";
        let crossed = "M.entry.1.key=a&M.entry.1.value=2&M.entry.2.key=b&M.entry.2.value=1";
        let gap = "M.entry.1.key=a&M.entry.1.value=1&M.entry.3.key=b&M.entry.3.value=2";
        assert!(same(sorted, other));
        assert!(!same(sorted, crossed));
        assert!(!same(sorted, gap));
        assert!(!same("M.1.name=a&M.2.name=b", "M.1.name=b&M.2.name=a"), "these are no entries");
    }

    #[test]
    fn cbor_is_compared_by_value() {
        let same = |a: &[u8], b: &[u8]| {
            let read = |bytes| reading(Format::Cbor).read(bytes).unwrap();
            super::same(&read(a), &read(b))
        };
        assert!(same(&[0xbf, 0xff], &[0xa0]), "of known and unknown length");
        assert!(same(&[0x7f, 0x61, b'a', 0x61, b'b', 0xff], &[0x62, b'a', b'b']));
        assert!(same(&[0xa2, 0x61, b'a', 1, 0x61, b'b', 2], &[0xa2, 0x61, b'b', 2, 0x61, b'a', 1]));
        assert!(
            same(&[0xf9, 0x3c, 0x00], &[0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]),
            "1.0 in two sizes"
        );
        assert!(same(&[0xc1, 0x01], &[0xc1, 0xf9, 0x3c, 0x00]), "the same second");
        assert!(!same(&[0x01], &[0x02]));
        assert!(!same(&[0x01], &[0xf9, 0x3c, 0x00]), "1 and 1.0");
        assert!(!same(&[0x01], &[0xc1, 0x01]), "a number and a point in time");
        assert!(!same(&[0x41, b'a'], &[0x61, b'a']), "bytes and text");
        assert!(!same(&[0xf6], &[0xa0]));
        assert!(!same(&[0xa1, 0x61, b'a', 1], &[0xa2, 0x61, b'a', 1, 0x61, b'a', 1]));
        assert!(!equal(Format::Cbor, "", "v/8="), "no body and an empty structure");
        assert!(refused(Format::Cbor, &[0x01, 0x02]).contains("follow"));
        assert!(refused(Format::Cbor, &[0xa1]).contains(": "));
        assert!(reading(Format::Cbor).bytes("!").is_err());
    }
}
