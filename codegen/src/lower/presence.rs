//! Which members always have a value.
//!
//! The decision is Smithy's for careful clients, and that of the official crates.
//!
//! - **Through botocore's models all members are optional**: these have no defaults, and what they require is
//!   `clientOptional`, as in AWS's own models. `overlay.toml` can say more (`[defaults.Structure]`, `[required]`).
//! - **What is absent from an answer** is its default, or else empty, zero, the beginning of 1970, an unknown value of
//!   an enum: services leave out what they require, and a client must not fail on that. `Default` gives the same.
//! - **Builders** fill in defaults. Where one cannot, `build()` gives a `BuildError` that names what is missing.
//! - **Defaults are sent**, but for zeros and flags that are false ([`left_out_if_zero`]). The official crates leave
//!   out zeros that are not the default as well, which are sent here. Waiters see what is left out.

use super::context::Context;
use super::direction::Direction;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{Constant, Presence, Trait, Ty};
use crate::model::{Kind, Member, Shape, ShapeId, traits as t};

/// Whether `member` of `owner` always has a value. What a default is that cannot be one is reported.
pub fn presence(
    cx: &Context<'_>,
    owner: &ShapeId,
    member: &Member,
    direction: Direction,
) -> Presence {
    let Some(target) = cx.shape(&member.target) else { return Presence::Optional };
    let default = member.traits.get(t::DEFAULT).map(|value| Constant::of(target, value));
    let default = default.transpose().map_err(|message| {
        let at = member.at.key("traits").key(t::DEFAULT);
        Diagnostic::new(Code::FORMAT, &at, message).of(format!("{owner}${}", member.name))
    });
    let is_input = direction == Direction::Request
        || cx.shape(owner).is_some_and(|owner| owner.traits.has(t::INPUT));
    decide(member, target, is_input, cx.report_err(default).flatten().flatten())
}

/// Whether a member always has a value ("Structure member optionality" of the Smithy specification, as careful clients
/// have it: a structure or union that is required may be missing all the same, since nothing stands for it).
///
/// An operation's input counts as one whether or not the model marks it: a service may stop to require a member, or
/// begin to have a default, and then only what the caller set is to be sent.
fn decide(member: &Member, target: &Shape, is_input: bool, default: Option<Constant>) -> Presence {
    let is_stream = member.traits.has(t::STREAMING) || target.traits.has(t::STREAMING);
    if is_input || is_stream || member.traits.has(t::CLIENT_OPTIONAL) {
        return Presence::Optional;
    }
    let aggregate = matches!(target.kind, Kind::Structure(_) | Kind::Union(_));
    match default {
        Some(default) => Presence::Default(default),
        None if member.traits.has(t::REQUIRED) && !aggregate => Presence::Required(Constant::Zero),
        None => Presence::Optional,
    }
}

/// Numbers and flags whose default is zero are written only if they are something else, as in the official crates. That
/// cannot be told from not having been set, and most such defaults come from a time when models could not say that a
/// number may be absent: a throttle without a burst limit is not one that lets nothing through.
pub fn left_out_if_zero(member: &Member, ty: &Ty, presence: &Presence) -> Option<Trait> {
    let number = matches!(ty, Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 | Ty::F32 | Ty::F64);
    let by_default = *presence == Presence::Default(Constant::Zero);
    (number && by_default && !member.traits.has(t::REQUIRED)).then_some(Trait::LeftOutIfZero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Simple, Traits};
    use crate::source::Address;

    fn member(traits: &[&str]) -> Member {
        let mut all = Traits::default();
        traits.iter().for_each(|id| all.mark(id));
        let (target, at) = (ShapeId::new("test", "T"), Address::default());
        Member { name: "m".to_owned(), target, traits: all, at }
    }

    fn shape(kind: Kind, traits: &[&str]) -> Shape {
        let traits = member(traits).traits;
        Shape { id: ShapeId::new("test", "T"), kind, traits, at: Address::default() }
    }

    /// What becomes of a member of a structure that is no input.
    fn of(kind: Kind, traits: &[&str], default: Option<Constant>) -> Presence {
        decide(&member(traits), &shape(kind, &[]), false, default)
    }

    const INTEGER: Kind = Kind::Simple(Simple::Integer);
    const FIVE: Option<Constant> = Some(Constant::Int(5));

    #[test]
    fn members_are_optional_unless_something_is_said() {
        let structure = || Kind::Structure(Default::default());
        let union = || Kind::Union(Default::default());
        let cases = [
            (INTEGER, &[][..], None, Presence::Optional),
            (INTEGER, &[], FIVE, Presence::Default(Constant::Int(5))),
            (INTEGER, &[t::REQUIRED], None, Presence::Required(Constant::Zero)),
            (INTEGER, &[t::REQUIRED], FIVE, Presence::Default(Constant::Int(5))),
            (INTEGER, &[t::CLIENT_OPTIONAL], FIVE, Presence::Optional),
            (INTEGER, &[t::REQUIRED, t::CLIENT_OPTIONAL], None, Presence::Optional),
            (INTEGER, &[t::REQUIRED, t::CLIENT_OPTIONAL], FIVE, Presence::Optional),
            (structure(), &[t::REQUIRED], None, Presence::Optional),
            (union(), &[t::REQUIRED], None, Presence::Optional),
            (Kind::List(member(&[])), &[t::REQUIRED], None, Presence::Required(Constant::Zero)),
            (Kind::Simple(Simple::Blob), &[t::REQUIRED, t::STREAMING], None, Presence::Optional),
        ];
        for (kind, traits, default, expected) in cases {
            let what = format!("{kind:?} {traits:?} {default:?}");
            assert_eq!(of(kind, traits, default), expected, "{what}");
        }
        let stream = shape(Kind::Simple(Simple::Blob), &[t::STREAMING]);
        assert_eq!(decide(&member(&[t::REQUIRED]), &stream, false, None), Presence::Optional);
    }

    #[test]
    fn all_members_of_an_input_are_optional() {
        for (traits, default) in [(&[][..], FIVE), (&[t::REQUIRED], None), (&[t::REQUIRED], FIVE)] {
            let target = shape(INTEGER, &[]);
            assert_eq!(decide(&member(traits), &target, true, default), Presence::Optional);
        }
    }

    #[test]
    fn zeros_by_default_are_left_out() {
        let zero = Presence::Default(Constant::Zero);
        let left_out = Some(Trait::LeftOutIfZero);
        assert_eq!(left_out_if_zero(&member(&[]), &Ty::I32, &zero), left_out);
        assert_eq!(left_out_if_zero(&member(&[]), &Ty::Bool, &zero), left_out);
        assert_eq!(left_out_if_zero(&member(&[t::REQUIRED]), &Ty::I32, &zero), None);
        assert_eq!(left_out_if_zero(&member(&[]), &Ty::String, &zero), None);
        let five = Presence::Default(Constant::Int(5));
        assert_eq!(left_out_if_zero(&member(&[]), &Ty::I32, &five), None);
        let required = Presence::Required(Constant::Zero);
        assert_eq!(left_out_if_zero(&member(&[t::REQUIRED]), &Ty::I32, &required), None);
        assert_eq!(left_out_if_zero(&member(&[]), &Ty::I32, &Presence::Optional), None);
    }
}
