//! Every service that is checked in is documented to its last member, in words of ours.

use smithwright_codegen::ir::{Crate, Docs, Structure};
use smithwright_codegen::{Options, plan};
use smithwright_tests::models;
use std::path::Path;

fn decided(folder: &Path, overlay: bool) -> Crate {
    let mut input = models::input(folder);
    input.overlay = input.overlay.filter(|_| overlay);
    let options = Options { package: "smithwright-any".to_owned(), ..Options::default() };
    plan(input, &options).unwrap_or_else(|found| panic!("{found}"))
}

/// What is documented, by name. What an operation takes and gives as a whole says itself.
fn documented(ir: &Crate) -> Vec<(String, &Docs)> {
    let mut all = vec![("the service".to_owned(), &ir.service.docs)];
    for operation in &ir.operations {
        all.push((operation.name.to_string(), &operation.docs));
        all.extend(fields(&operation.input).chain(fields(&operation.output)));
    }
    for structure in ir.structures.iter().chain(ir.errors.iter().map(|error| &error.structure)) {
        all.push((structure.name.to_string(), &structure.docs));
        all.extend(fields(structure));
    }
    // An error has a message, whether or not the model gives it one that could be documented.
    all.retain(|(name, _)| !name.ends_with("Exception.message"));
    for e in &ir.int_enums {
        all.push((e.name.to_string(), &e.docs));
        let constants = e.constants.iter();
        all.extend(constants.map(|c| (format!("{}::{}", e.name, c.name), &c.docs)));
    }
    for e in &ir.enums {
        all.push((e.name.to_string(), &e.docs));
        let variants = e.variants.iter();
        all.extend(variants.map(|v| (format!("{}::{}", e.name, v.name), &v.docs)));
    }
    all
}

fn fields(structure: &Structure) -> impl Iterator<Item = (String, &Docs)> {
    let name = &structure.name;
    structure.fields.iter().map(move |field| (format!("{name}.{}", field.name), &field.docs))
}

#[test]
fn nothing_is_without_words_of_ours() {
    for folder in models::cases("../model") {
        let (with, without) = (decided(&folder, true), decided(&folder, false));
        let both = documented(&with).into_iter().zip(documented(&without));
        let same = both.filter(|((_, with), (_, without))| with.summary == without.summary);
        let bare: Vec<_> = same.map(|((name, _), _)| name).collect();
        assert!(bare.is_empty(), "{}: {bare:#?}", folder.display());
    }
}
