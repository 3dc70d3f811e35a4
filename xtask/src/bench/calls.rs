//! What calls cost, without a network.

use super::peer;
use super::table::{Measured, Row};
use super::{Bench, median};
use anyhow::{Context, Result};
use std::process::Command;

const MORE: &str = "tokio = { version = \"1\", features = [\"rt\", \"time\"] }
aws-credential-types = { version = \"1.3.1\", features = [\"hardcoded-credentials\"] }
aws-smithy-http-client = { version = \"1\", features = [\"test-util\"] }
aws-smithy-types = \"1\"
http = \"1\"
allocation-counter = \"0.8.1\"
";

/// What is called, and how often in one run.
const CALLS: [(&str, &str, &str); 2] =
    [("small", "a small call", "20000"), ("page", "a page of 500 items", "400")];

pub fn measured(bench: &Bench) -> Result<Measured> {
    let main = include_str!("programs/calls.rs");
    let features = ", default-features = false, features = [\"rt-tokio\"]";
    let packages = bench.both(|peer| {
        bench.say(format!("calls: building with {}", peer.package));
        let package = peer.package("calls", main, features, MORE)?;
        package.cargo(&["build", "--release"])?;
        Ok(package.released("calls"))
    })?;
    let mut rows = Vec::new();
    for (what, shown, count) in CALLS {
        bench.say(format!("calls: {shown}"));
        let (mut rates, mut allocations) = ([Vec::new(), Vec::new()], [0.0; 2]);
        for _ in 0..bench.runs.max(5) {
            for (index, program) in packages.iter().enumerate() {
                let output = Command::new(program).args([what, count]).output();
                let output = output.context("the program does not start")?;
                let text = String::from_utf8_lossy(&output.stdout);
                let mut figures = text.split_whitespace().map(str::parse::<f64>);
                let mut next = || {
                    let errors = String::from_utf8_lossy(&output.stderr);
                    figures
                        .next()
                        .and_then(Result::ok)
                        .with_context(|| format!("no figures: {errors}"))
                };
                rates[index].push(1.0 / next()?);
                allocations[index] = next()?;
            }
        }
        rows.push(Row::more(format!("{shown}: calls a second"), "", rates.map(median)));
        rows.push(Row::less(format!("{shown}: allocations"), "", allocations));
    }
    Ok(Measured { official: peer::official(), rows })
}
