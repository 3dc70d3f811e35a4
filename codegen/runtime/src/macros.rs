//! What generated code says once a shape, spelled out.
//!
//! Each macro takes facts and implements a trait of this crate. `crate::` in a macro that is called
//! from a generated crate is meant: it names that crate's own `Error`, `Client` and configuration.
#![allow(clippy::crate_in_macro_def)]

/// Implements for a structure what `derive` would, by its table: to derive it would compile three
/// loops over the fields for each structure. Implements `Clone`, `Default`, `Debug`, `PartialEq`, `set_x` and `get_x` for its builder.
///
/// It takes the structure, its builder, fields that are no members, the fields that are (name, setter, getter and type),
/// and the text of its [`Table`](crate::shape::Table).
#[macro_export]
macro_rules! structure {
    ($name:ident, $builder:path, [$($more:ident)?], [$(($field:ident, $set:ident, $get:ident, $type:ty)),* $(,)?], $table:literal $(,)?) => {
        $crate::plain_structure!($name, $builder, [$($more)?], [$(($field, $set, $get, $type)),*], $table);
        impl $crate::Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($field: $crate::None,)* $($more: $crate::Default::default(),)? }
            }
        }
    };
}

/// As [`structure!`], without what it is by default.
#[doc(hidden)]
#[macro_export]
macro_rules! plain_structure {
    ($name:ident, $builder:path, [$($more:ident)?], [$(($field:ident, $set:ident, $get:ident, $type:ty)),*], $table:literal) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table);
        $crate::structure_setters!($builder, [$(($field, $set, $get, $type)),*]);
        impl $crate::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::value::copy(self)
            }
        }
        impl $crate::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::value::equal(self, other)
            }
        }
        impl $crate::Clone for $builder {
            #[inline]
            fn clone(&self) -> Self {
                Self { inner: $crate::value::copy(&self.inner) }
            }
        }
        impl $crate::PartialEq for $builder {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.inner == other.inner
            }
        }
    };
}

/// As [`structure!`], for a structure that holds a stream, and so cannot be copied or compared. The names of all
/// fields stand before the rows of those that are no stream, and behind them the stream: its row.
#[macro_export]
macro_rules! streaming_structure {
    (
        $name:ident, $builder:path, [$($more:ident)?], [$($field:ident),*],
        [$(($plain:ident, $($row:tt)*)),* $(,)?], ($stream:ident, $set:ident, $get:ident, $type:ty), $table:literal $(,)?
    ) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table, $stream);
        $crate::structure_setters!($builder, [$(($plain, $($row)*)),*]);
        $crate::stream_setters!($builder, inner, $set, $get, $type);
        impl $crate::From<$crate::stream::Unfinished<$name, $type>> for $name {
            #[inline]
            fn from(unfinished: $crate::stream::Unfinished<$name, $type>) -> Self {
                let $crate::stream::Unfinished(mut structure, stream) = unfinished;
                if let $crate::Some(stream) = stream {
                    structure.$stream = stream;
                }
                structure
            }
        }
        impl $crate::Default for $name {
            #[inline]
            fn default() -> Self {
                Self {
                    $stream: $crate::stream::Stream::empty(),
                    $($plain: $crate::Default::default(),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// Implements [`Structure`](crate::value::Structure), given the fields in the order of the table, and behind them one that
/// is no member.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    ($name:ident, [$($field:ident)*], $table:literal $(, $stream:ident)?) => {
        impl $crate::value::Structure for $name {
            #[inline]
            fn fields(&self, to: $crate::fields::Visitor<'_>) -> $crate::shape::Table {
                $crate::by_number!(
                    { $crate::fields::Fields::lend(($(&self.$field,)*), to) } { (to.0)(&[$(&self.$field),*]) } $($field)*
                );
                $crate::shape::Table { text: $table, names: stringify!($($field)*) }
            }
            #[inline]
            fn fields_mut(&mut self, to: $crate::fields::VisitorMut<'_>) {
                $crate::by_number!(
                    { $crate::fields::FieldsMut::lend(($(&mut self.$field,)*), to) } { (to.0)(&mut [$(&mut self.$field),*]) }
                    $($field)*
                )
            }
            $(
                #[inline]
                fn stream(&mut self) -> $crate::Option<&mut dyn $crate::stream::Stream> {
                    $crate::Some(&mut self.$stream)
                }
            )?
        }
    };
}

/// The part of [`structure!`] that needs no more than the names of the fields.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_table {
    ($name:ident, $builder:path, [$($field:ident)*], $table:literal $(, $stream:ident)?) => {
        $crate::table!($name, [$($field)*], $table $(, $stream)?);
        impl $name {
            /// Starts building the structure.
            #[inline]
            pub fn builder() -> $builder {
                $crate::value::empty()
            }
        }
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::value::show(self, stringify!($name), f)
            }
        }
        impl $crate::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::value::show(&self.inner, concat!(stringify!($name), "Builder"), f)
            }
        }
        impl $crate::Default for $builder {
            #[inline]
            fn default() -> Self {
                Self { inner: $crate::value::empty() }
            }
        }
    };
}

