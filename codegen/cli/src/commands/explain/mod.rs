//! `smithwright explain`: a thing of a model, what was decided about it, and the Rust that it became.

mod decided;
mod rust;

use crate::inputs;
use crate::job::{self, Job};
use crate::list::{self, List};
use anyhow::{Context, Result, anyhow, bail};
use decided::{Code, Decided, Outcome};
use rust::{Excerpt, Query};
use smithwright_codegen::declarations::{Declaration, Declarations};
use smithwright_codegen::{Files, Options, codes};
use std::path::{Path, PathBuf};

/// How the command is used.
pub const EXAMPLES: &str = "\
Examples:
  smithwright explain SW0101
  smithwright explain weather GetForecast
  smithwright explain weather 'Forecast$chance'
  smithwright explain --model weather.json Forecast";

/// Explain a message, or a thing of a model: what was decided about it, and the Rust that it became.
///
/// With the code of a message, such as SW0101, says what it means, why it matters, and what to do.
///
/// With a name, shows the file and line of the model with what stands there, then the decision as the generator's intermediate
/// representation (IR) has it, then the lines of the generated crate that belong to it. Nothing is written.
#[derive(Debug, clap::Args)]
#[command(allow_missing_positional = true)]
pub struct Args {
    /// The service, by its name in smithwright.toml.
    #[arg(value_name = "SERVICE", conflicts_with = "model")]
    service: Option<String>,
    /// The code of a message, or what to explain, by its name in the model: an operation, a shape, or a member or an enum's value, as in
    /// 'Shape$member'.
    #[arg(value_name = "CODE|NAME", required = true)]
    name: String,
    /// Explain this model instead of a service's: what `generate` takes.
    #[arg(long, value_name = "PATH")]
    model: Vec<PathBuf>,
    /// The id of the service, if --model holds several.
    #[arg(long = "service", value_name = "ID", requires = "model")]
    id: Option<String>,
}

/// Explains what is asked for. Services are those of `list`, or of the smithwright.toml that holds for the folder `here`.
///
/// # Errors
///
/// When the model cannot be read or is broken, or has no such thing.
pub fn run(args: &Args, list: Option<&Path>, here: &Path) -> Result<()> {
    anstream::println!("{}", explain(args, list, here)?);
    Ok(())
}

fn explain(args: &Args, list: Option<&Path>, here: &Path) -> Result<String> {
    if let (None, true, Ok(code)) = (&args.service, args.model.is_empty(), args.name.parse()) {
        return Ok(page(code));
    }
    let job = job(args, list, here)?;
    let input = inputs::read(&job.model, here)?;
    let model = Declarations::read(input, &job.options.service)?;
    let declaration = model.find(&args.name).map_err(|unknown| anyhow!(unknown))?;
    let output = job::generate(&job, here)?;
    let mut parts = vec![declared(&declaration)];
    match decided::outcome(&output.ir, declaration.subject)? {
        Outcome::Nothing(why) => parts.push(why),
        Outcome::Decided(all) => {
            let out = job.out.strip_prefix(here).unwrap_or(&job.out);
            parts.extend(all.iter().flat_map(|decided| became(decided, &output.files, out)));
        }
    }
    Ok(parts.join("\n\n"))
}

/// What a message of this kind means.
fn page(code: codes::Code) -> String {
    format!("{}\n\n{}", heading(format_args!("{code}: {}", code.title())), code.page())
}

/// The crate that the model becomes.
fn job(args: &Args, list: Option<&Path>, here: &Path) -> Result<Job> {
    if let Some(service) = &args.service {
        let path = list.map(Path::to_owned).or_else(|| list::find(here));
        let path =
            path.with_context(|| format!("there is no {} here; name a --model", list::FILE))?;
        return Ok(List::read(&path)?.jobs(std::slice::from_ref(service))?.remove(0));
    }
    if args.model.is_empty() {
        bail!(
            "{:?} is not the code of a message, such as SW0101; a name of a model goes behind the SERVICE of the model, or \
             with --model",
            args.name
        );
    }
    let service = args.id.clone().unwrap_or_default();
    let model = args.model.iter().map(|path| here.join(path)).collect();
    Ok(Job { model, out: here.to_owned(), options: Options { service, ..Options::default() } })
}

