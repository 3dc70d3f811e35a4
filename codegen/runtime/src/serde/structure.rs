//! Structures: how they are written, read, copied, compared and shown, by their tables.
//!
//! A generated structure hands its fields to a visitor, in the order of its [`Table`]; the loops over them are here.

use crate::redaction::REDACTED;
use crate::schema::{Member, Shape, Table};
use crate::serde::idempotency_token::IdempotencyTokenProvider;
use crate::serde::stream::Stream;
use crate::serde::{Field, Reader, Visitor, VisitorMut, time};
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::error::ErrorMetadata;
use std::any::Any;
use std::borrow::Cow;
use std::fmt;

type Result<T = ()> = std::result::Result<T, SerdeError>;

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

/// A structure that never has a member (`smithy.api#Unit`).
impl Structure for () {
    fn fields(&self, to: Visitor<'_>) -> Table {
        (to.0)(&[]);
        Table { text: "smithy.api#Unit", names: "" }
    }

    fn fields_mut(&mut self, to: VisitorMut<'_>) {
        (to.0)(&mut []);
    }
}

/// A generated structure, seen through its table. [`structure!`](crate::structure) implements it.
pub trait Structure: Send + Sync {
    /// Hands the fields to a visitor, in the order of the table, which it returns.
    fn fields(&self, to: Visitor<'_>) -> Table;
    /// The table.
    fn table(&self) -> Table {
        self.fields(Visitor(&mut |_| ()))
    }
    /// Hands the fields to a visitor, in the order of the table.
    fn fields_mut(&mut self, to: VisitorMut<'_>);
    /// The field that is a stream, if there is one.
    fn stream(&mut self) -> Option<&mut dyn Stream> {
        None
    }
}

/// Reads the members of `structure` from `from`. Members that the table does not know are skipped.
///
/// # Errors
///
/// When the protocol finds something else than the schema says.
pub fn read_members(structure: &mut dyn Structure, from: &mut dyn Reader) -> Result {
    read_some(structure, from, |_| true)
}

/// Reads those members of `structure` from the body of a response that do not stand in its head.
///
/// # Errors
///
/// When the protocol finds something else than the schema says.
pub fn read_body_members(structure: &mut dyn Structure, from: &mut dyn Reader) -> Result {
    read_some(structure, from, |member| !member.has_http_response_binding())
}

fn read_some(
    structure: &mut dyn Structure,
    from: &mut dyn Reader,
    is_wanted: fn(&Schema<'_>) -> bool,
) -> Result {
    let shape = structure.table().shape();
    let mut result = Ok(());
    structure.fields_mut(VisitorMut(&mut |fields| {
        result = from.read_struct(shape.schema(), &mut |member, from| {
            let wanted = member.member_index().filter(|_| is_wanted(member));
            let Some(index) = wanted else { return Ok(()) };
            match fields.get_mut(index).map(|field| field.read(member, from)) {
                None => Ok(()),
                Some(read) => shape.members().get(index).map_or(Ok(()), |m| unread(m, read)),
            }
        });
    }));
    result
}

/// What becomes of a member's value that could not be read, if it could not: a time is left unset, and what is wrong with a
/// secret is told no one.
pub(crate) fn unread<T: Default>(member: &Member, read: Result<T>) -> Result<T> {
    let Err(error) = read else { return read };
    match time::pass_over(error, member.name()) {
        Ok(()) => Ok(T::default()),
        Err(_) if member.ignores_unparsable() => Ok(T::default()),
        Err(_) if member.is_sensitive() => Err(kept(member, "read")),
        Err(error) => Err(error),
    }
}

fn kept(member: &Member, what: &str) -> SerdeError {
    SerdeError::custom(format!(
        "the value of `{}`, which is sensitive, cannot be {what}",
        member.name()
    ))
}

/// Sets the field that is no member, if there is one of this type.
pub(crate) fn set_metadata<T: 'static>(structure: &mut dyn Structure, value: impl FnOnce() -> T) {
    let members = structure.table().shape().members().len();
    let mut value = Some(value);
    structure.fields_mut(VisitorMut(&mut |fields| {
        let beside = fields.get_mut(members).map(|field| &mut **field as &mut dyn Any);
        let beside = beside.and_then(|field| field.downcast_mut());
        if let (Some(beside), Some(value)) = (beside, value.take()) {
            *beside = value();
        }
    }));
}

/// The name in Rust of the first field that a request cannot be built without and that is not set:
/// parts of the path go first, in its order.
pub fn missing_field(structure: &dyn Structure) -> Option<&'static str> {
    let table = structure.table();
    let shape = table.shape();
    let mut name = None;
    structure.fields(Visitor(&mut |fields| {
        let is_missing = |place: &&usize| {
            let member = shape.members().get(**place).zip(fields.get(**place));
            member.is_some_and(|(member, field)| is_missing(member, *field))
        };
        let missing = shape.needed().iter().find(is_missing);
        name = missing.and_then(|place| table.names().nth(*place));
    }));
    name
}

/// A label that is empty would make the path that of another resource; of other text that is required,
/// the official crates say the same.
fn is_missing(member: &Member, field: &dyn Field) -> bool {
    let is_sent = field.is_set() || member.sent_if_unset().is_some();
    !is_sent || text(field) == Some("")
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

/// A structure as the published serializers want to see it.
pub struct Serializable<'a>(pub &'a dyn Structure);

impl SerializableStruct for Serializable<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.0.table().shape().schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        write_members(self.0, self.0.table().shape(), None, to)
    }
}

