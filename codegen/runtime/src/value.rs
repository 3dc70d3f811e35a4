//! How Rust values are written to and read from a protocol.
//!
//! A generated structure lends its fields, in the order of its [`Table`]; the loops over them are here.

use crate::fields::{Visitor, VisitorMut};
use crate::read::Reader;
use crate::secrets::REDACTED;
use crate::shape::{Member, Table};
use crate::stream::Stream;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::{Schema, prelude};
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A type that a member can target.
///
/// What a [`Field`] needs of it is asked for here, and not where fields are taken for one, because the compiler
/// proves a bound there for every member of every structure.
pub trait Value: Clone + PartialEq + fmt::Debug + 'static {
    /// What a null in a list or map becomes; where it is none, a null is left out.
    const NULL: Option<Self> = None;
    /// Whether there is a value, which there is unless it is one that may be absent.
    fn is_present(&self) -> bool {
        true
    }
    /// Writes the value as `member`.
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result;
    /// Reads a value of `member`.
    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self>;
}

/// A field of a structure: a value, or an `Option` of one.
pub trait Field: Any + fmt::Debug {
    /// Whether the field has a value.
    fn is_set(&self) -> bool;
    /// Whether the other field is of the same type and has the same value.
    fn equals(&self, other: &dyn Field) -> bool;
    /// Takes the value of the other field, if it is of the same type.
    fn assign(&mut self, other: &dyn Field);
    /// Writes the value, or nothing if there is none.
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result;
    /// Replaces the value by what is read.
    fn read(&mut self, member: &Schema<'_>, from: &mut dyn Reader) -> Result;
}

fn is_same<T: PartialEq + 'static>(field: &T, other: &dyn Field) -> bool {
    (other as &dyn Any).downcast_ref() == Some(field)
}

fn assign_same<T: Clone + 'static>(field: &mut T, other: &dyn Field) {
    if let Some(other) = (other as &dyn Any).downcast_ref() {
        field.clone_from(other);
    }
}

impl<T: Value> Field for T {
    fn is_set(&self) -> bool {
        self.is_present()
    }

    fn equals(&self, other: &dyn Field) -> bool {
        is_same(self, other)
    }

    fn assign(&mut self, other: &dyn Field) {
        assign_same(self, other);
    }

    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        match self.is_present() {
            true => Value::write(self, member, to),
            false => Ok(()),
        }
    }

    fn read(&mut self, member: &Schema<'_>, from: &mut dyn Reader) -> Result {
        *self = <T as Value>::read(member, from)?;
        Ok(())
    }
}

/// The metadata of an error stands in its structure, and on no wire.
impl Field for ErrorMetadata {
    fn is_set(&self) -> bool {
        true
    }

    fn equals(&self, other: &dyn Field) -> bool {
        is_same(self, other)
    }

    fn assign(&mut self, other: &dyn Field) {
        assign_same(self, other);
    }

    fn write(&self, _: &Schema<'_>, _: &mut dyn ShapeSerializer) -> Result {
        Ok(())
    }

    fn read(&mut self, _: &Schema<'_>, _: &mut dyn Reader) -> Result {
        Ok(())
    }
}

macro_rules! simple_values {
    ($($type:ty: $write:ident, $read:ident, |$value:ident| $argument:expr;)*) => {$(
        impl Value for $type {
            fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
                let $value = self;
                to.$write(member, $argument)
            }
            fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
                from.$read(member)
            }
        }
    )*};
}

simple_values! {
    String: write_string, read_string, |v| v;
    bool: write_boolean, read_boolean, |v| *v;
    i8: write_byte, read_byte, |v| *v;
    i16: write_short, read_short, |v| *v;
    i32: write_integer, read_integer, |v| *v;
    i64: write_long, read_long, |v| *v;
    f32: write_float, read_float, |v| *v;
    f64: write_double, read_double, |v| *v;
    BigInteger: write_big_integer, read_big_integer, |v| v;
    BigDecimal: write_big_decimal, read_big_decimal, |v| v;
    Blob: write_blob, read_blob, |v| v.clone();
    DateTime: write_timestamp, read_timestamp, |v| v;
    Document: write_document, read_document, |v| v;
}

