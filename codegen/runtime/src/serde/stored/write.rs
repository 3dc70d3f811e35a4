//! What structures and unions write, as a tree.

use super::tree::Tree;
use crate::serde::union::is_unknown;
use crate::serde::{Structure, Visitor};
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::date_time::Format;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number, base64};

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// What stands for a member of a union that the model does not know, as in boto3.
const UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";

/// A structure, with the members that are set. It is not asked to write itself, as it would write what is sent where
/// nothing is set, too.
pub(super) fn structure(structure: &dyn Structure) -> Tree {
    let members = structure.table().shape().schema().members();
    let mut entries = Vec::with_capacity(members.len());
    structure.fields(Visitor(&mut |fields| {
        let members = members.iter().zip(names(members)).zip(fields);
        for ((member, name), field) in members.filter(|(_, field)| field.is_set()) {
            // What fails is nothing that a model can say.
            if let Ok(value) = written(|to| field.write(member, to)) {
                entries.push((name.to_owned(), value));
            }
        }
    }));
    Tree::Object(entries)
}

/// What `write` writes.
pub(super) fn written(write: impl FnOnce(&mut dyn ShapeSerializer) -> Result) -> Result<Tree> {
    let mut writer = Writer::default();
    write(&mut writer)?;
    Ok(writer.0.pop().map(|(_, value)| value).unwrap_or_default())
}

/// What the members of a structure are called. In an input, one that stands in the path may be called as JSON calls another,
/// which then has the name that it has in the model.
pub(super) fn names<'s>(members: &'s [&'s Schema<'s>]) -> Vec<&'s str> {
    let json: Vec<_> = members.iter().map(|member| name(member)).collect();
    let is_twin = |name: &str| json.iter().filter(|other| **other == name).count() > 1;
    let own = |member: &'s Schema<'s>| member.member_name().unwrap_or_default();
    let names = members.iter().zip(&json);
    names.map(|(member, json)| if is_twin(json) { own(member) } else { json }).collect()
}

/// What JSON calls a member.
fn name<'s>(member: &'s Schema<'_>) -> &'s str {
    let json = member.json_name().map(|name| name.value());
    json.or(member.member_name()).unwrap_or_default()
}

/// The values that are written one after the other, and the members that they are of.
#[derive(Default)]
struct Writer(Vec<(String, Tree)>);

impl Writer {
    fn put(&mut self, member: &Schema<'_>, value: Tree) -> Result {
        self.0.push((name(member).to_owned(), value));
        Ok(())
    }
}

/// The values that `write` writes.
fn entries(
    write: impl FnOnce(&mut dyn ShapeSerializer) -> Result,
) -> Result<impl Iterator<Item = (String, Tree)>> {
    let mut writer = Writer::default();
    write(&mut writer)?;
    Ok(writer.0.into_iter())
}

fn whole(number: i64) -> Tree {
    let positive = u64::try_from(number).map(Number::PosInt);
    Tree::Number(positive.unwrap_or(Number::NegInt(number)))
}

fn float(number: f64) -> Tree {
    match number {
        _ if number.is_nan() => Tree::Text("NaN".to_owned()),
        f64::INFINITY => Tree::Text("Infinity".to_owned()),
        f64::NEG_INFINITY => Tree::Text("-Infinity".to_owned()),
        _ => Tree::Number(Number::Float(number)),
    }
}

impl ShapeSerializer for Writer {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        let entries = match is_unknown(value) {
            true => vec![(UNKNOWN_MEMBER.to_owned(), Tree::Object(Vec::new()))],
            false => entries(|to| value.serialize_members(to))?.collect(),
        };
        self.put(schema, Tree::Object(entries))
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        write_elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let items = entries(write_elements)?.map(|(_, item)| item).collect();
        self.put(schema, Tree::List(items))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        write_entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let mut written = entries(write_entries)?.map(|(_, value)| value);
        let mut entries = Vec::new();
        while let (Some(Tree::Text(key)), Some(value)) = (written.next(), written.next()) {
            entries.push((key, value));
        }
        self.put(schema, Tree::Object(entries))
    }

    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result {
        self.put(schema, Tree::Bool(value))
    }

    fn write_byte(&mut self, schema: &Schema<'_>, value: i8) -> Result {
        self.put(schema, whole(value.into()))
    }

    fn write_short(&mut self, schema: &Schema<'_>, value: i16) -> Result {
        self.put(schema, whole(value.into()))
    }

    fn write_integer(&mut self, schema: &Schema<'_>, value: i32) -> Result {
        self.put(schema, whole(value.into()))
    }

    fn write_long(&mut self, schema: &Schema<'_>, value: i64) -> Result {
        self.put(schema, whole(value))
    }

    /// The shortest digits that say it, and not those of the number of twice the size.
    fn write_float(&mut self, schema: &Schema<'_>, value: f32) -> Result {
        let short = value.to_string().parse().ok().filter(|short: &f64| *short as f32 == value);
        self.put(schema, float(short.unwrap_or(value.into())))
    }

    fn write_double(&mut self, schema: &Schema<'_>, value: f64) -> Result {
        self.put(schema, float(value))
    }

    fn write_big_integer(&mut self, schema: &Schema<'_>, value: &BigInteger) -> Result {
        self.put(schema, Tree::number(value.as_ref()))
    }

    fn write_big_decimal(&mut self, schema: &Schema<'_>, value: &BigDecimal) -> Result {
        self.put(schema, Tree::number(value.as_ref()))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        self.put(schema, Tree::Text(value.to_owned()))
    }

    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.put(schema, Tree::Text(base64::encode(value)))
    }

    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        let text = value.fmt(Format::DateTime).map(Tree::Text);
        self.put(schema, text.unwrap_or_else(|_| whole(value.secs())))
    }

    fn write_document(&mut self, schema: &Schema<'_>, value: &Document) -> Result {
        self.put(schema, value.into())
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result {
        self.put(schema, Tree::Null)
    }
}
