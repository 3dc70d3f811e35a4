//! The changelog of a crate: a section a version, and in it an entry for each step from one model to another.

use semver::Version;

const TITLE: &str = "# Changelog";
const UNRELEASED: &str = " (not released)";

/// A step from one model to another.
pub struct Entry<'a> {
    /// From where to where, as in `botocore 1.44.4 to 1.44.5`.
    pub step: &'a str,
    /// What changes, in Markdown, with headings of the fourth level at most.
    pub text: &'a str,
}

/// The version of the section that is not released yet, if there is one.
pub fn unreleased(text: &str) -> Option<Version> {
    sections(text)
        .into_iter()
        .find_map(|(heading, _)| heading.strip_suffix(UNRELEASED)?.parse().ok())
}

/// The changelog with an entry more, in the section of `version`, which is not released yet and is the topmost. An entry of
/// the same step is there already where an update was interrupted, and stays.
pub fn grown(text: &str, version: &Version, entry: &Entry<'_>) -> String {
    let heading = format!("### {}", entry.step);
    let (open, released): (Vec<_>, Vec<_>) =
        sections(text).into_iter().partition(|(heading, _)| heading.ends_with(UNRELEASED));
    let before = open.first().map(|(_, body)| body.trim()).unwrap_or_default();
    let mut parts = vec![head(text), format!("## {version}{UNRELEASED}")];
    if !before.lines().any(|line| line == heading) {
        parts.push(heading);
        parts.push(entry.text.trim().to_owned());
    }
    parts.push(before.to_owned());
    parts.extend(
        released
            .into_iter()
            .flat_map(|(heading, body)| [format!("## {heading}"), body.trim().to_owned()]),
    );
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

/// The changelog in which nothing waits to be released.
pub fn released(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("## ").and_then(|l| l.strip_suffix(UNRELEASED))
    {
        Some(version) => format!("## {version}\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// What stands before the first section.
fn head(text: &str) -> String {
    let first = text.lines().take_while(|line| !line.starts_with("## "));
    let head = first.collect::<Vec<_>>().join("\n");
    match head.trim() {
        "" => TITLE.to_owned(),
        head => head.to_owned(),
    }
}

/// The sections: the text of each heading, and what stands below it.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("## "), sections.last_mut()) {
            (Some(heading), _) => sections.push((heading.trim().to_owned(), String::new())),
            (None, Some((_, body))) => body.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn a_changelog_grows_at_its_top() {
        let entry = |step, text| Entry { step, text };
        let first = grown("", &version("0.1.1"), &entry("botocore 1 to 2", "- a\n"));
        assert_eq!(first, "# Changelog\n\n## 0.1.1 (not released)\n\n### botocore 1 to 2\n\n- a\n");
        let second = grown(&first, &version("0.2.0"), &entry("botocore 2 to 3", "- b"));
        let both = "### botocore 2 to 3\n\n- b\n\n### botocore 1 to 2\n\n- a\n";
        assert_eq!(second, format!("# Changelog\n\n## 0.2.0 (not released)\n\n{both}"));
        assert_eq!(unreleased(&second), Some(version("0.2.0")));
        let out = released(&second);
        assert_eq!(out, format!("# Changelog\n\n## 0.2.0\n\n{both}"));
        assert_eq!(unreleased(&out), None);
        let third = grown(&out, &version("0.2.1"), &entry("botocore 3 to 4", "- c"));
        let top =
            "# Changelog\n\n## 0.2.1 (not released)\n\n### botocore 3 to 4\n\n- c\n\n## 0.2.0\n\n";
        assert_eq!(third, format!("{top}{both}"));
    }

    #[test]
    fn the_same_step_is_told_once_and_what_people_wrote_stays() {
        let entry = Entry { step: "botocore 1 to 2", text: "- a" };
        let first = grown("# Changes of toys\n\nBy hand.\n", &version("0.1.1"), &entry);
        assert!(first.starts_with("# Changes of toys\n\nBy hand.\n\n## 0.1.1"), "{first}");
        let edited = first.replace("- a", "- a, which is better");
        assert_eq!(grown(&edited, &version("0.1.1"), &entry), edited);
    }
}
