//! The fields of a structure, as generated code hands them to a visitor.
//!
//! It hands over a tuple, whose bounds the compiler proves together; an array of trait objects, which is what the
//! loops over fields want, would cost it a coercion a field.

use crate::serde::Reader;
use crate::serde::Value;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_types::error::ErrorMetadata;
use std::any::Any;
use std::fmt;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// A field of a structure: a value, or an `Option` of one.
pub trait Field: Any + fmt::Debug {
    /// Whether the field has a value.
    fn is_set(&self) -> bool;
    /// Whether the other field is of the same type and has the same value.
    fn equals(&self, other: &dyn Field) -> bool;
    /// Takes the value of the other field, if it is of the same type.
    fn assign(&mut self, other: &dyn Field);
    /// Writes the value, or nothing if there is none.
    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result;
    /// Replaces the value by what is read.
    fn read(&mut self, member: &Schema<'_>, from: &mut dyn Reader) -> Result;
}

fn is_same<T: PartialEq + 'static>(field: &T, other: &dyn Field) -> bool {
    (other as &dyn Any).downcast_ref() == Some(field)
}

fn assign_same<T: Clone + 'static>(field: &mut T, other: &dyn Field) {
    if let Some(other) = (other as &dyn Any).downcast_ref() {
        field.clone_from(other);
    }
}

/// The metadata of an error stands in its structure, and on no wire.
impl Field for ErrorMetadata {
    fn is_set(&self) -> bool {
        true
    }

    fn equals(&self, other: &dyn Field) -> bool {
        is_same(self, other)
    }

    fn assign(&mut self, other: &dyn Field) {
        assign_same(self, other);
    }

    fn write(&self, _: &Schema<'_>, _: &mut dyn ShapeSerializer) -> Result {
        Ok(())
    }

    fn read(&mut self, _: &Schema<'_>, _: &mut dyn Reader) -> Result {
        Ok(())
    }
}

impl<T: Value> Field for T {
    fn is_set(&self) -> bool {
        self.is_present()
    }

    fn equals(&self, other: &dyn Field) -> bool {
        is_same(self, other)
    }

    fn assign(&mut self, other: &dyn Field) {
        assign_same(self, other);
    }

    fn write(&self, member: &Schema<'_>, to: &mut dyn ShapeSerializer) -> Result {
        match self.is_present() {
            true => Value::write(self, member, to),
            false => Ok(()),
        }
    }

    fn read(&mut self, member: &Schema<'_>, from: &mut dyn Reader) -> Result {
        *self = <T as Value>::read(member, from)?;
        Ok(())
    }
}

/// What is done with the fields of a structure, in order. It has a name because generated code hands it on: the type of a
/// closure costs the compiler as much there as the fields do.
#[allow(missing_debug_implementations)]
pub struct Visitor<'a>(pub &'a mut dyn FnMut(&[&dyn Field]));

/// What is done with the fields of a structure that is being changed, in order.
#[allow(missing_debug_implementations)]
pub struct VisitorMut<'a>(pub &'a mut dyn FnMut(&mut [&mut dyn Field]));

/// References to the fields of a structure: a tuple of them.
pub trait Fields {
    /// Hands the fields to a visitor.
    fn visit(self, to: Visitor<'_>);
}

/// References to the fields of a structure that is being changed: a tuple of them.
pub trait FieldsMut {
    /// Hands the fields to a visitor.
    fn visit(self, to: VisitorMut<'_>);
}

macro_rules! tuples {
    ($($field:ident)*) => {
        impl<$($field: Field),*> Fields for ($(&$field,)*) {
            #[allow(non_snake_case)]
            #[inline(never)]
            fn visit(self, to: Visitor<'_>) {
                let ($($field,)*) = self;
                (to.0)(&[$($field),*])
            }
        }
        impl<$($field: Field),*> FieldsMut for ($(&mut $field,)*) {
            #[allow(non_snake_case)]
            #[inline(never)]
            fn visit(self, to: VisitorMut<'_>) {
                let ($($field,)*) = self;
                (to.0)(&mut [$($field),*])
            }
        }
        tuples!(@shorter $($field)*);
    };
    (@shorter $first:ident $($field:ident)*) => { tuples!($($field)*); };
    (@shorter) => {};
}

tuples!(A B C D E F G H I J K L M N O P Q R S T U V W X);

/// The first form where there are as many fields as a tuple may have here, the second where there are more, as in one of
/// 270 structures in botocore's models.
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

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::{Visitor, VisitorMut};
    use crate::serde::Structure;

    /// A structure of these fields, all of them texts, with `id` before them.
    macro_rules! texts {
        ($name:ident $builder:ident $text:literal: $($field:ident $set:ident $get:ident)*) => {
            struct $name {
                id: Option<String>,
                $($field: Option<String>,)*
            }
            struct $builder {
                inner: $name,
            }
            crate::structure!($name, builder: $builder, fields: [(id, set_id, get_id, String), $(($field, $set, $get, String)),*],
                table: $text
            );
        };
    }

    texts!(AsATuple AsATupleBuilder "example#Tuple":
        a set_a get_a b set_b get_b c set_c get_c d set_d get_d e set_e get_e f set_f get_f g set_g get_g h set_h get_h
        i set_i get_i j set_j get_j k set_k get_k l set_l get_l m set_m get_m n set_n get_n o set_o get_o p set_p get_p
        q set_q get_q r set_r get_r s set_s get_s t set_t get_t u set_u get_u v set_v get_v last set_last get_last);
    texts!(AsAnArray AsAnArrayBuilder "example#Array":
        a set_a get_a b set_b get_b c set_c get_c d set_d get_d e set_e get_e f set_f get_f g set_g get_g h set_h get_h
        i set_i get_i j set_j get_j k set_k get_k l set_l get_l m set_m get_m n set_n get_n o set_o get_o p set_p get_p
        q set_q get_q r set_r get_r s set_s get_s t set_t get_t u set_u get_u v set_v get_v w set_w get_w
        last set_last get_last);

    fn number_of_fields(structure: &mut dyn Structure) -> [usize; 2] {
        let (mut lent, mut lent_mut) = (0, 0);
        structure.fields(Visitor(&mut |fields| lent = fields.len()));
        structure.fields_mut(VisitorMut(&mut |fields| lent_mut = fields.len()));
        [lent, lent_mut]
    }

    #[test]
    fn more_fields_than_a_tuple_may_have_are_lent_as_well() {
        let mut few = AsATupleBuilder::default().set_last(Some("z".into())).inner;
        let mut many = AsAnArrayBuilder::default().set_last(Some("z".into())).inner;
        assert_eq!((number_of_fields(&mut few), number_of_fields(&mut many)), ([24; 2], [25; 2]));
        let (few_copied, many_copied) = (few.clone(), many.clone());
        assert_eq!(
            (few_copied.last.as_deref(), many_copied.last.as_deref()),
            (Some("z"), Some("z"))
        );
        many.w = Some("w".into());
        assert!(few == few_copied && many != many_copied);
        assert!(format!("{many:?}").ends_with("w: Some(\"w\"), last: Some(\"z\") }"));
    }
}
