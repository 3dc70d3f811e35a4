//! Texts that borrow nothing.

use std::borrow::Cow;
use std::sync::Arc;

pub(super) fn owned_items(items: &[Cow<'_, str>]) -> Arc<[Cow<'static, str>]> {
    items.iter().map(|item| owned(item)).collect()
}

pub(super) fn owned(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.to_owned())
}
