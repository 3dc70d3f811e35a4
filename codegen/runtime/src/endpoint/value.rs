//! The values that rules compute with.

use super::arn::Arn;
use super::owned::owned_items;
use super::partition::Partition;
use super::table::Attribute;
use super::url::Url;
use std::borrow::Cow;
use std::sync::Arc;

/// A value: borrowed from the parameters for `'a` where that is possible, and cheap to clone.
///
/// "Nothing", which the specification calls an empty optional, is `Option::None` around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i32),
    /// A string.
    Text(Cow<'a, str>),
    /// A list of strings.
    List(Arc<[Cow<'a, str>]>),
    /// A partition.
    Partition(&'static Partition),
    /// An ARN taken apart.
    Arn(Arc<Arn<'a>>),
    /// A URL taken apart.
    Url(Arc<Url<'a>>),
}

impl<'a> Value<'a> {
    /// Gives the attribute, or nothing when this is no record that has it.
    pub fn attribute(&self, attribute: Attribute) -> Option<Self> {
        match self {
            Self::Partition(partition) => partition.attribute(attribute),
            Self::Arn(arn) => arn.attribute(attribute),
            Self::Url(url) => url.attribute(attribute),
            _ => None,
        }
    }

    /// Gives the item at an index, counted from the end when negative, or nothing when this is no
    /// list or there is no such item.
    pub fn item(&self, index: i32) -> Option<Self> {
        let Self::List(items) = self else { return None };
        let distance = usize::try_from(index.unsigned_abs()).ok()?;
        let position = match index {
            0.. => distance,
            _ => items.len().checked_sub(distance)?,
        };
        items.get(position).cloned().map(Self::Text)
    }

    /// Gives the same value, borrowing nothing.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Bool(flag) => Value::Bool(flag),
            Self::Integer(number) => Value::Integer(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::List(items) => Value::List(owned_items(&items)),
            Self::Partition(partition) => Value::Partition(partition),
            Self::Arn(arn) => Value::Arn(Arc::new(arn.to_static())),
            Self::Url(url) => Value::Url(Arc::new(url.to_static())),
        }
    }
}

impl<'a> Arn<'a> {
    pub(super) fn attribute(&self, attribute: Attribute) -> Option<Value<'a>> {
        let text = match attribute {
            Attribute::ArnPartition => &self.partition,
            Attribute::ArnService => &self.service,
            Attribute::ArnRegion => &self.region,
            Attribute::ArnAccountId => &self.account_id,
            Attribute::ArnResourceId => return Some(Value::List(self.resource_id.clone())),
            _ => return None,
        };
        Some(Value::Text(text.clone()))
    }
}

impl<'a> Url<'a> {
    pub(super) fn attribute(&self, attribute: Attribute) -> Option<Value<'a>> {
        match attribute {
            Attribute::UrlScheme => Some(self.scheme.into()),
            Attribute::UrlAuthority => Some(Value::Text(self.authority.clone())),
            Attribute::UrlPath => Some(Value::Text(self.path.clone())),
            Attribute::UrlNormalizedPath => Some(Value::Text(self.normalized_path())),
            Attribute::UrlIsIp => Some(self.is_ip.into()),
            _ => None,
        }
    }
}

impl Partition {
    pub(super) fn attribute(&self, attribute: Attribute) -> Option<Value<'static>> {
        match attribute {
            Attribute::PartitionName => Some(self.id.into()),
            Attribute::DnsSuffix => Some(self.dns_suffix.into()),
            Attribute::DualStackDnsSuffix => Some(self.dual_stack_dns_suffix.into()),
            Attribute::SupportsFips => Some(self.supports_fips.into()),
            Attribute::SupportsDualStack => Some(self.supports_dual_stack.into()),
            Attribute::ImplicitGlobalRegion => Some(self.implicit_global_region.into()),
            _ => None,
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [String]> for Value<'a> {
    fn from(items: &'a [String]) -> Self {
        Self::List(items.iter().map(|item| Cow::Borrowed(item.as_str())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Value<'static> {
        Value::List(["a", "b", "c"].map(Cow::Borrowed).into())
    }

    #[test]
    fn items_count_from_either_end() {
        assert_eq!(letters().item(0), Some("a".into()));
        assert_eq!(letters().item(2), Some("c".into()));
        assert_eq!(letters().item(-1), Some("c".into()));
        assert_eq!(letters().item(-3), Some("a".into()));
    }

    #[test]
    fn an_item_out_of_range_is_nothing() {
        for index in [3, -4, i32::MAX, i32::MIN] {
            assert_eq!(letters().item(index), None);
        }
        assert_eq!(Value::from("abc").item(0), None);
    }

    #[test]
    fn an_attribute_of_something_else_is_nothing() {
        assert_eq!(letters().attribute(Attribute::UrlScheme), None);
    }

    #[test]
    fn owned_values_equal_the_borrowed_ones() {
        assert_eq!(letters().into_owned(), letters());
        assert_eq!(Value::from("x").into_owned(), Value::from("x"));
    }
}