/// What describes elements where nothing else does; tables describe those of all lists and maps.
const ANYTHING: &Schema<'_> = &prelude::DOCUMENT;

/// A list; a null in a dense one is left out, as boto3 and the official SDK for Swift do.
impl<T: Value> Value for Vec<T> {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        let element = member.member().unwrap_or(ANYTHING);
        to.write_list_with_length(member, self.len(), &|to| {
            self.iter().try_for_each(|value| value.write(element, to))
        })
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let element = member.member().unwrap_or(ANYTHING);
        let mut values = Vec::new();
        from.read_list(member, &mut |from| {
            if from.is_null() {
                values.extend(T::NULL);
                return from.read_null();
            }
            values.push(T::read(element, from)?);
            Ok(())
        })?;
        Ok(values)
    }
}

/// A map; an entry of a dense one whose value is null is left out, as in lists. Entries are written in the order of
/// their keys, so that equal inputs are equal requests.
impl<T: Value> Value for HashMap<String, T> {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        let (key, value) =
            (member.key().unwrap_or(&prelude::STRING), member.member().unwrap_or(ANYTHING));
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        to.write_map_with_length(member, entries.len(), &|to| {
            entries.iter().try_for_each(|(k, v)| {
                to.write_string(key, k)?;
                v.write(value, to)
            })
        })
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let value = member.member().unwrap_or(ANYTHING);
        let mut entries = HashMap::new();
        from.read_map(member, &mut |key, from| {
            if from.is_null() {
                entries.extend(T::NULL.map(|null| (key, null)));
                return from.read_null();
            }
            entries.insert(key, T::read(value, from)?);
            Ok(())
        })?;
        Ok(entries)
    }
}

/// A member that may be absent, or an element of a sparse list or map.
impl<T: Value> Value for Option<T> {
    const NULL: Option<Self> = Some(None);

    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        match self {
            Some(value) => value.write(member, to),
            None => to.write_null(member),
        }
    }

    fn read(member: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        T::read(member, from).map(Some)
    }
}

/// A structure.
impl<S: Structure + Default + Clone + PartialEq + fmt::Debug + 'static> Value for S {
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        write_structure(self, member, to)
    }

    fn read(_: &Schema<'_>, from: &mut dyn Reader) -> Result<Self> {
        let mut structure = S::default();
        read_members(&mut structure, from)?;
        Ok(structure)
    }
}

/// A member that would make its structure contain itself.
impl<S: Structure> Structure for Box<S> {
    fn fields(&self, to: Visitor<'_>) -> Table {
        (**self).fields(to)
    }

    fn fields_mut(&mut self, to: VisitorMut<'_>) {
        (**self).fields_mut(to);
    }

    fn stream(&mut self) -> Option<&mut dyn Stream> {
        (**self).stream()
    }
}

/// Reads a value of an enum.
///
/// # Errors
///
/// When there is no text to read.
#[inline(never)]
pub fn read_enum<T: for<'a> From<&'a str>>(
    member: &Schema<'_>,
    from: &mut dyn Reader,
) -> Result<T> {
    let mut value = None;
    from.read_text(member, &mut |text| value = Some(T::from(text)))?;
    value.ok_or_else(|| SerdeError::custom("the reader lent no text"))
}

