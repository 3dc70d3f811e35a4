//! What calls cost, without a network.

use super::peer::{CLIENT, Official, Peer};
use super::table::{Measured, Row};
use super::{Bench, median};
use crate::all;
use anyhow::{Context, Result};
use smithwright::commands::generate::{self, Package};
use std::path::{Path, PathBuf};
use std::process::Command;

const MORE: &str = "tokio = { version = \"1\", features = [\"rt\", \"time\"] }
aws-credential-types = { version = \"1.3.1\", features = [\"hardcoded-credentials\"] }
aws-smithy-http-client = { version = \"1\", features = [\"test-util\"] }
aws-smithy-types = \"1\"
http = \"1\"
allocation-counter = \"0.8.1\"
";

/// A service whose calls are measured.
struct Service {
    official: Official,
    /// The name of its program, and the program.
    program: (&'static str, &'static str),
    /// What is called, how it is shown, and how often it is called in one run.
    calls: &'static [(&'static str, &'static str, &'static str)],
}

const SERVICES: [Service; 4] = [
    Service {
        official: CLIENT,
        program: ("apigatewayv2", include_str!("programs/calls/apigatewayv2.rs")),
        calls: &[("small", "a small call", "20000"), ("page", "a page of 500 items", "400")],
    },
    Service {
        official: Official { name: "aws-sdk-s3", version: "1.157.0" },
        program: ("s3", include_str!("programs/calls/s3.rs")),
        calls: &[
            ("head", "a head", "15000"),
            ("put", "a put of a small object", "10000"),
            ("list", "a list of 1,000 keys", "400"),
        ],
    },
    Service {
        official: Official { name: "aws-sdk-dynamodb", version: "1.136.0" },
        program: ("dynamodb", include_str!("programs/calls/dynamodb.rs")),
        calls: &[
            ("get", "an item", "15000"),
            ("query", "a query of 100 items", "1000"),
            ("write", "a batch write of 25 items", "5000"),
        ],
    },
    Service {
        official: Official { name: "aws-sdk-sqs", version: "1.119.0" },
        program: ("sqs", include_str!("programs/calls/sqs.rs")),
        calls: &[("receive", "ten messages", "10000")],
    },
];

/// Measures each service whose client is in the repository, or whose model is in the folder `models`.
pub fn measured(bench: &Bench, models: &Path, root: &Path) -> Result<Vec<Measured>> {
    let found = if models.is_dir() { all::ast_models(models, root)? } else { Vec::new() };
    let mut measured = Vec::new();
    for service in &SERVICES {
        let (name, _) = service.program;
        let official = service.official.shown();
        let model = found.iter().find(|model| model.name == name);
        let ours = match model {
            _ if service.official.name == CLIENT.name => root.join("generated").join(name),
            Some(model) => generated(bench, name, &model.file, root)?,
            None => {
                let folder = models.display();
                bench.bar.suspend(|| {
                    anstream::eprintln!("{official} is not measured: {folder} has no model of it")
                });
                continue;
            }
        };
        let peers = service.official.both(&format!("smithwright-{name}"), &ours, root);
        measured.push(Measured { official, rows: rows(bench, service, &peers)? });
    }
    Ok(measured)
}

/// Generates the crate of a model that is not in the repository.
fn generated(bench: &Bench, name: &str, model: &Path, root: &Path) -> Result<PathBuf> {
    let out = root.join("target/bench/crates").join(name);
    let package = Package {
        out: Some(out.clone()),
        name: Some(format!("smithwright-{name}")),
        runtime: Some(root.join("codegen/runtime").display().to_string()),
        ..Package::default()
    };
    let args =
        generate::Args { what: vec![model.to_owned()], package, ..generate::Args::default() };
    bench.bar.suspend(|| generate::generate(&args, root))?;
    Ok(out)
}

fn rows(bench: &Bench, service: &Service, peers: &[Peer; 2]) -> Result<Vec<Row>> {
    let (name, main) = service.program;
    let programs = bench.both_of(peers, |peer| {
        bench.say(format!("calls: building with {}", peer.package));
        let features = ", default-features = false, features = [\"rt-tokio\"]";
        let package = peer.package(&format!("calls-{name}"), main, features, MORE)?;
        let package = package.sharing("calls-target");
        package.write("calls.rs", include_str!("programs/calls/calls.rs"))?;
        package.cargo(&["build", "--release"])?;
        Ok(package.released(&format!("calls-{name}")))
    })?;
    let mut rows = Vec::new();
    for (what, shown, count) in service.calls {
        bench.say(format!("calls: {name}, {shown}"));
        let (mut rates, mut allocations) = ([Vec::new(), Vec::new()], [0.0; 2]);
        for _ in 0..bench.runs.max(5) {
            for (index, program) in programs.iter().enumerate() {
                let [seconds, allocated] = figures(program, what, count)?;
                rates[index].push(1.0 / seconds);
                allocations[index] = allocated;
            }
        }
        rows.push(Row::more(format!("{shown}: calls a second"), "", rates.map(median)));
        rows.push(Row::less(format!("{shown}: allocations"), "", allocations));
    }
    Ok(rows)
}

/// The seconds and the allocations of a call.
fn figures(program: &Path, what: &str, count: &str) -> Result<[f64; 2]> {
    let output = Command::new(program).args([what, count]).output();
    let output = output.context("the program does not start")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Option<Vec<f64>> = text.split_whitespace().map(|it| it.parse().ok()).collect();
    let figures = figures.and_then(|figures| figures.try_into().ok());
    figures.with_context(|| format!("no figures: {}", String::from_utf8_lossy(&output.stderr)))
}
