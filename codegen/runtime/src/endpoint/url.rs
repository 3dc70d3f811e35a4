//! `parseURL`.

use super::owned::owned;
use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A URL taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Url<'a> {
    pub(super) scheme: &'static str,
    pub(super) authority: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    pub(super) is_ip: bool,
}

impl<'a> Url<'a> {
    /// Takes an `http` or `https` URL apart; a fragment is dropped.
    ///
    /// Gives nothing for any other scheme, for a query, which the specification refuses, and for
    /// an authority that is empty, has characters no host has, or ends in something that is no port.
    pub fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme =
            ["http", "https"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))?;
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        if rest.contains('?') {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host = host(authority)?;
        Some(Self { scheme, authority: authority.into(), path: path.into(), is_ip: is_ip(host) })
    }

    pub(super) fn normalized_path(&self) -> Cow<'a, str> {
        match &*self.path {
            "" => Cow::Borrowed("/"),
            path if path.ends_with('/') => self.path.clone(),
            path => Cow::Owned(format!("{path}/")),
        }
    }

    pub(super) fn to_static(&self) -> Url<'static> {
        Url {
            scheme: self.scheme,
            authority: owned(&self.authority),
            path: owned(&self.path),
            is_ip: self.is_ip,
        }
    }
}

/// Gives the host of an authority: what follows credentials and stands before a port.
fn host(authority: &str) -> Option<&str> {
    if !authority.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte)) {
        return None;
    }
    let location = authority.rsplit_once('@').map_or(authority, |(_, location)| location);
    let host = match location.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => is_port(port).then_some(host)?,
        _ => location,
    };
    (!host.is_empty()).then_some(host)
}

/// An empty port is the scheme's own (RFC 3986, section 3.2.3).
fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit())
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

fn is_ip(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(host) => host.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Attribute;
    use super::super::value::Value;
    use super::*;

    /// The parts of a URL: scheme, authority, path, normalized path, whether it is an IP address.
    fn parts(url: &str) -> (String, String, String, String, bool) {
        let url = Url::parse(url).expect("a URL");
        let text = |attribute| match url.attribute(attribute) {
            Some(Value::Text(text)) => text.into_owned(),
            other => panic!("{other:?}"),
        };
        (
            text(Attribute::UrlScheme),
            text(Attribute::UrlAuthority),
            text(Attribute::UrlPath),
            text(Attribute::UrlNormalizedPath),
            url.attribute(Attribute::UrlIsIp) == Some(true.into()),
        )
    }

    #[track_caller]
    fn check(url: &str, scheme: &str, authority: &str, path: &str, normalized: &str, is_ip: bool) {
        let expected = (scheme.into(), authority.into(), path.into(), normalized.into(), is_ip);
        assert_eq!(parts(url), expected);
    }

    #[test]
    fn urls_are_taken_apart() {
        check("https://example.com", "https", "example.com", "", "/", false);
        check(
            "http://example.com:80/foo/bar",
            "http",
            "example.com:80",
            "/foo/bar",
            "/foo/bar/",
            false,
        );
        check("https://example.com/a/", "https", "example.com", "/a/", "/a/", false);
        check("HTTPS://example.com/#top", "https", "example.com", "/", "/", false);
        check("https://user@example.com", "https", "user@example.com", "", "/", false);
    }

    #[test]
    fn ip_addresses_are_seen() {
        check("https://127.0.0.1", "https", "127.0.0.1", "", "/", true);
        check("https://127.0.0.1:8443", "https", "127.0.0.1:8443", "", "/", true);
        check("https://[fe80::1]", "https", "[fe80::1]", "", "/", true);
        check("https://[fe80::1]:99/", "https", "[fe80::1]:99", "/", "/", true);
        check("https://127.0.0.1.example.com", "https", "127.0.0.1.example.com", "", "/", false);
        check("https://999.0.0.1", "https", "999.0.0.1", "", "/", false);
    }

    #[test]
    fn what_is_no_url_gives_nothing() {
        let broken = [
            "",
            "example.com",
            "https:example.com",
            "ftp://example.com",
            "https://",
            "https:///path",
            "https://:80",
            "https://example.com?a=b",
            "https://example.com/a?",
            "https://example.com:port",
            "https://example.com:-1",
            "https://example.com:99999",
            "https://exam ple.com",
            "https://ex\u{e4}mple.com",
            "https://a\\b",
        ];
        for url in broken {
            assert_eq!(Url::parse(url), None, "{url}");
        }
    }

    #[test]
    fn a_copy_that_borrows_nothing_is_equal() {
        let url = Url::parse("https://example.com/x").expect("a URL");
        assert_eq!(url.to_static(), url);
    }
}
