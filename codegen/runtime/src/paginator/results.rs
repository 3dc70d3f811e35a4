//! What pages are lists of, and the types of limits.

use crate::serde::Key;
use std::collections::HashMap;

/// What a page holds: a list, a map or a text.
pub trait Results: Default + Send + 'static {
    /// One of them.
    type Item: Send + 'static;
    /// The items, in the order in which they are counted.
    type Items: Iterator<Item = Self::Item> + Send;
    /// How many items there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Leaves out the first `count` items.
    fn skip(&mut self, count: usize);
    /// Leaves out all but the first `count` items.
    fn truncate(&mut self, count: usize);
    /// The items.
    fn items(self) -> Self::Items;
}

impl<T: Send + 'static> Results for Vec<T> {
    type Item = T;
    type Items = std::vec::IntoIter<T>;

    fn len(&self) -> usize {
        self.len()
    }

    fn skip(&mut self, count: usize) {
        self.drain(..count.min(self.len()));
    }

    fn truncate(&mut self, count: usize) {
        self.truncate(count);
    }

    fn items(self) -> Self::Items {
        self.into_iter()
    }
}

/// Entries are counted in the order of their keys, so that a listing resumed inside a page goes on
/// with the right one.
impl<K: Key + Send, T: Send + 'static> Results for HashMap<K, T> {
    type Item = (K, T);
    type Items = std::vec::IntoIter<(K, T)>;

    fn len(&self) -> usize {
        self.len()
    }

    fn skip(&mut self, count: usize) {
        if count > 0 {
            *self = std::mem::take(self).items().skip(count).collect();
        }
    }

    fn truncate(&mut self, count: usize) {
        *self = std::mem::take(self).items().take(count).collect();
    }

    fn items(self) -> Self::Items {
        let mut items: Vec<_> = self.into_iter().collect();
        items.sort_by(|(one, _), (other, _)| one.as_ref().cmp(other.as_ref()));
        items.into_iter()
    }
}

/// A text is counted in characters.
impl Results for String {
    type Item = char;
    type Items = std::vec::IntoIter<char>;

    fn len(&self) -> usize {
        self.chars().count()
    }

    fn skip(&mut self, count: usize) {
        let end = self.char_indices().nth(count).map_or(self.len(), |(start, _)| start);
        self.drain(..end);
    }

    fn truncate(&mut self, count: usize) {
        if let Some((end, _)) = self.char_indices().nth(count) {
            self.truncate(end);
        }
    }

    fn items(self) -> Self::Items {
        self.chars().collect::<Vec<_>>().into_iter()
    }
}

/// Results beside those that are counted.
pub trait Secondary {
    /// Empties them; a number stays, since it says what the service counted.
    fn empty(&mut self);
}

impl<T> Secondary for Vec<T> {
    fn empty(&mut self) {
        self.clear();
    }
}

impl<K, T> Secondary for HashMap<K, T> {
    fn empty(&mut self) {
        self.clear();
    }
}

impl Secondary for String {
    fn empty(&mut self) {
        self.clear();
    }
}

impl Secondary for i32 {
    fn empty(&mut self) {}
}

impl Secondary for i64 {
    fn empty(&mut self) {}
}

/// A type in which some operation takes the limit of a page: API Gateway V2 mostly takes a string.
pub trait Limit {
    /// The limit in this type.
    fn limit(limit: i32) -> Self;
}

impl Limit for i32 {
    fn limit(limit: i32) -> Self {
        limit
    }
}

impl Limit for i64 {
    fn limit(limit: i32) -> Self {
        limit.into()
    }
}

impl Limit for String {
    fn limit(limit: i32) -> Self {
        limit.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Results;
    use std::collections::HashMap;

    fn part<R: Results>(mut results: R, skip: usize, keep: usize) -> Vec<R::Item> {
        results.skip(skip);
        results.truncate(keep);
        results.items().collect()
    }

    #[test]
    fn a_list_is_cut_at_both_ends() {
        assert_eq!(part(vec![1, 2, 3, 4], 1, 2), [2, 3]);
        assert_eq!(part(vec![1, 2], 0, 9), [1, 2]);
        assert!(part(vec![1, 2], 9, 9).is_empty());
    }

    /// A key that has no order but that of its text, as enums.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    struct Letter(String);

    impl AsRef<str> for Letter {
        fn as_ref(&self) -> &str {
            &self.0
        }
    }

    impl From<&str> for Letter {
        fn from(text: &str) -> Self {
            Self(text.to_owned())
        }
    }

    #[test]
    fn a_map_is_counted_by_its_keys() {
        let map = || HashMap::from(["c", "a", "d", "b"].map(|key| (key.to_owned(), ())));
        let keys = |skip, keep| part(map(), skip, keep).into_iter().map(|(key, ())| key);
        assert_eq!(keys(0, 9).collect::<String>(), "abcd");
        assert_eq!(keys(1, 2).collect::<String>(), "bc");
        let enums = HashMap::from(["b", "c", "a"].map(|key| (Letter(key.to_owned()), ())));
        assert_eq!(part(enums, 1, 1), [(Letter("b".to_owned()), ())]);
    }

    #[test]
    fn a_text_is_counted_in_characters() {
        assert_eq!(part("aéß🙂z".to_owned(), 1, 3), ['é', 'ß', '🙂']);
        assert!(part("aé".to_owned(), 5, 3).is_empty());
    }
}
