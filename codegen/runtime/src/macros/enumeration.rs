//! Enums of strings and of integers.

/// Implements what a string enum can do.
#[macro_export]
macro_rules! string_enum {
    ($name:ident, values: [$(($place:literal, $variant:ident, $value:literal $(,)?)),* $(,)?] $(,)?) => {
        impl $name {
            /// The value as it stands on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
            /// The values that the model lists.
            #[inline]
            pub const fn values() -> &'static [&'static str] {
                &[$($value),*]
            }
            /// Parses a value that the model lists.
            ///
            /// # Errors
            ///
            /// Where `From<&str>` would keep an unknown value, this gives an error.
            #[inline]
            pub fn try_parse(value: &str) -> $crate::Result<Self, $crate::enumeration::UnknownVariantError> {
                $crate::enumeration::try_parse(Self::values(), value)
            }
        }
        impl $crate::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match $crate::enumeration::place(Self::values(), value) {
                    $($place => Self::$variant,)*
                    _ => Self::Unknown($crate::enumeration::UnknownVariantValue::new(value)),
                }
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(value: &str) -> $crate::Result<Self, ::std::convert::Infallible> {
                $crate::Ok(Self::from(value))
            }
        }
        impl $crate::Eq for $name {}
        impl $crate::Hash for $name {
            #[inline]
            fn hash<H: $crate::Hasher>(&self, state: &mut H) {
                $crate::enumeration::hash(self.as_str(), state);
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                f.write_str(self.as_str())
            }
        }
        impl $crate::serde::Value for $name {
            #[inline]
            fn write(&self, member: &$crate::Schema<'_>, to: &mut dyn $crate::ShapeSerializer) -> $crate::Result<(), $crate::SerdeError> {
                to.write_string(member, self.as_str())
            }
            #[inline]
            fn read(member: &$crate::Schema<'_>, from: &mut dyn $crate::Reader) -> $crate::Result<Self, $crate::SerdeError> {
                $crate::enumeration::read_enum(member, Self::values(), from)
            }
        }
    };
}

/// Implements `Debug` for an enum whose values must not be shown.
#[macro_export]
macro_rules! sensitive_enum {
    ($name:ident) => {
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::enumeration::redacted(f)
            }
        }
    };
}

/// Implements what an enum of integers can do beside its constants.
#[macro_export]
macro_rules! int_enum {
    ($name:ident, values: [$(($constant:ident, $model_name:literal $(,)?)),* $(,)?] $(,)?) => {
        impl $name {
            /// The values that the model lists.
            #[inline]
            pub const fn values() -> &'static [i32] {
                &[$(Self::$constant),*]
            }
            /// The name that a value has in the model, if it is listed there.
            #[inline]
            pub fn name(value: i32) -> $crate::Option<&'static str> {
                match value {
                    $(Self::$constant => $crate::Some($model_name),)*
                    _ => $crate::None,
                }
            }
        }
    };
}
