//! What a model declares, by name, and where: for people who ask about one thing of it.

use crate::diagnostics::{Diagnostics, closest};
use crate::input::Input;
use crate::model::{Kind, Model, Operation, Shape, ShapeId};
use crate::parse;
use crate::source::Address;

/// The operations, shapes and members of a model.
#[derive(Debug)]
pub struct Declarations(Model);

/// Something that a model declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// What it is.
    pub subject: Subject<'a>,
    /// The file, as the user knows it.
    pub file: &'a str,
    /// The line in the file, from 1.
    pub line: usize,
    /// What stands there.
    pub text: &'a str,
}

/// What may be asked about, by its names in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An operation.
    Operation(&'a str),
    /// A shape.
    Shape(&'a str),
    /// A member of a shape, or a value of an enum.
    Member(&'a str, &'a str),
}

impl Declarations {
    /// Reads a model. `service` is the id of the service, for a model that has several.
    ///
    /// # Errors
    ///
    /// When the model is broken.
    pub fn read(input: Input, service: &str) -> Result<Self, Diagnostics> {
        parse::parse(input, service, &mut Vec::new()).map(|parsed| Self(parsed.model))
    }

    /// What is declared under `name`: an operation, a shape, or `Shape$member`, with or without a namespace.
    ///
    /// # Errors
    ///
    /// When there is no such thing. The message tells what may have been meant.
    pub fn find(&self, name: &str) -> Result<Declaration<'_>, String> {
        let (shape, member) = match name.split_once('$') {
            Some((shape, member)) => (shape, Some(member)),
            None => (name, None),
        };
        let operation = self.0.operations.values().find(|operation| is(&operation.id, shape));
        if let Some(operation) = operation {
            return match member {
                None => {
                    Ok(self.declaration(Subject::Operation(operation.id.name()), &operation.at))
                }
                Some(_) => Err(format!(
                    "`{shape}` is an operation, and has no members{}",
                    messages(operation)
                )),
            };
        }
        let found =
            self.shapes().find(|found| is(&found.id, shape) || found.original_name() == shape);
        let found = found.ok_or_else(|| unknown("shape or operation", shape, self.names()))?;
        match member {
            None => Ok(self.declaration(Subject::Shape(found.id.name()), &found.at)),
            Some(member) => self.member(found, member),
        }
    }

    fn member<'a>(&'a self, shape: &'a Shape, member: &str) -> Result<Declaration<'a>, String> {
        let members = members(shape);
        let subject = |name| Subject::Member(shape.id.name(), name);
        match members.iter().find(|(name, _)| *name == member) {
            Some((name, at)) => Ok(self.declaration(subject(name), at)),
            None => {
                let what = format!("member of `{}`", shape.id.name());
                Err(unknown(&what, member, members.iter().map(|(name, _)| *name)))
            }
        }
    }

    /// The shapes that the model declares, and not those of Smithy's prelude.
    fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.0.shapes.values().filter(|shape| shape.id.namespace() != "smithy.api")
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let operations = self.0.operations.keys();
        operations.chain(self.shapes().map(|shape| &shape.id)).map(ShapeId::name)
    }

    fn declaration<'a>(&'a self, subject: Subject<'a>, at: &Address) -> Declaration<'a> {
        let source = self.0.sources.get(at.source);
        let (file, all) = source.map_or(("", ""), |source| (&source.name, &source.text));
        let range = at.node(all);
        let line = all[..range.start].matches('\n').count() + 1;
        Declaration { subject, file, line, text: &all[range] }
    }
}

/// Whether `name` names the shape.
fn is(id: &ShapeId, name: &str) -> bool {
    id.name() == name || id.to_string() == name
}

/// The names of what a shape has, and where it stands: values of an enum stand where the enum does.
fn members(shape: &Shape) -> Vec<(&str, &Address)> {
    match &shape.kind {
        Kind::Enum(values) => {
            values.iter().map(|value| (value.value.as_str(), &shape.at)).collect()
        }
        Kind::IntEnum(values) => {
            values.iter().map(|value| (value.name.as_str(), &shape.at)).collect()
        }
        _ => shape.members().iter().map(|member| (member.name.as_str(), &member.at)).collect(),
    }
}

