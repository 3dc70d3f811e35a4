//! `cargo xtask prose`: what becomes of the prose that models carry.

mod html;
mod markdown;

use crate::all::{self, Model, compile};
use crate::{python, services};
use anyhow::{Result, bail};
use serde_json::Value;
use smithwright::inputs;
use smithwright::job::{self, Job};
use smithwright_codegen::docs::to_markdown;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Check that the prose of models becomes clean documentation.
///
/// Turns all prose of every model of botocore, or of --models, into Markdown as the generator does, and reads it with the
/// parser that rustdoc uses: there is no HTML, no code that would be compiled as a test, and no link but those of the source,
/// and its words are those that a browser shows. Then generates each crate, and asks the same of every line of documentation in
/// it. With --document, rustdoc documents some of these crates as well, and a warning of it is an error.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The models, by their services' folders in botocore; all if none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// The botocore package that holds the models; the one that is set up below target/, if none is given.
    #[arg(long, value_name = "DIR")]
    botocore: Option<PathBuf>,
    /// A folder of models in Smithy's JSON AST to take instead, at any depth.
    #[arg(long, value_name = "DIR", conflicts_with = "botocore")]
    models: Option<PathBuf>,
    /// Take so many models at most, spread over all sizes, and others each day.
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Also document the crates of so many models, of forty of all sizes; others each day.
    #[arg(long, value_name = "N")]
    document: Option<usize>,
}

/// How many crates stand for all where documenting all takes too long.
const DOCUMENTED: usize = 40;

impl Args {
    /// What is done in every run of the tests.
    pub fn every_day() -> Self {
        Self { sample: Some(40), document: Some(2), ..Self::default() }
    }
}

/// Runs the task.
///
/// # Errors
///
/// When a model cannot be read or generated, or its prose becomes anything but clean documentation.
pub fn run(args: &Args, root: &Path) -> Result<()> {
    let start = Instant::now();
    let mut models = match (&args.models, &args.botocore) {
        (Some(folder), _) => all::ast_models(folder, root)?,
        (None, Some(botocore)) => all::botocore_models(botocore)?,
        (None, None) => all::botocore_models(&python::botocore(root)?)?,
    };
    if !args.services.is_empty() {
        models.retain(|model| args.services.contains(&model.name));
    }
    let forty = spread(&models, DOCUMENTED, 0);
    if let Some(count) = args.sample {
        models = spread(&models, count, today());
    }
    let (texts, faults) = checked(&models, root)?;
    for (what, found) in &faults {
        anstream::println!("{what}: {} faults, such as", found.len());
        found.iter().take(SHOWN).for_each(|fault| anstream::println!("{fault}"));
    }
    if !faults.is_empty() {
        let count: usize = faults.values().map(Vec::len).sum();
        bail!("{count} faults in the prose of {} of {} models", faults.len(), models.len());
    }
    anstream::println!(
        "{texts} texts of {} models become clean documentation, {:.0} s",
        models.len(),
        start.elapsed().as_secs_f64()
    );
    match args.document {
        Some(count) => compile::documented(&of_today(&forty, count, today()), root),
        None => Ok(()),
    }
}

/// How much is shown of each model.
const SHOWN: usize = 5;

/// How many days have passed since 1970.
fn today() -> usize {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    usize::try_from(passed.as_secs() / (24 * 60 * 60)).unwrap_or_default()
}

/// So many of `models`, at equal distances; each `turn` begins one further.
fn spread(models: &[Model], count: usize, turn: usize) -> Vec<Model> {
    let count = count.min(models.len());
    let step = models.len().checked_div(count).unwrap_or(1);
    let places = (0..count).map(|number| number * models.len() / count + turn % step);
    places.filter_map(|place| models.get(place).cloned()).collect()
}

/// The next `count` of `models` on this day, which go round; large ones and small ones in turn.
fn of_today(models: &[Model], count: usize, day: usize) -> Vec<Model> {
    let count = count.min(models.len());
    let turns = (0..count).map(|number| day * count + number);
    let place = |turn: usize| match (turn % models.len(), models.len()) {
        (turn, _) if turn % 2 == 0 => turn / 2,
        (turn, all) => all - 1 - turn / 2,
    };
    turns.map(|turn| models[place(turn)].clone()).collect()
}

/// What is wrong with each model, by its name.
type Faults = BTreeMap<String, Vec<String>>;

