//! Ours beside the published deserializer, on bodies that are right, odd and broken, and beside the published
//! serializer.
#![allow(dead_code)] // A structure comes with more than its tests need.

use super::{Json, Keys, Writer};
use crate::serde::{DeserializerReader, Reader, Serializable, Structure, Value, read_members};
use aws_smithy_json::codec::{JsonCodec, JsonCodecSettings};
use aws_smithy_schema::codec::{Codec, FinishSerializer};
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_schema::{Schema, prelude};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Clone, Debug, PartialEq)]
enum Color {
    Red,
    Green,
    Unknown(crate::serde::enumeration::UnknownVariantValue),
}

crate::string_enum!(Color, values: [(0, Red, "RED"), (1, Green, "GREEN")]);

#[test]
fn an_enum_is_the_same_key_as_another_with_its_text() {
    let mut seen = HashSet::from([Color::Red, Color::from("PINK")]);
    assert!(!seen.insert(Color::from("RED")) && !seen.insert(Color::from("PINK")));
    assert!(seen.insert(Color::Green) && seen.insert(Color::from("red")));
}

#[test]
fn keys_of_a_map_are_texts_or_values_of_an_enum() {
    let body = br#"{"RED": 1, "PINK": 2, "GREEN": null, "BLUE": 3}"#;
    let read = |from: &mut dyn Reader| HashMap::<Color, i32>::read(&prelude::DOCUMENT, from);
    let counts = read(&mut Json::new(body, Keys::MemberNames)).expect("it is a map");
    let [pink, blue] = ["PINK", "BLUE"].map(Color::from);
    assert_eq!(counts, HashMap::from([(Color::Red, 1), (pink, 2), (blue, 3)]));
    let published = JsonCodec::new(JsonCodecSettings::default());
    let from = &mut published.create_deserializer(body);
    assert_eq!(read(&mut DeserializerReader(from)).expect("it is a map"), counts);
    let mut to = published.create_serializer();
    counts.write(&prelude::DOCUMENT, &mut to).expect("it can be written");
    assert_eq!(String::from_utf8(to.finish()).unwrap(), r#"{"BLUE":3,"PINK":2,"RED":1}"#);
}

struct All {
    text: Option<String>,
    color: Option<Color>,
    flag: Option<bool>,
    byte: Option<i8>,
    short: Option<i16>,
    integer: Option<i32>,
    long: Option<i64>,
    float: Option<f32>,
    double: Option<f64>,
    big: Option<BigInteger>,
    decimal: Option<BigDecimal>,
    blob: Option<Blob>,
    time: Option<DateTime>,
    date: Option<DateTime>,
    http_date: Option<DateTime>,
    seconds: Option<DateTime>,
    document: Option<Document>,
    texts: Option<Vec<String>>,
    sparse: Option<Vec<Option<i32>>>,
    colors: Option<HashMap<String, Color>>,
    lists: Option<HashMap<String, Vec<f64>>>,
    named: Option<HashMap<String, All>>,
    grid: Option<HashMap<String, HashMap<String, i32>>>,
    holes: Option<HashMap<String, Option<i32>>>,
    next: Option<Box<All>>,
    list: Option<Vec<All>>,
    quoted: Option<String>,
    twin: Option<String>,
    other_twin: Option<String>,
}

struct AllBuilder {
    inner: All,
}

crate::structure!(All, builder: AllBuilder, fields: [
        (text, set_text, get_text, String),
        (color, set_color, get_color, Color),
        (flag, set_flag, get_flag, bool),
        (byte, set_byte, get_byte, i8),
        (short, set_short, get_short, i16),
        (integer, set_integer, get_integer, i32),
        (long, set_long, get_long, i64),
        (float, set_float, get_float, f32),
        (double, set_double, get_double, f64),
        (big, set_big, get_big, BigInteger),
        (decimal, set_decimal, get_decimal, BigDecimal),
        (blob, set_blob, get_blob, Blob),
        (time, set_time, get_time, DateTime),
        (date, set_date, get_date, DateTime),
        (http_date, set_http_date, get_http_date, DateTime),
        (seconds, set_seconds, get_seconds, DateTime),
        (document, set_document, get_document, Document),
        (texts, set_texts, get_texts, Vec<String>),
        (sparse, set_sparse, get_sparse, Vec<Option<i32>>),
        (colors, set_colors, get_colors, HashMap<String, Color>),
        (lists, set_lists, get_lists, HashMap<String, Vec<f64>>),
        (named, set_named, get_named, HashMap<String, All>),
        (grid, set_grid, get_grid, HashMap<String, HashMap<String, i32>>),
        (holes, set_holes, get_holes, HashMap<String, Option<i32>>),
        (next, set_next, get_next, Box<All>),
        (list, set_list, get_list, Vec<All>),
        (quoted, set_quoted, get_quoted, String),
        (twin, set_twin, get_twin, String),
        (other_twin, set_other_twin, get_other_twin, String)
    ],
    table: "
        example#All
        Text string
        @jsonName text
        color string
        flag boolean
        byte byte
        short short
        integer integer
        long long
        float float
        double double
        big bigInteger
        decimal bigDecimal
        blob blob
        time timestamp
        date date-time
        httpDate http-date
        seconds epoch-seconds
        document document
        texts list
        sparse list
        - member integer
        colors map
        lists map
        named map
        - key string
        - value structure
        grid map
        - key string
        - value map
        - - key string
        - - value integer
        holes map
        - key string
        - value integer
        next structure
        list list
        - member structure
        quoted string
        @jsonName quo\"ted\\\\
        twin string
        otherTwin string
        @jsonName twin
    "
);
crate::build!(AllBuilder, All);

fn schema() -> &'static Schema<'static> {
    All::default().table().shape().schema()
}

/// A number that is none equals none, and a time that no number tells is left out by ours.
fn without_nan(mut all: All) -> All {
    for time in [&mut all.time, &mut all.date, &mut all.http_date, &mut all.seconds] {
        *time = time.filter(|time| ![i64::MIN, i64::MAX].contains(&time.secs()));
    }
    all.float = all.float.filter(|value| !value.is_nan());
    all.double = all.double.filter(|value| !value.is_nan());
    let finite = |values: Vec<f64>| values.into_iter().filter(|value| !value.is_nan()).collect();
    let lists = all.lists.map(|lists| lists.into_iter().map(|(key, list)| (key, finite(list))));
    all.lists = lists.map(Iterator::collect);
    let named = all.named.map(|named| named.into_iter().map(|(key, all)| (key, without_nan(all))));
    all.named = named.map(Iterator::collect);
    all.next = all.next.map(|next| Box::new(without_nan(*next)));
    all.list = all.list.map(|list| list.into_iter().map(without_nan).collect());
    all
}

fn read(from: &mut dyn Reader) -> Result<All, SerdeError> {
    let mut all = All::default();
    read_members(&mut all, from).map(|()| without_nan(all))
}

fn published(body: &[u8], keys: Keys) -> Result<All, SerdeError> {
    let settings = JsonCodecSettings::builder().use_json_name(keys == Keys::JsonNames);
    let settings = settings.allow_integral_float_numbers(true).allow_leading_zeros(true);
    let codec = JsonCodec::new(settings.build());
    read(&mut DeserializerReader(&mut codec.create_deserializer(body)))
}

fn written(
    all: &All,
    mut to: impl ShapeSerializer + FinishSerializer,
) -> Result<String, SerdeError> {
    to.write_struct(schema(), &Serializable(all))?;
    Ok(String::from_utf8(to.finish()).expect("it is text"))
}

/// What both write, if the value can be written.
fn compare_written(all: &All, keys: Keys) -> Option<String> {
    let settings = JsonCodecSettings::builder().use_json_name(keys == Keys::JsonNames);
    let theirs = written(all, JsonCodec::new(settings.build()).create_serializer());
    match (written(all, Writer::new(keys)), theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs);
            Some(ours)
        }
        (Err(ours), Err(theirs)) => {
            assert_eq!(kind(&ours), kind(&theirs), "{ours}\n{theirs}");
            None
        }
        (ours, theirs) => panic!("{all:?}\n{ours:?}\n{theirs:?}"),
    }
}

