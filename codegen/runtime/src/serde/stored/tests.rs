#![allow(dead_code)] // Structures, unions and enums come with more than their tests need.

use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document, Number};
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq)]
enum Color {
    Red,
    Unknown(crate::serde::enumeration::UnknownVariantValue),
}

crate::string_enum!(Color, values: [(0, Red, "RED")]);
crate::stored!(@ Color, [], write_enum self, self.as_str(), read_enum);

#[derive(Clone, PartialEq)]
enum Shape {
    Circle(f32),
    Thing(Box<Thing>),
    Nothing,
    Unknown,
}

crate::union!(
    Shape,
    members: [(0, Circle, is_circle, as_circle, f32), (1, Thing, is_thing, as_thing, Box<Thing>)],
    units: [(2, Nothing, is_nothing, as_nothing)],
    table: "
        example#Shape
        Circle float
        @jsonName circle
        Thing structure
        Nothing structure
    "
);
crate::stored!(@ Shape, [], write_union self, self, read_union);

struct Thing {
    id: Option<String>,
    flag: Option<bool>,
    byte: Option<i8>,
    integer: Option<i32>,
    long: Option<i64>,
    float: Option<f32>,
    double: Option<f64>,
    big: Option<BigInteger>,
    decimal: Option<BigDecimal>,
    blob: Option<Blob>,
    time: Option<DateTime>,
    document: Option<Document>,
    color: Option<Color>,
    colors: Option<HashMap<Color, Vec<Color>>>,
    sparse: Option<Vec<Option<i32>>>,
    shape: Option<Shape>,
    next: Option<Box<Thing>>,
    secret: Option<HashMap<String, i32>>,
    _request_id: Option<String>,
}

struct ThingBuilder {
    inner: Thing,
}

crate::structure!(Thing, builder: ThingBuilder, beside: _request_id, fields: [
        (id, set_id, get_id, String),
        (flag, set_flag, get_flag, bool),
        (byte, set_byte, get_byte, i8),
        (integer, set_integer, get_integer, i32),
        (long, set_long, get_long, i64),
        (float, set_float, get_float, f32),
        (double, set_double, get_double, f64),
        (big, set_big, get_big, BigInteger),
        (decimal, set_decimal, get_decimal, BigDecimal),
        (blob, set_blob, get_blob, Blob),
        (time, set_time, get_time, DateTime),
        (document, set_document, get_document, Document),
        (color, set_color, get_color, Color),
        (colors, set_colors, get_colors, HashMap<Color, Vec<Color>>),
        (sparse, set_sparse, get_sparse, Vec<Option<i32>>),
        (shape, set_shape, get_shape, Shape),
        (next, set_next, get_next, Box<Thing>),
        (secret, set_secret, get_secret, HashMap<String, i32>)
    ],
    table: "
        example#Thing
        Id string
        @lastSegment
        @jsonName id
        flag boolean
        byte byte
        integer integer
        long long
        float float
        double double
        big bigInteger
        decimal bigDecimal
        blob blob
        time timestamp
        document document
        color string
        colors map
        - key string
        - value list
        - - member string
        sparse list
        - member integer
        shape union
        next structure
        secret map
        @sensitive
        - key string
        - value integer
    "
);
crate::stored!(@ Thing, [], write_structure self, self, read_structure);

struct Sent {
    thing: Option<Thing>,
}

struct SentBuilder {
    inner: Sent,
}

crate::structure!(Sent, builder: SentBuilder, fields: [(thing, set_thing, get_thing, Thing)],
    table: "
        example#Sent
        thing structure
        @httpPayload
    "
);
crate::stored!(@ Sent, [], write_structure self, self, read_structure);

fn read(value: Value) -> Thing {
    serde_json::from_value(value).unwrap_or_else(|error| panic!("{error}"))
}

/// What is wrong with a value, said in JSON.
fn error(value: Value) -> String {
    serde_json::from_str::<Thing>(&value.to_string()).expect_err("something is wrong").to_string()
}

fn full() -> Value {
    json!({
        "id": "/a/b", "flag": true, "byte": -128, "integer": -5, "long": i64::MAX, "float": 0.1, "double": 1e300,
        "big": "123456789012345678901234567890", "decimal": 1.5, "blob": "AAH/", "time": "2020-01-01T00:00:00.000001Z",
        "document": { "a": [null, 1, -1, 0.5, "x", true] }, "color": "RED", "colors": { "PINK": ["BLUE"], "RED": [] },
        "sparse": [1, null], "shape": { "Thing": { "shape": { "Nothing": {} } } }, "next": { "next": { "id": "" } },
        "secret": { "k3y": 1 }
    })
}

#[test]
fn every_kind_of_value_is_written_and_read() {
    let thing = read(full());
    assert_eq!(thing.id.as_deref(), Some("/a/b"));
    assert_eq!(thing.time, Some(DateTime::from_secs_and_nanos(1_577_836_800, 1_000)));
    assert_eq!(thing.blob, Some(Blob::new([0, 1, 255])));
    assert_eq!(thing.decimal.as_ref().map(|decimal| decimal.as_ref()), Some("1.5"));
    let Some(Document::Object(entries)) = &thing.document else { panic!("{:?}", thing.document) };
    let numbers = [Number::PosInt(1), Number::NegInt(-1), Number::Float(0.5)].map(Document::Number);
    let list = [Document::Null].into_iter().chain(numbers);
    let list = list.chain([Document::String("x".to_owned()), Document::Bool(true)]).collect();
    assert_eq!(entries["a"], Document::Array(list));
    assert_eq!(serde_json::to_value(&thing).expect("it is written"), full());
    assert_eq!(read(serde_json::to_value(&thing).expect("it is written")), thing);
    assert_eq!(serde_json::to_string(&Thing::default()).expect("it is written"), "{}");
    assert_eq!(serde_json::to_value([Color::Red]).expect("it is written"), json!(["RED"]));
}

