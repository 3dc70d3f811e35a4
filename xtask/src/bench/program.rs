//! What a small program costs to compile from nothing, and how long its first answer takes.

use super::Bench;
use super::peer::Package;
use super::table::Row;
use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::Instant;

const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
const CREDENTIALS: &str =
    "aws-credential-types = { version = \"1.3.1\", features = [\"hardcoded-credentials\"] }\n";

/// How often the program is started for the time to its first answer.
const STARTS: usize = 31;

pub fn rows(bench: &Bench) -> Result<Vec<Row>> {
    let plain = bench.both(|peer| {
        let main = include_str!("programs/program.rs");
        peer.package("program", main, "", &format!("{TOKIO}{CREDENTIALS}"))
    })?;
    let configured = bench.both(|peer| {
        let main = include_str!("programs/program_with_aws_config.rs");
        let more = format!("{TOKIO}aws-config = \"1\"\n");
        peer.package(
            "configured",
            main,
            ", default-features = false, features = [\"rt-tokio\"]",
            &more,
        )
    })?;
    let mut rows = Vec::new();
    for (what, name, packages) in
        [("program", "program", &plain), ("program with aws-config", "configured", &configured)]
    {
        rows.extend(building(bench, what, name, packages)?);
    }
    bench.say("first answers");
    rows.push(Row::less("program: start to first answer", "ms", first_answers(&plain)?));
    Ok(rows)
}

fn building(bench: &Bench, what: &str, name: &str, packages: &[Package; 2]) -> Result<Vec<Row>> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..bench.runs {
        for (package, times) in packages.iter().zip(&mut times) {
            bench.say(format!("{what}: from nothing"));
            package.clean()?;
            times.push(package.cargo(&["build"])?.wall.as_secs_f64());
        }
    }
    for package in packages {
        bench.say(format!("{what}: release"));
        package.cargo(&["build", "--release"])?;
    }
    let [ours, theirs] = packages;
    let binary = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(vec![
        Row::less(format!("{what}: debug build from nothing"), "s", times.map(super::median)),
        Row::less(format!("{what}: crates"), "", [ours.crates()?, theirs.crates()?]),
        Row::less(
            format!("{what}: release binary"),
            "MB",
            [ours.size(&binary)?, theirs.size(&binary)?],
        ),
    ])
}

/// Milliseconds from the start of the process until it has read its first answer and ended.
fn first_answers(packages: &[Package; 2]) -> Result<[f64; 2]> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port to listen on")?;
    let url = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || listener.incoming().flatten().for_each(answer));
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        for (package, times) in packages.iter().zip(&mut times) {
            let mut program = Command::new(package.released("program"));
            let start = Instant::now();
            let output = program.env("ENDPOINT_URL", &url).output().context("it does not start")?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let errors = String::from_utf8_lossy(&output.stderr);
            ensure!(output.stdout == b"1\n", "the program listed no API: {errors}");
        }
    }
    Ok(times.map(super::median))
}

/// Reads a request without a body and answers it with one API.
fn answer(mut stream: TcpStream) {
    let mut asked = Vec::new();
    let mut part = [0; 4096];
    while !asked.ends_with(b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(count) if count > 0 => asked.extend_from_slice(&part[..count]),
            _ => return,
        }
    }
    let body = r#"{"items": [{"apiId": "a1b2c3", "name": "shop"}]}"#;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    // A program that went away is told by its exit.
    let _ = write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len());
}
