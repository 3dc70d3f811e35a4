//! Runs the scenarios that the command line names.

use super::{Defaults, Find, Generated, Scenario};
use crate::boto3::Boto3;
use crate::driver::Call;
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, io, thread};

/// How the modules of generated crates begin that `cargo xtask scenarios` makes; the service's name follows.
const MODULE: &str = "scenarios_";

/// Runs the scenarios in `files`, as many at once as there are processors, and writes what became of each. A file is
/// called as boto3 calls the service. `call` looks up what was generated.
///
/// # Errors
///
/// When nobody tells how many processors there are.
pub fn main(
    call: fn(&str, &str) -> Option<Call>,
    files: impl Iterator<Item = String>,
) -> io::Result<ExitCode> {
    let find = |service: &str, operation: &str| call(&format!("{MODULE}{service}"), operation);
    let (left, failed) = (Mutex::new(files.collect::<VecDeque<_>>()), AtomicBool::new(false));
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let work = || {
        while let Some(file) = next() {
            let file = Path::new(&file);
            let service = file.file_stem().unwrap_or_default().to_string_lossy();
            let became = thread::scope(|scope| scope.spawn(|| run(&find, &service, file)).join());
            match became.unwrap_or_else(|_| Err("it panicked".to_owned())) {
                Ok(steps) => println!("passed {service}: {steps} steps"),
                Err(error) => {
                    failed.store(true, Ordering::Relaxed);
                    println!("failed {service}: {error}");
                }
            }
        }
    };
    let workers = thread::available_parallelism()?.get();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    Ok(if failed.into_inner() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Runs a scenario, and gives how many steps it has.
fn run(find: Find<'_>, service: &str, file: &Path) -> Result<usize, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let scenario = Scenario::parse(&text)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let ours = |url: &str| Generated { find, plain: Boto3::new(service, url), url: url.to_owned() };
    runtime.block_on(scenario.side_by_side(service, &Defaults::default(), ours))?;
    Ok(scenario.steps())
}
