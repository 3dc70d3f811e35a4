//! What the model says of values.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// The bounds of a shape, and the members that target it.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The least length of a text, blob, list or map, or the least number; empty if there is none.
    pub least: &'static str,
    /// The greatest; empty if there is none.
    pub most: &'static str,
    /// The regular expression that texts match; empty if there is none. Of numbers it lists the values.
    pub pattern: &'static str,
    /// The members, with blanks or line ends between them: `Shape.Member`, and for what a list or a map holds `.member`, `.key` and
    /// `.value` after it.
    pub of: &'static str,
}

/// What examples of a crate's types are made from, beside their tables.
#[derive(Debug)]
pub struct Model {
    service: Option<&'static str>,
    limits: &'static [Limit],
    unset: &'static str,
    index: OnceLock<Index>,
}

/// The limits by member, and the members that are left unset.
#[derive(Debug)]
struct Index {
    limits: HashMap<&'static str, &'static Limit>,
    unset: HashSet<&'static str>,
}

impl Model {
    /// The `service`, as ARNs of AWS name it, unless it is somebody else's; limits; and the members, as in [`Limit::of`], that
    /// are left unset.
    pub const fn new(
        service: Option<&'static str>,
        limits: &'static [Limit],
        unset: &'static str,
    ) -> Self {
        Self { service, limits, unset, index: OnceLock::new() }
    }

    /// The service, as ARNs name it.
    pub(super) fn service(&self) -> Option<&'static str> {
        self.service
    }

    /// The limits of what stands at a path.
    pub(super) fn limit(&self, path: &str) -> Option<&'static Limit> {
        self.index().limits.get(path).copied()
    }

    /// Whether a member is left unset.
    pub(super) fn is_unset(&self, path: &str) -> bool {
        self.index().unset.contains(path)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let members =
                |limit: &'static Limit| limit.of.split_whitespace().map(move |of| (of, limit));
            Index {
                limits: self.limits.iter().flat_map(members).collect(),
                unset: self.unset.split_whitespace().collect(),
            }
        })
    }
}

impl Limit {
    /// What is allowed of what is usual: a range of lengths or of whole numbers.
    pub(super) fn within(limit: Option<&Self>, usual: (i64, i64)) -> (i64, i64) {
        let bound = |text: &str| match text.parse::<i64>() {
            Ok(whole) => Some(whole),
            Err(_) => text.parse::<f64>().ok().map(|number| number as i64),
        };
        between(limit.and_then(|l| bound(l.least)), limit.and_then(|l| bound(l.most)), usual)
    }

    /// The same for numbers with a fraction.
    pub(super) fn within_decimals(limit: Option<&Self>, usual: (f64, f64)) -> (f64, f64) {
        let bound = |text: &str| text.parse().ok();
        between(limit.and_then(|l| bound(l.least)), limit.and_then(|l| bound(l.most)), usual)
    }

    /// The pattern, if there is one.
    pub(super) fn pattern(&self) -> Option<&'static str> {
        (!self.pattern.is_empty()).then_some(self.pattern)
    }
}

/// What is usual, as far as it is between the bounds.
fn between<T: PartialOrd + Copy>(least: Option<T>, most: Option<T>, (from, to): (T, T)) -> (T, T) {
    let from = least.filter(|least| *least > from).unwrap_or(from);
    let from = most.filter(|most| *most < from).unwrap_or(from);
    let to = most.filter(|most| *most < to).unwrap_or(to);
    (from, if to < from { from } else { to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_gives_way_to_limits() {
        let limit = |least, most| Limit { least, most, pattern: "", of: "" };
        let within = |least, most| Limit::within(Some(&limit(least, most)), (1, 100));
        assert_eq!(Limit::within(None, (1, 100)), (1, 100));
        assert_eq!(within("5", ""), (5, 100));
        assert_eq!(within("", "50"), (1, 50));
        assert_eq!(within("200", ""), (200, 200));
        assert_eq!(within("200", "300"), (200, 200));
        assert_eq!(within("", "0"), (0, 0));
        assert_eq!(within("-5", "-2"), (-2, -2));
        assert_eq!(within("0.5", "9.9"), (1, 9));
        let decimals = Limit::within_decimals(Some(&limit("0", "0.5")), (0.0, 100.0));
        assert_eq!(decimals, (0.0, 0.5));
    }
}
