//! The functions on strings ("Rules engine standard library" and "AWS rules engine library
//! functions" pages of Smithy's documentation).

use super::value::Value;
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// Applies a function that borrows from its argument, borrowing for `'a` where the text allows it.
pub(super) fn borrowing<'a>(
    text: Cow<'a, str>,
    function: impl for<'t> Fn(&'t str) -> Option<Value<'t>>,
) -> Option<Value<'a>> {
    match text {
        Cow::Borrowed(text) => function(text),
        Cow::Owned(text) => function(&text).map(Value::into_owned),
    }
}

/// `substring`: the characters from `start` up to `stop`, both counted from the end if `reverse`.
///
/// Gives nothing for text that is not ASCII or too short, and for an empty range.
pub fn substring(text: &str, start: i32, stop: i32, reverse: bool) -> Option<&str> {
    let (start, stop) = (usize::try_from(start).ok()?, usize::try_from(stop).ok()?);
    if start >= stop || stop > text.len() || !text.is_ascii() {
        return None;
    }
    match reverse {
        false => text.get(start..stop),
        true => text.get(text.len() - stop..text.len() - start),
    }
}

/// `split`: the pieces of a text, at most `limit` of them; zero means any number.
///
/// Gives nothing for an empty delimiter or a negative limit.
pub fn split<'t>(text: &'t str, delimiter: &str, limit: i32) -> Option<Value<'t>> {
    if delimiter.is_empty() {
        return None;
    }
    let limit = match usize::try_from(limit).ok()? {
        0 => usize::MAX,
        limit => limit,
    };
    Some(Value::List(text.splitn(limit, delimiter).map(Cow::Borrowed).collect()))
}

/// `uriEncode`: every byte but RFC 3986's unreserved characters becomes `%XX`.
pub fn uri_encode(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().all(is_unreserved) {
        return text;
    }
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if is_unreserved(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 0xf)]);
        }
    }
    Cow::Owned(encoded)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(nibble.into(), 16).unwrap_or_default().to_ascii_uppercase()
}

/// `isValidHostLabel`: whether a text is one label of a host name (RFC 1123), or several with dots
/// between them if `allow_subdomains`.
pub fn is_valid_host_label(text: &str, allow_subdomains: bool) -> bool {
    match allow_subdomains {
        true => text.split('.').all(is_label),
        false => is_label(text),
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can be part of a host name, dots
/// included if `allow_subdomains`.
pub fn is_virtual_hostable_s3_bucket(bucket: &str, allow_subdomains: bool) -> bool {
    (3..=63).contains(&bucket.len())
        && !bucket.bytes().any(|byte| byte.is_ascii_uppercase())
        && bucket.parse::<Ipv4Addr>().is_err()
        && is_valid_host_label(bucket, allow_subdomains)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substring_counts_from_either_end() {
        assert_eq!(substring("abcdefg", 0, 4, false), Some("abcd"));
        assert_eq!(substring("abcdefg", 2, 7, false), Some("cdefg"));
        assert_eq!(substring("abcdefg", 0, 4, true), Some("defg"));
        assert_eq!(substring("abcdefg", 4, 7, true), Some("abc"));
    }

    #[test]
    fn substring_refuses_odd_ranges_and_other_alphabets() {
        assert_eq!(substring("abc", 0, 4, false), None);
        assert_eq!(substring("abc", 0, 4, true), None);
        assert_eq!(substring("abc", 2, 2, false), None);
        assert_eq!(substring("abc", 2, 1, false), None);
        assert_eq!(substring("abc", -1, 1, false), None);
        assert_eq!(substring("\u{e4}\u{f6}\u{fc}", 0, 1, false), None);
        assert_eq!(substring("", 0, i32::MAX, true), None);
    }

    #[test]
    fn split_gives_the_pieces() {
        let pieces = |text, delimiter, limit| match split(text, delimiter, limit) {
            Some(Value::List(pieces)) => pieces.join("|"),
            other => format!("{other:?}"),
        };
        assert_eq!(pieces("a--b--c", "--", 0), "a|b|c");
        assert_eq!(pieces("a--b--c", "--", 1), "a--b--c");
        assert_eq!(pieces("a--b--c", "--", 2), "a|b--c");
        assert_eq!(pieces("--a--", "--", 0), "|a|");
        assert_eq!(pieces("", "--", 0), "");
    }

    #[test]
    fn split_needs_a_delimiter_and_a_limit_that_counts() {
        assert_eq!(split("abc", "", 0), None);
        assert_eq!(split("abc", "b", -1), None);
    }

    #[test]
    fn uri_encode_keeps_unreserved_characters_only() {
        assert_eq!(uri_encode("aZ09-._~".into()), "aZ09-._~");
        assert_eq!(uri_encode("a b/c%d".into()), "a%20b%2Fc%25d");
        assert_eq!(uri_encode("\u{e4}".into()), "%C3%A4");
        assert_eq!(uri_encode("".into()), "");
    }

    #[test]
    fn host_labels() {
        for label in ["a", "A-9", "0", &"x".repeat(63)] {
            assert!(is_valid_host_label(label, false), "{label}");
        }
        for label in ["", "-a", "a-", "a.b", "a_b", "\u{e4}", &"x".repeat(64)] {
            assert!(!is_valid_host_label(label, false), "{label}");
        }
    }

    #[test]
    fn host_labels_with_subdomains() {
        assert!(is_valid_host_label("a", true));
        assert!(is_valid_host_label("a.b-c.d", true));
        for labels in ["", ".", "a.", ".a", "a..b", "a.-b"] {
            assert!(!is_valid_host_label(labels, true), "{labels}");
        }
    }

    #[test]
    fn buckets_in_host_names() {
        assert!(is_virtual_hostable_s3_bucket("my-bucket", false));
        assert!(is_virtual_hostable_s3_bucket("my.bucket", true));
        let broken = ["ab", "My-bucket", "192.168.0.1", "a..b", "a_bc", "-abc", &"x".repeat(64)];
        for bucket in broken {
            assert!(!is_virtual_hostable_s3_bucket(bucket, true), "{bucket}");
        }
        assert!(!is_virtual_hostable_s3_bucket("my.bucket", false));
    }

    #[test]
    fn borrowing_owns_only_what_it_must() {
        let cut = |text| borrowing(text, |text| substring(text, 0, 1, false).map(Value::from));
        assert!(matches!(cut(Cow::Borrowed("abc")), Some(Value::Text(Cow::Borrowed("a")))));
        assert!(
            matches!(cut(Cow::Owned("abc".into())), Some(Value::Text(Cow::Owned(a))) if a == "a")
        );
    }
}