fn kind(error: &SerdeError) -> String {
    let text = format!("{error:?}");
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Whether the published deserializer may have refused a time, of which ours reads more, and passes over the rest.
fn is_of_a_time(error: &SerdeError) -> bool {
    let says =
        ["invalid timestamp", "number too ", "invalid digit", "invalid float", "overflows i64"];
    says.iter().any(|says| error.to_string().contains(says))
}

/// Reads with both, and gives what came of it: nothing, or the kind of the error.
fn compare(body: &[u8], keys: Keys) -> Option<String> {
    let shown = || String::from_utf8_lossy(body).into_owned();
    match (read(&mut Json::new(body, keys)), published(body, keys)) {
        (Ok(ours), Ok(theirs)) => {
            assert!(ours == theirs, "{}\n{ours:?}\n{theirs:?}", shown());
            None
        }
        (Ok(_), Err(theirs)) if is_of_a_time(&theirs) => Some("a time".to_owned()),
        (Err(ours), Err(theirs)) if kind(&ours) != kind(&theirs) && is_of_a_time(&theirs) => None,
        (Err(ours), Err(theirs)) => {
            assert_eq!(kind(&ours), kind(&theirs), "{}\n{ours}\n{theirs}", shown());
            Some(kind(&ours))
        }
        (ours, theirs) => panic!("{}\n{ours:?}\n{theirs:?}", shown()),
    }
}

const TEXTS: &[&str] = &[
    r#""""#,
    r#""a""#,
    r#""RED""#,
    r#""GREEN""#,
    r#""R\u0045D""#,
    r#""äöü €""#,
    r#""\ud83d\ude00""#,
    r#""\ud83d""#,
    r#""\\\"\/\b\f\n\r\t""#,
    r#""\x""#,
    r#""\u12""#,
    r#""some longer text, which has no escapes at all""#,
    "\"tab\there\"",
    r#""\\""#,
    r#""aGVsbG8=""#,
    r#""a*""#,
    r#""NaN""#,
    r#""Infinity""#,
    r#""-Infinity""#,
    r#""inf""#,
    r#""1.5""#,
    r#""12345678901234567890123""#,
    r#""2024-05-06T07:08:09Z""#,
    r#""2024-05-06T07:08:09.123+01:00""#,
    r#""Mon, 06 May 2024 07:08:09 GMT""#,
    r#""1714979289.5""#,
];
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "007",
    "-007",
    "127",
    "128",
    "-129",
    "32768",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1.0",
    "1.5",
    "-2.50",
    "1e2",
    "1E+2",
    "12000e-3",
    "1e-2",
    "1e400",
    "0e99999999999999999999",
    "1e9223372036854775807",
    "1714979289",
    "1714979289.25",
    "-0.0000000000000000001",
    "1.",
    ".5",
    "-",
    "-.5",
    "+1",
    "1e",
    "1e+",
    "1-2",
    "0x10",
    "1a",
    "--1",
    "1.2.3",
    "0.1",
    "1e2.0",
    "00.10e01",
];
const WORDS: &[&str] = &[
    "true",
    "false",
    "null",
    "nul",
    "nullx",
    "truefalse",
    "NaN",
    "",
    "undefined",
    "'a'",
    "{",
    "]",
    "//",
];
const KEYS: &[&str] = &[
    "Text",
    "twin",
    "__type",
    "unknown",
    "",
    "te\\u0078t",
    "quoted",
    "quo\\\"ted\\\\",
    "quo\"ted\\",
    "text",
    "next",
    "color\\",
];

