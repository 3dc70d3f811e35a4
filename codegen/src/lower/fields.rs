//! What holds the value of a field, and how getters and builders give and take it.

use crate::ir::{Argument, Getter, Presence, Setter, Storage, Ty};

/// What holds a value of this type.
pub fn storage(ty: &Ty, presence: &Presence) -> Storage {
    match presence {
        _ if ty.is_stream() => Storage::Stream,
        Presence::Optional => Storage::Optional,
        Presence::Default(_) | Presence::Required(_) => Storage::Present,
    }
}

/// How a getter lends a value of this type.
pub fn getter(ty: &Ty, storage: Storage) -> Getter {
    match (ty, storage) {
        (_, Storage::Stream) => Getter::Reference,
        (ty, Storage::Present) if is_copy(ty) => Getter::Copy,
        (ty, Storage::Optional) if is_copy(ty) => Getter::OptionalCopy,
        (Ty::String, Storage::Present) => Getter::Str,
        (Ty::String, Storage::Optional) => Getter::OptionalStr,
        (Ty::List(_), Storage::Present) => Getter::Slice,
        (Ty::List(_), Storage::Optional) => Getter::OptionalSlice,
        (Ty::Box(_), Storage::Optional) => Getter::OptionalBoxed,
        (_, Storage::Present) => Getter::Reference,
        (_, Storage::Optional) => Getter::OptionalReference,
    }
}

fn is_copy(ty: &Ty) -> bool {
    matches!(ty, Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 | Ty::F32 | Ty::F64)
}

/// How builders take a value of this type.
pub fn setter(ty: &Ty) -> Setter {
    match ty {
        Ty::List(item) => Setter::Push(argument(item)),
        Ty::Map(key, value) => Setter::Insert(argument(key), argument(value)),
        whole => Setter::Set(argument(whole)),
    }
}

fn argument(ty: &Ty) -> Argument {
    match ty {
        Ty::String | Ty::Box(_) => Argument::Into(ty.clone()),
        other => Argument::Value(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Constant;

    #[test]
    fn streams_are_held_apart() {
        assert_eq!(storage(&Ty::ByteStream, &Presence::Optional), Storage::Stream);
        assert_eq!(storage(&Ty::String, &Presence::Optional), Storage::Optional);
        assert_eq!(storage(&Ty::String, &Presence::Default(Constant::Zero)), Storage::Present);
    }

    #[test]
    fn getters_lend_what_they_do_not_copy() {
        let list = Ty::List(Box::new(Ty::Blob));
        let cases = [
            (Ty::I32, Getter::Copy, Getter::OptionalCopy),
            (Ty::String, Getter::Str, Getter::OptionalStr),
            (list, Getter::Slice, Getter::OptionalSlice),
            (Ty::Blob, Getter::Reference, Getter::OptionalReference),
            (Ty::Box(Box::new(Ty::Blob)), Getter::Reference, Getter::OptionalBoxed),
        ];
        for (ty, present, optional) in cases {
            assert_eq!(getter(&ty, Storage::Present), present, "{ty:?}");
            assert_eq!(getter(&ty, Storage::Optional), optional, "{ty:?}");
        }
        assert_eq!(getter(&Ty::ByteStream, Storage::Stream), Getter::Reference);
    }

    #[test]
    fn builders_take_items_one_by_one() {
        let texts = Ty::List(Box::new(Ty::String));
        assert_eq!(setter(&texts), Setter::Push(Argument::Into(Ty::String)));
        let numbers = Ty::Map(Box::new(Ty::String), Box::new(Ty::I32));
        let (key, value) = (Argument::Into(Ty::String), Argument::Value(Ty::I32));
        assert_eq!(setter(&numbers), Setter::Insert(key, value));
    }

    #[test]
    fn builders_take_what_is_boxed_without_its_box_too() {
        let boxed = Ty::Box(Box::new(Ty::Blob));
        assert_eq!(setter(&boxed), Setter::Set(Argument::Into(boxed.clone())));
    }
}
