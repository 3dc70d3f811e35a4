//! Points in time, however a service writes them.
//!
//! Services do not always keep to the format that their model names. These forms are read wherever a time stands as text or
//! as a number, in bodies of JSON and XML and in headers alike, whatever the model says:
//!
//! | form | for example |
//! |---|---|
//! | RFC 3339 | `2022-03-04T06:15:41.5Z`, `2022-03-04T07:15:41+01:00` |
//! | ISO 8601 with a shorter offset, or with a space | `2022-03-04T07:15:41+0100`, `2022-03-04 07:15:41+01` |
//! | ISO 8601 without an offset, which is UTC; without seconds, or without a time | `2022-03-04T06:15:41`, `2022-03-04` |
//! | seconds since 1970, as a number or as text | `1646374541.5`, `1.646374541e9` |
//! | the three HTTP dates of RFC 9110, and the same with the offset of RFC 5322 | `Fri, 04 Mar 2022 06:15:41 GMT` |
//!
//! boto3 reads all of them; the official clients read what the model asks for, and fail the whole answer where they find
//! something else. Here a time in any other form leaves its member unset, and a line in the log says which member: one odd
//! time does not cost the rest of the answer.
//!
//! Requests have the format that the model asks for.

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::traits::TimestampFormat;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The format that the schema asks for ("timestampFormat trait" of the Smithy specification), or else `default`.
pub(crate) fn format(schema: &Schema<'_>, default: Format) -> Format {
    match schema.timestamp_format().map(|format| format.format()) {
        Some(TimestampFormat::EpochSeconds) => Format::EpochSeconds,
        Some(TimestampFormat::HttpDate) => Format::HttpDate,
        Some(TimestampFormat::DateTime) => Format::DateTime,
        _ => default,
    }
}

/// The time as text.
///
/// # Errors
///
/// When the format cannot express the time.
pub(crate) fn written(time: &DateTime, format: Format) -> Result<String, SerdeError> {
    time.fmt(format).map_err(|error| SerdeError::write_failed(error.to_string()))
}

/// Reads a time that is written as text.
///
/// # Errors
///
/// When it is in none of the forms; see [`pass_over`].
pub(crate) fn read(text: &str) -> Result<DateTime, SerdeError> {
    let text = text.trim();
    let published = [Format::EpochSeconds, Format::DateTimeWithOffset, Format::HttpDate];
    let mut read = published.iter().map(|format| DateTime::from_str(text, *format).ok());
    let read = read.find_map(|read| read).or_else(|| seconds(text)).or_else(|| date_time(text));
    read.or_else(|| http_date(text)).ok_or_else(unreadable)
}

/// Reads a time that is written as a number of seconds.
///
/// # Errors
///
/// When the number is none, or too large.
pub(crate) fn read_number(text: &str) -> Result<DateTime, SerdeError> {
    seconds(text).ok_or_else(unreadable)
}

/// Passes over a time of this member that is in none of the forms, if `error` says that one was read.
///
/// # Errors
///
/// Any other error is given back.
pub(crate) fn pass_over(error: SerdeError, member: &str) -> Result<(), SerdeError> {
    match error {
        SerdeError::TimestampParseFailed { .. } => {
            tracing::warn!(member, "a time in an unknown form is left out of the answer");
            Ok(())
        }
        error => Err(error),
    }
}

/// The error does not show the value, which may be sensitive.
pub(crate) fn unreadable() -> SerdeError {
    SerdeError::timestamp_parse_failed("the value is not a point in time")
}

fn seconds(text: &str) -> Option<DateTime> {
    if text.contains(['.', 'e', 'E']) {
        let seconds = text.parse().ok().filter(|seconds: &f64| seconds.is_finite());
        return seconds.map(DateTime::from_secs_f64);
    }
    text.parse().ok().map(DateTime::from_secs)
}

