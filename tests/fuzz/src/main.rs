//! Tries inputs for a while: `cargo xtask fuzz` runs this.
//!
//! ```text
//! smithwright-tests-fuzz SECONDS FIRST KEPT CRATES RUNTIME
//! ```
//!
//! Numbers from `FIRST` on are tried for `SECONDS`. The model that is tried stands in the folder `KEPT` meanwhile, and stays
//! there if something is wrong with it, or this process ends. Some of the crates are written into the folder `CRATES`.
//!
//! `smithwright-tests-fuzz model N` shows the model of a number. `smithwright-tests-fuzz large N` tells how long models take that have `N`, two and four times `N` of one thing.

use smithwright_tests_fuzz::corpus;
use smithwright_tests_fuzz::large::{KINDS, taken};
use smithwright_tests_fuzz::run::{Fault, Runner, Tried};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, io, process, thread};

/// How many crates are written.
const CRATES: usize = 12;

/// How many faults end a run.
const FAULTS: usize = 20;

/// How long an input may take before it is taken for one that never ends.
const HANGS: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    if let [what, number] = arguments.as_slice() {
        match (what.as_str(), number.parse::<u64>()) {
            ("large", Ok(size)) => large(usize::try_from(size).unwrap_or(usize::MAX)),
            ("model", Ok(number)) => println!("{}", Runner::new("").text(number)),
            _ => return ExitCode::from(2),
        }
        return ExitCode::SUCCESS;
    }
    let [seconds, first, kept, crates, runtime] = arguments.as_slice() else {
        println!("SECONDS FIRST KEPT CRATES RUNTIME are expected");
        return ExitCode::from(2);
    };
    let (Ok(seconds), Ok(first)) = (seconds.parse(), first.parse()) else {
        println!("SECONDS and FIRST are numbers");
        return ExitCode::from(2);
    };
    match run(Duration::from_secs(seconds), first, Path::new(kept), Path::new(crates), runtime) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(time: Duration, first: u64, kept: &Path, crates: &Path, runtime: &str) -> io::Result<usize> {
    let (runner, mut tried, mut faults) = (Runner::new(runtime), Tried::default(), 0);
    let begun = Instant::now();
    let current = &AtomicU64::new(first);
    thread::scope(|scope| {
        scope.spawn(|| watch(current));
        let mut number = first;
        let mut written = Vec::new();
        while begun.elapsed() < time && faults < FAULTS {
            corpus::keep(kept, "current", &runner.text(number))?;
            match runner.try_one(number, &mut tried) {
                Ok(Some(files)) if written.len() < CRATES && number % 7 == 1 => {
                    let name = format!("fuzz{number}");
                    for (path, text) in &files {
                        let text = match path.as_str() {
                            "Cargo.toml" => text.replacen("zq-fuzz", &name, 1),
                            _ => text.clone(),
                        };
                        write(&crates.join(&name).join(path), &text)?;
                    }
                    written.push(name);
                }
                Ok(_) => {}
                Err(Fault { number, why, text }) => {
                    faults += 1;
                    let path = corpus::keep(kept, &format!("found-{number}"), &text)?;
                    println!("input {number}: {why}\n  {}", path.display());
                }
            }
            number += 1;
            current.store(number, Ordering::Relaxed);
        }
        current.store(u64::MAX, Ordering::Relaxed);
        fs::remove_dir_all(kept.join("current"))?;
        let members: Vec<_> = written.iter().map(|name| format!("{name:?}")).collect();
        let workspace =
            format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        write(&crates.join("Cargo.toml"), &workspace)?;
        let Tried { inputs, accepted, slowest: (slow, taken) } = tried;
        println!(
            "{inputs} inputs in {} s, {accepted} of them became crates, {faults} faults; the slowest, {slow}, took {} ms; {}",
            begun.elapsed().as_secs(),
            taken.as_millis(),
            memory()
        );
        Ok(faults)
    })
}

fn large(size: usize) {
    for (name, kind) in KINDS {
        let taken = [size, 2 * size, 4 * size].map(|size| {
            let text = kind(size).to_string();
            let (seconds, megabytes) = (taken(&text).as_secs_f64(), text.len() as f64 / 1e6);
            format!("{seconds:.2} s for {megabytes:.1} MB")
        });
        println!("{name}: {}; {}", taken.join(", "), memory());
    }
}

fn write(path: &PathBuf, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}

/// Ends the process if one input takes too long.
fn watch(current: &AtomicU64) {
    let (mut number, mut since) = (current.load(Ordering::Relaxed), Instant::now());
    while number != u64::MAX {
        thread::sleep(Duration::from_millis(200));
        let now = current.load(Ordering::Relaxed);
        if now != number {
            (number, since) = (now, Instant::now());
        } else if since.elapsed() > HANGS {
            println!("input {number}: it does not end");
            process::abort();
        }
    }
}

/// The most memory that this process ever had, where the system says.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok());
    peak.map_or("memory is not told here".to_owned(), |kilobytes| {
        format!("{} MB at most", kilobytes / 1024)
    })
}