/// A generated structure, seen through its table. [`structure!`](crate::structure) implements it.
pub trait Structure: Send + Sync {
    /// Lends the fields, in the order of the table, which it returns.
    fn fields(&self, to: Visitor<'_>) -> Table;
    /// The table.
    fn table(&self) -> Table {
        self.fields(Visitor(&mut |_| ()))
    }
    /// Lends the fields, in the order of the table.
    fn fields_mut(&mut self, to: VisitorMut<'_>);
    /// The field that is a stream, if there is one.
    fn stream(&mut self) -> Option<&mut dyn Stream> {
        None
    }
}

/// A structure some of whose members always have a value. [`drafted_structure!`](crate::drafted_structure) implements it.
pub trait Drafted {
    /// The structure in the making, in which all are optional.
    type Draft;
}

/// Why a structure could not be built: nobody set `field`, without which there is no structure of this kind.
pub fn unset(field: &'static str, structure: &'static str) -> crate::BuildError {
    crate::BuildError::missing_field(field.trim_start_matches("r#"), structure)
}

/// Reads the members of `structure` from `from`. Members that the table does not know are skipped.
///
/// # Errors
///
/// When the protocol finds something else than the schema says.
pub fn read_members(structure: &mut dyn Structure, from: &mut dyn Reader) -> Result {
    let shape = structure.table().shape();
    let mut result = Ok(());
    structure.fields_mut(VisitorMut(&mut |fields| {
        result = from.read_struct(shape.schema(), &mut |member, from| {
            let Some(index) = member.member_index() else { return Ok(()) };
            match fields.get_mut(index).map(|field| field.read(member, from)) {
                None => Ok(()),
                Some(read) => shape.members().get(index).map_or(Ok(()), |m| unread(m, read)),
            }
        });
    }));
    result
}

/// What becomes of a member's value that could not be read, if it could not: what is wrong with a secret is told no one.
pub(crate) fn unread<T: Default>(member: &Member, read: Result<T>) -> Result<T> {
    match read {
        Err(_) if member.is_unset_if_odd() => Ok(T::default()),
        Err(_) if member.is_sensitive() => Err(kept(member, "read")),
        read => read,
    }
}

fn kept(member: &Member, what: &str) -> SerdeError {
    SerdeError::custom(format!(
        "the value of `{}`, which is sensitive, cannot be {what}",
        member.name()
    ))
}

/// Sets the field that is no member, if there is one of this type.
pub(crate) fn set_beside<T: 'static>(structure: &mut dyn Structure, value: T) {
    let members = structure.table().shape().members().len();
    let mut value = Some(value);
    structure.fields_mut(VisitorMut(&mut |fields| {
        let beside = fields.get_mut(members).map(|field| &mut **field as &mut dyn Any);
        let beside = beside.and_then(|field| field.downcast_mut());
        if let (Some(beside), Some(value)) = (beside, value.take()) {
            *beside = value;
        }
    }));
}

/// The name in Rust of the first field that a request cannot be built without and that is not set:
/// parts of the path go first, in its order.
pub fn missing_field(structure: &dyn Structure) -> Option<&'static str> {
    let table = structure.table();
    let shape = table.shape();
    let path = shape.schema().http().map_or("", |http| http.uri());
    let place =
        |member: &Member| path.find(&format!("{{{}}}", member.name())).unwrap_or(usize::MAX);
    let mut name = None;
    structure.fields(Visitor(&mut |fields| {
        let members = shape.members().iter().zip(table.names()).zip(fields);
        let missing = members.filter(|((member, _), field)| is_missing(member, **field));
        name = missing.min_by_key(|((member, _), _)| place(member)).map(|((_, name), _)| name);
    }));
    name
}

/// A label that is empty would make the path that of another resource; of other text that is required,
/// the official crates say the same.
fn is_missing(member: &Member, field: &dyn Field) -> bool {
    let required = member.is_required() && !member.is_idempotency_token();
    let sent = field.is_set() || member.sent_if_unset().is_some();
    (member.is_label() || required) && (!sent || text(field) == Some(""))
}

/// The text of a field that holds text.
pub(crate) fn text(field: &dyn Field) -> Option<&str> {
    let field = field as &dyn Any;
    match field.downcast_ref::<String>() {
        Some(text) => Some(text),
        None => field.downcast_ref::<Option<String>>()?.as_deref(),
    }
}

