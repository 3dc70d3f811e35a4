//! Which requests can be presigned, and how.
//!
//! Whoever is given a presigned request has no credentials, so the signature must hold for whatever they send with it. That
//! leaves requests signed by SigV4 or SigV4a
//!
//! - of AWS Query and EC2 Query: these services read the form in the query of a GET as well as in a body;
//! - of REST protocols, if all of the input stands in the path, the query and the headers;
//! - of REST protocols with a payload, if the service takes that unsigned.
//!
//! Others have a body that is signed: REST protocols with members in the body, AWS JSON and RPC v2 CBOR. Their signature
//! holds for one body alone, so the URL would be of use to those only who have that body and the headers that are signed
//! with it, and these are as good as the signed request itself. boto3 makes a URL for them nevertheless, which has the
//! outermost members of the body in the query of a POST; no service reads them there.
//!
//! The official crates presign few of these. In their place ours have the same; the others are made by the crate's feature
//! `presigning`.

use super::auth;
use super::context::Context;
use crate::ir::operation_traits::Scheme;
use crate::ir::{self, Presigning, Trait};
use crate::model::{Operation, Service, traits as t};

/// How the requests of `operation` are presigned in the official crate, if they are.
pub fn official(cx: &Context<'_>, operation: &Operation) -> Option<Presigning> {
    let known = [
        (&operation.traits, t::PRESIGNED_QUERY, Presigning::Query),
        (&cx.model.service.traits, t::PRESIGNED_UNSIGNED, Presigning::UnsignedPayload),
    ];
    let held = known.into_iter().find(|(traits, id, _)| traits.has(id));
    held.map(|(_, _, presigning)| presigning)
}

/// How the requests of `operation` can be presigned, if its protocol allows it.
pub fn possible(
    cx: &Context<'_>,
    operation: &Operation,
    input: &ir::Structure,
) -> Option<Presigning> {
    let service = &cx.model.service;
    if !is_signed(service, operation) {
        return None;
    }
    if !cx.protocol.bindings {
        return cx.protocol.is_form().then_some(Presigning::Query);
    }
    let takes_unsigned = operation.traits.has(t::UNSIGNED_PAYLOAD);
    let unsigned = takes_unsigned || service.traits.has(t::CONTENT_SHA256);
    let form = if unsigned { Presigning::UnsignedPayload } else { Presigning::NoBody };
    (takes_unsigned || !has_body(input)).then_some(form)
}

/// Whether SigV4 or SigV4a is the first way to authenticate a request.
fn is_signed(service: &Service, operation: &Operation) -> bool {
    let first = auth::schemes(service, operation).into_iter().next();
    matches!(first, Some(Scheme::SigV4 | Scheme::SigV4a))
}

fn has_body(input: &ir::Structure) -> bool {
    let is_payload = |field: &ir::Field| field.member.traits.contains(&Trait::HttpPayload);
    input.fields.iter().any(|field| is_payload(field) || field.member.is_in_body())
}
