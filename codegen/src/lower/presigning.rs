//! Which requests can be presigned, and how.

use super::context::Context;
use crate::ir::Presigning;
use crate::model::{Operation, traits as t};

/// How the requests of `operation` are presigned, if they can be.
pub fn of_operation(cx: &Context<'_>, operation: &Operation) -> Option<Presigning> {
    let known = [
        (&operation.traits, t::PRESIGNED_QUERY, Presigning::Query),
        (&cx.model.service.traits, t::PRESIGNED_UNSIGNED, Presigning::UnsignedPayload),
    ];
    let held = known.into_iter().find(|(traits, id, _)| traits.has(id));
    held.map(|(_, _, presigning)| presigning)
}