/// Whether a field is a number or a flag that always has a value, and has the one that these begin with.
fn is_zero(field: &dyn Field) -> bool {
    fn is<T: Default + PartialEq + 'static>(field: &dyn Any) -> bool {
        field.downcast_ref() == Some(&T::default())
    }
    [is::<bool>, is::<i8>, is::<i16>, is::<i32>, is::<i64>, is::<f32>, is::<f64>]
        .iter()
        .any(|is_zero| is_zero(field))
}

/// Sets a field. Builders call this and do not assign themselves, so that dropping what was there
/// before is compiled once a type, and not once a field.
#[inline(never)]
pub fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// Appends to a list, which begins with its first entry.
#[inline(never)]
pub fn push<T>(list: &mut Option<Vec<T>>, value: impl Into<T>) {
    list.get_or_insert_default().push(value.into());
}

/// Adds to a map, which begins with its first entry.
#[inline(never)]
pub fn insert<T>(
    map: &mut Option<HashMap<String, T>>,
    key: impl Into<String>,
    value: impl Into<T>,
) {
    map.get_or_insert_default().insert(key.into(), value.into());
}

/// The entries of a list, of which there are none if there is no list.
#[inline(never)]
pub fn list<T>(field: &Option<Vec<T>>) -> &[T] {
    field.as_deref().unwrap_or_default()
}

/// An empty structure, or the builder of one.
#[inline(never)]
pub fn empty<T: Default>() -> T {
    T::default()
}

/// Whether two structures have equal fields.
#[inline(never)]
pub fn equal<S: Structure>(a: &S, b: &S) -> bool {
    have_equal_fields(a, b)
}

fn have_equal_fields(a: &dyn Structure, b: &dyn Structure) -> bool {
    let mut equal = false;
    a.fields(Visitor(&mut |a| {
        b.fields(Visitor(&mut |b| equal = a.iter().zip(b).all(|(a, b)| a.equals(*b))));
    }));
    equal
}

/// A structure with the fields of `original`.
#[inline(never)]
pub fn copy<S: Structure + Default>(original: &S) -> S {
    let mut copy = S::default();
    assign(&mut copy, original);
    copy
}

fn assign(copy: &mut dyn Structure, original: &dyn Structure) {
    original.fields(Visitor(&mut |original| {
        copy.fields_mut(VisitorMut(&mut |copy| {
            copy.iter_mut().zip(original).for_each(|(copy, original)| copy.assign(*original))
        }));
    }));
}

/// Shows a structure as `#[derive(Debug)]` would, but for the values of sensitive members.
#[inline(never)]
pub fn show<S: Structure>(structure: &S, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show_fields(structure, name, f)
}

fn show_fields(structure: &dyn Structure, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (table, mut shown) = (structure.table(), f.debug_struct(name));
    let members = table.shape().members();
    let quiet = has_sensitive_message(structure);
    structure.fields(Visitor(&mut |fields| {
        for (index, (name, field)) in table.names().zip(fields).enumerate() {
            let meta = || (*field as &dyn Any).downcast_ref().filter(|_| quiet);
            match (members.get(index), meta()) {
                (Some(member), _) if member.is_sensitive() => shown.field(name, &REDACTED),
                (None, Some(meta)) => shown.field(name, &without_message(meta)),
                _ => shown.field(name, field),
            };
        }
    }));
    shown.finish()
}

/// Whether an error must not show its message.
pub(crate) fn has_sensitive_message(error: &dyn Structure) -> bool {
    let is_message = |member: &&Member| {
        ["message", "errorMessage"].iter().any(|name| member.name().eq_ignore_ascii_case(name))
    };
    error.table().shape().members().iter().filter(is_message).any(Member::is_sensitive)
}

