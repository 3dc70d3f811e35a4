//! The fields of a structure, as generated code lends them.
//!
//! It lends them in a tuple, whose bounds the compiler proves together; an array of trait objects, which is what the
//! loops over fields want, would cost it a coercion a field.

use crate::value::Field;

/// References to the fields of a structure: a tuple of them.
pub trait Fields {
    /// Calls `with` with the fields, in order.
    fn lend(self, with: &mut dyn FnMut(&[&dyn Field]));
}

/// References to the fields of a structure that is being changed: a tuple of them.
pub trait FieldsMut {
    /// Calls `with` with the fields, in order.
    fn lend(self, with: &mut dyn FnMut(&mut [&mut dyn Field]));
}

macro_rules! tuples {
    ($($field:ident)*) => {
        impl<$($field: Field),*> Fields for ($(&$field,)*) {
            #[allow(non_snake_case)]
            fn lend(self, with: &mut dyn FnMut(&[&dyn Field])) {
                let ($($field,)*) = self;
                with(&[$($field),*])
            }
        }
        impl<$($field: Field),*> FieldsMut for ($(&mut $field,)*) {
            #[allow(non_snake_case)]
            fn lend(self, with: &mut dyn FnMut(&mut [&mut dyn Field])) {
                let ($($field,)*) = self;
                with(&mut [$($field),*])
            }
        }
        tuples!(@shorter $($field)*);
    };
    (@shorter $first:ident $($field:ident)*) => { tuples!($($field)*); };
    (@shorter) => {};
}

tuples!(A B C D E F G H I J K L M N O P Q R S T U V W X);

/// The first form where there are as many fields as a tuple may have here, the second where there are more, as in one of
/// 300 structures in AWS's models.
#[doc(hidden)]
#[macro_export]
macro_rules! by_number {
    (
        {$($few:tt)*} {$($many:tt)*}
        $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $i:ident $j:ident $k:ident $l:ident
        $m:ident $n:ident $o:ident $p:ident $q:ident $r:ident $s:ident $t:ident $u:ident $v:ident $w:ident $x:ident
        $($more:ident)+
    ) => { $($many)* };
    ({$($few:tt)*} {$($many:tt)*} $($field:ident)*) => { $($few)* };
}
