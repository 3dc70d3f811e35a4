//! The version that a crate has next, as Cargo reads versions.

use semver::{Prerelease, Version};
use smithwright_codegen::diff::Verdict;

/// The version after `current`. Below 1.0.0, the first number that is not zero is the one that says what breaks; what is not
/// released yet becomes the next one before the release.
pub fn next(current: &Version, change: Verdict) -> Version {
    let Version { major, minor, patch, .. } = *current;
    if change == Verdict::Same {
        return current.clone();
    }
    if !current.pre.is_empty() {
        return Version { pre: next_pre(&current.pre), ..Version::new(major, minor, patch) };
    }
    match (change, major, minor) {
        (Verdict::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Verdict::Minor, 1.., _) => Version::new(major, minor + 1, 0),
        (Verdict::Major, 0, 1..) => Version::new(0, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// The last number counts; where there is none, it begins.
fn next_pre(pre: &Prerelease) -> Prerelease {
    let text = pre.as_str();
    let (head, last) = text.rsplit_once('.').map_or(("", text), |(head, last)| (head, last));
    let counted = match last.parse::<u64>() {
        Ok(number) if head.is_empty() => format!("{}", number + 1),
        Ok(number) => format!("{head}.{}", number + 1),
        Err(_) => format!("{text}.1"),
    };
    Prerelease::new(&counted).unwrap_or_else(|_| pre.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_as_cargo_reads_them() {
        for (current, patch, minor, major) in [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.0", "0.1.1", "0.1.1", "0.2.0"),
            ("0.3.9", "0.3.10", "0.3.10", "0.4.0"),
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-alpha.2", "1.0.0-alpha.2"),
            ("1.0.0-rc", "1.0.0-rc.1", "1.0.0-rc.1", "1.0.0-rc.1"),
            ("1.2.3+build", "1.2.4", "1.3.0", "2.0.0"),
        ] {
            let current: Version = current.parse().unwrap();
            let next = |change| next(&current, change).to_string();
            let expected = [current.to_string(), patch.into(), minor.into(), major.into()];
            let all = [Verdict::Same, Verdict::Patch, Verdict::Minor, Verdict::Major].map(next);
            assert_eq!(all, expected);
        }
    }

    #[test]
    fn what_cargo_takes_for_compatible_is_never_a_breaking_change() {
        for current in ["0.0.1", "0.1.0", "0.2.7", "1.0.0", "3.4.5"] {
            let current: Version = current.parse().unwrap();
            let requirement = semver::VersionReq::parse(&current.to_string()).unwrap();
            assert!(!requirement.matches(&next(&current, Verdict::Major)), "{current}");
            let kept = requirement.matches(&next(&current, Verdict::Minor));
            assert_eq!(kept, current != Version::new(0, 0, 1), "{current}");
        }
    }
}