/// The metadata of an error, to be shown.
pub(crate) fn without_message(meta: &ErrorMetadata) -> ErrorMetadata {
    match meta.message() {
        Some(_) => meta.clone().into_builder().message(REDACTED).build(),
        None => meta.clone(),
    }
}

/// A structure as the published serialisers want to see it.
pub struct Serializable<'a>(pub &'a dyn Structure);

impl SerializableStruct for Serializable<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.0.table().shape().schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        let shape = self.0.table().shape();
        let mut result = Ok(());
        self.0.fields(Visitor(&mut |fields| {
            let schemas = shape.schema().members().iter();
            let mut members: Vec<_> = schemas.zip(shape.members()).zip(fields).collect();
            // So do the official crates, whose requests are then the same to the byte.
            if shape.schema().http().is_some() {
                members.sort_by_key(|((_, member), _)| member.name());
            }
            result =
                members.into_iter().try_for_each(|((schema, member), field)| {
                    match in_place_of(member, *field) {
                        Some(text) => to.write_string(schema, &text),
                        None if member.is_left_out_if_zero() && is_zero(*field) => Ok(()),
                        None if !member.is_sensitive() => field.write(schema, to),
                        None => field.write(schema, to).map_err(|_| kept(member, "written")),
                    }
                });
        }));
        result
    }
}

/// The text that is sent in place of the field's value, or of none.
fn in_place_of<'a>(member: &Member, field: &'a dyn Field) -> Option<Cow<'a, str>> {
    match field.is_set() {
        true => {
            let text = text(field).filter(|_| member.is_last_segment())?;
            text.rsplit('/').next().map(Cow::Borrowed)
        }
        false if member.is_idempotency_token() => Some(idempotency_token().into()),
        false => member.sent_if_unset().map(Cow::Borrowed),
    }
}

/// Writes a structure that a member targets.
fn write_structure(
    structure: &dyn Structure,
    member: &Schema<'_>,
    to: &mut dyn ShapeSerializer,
) -> Result {
    let target = structure.table().shape().schema();
    to.write_struct(schema_of(member, target), &Serializable(structure))
}

/// What describes a structure or union where `member` targets it. One that is the whole body describes itself,
/// unless the member says what it is called there.
pub(crate) fn schema_of<'a>(member: &'a Schema<'a>, target: &'a Schema<'a>) -> &'a Schema<'a> {
    let named = member.xml_name().is_some() || member.xml_namespace().is_some();
    if member.http_payload().is_some() && !named { target } else { member }
}

