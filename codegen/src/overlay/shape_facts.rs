//! Curated facts about members and values: what only Smithy's models say, and botocore's do not.

use super::toml::{EXPIRED, json};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::clearing::{CLEARINGS, Clearing};
use crate::model::{Constant, Kind, Member, Model, Shape, ShapeId, traits as t};
use crate::source::{Address, Place, SourceIx};
use serde_json::Value;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The tables of such facts: values of members by structure, how members are unset by structure, members by structure, names
/// of values by enum.
pub const TABLES: [&str; 4] = ["defaults", "cleared", "required", "variants"];

/// A fact about a member of a shape, or about a value of an enum.
struct Fact<'a> {
    shape: &'a str,
    name: &'a str,
    value: Value,
    at: Address,
}

/// Lays one of the tables over the model. What is in the model as it says, and what the model does not have, is reported.
pub fn apply(
    model: &mut Model,
    table: &str,
    facts: &DeTable<'_>,
    source: SourceIx,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let apply: fn(&mut Model, &Fact<'_>) -> _ = match table {
        "defaults" => default,
        "cleared" => cleared,
        "required" => required,
        _ => variant,
    };
    let at = |offset| Address { source, place: Place::Offset(offset) };
    for (shape, entries) in facts {
        let entries = match table {
            "required" => list(entries.get_ref()).ok_or("a list of members"),
            _ => self::table(entries.get_ref()).ok_or("a table"),
        };
        match entries {
            Ok(entries) => {
                diagnostics.extend(entries.into_iter().filter_map(|(name, value, offset)| {
                    let fact = Fact { shape: shape.get_ref(), name, value, at: at(offset) };
                    apply(model, &fact).err()
                }))
            }
            Err(expected) => {
                let message = format!("`{}` must be {expected} here", shape.get_ref());
                diagnostics.push(Diagnostic::new(
                    Code::OVERLAY_EXPIRED,
                    &at(shape.span().start),
                    message,
                ));
            }
        }
    }
}

/// What is said of names, and where.
type Entries<'a> = Vec<(&'a str, Value, usize)>;

fn table<'a>(entries: &'a DeValue<'_>) -> Option<Entries<'a>> {
    let DeValue::Table(entries) = entries else { return None };
    let entry = |(name, value): (&'a Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        (name.get_ref().as_ref(), json(value.get_ref()), value.span().start)
    };
    Some(entries.iter().map(entry).collect())
}

fn list<'a>(names: &'a DeValue<'_>) -> Option<Entries<'a>> {
    let DeValue::Array(names) = names else { return None };
    let entry = |name: &'a Spanned<DeValue<'_>>| {
        Some((name.get_ref().as_str()?, Value::Null, name.span().start))
    };
    names.iter().map(entry).collect()
}

/// The member has the value where none is set, and always has one.
fn default(model: &mut Model, fact: &Fact<'_>) -> Result<(), Diagnostic> {
    let target = fact.member(model)?.target.clone();
    let constant = model.shapes.get(&target).map(|target| Constant::of(target, &fact.value));
    if constant.transpose().map_err(|message| fact.wrong(message))?.flatten().is_none() {
        return Err(fact.wrong("this cannot be a default"));
    }
    let traits = &mut fact.member(model)?.traits;
    if traits.get(t::DEFAULT) == Some(&fact.value) && !traits.has(t::CLIENT_OPTIONAL) {
        return Err(fact.expired());
    }
    traits.add(t::DEFAULT, fact.value.clone());
    traits.remove(t::CLIENT_OPTIONAL);
    Ok(())
}

/// The member, once set, is unset in a way that no model says.
fn cleared(model: &mut Model, fact: &Fact<'_>) -> Result<(), Diagnostic> {
    if let Clearing::By(operation) = fact.clearing()? {
        let id = ShapeId::new(model.service.id.namespace(), operation);
        if !model.operations.contains_key(&id) {
            let wrong = fact.wrong(format!("there is no operation `{operation}`"));
            let names = model.operations.keys().map(ShapeId::name);
            return Err(wrong.did_you_mean(operation, names));
        }
    }
    fact.member(model)?.traits.add(t::CLEARED, fact.value.clone());
    Ok(())
}

/// The structure cannot be built without the member.
fn required(model: &mut Model, fact: &Fact<'_>) -> Result<(), Diagnostic> {
    let target = fact.member(model)?.target.clone();
    let target = model.shapes.get(&target).map(|shape| &shape.kind);
    if matches!(target, Some(Kind::Structure(_) | Kind::Union(_))) {
        let message =
            format!("`{}` is a structure or union, which may always be absent", fact.name);
        return Err(fact.wrong(message));
    }
    let traits = &mut fact.member(model)?.traits;
    if traits.has(t::REQUIRED) && !traits.has(t::CLIENT_OPTIONAL) {
        return Err(fact.expired());
    }
    traits.mark(t::REQUIRED);
    traits.remove(t::CLIENT_OPTIONAL);
    Ok(())
}

/// The value of the enum has a name.
fn variant(model: &mut Model, fact: &Fact<'_>) -> Result<(), Diagnostic> {
    let Kind::Enum(values) = &mut fact.shape(model)?.kind else {
        return Err(fact.wrong(format!("`{}` is not an enum", fact.shape)));
    };
    let known: Vec<_> = values.iter().map(|known| known.value.clone()).collect();
    let Some(value) = values.iter_mut().find(|known| known.value == fact.name) else {
        let wrong = fact.wrong(format!("`{}` has no value `{}`", fact.shape, fact.name));
        return Err(wrong.did_you_mean(fact.name, known.iter().map(String::as_str)));
    };
    let Some(name) = fact.value.as_str() else {
        return Err(fact.wrong("the name of a value must be a string"));
    };
    if value.name.as_deref() == Some(name) {
        return Err(fact.expired());
    }
    value.name = Some(name.to_owned());
    Ok(())
}