/// ISO 8601 in its extended format, made RFC 3339.
fn date_time(text: &str) -> Option<DateTime> {
    if !text.is_ascii() {
        return None;
    }
    let (date, rest) = text.split_at_checked("2022-03-04".len())?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
    let (time, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let missing = match time.trim_end() {
        "" => "00:00:00",
        hour_and_minute if hour_and_minute.len() == "06:15".len() => ":00",
        _ => "",
    };
    let offset = match offset.len() {
        0 => "Z".to_owned(),
        1 => offset.to_ascii_uppercase(),
        3 => format!("{offset}:00"),
        5 => format!("{}:{}", &offset[..3], &offset[3..]),
        _ => offset.to_owned(),
    };
    let text = format!("{date}T{}{missing}{offset}", time.trim_end());
    DateTime::from_str(&text, Format::DateTimeWithOffset).ok()
}

/// An HTTP date in one of the three formats ("Date/Time Formats" of RFC 9110).
fn http_date(text: &str) -> Option<DateTime> {
    let parts: Vec<_> = text.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let (day, month, year, time, zone) = match *parts {
        [_, day, month, year, time, zone] if text.contains(',') => (day, month, year, time, zone),
        [day, month, year, time, zone] if !text.contains(',') && day.len() < 3 => {
            (day, month, year, time, zone)
        }
        // RFC 850, which has two digits of the year.
        [_, date, time, zone] => {
            let mut date = date.split('-');
            (date.next()?, date.next()?, date.next()?, time, zone)
        }
        // asctime of the language C.
        [_, month, day, time, year] => (day, month, year, time, "GMT"),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
    let year = match year.parse::<u16>().ok()? {
        last @ 69..=99 => 1900 + last,
        last @ 0..=68 => 2000 + last,
        whole => whole,
    };
    let offset = if ["GMT", "UTC", "UT"].contains(&zone) { "Z" } else { zone };
    date_time(&format!("{year:04}-{month:02}-{day:0>2}T{time}{offset}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: i64 = 1_646_374_541;

    #[test]
    fn each_form_is_read() {
        for text in [
            "2022-03-04T06:15:41Z",
            "2022-03-04T06:15:41.000Z",
            "2022-03-04t06:15:41z",
            "2022-03-04T07:15:41+01:00",
            "2022-03-04T07:15:41+0100",
            "2022-03-04T07:15:41+01",
            "2022-03-03T22:15:41-08:00",
            "2022-03-03 22:15:41 -0800",
            "2022-03-04T06:15:41",
            "2022-03-04 06:15:41",
            " 2022-03-04T06:15:41.000000000\n",
            "1646374541",
            "1646374541.0",
            "1.646374541e9",
            "1646374541.0000000000",
            "Fri, 04 Mar 2022 06:15:41 GMT",
            "Fri, 04 Mar 2022 06:15:41.000 GMT",
            "Fri, 4 Mar 2022 06:15:41 UTC",
            "Fri, 04 Mar 2022 07:15:41 +0100",
            "Fri, 03 Mar 2022 22:15:41 -0800",
            "04 Mar 2022 06:15:41 GMT",
            "Friday, 04-Mar-22 06:15:41 GMT",
            "Fri Mar  4 06:15:41 2022",
        ] {
            assert_eq!(read(text).ok(), Some(DateTime::from_secs(TIME)), "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_zero_and_what_is_there_is_exact() {
        let read = |text| read(text).expect(text);
        assert_eq!(read("2022-03-04T06:15"), DateTime::from_secs(TIME - 41));
        assert_eq!(read("2022-03-04T06:15Z"), DateTime::from_secs(TIME - 41));
        assert_eq!(read("2022-03-04"), DateTime::from_secs(TIME - TIME % 86_400));
        let nanos = DateTime::from_secs_and_nanos(TIME, 123_456_789);
        assert_eq!(read("2022-03-04T06:15:41.123456789"), nanos);
        assert_eq!(read("1646374541.123456789"), nanos);
        assert_eq!(read("-1.5"), DateTime::from_secs_and_nanos(-2, 500_000_000));
        assert_eq!(read("Sunday, 06-Nov-94 08:49:37 GMT"), DateTime::from_secs(784_111_777));
        assert_eq!(read_number("1646374541.5").ok(), Some(DateTime::from_secs_f64(1646374541.5)));
    }

    #[test]
    fn what_is_no_time_is_told_without_its_value() {
        for text in [
            "",
            " ",
            "yesterday",
            "NaN",
            "inf",
            "1e400",
            "--1",
            "0x10",
            "2022-02-30T00:00:00Z",
            "2022-03-04T25:00:00Z",
            "2022-03-04T06:15:41+",
            "2022-03-04T06:15:41+1",
            "2022-3-4",
            "2022-03-04X06:15:41",
            "2022-03-0é",
            "é022-03-04T06:15:41Z",
            "Fri, 04 Foo 2022 06:15:41 GMT",
            "Fri, 04 Mar 2022 06:15:41 PST",
            "Fri, 04 Mar 99999 06:15:41 GMT",
            ", , , ,",
            "a-b-c",
            "Friday, 04-Mar 06:15:41 GMT",
            "Fri, 04 Mar 2022 06:15:41 +é00",
        ] {
            let error = read(text).expect_err(text);
            assert!(text.trim().is_empty() || !error.to_string().contains(text), "{error}");
            assert!(pass_over(error, "at").is_ok(), "{text}");
        }
        assert!(read_number("1-2").is_err() && read_number("99e999").is_err());
    }

    #[test]
    fn no_text_makes_it_panic() {
        let forms = [
            "2022-03-04T06:15:41.123+01:00",
            "1646374541.5e1",
            "Fri, 04 Mar 2022 06:15:41 GMT",
            "Friday, 04-Mar-22 06:15:41 GMT",
            "Fri Mar  4 06:15:41 2022",
        ];
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..100_000 {
            let mut text: Vec<char> = random.choice(forms).unwrap_or_default().chars().collect();
            for _ in 0..random.usize(..4) {
                let at = random.usize(..text.len());
                match random.u8(..4) {
                    0 => text.truncate(at + 1),
                    1 => text[at] = random.char(..),
                    2 => {
                        text[at] = *random
                            .choice(&['0', '9', ' ', '-', ':', '.', 'T', 'Z', '+'])
                            .unwrap_or(&'0')
                    }
                    _ => text.insert(at, '9'),
                }
            }
            let text: String = text.into_iter().collect();
            let _ = (read(&text), read_number(&text));
        }
    }
}
