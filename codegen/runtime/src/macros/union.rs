//! Unions.

/// Implements for a union what protocols need of it, and ways to ask which member is set.
///
/// It takes the union; its members (place in the table, variant, the methods that ask for it and that lend it, and its
/// type), and those that have no value; and the text of its [`Table`](crate::schema::Table).
#[macro_export]
macro_rules! union {
    (
        $name:ident, members: [$(($index:literal, $variant:ident, $is:ident, $as:ident, $type:ty $(,)?)),* $(,)?],
        $(units: [$(($unit_index:literal, $unit:ident, $unit_is:ident, $unit_as:ident $(,)?)),* $(,)?],)?
        table: $table:literal $(,)?
    ) => {
        impl $name {
            $($(
                /// Nothing, if it is this member that is set.
                ///
                /// # Errors
                ///
                /// The union itself, if it is another one.
                #[inline]
                pub fn $unit_as(&self) -> $crate::Result<(), &Self> {
                    match self {
                        Self::$unit => $crate::Ok(()),
                        #[allow(unreachable_patterns)]
                        other => $crate::Result::Err(other),
                    }
                }
                /// Whether it is this member that is set.
                #[inline]
                pub fn $unit_is(&self) -> bool {
                    self.$unit_as().is_ok()
                }
            )*)?
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
            fn table() -> $crate::schema::Table {
                $crate::schema::Table { text: $table, names: "" }
            }
            #[inline]
            fn member(&self) -> $crate::Option<(usize, &dyn $crate::union::MemberValue)> {
                match self {
                    $(Self::$variant(value) => $crate::Some(($index, value)),)*
                    $($(Self::$unit => $crate::Some(($unit_index, &())),)*)?
                    Self::Unknown => $crate::None,
                }
            }
            #[inline]
            fn read_member(
                index: usize,
                member: &$crate::Schema<'_>,
                from: &mut dyn $crate::Reader,
            ) -> $crate::Result<$crate::Option<Self>, $crate::SerdeError> {
                $crate::Ok(match index {
                    $($index => $crate::Some(Self::$variant($crate::serde::Value::read(member, from)?)),)*
                    $($($unit_index => {
                        <() as $crate::serde::Value>::read(member, from)?;
                        $crate::Some(Self::$unit)
                    })*)?
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
                    $($(Self::$unit => f.write_str(stringify!($unit)),)*)?
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
        impl $crate::serde::Value for $type {
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
