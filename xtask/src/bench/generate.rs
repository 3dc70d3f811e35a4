//! What the generator takes for a model, and that it takes twice as long for twice as much.

use super::{Bench, median};
use crate::all::{self, Model};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use smithwright_codegen::model_files;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wait4::Wait4;

/// How many of botocore's models are measured: the largest, since what grows faster than its model shows there.
const LARGEST: usize = 12;

/// The operations of the made-up models: each has twice as many as the one before.
const OPERATIONS: [usize; 6] = [50, 100, 200, 400, 800, 1600];

/// The structures of made-up models that are one tree, each below one of another's members.
const STRUCTURES: [usize; 4] = [12_500, 25_000, 50_000, 100_000];

/// How many members each structure of a made-up model of operations has.
const MEMBERS: usize = 20;

/// Where the made-up service is.
const RULES: &str = r#"{"version": "1.0", "parameters": {}, "rules": [
    {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://toys.test"}}]}"#;

/// A model and what it takes.
struct Row {
    name: String,
    megabytes: f64,
    /// CPU, of all cores together, since the other work of a machine does not disturb it.
    seconds: f64,
    /// The most memory that it held.
    peak_megabytes: f64,
}

/// Measures the largest models of the botocore package, and made-up ones of two kinds and several sizes.
pub fn measured(bench: &Bench, botocore: &Path) -> Result<String> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut known = all::botocore_models(botocore)?;
    known.truncate(LARGEST);
    let known = known.iter().map(|Model { name, file, .. }| {
        let size = smithwright::gzip::read(file)?.len();
        row(bench, name, model_folder(file), size, folder.path())
    });
    let known = known.collect::<Result<Vec<_>>>()?;
    let made_up = |name: String, text: String| {
        let place = folder.path().join(name.replace(' ', "-"));
        fs::create_dir_all(&place).context("cannot write a temporary folder")?;
        for (name, text) in
            [(model_files::SERVICE, text.as_str()), (model_files::ENDPOINT_RULES, RULES)]
        {
            fs::write(place.join(name), text).context("cannot write a temporary folder")?;
        }
        let size = text.len();
        drop(text);
        row(bench, &name, place, size, folder.path())
    };
    let operations =
        OPERATIONS.map(|count| made_up(format!("{count} operations"), operations(count)));
    let operations = operations.into_iter().collect::<Result<Vec<_>>>()?;
    let structures = STRUCTURES.map(|count| made_up(format!("{count} structures"), tree(count)));
    let structures = structures.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "{}\nMade-up models, each twice as large as the one before:\n\n{}\n{}",
        table("botocore's largest models", &known),
        table("made-up models of many operations", &operations),
        table("made-up models of one operation", &structures),
    ))
}

fn model_folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(file).to_owned()
}

fn row(bench: &Bench, name: &str, model: PathBuf, size: usize, folder: &Path) -> Result<Row> {
    bench.say(format!("generating {name}"));
    let runs = (0..bench.runs).map(|_| cost(&model, &folder.join("out")));
    let (seconds, peaks) = runs.collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let (seconds, peak_megabytes) = (median(seconds), median(peaks));
    Ok(Row { name: name.to_owned(), megabytes: size as f64 / 1e6, seconds, peak_megabytes })
}

/// The CPU seconds and the megabytes of a process that generates the crate of a model into a folder that is not there.
fn cost(model: &Path, out: &Path) -> Result<(f64, f64)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["codegen", "--model"]).arg(model).arg("--out").arg(out);
    command.args(["--name", "toys"]).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn()?.wait4()?;
    ensure!(ended.status.success(), "{}: cannot be generated", model.display());
    fs::remove_dir_all(out).context("cannot remove a temporary folder")?;
    let seconds = (ended.rusage.utime + ended.rusage.stime).as_secs_f64();
    Ok((seconds, ended.rusage.maxrss as f64 / 1e6))
}

fn table(what: &str, rows: &[Row]) -> String {
    let mut table = format!(
        "| {what} | MB | CPU seconds | seconds a MB | peak memory |\n|---|---|---|---|---|\n"
    );
    for Row { name, megabytes, seconds, peak_megabytes } in rows {
        let rate = seconds / megabytes;
        table.push_str(&format!(
            "| {name} | {megabytes:.2} | {seconds:.2} | {rate:.2} | {peak_megabytes:.0} MB |\n"
        ));
    }
    table
}

