//! Values that a model writes down: those that members have where none is set.

use super::{Kind, Shape, Simple};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::Value;
use toml::value::{Datetime, Offset};

/// A value of a simple shape, a list or a map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Constant {
    /// What its type begins with: zero, false, nothing, the beginning of 1970, a null document.
    Zero,
    /// A boolean, also as a document.
    Bool(bool),
    /// A whole number, also as a document.
    Int(i64),
    /// A number, also as a document.
    Float(f64),
    /// A text, a value of an enum, a number of any length, or a text as a document.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Seconds and nanoseconds since the beginning of 1970.
    Time(i64, u32),
    /// A document that is an empty list.
    EmptyList,
    /// A document that is an empty object.
    EmptyMap,
}

impl Constant {
    /// The value of `shape` that the trait `default` writes as `value`, or none if that is null ("default trait" of
    /// the Smithy specification).
    ///
    /// # Errors
    ///
    /// What a value of the shape would be.
    pub fn of(shape: &Shape, value: &Value) -> Result<Option<Self>, String> {
        if value.is_null() {
            return Ok(None);
        }
        let (constant, expected) = match &shape.kind {
            Kind::Simple(simple) => (of_simple(*simple, value), expected(*simple).to_owned()),
            Kind::Enum(values) => {
                let values: Vec<_> = values.iter().map(|known| known.value.as_str()).collect();
                let known = value.as_str().filter(|text| values.contains(text));
                let constant = known.map(|text| Constant::Text(text.to_owned()));
                (constant, format!("one of `{}`", values.join("`, `")))
            }
            Kind::IntEnum(_) => {
                (of_simple(Simple::Integer, value), expected(Simple::Integer).to_owned())
            }
            Kind::List(_) => (is_empty_list(value).then_some(Constant::Zero), "`[]`".to_owned()),
            Kind::Map(..) => (is_empty_map(value).then_some(Constant::Zero), "`{}`".to_owned()),
            Kind::Structure(_) | Kind::Union(_) => (None, "left out".to_owned()),
        };
        let message =
            || format!("the default of a member of `{}` must be {expected}", shape.id.name());
        constant.map(Some).ok_or_else(message)
    }
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn is_empty_map(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The values that a simple shape can have by default, in the words of messages.
fn expected(simple: Simple) -> &'static str {
    match simple {
        Simple::Boolean => "`true` or `false`",
        Simple::String => "a string",
        Simple::Byte | Simple::Short | Simple::Integer | Simple::Long | Simple::BigInteger => {
            "a whole number in its range"
        }
        Simple::Float | Simple::Double | Simple::BigDecimal => "a number",
        Simple::Blob => "a string in base64",
        Simple::Timestamp => "a number of seconds, or a time such as `2020-01-01T00:00:00Z`",
        Simple::Document => "a boolean, a string, a number, `[]` or `{}`",
        Simple::Unit => "nothing",
    }
}

fn of_simple(simple: Simple, value: &Value) -> Option<Constant> {
    let whole = |min: i64, max: i64| {
        let number = value.as_i64().filter(|number| (min..=max).contains(number))?;
        Some(if number == 0 { Constant::Zero } else { Constant::Int(number) })
    };
    let digits = || value.is_number().then(|| Constant::Text(value.to_string()));
    match simple {
        Simple::Boolean => Some(match value.as_bool()? {
            true => Constant::Bool(true),
            false => Constant::Zero,
        }),
        Simple::Byte => whole(i8::MIN.into(), i8::MAX.into()),
        Simple::Short => whole(i16::MIN.into(), i16::MAX.into()),
        Simple::Integer => whole(i32::MIN.into(), i32::MAX.into()),
        Simple::Long => whole(i64::MIN, i64::MAX),
        Simple::BigInteger => digits().filter(|_| value.is_i64() || value.is_u64()),
        Simple::BigDecimal => digits(),
        Simple::Float | Simple::Double => {
            let number = value.as_f64()?;
            Some(if number == 0.0 { Constant::Zero } else { Constant::Float(number) })
        }
        Simple::String => Some(match value.as_str()? {
            "" => Constant::Zero,
            text => Constant::Text(text.to_owned()),
        }),
        Simple::Blob => Some(match BASE64_STANDARD.decode(value.as_str()?).ok()? {
            bytes if bytes.is_empty() => Constant::Zero,
            bytes => Constant::Bytes(bytes),
        }),
        Simple::Timestamp => Some(match time(value)? {
            (0, 0) => Constant::Zero,
            (seconds, nanoseconds) => Constant::Time(seconds, nanoseconds),
        }),
        Simple::Document => document(value),
        Simple::Unit => None,
    }
}

fn document(value: &Value) -> Option<Constant> {
    Some(match value {
        Value::Bool(value) => Constant::Bool(*value),
        Value::String(text) => Constant::Text(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Constant::Int(whole),
            None => Constant::Float(number.as_f64()?),
        },
        empty if is_empty_list(empty) => Constant::EmptyList,
        empty if is_empty_map(empty) => Constant::EmptyMap,
        _ => return None,
    })
}

/// Seconds since the beginning of 1970, or a date and time as RFC 3339 has them.
fn time(value: &Value) -> Option<(i64, u32)> {
    if let Some(seconds) = value.as_f64() {
        let nanoseconds = (seconds - seconds.floor()) * 1e9;
        return Some((seconds.floor() as i64, nanoseconds as u32));
    }
    let Datetime { date: Some(date), time: Some(time), offset: Some(offset) } =
        value.as_str()?.parse().ok()?
    else {
        return None;
    };
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let days = days(date.year.into(), date.month.into(), date.day.into());
    let of_day = i64::from(time.hour) * 3600 + i64::from(time.minute) * 60;
    let seconds = i64::from(time.second.unwrap_or_default());
    let total = days * 86_400 + of_day + seconds - minutes * 60;
    Some((total, time.nanosecond.unwrap_or_default()))
}

/// The days from the beginning of 1970 to a day of the Gregorian calendar. A year begins with March here, so that the
/// day that is sometimes there is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // The first of March of the year 0 is 719,468 days before 1970.
    year * 365 + leap_days + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EnumValue, Member, ShapeId, Traits};
    use serde_json::json;

    fn of(kind: Kind, value: Value) -> Result<Option<Constant>, String> {
        let id = ShapeId::new("test", "T");
        let (traits, at) = (Traits::default(), Default::default());
        Constant::of(&Shape { id, kind, traits, at }, &value)
    }

    fn member() -> Member {
        let target = ShapeId::new("test", "S");
        Member { name: "m".to_owned(), target, traits: Traits::default(), at: Default::default() }
    }

    #[test]
    fn each_simple_shape_has_values_of_its_own() {
        let text = |text: &str| Constant::Text(text.to_owned());
        let cases = [
            (Simple::Boolean, json!(true), Constant::Bool(true)),
            (Simple::Boolean, json!(false), Constant::Zero),
            (Simple::Byte, json!(-128), Constant::Int(-128)),
            (Simple::Integer, json!(0), Constant::Zero),
            (Simple::Long, json!(i64::MAX), Constant::Int(i64::MAX)),
            (Simple::Float, json!(0.0), Constant::Zero),
            (Simple::Double, json!(2), Constant::Float(2.0)),
            (Simple::BigInteger, json!(u64::MAX), text("18446744073709551615")),
            (Simple::BigDecimal, json!(0.5), text("0.5")),
            (Simple::String, json!(""), Constant::Zero),
            (Simple::String, json!("a"), text("a")),
            (Simple::Blob, json!(""), Constant::Zero),
            (Simple::Blob, json!("YQ=="), Constant::Bytes(b"a".to_vec())),
            (Simple::Timestamp, json!(0), Constant::Zero),
            (Simple::Timestamp, json!(1.5), Constant::Time(1, 500_000_000)),
            (Simple::Timestamp, json!("1970-01-01T00:00:00Z"), Constant::Zero),
            (
                Simple::Timestamp,
                json!("1985-04-12T23:20:50.5Z"),
                Constant::Time(482_196_050, 500_000_000),
            ),
            (Simple::Timestamp, json!("2000-03-01T01:00:00+01:00"), Constant::Time(951_868_800, 0)),
            (Simple::Timestamp, json!("1969-12-31T23:59:59Z"), Constant::Time(-1, 0)),
            (Simple::Document, json!(false), Constant::Bool(false)),
            (Simple::Document, json!(1.5), Constant::Float(1.5)),
            (Simple::Document, json!("a"), text("a")),
            (Simple::Document, json!([]), Constant::EmptyList),
            (Simple::Document, json!({}), Constant::EmptyMap),
        ];
        for (simple, value, expected) in cases {
            assert_eq!(
                of(Kind::Simple(simple), value.clone()),
                Ok(Some(expected)),
                "{simple:?} {value}"
            );
        }
    }

    #[test]
    fn what_is_no_value_of_the_shape_is_told() {
        let cases = [
            (Simple::Boolean, json!(0)),
            (Simple::Byte, json!(128)),
            (Simple::Integer, json!(1.5)),
            (Simple::BigInteger, json!(1.5)),
            (Simple::Double, json!("1")),
            (Simple::String, json!(1)),
            (Simple::Blob, json!("*")),
            (Simple::Timestamp, json!("2020-01-01")),
            (Simple::Document, json!([1])),
        ];
        for (simple, value) in cases {
            let expected = format!("the default of a member of `T` must be {}", expected(simple));
            assert_eq!(of(Kind::Simple(simple), value), Err(expected));
        }
    }

    #[test]
    fn only_what_has_no_members_has_values() {
        let red = || EnumValue { name: None, value: "red".to_owned(), traits: Traits::default() };
        let colours = || Kind::Enum(vec![red()]);
        assert_eq!(of(colours(), json!("red")), Ok(Some(Constant::Text("red".to_owned()))));
        assert_eq!(
            of(colours(), json!("blue")),
            Err("the default of a member of `T` must be one of `red`".to_owned())
        );
        assert_eq!(of(Kind::List(member()), json!([])), Ok(Some(Constant::Zero)));
        assert!(of(Kind::List(member()), json!(["a"])).is_err());
        assert_eq!(of(Kind::Map(member(), member()), json!({})), Ok(Some(Constant::Zero)));
        assert!(of(Kind::Structure(Default::default()), json!({})).is_err());
    }

    #[test]
    fn null_is_no_value_of_anything() {
        assert_eq!(of(Kind::Simple(Simple::Boolean), Value::Null), Ok(None));
    }
}
