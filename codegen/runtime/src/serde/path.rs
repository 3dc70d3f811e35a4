//! Values in a structure that a path leads to ("Rules engine parameters" of the Smithy specification).

use crate::serde::{Serializable, Structure, Visitor};
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

/// A step through an input.
#[derive(Debug)]
pub enum PathStep {
    /// To a structure's member of this name.
    Member(&'static str),
    /// To each item of a list.
    Each,
    /// To the keys of a map.
    Keys,
    /// To the ends of all these paths, in their order.
    Any(&'static [&'static [PathStep]]),
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterValue {
    /// A boolean.
    Flag(bool),
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
}

/// A type of parameters.
pub trait Parameter: Sized {
    /// The value as one of any type.
    fn into_value(self) -> ParameterValue;
    /// The value, if it is of this type.
    fn from_value(given: ParameterValue) -> Option<Self>;
}

macro_rules! parameters {
    ($($type:ty: $kind:ident),*) => {$(
        impl Parameter for $type {
            fn into_value(self) -> ParameterValue {
                ParameterValue::$kind(self)
            }
            fn from_value(given: ParameterValue) -> Option<Self> {
                match given {
                    ParameterValue::$kind(value) => Some(value),
                    _ => None,
                }
            }
        }
    )*};
}

parameters!(bool: Flag, String: Text, Vec<String>: Texts);

/// The text of the member of this name, if it is set.
pub(crate) fn text(input: &dyn Structure, name: &'static str) -> Option<String> {
    PathReader::from(input, Expected::Member(name), &[]).and_then(String::from_value)
}

/// The texts in the list of this name, if it is set.
pub(crate) fn texts(input: &dyn Structure, name: &'static str) -> Option<Vec<String>> {
    PathReader::from(input, Expected::Member(name), &[]).and_then(Vec::from_value)
}

/// What stands at the end of a path.
pub(crate) fn at_path(input: &dyn Structure, path: &'static [PathStep]) -> Option<ParameterValue> {
    match path.split_first()? {
        (PathStep::Member(name), rest) => PathReader::from(input, Expected::Member(name), rest),
        _ => PathReader::from(input, Expected::Value, path),
    }
}

/// Walks through what a structure writes, which is the one way to see values of any type. It walks
/// where the path leads and nowhere else.
struct PathReader<'a> {
    expected: Expected,
    steps: &'static [PathStep],
    found: &'a mut Option<ParameterValue>,
}

/// What a [`PathReader`] is shown next.
#[derive(Clone, Copy)]
enum Expected {
    /// The value itself, or item after item.
    Value,
    /// The members of a structure, of which one is wanted.
    Member(&'static str),
    /// The keys and values of a map, in turn.
    Key,
    /// The value after a key.
    Entry,
}

impl PathReader<'_> {
    fn from(
        input: &dyn Structure,
        expected: Expected,
        steps: &'static [PathStep],
    ) -> Option<ParameterValue> {
        let mut found = None;
        let mut reader = PathReader { expected, steps, found: &mut found };
        let schema = input.table().shape().schema();
        let written = match expected {
            Expected::Member(name) => {
                let index = schema.members().iter().position(|m| m.member_name() == Some(name))?;
                let mut written = Ok(());
                input.fields(Visitor(&mut |fields| {
                    written = fields[index].write(schema.members()[index], &mut reader)
                }));
                written
            }
            _ => reader.write_struct(schema, &Serializable(input)),
        };
        written.ok()?;
        found
    }

    /// The steps that are left for the value that is shown now; none if the path does not lead there.
    fn enter(&mut self, schema: &Schema<'_>) -> Option<&'static [PathStep]> {
        match self.expected {
            Expected::Value => Some(self.steps),
            Expected::Member(name) => (schema.member_name() == Some(name)).then_some(self.steps),
            Expected::Key => {
                self.expected = Expected::Entry;
                Some(&[])
            }
            Expected::Entry => {
                self.expected = Expected::Key;
                None
            }
        }
    }

    fn on(&mut self, expected: Expected, steps: &'static [PathStep]) -> PathReader<'_> {
        PathReader { expected, steps, found: self.found }
    }

    /// A list is a list also where nothing is in it.
    fn list(&mut self) {
        self.found.get_or_insert(ParameterValue::Texts(Vec::new()));
    }

    fn text(&mut self, text: &str) {
        match &mut self.found {
            Some(ParameterValue::Texts(texts)) => texts.push(text.to_owned()),
            found => **found = Some(ParameterValue::Text(text.to_owned())),
        }
    }
}

macro_rules! pass_by {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, _: $type) -> Result<(), SerdeError> {
            self.enter(schema);
            Ok(())
        }
    )*};
}