/// A model of operations with an input and an output each, which share a tenth as many structures.
fn operations(operations: usize) -> String {
    let member = |number: usize| {
        let doc = format!(
            "<p>The part of a toy that has the number <code>{number}</code>, as it was when the toy was made.</p>"
        );
        (format!("Part{number}"), json!({"shape": "Text", "documentation": doc}))
    };
    let members = |inner: Option<usize>| -> Map<String, Value> {
        let inner =
            inner.map(|inner| ("Inner".to_owned(), json!({"shape": format!("Inner{inner}")})));
        (0..MEMBERS).map(member).chain(inner).collect()
    };
    let structure = |inner| json!({"type": "structure", "members": members(inner)});
    let shared = (operations / 10).max(1);
    let text = ("Text".to_owned(), json!({"type": "string"}));
    let inner = (0..shared).map(|number| (format!("Inner{number}"), structure(None)));
    let messages = (0..operations).flat_map(|number| {
        let input = (format!("Make{number}Request"), structure(None));
        [input, (format!("Make{number}Response"), structure(Some(number % shared)))]
    });
    let all = (0..operations).map(|number| {
        let name = format!("Make{number}");
        let operation = operation(&name, &format!("{name}Request"), &format!("{name}Response"));
        (name, operation)
    });
    model(all, inner.chain(messages).chain([text]))
}

/// A model of one operation, whose input is at the root of so many structures: each holds two others.
fn tree(structures: usize) -> String {
    let structure = |number: usize| {
        let below =
            [2 * number + 1, 2 * number + 2].into_iter().filter(|below| *below < structures);
        let below =
            below.map(|below| (format!("Part{below}"), json!({"shape": format!("Toy{below}")})));
        let text = ("Name".to_owned(), json!({"shape": "Text"}));
        let members: Map<String, Value> = below.chain([text]).collect();
        (format!("Toy{number}"), json!({"type": "structure", "members": members}))
    };
    let text = ("Text".to_owned(), json!({"type": "string"}));
    let output = ("Made".to_owned(), json!({"type": "structure", "members": {}}));
    let shapes = (0..structures).map(structure).chain([text, output]);
    let make = ("Make".to_owned(), operation("Make", "Toy0", "Made"));
    model([make].into_iter(), shapes)
}

fn operation(name: &str, input: &str, output: &str) -> Value {
    json!({
        "name": name, "http": {"method": "POST", "requestUri": "/"},
        "input": {"shape": input}, "output": {"shape": output},
        "documentation": "<p>Makes a toy of its parts, and tells how it came out.</p>",
    })
}

/// A model in botocore's format, as text: what this process holds is counted as the memory of those that it starts.
fn model(
    operations: impl Iterator<Item = (String, Value)>,
    shapes: impl Iterator<Item = (String, Value)>,
) -> String {
    let metadata = json!({
        "apiVersion": "2020-01-01", "endpointPrefix": "toys", "jsonVersion": "1.1", "protocol": "json",
        "protocols": ["json"], "serviceFullName": "Toys", "serviceId": "Toys", "signatureVersion": "v4",
        "signingName": "toys", "targetPrefix": "Toys", "uid": "toys-2020-01-01", "auth": ["aws.auth#sigv4"],
    });
    let (operations, shapes) = (object(operations), object(shapes));
    format!(
        r#"{{"version":"2.0","metadata":{metadata},"operations":{operations},"shapes":{shapes}}}"#
    )
}

fn object(entries: impl Iterator<Item = (String, Value)>) -> String {
    let mut text = "{".to_owned();
    for (index, (key, value)) in entries.enumerate() {
        let comma = if index == 0 { "" } else { "," };
        text.push_str(&format!("{comma}\"{key}\":{value}"));
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithwright_codegen::{Input, Options, Source, plan};

    #[test]
    fn twice_the_operations_are_twice_the_model() {
        for model in [operations, tree] {
            let sizes = [1000, 2000].map(|count| model(count).len() as f64);
            let ratio = sizes[1] / sizes[0];
            assert!((1.9..2.1).contains(&ratio), "{ratio}");
        }
    }

    #[test]
    fn a_made_up_model_is_one() {
        let source = |text: String| Source { name: "toys".to_owned(), text };
        let plan = |model: String| {
            let (service, rules) = (source(model), source(RULES.to_owned()));
            let input = Input { service, endpoint_rules: Some(rules), ..Input::default() };
            plan(input, &Options::default()).unwrap_or_else(|wrong| panic!("{wrong}"))
        };
        let ir = plan(tree(10));
        assert_eq!((ir.operations.len(), ir.structures.len()), (1, 9));
        let ir = plan(operations(10));
        assert_eq!((ir.operations.len(), ir.structures.len()), (10, 1));
        assert_eq!(ir.operations[0].output.fields.len(), MEMBERS + 1);
    }

    #[test]
    fn figures_stand_in_a_table() {
        let rows =
            [Row { name: "a".to_owned(), megabytes: 2.0, seconds: 1.0, peak_megabytes: 9.6 }];
        assert!(table("b", &rows).ends_with("| a | 2.00 | 1.00 | 0.50 | 10 MB |\n"));
    }
}