const HEADING: anstyle::Style = anstyle::Style::new().bold();

fn heading(what: impl std::fmt::Display) -> String {
    format!("{HEADING}{what}{HEADING:#}")
}

fn declared(declaration: &Declaration<'_>) -> String {
    let place = heading(format_args!("{}:{}", declaration.file, declaration.line));
    format!("{place}\n{}", dedented(declaration.text))
}

/// The decision, and the Rust that belongs to it.
fn became(decided: &Decided, files: &Files, out: &Path) -> Vec<String> {
    let mut parts =
        vec![format!("{}\n{}", heading(format_args!("IR of {}", decided.path)), decided.ir)];
    for code in &decided.code {
        let (file, excerpts) = excerpts(code, files);
        let shown = excerpts.into_iter().map(|Excerpt { line, text }| {
            let place = heading(format_args!("{}:{line}", out.join(file).display()));
            format!("{place}\n{}", dedented(&text))
        });
        parts.extend(shown);
    }
    parts
}

fn excerpts<'a>(code: &'a Code, files: &Files) -> (&'a str, Vec<Excerpt>) {
    let text = |file: &str| files.get(file).cloned().unwrap_or_default();
    match code {
        Code::File(file) => {
            (file, vec![Excerpt { line: 1, text: text(file).trim_end().to_owned() }])
        }
        Code::Items { file, names, member } => {
            let query = Query { items: names, member: member.as_ref() };
            (file, rust::find(&text(file), query))
        }
    }
}

