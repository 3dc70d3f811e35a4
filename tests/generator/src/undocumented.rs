//! Crates without what is said about them, so that only decisions are left.

use smithwright_codegen::ir::{Crate, Docs, Structure};

/// Empties all documentation of `ir`.
pub fn undocument(ir: &mut Crate) {
    ir.service.docs = Docs::default();
    for operation in &mut ir.operations {
        operation.docs = Docs::default();
        operation.errors.iter_mut().for_each(|variant| variant.docs = Docs::default());
        operation.waiters.iter_mut().for_each(|waiter| waiter.docs = Docs::default());
        structure(&mut operation.input);
        structure(&mut operation.output);
    }
    ir.structures.iter_mut().for_each(structure);
    ir.errors.iter_mut().for_each(|error| structure(&mut error.structure));
    for union in &mut ir.unions {
        union.docs = Docs::default();
        union.members.iter_mut().for_each(|member| member.docs = Docs::default());
        let variants = union.error.iter_mut().flat_map(|error| &mut error.variants);
        variants.for_each(|variant| variant.docs = Docs::default());
    }
    for e in &mut ir.enums {
        e.docs = Docs::default();
        e.variants.iter_mut().for_each(|variant| variant.docs = Docs::default());
    }
    for e in &mut ir.int_enums {
        e.docs = Docs::default();
        e.constants.iter_mut().for_each(|constant| constant.docs = Docs::default());
    }
}

fn structure(structure: &mut Structure) {
    structure.docs = Docs::default();
    structure.fields.iter_mut().for_each(|field| field.docs = Docs::default());
}
