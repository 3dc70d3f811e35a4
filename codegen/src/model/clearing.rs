//! How a member of an update is unset, where leaving it out leaves it as it is.

use serde_json::Value;

/// How a member that was set once is unset again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clearing<'a> {
    /// With a value of its own that is empty: a text, list, map or structure.
    Empty,
    /// Entry by entry: one goes whose value is empty.
    EmptyEntries,
    /// With this value, which stands for none.
    With(&'a str),
    /// By another operation.
    By(&'a str),
    /// Not at all.
    Never,
    /// In a way that nobody documents, if there is one.
    Unknown,
}

/// What can be said of it.
pub const CLEARINGS: &str = "this must be `\"never\"`, `\"unknown\"`, `\"empty\"`, `\"empty entries\"`, `{ with = \"VALUE\" }` \
                             or `{ by = \"Operation\" }`";

impl<'a> Clearing<'a> {
    /// Reads what a fact says.
    pub fn read(value: &'a Value) -> Option<Self> {
        if let Some(word) = value.as_str() {
            return match word {
                "never" => Some(Self::Never),
                "unknown" => Some(Self::Unknown),
                "empty" => Some(Self::Empty),
                "empty entries" => Some(Self::EmptyEntries),
                _ => None,
            };
        }
        let mut entries = value.as_object()?.iter();
        let ((key, value), None) = (entries.next()?, entries.next()) else { return None };
        match (key.as_str(), value.as_str()?) {
            ("with", value) => Some(Self::With(value)),
            ("by", operation) => Some(Self::By(operation)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_fact_says_one_thing() {
        let (with, by) = (json!({"with": "NONE"}), json!({"by": "DeleteToy"}));
        assert_eq!(Clearing::read(&with), Some(Clearing::With("NONE")));
        assert_eq!(Clearing::read(&by), Some(Clearing::By("DeleteToy")));
        assert_eq!(Clearing::read(&json!("never")), Some(Clearing::Never));
        for wrong in [json!("no"), json!({}), json!({"with": 1}), json!({"with": "a", "by": "b"})] {
            assert_eq!(Clearing::read(&wrong), None, "{wrong}");
        }
    }
}