fn pick<'a>(random: &mut fastrand::Rng, from: &[&'a str]) -> &'a str {
    random.choice(from).copied().unwrap_or_default()
}

fn space(random: &mut fastrand::Rng) -> &'static str {
    if random.u8(..8) == 0 { pick(random, &[" ", "\t", "\r\n", "  \n "]) } else { "" }
}

fn list(
    random: &mut fastrand::Rng,
    mut element: impl FnMut(&mut fastrand::Rng) -> String,
) -> String {
    let elements: Vec<_> = (0..random.u8(..4)).map(|_| element(random)).collect();
    elements.join(if random.u8(..200) == 0 { ",," } else { "," })
}

fn array(random: &mut fastrand::Rng, element: impl FnMut(&mut fastrand::Rng) -> String) -> String {
    let elements = list(random, element);
    format!("{}[{elements}{}]{}", space(random), space(random), space(random))
}

fn object(
    random: &mut fastrand::Rng,
    mut value: impl FnMut(&mut fastrand::Rng) -> String,
) -> String {
    let entries = list(random, |random| format!("{}:{}", pick(random, &TEXTS[..7]), value(random)));
    format!("{}{{{entries}{}}}", space(random), space(random))
}

/// A value that may suit a member.
fn value(random: &mut fastrand::Rng, member: &str, depth: u8) -> String {
    if random.u8(..60) == 0 {
        return anything(random, depth);
    }
    if random.u8(..12) == 0 {
        return "null".into();
    }
    // Those that most members can read, more often.
    let numbers = &NUMBERS[..if random.u8(..3) == 0 { NUMBERS.len() } else { 3 }];
    match member {
        "flag" => pick(random, &["true", "false", " true "]).into(),
        "byte" | "short" | "integer" | "long" | "float" | "double" | "big" | "decimal" => {
            if random.u8(..30) == 0 { pick(random, TEXTS) } else { pick(random, numbers) }.into()
        }
        "blob" => pick(random, &[r#""aGVsbG8=""#, r#""""#, r#""aGVs\u0062G8=""#]).into(),
        "time" | "date" | "httpDate" | "seconds" => match random.u8(..6) {
            0 => pick(random, NUMBERS).into(),
            1 => pick(random, TEXTS).into(),
            _ if member == "httpDate" => r#""Mon, 06 May 2024 07:08:09 GMT""#.into(),
            _ if member == "seconds" => "1714979289.25".into(),
            _ => r#""2024-05-06T07:08:09Z""#.into(),
        },
        "document" => anything(random, depth),
        "texts" => array(random, |random| pick(random, &TEXTS[..7]).into()),
        "sparse" => array(random, |random| pick(random, &["null", "1", " 2", "3.0"]).into()),
        "colors" => object(random, |random| pick(random, &["null", "\"RED\"", "\"BLUE\""]).into()),
        "lists" => object(random, |random| {
            array(random, |random| pick(random, &["1", "2.5", "\"NaN\""]).into())
        }),
        "named" if depth > 0 => object(random, |random| all(random, depth - 1)),
        "named" => "{}".into(),
        "grid" => {
            object(random, |random| object(random, |random| pick(random, &["1", "2"]).into()))
        }
        "holes" => object(random, |random| pick(random, &["1", "null"]).into()),
        "next" if depth > 0 => all(random, depth - 1),
        "list" if depth > 0 => array(random, |random| all(random, depth - 1)),
        "next" => "{}".into(),
        "list" => "[]".into(),
        _ if random.u8(..9) == 0 => pick(random, TEXTS).into(),
        _ => pick(random, &TEXTS[..7]).into(),
    }
}

/// A value of no particular kind, which may be none.
fn anything(random: &mut fastrand::Rng, depth: u8) -> String {
    match random.u8(..if depth == 0 { 7 } else { 10 }) {
        0 if random.u8(..8) == 0 => {
            let values = *random.choice(&[WORDS, NUMBERS, TEXTS]).unwrap_or(&WORDS);
            pick(random, values).into()
        }
        0..3 => pick(random, &WORDS[..3]).into(),
        3 | 4 => pick(random, &NUMBERS[..24]).into(),
        5 | 6 => pick(random, &TEXTS[..7]).into(),
        7 | 8 => array(random, |random| anything(random, depth - 1)),
        _ => object(random, |random| anything(random, depth - 1)),
    }
}

/// A structure, with some of its members and perhaps some that it has not.
fn all(random: &mut fastrand::Rng, depth: u8) -> String {
    let mut members: Vec<_> = schema().members().iter().filter(|_| random.u8(..5) == 0).collect();
    if random.u8(..4) == 0 {
        random.shuffle(&mut members);
    }
    let mut parts = Vec::new();
    for member in members {
        let name = member.member_name().unwrap_or_default();
        let key = member.json_name().map_or(name, |name| name.value());
        let key = key.replace('\\', "\\\\").replace('"', "\\\"");
        let value = value(random, name, depth);
        parts.push(format!("{}\"{key}\"{}:{}{value}", space(random), space(random), space(random)));
        if random.u8(..20) == 0 {
            let key = pick(random, KEYS);
            parts.push(format!("\"{key}\":{}", anything(random, depth)));
        }
    }
    format!("{}{{{}{}}}{}", space(random), parts.join(","), space(random), space(random))
}

/// Bytes that change, go, come, or come twice.
fn mutate(random: &mut fastrand::Rng, body: &mut Vec<u8>) {
    const PARTS: &[&str] = &[
        "null", "{}", "[", "]", "}", "\"", "\\", "\\u", "1e999", "-", "\u{feff}", "true", ",", ":",
        "\0", " ", "0", ".",
    ];
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..=body.len());
        match random.u8(..6) {
            0 => body.truncate(at),
            1 if at < body.len() => body[at] = random.u8(..),
            2 if at < body.len() => drop(body.remove(at)),
            3 => {
                let end = random.usize(at..=body.len());
                let part = body[at..end].to_vec();
                body.splice(at..at, part);
            }
            _ => drop(body.splice(at..at, pick(random, PARTS).bytes())),
        }
    }
}

