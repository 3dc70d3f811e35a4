//! The page of `smithwright diff --format html`, in a browser: what is found in it, and that no text of a model acts there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What browsers that can be asked for the page as it became are called.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What keeps a browser without a screen, and without a network, to itself.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Text that would act if it were markup.
const HOSTILE: &str = "</title></pre></code><script>document.title='acted'</script><img src=x onerror=\\\"document.title='acted'\\\">";

fn browser() -> PathBuf {
    let folders: Vec<_> = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect();
    let known =
        BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    known.into_iter().find(|path| path.is_file()).expect("there is no Chromium; install one")
}

/// A page of the changes between two models, in a folder.
fn page() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/smithy");
    for side in ["old", "new"] {
        fs::create_dir(folder.path().join(side)).unwrap();
        for file in ["model.json", "more.json"] {
            fs::copy(models.join(file), folder.path().join(side).join(file)).unwrap();
        }
    }
    let path = folder.path().join("new/model.json");
    let text = fs::read_to_string(&path).unwrap();
    let changed = text
        .replace("\"uri\": \"/tidy\"", "\"uri\": \"/tidy-up\"")
        .replace("Puts a toy on the shelf.", "Puts it where it was.")
        .replace(
            "\"smithy.api#idempotencyToken\": {}",
            &format!("\"smithy.api#idempotencyToken\": {{}}, \"smithy.api#deprecated\": {{\"message\": \"{HOSTILE}\"}}"),
        );
    fs::write(&path, changed).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_smithwright"))
        .args(["diff", "old", "new", "--format=html", "--out=page.html"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

/// What the page became in the browser, after a search.
fn shown(folder: &TempDir, search: &str) -> String {
    let profile = tempfile::tempdir().unwrap();
    let run = Command::new(browser())
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("--dump-dom")
        .arg(format!("file://{}#{search}", folder.path().join("page.html").display()))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The changes that are shown, by their paths, and what is said of their number.
fn visible(dom: &str) -> (Vec<String>, String) {
    let changes = dom.split("<article ").skip(1).filter(|change| {
        let tag = change.split('>').next().unwrap();
        !tag.contains("hidden")
    });
    let path = |change: &str| {
        let path = change.split("<code>").nth(1).unwrap();
        path.split("</code>").next().unwrap().to_owned()
    };
    let found = dom.split("id=\"found\" role=\"status\">").nth(1).unwrap();
    (changes.map(path).collect(), found.split('<').next().unwrap().to_owned())
}

mod in_chromium {
    use super::*;

    #[test]
    #[ignore = "needs Chromium; `cargo xtask test` runs it where there is one"]
    fn changes_are_found_by_what_they_say() {
        let page = page();
        let (all, found) = visible(&shown(&page, ""));
        assert_eq!((all.len(), found.as_str()), (3, "3 of 3 changes"), "{all:?}");
        let (some, found) = visible(&shown(&page, "TIDY-up%20path"));
        assert_eq!((some, found.as_str()), (vec!["operation::tidy".to_owned()], "1 of 3 changes"));
        let (by_kind, _) = visible(&shown(&page, "documentation-changed"));
        assert_eq!(by_kind, ["operation::put_toy"]);
        let (none, found) = visible(&shown(&page, "nothing%20of%20the%20kind"));
        assert_eq!((none.len(), found.as_str()), (0, "0 of 3 changes"));
        let dom = shown(&page, "tidy-up");
        let groups: Vec<_> =
            dom.split("<details ").skip(1).map(|group| group.split('>').next().unwrap()).collect();
        let open: Vec<_> = groups.iter().filter(|tag| tag.contains("open")).collect();
        let hidden: Vec<_> = groups.iter().filter(|tag| tag.contains("hidden")).collect();
        assert_eq!((open.len(), hidden.len()), (1, 1), "{groups:?}");
    }

    #[test]
    #[ignore = "needs Chromium; `cargo xtask test` runs it where there is one"]
    fn no_text_of_a_model_acts() {
        let dom = shown(&page(), "");
        let title = dom.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        assert_eq!(title, "Toy Library: minor");
        assert_eq!(dom.matches("<script").count(), 1);
        assert!(!dom.contains("<img"), "{dom}");
        assert!(dom.contains("&lt;img src=x onerror"), "{dom}");
    }
}
