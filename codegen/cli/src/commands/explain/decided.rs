//! What was decided about a thing of the model, and where it stands in the generated crate.

use super::rust::Member;
use anyhow::Result;
use serde::Serialize;
use smithwright_codegen::declarations::Subject;
use smithwright_codegen::ir::{Crate, Operation, ShapeOutcome, Structure};

/// A decision.
#[derive(Debug)]
pub struct Decided {
    /// What the thing became: a path in the crate.
    pub path: String,
    /// The decision, as text.
    pub ir: String,
    /// Where it stands.
    pub code: Vec<Code>,
}

/// A part of the generated crate.
#[derive(Debug)]
pub enum Code {
    /// All of a file.
    File(String),
    /// Items of a file, or what they have for a member.
    Items {
        /// The file.
        file: String,
        /// The names of the items.
        names: Vec<String>,
        /// The member.
        member: Option<Member>,
    },
}

/// What became of a thing of the model.
#[derive(Debug)]
pub enum Outcome {
    /// What was decided, once for each thing that it became.
    Decided(Vec<Decided>),
    /// Nothing, and why.
    Nothing(String),
}

/// What became of `subject`.
///
/// # Errors
///
/// When a decision cannot be written down.
pub fn outcome(ir: &Crate, subject: Subject<'_>) -> Result<Outcome> {
    match subject {
        Subject::Operation(name) => operation(ir, name),
        Subject::Shape(name) => shape(ir, name, None),
        Subject::Member(name, member) => shape(ir, name, Some(member)),
    }
}

fn shape(ir: &Crate, name: &str, member: Option<&str>) -> Result<Outcome> {
    let mut decided = Vec::new();
    for outcome in ir.shapes.iter().filter(|outcome| outcome.shape() == name) {
        match outcome {
            ShapeOutcome::Emitted(_, path) => decided.extend(emitted(ir, path, member)?),
            ShapeOutcome::Inlined(_) => {
                let why = "has no type of its own: ask for a member that targets it";
                return Ok(Outcome::Nothing(format!("`{name}` {why}")));
            }
            ShapeOutcome::Skipped(_, why) => {
                return Ok(Outcome::Nothing(format!("`{name}` is left out: {why}")));
            }
        }
    }
    Ok(match decided.is_empty() {
        true => Outcome::Nothing(format!("no part of the crate stands for `{name}` alone")),
        false => Outcome::Decided(decided),
    })
}

/// An operation, but for the fields of its input and output, which are those of shapes.
fn operation(ir: &Crate, name: &str) -> Result<Outcome> {
    let Some(operation) = ir.operations.iter().find(|operation| operation.model_name == name)
    else {
        let left_out = ir.left_out.iter().find(|(left_out, _)| left_out == name);
        let why = left_out.map_or("it was not chosen", |(_, why)| why);
        return Ok(Outcome::Nothing(format!("`{name}` is left out: {why}")));
    };
    let mut brief = operation.clone();
    brief.input.fields.clear();
    brief.output.fields.clear();
    let method = Member { names: vec![operation.module.to_string()], wire: String::new() };
    let client = Code::Items {
        file: "src/client.rs".to_owned(),
        names: vec!["Client".to_owned()],
        member: Some(method),
    };
    let code = vec![client, Code::File(operation_file(operation))];
    let path = format!("operation::{}::{}", operation.module, operation.name);
    Ok(Outcome::Decided(vec![Decided { path, ir: text(&brief)?, code }]))
}

fn operation_file(operation: &Operation) -> String {
    format!("src/operation/{}.rs", operation.module.bare())
}