/// The part of [`structure!`] that implements `set_x` and `get_x`.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_setters {
    ($builder:path, [$(($field:ident, $set:ident, $get:ident, $type:ty)),* $(,)?]) => {
        impl $builder {$(
            /// Sets or clears it.
            #[inline]
            pub fn $set(mut self, input: $crate::Option<$type>) -> Self {
                self.inner.$field = input;
                self
            }
            /// What it is set to.
            #[inline]
            pub fn $get(&self) -> &$crate::Option<$type> {
                &self.inner.$field
            }
        )*}
    };
}

/// Implements `set_x` and `get_x` of the member that is a stream, which stands beside the structure at `$at`.
#[doc(hidden)]
#[macro_export]
macro_rules! stream_setters {
    ($builder:path, $($at:ident).+, $set:ident, $get:ident, $type:ty) => {
        impl $builder {
            /// Sets or clears it.
            #[inline]
            pub fn $set(mut self, input: $crate::Option<$type>) -> Self {
                self.$($at).+.1 = input;
                self
            }
            /// What it is set to.
            #[inline]
            pub fn $get(&self) -> &$crate::Option<$type> {
                &self.$($at).+.1
            }
        }
    };
}

/// As [`structure!`], for a structure some of whose members always have a value: beside the name of a field that is no
/// member stands its type. Whether it can be built from any draft of it (`whole`) or not (`fallible`) stands before how
/// each field has its value: it is `optional`, or has a `default`, or is `required` and read as another value where the
/// wire has none. That value stands behind the word, unless it is the default of its type.
#[macro_export]
macro_rules! drafted_structure {
    (
        $name:ident, $builder:path, [$(($more:ident, $more_type:ty))?], [$(($field:ident, $($row:tt)*)),* $(,)?],
        $made:ident [$(($member:ident $presence:ident $($value:expr)?)),* $(,)?], $table:literal $(,)?
    ) => {
        $crate::plain_structure!($name, $builder, [$($more)?], [$(($field, $($row)*)),*], $table);
        $crate::draft!(
            $name, $table, [$(($more, $more_type))?], [$($field),*], [$(($field, $($row)*)),*];
            $crate::from_draft!($made, $name, __Draft, |draft| $name {
                $($member: $crate::drafted!($name, $member, draft.$member, $presence $($value)?),)*
                $($more: draft.$more,)?
            });
        );
        impl $crate::Default for $name {
            /// What is read where the wire has nothing.
            #[inline]
            fn default() -> Self {
                Self {
                    $($member: $crate::undrafted!($presence $($value)?),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// As [`drafted_structure!`], for a structure that holds a stream. The names of all fields stand before the rows of those
/// that are no stream, and behind them the stream: its row.
#[macro_export]
macro_rules! drafted_streaming_structure {
    (
        $name:ident, $builder:path, [$(($more:ident, $more_type:ty))?], [$($field:ident),*], $rows:tt,
        ($stream:ident, $set:ident, $get:ident, $type:ty),
        $made:ident [$(($member:ident $presence:ident $($value:expr)?)),* $(,)?], $table:literal $(,)?
    ) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table, $stream);
        $crate::structure_setters!($builder, $rows);
        $crate::stream_setters!($builder, inner, $set, $get, $type);
        $crate::draft!(
            $name, $table, [$(($more, $more_type))?], [$($field),*], $rows, $stream;
            $crate::from_draft!($made, $name, $crate::stream::Unfinished<__Draft, $type>, |unfinished| {
                let $crate::stream::Unfinished(draft, stream) = unfinished;
                $name {
                    $($member: $crate::drafted!($name, $member, draft.$member, $presence $($value)?),)*
                    $($more: draft.$more,)?
                    $stream: match stream {
                        $crate::Some(stream) => stream,
                        $crate::None => $crate::stream::Stream::empty(),
                    },
                }
            });
        );
        impl $crate::Default for $name {
            /// What is read where the wire has nothing.
            #[inline]
            fn default() -> Self {
                Self {
                    $stream: $crate::stream::Stream::empty(),
                    $($member: $crate::undrafted!($presence $($value)?),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// The draft of a structure: its type has no name outside, and `made` stands where it has one. A stream, which the builder
/// has beside the draft, leaves nothing in its place.
#[doc(hidden)]
#[macro_export]
macro_rules! draft {
    (
        $name:ident, $table:literal, [$(($more:ident, $more_type:ty))?], [$($field:ident),*],
        [$(($member:ident, $set:ident, $get:ident, $type:ty)),* $(,)?] $(, $stream:ident)?; $($made:tt)*
    ) => {
        const _: () = {
            #[doc(hidden)]
            #[derive(Clone, Default, PartialEq)]
            pub struct __Draft {
                $(pub $member: $crate::Option<$type>,)*
                $(pub $more: $more_type,)?
                $(pub $stream: $crate::Option<bool>,)?
            }
            #[doc(hidden)]
            impl $crate::value::Drafted for $name {
                type Draft = __Draft;
            }
            $crate::table!(__Draft, [$($field)* $($more)?], $table);
            $($made)*
        };
    };
}

/// How a structure is made of its draft.
#[doc(hidden)]
#[macro_export]
macro_rules! from_draft {
    (whole, $name:ident, $draft:ty, |$value:ident| $made:expr) => {
        impl $crate::From<$draft> for $name {
            #[inline]
            fn from($value: $draft) -> Self {
                $made
            }
        }
    };
    (fallible, $name:ident, $draft:ty, |$value:ident| $made:expr) => {
        impl ::std::convert::TryFrom<$draft> for $name {
            type Error = $crate::BuildError;
            #[inline]
            fn try_from($value: $draft) -> $crate::Result<Self, $crate::BuildError> {
                $crate::Ok($made)
            }
        }
    };
}

/// The value of a field, given what the draft has of it.
#[doc(hidden)]
#[macro_export]
macro_rules! drafted {
    ($name:ident, $field:ident, $set:expr, optional) => {
        $set
    };
    ($name:ident, $field:ident, $set:expr, default) => {
        $set.unwrap_or_default()
    };
    ($name:ident, $field:ident, $set:expr, default $value:expr) => {
        match $set {
            $crate::Some(value) => value,
            $crate::None => $value,
        }
    };
    ($name:ident, $field:ident, $set:expr, required $($read:expr)?) => {
        match $set {
            $crate::Some(value) => value,
            $crate::None => {
                return $crate::Result::Err($crate::value::unset(
                    stringify!($field),
                    concat!("`", stringify!($name), "` cannot be built without it"),
                ));
            }
        }
    };
}

/// The value of a field of which the wire has nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! undrafted {
    ($presence:ident) => {
        $crate::Default::default()
    };
    ($presence:ident $value:expr) => {
        $value
    };
}

/// The method of a builder that makes a structure of what the builder holds: the structure itself, or what it can be made
/// of (`whole`), unless something is missing (`fallible`).
#[macro_export]
macro_rules! build {
    ($builder:path, $name:ident $(,)?) => {
        impl $builder {
            /// The finished structure.
            #[inline]
            pub fn build(self) -> $name {
                self.inner
            }
        }
    };
    ($builder:path, $name:ident: whole $(,)?) => {
        impl $builder {
            /// The finished structure.
            #[inline]
            pub fn build(self) -> $name {
                self.inner.into()
            }
        }
    };
    ($builder:path, $name:ident: fallible $(,)?) => {
        impl $builder {
            /// The finished structure.
            ///
            /// # Errors
            ///
            /// When a member is not set that has to be.
            #[inline]
            pub fn build(self) -> $crate::Result<$name, $crate::BuildError> {
                ::std::convert::TryFrom::try_from(self.inner)
            }
        }
    };
}

/// Implements for a union what protocols need of it, and ways to ask which member is set.
///
/// It takes the union, its members (place in the table, variant, the methods that ask for it and that lend it, and its
/// type), and the text of its [`Table`](crate::shape::Table).
#[macro_export]
macro_rules! union {
    ($name:ident, [$(($index:literal, $variant:ident, $is:ident, $as:ident, $type:ty)),* $(,)?], $table:literal $(,)?) => {
        impl $name {
            $(
                /// The value, if it is this member that is set.
                ///
                /// # Errors
                ///
                /// The union itself, if it is another one.
                #[inline]
                pub fn $as(&self) -> $crate::Result<&$type, &Self> {
                    match self {
                        Self::$variant(value) => $crate::Ok(value),
                        #[allow(unreachable_patterns)]
                        other => $crate::Result::Err(other),
                    }
                }
                /// Whether it is this member that is set.
                #[inline]
                pub fn $is(&self) -> bool {
                    self.$as().is_ok()
                }
            )*
            /// Whether a member is set that the model does not know.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown)
            }
        }
        impl $crate::union::Union for $name {
            #[inline]
            fn table() -> $crate::shape::Table {
                $crate::shape::Table { text: $table, names: "" }
            }
            #[inline]
            fn part(&self) -> $crate::Option<(usize, &dyn $crate::union::Part)> {
                match self {
                    $(Self::$variant(value) => $crate::Some(($index, value)),)*
                    Self::Unknown => $crate::None,
                }
            }
            #[inline]
            fn read_part(
                index: usize,
                member: &$crate::Schema<'_>,
                from: &mut dyn $crate::Reader,
            ) -> $crate::Result<$crate::Option<Self>, $crate::SerdeError> {
                $crate::Ok(match index {
                    $($index => $crate::Some(Self::$variant($crate::value::Value::read(member, from)?)),)*
                    _ => $crate::None,
                })
            }
            #[inline]
            fn unknown() -> Self {
                Self::Unknown
            }
        }
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                match self {
                    $(Self::$variant(value) => {
                        $crate::union::show::<Self>($index, stringify!($variant), value, f)
                    })*
                    Self::Unknown => f.write_str("Unknown"),
                }
            }
        }
        $crate::union_value!($name);
        $crate::union_value!($crate::Box<$name>);
    };
}

/// The part of [`union!`] that a union that contains itself needs in a box as well.
#[doc(hidden)]
#[macro_export]
macro_rules! union_value {
    ($type:ty) => {
        impl $crate::value::Value for $type {
            #[inline]
            fn write(
                &self,
                member: &$crate::Schema<'_>,
                to: &mut dyn $crate::ShapeSerializer,
            ) -> $crate::Result<(), $crate::SerdeError> {
                $crate::union::write(self, member, to)
            }
            #[inline]
            fn read(
                _member: &$crate::Schema<'_>,
                from: &mut dyn $crate::Reader,
            ) -> $crate::Result<Self, $crate::SerdeError> {
                $crate::union::read(from)
            }
        }
    };
}

/// Implements `set_x` and `get_x` for a fluent builder, and `Clone` unless it holds a stream.
#[macro_export]
macro_rules! fluent_builder {
    ($builder:ident, $rows:tt, ($stream:ident, $set:ident, $get:ident, $type:ty) $(,)?) => {
        $crate::fluent_setters!($builder, $rows);
        $crate::stream_setters!($builder, inner.inner, $set, $get, $type);
    };
    ($builder:ident, $rows:tt $(,)?) => {
        $crate::fluent_setters!($builder, $rows);
        impl $crate::Clone for $builder {
            #[inline]
            fn clone(&self) -> Self {
                Self { core: self.core.clone(), inner: $crate::Clone::clone(&self.inner) }
            }
        }
    };
}

/// The part of [`fluent_builder!`] that all members have.
#[doc(hidden)]
#[macro_export]
macro_rules! fluent_setters {
    ($builder:ident, [$(($field:ident, $set:ident, $get:ident, $type:ty)),* $(,)?]) => {
        impl $builder {$(
            /// Sets or clears it.
            #[inline]
            pub fn $set(mut self, input: $crate::Option<$type>) -> Self {
                self.inner.inner.$field = input;
                self
            }
            /// What it is set to.
            #[inline]
            pub fn $get(&self) -> &$crate::Option<$type> {
                &self.inner.inner.$field
            }
        )*}
    };
}

/// Implements what a string enum can do.
#[macro_export]
macro_rules! string_enum {
    ($name:ident, [$($place:literal $variant:ident = $value:literal),* $(,)?]) => {
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
        impl $crate::value::Value for $name {
            #[inline]
            fn write(&self, member: &$crate::Schema<'_>, to: &mut dyn $crate::ShapeSerializer) -> $crate::Result<(), $crate::SerdeError> {
                to.write_string(member, self.as_str())
            }
            #[inline]
            fn read(member: &$crate::Schema<'_>, from: &mut dyn $crate::Reader) -> $crate::Result<Self, $crate::SerdeError> {
                $crate::value::read_enum(member, from)
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

/// Implements what a modeled error can do.
#[macro_export]
macro_rules! modeled_error {
    ($name:ident, $builder:ident $(: $made:ident)?, $code:literal, $retryable:expr $(, $query_code:literal)?) => {
        $crate::build!(builders::$builder, $name $(: $made)?);
        impl $crate::error::ModeledError for $name {
            const DESCRIPTOR: &'static $crate::error::ErrorDescriptor =
                &$crate::error::ErrorDescriptor {
                    name: stringify!($name),
                    code: $code,
                    query_code: [$($query_code,)? $code][0],
                    retryable: $retryable,
                };
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::fmt_modeled_error(self, self.message().into(), f)
            }
        }
        impl $crate::StdError for $name {}
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                &self.meta
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                self.meta.request_id()
            }
        }
    };
}

/// Implements what an operation's error can do, and its conversion into the crate's `Error`.
///
/// It takes the error, the operation's name, and the variants: place, name, and the method that asks for it.
#[macro_export]
macro_rules! operation_error {
    ($name:ident, $operation:literal, [$(($place:literal, $variant:ident, $is:ident)),* $(,)?]) => {
        impl $name {
            /// An unhandled error with this cause.
            #[inline]
            pub fn unhandled(
                cause: impl ::std::convert::Into<$crate::Box<dyn $crate::StdError + $crate::Send + $crate::Sync + 'static>>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::by(cause))
            }
            /// An unhandled error of which only the metadata is known.
            #[inline]
            pub fn generic(meta: $crate::ErrorMetadata) -> Self {
                Self::Unhandled($crate::error::Unhandled::from_meta(meta))
            }
            /// Code, message, request id and whatever else the response said of the error.
            #[inline]
            pub fn meta(&self) -> &$crate::ErrorMetadata {
                $crate::error::meta(self)
            }
            $(
                /// Whether the error is of this kind.
                #[inline]
                pub fn $is(&self) -> bool {
                    match self {
                        Self::$variant(_) => true,
                        _ => false,
                    }
                }
            )*
        }
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::show_operation_error(self, f)
            }
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::fmt_operation_error(self, $operation, f)
            }
        }
        impl $crate::StdError for $name {
            #[inline]
            fn source(&self) -> $crate::Option<&(dyn $crate::StdError + 'static)> {
                $crate::error::source(self)
            }
        }
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                self.meta()
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                $crate::error::request_id(self)
            }
        }
        impl $crate::ProvideErrorKind for $name {
            #[inline]
            fn code(&self) -> $crate::Option<&str> {
                $crate::error::code(self)
            }
            #[inline]
            fn retryable_error_kind(&self) -> $crate::Option<$crate::ErrorKind> {
                $crate::error::retryable(self)
            }
        }
        impl $crate::CreateUnhandledError for $name {
            #[inline]
            fn create_unhandled_error(
                source: $crate::Box<dyn $crate::StdError + $crate::Send + $crate::Sync + 'static>,
                meta: $crate::Option<$crate::ErrorMetadata>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::create(source, meta))
            }
        }
        impl $crate::error::OperationError for $name {
            const MODELED: &'static [&'static $crate::error::ErrorDescriptor] =
                &[$(<crate::types::error::$variant as $crate::error::ModeledError>::DESCRIPTOR),*];
            #[inline]
            fn part(&self) -> &dyn $crate::error::Part {
                match self {
                    $(Self::$variant(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
            #[inline]
            fn read(
                place: usize,
                _refusal: $crate::error::Refusal<'_>,
            ) -> $crate::Result<$crate::Option<Self>, $crate::SerdeError> {
                match place {
                    $($place => $crate::error::read_modeled(_refusal, Self::$variant),)*
                    _ => $crate::Ok($crate::None),
                }
            }
        }
        impl $crate::From<$name> for crate::Error {
            #[inline]
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(error) => Self::$variant(error),)*
                    $name::Unhandled(error) => Self::Unhandled(error),
                }
            }
        }
        impl<R: $crate::Send + $crate::Sync + $crate::Debug + 'static>
            $crate::From<$crate::SdkError<$name, R>> for crate::Error
        {
            #[inline]
            fn from(error: $crate::SdkError<$name, R>) -> Self {
                $crate::error::into_service_error(error)
            }
        }
    };
}

/// Implements for the error of a stream of events what [`operation_error!`] does for an operation's, and beside it what
/// connects it to the union: each member of that is an error, with the variant and its place.
#[macro_export]
macro_rules! event_stream_error {
    ($name:ident, $union:literal, $variants:tt, [$($member:literal = $variant:ident $place:literal),* $(,)?]) => {
        $crate::operation_error!($name, $union, $variants);
        impl $crate::event_stream::EventError for $name {
            const EXCEPTIONS: &'static [(&'static str, usize)] = &[$(($member, $place)),*];
            #[inline]
            fn modeled(&self) -> $crate::Option<(&'static str, &dyn $crate::value::Structure)> {
                match self {
                    $(
                        #[allow(unreachable_patterns)]
                        Self::$variant(error) => $crate::Some(($member, error)),
                    )*
                    Self::Unhandled(_) => $crate::None,
                }
            }
        }
    };
}

