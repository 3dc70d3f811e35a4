//! Template strings: `https://{Region}.{PartitionResult#dnsSuffix}`.

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TemplatePart<'t> {
    /// Text as it stands, escapes resolved.
    Text(String),
    /// What stands between braces: a name and, after `#`, the path of an attribute.
    Value { name: &'t str, path: Option<&'t str> },
}

/// Splits a template into its parts; `{{` and `}}` stand for braces.
pub(super) fn split(template: &str) -> Result<Vec<TemplatePart<'_>>, String> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(brace);
        text.push_str(before);
        if let Some(escaped) = ["{{", "}}"].iter().find(|escape| after.starts_with(**escape)) {
            text.push_str(&escaped[1..]);
            rest = &after[2..];
            continue;
        }
        let Some(inside) = after.strip_prefix('{') else {
            return Err(
                "a `}` in a template needs a `{` before it; a literal one is written `}}`".into()
            );
        };
        let Some((reference, after)) = inside.split_once('}') else {
            return Err(
                "a `{` in a template needs a `}` after it; a literal one is written `{{`".into()
            );
        };
        if !text.is_empty() {
            parts.push(TemplatePart::Text(std::mem::take(&mut text)));
        }
        parts.push(value(reference)?);
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() {
        parts.push(TemplatePart::Text(text));
    }
    Ok(parts)
}

fn value(reference: &str) -> Result<TemplatePart<'_>, String> {
    let (name, path) = match reference.split_once('#') {
        Some((name, path)) => (name, Some(path)),
        None => (reference, None),
    };
    if name.is_empty() || name.contains('{') {
        return Err(format!(
            "`{{{reference}}}` in a template does not name a parameter or an assigned result"
        ));
    }
    Ok(TemplatePart::Value { name, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> TemplatePart<'_> {
        TemplatePart::Text(text.to_owned())
    }

    fn name(name: &str) -> TemplatePart<'_> {
        TemplatePart::Value { name, path: None }
    }

    #[test]
    fn text_alone_is_one_part() {
        assert_eq!(split("https://example.com"), Ok(vec![text("https://example.com")]));
        assert_eq!(split(""), Ok(vec![]));
    }

    #[test]
    fn values_stand_between_braces() {
        let path = TemplatePart::Value { name: "p", path: Some("a.b[0]") };
        assert_eq!(
            split("x{Region}{p#a.b[0]}y"),
            Ok(vec![text("x"), name("Region"), path, text("y")])
        );
        assert_eq!(split("{Region}"), Ok(vec![name("Region")]));
    }

    #[test]
    fn doubled_braces_are_literal() {
        assert_eq!(split("a{{b}}c"), Ok(vec![text("a{b}c")]));
        assert_eq!(split("{{{a}}}"), Ok(vec![text("{"), name("a"), text("}")]));
    }

    #[test]
    fn braces_come_in_pairs() {
        for template in ["{", "a{b", "}", "a}b", "{}", "{#x}", "{a{b}", "{{}"] {
            assert!(split(template).is_err(), "{template}");
        }
    }
}
