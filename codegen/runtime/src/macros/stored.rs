//! Types that the crate `serde` writes and reads.

/// Implements `Serialize` and `Deserialize` for a structure, a union or an enum, which stands in a module beside that of the
/// caller.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! stored {
    ($name:ident, structure: $($module:ident)::+ $(,)?) => {
        $crate::stored!(@ super::$($module::)+$name, write_structure self, self, read_structure);
    };
    ($name:ident, union: $($module:ident)::+ $(,)?) => {
        $crate::stored!(@ super::$($module::)+$name, write_union self, self, read_union);
    };
    ($name:ident, enumeration: $($module:ident)::+ $(,)?) => {
        $crate::stored!(@ super::$($module::)+$name, write_enum self, self.as_str(), read_enum);
    };
    (@ $type:ty, $write:ident $value:ident, $written:expr, $read:ident) => {
        impl $crate::published_serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::published_serde::Serializer>(
                &$value,
                to: S,
            ) -> $crate::Result<S::Ok, S::Error> {
                $crate::serde::stored::$write($written, to)
            }
        }
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
