//! Inputs that are kept: folders with models, as those of other tests.

use smithwright_codegen::Input;
use smithwright_tests_generator::models;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where they are kept.
pub fn folder() -> PathBuf {
    models::folder("fuzz/corpus")
}

/// All that are kept, with their names.
pub fn all() -> Vec<(String, Input)> {
    let folders = models::cases("fuzz/corpus").into_iter();
    folders.map(|folder| (models::name(&folder), models::input(&folder))).collect()
}

/// Texts to change: what is kept, and models of other tests.
pub fn texts() -> Vec<String> {
    let others = [
        "ir/enums",
        "ir/waiters",
        "ir/pagination",
        "ir/endpoints",
        "fixtures/smithy",
        "fixtures/names",
    ];
    let others = others.map(|folder| models::input(&models::folder(folder)));
    let inputs = all().into_iter().map(|(_, input)| input).chain(others);
    inputs.map(|input| input.service.text).filter(|text| text.len() < 100_000).collect()
}

/// Keeps a model.
///
/// # Errors
///
/// When it cannot be written.
pub fn keep(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    let path = folder.join(name).join("model.json");
    fs::create_dir_all(folder.join(name))?;
    fs::write(&path, text)?;
    Ok(path)
}