#[test]
fn ours_reads_what_the_published_one_reads() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut kinds = BTreeMap::new();
    for round in 0..40_000 {
        let mut body = all(&mut random, 3).into_bytes();
        if round % 2 == 1 {
            mutate(&mut random, &mut body);
        }
        let keys = if round % 5 == 0 { Keys::MemberNames } else { Keys::JsonNames };
        *kinds.entry(compare(&body, keys)).or_insert(0) += 1;
    }
    for kind in [None, Some("TypeMismatch"), Some("InvalidInput"), Some("a time")] {
        let times = kinds.get(&kind.map(str::to_owned)).copied().unwrap_or(0);
        assert!(times > 100, "{kind:?}: {kinds:?}");
    }
}

#[test]
fn ours_writes_what_the_published_one_writes() {
    let mut random = fastrand::Rng::with_seed(5);
    let mut written = [0, 0];
    for round in 0..30_000 {
        let keys = if round % 5 == 0 { Keys::MemberNames } else { Keys::JsonNames };
        let Ok(all) = read(&mut Json::new(all(&mut random, 3).as_bytes(), keys)) else { continue };
        written[usize::from(compare_written(&all, keys).is_none())] += 1;
    }
    assert!(written.iter().all(|times| *times > 100), "whole bodies and refusals: {written:?}");
    let far = DateTime::from_secs(i64::MAX / 2);
    let all = All { http_date: Some(far), ..All::default() };
    assert_eq!(compare_written(&all, Keys::JsonNames), None, "no date of HTTP is that late");
}