impl Fact<'_> {
    fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::OVERLAY_EXPIRED, &self.at, message)
            .of(format!("{}${}", self.shape, self.name))
    }

    fn clearing(&self) -> Result<Clearing<'_>, Diagnostic> {
        Clearing::read(&self.value).ok_or_else(|| self.wrong(CLEARINGS))
    }

    fn expired(&self) -> Diagnostic {
        self.wrong("the model says the same without the overlay").hint(EXPIRED)
    }

    fn shape<'m>(&self, model: &'m mut Model) -> Result<&'m mut Shape, Diagnostic> {
        let id = ShapeId::new(model.service.id.namespace(), self.shape);
        if !model.shapes.contains_key(&id) {
            let names = model.shapes.keys().map(ShapeId::name);
            let wrong = self.wrong(format!("there is no shape `{}`", self.shape));
            return Err(wrong.did_you_mean(self.shape, names));
        }
        Ok(&mut model.shapes[&id])
    }

    fn member<'m>(&self, model: &'m mut Model) -> Result<&'m mut Member, Diagnostic> {
        let Kind::Structure(members) = &mut self.shape(model)?.kind else {
            return Err(self.wrong(format!("`{}` is not a structure", self.shape)));
        };
        if !members.contains_key(self.name) {
            let wrong = self.wrong(format!("`{}` has no member `{}`", self.shape, self.name));
            return Err(wrong.did_you_mean(self.name, members.keys().map(String::as_str)));
        }
        Ok(&mut members[self.name])
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{Constant, Crate, Presence};
    use crate::test_model::{messages, plan_facts};

    const OPERATION: &str =
        r#""GetToy": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Toy"}}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "integer"}, "Colour": {"type": "string", "enum": ["1", "2"]},
        "Toy": {"type": "structure", "required": ["Name"], "members": {"Name": {"shape": "S"}, "Size": {"shape": "N"},
            "Colour": {"shape": "Colour"}, "Inside": {"shape": "Box"}}},
        "Box": {"type": "structure", "members": {}}"#;

    fn plan(facts: &str) -> Crate {
        plan_facts(OPERATION, SHAPES, facts).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    fn wrong(facts: &str) -> String {
        let diagnostics = plan_facts(OPERATION, SHAPES, facts).unwrap_err();
        messages(&diagnostics).join("; ")
    }

    #[test]
    fn members_have_values_and_must_have_some() {
        let facts = "[defaults.Toy]\nSize = 3\nColour = '1'\n[required]\nToy = ['Name']";
        let operation = plan(facts).operations.remove(0);
        let fields = operation.output.fields.into_iter();
        let presence: Vec<_> = fields.map(|field| field.presence).collect();
        let expected = [
            Presence::Required(Constant::Zero),
            Presence::Default(Constant::Int(3)),
            Presence::Default(Constant::Text("1".to_owned())),
            Presence::Optional,
        ];
        assert_eq!(presence, expected);
    }

    const UPDATE: &str =
        r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;

    #[test]
    fn members_say_how_they_are_unset() {
        let facts = "[cleared.Toy]\nName = 'never'\nSize = {with = '0'}\nColour = {by = 'PutToy'}";
        let plan = plan_facts(UPDATE, SHAPES, facts).unwrap_or_else(|found| panic!("{found}"));
        let docs = plan.operations[0].input.fields.iter().map(|field| field.docs.summary.as_str());
        let expected = [
            "Name. Required. Once set, it can be changed but not cleared.",
            "Size. `0` clears it.",
            "Colour. To clear it, call `PutToy`.",
            "Inside.",
        ];
        assert_eq!(docs.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn values_have_names() {
        let plan = plan("[variants.Colour]\n1 = 'RED'\n'2' = 'DARK_BLUE'");
        let variants = plan.enums[0].variants.iter().map(|v| (v.name.as_str(), v.value.as_str()));
        assert_eq!(variants.collect::<Vec<_>>(), [("DarkBlue", "2"), ("Red", "1")]);
    }

    #[test]
    fn what_does_not_apply_is_told() {
        assert_eq!(wrong("[defaults.Tow]\nSize = 0"), "there is no shape `Tow`");
        assert_eq!(wrong("[defaults.S]\nSize = 0"), "`S` is not a structure");
        assert_eq!(wrong("[defaults.Toy]\nSizes = 0"), "`Toy` has no member `Sizes`");
        assert_eq!(
            wrong("[defaults.Toy]\nSize = 0.5\nInside = {}"),
            "the default of a member of `N` must be a whole number in its range; \
             the default of a member of `Box` must be left out"
        );
        assert_eq!(
            wrong("[cleared.Toy]\nSize = {by = 'ClearToy'}"),
            "there is no operation `ClearToy`"
        );
        assert!(wrong("[cleared.Toy]\nSize = 'perhaps'").starts_with("this must be `\"never\"`"));
        assert_eq!(wrong("[defaults]\nToy = 1"), "`Toy` must be a table here");
        assert_eq!(wrong("[required]\nToy = 'Name'"), "`Toy` must be a list of members here");
        assert_eq!(wrong("[required]\nToy = [1]"), "`Toy` must be a list of members here");
        assert_eq!(
            wrong("[required]\nToy = ['Inside']"),
            "`Inside` is a structure or union, which may always be absent"
        );
        assert_eq!(wrong("[variants.Toy]\n1 = 'A'"), "`Toy` is not an enum");
        assert_eq!(wrong("[variants.Colour]\n3 = 'A'"), "`Colour` has no value `3`");
        assert_eq!(wrong("[variants.Colour]\n1 = 1"), "the name of a value must be a string");
    }
}
