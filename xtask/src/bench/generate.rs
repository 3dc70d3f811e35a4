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

/// How many members each structure of a made-up model has.
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
}

/// Measures the largest models of the botocore package, and made-up ones of one kind and several sizes.
pub fn measured(bench: &Bench, botocore: &Path) -> Result<String> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let mut known = all::botocore_models(botocore)?;
    known.truncate(LARGEST);
    let known = known.iter().map(|Model { name, file, .. }| {
        let size = smithwright::gzip::read(file)?.len();
        row(bench, name, model_folder(file), size, folder.path())
    });
    let known = known.collect::<Result<Vec<_>>>()?;
    let made_up = OPERATIONS.map(|operations| {
        let model = folder.path().join(format!("toys{operations}"));
        let text = made_up(operations).to_string();
        fs::create_dir_all(&model).context("cannot write a temporary folder")?;
        for (name, text) in
            [(model_files::SERVICE, text.as_str()), (model_files::ENDPOINT_RULES, RULES)]
        {
            fs::write(model.join(name), text).context("cannot write a temporary folder")?;
        }
        row(bench, &format!("{operations} operations"), model, text.len(), folder.path())
    });
    let made_up = made_up.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "{}\nMade-up models of one kind, each twice as large as the one before:\n\n{}",
        table("botocore's largest models", &known),
        table("made-up models", &made_up)
    ))
}

fn model_folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(file).to_owned()
}

fn row(bench: &Bench, name: &str, model: PathBuf, size: usize, folder: &Path) -> Result<Row> {
    bench.say(format!("generating {name}"));
    let seconds = (0..bench.runs).map(|_| cpu(&model, &folder.join("out")));
    let seconds = median(seconds.collect::<Result<_>>()?);
    Ok(Row { name: name.to_owned(), megabytes: size as f64 / 1e6, seconds })
}

/// What a process takes that generates the crate of a model into a folder that is not there.
fn cpu(model: &Path, out: &Path) -> Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["codegen", "--model"]).arg(model).arg("--out").arg(out);
    command.args(["--name", "toys"]).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn()?.wait4()?;
    ensure!(ended.status.success(), "{}: cannot be generated", model.display());
    fs::remove_dir_all(out).context("cannot remove a temporary folder")?;
    Ok((ended.rusage.utime + ended.rusage.stime).as_secs_f64())
}

fn table(what: &str, rows: &[Row]) -> String {
    let mut table = format!("| {what} | MB | CPU seconds | seconds a MB |\n|---|---|---|---|\n");
    for Row { name, megabytes, seconds } in rows {
        let rate = seconds / megabytes;
        table.push_str(&format!("| {name} | {megabytes:.2} | {seconds:.2} | {rate:.2} |\n"));
    }
    table
}

/// A model in botocore's format: operations with an input and an output each, which share a tenth as many structures.
fn made_up(operations: usize) -> Value {
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
    let mut shapes = Map::from_iter([("Text".to_owned(), json!({"type": "string"}))]);
    shapes.extend((0..shared).map(|number| (format!("Inner{number}"), structure(None))));
    let mut all = Map::new();
    for number in 0..operations {
        let (input, output) = (format!("Make{number}Request"), format!("Make{number}Response"));
        let operation = json!({
            "name": format!("Make{number}"), "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": input}, "output": {"shape": output},
            "documentation": "<p>Makes a toy of its parts, and tells how it came out.</p>",
        });
        all.insert(format!("Make{number}"), operation);
        shapes.insert(input, structure(None));
        shapes.insert(output, structure(Some(number % shared)));
    }
    json!({
        "version": "2.0",
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "toys", "jsonVersion": "1.1", "protocol": "json",
            "protocols": ["json"], "serviceFullName": "Toys", "serviceId": "Toys", "signatureVersion": "v4",
            "signingName": "toys", "targetPrefix": "Toys", "uid": "toys-2020-01-01", "auth": ["aws.auth#sigv4"],
        },
        "operations": all,
        "shapes": shapes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithwright_codegen::{Input, Options, Source, plan};

    #[test]
    fn twice_the_operations_are_twice_the_model() {
        let sizes = [100, 200].map(|operations| made_up(operations).to_string().len() as f64);
        let ratio = sizes[1] / sizes[0];
        assert!((1.9..2.1).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_made_up_model_is_one() {
        let source = |text: String| Source { name: "toys".to_owned(), text };
        let (service, rules) = (source(made_up(10).to_string()), source(RULES.to_owned()));
        let input = Input { service, endpoint_rules: Some(rules), ..Input::default() };
        let ir = plan(input, &Options::default()).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert_eq!((ir.operations.len(), ir.structures.len()), (10, 1));
        assert_eq!(ir.operations[0].output.fields.len(), MEMBERS + 1);
    }

    #[test]
    fn figures_stand_in_a_table() {
        let rows = [Row { name: "a".to_owned(), megabytes: 2.0, seconds: 1.0 }];
        assert!(table("b", &rows).ends_with("| a | 2.00 | 1.00 | 0.50 |\n"));
    }
}