/// The input of an operation, with what makes the tokens that it lacks. A request is serialized once, so that its retries
/// carry the same token.
pub(crate) struct OperationInput<'a> {
    pub structure: &'a dyn Structure,
    pub tokens: &'a IdempotencyTokenProvider,
}

impl SerializableStruct for OperationInput<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.structure.table().shape().schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        write_members(self.structure, self.structure.table().shape(), Some(self.tokens), to)
    }
}

/// The same for an input that is sent by GET, with all that would be in the body in the query.
#[cfg(feature = "presigning")]
pub(crate) struct InQuery<'a>(pub OperationInput<'a>);

#[cfg(feature = "presigning")]
impl SerializableStruct for InQuery<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.0.structure.table().shape().in_query().schema()
    }

    fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
        let OperationInput { structure, tokens } = self.0;
        write_members(structure, structure.table().shape().in_query(), Some(tokens), to)
    }
}

/// Writes the members of a structure as `shape` says, which has all of them.
fn write_members(
    structure: &dyn Structure,
    shape: &Shape,
    tokens: Option<&IdempotencyTokenProvider>,
    to: &mut dyn ShapeSerializer,
) -> Result {
    let mut result = Ok(());
    structure.fields(Visitor(&mut |fields| {
        result = shape.order().iter().try_for_each(|place| {
            let (members, schemas) = (shape.members(), shape.schema().members());
            match (members.get(*place), schemas.get(*place), fields.get(*place)) {
                (Some(member), Some(schema), Some(field)) => {
                    write_member(member, schema, *field, tokens, to)
                }
                _ => Ok(()),
            }
        });
    }));
    result
}

fn write_member(
    member: &Member,
    schema: &Schema<'_>,
    field: &dyn Field,
    tokens: Option<&IdempotencyTokenProvider>,
    to: &mut dyn ShapeSerializer,
) -> Result {
    if !field.is_set() {
        let text = unset(member, tokens);
        return text.map_or(Ok(()), |text| to.write_string(schema, &text));
    }
    let text = member.is_last_segment().then(|| text(field)).flatten();
    match text {
        Some(text) => to.write_string(schema, text.rsplit('/').next().unwrap_or_default()),
        None if member.is_left_out_if_zero() && is_zero(field) => Ok(()),
        None if !member.is_sensitive() => field.write(schema, to),
        None => field.write(schema, to).map_err(|_| kept(member, "written")),
    }
}

/// What is sent of a member that is not set, if anything is.
fn unset<'a>(
    member: &'a Member,
    tokens: Option<&IdempotencyTokenProvider>,
) -> Option<Cow<'a, str>> {
    match member.is_idempotency_token() {
        true => tokens.map(|tokens| tokens.make_idempotency_token().into()),
        false => member.sent_if_unset().map(Cow::Borrowed),
    }
}

