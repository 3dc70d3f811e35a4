//! Structures, their fields and builders.

use super::protocol::Names;
use super::types::{Direction, in_body};
use super::{Lowering, docs, fields, presence};
use crate::ir::{self, Build, Form, Presence, Role, Storage, Trait};
use crate::model::{Kind, Member, Shape, ShapeId, Traits, traits as t};
use crate::names::{self, Ident, Scope};
use indexmap::IndexMap;

/// The structure to make of a shape.
pub struct Wanted<'a> {
    /// The type.
    pub name: Ident,
    /// The shape, if there is one; an operation without input has none.
    pub shape: Option<&'a Shape>,
    /// The id to use where there is no shape.
    pub id: ShapeId,
    /// Which way it goes.
    pub direction: Direction,
    /// What it is for.
    pub role: Role,
    /// Documentation.
    pub docs: ir::Docs,
}

impl<'m> Lowering<'m> {
    /// The structure in `types` for a shape that members target.
    pub(super) fn nested(
        &mut self,
        shape: &'m Shape,
        modules: &mut Scope,
    ) -> Option<ir::Structure> {
        let name = self.names.get(&shape.id)?.clone();
        let module = modules.name(name.bare(), &shape.at, &shape.id.to_string());
        let module = self.keep(module)?;
        self.emitted(&shape.id, format!("types::{name}"));
        let docs = docs::structure(shape);
        let (direction, role) = (Direction::Other, Role::Nested);
        let wanted =
            Wanted { name, shape: Some(shape), id: shape.id.clone(), direction, role, docs };
        Some(ir::Structure { module: Some(module), ..self.structure(wanted) })
    }

    pub(super) fn structure(&mut self, wanted: Wanted<'m>) -> ir::Structure {
        let Wanted { name, shape, id, direction, role, docs } = wanted;
        let members = shape.and_then(members);
        let mut fields =
            members.map(|members| self.fields(&id, members, direction)).unwrap_or_default();
        let mut traits = shape.map(|shape| self.shape_traits(&shape.traits)).unwrap_or_default();
        if self.protocol.names == Names::Json {
            traits.extend(factor_json_names(&mut fields));
        }
        let deprecated = shape.and_then(|shape| deprecated(&shape.traits));
        ir::Structure {
            builder: names::suffixed(&name, "Builder"),
            name,
            role,
            form: form(&fields),
            build: build(&fields),
            module: None,
            namespace: id.namespace().to_owned(),
            wire: shape.map_or_else(|| id.name(), Shape::wire_name).to_owned(),
            traits,
            fields,
            docs,
            deprecated,
        }
    }

    fn fields(
        &mut self,
        id: &ShapeId,
        members: &'m IndexMap<String, Member>,
        direction: Direction,
    ) -> Vec<ir::Field> {
        let mut scope = Scope::fields();
        members
            .values()
            .filter_map(|member| self.field(id, member, direction, &mut scope))
            .collect()
    }

    fn field(
        &mut self,
        id: &ShapeId,
        member: &'m Member,
        direction: Direction,
        scope: &mut Scope,
    ) -> Option<ir::Field> {
        let named = scope.name(&member.name, &member.at, &format!("{id}${}", member.name));
        let name = self.keep(named)?;
        let ty = self.ty(id, member, direction)?;
        let presence = self.presence(id, member, direction);
        let storage = fields::storage(&ty, &presence);
        let mut wire = self.member(member, direction)?;
        wire.traits.extend(presence::left_out_if_zero(member, &ty, &presence));
        Some(ir::Field {
            set: names::prefixed("set_", &name),
            get: names::prefixed("get_", &name),
            docs: docs::member(member, self.shape(&member.target)?, direction),
            name,
            getter: fields::getter(&ty, storage),
            setter: fields::setter(&ty),
            ty,
            presence,
            storage,
            member: wire,
            deprecated: deprecated(&member.traits),
        })
    }
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
    let is_required = |field: &ir::Field| matches!(field.presence, Presence::Required(_));
    match form(fields) {
        Form::Plain => Build::Held,
        _ if fields.iter().any(is_required) => Build::Fallible,
        _ => Build::Whole,
    }
}

/// The members of a structure.
pub fn members(shape: &Shape) -> Option<&IndexMap<String, Member>> {
    match &shape.kind {
        Kind::Structure(members) => Some(members),
        _ => None,
    }
}

/// Why something is not to be used.
pub fn deprecated(traits: &Traits) -> Option<String> {
    let message = traits.get(t::DEPRECATED)?.get("message").and_then(serde_json::Value::as_str);
    Some(message.unwrap_or("the service does not want this used any more").to_owned())
}

/// Says once what holds for every member of a structure, as it does for all of API Gateway V2: that its
/// key in JSON is its name, beginning in lower case.
fn factor_json_names(fields: &mut [ir::Field]) -> Vec<Trait> {
    let lower_camel = |field: &ir::Field| Trait::JsonName(lower_first(&field.member.name));
    let mut in_body = fields.iter().filter(|field| in_body(&field.member)).peekable();
    if in_body.peek().is_none()
        || !in_body.all(|field| field.member.traits.contains(&lower_camel(field)))
    {
        return Vec::new();
    }
    for field in fields {
        field.member.traits.retain(|t| !matches!(t, Trait::JsonName(_)));
    }
    vec![Trait::JsonLowerCamel]
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::ir::{Structure, Trait};
    use crate::test_model::plan;

    /// The structure `Toy` with these members.
    fn toy(members: &str) -> Structure {
        let operation = r#""PutBox": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Box"}}"#;
        let shapes = format!(
            r#""S": {{"type": "string"}}, "Box": {{"type": "structure", "members": {{"Toy": {{"shape": "Toy"}}}}}},
            "Toy": {{"type": "structure", "members": {{{members}}}}}"#
        );
        let mut plan = plan(operation, &shapes).unwrap_or_else(|found| panic!("{found}"));
        plan.structures.remove(0)
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
        let plan = plan(operation, shapes).unwrap_or_else(|found| panic!("{found}"));
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
