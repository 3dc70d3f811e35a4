//! Which shapes become types, what the types are called, which of their members are boxed, and which hold secrets.

use super::context::Context;
use super::{recursion, sensitivity};
use crate::ir::TypeId;
use crate::model::{Member, Shape, ShapeId, traits as t};
use crate::names::{Ident, Scope};
use std::collections::{HashMap, HashSet};

/// What is known of all types before the first of them is lowered.
pub struct Plan<'m> {
    /// The shapes of the module `types`, in the model's order.
    pub nested: Vec<&'m Shape>,
    /// The shapes of the module `types::error`, by name.
    pub errors: Vec<&'m Shape>,
    /// The shapes that are sensitive, or hold a sensitive value at any depth.
    pub sensitive: HashSet<ShapeId>,
    types: HashMap<ShapeId, Ident>,
    modules: HashMap<ShapeId, Ident>,
    event_errors: HashMap<ShapeId, Ident>,
    operations: HashMap<ShapeId, OperationNames>,
    boxed: HashSet<(ShapeId, String)>,
}

/// What an operation is called.
pub struct OperationNames {
    /// The type.
    pub name: Ident,
    /// What the types of its input, output and pages begin with.
    pub messages: Ident,
    /// The module, and the method of the client.
    pub module: Ident,
}

/// Plans the types of the model. What cannot have a name is reported, and has none.
pub fn plan<'m>(cx: &Context<'m>) -> Plan<'m> {
    let errors = error_shapes(cx);
    let nested = nested_shapes(cx, &errors);
    let mut error_scope = Scope::errors();
    let mut types = name(cx, &nested, &mut Scope::types());
    types.extend(name(cx, &errors, &mut error_scope));
    Plan {
        modules: name_modules(cx, &nested, &types),
        event_errors: name_event_errors(cx, &nested, &mut error_scope),
        operations: name_operations(cx),
        boxed: recursion::boxed_members(&cx.model.shapes),
        sensitive: sensitivity::sensitive_shapes(cx.model),
        nested,
        errors,
        types,
    }
}

impl Plan<'_> {
    /// The name of the type of a shape.
    pub fn name(&self, shape: &ShapeId) -> Option<&Ident> {
        self.types.get(shape)
    }

    /// The type of a shape.
    pub fn type_id(&self, shape: &ShapeId) -> Option<TypeId> {
        Some(TypeId::new(shape.clone(), self.name(shape)?.clone()))
    }

    /// The module that declares the type of a shape.
    pub fn module(&self, shape: &ShapeId) -> Option<&Ident> {
        self.modules.get(shape)
    }

    /// The error that may end a stream of events, of which `union` is the shape.
    pub fn event_error(&self, union: &ShapeId) -> Option<&Ident> {
        self.event_errors.get(union)
    }

    /// What an operation is called.
    pub fn operation(&self, operation: &ShapeId) -> Option<&OperationNames> {
        self.operations.get(operation)
    }

    /// Whether the type of a member is boxed.
    pub fn is_boxed(&self, owner: &ShapeId, member: &Member) -> bool {
        self.boxed.contains(&(owner.clone(), member.name.clone()))
    }
}

/// The members of a union that are errors.
pub fn exceptions<'m>(cx: &Context<'m>, union: &'m Shape) -> Vec<&'m Member> {
    union.members().into_iter().filter(|member| is_error(cx, member)).collect()
}

/// Whether the member is an error.
pub fn is_error(cx: &Context<'_>, member: &Member) -> bool {
    cx.shape(&member.target).is_some_and(|target| target.traits.has(t::ERROR))
}

fn error_shapes<'m>(cx: &Context<'m>) -> Vec<&'m Shape> {
    let listed = cx.model.operations.values().flat_map(|operation| &operation.errors);
    let streams = cx.model.shapes.values().filter(|shape| shape.is_event_stream());
    let sent = streams.flat_map(|shape| exceptions(cx, shape)).map(|member| &member.target);
    let ids: HashSet<_> = listed.chain(sent).collect();
    let mut shapes: Vec<_> =
        cx.model.shapes.values().filter(|shape| ids.contains(&shape.id)).collect();
    shapes.sort_by_key(|shape| shape.id.name());
    shapes
}

/// The shapes that some member targets, and that need a type.
fn nested_shapes<'m>(cx: &Context<'m>, errors: &[&'m Shape]) -> Vec<&'m Shape> {
    let targeted = cx.model.shapes.values().flat_map(|shape| shape.members());
    let targeted: HashSet<_> = targeted.map(|member| &member.target).collect();
    let errors: HashSet<_> = errors.iter().map(|error| &error.id).collect();
    let shapes = cx.model.shapes.values().filter(|shape| targeted.contains(&shape.id));
    shapes.filter(|shape| shape.is_typed() && !errors.contains(&shape.id)).collect()
}

fn name(cx: &Context<'_>, shapes: &[&Shape], scope: &mut Scope) -> HashMap<ShapeId, Ident> {
    let shapes = shapes.iter().filter(|shape| shape.is_typed());
    let named = shapes.filter_map(|shape| {
        let name = scope.name(shape.id.name(), &shape.at, &shape.id.to_string());
        Some((shape.id.clone(), cx.report_err(name)?))
    });
    named.collect()
}

fn name_modules(
    cx: &Context<'_>,
    nested: &[&Shape],
    types: &HashMap<ShapeId, Ident>,
) -> HashMap<ShapeId, Ident> {
    let mut scope = Scope::modules();
    let named = nested.iter().filter_map(|shape| {
        let name = types.get(&shape.id)?;
        let module = scope.name(name.bare(), &shape.at, &shape.id.to_string());
        Some((shape.id.clone(), cx.report_err(module)?))
    });
    named.collect()
}

fn name_event_errors(
    cx: &Context<'_>,
    nested: &[&Shape],
    scope: &mut Scope,
) -> HashMap<ShapeId, Ident> {
    let streams = nested.iter().filter(|shape| shape.is_event_stream());
    let named = streams.filter_map(|shape| {
        let error = format!("{}Error", shape.id.name());
        let name = scope.name(&error, &shape.at, &shape.id.to_string());
        Some((shape.id.clone(), cx.report_err(name)?))
    });
    named.collect()
}

fn name_operations(cx: &Context<'_>) -> HashMap<ShapeId, OperationNames> {
    let scopes = (Scope::operations(), Scope::messages(), Scope::methods());
    let (mut types, mut messages, mut methods) = scopes;
    let operations = cx.model.operations.values();
    let named = operations.filter_map(|operation| {
        let (name, id) = (operation.id.name(), operation.id.to_string());
        let module = methods.name(name, &operation.at, &id);
        let messages = cx.report_err(messages.name(name, &operation.at, &id))?;
        let name = cx.report_err(types.name(name, &operation.at, &id))?;
        let module = cx.report_err(module)?;
        Some((operation.id.clone(), OperationNames { name, messages, module }))
    });
    named.collect()
}