/// Writes a structure that a member targets.
pub(super) fn write_structure(
    structure: &dyn Structure,
    member: &Schema<'_>,
    to: &mut dyn ShapeSerializer,
) -> Result {
    let schema = schema_of(member, || structure.table().shape().schema());
    to.write_struct(schema, &Serializable(structure))
}

/// What describes a structure or union where `member` targets it. One that is the whole body describes itself,
/// unless the member says what it is called there.
pub(crate) fn schema_of<'a>(
    member: &'a Schema<'a>,
    target: impl FnOnce() -> &'a Schema<'a>,
) -> &'a Schema<'a> {
    let named = member.xml_name().is_some() || member.xml_namespace().is_some();
    if member.http_payload().is_some() && !named { target() } else { member }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;
    use crate::protocol::json::{Keys, Writer};
    use crate::serde::DeserializerReader;
    use crate::serde::{insert, push, set};
    use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings};
    use aws_smithy_schema::codec::{Codec, FinishSerializer};
    use std::collections::HashMap;

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

    crate::structure!(Order, builder: OrderBuilder, beside: _request_id, fields: [
            (id, set_id, get_id, String),
            (count, set_count, get_count, i32),
            (password, set_password, get_password, String),
            (keys, set_keys, get_keys, Vec<String>),
            (r#type, set_type, get_type, String),
            (token, set_token, get_token, String),
            (next, set_next, get_next, Box<Order>)
        ],
        table: "
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
        read_members(
            &mut order,
            &mut DeserializerReader(&mut codec().create_deserializer(json.as_bytes())),
        )
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
        let sent = |order: Order, tokens: IdempotencyTokenProvider| {
            let mut to = codec().create_serializer();
            let input = OperationInput { structure: &order, tokens: &tokens };
            to.write_struct(input.schema(), &input).unwrap();
            read(std::str::from_utf8(&to.finish()).unwrap())
        };
        let made =
            sent(Order::default(), IdempotencyTokenProvider::NEW).token.expect("a token is sent");
        assert_eq!(made.len(), 36);
        let other = sent(Order::default(), IdempotencyTokenProvider::NEW).token;
        assert_ne!(other, Some(made), "each request has its own");
        let fixed = sent(Order::default(), "fixed".into()).token;
        assert_eq!(fixed.as_deref(), Some("fixed"), "the provider makes it");
        let mine = Order { token: Some(String::new()), ..Order::default() };
        let mine = sent(mine, IdempotencyTokenProvider::NEW).token;
        assert_eq!(mine.as_deref(), Some(""), "an empty one is one");
        let outer = Order { next: Some(Box::default()), ..Order::default() };
        let next = sent(outer, IdempotencyTokenProvider::NEW).next.expect("it is sent");
        assert_eq!(next.token, None, "a request has one token");
    }

    #[test]
    fn a_member_may_be_sent_otherwise_than_it_is_set() {
        let member = |text| &Table { text, names: "" }.shape().members()[0];
        let sent = |text, set: Option<&str>| {
            let (field, mut to) = (set.map(str::to_owned), Writer::new(Keys::MemberNames));
            let schema = Table { text, names: "" }.shape().schema().members()[0];
            write_member(member(text), schema, &field, None, &mut to).expect("it can be written");
            String::from_utf8(to.finish()).expect("it is text")
        };
        let account = "example#Account\nA label\n@sentIfUnset -";
        let id = "example#Id\nA string\n@lastSegment";
        assert_eq!(sent(account, None), "\"-\"");
        assert_eq!(sent(account, Some("1")), "\"1\"", "what is set is sent");
        assert_eq!(sent(id, Some("/hostedzone/Z1")), "\"Z1\"");
        assert_eq!(sent(id, Some("Z1")), "\"Z1\"");
        assert_eq!(sent(id, None), "");
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
            &mut DeserializerReader(&mut codec().create_deserializer(deep.as_bytes())),
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
}