/// Implements what the error of all operations together can do.
#[macro_export]
macro_rules! service_error {
    ($name:ident, [$($variant:ident),* $(,)?]) => {
        impl $name {
            #[inline]
            fn inner(&self) -> &(dyn $crate::StdError + 'static) {
                match self {
                    $(Self::$variant(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                use $crate::ProvideErrorMetadata;
                $crate::error::fmt_with_response(f, self.inner(), self.meta())
            }
        }
        impl $crate::StdError for $name {
            #[inline]
            fn source(&self) -> $crate::Option<&(dyn $crate::StdError + 'static)> {
                self.inner().source()
            }
        }
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                match self {
                    $(Self::$variant(error) => error.meta(),)*
                    Self::Unhandled(error) => error.meta(),
                }
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                $crate::ProvideErrorMetadata::meta(self).request_id()
            }
        }
        impl $crate::From<$crate::BuildError> for $name {
            #[inline]
            fn from(error: $crate::BuildError) -> Self {
                Self::Unhandled($crate::error::Unhandled::by(error))
            }
        }
        impl $crate::From<$crate::error::Unhandled> for $name {
            #[inline]
            fn from(error: $crate::error::Unhandled) -> Self {
                Self::Unhandled(error)
            }
        }
    };
}

/// Implements what an operation is, and what its builders can do beside taking members.
#[macro_export]
macro_rules! operation {
    (
        $name:ident, $wire:literal, $success:literal,
        $input:ident, $output:ident, $error:ident,
        $fluent:ident, $input_builder:ident $(.$into:ident())?, $output_builder:ident $(: $made:ident)?
        $(, $streams:ident)? $(; $access:ident)? $(,)?
    ) => {
        impl $crate::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self
            }
        }

        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                f.write_str(stringify!($name))
            }
        }

        impl $crate::Default for $name {
            #[inline]
            fn default() -> Self {
                Self
            }
        }

        impl $name {
            /// The operation, to be used as a plugin.
            #[inline]
            pub fn new() -> Self {
                Self
            }
        }

        impl $crate::operation::Operation for $name {
            type Input = $input;
            type Output = $output;
            type Error = $error;
            const DESCRIPTOR: &'static $crate::operation::Descriptor =
                &$crate::operation::Descriptor::of::<Self>(&crate::meta::SERVICE, $wire, $success, crate::config::endpoint_parameters)
                    $(.$streams::<Self>())?
                    $(.with_access(&$access))?;
        }

        impl $crate::aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin for $name {
            #[inline]
            fn config(
                &self,
            ) -> $crate::Option<$crate::aws_smithy_types::config_bag::FrozenLayer> {
                $crate::Some($crate::operation::layer(
                    <Self as $crate::operation::Operation>::DESCRIPTOR,
                ))
            }
            #[inline]
            fn runtime_components(
                &self,
                _: &$crate::RuntimeComponentsBuilder,
            ) -> ::std::borrow::Cow<'_, $crate::RuntimeComponentsBuilder> {
                ::std::borrow::Cow::Owned($crate::operation::components::<Self>())
            }
        }

        impl $crate::RequestId for $output {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                self._request_id.as_deref()
            }
        }

        $crate::build!(builders::$output_builder, $output $(: $made)?);

        impl builders::$input_builder {
            /// The finished input. What is missing is found when the request is sent.
            #[inline]
            pub fn build(self) -> $crate::Result<$input, $crate::BuildError> {
                $crate::Ok(self.inner $(.$into())?)
            }
            /// Sends a request with this input, by the given client; it may fail as `send` may.
            #[inline]
            pub async fn send_with(
                self,
                client: &crate::Client,
            ) -> $crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>
            {
                $crate::operation::send_by::<$name>(&client.core, self.build()).await
            }
        }

        impl $crate::Debug for builders::$fluent {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::client::show_request(stringify!($fluent), &self.inner, f)
            }
        }

        impl builders::$fluent {
            /// The input as it is so far.
            #[inline]
            pub fn as_input(&self) -> &builders::$input_builder {
                &self.inner
            }
            /// Sends the request and waits for the answer. The error tells at which stage it failed.
            #[inline]
            pub async fn send(
                self,
            ) -> $crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>
            {
                $crate::operation::send_request(self).await
            }
            /// Customizes this one request: interceptors, the HTTP message, configuration.
            #[inline]
            pub fn customize(
                self,
            ) -> $crate::client::customize::CustomizableOperation<$output, $error, Self> {
                $crate::client::customize::CustomizableOperation::new(self)
            }
        }

        impl $crate::operation::Request for builders::$fluent {
            type Operation = $name;
            #[inline]
            fn into_parts(self) -> ($crate::client::Core, $crate::operation::BuiltInput<$name>) {
                (self.core, self.inner.build())
            }
        }
    };
}

