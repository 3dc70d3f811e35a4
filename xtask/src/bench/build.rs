//! What the service crate alone costs to compile, its dependencies built before.

use super::Bench;
use super::peer::{self, Cost, Package};
use super::table::{Measured, Row};
use anyhow::Result;

/// A way to compile: its name, the arguments of cargo, and how much more often it is measured than the longest,
/// because what is short is disturbed the most.
pub const MODES: [(&str, &[&str], u32); 3] = [
    ("check", &["check"], 3),
    ("debug build", &["build"], 2),
    ("release build", &["build", "--release"], 1),
];

pub fn measured(bench: &Bench) -> Result<Measured> {
    let packages = bench.both(|peer| {
        let package = peer.package("service", "fn main() {}\n", "", "")?;
        Ok((peer.package.clone(), package))
    })?;
    let mut rows = Vec::new();
    let mut peaks = [0.0_f64; 2];
    for (mode, arguments, often) in MODES {
        for (name, package) in &packages {
            bench.say(format!("{mode}: dependencies of {name}"));
            package.cargo(&with_package(arguments, name))?;
        }
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..bench.runs * often {
            for (index, (name, package)) in packages.iter().enumerate() {
                bench.say(format!("{mode}: {name}"));
                let cost = compile(package, name, arguments)?;
                times[index].push(cost.wall.as_secs_f64());
                peaks[index] = peaks[index].max(cost.peak as f64 / 1e6);
            }
        }
        rows.push(Row::less(format!("service crate alone: {mode}"), "s", times.map(super::median)));
    }
    let [ours, theirs] = packages
        .each_ref()
        .map(|(name, package)| package.size(&format!("lib{}.rlib", name.replace('-', "_"))));
    rows.push(Row::less("service crate alone: release rlib", "MB", [ours?, theirs?]));
    rows.push(Row::less("service crate alone: peak memory", "MB", peaks));
    Ok(Measured { official: peer::CLIENT.shown(), rows })
}

/// These arguments, for one package.
pub fn with_package<'a>(arguments: &[&'a str], name: &'a str) -> Vec<&'a str> {
    arguments.iter().copied().chain(["--package", name]).collect()
}

/// Compiles the service crate again, and nothing else.
pub fn compile(package: &Package, name: &str, arguments: &[&str]) -> Result<Cost> {
    let release = arguments.iter().copied().filter(|argument| *argument == "--release");
    let clean: Vec<_> = ["clean"].into_iter().chain(release).collect();
    package.cargo(&with_package(&clean, name))?;
    package.cargo(&with_package(arguments, name))
}