/// The shapes of an operation that do have members.
fn messages(operation: &Operation) -> String {
    let shapes: Vec<_> = [("input", &operation.input), ("output", &operation.output)]
        .into_iter()
        .filter_map(|(what, id)| Some(format!("its {what} is `{}`", id.as_ref()?.name())))
        .collect();
    if shapes.is_empty() { String::new() } else { format!(": {}", shapes.join(", ")) }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    match closest(name, known) {
        Some(close) => format!("there is no {what} `{name}`: did you mean `{close}`?"),
        None => format!("there is no {what} `{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    const BOTOCORE: &str = r#"{
  "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "toys", "protocol": "rest-json",
    "serviceFullName": "Toys", "serviceId": "Toys", "signatureVersion": "v4"},
  "operations": {"GetToy": {"http": {"method": "GET", "requestUri": "/toy"},
    "output": {"shape": "Toy"}}},
  "shapes": {
    "Toy": {"type": "structure", "members": {
      "kind": {"shape": "Kind"}
    }},
    "Kind": {"type": "string", "enum": ["CAR", "DOLL"]},
    "Kinds": {"type": "list", "member": {"shape": "Kind"}}
  }
}"#;

    const AST: &str = r#"{"smithy": "2.0", "shapes": {
  "a.b#Toys": {"type": "service", "version": "1", "operations": [{"target": "a.b#GetToy"}],
    "traits": {"aws.protocols#restJson1": {}, "aws.api#service": {"sdkId": "Toys"}}},
  "a.b#GetToy": {"type": "operation", "output": {"target": "a.b#Toy"},
    "traits": {"smithy.api#http": {"method": "GET", "uri": "/toy"}}},
  "a.b#Toy": {"type": "structure", "members": {
    "name": {"target": "smithy.api#String"}
  }}
}}"#;

    fn declared(text: &str) -> Declarations {
        let service = Source { name: "toys.json".to_owned(), text: text.to_owned() };
        let input = Input { service, ..Input::default() };
        Declarations::read(input, "").unwrap_or_else(|found| panic!("{found}"))
    }

    #[test]
    fn what_botocore_declares_is_found_where_it_stands() {
        let model = declared(BOTOCORE);
        let find = |name| model.find(name).unwrap();
        let kind = find("Toy$kind");
        assert_eq!(kind.subject, Subject::Member("Toy", "kind"));
        assert_eq!((kind.file, kind.line, kind.text), ("toys.json", 8, r#"{"shape": "Kind"}"#));
        let toy = find("Toy");
        assert_eq!((toy.subject, toy.line), (Subject::Shape("Toy"), 7));
        assert!(toy.text.starts_with("{\"type\"") && toy.text.ends_with("}\n    }}"), "{toy:?}");
        assert_eq!(find("GetToy").subject, Subject::Operation("GetToy"));
        assert_eq!(find("Kinds$member").subject, Subject::Member("Kinds", "member"));
        let value = find("Kind$DOLL");
        assert_eq!((value.subject, value.line), (Subject::Member("Kind", "DOLL"), 10));
    }

    #[test]
    fn what_an_ast_declares_is_found_with_and_without_its_namespace() {
        let model = declared(AST);
        let name = model.find("Toy$name").unwrap();
        assert_eq!((name.line, name.text), (7, r#"{"target": "smithy.api#String"}"#));
        assert_eq!(model.find("a.b#Toy$name"), Ok(name));
        assert_eq!(model.find("a.b#GetToy").unwrap().subject, Subject::Operation("GetToy"));
        assert!(model.find("smithy.api#String").is_err());
    }

    #[test]
    fn what_may_be_meant_is_offered() {
        let model = declared(BOTOCORE);
        let error = |name| model.find(name).unwrap_err();
        assert_eq!(
            error("GetToys"),
            "there is no shape or operation `GetToys`: did you mean `GetToy`?"
        );
        assert_eq!(error("Toy$kin"), "there is no member of `Toy` `kin`: did you mean `kind`?");
        assert_eq!(error("zebra$x"), "there is no shape or operation `zebra`");
        assert_eq!(
            error("GetToy$x"),
            "`GetToy` is an operation, and has no members: its output is `Toy`"
        );
    }
}
