//! Structures, their fields and builders.

use super::context::Context;
use super::direction::Direction;
use super::plan::Plan;
use super::protocol::Names;
use super::{docs, fields, members, presence, types};
use crate::ir::{self, Build, Form, Role, Storage, Trait};
use crate::model::{Kind, Member, Shape, ShapeId};
use crate::names::{self, Ident, Scope};
use indexmap::IndexMap;
use std::collections::HashMap;

/// The structures of the module `types`, by their shapes.
pub type Structures = HashMap<ShapeId, ir::Structure>;

/// What a structure is made of.
pub struct StructureSpec<'m> {
    /// The type.
    pub name: Ident,
    /// What it is for.
    pub role: Role,
    /// The module that declares it, if it has one to itself.
    pub module: Option<Ident>,
    /// The shape, if there is one; an operation without input has none.
    pub shape: Option<&'m Shape>,
    /// The id of the shape, or the one to use where there is no shape.
    pub id: ShapeId,
    /// Documentation.
    pub docs: ir::Docs,
}

/// The structures of the module `types`.
pub fn structures(cx: &Context<'_>, plan: &Plan<'_>) -> Structures {
    let shapes = plan.nested.iter().filter(|shape| matches!(shape.kind, Kind::Structure(_)));
    let structures = shapes.filter_map(|shape| Some((shape.id.clone(), nested(cx, plan, shape)?)));
    structures.collect()
}

/// The structures by name.
pub fn by_name(structures: Structures) -> Vec<ir::Structure> {
    let mut structures: Vec<_> = structures.into_values().collect();
    structures.sort_by(|a, b| a.name.cmp(&b.name));
    structures
}

fn nested<'m>(cx: &Context<'m>, plan: &Plan<'m>, shape: &'m Shape) -> Option<ir::Structure> {
    let spec = StructureSpec {
        name: plan.name(&shape.id)?.clone(),
        role: Role::Nested,
        module: Some(plan.module(&shape.id)?.clone()),
        shape: Some(shape),
        id: shape.id.clone(),
        docs: docs::structure(shape),
    };
    Some(structure(cx, plan, spec))
}

/// The structure that is made of these things.
pub fn structure<'m>(cx: &Context<'m>, plan: &Plan<'m>, spec: StructureSpec<'m>) -> ir::Structure {
    let StructureSpec { name, role, module, shape, id, docs } = spec;
    let members = shape.and_then(Shape::structure_members);
    let fields = members.map(|members| fields_of(cx, plan, &id, members, Direction::of(role)));
    let (lower_camel, fields) = json_names(cx, fields.unwrap_or_default());
    let own = shape.map(|shape| members::shape_traits(cx.protocol, &shape.traits));
    ir::Structure {
        builder: names::suffixed(&name, "Builder"),
        name,
        role,
        form: form(&fields),
        build: build(&fields),
        module,
        namespace: id.namespace().to_owned(),
        model_name: shape.map_or_else(|| id.name(), Shape::original_name).to_owned(),
        traits: own.into_iter().flatten().chain(lower_camel).collect(),
        fields,
        docs,
        deprecated: shape.and_then(|shape| docs::deprecated(&shape.traits)),
    }
}

fn fields_of(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    id: &ShapeId,
    members: &IndexMap<String, Member>,
    direction: Direction,
) -> Vec<ir::Field> {
    let mut scope = Scope::fields();
    let members = members.values();
    members.filter_map(|member| field(cx, plan, id, member, direction, &mut scope)).collect()
}

fn field(
    cx: &Context<'_>,
    plan: &Plan<'_>,
    id: &ShapeId,
    member: &Member,
    direction: Direction,
    scope: &mut Scope,
) -> Option<ir::Field> {
    let name = scope.name(&member.name, &member.at, &format!("{id}${}", member.name));
    let name = cx.report_err(name)?;
    let ty = types::ty(cx, plan, id, member, direction)?;
    let presence = presence::presence(cx, id, member, direction);
    let storage = fields::storage(&ty, &presence);
    let lowered = members::member(cx, member, direction)?;
    let left_out = presence::left_out_if_zero(member, &ty, &presence);
    let traits = lowered.traits.into_iter().chain(left_out).collect();
    Some(ir::Field {
        set: names::prefixed("set_", &name),
        get: names::prefixed("get_", &name),
        name,
        getter: fields::getter(&ty, storage),
        setter: fields::setter(&ty),
        ty,
        presence,
        storage,
        member: ir::Member { traits, ..lowered },
        docs: docs::member(member, cx.shape(&member.target)?, plan.name(&member.target), direction),
        deprecated: docs::deprecated(&member.traits),
    })
}

/// Which fields may have no value, and whether one is a stream.
fn form(fields: &[ir::Field]) -> Form {
    let streams = fields.iter().any(|field| field.storage == Storage::Stream);
    let present = fields.iter().any(|field| !field.presence.is_optional());
    match (present, streams) {
        (false, false) => Form::Plain,
        (false, true) => Form::Streaming,
        (true, false) => Form::Required,
        (true, true) => Form::RequiredStreaming,
    }
}

/// What a builder makes of the values that it holds.
fn build(fields: &[ir::Field]) -> Build {
    match form(fields) {
        Form::Plain => Build::Held,
        _ if fields.iter().any(ir::Field::is_needed) => Build::Fallible,
        _ => Build::Whole,
    }
}