/// What stands at a path in a structure, such as `output, description shards @last id`, as an
/// `Option`. A field that always has a value has an exclamation mark before its name.
#[doc(hidden)]
#[macro_export]
macro_rules! at_path {
    ($at:expr $(,)?) => { $at };
    ($at:expr, @last $($rest:tt)*) => {
        $crate::at_path!($at.and_then(|list| list.last()), $($rest)*)
    };
    ($at:expr, ! $field:ident $($rest:tt)*) => {
        $crate::at_path!($at.map(|at| &at.$field), $($rest)*)
    };
    ($at:expr, $field:ident $($rest:tt)*) => {
        $crate::at_path!($at.and_then(|at| at.$field.as_ref()), $($rest)*)
    };
}

/// As [`at_path!`], to be changed.
#[doc(hidden)]
#[macro_export]
macro_rules! at_path_mut {
    ($at:expr $(,)?) => { $at };
    ($at:expr, ! $field:ident $($rest:tt)*) => {
        $crate::at_path_mut!($at.map(|at| &mut at.$field), $($rest)*)
    };
    ($at:expr, $field:ident $($rest:tt)*) => {
        $crate::at_path_mut!($at.and_then(|at| at.$field.as_mut()), $($rest)*)
    };
}

/// Declares the paginator of an operation.
///
/// `tokens` are the input's members that take tokens, by their names in the model and their fields,
/// with the paths in the output where they stand; a path that follows another counts where the
/// first has nothing. `more` is where the output says whether there is more, `limit` the field that
/// takes the size of a page, `results` what is counted, `others` what is not, `items` the name of the
/// paginator of items.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator {
    (
        $operation:ident, $output:ident, $error:ident, $paginator:ident,
        tokens($($name:literal $token:ident: [$($path:tt)*] $([$($or:tt)*])*),*),
        more($([$($more:tt)*])?),
        limit($($limit:ident)?),
        results($([$($at:tt)*]: $kind:ident $($result:ty)?)?),
        others($([$($other:tt)*]),*),
        items($($items:ident: $item_kind:ident $item:ty)?) $(,)?
    ) => {
        impl $crate::paginator::Paginated for $operation {
            type Results = $crate::paginator_results!($($kind $($result)?)?);
            const TOKENS: &'static [&'static str] = &[$($name),*];
            #[inline]
            fn asked(input: &Self::Input) -> ::std::vec::Vec<$crate::Document> {
                $crate::paginator::documents([$($crate::paginator::to_document(input.$token.as_ref())),*])
            }
            #[inline]
            fn ask(input: &mut Self::Input, tokens: &[$crate::Document]) -> $crate::Result<(), usize> {
                let mut index = 0;
                $(
                    input.$token = $crate::paginator::from_document(tokens, index)?;
                    index += 1;
                )*
                let _ = index;
                Ok(())
            }
            #[inline]
            fn tokens(output: &Self::Output) -> ::std::vec::Vec<$crate::Document> {
                let output = $crate::Some(output);
                $crate::paginator::documents([$(
                    $crate::paginator::first_document([
                        $crate::at_path!(output, $($path)*)
                        $(, $crate::at_path!(output, $($or)*))*
                    ])
                ),*])
            }
            $(
                #[inline]
                fn more(output: &Self::Output) -> bool {
                    let output = $crate::Some(output);
                    $crate::at_path!(output, $($more)*).is_some_and(|more| *more)
                }
            )?
            #[inline]
            fn results(_output: &mut Self::Output) -> $crate::Option<&mut Self::Results> {
                $crate::paginator_at!(_output $(, $($at)*)?)
            }
            #[inline]
            fn empty_others(_output: &mut Self::Output) {
                $(
                    let output = $crate::Some(&mut *_output);
                    if let $crate::Some(other) = $crate::at_path_mut!(output, $($other)*) {
                        $crate::paginator::Secondary::empty(other);
                    }
                )*
            }
            $(
                #[inline]
                fn set_limit(input: &mut Self::Input, limit: i32) {
                    input.$limit = $crate::Some($crate::paginator::Limit::limit(limit));
                }
            )?
        }

        #[doc = concat!("The pages of [`", stringify!($operation), "`](super::", stringify!($operation), ").")]
        #[derive(Debug)]
        pub struct $paginator {
            inner: $crate::paginator::Paginator<$operation>,
        }

        impl $paginator {
            #[inline]
            pub(crate) fn new(
                core: $crate::client::Core,
                input: $crate::Result<<$operation as $crate::operation::Operation>::Input, $crate::BuildError>,
            ) -> Self {
                Self { inner: $crate::paginator::Paginator::new(core, input) }
            }
            $(
                /// Asks for at most `limit` items a page.
                #[doc = concat!("It replaces `", stringify!($limit), "`.")]
                #[inline]
                pub fn page_size(self, limit: i32) -> Self {
                    Self { inner: self.inner.page_size(limit) }
                }
            )?
            $crate::paginator_counts!($($kind)?);
            /// Starts where another listing was left, as its `resume_token`, or boto3's, says. It
            /// replaces the tokens of the request. What is no such token is an error, and nothing
            /// is sent.
            #[inline]
            pub fn starting_token(self, token: impl ::std::convert::Into<$crate::String>) -> Self {
                Self { inner: self.inner.starting_token(token.into()) }
            }
            /// Where the listing can be resumed, to be asked once it has begun.
            #[inline]
            pub fn resume_token(&self) -> $crate::paginator::ResumeToken {
                self.inner.resume_token()
            }
            $(
                /// The items of the pages, one by one.
                #[inline]
                pub fn items(self) -> $items {
                    $items { inner: self.inner }
                }
            )?
            /// Whether a token that came before in this listing ends it, with an error that names
            /// the token; true unless set.
            #[inline]
            pub fn stop_on_duplicate_token(self, stop_on_duplicate_token: bool) -> Self {
                Self { inner: self.inner.stop_on_duplicate_token(stop_on_duplicate_token) }
            }
            /// The pages. Nothing is sent before the first is asked for.
            #[inline]
            pub fn send(self) -> $crate::paginator::PaginationStream<$crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>> {
                self.inner.send()
            }
            /// The pages, as a stream of the `futures` crates.
            #[cfg(feature = "futures")]
            #[inline]
            pub fn into_stream(self) -> $crate::paginator::Stream<$crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>> {
                self.send().into()
            }
        }

        $(
            #[doc = concat!("The items of [`", stringify!($operation), "`](super::", stringify!($operation), ").")]
            #[derive(Debug)]
            pub struct $items {
                inner: $crate::paginator::Paginator<$operation>,
            }

            impl $items {
                /// Where the listing can be resumed, to be asked once it has begun.
                #[inline]
                pub fn resume_token(&self) -> $crate::paginator::ResumeToken {
                    self.inner.resume_token()
                }
                /// The items. Nothing is sent before the first is asked for.
                #[inline]
                pub fn send(self) -> $crate::paginator::PaginationStream<$crate::Result<$crate::paginator_item!($item_kind $item), $crate::SdkError<$error, $crate::HttpResponse>>> {
                    self.inner.items()
                }
                /// The items, as a stream of the `futures` crates.
                #[cfg(feature = "futures")]
                #[inline]
                pub fn into_stream(self) -> $crate::paginator::Stream<$crate::Result<$crate::paginator_item!($item_kind $item), $crate::SdkError<$error, $crate::HttpResponse>>> {
                    self.send().into()
                }
            }
        )?
    };
}