/// A text without the indentation that its last line has, which is that of the place where it stands.
fn dedented(text: &str) -> String {
    let last = text.lines().next_back().unwrap_or_default();
    let indent = &last[..last.len() - last.trim_start().len()];
    text.lines()
        .map(|line| line.strip_prefix(indent).unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::fs;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn explained(arguments: &[&str]) -> Result<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().unwrap();
        let args = Cli::try_parse_from([&["explain"], arguments].concat())?.args;
        let text = explain(&args, Some(&root.join("model/services.toml")), &root)?;
        Ok(anstream::adapter::strip_str(&text).to_string())
    }

    /// That `text` has these parts, in their order.
    fn assert_parts(text: &str, parts: &[&str]) {
        let mut rest = text;
        for part in parts {
            let at =
                rest.find(part).unwrap_or_else(|| panic!("there is no `{part}` here in\n{text}"));
            rest = &rest[at + part.len()..];
        }
    }

    #[test]
    fn a_member_is_shown_in_the_model_the_ir_and_rust() {
        let text = explained(&["apigatewayv2", "Cors$MaxAge"]).unwrap();
        let parts = [
            "model/apigatewayv2/service-2.json:",
            "{\n  \"shape\": \"IntegerWithLengthBetweenMinus1And86400\"",
            "IR of types::Cors\n(\n  name: \"max_age\"",
            "generated/apigatewayv2/src/types/cors.rs:",
            "pub max_age: Option<i32>,",
            "pub fn max_age(&self) -> Option<i32> {",
            "pub fn max_age(mut self, input: i32) -> Self {",
            "MaxAge integer",
        ];
        assert_parts(&text, &parts);
        assert!(!text.contains("allow_origins"), "{text}");
    }

    #[test]
    fn a_shape_is_shown_whatever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
        for file in ["unions/service-2.json", "endpoints/endpoint-rule-set-1.json"] {
            let path = tests.join(file);
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        let model = &format!("--model={}", folder.path().display());
        let union = explained(&[model, "Form"]).unwrap();
        let parts = [
            "service-2.json:",
            "\"union\": true",
            "IR of types::Form",
            "pub enum Form {",
            "rt::union!(",
        ];
        assert_parts(&union, &parts);
        let variant = explained(&[model, "Form$circle"]).unwrap();
        assert_parts(
            &variant,
            &["{\"shape\": \"Circle\"}", "is_circle", "Circle(types::Circle),", "circle structure"],
        );
        let list = explained(&[model, "Forms"]).unwrap();
        assert_parts(
            &list,
            &["\"member\": {\"shape\": \"Form\"}", "`Forms` has no type of its own"],
        );
        let structure = explained(&[model, "Circle"]).unwrap();
        assert_parts(
            &structure,
            &["IR of types::Circle", "pub struct Circle {", "rt::build!(CircleBuilder"],
        );
        let error = explained(&["apigatewayv2", "NotFoundException$Message"]).unwrap();
        assert_parts(
            &error,
            &[
                "IR of types::error::NotFoundException",
                "src/types/error.rs:",
                "pub message: Option<String>,",
            ],
        );
        let value = explained(&["apigatewayv2", "ProtocolType$HTTP"]).unwrap();
        assert_parts(
            &value,
            &["\"HTTP\"", "value: \"HTTP\"", "src/types/protocol_type.rs:", "Http,"],
        );
    }

    #[test]
    fn an_operation_and_its_messages_are_shown() {
        let operation = explained(&["apigatewaymanagementapi", "GetConnection"]).unwrap();
        let parts = [
            "\"method\": \"GET\"",
            "IR of operation::get_connection::GetConnection",
            "src/client.rs:",
            "pub fn get_connection(",
            "src/operation/get_connection.rs:1",
            "rt::operation!(",
        ];
        assert_parts(&operation, &parts);
        let input =
            explained(&["apigatewaymanagementapi", "GetConnectionRequest$ConnectionId"]).unwrap();
        let parts = [
            "\"location\": \"uri\"",
            "IR of operation::get_connection::GetConnectionInput",
            "pub connection_id: Option<String>,",
            "pub fn connection_id(mut self, input: impl Into<String>) -> Self {",
        ];
        assert_parts(&input, &parts);
    }

    #[test]
    fn smithys_ast_is_explained_too() {
        let model = "--model=tests/fixtures/smithy";
        let member = explained(&[model, "PutToyInput$token"]).unwrap();
        let parts = [
            "tests/fixtures/smithy/model.json:",
            "\"smithy.api#httpHeader\": \"X-Token\"",
            "IR of operation::put_toy::PutToyInput",
            "HttpHeader(\"X-Token\")",
            "src/operation/put_toy.rs:",
            "pub token: Option<String>,",
            "token string",
        ];
        assert_parts(&member, &parts);
        assert_eq!(explained(&[model, "toys.api#PutToyInput$token"]).unwrap(), member);
    }

    #[test]
    fn a_code_is_explained() {
        for code in codes::Code::all() {
            let text = explained(&[&code.to_string().to_lowercase()]).unwrap();
            assert_eq!(text, format!("{code}: {}\n\n{}", code.title(), code.page()));
        }
        assert!(
            explained(&["SW9999"])
                .unwrap_err()
                .to_string()
                .contains("is not the code of a message")
        );
    }

    #[test]
    fn what_is_unknown_is_told_with_a_guess() {
        let error = |arguments: &[&str]| explained(arguments).unwrap_err().to_string();
        let service = error(&["apigatwayv2", "Api"]);
        assert!(service.contains("there is no service \"apigatwayv2\" in "), "{service}");
        assert!(service.ends_with("services.toml: did you mean `apigatewayv2`?"), "{service}");
        assert_eq!(
            error(&["apigatewayv2", "Corse"]),
            "there is no shape or operation `Corse`: did you mean `Cors`?"
        );
        assert_eq!(
            error(&["apigatewayv2", "Cors$MaxAges"]),
            "there is no member of `Cors` `MaxAges`: did you mean `MaxAge`?"
        );
        assert!(error(&["Api"]).contains("\"Api\" is not the code of a message"));
        assert!(error(&["--model=x", "a", "Api"]).contains("cannot be used with"));
    }
}