#[test]
fn where_a_member_is_sent_does_not_matter() {
    let stored = json!({ "thing": { "id": "a" } });
    let sent: Sent = serde_json::from_value(stored.clone()).expect("it is read");
    assert_eq!(serde_json::to_value(&sent).expect("it is written"), stored);
}

#[test]
fn numbers_that_are_none_have_words() {
    for (word, is_it) in [
        ("NaN", f64::is_nan as fn(f64) -> bool),
        ("Infinity", |number| number == f64::INFINITY),
        ("-Infinity", |number| number == f64::NEG_INFINITY),
    ] {
        let thing = read(json!({ "double": word, "float": word }));
        assert!(thing.double.is_some_and(is_it), "{word}");
        let written = serde_json::to_value(&thing).expect("it is written");
        assert_eq!(written, json!({ "double": word, "float": word }));
    }
}

#[test]
fn what_the_model_does_not_know_survives_or_is_passed_over() {
    let stored = json!({ "color": "PINK", "shape": { "square": { "side": 1 } }, "later": { "a": [1] }, "__type": "Thing" });
    let thing = read(stored);
    assert!(matches!(&thing.shape, Some(shape) if shape.is_unknown()));
    let written = serde_json::to_value(&thing).expect("it is written");
    let kept = json!({ "color": "PINK", "shape": { "SDK_UNKNOWN_MEMBER": {} } });
    assert_eq!(written, kept);
    assert_eq!(read(written), thing);
    // As boto3 shows it.
    let of_boto3 = json!({ "SDK_UNKNOWN_MEMBER": { "name": "square" } });
    assert_eq!(Some(serde_json::from_value(of_boto3).expect("it is read")), thing.shape);
}

#[test]
fn what_boto3_prints_is_read() {
    let thing =
        read(json!({ "Id": "a", "time": "2020-01-01 00:00:00.000001+00:00", "flag": null }));
    assert_eq!(thing, read(json!({ "id": "a", "time": "2020-01-01T00:00:00.000001Z" })));
    for seconds in [json!(1_577_836_800), json!(1_577_836_800.0)] {
        assert_eq!(read(json!({ "time": seconds })).time, Some(DateTime::from_secs(1_577_836_800)));
    }
}

#[test]
fn times_without_a_year_in_rfc_3339_are_seconds() {
    let thing = Thing { time: Some(DateTime::from_secs(i64::MAX)), ..Thing::default() };
    let written = serde_json::to_value(&thing).expect("it is written");
    assert_eq!(written, json!({ "time": i64::MAX }));
    assert_eq!(read(written), thing);
}

#[test]
fn errors_name_the_place_and_what_is_expected() {
    for (value, expected) in [
        (json!([]), "Thing: expected an object, not an array"),
        (json!({ "id": 3 }), "Thing.id: expected a string, not a number"),
        (
            json!({ "next": { "next": { "flag": "x" } } }),
            "Thing.next.next.flag: expected a boolean, not a string",
        ),
        (json!({ "sparse": [1, null, {}] }), "Thing.sparse[2]: expected an integer, not an object"),
        (json!({ "byte": 128 }), "Thing.byte: expected an integer of 8 bits"),
        (json!({ "integer": 1.5 }), "Thing.integer: expected an integer of 32 bits"),
        (json!({ "double": "1" }), "Thing.double: expected a number, not a string"),
        (json!({ "big": "1x" }), "Thing.big: expected a number, not a string"),
        (
            json!({ "colors": { "RED": ["RED", 1] } }),
            "Thing.colors.RED[1]: expected a string, not a number",
        ),
        (json!({ "blob": "~" }), "Thing.blob: expected Base64"),
        (
            json!({ "time": "noon" }),
            "Thing.time: expected a point in time, such as 2020-01-01T00:00:00Z",
        ),
        (json!({ "time": {} }), "Thing.time: expected a point in time, not an object"),
        (
            json!({ "shape": { "Thing": {}, "circle": 1 } }),
            "Thing.shape.circle: invalid input: more than one member of the union `Shape` is set",
        ),
        (
            json!({ "shape": {} }),
            "Thing.shape: missing required member: no member of the union `Shape` is set",
        ),
        (
            json!({ "shape": { "Thing": { "id": [] } } }),
            "Thing.shape.Thing.id: expected a string, not an array",
        ),
    ] {
        assert_eq!(error(value), expected);
    }
    let color = serde_json::from_str::<Color>("1").expect_err("it is no text").to_string();
    assert!(color.starts_with("invalid type: integer `1`, expected a string"), "{color}");
}

#[test]
fn errors_tell_nothing_of_secrets() {
    let error = error(json!({ "secret": { "k3y": "hunter2" } }));
    assert_eq!(error, "Thing.secret: the value of `secret`, which is sensitive, cannot be read");
}

#[test]
fn how_deep_a_value_may_be_is_up_to_the_format() {
    let deep = |levels| format!("{}{{}}{}", r#"{"next":"#.repeat(levels), "}".repeat(levels));
    assert!(serde_json::from_str::<Thing>(&deep(100)).is_ok());
    let error = serde_json::from_str::<Thing>(&deep(100_000)).expect_err("it is too deep");
    assert!(error.to_string().starts_with("recursion limit exceeded"), "{error}");
}