/// The type at `path`, or a member of it.
fn emitted(ir: &Crate, path: &str, member: Option<&str>) -> Result<Option<Decided>> {
    let name = path.rsplit("::").next().unwrap_or_default();
    if path.starts_with("operation::") {
        return message(ir, name, member);
    }
    let errors = ir.errors.iter().map(|error| &error.structure);
    if let Some(found) =
        errors.into_iter().find(|error| path == format!("types::error::{}", error.name))
    {
        return structure(path, found, &[], "src/types/error.rs".to_owned(), member);
    }
    if let Some(found) = ir.structures.iter().find(|structure| structure.name.as_str() == name) {
        let module =
            found.module.as_ref().map_or_else(String::new, |module| module.bare().to_owned());
        return structure(path, found, &[], types_file(&module), member);
    }
    if let Some(union) = ir.unions.iter().find(|union| union.name.as_str() == name) {
        let variant = member
            .and_then(|wanted| union.members.iter().find(|member| member.member.name == wanted));
        let names = variant.map(|variant| Member {
            names: [&variant.name, &variant.is, &variant.as_].map(ToString::to_string).to_vec(),
            wire: variant.member.name.clone(),
        });
        let ir = either(variant, union, member)?;
        return Ok(ir.map(|ir| type_(path, ir, union.module.bare(), name, names)));
    }
    if let Some(found) = ir.enums.iter().find(|found| found.name.as_str() == name) {
        let variant =
            member.and_then(|wanted| found.variants.iter().find(|variant| variant.value == wanted));
        let names = variant
            .map(|variant| Member { names: vec![variant.name.to_string()], wire: String::new() });
        let ir = either(variant, found, member)?;
        return Ok(ir.map(|ir| type_(path, ir, found.module.bare(), name, names)));
    }
    if let Some(found) = ir.int_enums.iter().find(|found| found.name.as_str() == name) {
        let constant = member
            .and_then(|wanted| found.constants.iter().find(|known| known.model_name == wanted));
        let names = constant
            .map(|known| Member { names: vec![known.name.to_string()], wire: String::new() });
        let ir = either(constant, found, member)?;
        return Ok(ir.map(|ir| type_(path, ir, found.module.bare(), name, names)));
    }
    Ok(None)
}

/// The input or output called `name`, or a member of it.
fn message(ir: &Crate, name: &str, member: Option<&str>) -> Result<Option<Decided>> {
    let messages = ir.operations.iter().flat_map(|operation| {
        [&operation.input, &operation.output].map(|message| (operation, message))
    });
    let Some((operation, message)) =
        messages.into_iter().find(|(_, message)| message.name.as_str() == name)
    else {
        return Ok(None);
    };
    let path = format!("operation::{}::{name}", operation.module);
    structure(&path, message, &[operation.fluent.as_str()], operation_file(operation), member)
}

fn types_file(module: &str) -> String {
    format!("src/types/{module}.rs")
}

fn type_(path: &str, ir: String, module: &str, name: &str, member: Option<Member>) -> Decided {
    let code = Code::Items { file: types_file(module), names: vec![name.to_owned()], member };
    Decided { path: path.to_owned(), ir, code: vec![code] }
}

/// A structure or one of its fields, with the builder and `more` items.
fn structure(
    path: &str,
    structure: &Structure,
    more: &[&str],
    file: String,
    member: Option<&str>,
) -> Result<Option<Decided>> {
    let field =
        member.and_then(|wanted| structure.fields.iter().find(|field| field.member.name == wanted));
    let names = [structure.name.as_str(), structure.builder.as_str()];
    let names = names.iter().chain(more).map(|name| (*name).to_owned()).collect();
    let of_field = field.map(|field| Member {
        names: [&field.name, &field.set, &field.get].map(ToString::to_string).to_vec(),
        wire: field.member.name.clone(),
    });
    let ir = either(field, structure, member)?;
    let code = vec![Code::Items { file, names, member: of_field }];
    Ok(ir.map(|ir| Decided { path: path.to_owned(), ir, code }))
}

/// The member if one is asked for, which may not be there; else the whole.
fn either(
    part: Option<&impl Serialize>,
    whole: &impl Serialize,
    member: Option<&str>,
) -> Result<Option<String>> {
    match (part, member) {
        (Some(part), _) => text(part).map(Some),
        (None, None) => text(whole).map(Some),
        (None, Some(_)) => Ok(None),
    }
}

/// How deep a decision is spread over lines.
const DEPTH: usize = 3;

fn text(decision: &impl Serialize) -> Result<String> {
    let config = ron::ser::PrettyConfig::new().depth_limit(DEPTH).indentor("  ");
    let config = config.extensions(ron::extensions::Extensions::UNWRAP_NEWTYPES);
    let text = ron::ser::to_string_pretty(decision, config)?;
    Ok(text.lines().filter(|line| !line.starts_with("#![")).collect::<Vec<_>>().join("\n"))
}
