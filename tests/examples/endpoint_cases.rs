//! Runs the endpoint cases that models in Smithy's AST hold: `cargo xtask conformance --models DIR --partitions FILE`.
//!
//! A model that has both a rule set and a decision diagram must give the same by either. What a case expects of a region
//! is what its partition was like when the case was written.

use smithwright_codegen::Source;
use smithwright_tests::endpoints::published;
use std::path::{Path, PathBuf};
use std::{env, fs};
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(partitions)) = (paths.next(), paths.next()) else {
        return Err("a folder of models and a file of partitions are expected".into());
    };
    let partitions = source(&partitions)?;
    let (mut models, mut diagrams, mut cases, mut failed) = (0, 0, 0, 0);
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.path().extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let model = source(entry.path())?;
        let found = published(&model, &partitions)?;
        models += usize::from(!found.forms.is_empty());
        diagrams += found.forms.iter().filter(|form| form.ends_with("Bdd")).count();
        cases += found.cases;
        failed += found.failures.len();
        found.failures.iter().for_each(|failure| println!("failed {failure}"));
    }
    println!("{models} models, {diagrams} with a decision diagram");
    println!("{} passed, {failed} failed", cases - failed);
    match (models, failed) {
        (0, _) => Err("there is no model with endpoint cases".into()),
        (_, 0) => Ok(()),
        _ => Err("a case failed".into()),
    }
}

fn source(path: &Path) -> Result<Source, std::io::Error> {
    Ok(Source { name: path.display().to_string(), text: fs::read_to_string(path)? })
}
