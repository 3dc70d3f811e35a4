//! The types that operations share.

use super::service::ROOT;
use super::{Source, members};
use crate::diff::thing::{Aspect, Place, Sort, Thing, Things};
use crate::ir::{self, Build, Trait};
use crate::model::{Kind, Shape, traits as t};

/// Adds all types.
pub fn add(source: &Source<'_>, things: &mut Things) {
    let ir = source.side.ir;
    ir.structures.iter().for_each(|structure| add_structure(source, structure, things));
    ir.unions.iter().for_each(|union| add_union(source, union, things));
    ir.enums.iter().for_each(|e| add_enum(source, e, things));
    ir.int_enums.iter().for_each(|e| add_int_enum(source, e, things));
    ir.errors.iter().for_each(|error| add_error(source, error, things));
}

fn add_structure(source: &Source<'_>, structure: &ir::Structure, things: &mut Things) {
    let place = Place::Type(structure.name.to_string());
    let path = format!("types::{}", structure.name);
    let shape = source.shape(&path);
    members::add(source, structure, &[], shape, &path, &place, things);
    things.insert(path, self::structure(Sort::Structure, structure, shape, &place).below(ROOT));
}

/// A structure, whatever it is for.
pub fn structure(
    sort: Sort,
    structure: &ir::Structure,
    shape: Option<&Shape>,
    place: &Place,
) -> Thing {
    let can_fail = match structure.build {
        Build::Held | Build::Whole => "a structure",
        Build::Fallible => "a structure or a `BuildError`",
    };
    // Builders of inputs give a result in any case.
    let build = (structure.role != ir::Role::Input).then_some(can_fail);
    Thing::new(sort, &structure.model_name, place.clone())
        .declared(format!("struct {}", structure.name))
        .with(Aspect::ModelName, &structure.model_name)
        .with_some(Aspect::Build, build)
        .with_some(Aspect::Stream, structure.stream().map(|stream| stream.name.bare()))
        .with_all(shape_facts(&structure.traits))
        .described(shape.map(|shape| &shape.traits))
}

/// What protocols read of a structure or union.
fn shape_facts(traits: &[Trait]) -> Vec<(Aspect, String)> {
    let fact = |shape_trait: &Trait| match shape_trait {
        Trait::XmlName(name) => Some((Aspect::WireName, name.clone())),
        Trait::XmlNamespace(uri, prefix) => {
            let prefix = prefix.as_deref().unwrap_or_default();
            Some((Aspect::XmlForm, format!("namespace {prefix}: {uri}")))
        }
        Trait::XmlUnwrapped => Some((Aspect::XmlForm, "unwrapped".to_owned())),
        Trait::Sensitive => Some((Aspect::Sensitive, "yes".to_owned())),
        // Where a member stands, and what it is called, is told of the member, and the rest of the operation.
        _ => None,
    };
    traits.iter().filter_map(fact).collect()
}

/// A variant of the error of an operation, or of a stream.
pub fn error_variant(variant: &ir::ErrorVariant, place: &Place) -> Thing {
    let name = variant.name.as_str();
    Thing::new(Sort::ErrorVariant, name, place.clone())
        .declared(format!("{name}(types::error::{name})"))
}

fn add_union(source: &Source<'_>, union: &ir::Union, things: &mut Things) {
    let place = Place::Type(union.name.to_string());
    let path = format!("types::{}", union.name);
    let shape = source.shape(&path);
    for member in &union.members {
        let thing = members::of_union(source, union, member, shape, &place).below(&path);
        things.insert(format!("{path}::{}", member.name), thing);
    }
    if let Some(ir::EventError { name, variants, .. }) = &union.error {
        for variant in variants {
            let thing = error_variant(variant, &place).below(&path);
            things.insert(format!("types::error::{name}::{}", variant.name), thing);
        }
    }
    let thing = Thing::new(Sort::Union, &union.model_name, place)
        .below(ROOT)
        .declared(format!("enum {}, a union", union.name))
        .with(Aspect::ModelName, &union.model_name)
        .with_all(shape_facts(&union.traits))
        .described(shape.map(|shape| &shape.traits));
    things.insert(path, thing);
}

fn add_enum(source: &Source<'_>, e: &ir::Enum, things: &mut Things) {
    let place = Place::Type(e.name.to_string());
    let path = format!("types::{}", e.name);
    let shape = source.shape(&path);
    let values = match shape.map(|shape| &shape.kind) {
        Some(Kind::Enum(values)) => values.as_slice(),
        _ => &[],
    };
    let name = shape.map_or(e.name.as_str(), |shape| shape.id.name());
    for variant in &e.variants {
        let value = values.iter().find(|value| value.value == variant.value);
        let thing = Thing::new(Sort::Variant, format!("{name}${}", variant.value), place.clone())
            .below(&path)
            .declared(format!("{} = {:?}", variant.name, variant.value))
            .with(Aspect::VariantValue, &variant.value)
            .with_some(
                Aspect::Documentation,
                value.and_then(|value| super::documentation(&value.traits)),
            );
        things.insert(format!("{path}::{}", variant.name), thing);
    }
    let thing = Thing::new(Sort::Enum, name, place)
        .below(ROOT)
        .declared(format!("enum {}", e.name))
        .with_flag(Aspect::Sensitive, e.sensitive)
        .described(shape.map(|shape| &shape.traits));
    things.insert(path, thing);
}

fn add_int_enum(source: &Source<'_>, e: &ir::IntEnum, things: &mut Things) {
    let place = Place::Type(e.name.to_string());
    let path = format!("types::{}", e.name);
    let shape = source.shape(&path);
    let name = shape.map_or(e.name.as_str(), |shape| shape.id.name());
    for constant in &e.constants {
        let named = format!("{name}${}", constant.model_name);
        let thing = Thing::new(Sort::Constant, named, place.clone())
            .below(&path)
            .declared(format!("{} = {}", constant.name, constant.value))
            .with(Aspect::ConstantValue, constant.value.to_string())
            .with(Aspect::ModelName, &constant.model_name);
        things.insert(format!("{path}::{}", constant.name), thing);
    }
    let thing = Thing::new(Sort::IntEnum, name, place)
        .below(ROOT)
        .declared(format!("enum {}", e.name))
        .described(shape.map(|shape| &shape.traits));
    things.insert(path, thing);
}

fn add_error(source: &Source<'_>, error: &ir::Error, things: &mut Things) {
    let structure = &error.structure;
    let place = Place::Type(format!("error::{}", structure.name));
    let path = format!("types::error::{}", structure.name);
    let shape = source.shape(&path);
    members::add(source, structure, &[], shape, &path, &place, things);
    let codes: Vec<_> =
        [Some(&error.code), error.query_code.as_ref()].into_iter().flatten().cloned().collect();
    let status = shape.and_then(|shape| shape.traits.get(t::HTTP_ERROR)).map(ToString::to_string);
    let thing = self::structure(Sort::Error, structure, shape, &place)
        .below(ROOT)
        .with(Aspect::ErrorCode, codes.join(", "))
        .with_some(Aspect::ErrorStatus, status)
        .with_some(Aspect::ErrorFault, shape.and_then(|shape| shape.traits.text(t::ERROR)))
        .with_some(Aspect::Retryable, error.retryable.map(|kind| kind.as_str()));
    things.insert(path, thing);
}
