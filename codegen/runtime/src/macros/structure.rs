//! Structures and their builders, and the module of all types.

/// Declares the modules of a crate's types, gives out the types, and the builders of the structures in a module `builders`.
///
/// It takes the module, the name and the builder of each structure, and the module and the name of each other type; after
/// them, where a type is not always there, the features of operations. It is there with one of them, or without `selected`.
#[macro_export]
macro_rules! types {
    (
        structures: [$(
            ($module:ident, $name:ident, $builder:ident $(, [$($feature:literal),+ $(,)?])? $(,)?)
        ),* $(,)?],
        others: [$(
            ($other_module:ident, $other:ident $(, [$($other_feature:literal),+ $(,)?])? $(,)?)
        ),* $(,)?] $(,)?
    ) => {
        $(
            $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
            mod $module;
            $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
            pub use $module::$name;
            $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
            $crate::example!(super, $name);
        )*
        $(
            $(#[cfg(any(not(feature = "selected"), $(feature = $other_feature),+))])?
            mod $other_module;
            $(#[cfg(any(not(feature = "selected"), $(feature = $other_feature),+))])?
            pub use $other_module::$other;
        )*
        /// Builders of the structures.
        pub mod builders {$(
            $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
            pub use super::$module::$builder;
        )*}
    };
}

/// Implements for a structure what `derive` would, by its table: to derive it would compile three
/// loops over the fields for each structure. Implements `Clone`, `Default`, `Debug`, `PartialEq`, `set_x` and `get_x` for its builder.
///
/// It takes the structure, its builder, a field beside the members, the fields of the members (name, setter, getter and
/// type), and the text of its [`Table`](crate::schema::Table).
#[macro_export]
macro_rules! structure {
    (
        $name:ident, builder: $builder:path $(, beside: $more:ident)?,
        fields: [$(($field:ident, $set:ident, $get:ident, $type:ty $(,)?)),* $(,)?], table: $table:literal $(,)?
    ) => {
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
    ($name:ident, $builder:path, [$($more:ident)?], [$(($field:ident, $set:ident, $get:ident, $type:ty $(,)?)),*], $table:literal) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table);
        $crate::structure_setters!($builder, [$(($field, $set, $get, $type)),*]);
        impl $crate::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::serde::copy(self)
            }
        }
        impl $crate::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::serde::equal(self, other)
            }
        }
        impl $crate::Clone for $builder {
            #[inline]
            fn clone(&self) -> Self {
                Self { inner: $crate::serde::copy(&self.inner) }
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
/// fields stand before the rows of those that are no stream, and behind them the stream: its row, and before that
/// whether it is an empty one where none is set (`default`), or the structure cannot be built then (`required`).
#[macro_export]
macro_rules! streaming_structure {
    (
        $name:ident, builder: $builder:path, build: $made:ident $(, beside: $more:ident)?,
        names: [$($field:ident),* $(,)?], fields: [$(($plain:ident, $($row:tt)*)),* $(,)?],
        stream: $presence:ident ($stream:ident, $set:ident, $get:ident, $type:ty $(,)?), table: $table:literal $(,)?
    ) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table, $stream);
        $crate::structure_setters!($builder, [$(($plain, $($row)*)),*]);
        $crate::stream_setters!($builder, inner, $set, $get, $type);
        $crate::from_builder_state!($made, $name, $crate::serde::WithStream<$name, $type>, |with_stream| {
            let $crate::serde::WithStream(structure, stream) = with_stream;
            $name { $stream: $crate::built_stream!($name, $stream, stream, $presence), ..structure }
        });
        impl $crate::Default for $name {
            #[inline]
            fn default() -> Self {
                Self {
                    $stream: $crate::serde::stream::Stream::empty(),
                    $($plain: $crate::Default::default(),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// Implements [`Structure`](crate::serde::Structure), given the fields in the order of the table, and behind them one that
/// is no member.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    ($name:ident, [$($field:ident)*], $table:literal $(, $stream:ident)?) => {
        impl $crate::serde::Structure for $name {
            #[inline]
            fn fields(&self, to: $crate::serde::Visitor<'_>) -> $crate::schema::Table {
                $crate::by_number!(
                    { $crate::serde::Fields::visit(($(&self.$field,)*), to) } { (to.0)(&[$(&self.$field),*]) } $($field)*
                );
                $crate::schema::Table { text: $table, names: stringify!($($field)*) }
            }
            #[inline]
            fn fields_mut(&mut self, to: $crate::serde::VisitorMut<'_>) {
                $crate::by_number!(
                    { $crate::serde::FieldsMut::visit(($(&mut self.$field,)*), to) } { (to.0)(&mut [$(&mut self.$field),*]) }
                    $($field)*
                )
            }
            $(
                #[inline]
                fn stream(&mut self) -> $crate::Option<&mut dyn $crate::serde::stream::Stream> {
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
                $crate::serde::empty()
            }
        }
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::serde::show(self, stringify!($name), f)
            }
        }
        impl $crate::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::serde::show(&self.inner, concat!(stringify!($name), "Builder"), f)
            }
        }
        impl $crate::Default for $builder {
            #[inline]
            fn default() -> Self {
                Self { inner: $crate::serde::empty() }
            }
        }
    };
}

/// The part of [`structure!`] that implements `set_x` and `get_x`.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_setters {
    ($builder:path, [$(($field:ident, $set:ident, $get:ident, $type:ty $(,)?)),* $(,)?]) => {
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
    ($builder:path, $($at:ident).+, $set:ident, $get:ident, $type:ty $(,)?) => {
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

/// As [`structure!`], for a structure some of whose members always have a value: Beside the name of a field that is not a
/// member stands its type. Its builder can always build it (`whole`), or not (`fallible`). The values tell how each field
/// has its own: it is `optional`, or has a `default`, or is `required` and read as another value where the
/// wire has none. That value stands behind the word, unless it is the default of its type.
#[macro_export]
macro_rules! required_structure {
    (
        $name:ident, builder: $builder:path, build: $made:ident $(, beside: ($more:ident, $more_type:ty $(,)?))?,
        fields: [$(($field:ident, $($row:tt)*)),* $(,)?],
        values: [$(($member:ident, $presence:ident $(, $value:expr)? $(,)?)),* $(,)?], table: $table:literal $(,)?
    ) => {
        $crate::plain_structure!($name, $builder, [$($more)?], [$(($field, $($row)*)),*], $table);
        $crate::builder_state!(
            $name, $table, [$(($more, $more_type))?], [$($field),*], [$(($field, $($row)*)),*];
            $crate::from_builder_state!($made, $name, __BuilderState, |state| $name {
                $($member: $crate::built_value!($name, $member, state.$member, $presence $($value)?),)*
                $($more: state.$more,)?
            });
        );
        impl $crate::Default for $name {
            /// What is read where the wire has nothing.
            #[inline]
            fn default() -> Self {
                Self {
                    $($member: $crate::unset_value!($presence $($value)?),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// As [`required_structure!`], for a structure that holds a stream, which is told as to [`streaming_structure!`].
#[macro_export]
macro_rules! required_streaming_structure {
    (
        $name:ident, builder: $builder:path, build: $made:ident $(, beside: ($more:ident, $more_type:ty $(,)?))?,
        names: [$($field:ident),* $(,)?], fields: $rows:tt,
        stream: $stream_presence:ident ($stream:ident, $set:ident, $get:ident, $type:ty $(,)?),
        values: [$(($member:ident, $presence:ident $(, $value:expr)? $(,)?)),* $(,)?], table: $table:literal $(,)?
    ) => {
        $crate::structure_table!($name, $builder, [$($field)* $($more)?], $table, $stream);
        $crate::structure_setters!($builder, $rows);
        $crate::stream_setters!($builder, inner, $set, $get, $type);
        $crate::builder_state!(
            $name, $table, [$(($more, $more_type))?], [$($field),*], $rows, $stream;
            $crate::from_builder_state!($made, $name, $crate::serde::WithStream<__BuilderState, $type>, |with_stream| {
                let $crate::serde::WithStream(state, stream) = with_stream;
                $name {
                    $($member: $crate::built_value!($name, $member, state.$member, $presence $($value)?),)*
                    $($more: state.$more,)?
                    $stream: $crate::built_stream!($name, $stream, stream, $stream_presence),
                }
            });
        );
        impl $crate::Default for $name {
            /// What is read where the wire has nothing.
            #[inline]
            fn default() -> Self {
                Self {
                    $stream: $crate::serde::stream::Stream::empty(),
                    $($member: $crate::unset_value!($presence $($value)?),)*
                    $($more: $crate::Default::default(),)?
                }
            }
        }
    };
}

/// What a builder holds: its type has no name outside, and `made` stands where it has one. A stream, which the builder
/// holds beside it, leaves nothing in its place.
#[doc(hidden)]
#[macro_export]
macro_rules! builder_state {
    (
        $name:ident, $table:literal, [$(($more:ident, $more_type:ty $(,)?))?], [$($field:ident),*],
        [$(($member:ident, $set:ident, $get:ident, $type:ty $(,)?)),* $(,)?] $(, $stream:ident)?; $($made:tt)*
    ) => {
        const _: () = {
            #[doc(hidden)]
            #[derive(Clone, Default, PartialEq)]
            pub struct __BuilderState {
                $(pub $member: $crate::Option<$type>,)*
                $(pub $more: $more_type,)?
                $(pub $stream: $crate::Option<bool>,)?
            }
            #[doc(hidden)]
            impl $crate::serde::RequiredMembers for $name {
                type BuilderState = __BuilderState;
            }
            $crate::table!(__BuilderState, [$($field)* $($more)?], $table);
            $($made)*
        };
    };
}

/// How a structure is made of its state.
#[doc(hidden)]
#[macro_export]
macro_rules! from_builder_state {
    (whole, $name:ident, $state:ty, |$value:ident| $made:expr) => {
        impl $crate::From<$state> for $name {
            #[inline]
            fn from($value: $state) -> Self {
                $made
            }
        }
    };
    (fallible, $name:ident, $state:ty, |$value:ident| $made:expr) => {
        impl ::std::convert::TryFrom<$state> for $name {
            type Error = $crate::BuildError;
            #[inline]
            fn try_from($value: $state) -> $crate::Result<Self, $crate::BuildError> {
                $crate::Ok($made)
            }
        }
    };
}

/// The value of a field, given what the state has of it.
#[doc(hidden)]
#[macro_export]
macro_rules! built_value {
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
                return $crate::Result::Err($crate::serde::unset(
                    stringify!($field),
                    concat!("`", stringify!($name), "` cannot be built without it"),
                ));
            }
        }
    };
}

/// The stream of a structure, given what its builder has of it.
#[doc(hidden)]
#[macro_export]
macro_rules! built_stream {
    ($name:ident, $field:ident, $set:expr, default) => {
        $crate::built_value!($name, $field, $set, default $crate::serde::stream::Stream::empty())
    };
    ($name:ident, $field:ident, $set:expr, required) => {
        $crate::built_value!($name, $field, $set, required)
    };
}

/// The value of a field of which the wire has nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! unset_value {
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
