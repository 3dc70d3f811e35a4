//! Types that the crate `serde` writes and reads.

/// Implements `Serialize` and `Deserialize` for the types of a crate, which stand in modules beside that of the caller.
///
/// It takes the structures, unions, enums and errors of the module `types`, and the inputs and outputs of operations, each with
/// its operation's module; after them, where a type is not always there, the features of operations, as [`types!`](crate::types!) does.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! stored {
    (
        structures: [$(($structure:ident $(, $structure_needs:tt)? $(,)?)),* $(,)?],
        unions: [$(($union:ident $(, $union_needs:tt)? $(,)?)),* $(,)?],
        enums: [$(($enum:ident $(, $enum_needs:tt)? $(,)?)),* $(,)?],
        errors: [$($error:ident),* $(,)?],
        messages: [$(($module:ident, $message:ident $(, $message_needs:tt)? $(,)?)),* $(,)?] $(,)?
    ) => {
        $($crate::stored!(
            @ super::types::$structure, [$($structure_needs)?], write_structure self, self, read_structure
        );)*
        $($crate::stored!(
            @ super::types::$union, [$($union_needs)?], write_union self, self, read_union
        );)*
        $($crate::stored!(
            @ super::types::$enum, [$($enum_needs)?], write_enum self, self.as_str(), read_enum
        );)*
        $($crate::stored!(
            @ super::types::error::$error, [], write_structure self, self, read_structure
        );)*
        $($crate::stored!(
            @ super::operation::$module::$message, [$($message_needs)?], write_structure self, self, read_structure
        );)*
    };
    (
        @ $type:ty, [$([$($feature:literal),+ $(,)?])?],
        $write:ident $value:ident, $written:expr, $read:ident
    ) => {
        $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
        impl $crate::published_serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::published_serde::Serializer>(
                &$value,
                to: S,
            ) -> $crate::Result<S::Ok, S::Error> {
                $crate::serde::stored::$write($written, to)
            }
        }
        $(#[cfg(any(not(feature = "selected"), $(feature = $feature),+))])?
        impl<'de> $crate::published_serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::published_serde::Deserializer<'de>>(
                from: D,
            ) -> $crate::Result<Self, D::Error> {
                $crate::serde::stored::$read(from)
            }
        }
    };
}
