//! Trying inputs, each of them one number.

use crate::{bytes, corpus, properties, shapes};
use arbitrary::Unstructured;
use fastrand::Rng;
use smithwright_codegen::{Files, Input, Source};
use std::time::{Duration, Instant};

/// How long one input may take.
pub const LONGEST: Duration = Duration::from_secs(20);

/// How many bytes decide about a model that looks sound.
const ENTROPY: usize = 8_192;

/// What was tried.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many inputs.
    pub inputs: usize,
    /// How many of them became crates.
    pub accepted: usize,
    /// The slowest of them, and how long it took.
    pub slowest: (u64, Duration),
}

/// Something that must not be.
#[derive(Debug)]
pub struct Fault {
    /// The number of the input.
    pub number: u64,
    /// What is wrong.
    pub why: String,
    /// The model.
    pub text: String,
}

/// Makes inputs of numbers, and tries them.
#[derive(Debug)]
pub struct Runner {
    texts: Vec<String>,
    runtime: String,
}

impl Runner {
    /// Crates depend on the runtime in this way.
    pub fn new(runtime: &str) -> Self {
        Self { texts: corpus::texts(), runtime: runtime.to_owned() }
    }

    /// The model of a number: every third is one of changed bytes, the others look sound.
    pub fn text(&self, number: u64) -> String {
        let mut random = Rng::with_seed(number);
        if number.is_multiple_of(3) {
            let text = &self.texts[random.usize(..self.texts.len())];
            return bytes::changed(text, &mut random);
        }
        let mut entropy = vec![0; ENTROPY];
        random.fill(&mut entropy);
        let model = shapes::model(&mut Unstructured::new(&entropy));
        model.map(|model| model.to_string()).unwrap_or_default()
    }

    /// Tries the input of a number, and gives the crate, if it becomes one.
    ///
    /// # Errors
    ///
    /// What must not be.
    pub fn try_one(&self, number: u64, tried: &mut Tried) -> Result<Option<Files>, Fault> {
        let text = self.text(number);
        let begun = Instant::now();
        let checked = self.check(&text, number);
        let taken = begun.elapsed();
        tried.inputs += 1;
        if taken > tried.slowest.1 {
            tried.slowest = (number, taken);
        }
        let checked = match taken > LONGEST {
            true => Err(format!("it takes {taken:?}")),
            false => checked,
        };
        let files = checked.map_err(|why| Fault { number, why, text })?;
        tried.accepted += usize::from(files.is_some());
        Ok(files)
    }

    fn check(&self, text: &str, number: u64) -> Result<Option<Files>, String> {
        let input = || Input {
            service: Source { name: "model.json".to_owned(), text: text.to_owned() },
            ..Input::default()
        };
        if number.is_multiple_of(4) {
            properties::check_module(input())?;
        }
        properties::check(input(), &self.runtime)
    }
}