/// Says once what holds for every member of a structure, as it does for all of API Gateway V2: that its
/// key in JSON is its name, beginning in lower case.
fn json_names(cx: &Context<'_>, fields: Vec<ir::Field>) -> (Option<Trait>, Vec<ir::Field>) {
    let is_lower_camel = |field: &ir::Field| {
        let name = Trait::JsonName(lower_first(&field.member.name));
        field.member.traits.contains(&name)
    };
    let mut in_body = fields.iter().filter(|field| field.member.is_in_body()).peekable();
    let is_json = cx.protocol.names == Names::Json;
    if !is_json || in_body.peek().is_none() || !in_body.all(is_lower_camel) {
        return (None, fields);
    }
    (Some(Trait::JsonLowerCamel), fields.into_iter().map(without_json_name).collect())
}

fn without_json_name(mut field: ir::Field) -> ir::Field {
    field.member.traits.retain(|t| !matches!(t, Trait::JsonName(_)));
    field
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::ir::{Build, Form, Structure, Trait};
    use crate::test_model::{plan, plan_facts};

    /// The structure `Toy` with these members.
    fn toy(members: &str) -> Structure {
        let operation = r#""PutBox": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Box"}}"#;
        let shapes = format!(
            r#""S": {{"type": "string"}}, "Box": {{"type": "structure", "members": {{"Toy": {{"shape": "Toy"}}}}}},
            "Toy": {{"type": "structure", "members": {{{members}}}}}"#
        );
        let mut plan =
            plan(operation, &shapes).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        plan.structures.remove(0)
    }

    #[test]
    fn the_form_tells_of_streams_and_of_what_always_has_a_value() {
        let operation = r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}}"#;
        let form = |body: &str, facts: &str| {
            let shapes = format!(
                r#""S": {{"type": "string"}}, "B": {{"type": "blob"}}, "Toy": {{"type": "structure", "payload": "Body",
                "members": {{"Name": {{"shape": "S", "location": "header"}}, "Body": {{"shape": "B"{body}}}}}}}"#
            );
            let plan = plan_facts(operation, &shapes, facts);
            let output = plan.unwrap_or_else(|wrong| panic!("{wrong}")).operations.remove(0).output;
            (output.form, output.build)
        };
        let (stream, default) = (r#", "streaming": true"#, "[defaults.Toy]\nName = ''");
        let required = "[required]\nToy = ['Name']";
        assert_eq!(form("", ""), (Form::Plain, Build::Held));
        assert_eq!(form(stream, ""), (Form::Streaming, Build::Whole));
        assert_eq!(form("", default), (Form::Required, Build::Whole));
        assert_eq!(form("", required), (Form::Required, Build::Fallible));
        assert_eq!(form(stream, default), (Form::RequiredStreaming, Build::Whole));
        assert_eq!(form(stream, required), (Form::RequiredStreaming, Build::Fallible));
    }

    #[test]
    fn keys_in_lower_camel_case_are_said_once() {
        let toy = toy(
            r#""ApiId": {"shape": "S", "locationName": "apiId"}, "Name": {"shape": "S", "locationName": "name"}"#,
        );
        assert_eq!(toy.traits, [Trait::JsonLowerCamel]);
        assert!(toy.fields.iter().all(|field| field.member.traits.is_empty()));
    }

    #[test]
    fn one_other_key_has_all_of_them_spelled_out() {
        let toy = toy(
            r#""ApiId": {"shape": "S", "locationName": "apiId"}, "Name": {"shape": "S", "locationName": "NAME"}"#,
        );
        assert_eq!(toy.traits, []);
        let keys: Vec<_> = toy.fields.iter().map(|field| field.member.traits.clone()).collect();
        assert_eq!(
            keys,
            [[Trait::JsonName("apiId".to_owned())], [Trait::JsonName("NAME".to_owned())]]
        );
    }

    #[test]
    fn members_outside_the_body_have_no_say_in_it() {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let shapes = r#""S": {"type": "string"}, "Toy": {"type": "structure", "members": {
            "Tag": {"shape": "S", "location": "header", "locationName": "X"}, "Name": {"shape": "S", "locationName": "name"}}}"#;
        let plan = plan(operation, shapes).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        assert_eq!(plan.operations[0].input.traits[0], Trait::JsonLowerCamel);
    }

    #[test]
    fn a_structure_without_members_has_no_keys() {
        assert_eq!(toy("").traits, []);
    }

    #[test]
    fn fields_keep_the_order_of_the_model() {
        let toy = toy(r#""B": {"shape": "S"}, "A": {"shape": "S"}"#);
        assert_eq!(
            toy.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
            ["b", "a"]
        );
    }

    #[test]
    fn what_is_deprecated_says_why() {
        let toy = toy(
            r#""A": {"shape": "S", "deprecated": true, "deprecatedMessage": "no"}, "B": {"shape": "S", "deprecated": true}"#,
        );
        let why: Vec<_> = toy.fields.iter().map(|field| field.deprecated.as_deref()).collect();
        assert_eq!(why, [Some("no"), Some("the service does not want this used any more")]);
    }
}
