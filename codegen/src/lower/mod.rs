//! Model to crate: every decision is made here, each kind in a file of its own.
//!
//! Each step is a function of the context and of what the steps before it gave.

mod auth;
mod bodies;
mod context;
mod direction;
mod docs;
mod endpoints;
mod enums;
mod errors;
mod examples;
mod fields;
mod gates;
mod int_enums;
mod limits;
mod members;
mod operation_traits;
mod operations;
mod outcomes;
mod package;
mod pagination;
mod plan;
mod presence;
mod presigning;
mod protocol;
mod provider;
mod recursion;
mod sensitivity;
mod service;
mod structures;
mod types;
mod unions;
mod waiters;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::infer::Unpaged;
use crate::input::Options;
use crate::ir;
use crate::model::Model;
use crate::select::Selection;
use context::Context;
pub use docs::{deprecated, words};

/// Decides everything about the crate for `model`.
///
/// # Errors
///
/// What the model breaks, and what the generator does not support.
pub fn lower(
    model: &Model,
    selection: &Selection,
    unpaged: &Unpaged,
    options: &Options,
    warnings: &mut Vec<Diagnostic>,
) -> Result<ir::Crate, Diagnostics> {
    let cx = Context::new(model);
    let lowered = decide(&cx, selection, unpaged, options);
    Diagnostics::check(cx.into_diagnostics(), &model.sources, warnings)?;
    Ok(lowered)
}

fn decide(
    cx: &Context<'_>,
    selection: &Selection,
    unpaged: &Unpaged,
    options: &Options,
) -> ir::Crate {
    let plan = plan::plan(cx);
    let structures = structures::structures(cx, &plan);
    let unions = unions::unions(cx, &plan);
    let enums = enums::enums(cx, &plan);
    let int_enums = int_enums::int_enums(cx, &plan);
    let errors = errors::errors(cx, &plan);
    let endpoints = endpoints::endpoints(cx);
    let operations = operations::operations(cx, &plan, &structures, endpoints.as_ref(), unpaged);
    let service = service::service(cx, options, &operations, endpoints.as_ref());
    let endpoints = endpoints.unwrap_or_default();
    let krate = ir::Crate {
        package: package::package(options, &cx.model.service, &service.features),
        service,
        operations,
        left_out: selection.left_out.clone(),
        structures: structures::by_name(structures),
        unions,
        enums,
        int_enums,
        errors,
        endpoints,
        gates: ir::Gates::default(),
        guide: ir::Guide::default(),
        limits: ir::Limits::default(),
        shapes: outcomes::outcomes(cx, &plan, selection),
    };
    let gates = gates::gates(&krate);
    let limits = limits::limits(cx, &krate.service, &krate.operations, &krate.structures);
    let examples = examples::examples(&krate);
    let operations = krate.operations.into_iter().zip(examples);
    let operations: Vec<_> =
        operations.map(|(operation, example)| ir::Operation { example, ..operation }).collect();
    let guide = examples::guide(&operations);
    ir::Crate { gates, operations, guide, limits, ..krate }
}
