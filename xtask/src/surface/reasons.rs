//! Why some items are not the same, where that is on purpose or cannot be otherwise.

use super::compare::Difference;
use anyhow::{Context, Result};
use regex_lite::Regex;
use serde::Deserialize;
use std::path::Path;

/// The list, below the repository's root.
const FILE: &str = "tests/surface/reasons.toml";

/// Reasons for differences.
#[derive(Debug)]
pub struct Reasons(Vec<Reason>);

/// A reason, and what it is one for.
#[derive(Debug)]
struct Reason {
    /// The official crate that it is about; any, if there is none.
    package: Option<String>,
    items: Regex,
    why: String,
}

impl Reasons {
    /// The list of the repository.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn load(root: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(root.join(FILE))
            .with_context(|| format!("cannot read {FILE}"))?;
        Self::parse(&text).with_context(|| format!("{FILE} is not usable"))
    }

    /// The list that reads `text`.
    ///
    /// # Errors
    ///
    /// When it is no TOML, or a pattern is no regular expression.
    pub fn parse(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct List {
            #[serde(default)]
            reason: Vec<Entry>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entry {
            package: Option<String>,
            items: String,
            why: String,
        }
        let List { reason } = toml::from_str(text)?;
        let read = |Entry { package, items, why }: Entry| {
            let whole = Regex::new(&format!("^(?:{items})$"));
            let items = whole.with_context(|| format!("`{items}` is no regular expression"))?;
            Ok(Reason { package, items, why })
        };
        reason.into_iter().map(read).collect::<Result<_>>().map(Self)
    }

    /// Why an item of an official crate is not the same in ours, if that is known.
    pub fn of(&self, package: &str, difference: &Difference) -> Option<&str> {
        let about = |reason: &&Reason| {
            reason.package.as_deref().is_none_or(|own| own == package)
                && reason.items.is_match(&difference.path)
        };
        self.0.iter().find(about).map(|reason| reason.why.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::Kind;
    use super::*;

    const LIST: &str = "
        [[reason]]
        package = 'aws-sdk-s3'
        items = 'crate::presigning::.*'
        why = 'only S3'
        [[reason]]
        items = 'crate::a|crate::b'
        why = 'all'";

    #[test]
    fn a_reason_is_one_for_whole_paths() {
        let reasons = Reasons::parse(LIST).unwrap();
        let of = |package: &str, path: &str| {
            let (path, signature) = (path.to_owned(), String::new());
            reasons.of(package, &Difference { kind: Kind::Lacks, path, signature })
        };
        assert_eq!(of("aws-sdk-s3", "crate::presigning::x"), Some("only S3"));
        assert_eq!(of("aws-sdk-sts", "crate::presigning::x"), None);
        assert_eq!(of("aws-sdk-sts", "crate::b"), Some("all"));
        assert_eq!(of("aws-sdk-sts", "crate::bc"), None);
    }

    #[test]
    fn a_list_that_cannot_be_used_is_refused() {
        assert!(Reasons::parse("[[reason]]\nitems = '('\nwhy = 'x'").is_err());
        assert!(Reasons::parse("[[reason]]\nitem = 'a'\nwhy = 'x'").is_err());
    }

    #[test]
    fn the_checked_in_list_loads() {
        Reasons::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
    }
}