/// Checks the models on all cores, and tells how many texts there were.
fn checked(models: &[Model], root: &Path) -> Result<(usize, Faults)> {
    let (next, texts) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (faults, failed) = (Mutex::new(Faults::new()), Mutex::new(Vec::new()));
    let work = || {
        while let Some(model) = models.get(next.fetch_add(1, Ordering::Relaxed)) {
            match check(model, root) {
                Ok((count, found)) => {
                    texts.fetch_add(count, Ordering::Relaxed);
                    if !found.is_empty() {
                        lock(&faults).insert(model.name.clone(), found);
                    }
                }
                Err(error) => lock(&failed).push(error.context(model.name.clone())),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    match lock(&failed).pop() {
        Some(error) => Err(error),
        None => Ok((texts.into_inner(), std::mem::take(&mut lock(&faults)))),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// How many texts a model has, and what is wrong with them.
fn check(model: &Model, root: &Path) -> Result<(usize, Vec<String>)> {
    let source = inputs::source(&model.file, root)?;
    let mut texts = BTreeSet::new();
    prose(&serde_json::from_str(&source.text)?, &mut texts);
    let mut faults: Vec<_> = texts.iter().flat_map(|text| faults(text)).collect();
    let out = root.join("target/prose").join(&model.name);
    let options = services::options(format!("prose-{}", model.name), &out, root);
    let job = Job { model: vec![model.file.clone()], out, options };
    for (path, text) in job::generate(&job, root)?.files {
        let blocks = documentation(&text);
        let found = blocks.flat_map(|block| markdown::objections(&block, is_ours_or_web));
        faults.extend(found.map(|fault| format!("{path}: {fault}")));
    }
    Ok((texts.len(), faults))
}

/// The texts of a model that are prose, by the keys that both dialects have for it.
fn prose(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::String(text) if is_prose(key) => drop(texts.insert(text.clone())),
                    _ => prose(value, texts),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| prose(value, texts)),
        _ => {}
    }
}

fn is_prose(key: &str) -> bool {
    matches!(key, "documentation" | "smithy.api#documentation")
}

/// What is wrong with the Markdown that a text becomes.
fn faults(source: &str) -> Vec<String> {
    let markdown = to_markdown(source).to_string();
    let shown = html::shown(source);
    let wanted = |link: &str| {
        let plain = |text: &str| text.replace("%20", " ");
        shown.links.iter().any(|known| letters(known) == letters(&plain(link)))
            || shown.text.contains(link)
    };
    let objections = markdown::objections(&markdown, wanted);
    let difference = difference(&shown.text, &markdown::text(&markdown));
    let faults = objections.into_iter().chain(difference);
    faults.map(|fault| format!("{fault}\n  from {source:?}\n  made {markdown:?}")).collect()
}

/// What is the same in an address and in how Markdown has it.
fn letters(address: &str) -> String {
    let mut plain = String::new();
    let mut rest = address.chars();
    while let Some(c) = rest.next() {
        match c {
            '%' => drop(rest.nth(1)),
            c if c.is_alphanumeric() => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The first word that is not in both texts.
fn difference(source: &str, shown: &str) -> Option<String> {
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.replace(invisible, ""));
        // Cells of a table stand in a line, with dashes between them.
        words.filter(|word| !word.is_empty() && word != "\u{2013}").collect()
    };
    let (source, shown) = (words(source), words(shown));
    let same = source.iter().zip(&shown).take_while(|(a, b)| a == b).count();
    let word = |words: &[String]| words.get(same).cloned().unwrap_or_else(|| "nothing".to_owned());
    (source.len() != shown.len() || same < source.len())
        .then(|| format!("other words: {} became {}", word(&source), word(&shown)))
}

/// The blocks of documentation in a file.
fn documentation(file: &str) -> impl Iterator<Item = String> {
    let mut blocks = vec![String::new()];
    for line in file.lines() {
        let line = line.trim_start();
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(text) => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(text.strip_prefix(' ').unwrap_or(text));
                    block.push('\n');
                }
            }
            None => blocks.push(String::new()),
        }
    }
    blocks.into_iter().filter(|block| !block.is_empty())
}

/// Whether a link goes to an item, as the generator has them, or to the web. Those of prose were looked at before.
fn is_ours_or_web(link: &str) -> bool {
    let in_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '#' | '@');
    let is_item = link.starts_with('`') || link.contains(['@', ':']) && link.chars().all(in_path);
    is_item || link.starts_with("http://") || link.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn models(count: usize) -> Vec<Model> {
        let model = |size: usize| Model { name: size.to_string(), file: PathBuf::new(), size };
        (0..count).map(model).collect()
    }

    fn names(models: Vec<Model>) -> Vec<String> {
        models.into_iter().map(|model| model.name).collect()
    }

    #[test]
    fn each_day_has_its_models_and_all_come_round() {
        assert_eq!(names(spread(&models(9), 3, 0)), ["0", "3", "6"]);
        assert_eq!(names(spread(&models(9), 3, 4)), ["1", "4", "7"]);
        assert_eq!(names(spread(&models(2), 3, 1)), ["0", "1"]);
        assert_eq!(names(of_today(&models(6), 2, 0)), ["0", "5"]);
        assert_eq!(names(of_today(&models(6), 2, 4)), ["1", "4"]);
        let all: BTreeSet<_> =
            (0..20).flat_map(|day| names(of_today(&models(40), 2, day))).collect();
        assert_eq!(all.len(), 40);
        assert!(of_today(&[], 2, 1).is_empty());
    }

    #[test]
    fn prose_is_found_where_it_is_told_and_members_of_that_name_are_none() {
        let mut texts = BTreeSet::new();
        let shapes =
            json!({"A": {"documentation": "a", "members": {"documentation": {"shape": "B"}}}});
        prose(&json!([shapes, {"traits": {"smithy.api#documentation": "b"}}]), &mut texts);
        assert_eq!(texts.into_iter().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_is_sound_has_no_faults() {
        assert_eq!(
            faults("<p>See <a href='https://x.example/a b'>it</a>, <code>x[0]</code>.</p>"),
            [""; 0]
        );
        assert_eq!(faults("<table><tr><td>a</td><td>b</td></tr></table>"), [""; 0]);
    }

    #[test]
    fn lost_words_are_told() {
        assert_eq!(difference("a b c", "a\nb\u{200B}  c"), None);
        assert_eq!(difference("a b", "ab").as_deref(), Some("other words: a became ab"));
        assert_eq!(difference("a b", "a").as_deref(), Some("other words: b became nothing"));
        assert_eq!(difference("a", "a b").as_deref(), Some("other words: nothing became b"));
    }

    #[test]
    fn documentation_is_read_in_blocks() {
        let file = "//! a\n//!\n//! b\nuse x;\n    /// c\n    fn d() {}\n";
        assert_eq!(documentation(file).collect::<Vec<_>>(), ["a\n\nb\n", "c\n"]);
    }
}
