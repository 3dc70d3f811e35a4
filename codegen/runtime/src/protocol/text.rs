//! Simple values as text, as query strings, XML and headers hold them.

use aws_smithy_types::primitive::Encoder;
use aws_smithy_types::{BigDecimal, BigInteger};

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