/// The type of results; `()`s that are nowhere for an operation whose pages cannot be counted.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_results {
    () => { ::std::vec::Vec<()> };
    (list $item:ty) => { ::std::vec::Vec<$item> };
    (map $value:ty) => { ::std::collections::HashMap<$crate::String, $value> };
    (text) => { $crate::String };
}

/// The type of an item of such results.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_item {
    (list $item:ty) => {
        $item
    };
    (map $value:ty) => {
        ($crate::String, $value)
    };
}

/// Where results are, to be changed.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_at {
    ($output:ident) => { $crate::None };
    ($output:ident, $($at:tt)*) => {
        $crate::at_path_mut!($crate::Some($output), $($at)*)
    };
}

/// What a paginator can do that counts.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_counts {
    () => {};
    ($kind:ident) => {
        /// Ends the listing after `max_items` items in all, cutting the last page; `resume_token`
        /// then says where to go on.
        #[inline]
        pub fn max_items(self, max_items: usize) -> Self {
            Self { inner: self.inner.max_items(max_items) }
        }
    };
}

/// Implements what a client can do beside its operations.
#[macro_export]
macro_rules! client {
    ($name:ident) => {
        impl $name {
            /// A client with the given configuration.
            ///
            /// # Panics
            ///
            /// When the configuration cannot work: no behavior version, retries or timeouts without a
            /// sleep implementation, identity caching without a time source.
            #[inline]
            #[track_caller]
            pub fn from_conf(config: crate::Config) -> Self {
                let core = crate::config::core(&config);
                Self { config: ::std::sync::Arc::new(config), core }
            }
            /// A client with the configuration that all services share.
            ///
            /// # Panics
            ///
            /// As [`from_conf`](Self::from_conf).
            #[inline]
            #[track_caller]
            pub fn new(config: &$crate::aws_types::SdkConfig) -> Self {
                Self::from_conf(config.into())
            }
            /// The client's configuration.
            #[inline]
            pub fn config(&self) -> &crate::Config {
                &self.config
            }
            /// What sends operations that are known by their type only.
            #[doc(hidden)]
            #[inline]
            pub fn core(&self) -> &$crate::client::Core {
                &self.core
            }
        }
    };
}
