//! Simple values as text, as query strings, XML and headers hold them.

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_schema::traits::TimestampFormat;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::primitive::Encoder;
use aws_smithy_types::{BigDecimal, BigInteger, DateTime};

/// A value that has one form as text.
pub trait Written {
    /// The form.
    fn written(self) -> String;
}

macro_rules! encoded {
    ($($type:ty),*) => {$(
        impl Written for $type {
            fn written(self) -> String {
                Encoder::from(self).encode().to_owned()
            }
        }
    )*};
}

encoded!(bool, i8, i16, i32, i64, f32, f64);

impl Written for &BigInteger {
    fn written(self) -> String {
        self.as_ref().to_owned()
    }
}

impl Written for &BigDecimal {
    fn written(self) -> String {
        self.as_ref().to_owned()
    }
}

/// The value as text.
pub fn written(value: impl Written) -> String {
    value.written()
}

/// The point in time in the format that the schema asks for, or else in `default`.
///
/// # Errors
///
/// When the format cannot express the time.
pub fn timestamp(
    schema: &Schema<'_>,
    value: &DateTime,
    default: Format,
) -> Result<String, SerdeError> {
    let format = match schema.timestamp_format().map(|format| format.format()) {
        Some(TimestampFormat::EpochSeconds) => Format::EpochSeconds,
        Some(TimestampFormat::HttpDate) => Format::HttpDate,
        Some(TimestampFormat::DateTime) => Format::DateTime,
        _ => default,
    };
    value.fmt(format).map_err(|error| SerdeError::invalid_input(error.to_string()))
}