#[test]
fn every_value_is_read_as_every_member_as_the_published_one_reads_it() {
    for member in schema().members() {
        let key = member.json_name().map_or(member.member_name(), |name| Some(name.value()));
        let key = key.unwrap_or_default().replace('\\', "\\\\").replace('"', "\\\"");
        for value in
            [TEXTS, NUMBERS, WORDS, &["{}", "[]", "[1,null]", r#"{"a":"b"}"#, "[[]]"]].concat()
        {
            for after in ["", " ", "x", ",\"text\":\"\"", "]", "\"\""] {
                compare(format!("{{\"{key}\":{value}{after}}}").as_bytes(), Keys::JsonNames);
                compare(format!("{{\"{key}\":[{value}{after}]}}").as_bytes(), Keys::JsonNames);
                compare(
                    format!("{{\"{key}\":{{\"k\":{value}{after}}}}}").as_bytes(),
                    Keys::JsonNames,
                );
            }
        }
    }
}

#[test]
fn bodies_that_are_none_are_read_as_the_published_one_reads_them() {
    for body in [
        "",
        " \n",
        "{}",
        " { } ",
        "{}x",
        "{} {}",
        "[]",
        "null",
        "1",
        "\u{feff}{}",
        "{,}",
        "{\"text\"",
        "\0",
    ] {
        for keys in [Keys::JsonNames, Keys::MemberNames] {
            compare(body.as_bytes(), keys);
        }
    }
    for body in [
        &b"{\"text\":\"\xff\"}"[..],
        b"{\"un\xffknown\":1}",
        b"{\"unknown\":\"\xff\",\"text\":\"\xc3\xa9\"}",
        b"\xff",
    ] {
        compare(body, Keys::JsonNames);
    }
}

#[test]
fn what_is_too_deep_is_refused_where_the_published_one_refuses_it() {
    let mut refused = 0;
    for depth in [1, 100, 126, 127, 128, 129, 130, 100_000] {
        for (open, inner, close) in [
            ("{\"next\":", "{}", "}"),
            ("{\"unknown\":", "{}", "}"),
            ("{\"list\":[", "{}", "]}"),
            ("{\"document\":", "1", "}"),
        ] {
            let whole = [open.repeat(depth), inner.into(), close.repeat(depth)].concat();
            for body in [&whole[..], &whole[..whole.len() / 2]] {
                let kind = compare(body.as_bytes(), Keys::JsonNames);
                refused += usize::from(kind.as_deref() == Some("Custom"));
            }
        }
        let nested = format!("{{\"document\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        compare(nested.as_bytes(), Keys::JsonNames);
        let skipped = format!("{{\"unknown\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        compare(skipped.as_bytes(), Keys::JsonNames);
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn the_first_of_two_members_with_one_key_is_read() {
    let all = read(&mut Json::new(br#"{"quo\"ted\\":"q","twin":"a","twin":"b"}"#, Keys::JsonNames));
    let all = all.expect("it is read");
    assert_eq!((all.quoted.as_deref(), all.twin.as_deref()), (Some("q"), Some("b")));
    assert_eq!(all.other_twin, None);
}

#[test]
fn unknown_members_are_shown_to_who_wants_them_but_for_the_type() {
    let body = br#"{"__type":"a#B","unknown":{"a":[1]},"text":"t","none":null,"other":2}"#;
    let seen = |from: &mut dyn Reader| {
        let mut seen = Vec::new();
        let read = from.read_struct(schema(), &mut |member, from| {
            seen.push(match member.member_index() {
                Some(_) => Document::String(from.read_string(member)?),
                None => from.read_document(member)?,
            });
            Ok(())
        });
        read.expect("it is read");
        seen
    };
    let ours = seen(&mut Json::new(body, Keys::JsonNames));
    let codec = JsonCodec::new(JsonCodecSettings::default());
    assert_eq!(ours, seen(&mut DeserializerReader(&mut codec.create_deserializer(body))));
    assert_eq!(ours.len(), 3);
}
