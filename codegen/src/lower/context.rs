//! What every decision looks at.

use super::protocol::{self, Protocol};
use crate::diagnostics::Diagnostic;
use crate::model::{Member, Model, Operation, Shape, ShapeId};
use std::cell::RefCell;

/// The model, the protocol, and what was found wrong so far.
pub struct Context<'m> {
    pub model: &'m Model,
    pub protocol: &'static Protocol,
    diagnostics: RefCell<Vec<Diagnostic>>,
}

impl<'m> Context<'m> {
    pub fn new(model: &'m Model) -> Self {
        let diagnostics = RefCell::new(Vec::new());
        let protocol = protocol::chosen(&model.service.protocols).unwrap_or_else(|| {
            diagnostics.borrow_mut().push(protocol::unsupported(&model.service));
            &protocol::FALLBACK
        });
        Self { model, protocol, diagnostics }
    }

    /// Keeps a diagnostic. Lowering goes on, to find all that is wrong at once.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// What was decided, or nothing if that was an error, which is reported.
    pub fn report_err<T>(&self, decided: Result<T, Diagnostic>) -> Option<T> {
        decided.map_err(|diagnostic| self.report(diagnostic)).ok()
    }

    /// What was reported.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// The shape, if there is one of this id.
    pub fn shape(&self, id: &ShapeId) -> Option<&'m Shape> {
        self.model.shapes.get(id)
    }

    /// The members of the operation's input.
    pub fn input_members(
        &self,
        operation: &'m Operation,
    ) -> impl Iterator<Item = &'m Member> + use<'m> {
        let shape = operation.input.as_ref().and_then(|id| self.shape(id));
        let members = shape.and_then(Shape::structure_members);
        members.into_iter().flat_map(|members| members.values())
    }
}