impl ShapeSerializer for PathReader<'_> {
    fn write_struct(
        &mut self,
        schema: &Schema<'_>,
        value: &dyn SerializableStruct,
    ) -> Result<(), SerdeError> {
        match self.enter(schema).and_then(<[_]>::split_first) {
            Some((PathStep::Member(name), rest)) => {
                value.serialize_members(&mut self.on(Expected::Member(name), rest))
            }
            Some((PathStep::Any(paths), _)) => {
                self.list();
                paths
                    .iter()
                    .try_for_each(|path| self.on(Expected::Value, path).write_struct(schema, value))
            }
            _ => Ok(()),
        }
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        write_elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let rest = match self.enter(schema) {
            Some([PathStep::Each, rest @ ..]) => rest,
            Some([]) => &[],
            _ => return Ok(()),
        };
        self.list();
        write_elements(&mut self.on(Expected::Value, rest))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        write_entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let Some([PathStep::Keys]) = self.enter(schema) else { return Ok(()) };
        self.list();
        write_entries(&mut self.on(Expected::Key, &[]))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result<(), SerdeError> {
        if let Some([]) = self.enter(schema) {
            self.text(value);
        }
        Ok(())
    }

    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result<(), SerdeError> {
        if let Some([]) = self.enter(schema) {
            self.found.get_or_insert(ParameterValue::Flag(value));
        }
        Ok(())
    }

    pass_by! {
        write_byte: i8, write_short: i16, write_integer: i32, write_long: i64, write_float: f32,
        write_double: f64, write_big_integer: &BigInteger, write_big_decimal: &BigDecimal,
        write_blob: Blob, write_timestamp: &DateTime, write_document: &Document,
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result<(), SerdeError> {
        self.enter(schema);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::PathStep::{Any, Each, Keys, Member};
    use super::*;
    use std::collections::HashMap;

    struct Request {
        table: Option<String>,
        fast: Option<bool>,
        size: Option<i64>,
        names: Option<Vec<String>>,
        items: Option<HashMap<String, Request>>,
        writes: Option<Vec<Request>>,
        next: Option<Box<Request>>,
        _request_id: Option<String>,
    }

    struct RequestBuilder {
        inner: Request,
    }

    crate::structure!(Request, builder: RequestBuilder, beside: _request_id, fields: [
            (table, set_table, get_table, String),
            (fast, set_fast, get_fast, bool),
            (size, set_size, get_size, i64),
            (names, set_names, get_names, Vec<String>),
            (items, set_items, get_items, HashMap<String, Request>),
            (writes, set_writes, get_writes, Vec<Request>),
            (next, set_next, get_next, Box<Request>)
        ],
        table: "
            example#Request
            Table string
            Fast boolean
            Size long
            Names list
            Items map
            - key string
            - value structure
            Writes list
            - member structure
            Next structure
        "
    );
    crate::build!(RequestBuilder, Request);

    fn named(table: &str) -> Request {
        Request::builder().set_table(Some(table.into())).build()
    }

    fn texts(texts: &[&str]) -> Option<ParameterValue> {
        Some(ParameterValue::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    fn request() -> Request {
        let nested = Request { next: Some(named("c").into()), ..named("b") };
        Request {
            fast: Some(true),
            size: Some(1),
            names: Some(vec!["x".into(), "y".into()]),
            items: Some(HashMap::from([("k".into(), named("v"))])),
            writes: Some(vec![named("a"), Request::default(), nested]),
            next: Some(Box::new(named("n"))),
            ..named("t")
        }
    }

    #[test]
    fn paths_lead_to_values() {
        let request = request();
        let at = |path: &'static [PathStep]| at_path(&request, path);
        assert_eq!(at(&[Member("Table")]), Some(ParameterValue::Text("t".into())));
        assert_eq!(at(&[Member("Fast")]), Some(ParameterValue::Flag(true)));
        assert_eq!(at(&[Member("Names")]), texts(&["x", "y"]));
        assert_eq!(at(&[Member("Next"), Member("Table")]), Some(ParameterValue::Text("n".into())));
        assert_eq!(at(&[Member("Items"), Keys]), texts(&["k"]));
        assert_eq!(at(&[Member("Writes"), Each, Member("Table")]), texts(&["a", "b"]));
        let any: &[PathStep] = &[
            Member("Writes"),
            Each,
            Any(&[&[Member("Next"), Member("Table")], &[Member("Table")]]),
        ];
        assert_eq!(at_path(&request, any), texts(&["a", "c", "b"]));
    }

    #[test]
    fn paths_that_lead_nowhere_give_nothing() {
        let request = request();
        let nowhere: [&'static [PathStep]; 7] = [
            &[],
            &[Member("Size")],
            &[Member("Other")],
            &[Member("Table"), Member("Table")],
            &[Member("Table"), Each],
            &[Member("Next"), Member("Next"), Member("Table")],
            &[Each],
        ];
        for path in nowhere {
            assert_eq!(at_path(&request, path), None, "{path:?}");
        }
        let empty = Request { writes: Some(vec![]), ..Request::default() };
        assert_eq!(at_path(&empty, &[Member("Writes"), Each, Member("Table")]), texts(&[]));
        assert_eq!(at_path(&Request::default(), &[Member("Items"), Keys]), None);
    }
}
