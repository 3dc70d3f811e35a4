//! Where the repository is that a task works on.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A file that this repository has and a project around it does not, and a line of it.
const MARK: (&str, &str) = ("codegen/runtime/Cargo.toml", "name = \"smithwright-runtime\"");

/// The root of the repository that `folder` is in: the nearest of its ancestors that is one. The repository that this
/// program was compiled in may be another, and is not asked.
///
/// # Errors
///
/// When `folder` is in no such repository.
pub fn of(folder: &Path) -> Result<PathBuf> {
    let root = folder.ancestors().find(|folder| is_root(folder));
    root.map(Path::to_owned).with_context(|| {
        let (file, _) = MARK;
        format!(
            "{}: neither this folder nor one above it is a Smithwright repository (one with {file}); change to the \
             root of one and run the command again",
            folder.display()
        )
    })
}

fn is_root(folder: &Path) -> bool {
    let (file, line) = MARK;
    std::fs::read_to_string(folder.join(file)).is_ok_and(|text| text.lines().any(|own| own == line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn repository(at: &Path) {
        let (file, line) = MARK;
        let file = at.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, format!("[package]\n{line}\n")).unwrap();
    }

    #[test]
    fn the_nearest_repository_is_taken() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("target/copy");
        repository(outer.path());
        repository(&inner);
        assert_eq!(of(&outer.path().join("target")).unwrap(), outer.path());
        assert_eq!(of(&inner.join("codegen/runtime")).unwrap(), inner);
        assert_eq!(of(&inner).unwrap(), inner);
    }

    #[test]
    fn a_folder_in_no_repository_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("codegen/runtime")).unwrap();
        fs::write(folder.path().join(MARK.0), "[package]\nname = \"another\"\n").unwrap();
        let error = of(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{}: neither", folder.path().display())), "{error}");
        assert!(error.contains("change to the root of one"), "{error}");
    }

    #[test]
    fn this_repository_is_one() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(of(here).unwrap(), here.parent().unwrap());
    }
}