/// A new UUID of version 4 (RFC 9562), which is what AWS services take as a token. A request is
/// serialised once, so that its retries carry the same token.
fn idempotency_token() -> String {
    let random = fastrand::u128(..) & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let hex = format!("{random:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;
    use crate::read::Published;
    use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings};
    use aws_smithy_schema::codec::Codec;

    struct Order {
        id: Option<String>,
        count: Option<i32>,
        password: Option<String>,
        keys: Option<Vec<String>>,
        r#type: Option<String>,
        token: Option<String>,
        next: Option<Box<Order>>,
        _request_id: Option<String>,
    }

    struct OrderBuilder {
        inner: Order,
    }

    crate::structure!(
        Order, OrderBuilder,
        [_request_id],
        [
            (id, set_id, get_id, String),
            (count, set_count, get_count, i32),
            (password, set_password, get_password, String),
            (keys, set_keys, get_keys, Vec<String>),
            (r#type, set_type, get_type, String),
            (token, set_token, get_token, String),
            (next, set_next, get_next, Box<Order>)
        ],
        "
            example#Order
            Id string
            @httpLabel
            @required
            Count integer
            @required
            Password string
            @sensitive
            Keys list
            @sensitive
            Type string
            @jsonName type
            Token string
            @idempotencyToken
            Next structure
        "
    );
    crate::build!(OrderBuilder, Order);

    fn full() -> Order {
        let builder = Order::builder().set_id(Some("i".into())).set_count(Some(1));
        let builder = builder.set_password(Some("hunter2".into()));
        let builder = builder.set_keys(Some(vec!["k3y".into()])).set_type(Some("t".into()));
        let next = Order { token: Some("fixed".into()), ..Order::default() };
        let builder = builder.set_token(Some("mine".into())).set_next(Some(Box::new(next)));
        Order { _request_id: Some("r".into()), ..builder.build() }
    }

    fn codec() -> JsonCodec {
        JsonCodec::new(JsonCodecSettings::builder().use_json_name(true).build())
    }

    fn written(order: &Order) -> String {
        let mut to = codec().create_serializer();
        to.write_struct(order.table().shape().schema(), &Serializable(order)).unwrap();
        String::from_utf8(to.finish()).unwrap()
    }

    fn read(json: &str) -> Order {
        let mut order = Order::default();
        read_members(&mut order, &mut Published(&mut codec().create_deserializer(json.as_bytes())))
            .unwrap();
        order
    }

    #[test]
    fn what_is_written_is_read_again() {
        let json = r#"{"Id":"i","Count":1,"Password":"hunter2","Keys":["k3y"],"type":"t","Token":"mine","Next":{"Token":"fixed"}}"#;
        assert_eq!(written(&full()), json);
        let again = Order { _request_id: Some("r".into()), ..read(json) };
        assert_eq!(again, full());
    }

    #[test]
    fn a_token_is_made_where_none_is_set_and_kept_where_one_is() {
        let made = read(&written(&Order::default())).token.expect("a token is sent");
        assert_eq!(made.len(), 36);
        let other = read(&written(&Order::default())).token;
        assert_ne!(other, Some(made), "each request has its own");
        let mine = Order { token: Some(String::new()), ..Order::default() };
        assert_eq!(read(&written(&mine)).token.as_deref(), Some(""), "an empty one is one");
    }

    #[test]
    fn a_member_may_be_sent_otherwise_than_it_is_set() {
        let member = |text| &Table { text, names: "" }.shape().members()[0];
        let of = |text, set: Option<&str>| {
            let field = set.map(str::to_owned);
            in_place_of(member(text), &field).map(Cow::into_owned)
        };
        let account = "example#Account\nA label\n@sentIfUnset -";
        let id = "example#Id\nA string\n@lastSegment";
        assert_eq!(of(account, None).as_deref(), Some("-"));
        assert_eq!(of(account, Some("1")), None, "what is set is sent");
        assert_eq!(of(id, Some("/hostedzone/Z1")).as_deref(), Some("Z1"));
        assert_eq!(of(id, Some("Z1")).as_deref(), Some("Z1"));
        assert_eq!(of(id, None), None);
        assert!(!is_missing(member(account), &None::<String>), "there is something to send");
        assert!(is_missing(member(account), &Some(String::new())), "an empty label is none");
    }

    #[test]
    fn zero_is_told_from_what_may_be_absent() {
        let zeros: [&dyn Field; 5] = [&false, &0i8, &0i32, &0i64, &0.0f64];
        assert!(zeros.iter().all(|field| is_zero(*field)));
        let others: [&dyn Field; 6] =
            [&true, &1i32, &0.5f32, &Some(0i32), &None::<bool>, &String::new()];
        assert!(!others.iter().any(|field| is_zero(*field)));
        assert!(Field::is_set(&0i32) && Field::is_set(&Some(0i32)) && !Field::is_set(&None::<i32>));
        assert_eq!(text(&"a".to_owned()), Some("a"));
        assert_eq!((text(&Some("a".to_owned())), text(&None::<String>)), (Some("a"), None));
    }

    #[test]
    fn sensitive_members_are_not_shown() {
        assert_eq!(
            format!("{:?}", Order { next: None, ..full() }),
            "Order { id: Some(\"i\"), count: Some(1), password: \"*** Sensitive Data Redacted ***\", \
             keys: \"*** Sensitive Data Redacted ***\", type: Some(\"t\"), token: Some(\"mine\"), \
             next: None, _request_id: Some(\"r\") }"
        );
        let outer = Order { next: Some(Box::new(full())), ..Order::default() };
        let shown = format!("{outer:?} {outer:#?}");
        assert!(!shown.contains("hunter2") && !shown.contains("k3y"), "{shown}");
        let unset = format!("{:?}", Order::default());
        assert!(unset.contains("password: \"*** Sensitive Data Redacted ***\""), "{unset}");
    }

    #[test]
    fn copies_are_equal_and_changes_are_seen() {
        assert_eq!(full().clone(), full());
        assert!(equal(&copy(&full()), &full()));
        let changes: [fn(&mut Order); 8] = [
            |order| order.id = None,
            |order| order.count = Some(2),
            |order| order.password = Some("other".into()),
            |order| order.keys = Some(vec![]),
            |order| order.r#type = Some(String::new()),
            |order| order.token = None,
            |order| order.next = Some(Box::default()),
            |order| order._request_id = None,
        ];
        for (position, change) in changes.iter().enumerate() {
            let mut changed = full();
            change(&mut changed);
            assert_ne!(changed, full(), "{position}");
            assert_ne!(full(), changed, "{position}");
            assert_eq!(changed.clone(), changed, "{position}");
        }
    }

    #[test]
    fn what_is_missing_is_named_as_in_rust_and_in_order() {
        assert_eq!(missing_field(&Order::default()), Some("id"));
        assert_eq!(missing_field(&Order { id: Some(String::new()), ..full() }), Some("id"));
        assert_eq!(missing_field(&Order { count: None, ..full() }), Some("count"));
        assert_eq!(missing_field(&Order { r#type: None, ..full() }), None);
        let names: Vec<_> = full().table().names().collect();
        assert_eq!(
            names,
            ["id", "count", "password", "keys", "type", "token", "next", "_request_id"]
        );
    }

    #[test]
    fn nulls_and_unknown_members_are_passed_over() {
        let order =
            read(r#"{"Id": null, "Keys": [null, "a", null], "Other": {"Id": "no"}, "type": "t"}"#);
        let keys = Some(vec!["a".to_owned()]);
        assert_eq!(order, Order { keys, r#type: Some("t".into()), ..Order::default() });
    }

    #[test]
    fn recursion_in_an_answer_ends_in_an_error() {
        let deep = "{\"Next\":".repeat(100_000);
        let mut order = Order::default();
        let error = read_members(
            &mut order,
            &mut Published(&mut codec().create_deserializer(deep.as_bytes())),
        );
        let error = error.expect_err("it is too deep").to_string();
        assert!(error.contains("maximum nesting depth exceeded"), "{error}");
    }

    #[test]
    fn builders_set_push_insert_and_clear() {
        let mut text = None;
        set(&mut text, "a");
        assert_eq!(text, Some("a".to_owned()));
        let mut list: Option<Vec<String>> = None;
        push(&mut list, "a");
        push(&mut list, "b");
        assert_eq!(list, Some(vec!["a".to_owned(), "b".to_owned()]));
        let mut map: Option<HashMap<String, String>> = None;
        insert(&mut map, "k", "old");
        insert(&mut map, "k", "new");
        assert_eq!(map, Some([("k".to_owned(), "new".to_owned())].into()));
        let builder = Order::builder().set_count(Some(7));
        assert_eq!((builder.get_count(), builder.get_type()), (&Some(7), &None));
    }

    #[test]
    fn a_token_is_a_uuid_of_version_4() {
        for _ in 0..100 {
            let token = idempotency_token();
            let lengths: Vec<_> = token.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{token}");
            assert_eq!(&token[14..15], "4", "{token}");
            assert!(["8", "9", "a", "b"].contains(&&token[19..20]), "{token}");
        }
        assert_ne!(idempotency_token(), idempotency_token());
    }
}
