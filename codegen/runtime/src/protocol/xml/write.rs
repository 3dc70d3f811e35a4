//! Writing XML.

use super::name_of;
use crate::protocol::text;
use crate::serde::time;
use aws_smithy_schema::Schema;
use aws_smithy_schema::codec::FinishSerializer;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, date_time::Format};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A document in the making.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    place: Place,
    /// Whether the members of the structure that is being written are wanted as attributes or as
    /// elements: attributes stand in the tag, so a structure's members are gone through twice.
    attributes: bool,
    namespace: Option<Namespace>,
}

/// The URI of a namespace, and its prefix.
type Namespace = (String, Option<String>);

/// Where the next value stands.
#[derive(Debug, Default)]
enum Place {
    /// At the top.
    #[default]
    Root,
    /// In a structure or in a list with an element of its own: the schema has the name.
    Member,
    /// In a list without an element of its own, whose elements have the list's name.
    Flat(String),
    /// In a map, whose entries have this name: a key, or the value that follows it.
    Entry(String, Half),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Key,
    Value,
}

impl Writer {
    /// A writer whose root element is in this namespace, unless its shape has another.
    pub fn in_namespace(namespace: Option<(String, Option<String>)>) -> Self {
        Self { namespace, ..Self::default() }
    }

    /// Writes an element for `schema`, in the place where it stands: `inside` writes its attributes
    /// when it is called with true, and its content when it is called with false.
    fn element(
        &mut self,
        schema: &Schema<'_>,
        target: Option<&Schema<'_>>,
        inside: &mut dyn FnMut(&mut Self, bool) -> Result,
    ) -> Result {
        if self.attributes {
            return Ok(());
        }
        let place = std::mem::replace(&mut self.place, Place::Member);
        // A payload is called as its shape is, unless the member says otherwise.
        let named = match place {
            Place::Root if schema.xml_name().is_none() => target.unwrap_or(schema),
            _ => schema,
        };
        let name = match &place {
            Place::Flat(name) => name.clone(),
            _ => name_of(named).to_owned(),
        };
        if let Place::Entry(entry, Half::Key) = &place {
            self.out.push_str(&format!("<{entry}>"));
        }
        self.out.push_str(&format!("<{name}"));
        self.namespaces(schema, target, matches!(place, Place::Root));
        self.attributes = true;
        inside(self, true)?;
        self.attributes = false;
        self.out.push('>');
        inside(self, false)?;
        self.out.push_str(&format!("</{name}>"));
        self.place = match place {
            Place::Entry(entry, Half::Value) => {
                self.out.push_str(&format!("</{entry}>"));
                Place::Entry(entry, Half::Key)
            }
            Place::Entry(entry, Half::Key) => Place::Entry(entry, Half::Value),
            other => other,
        };
        Ok(())
    }

    fn namespaces(&mut self, schema: &Schema<'_>, target: Option<&Schema<'_>>, root: bool) {
        let own = [Some(schema), target].into_iter().flatten().find_map(Schema::xml_namespace);
        let own = own.map(|ns| (ns.uri().to_owned(), ns.prefix().map(str::to_owned)));
        let of_service = if root { self.namespace.take() } else { None };
        let Some((uri, prefix)) = own.or(of_service) else { return };
        let prefix = prefix.map(|prefix| format!(":{prefix}")).unwrap_or_default();
        self.out.push_str(&format!(" xmlns{prefix}=\"{}\"", escaped(&uri)));
    }

    fn text(&mut self, schema: &Schema<'_>, text: &str) -> Result {
        if schema.xml_attribute() {
            if self.attributes {
                self.out.push_str(&format!(" {}=\"{}\"", name_of(schema), escaped(text)));
            }
            return Ok(());
        }
        self.element(schema, None, &mut |to, attributes| {
            if !attributes {
                to.out.push_str(&escaped(text));
            }
            Ok(())
        })
    }

    /// Writes what `inside` writes, all of it in `place`.
    fn within(&mut self, place: Place, inside: &mut dyn FnMut(&mut Self) -> Result) -> Result {
        let outer = std::mem::replace(&mut self.place, place);
        inside(self)?;
        self.place = outer;
        Ok(())
    }
}

/// Text in which nothing is taken for markup, or changed by a parser that normalises line ends ("End-of-line
/// handling" of XML 1.0 and 1.1).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\r' | '\u{85}' | '\u{2028}' => {
                out.push_str(&format!("&#x{:X};", u32::from(c)));
            }
            other => out.push(other),
        }
    }
    out
}

impl FinishSerializer for Writer {
    fn finish(self) -> Vec<u8> {
        self.out.into_bytes()
    }
}

macro_rules! as_text {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, value: $type) -> Result {
            self.text(schema, &text::written(value))
        }
    )*};
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        self.element(schema, Some(value.schema()), &mut |to, _| value.serialize_members(to))
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        if schema.xml_flattened() {
            if self.attributes {
                return Ok(());
            }
            let place = Place::Flat(name_of(schema).to_owned());
            return self.within(place, &mut |to| elements(to));
        }
        self.element(schema, None, &mut |to, attributes| match attributes {
            true => Ok(()),
            false => elements(to),
        })
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let entry = |name: &str| Place::Entry(name.to_owned(), Half::Key);
        if schema.xml_flattened() {
            if self.attributes {
                return Ok(());
            }
            return self.within(entry(name_of(schema)), &mut |to| entries(to));
        }
        self.element(schema, None, &mut |to, attributes| match attributes {
            true => Ok(()),
            false => to.within(entry("entry"), &mut |to| entries(to)),
        })
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        self.text(schema, value)
    }

    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.text(schema, &aws_smithy_types::base64::encode(value))
    }

    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        let text = time::written(value, time::format(schema, Format::DateTime))?;
        self.text(schema, &text)
    }

    fn write_document(&mut self, _: &Schema<'_>, _: &Document) -> Result {
        Err(SerdeError::custom("XML has no documents"))
    }

    /// An element without content; XML has no null.
    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.text(schema, "")
    }

    as_text! {
        write_boolean: bool,
        write_byte: i8,
        write_short: i16,
        write_integer: i32,
        write_long: i64,
        write_float: f32,
        write_double: f64,
        write_big_integer: &BigInteger,
        write_big_decimal: &BigDecimal,
    }
}
