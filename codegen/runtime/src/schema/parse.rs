//! Reads the texts of tables, which the generator writes: it writes nothing that is not known here.

use super::traits::Trait;
use super::traits::Trait::*;
use super::{Member, Target};
use aws_smithy_schema::ShapeType;
use aws_smithy_schema::traits::TimestampFormat::{DateTime, EpochSeconds, HttpDate};
use std::iter::Peekable;

/// What a text says of a shape.
pub(super) struct ParsedShape {
    /// The absolute id.
    pub id: &'static str,
    /// The traits of the shape.
    pub traits: Vec<Trait>,
    /// Its members, in order.
    pub members: Vec<Member>,
}

/// What stands for a member that is neither a list nor a map.
const WORDS: &[(&str, ShapeType, &[Trait])] = &[
    ("string", ShapeType::String, &[]),
    ("boolean", ShapeType::Boolean, &[]),
    ("byte", ShapeType::Byte, &[]),
    ("short", ShapeType::Short, &[]),
    ("integer", ShapeType::Integer, &[]),
    ("long", ShapeType::Long, &[]),
    ("float", ShapeType::Float, &[]),
    ("double", ShapeType::Double, &[]),
    ("bigInteger", ShapeType::BigInteger, &[]),
    ("bigDecimal", ShapeType::BigDecimal, &[]),
    ("blob", ShapeType::Blob, &[]),
    ("timestamp", ShapeType::Timestamp, &[]),
    ("document", ShapeType::Document, &[]),
    ("structure", ShapeType::Structure, &[]),
    ("union", ShapeType::Union, &[]),
    ("date-time", ShapeType::Timestamp, &[Timestamp(DateTime)]),
    ("epoch-seconds", ShapeType::Timestamp, &[Timestamp(EpochSeconds)]),
    ("http-date", ShapeType::Timestamp, &[Timestamp(HttpDate)]),
    ("label", ShapeType::String, &[HttpLabel, Required]),
    ("string!", ShapeType::String, &[Required]),
    ("structure!", ShapeType::Structure, &[Required]),
];

/// The trait of this name.
fn trait_of(name: &str, argument: &'static str) -> Option<Trait> {
    Some(match name {
        "jsonName" => JsonName(unescaped(argument)),
        "jsonLowerCamel" => JsonLowerCamel,
        "xmlName" => XmlName(unescaped(argument)),
        "xmlNamespace" => XmlNamespace(unescaped(argument), None),
        "xmlNamespacePrefixed" => {
            let (prefix, uri) = argument.split_once(' ')?;
            XmlNamespace(unescaped(uri), Some(unescaped(prefix)))
        }
        "xmlAttribute" => XmlAttribute,
        "xmlFlattened" => XmlFlattened,
        "xmlUnwrapped" => XmlUnwrapped,
        "ec2Name" => Ec2Name(unescaped(argument)),
        "eventHeader" => EventHeader,
        "eventPayload" => EventPayload,
        "timestampFormat" => Timestamp(match argument {
            "date-time" => DateTime,
            "http-date" => HttpDate,
            _ => EpochSeconds,
        }),
        "httpLabel" => HttpLabel,
        "httpQuery" => HttpQuery(unescaped(argument)),
        "httpQueryParams" => HttpQueryParams,
        "httpHeader" => HttpHeader(unescaped(argument)),
        "httpPrefixHeaders" => HttpPrefixHeaders(unescaped(argument)),
        "httpPayload" => HttpPayload,
        "httpResponseCode" => HttpResponseCode,
        "mediaType" => MediaType(unescaped(argument)),
        "sensitive" => Sensitive,
        "required" => Required,
        "idempotencyToken" => IdempotencyToken,
        "sentIfUnset" => SentIfUnset(unescaped(argument)),
        "lastSegment" => LastSegment,
        "ignoreUnparsable" => IgnoreUnparsable,
        "leftOutIfZero" => LeftOutIfZero,
        "http" => {
            let mut parts = argument.splitn(3, ' ');
            let (method, code, uri) = (parts.next()?, parts.next()?, parts.next()?);
            Http(unescaped(method), unescaped(uri), code.parse().ok()?)
        }
        "noBody" => NoBody,
        _ => return None,
    })
}

/// A text in which line ends are `\n` and `\r`, backslashes `\\`, and blanks of words `\s`, as lines of a table have it.
fn unescaped(text: &'static str) -> &'static str {
    if !text.contains('\\') {
        return text;
    }
    let escapes = [("\\n", "\n"), ("\\r", "\r"), ("\\s", " ")];
    let plain = |part: &str| {
        escapes.iter().fold(part.to_owned(), |part, (escape, plain)| part.replace(escape, plain))
    };
    let parts = text.split("\\\\").map(plain);
    parts.collect::<Vec<_>>().join("\\").leak()
}

/// Reads the text of a table.
pub(super) fn parse(text: &'static str) -> ParsedShape {
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
    let mut lines = lines.map(Line::of).peekable();
    let id = lines.next().map_or("", |line| line.text);
    let traits = traits(&mut lines, 0);
    ParsedShape { id, traits, members: members(&mut lines, 0) }
}

/// A line, and how many lists and maps it stands in.
struct Line {
    depth: usize,
    text: &'static str,
}

impl Line {
    fn of(text: &'static str) -> Self {
        match text.strip_prefix("- ") {
            Some(nested) => {
                let Self { depth, text } = Self::of(nested);
                Self { depth: depth + 1, text }
            }
            None => Self { depth: 0, text },
        }
    }

    /// A word, and what follows it.
    fn split(&self) -> (&'static str, &'static str) {
        self.text.split_once(' ').unwrap_or((self.text, ""))
    }
}

fn traits(lines: &mut Peekable<impl Iterator<Item = Line>>, depth: usize) -> Vec<Trait> {
    let mut traits = Vec::new();
    while let Some(line) = lines.next_if(|line| line.depth == depth && line.text.starts_with('@')) {
        let (name, argument) = line.split();
        traits.extend(trait_of(&name[1..], argument));
    }
    traits
}

fn members(lines: &mut Peekable<impl Iterator<Item = Line>>, depth: usize) -> Vec<Member> {
    let mut members = Vec::new();
    while let Some(line) = lines.next_if(|line| line.depth == depth) {
        let (name, word) = line.split();
        let known = WORDS.iter().find(|(known, ..)| *known == word);
        let mut traits = known.map_or(Vec::new(), |(.., traits)| traits.to_vec());
        traits.extend(self::traits(lines, depth));
        let nested = self::members(lines, depth + 1);
        let target = match known {
            Some((_, kind, _)) => Target::Simple(*kind),
            None => aggregate(word, nested),
        };
        members.push(Member { name, target, traits });
    }
    members
}

/// A `map`, or else a list, of these members, or of strings.
fn aggregate(word: &str, nested: Vec<Member>) -> Target {
    let plain = |name| Member { name, target: Target::Simple(ShapeType::String), traits: vec![] };
    let mut nested = nested.into_iter();
    let mut next = |name| nested.next().unwrap_or_else(|| plain(name));
    match word {
        "map" => Target::Map(Box::new([next("key"), next("value")])),
        _ => Target::List(Box::new(next("member"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &'static str) -> String {
        let ParsedShape { id, traits, members } = parse(text);
        format!("{id} {traits:?} {}", members.iter().map(show).collect::<Vec<_>>().join(" "))
    }

    fn show(Member { name, target, traits }: &Member) -> String {
        let target = match target {
            Target::Simple(kind) => format!("{kind:?}"),
            Target::List(element) => format!("[{}]", show(element)),
            Target::Map(entry) => format!("{{{}: {}}}", show(&entry[0]), show(&entry[1])),
        };
        format!("{name}:{target}{traits:?}")
    }

    #[test]
    fn traits_stand_behind_what_they_belong_to() {
        assert_eq!(
            shown("a#B\n  @noBody\n  Id label\n  @jsonName i d\n  Name string!\n"),
            "a#B [NoBody] Id:String[HttpLabel, Required, JsonName(\"i d\")] Name:String[Required]"
        );
        assert_eq!(shown("a#Empty"), "a#Empty [] ");
    }

    #[test]
    fn lists_and_maps_hold_strings_unless_something_else_is_said() {
        assert_eq!(
            shown("a#B\nPlain list\nMap map\n@xmlFlattened\nEnd blob"),
            "a#B [] Plain:[member:String[]][] \
             Map:{key:String[]: value:String[]}[XmlFlattened] End:Blob[]"
        );
        assert_eq!(
            shown(
                "a#B\nMap map\n- K string\n- @xmlName k\n- V list\n- - M long\n- @sensitive\nEnd list"
            ),
            "a#B [] Map:{K:String[XmlName(\"k\")]: V:[M:Long[]][]}[] End:[member:String[]][]"
        );
    }

    #[test]
    fn an_argument_may_be_any_text() {
        assert_eq!(unescaped("a b"), "a b");
        assert_eq!(unescaped(r"a\nb\\nc\r\\"), "a\nb\\nc\r\\");
        let text =
            "a#B\n@http GET 200 /a b/{c}?d\n@xmlNamespacePrefixed p http://x\n@xmlNamespace u";
        assert_eq!(
            shown(text),
            "a#B [Http(\"GET\", \"/a b/{c}?d\", 200), XmlNamespace(\"http://x\", Some(\"p\")), \
             XmlNamespace(\"u\", None)] "
        );
    }

    #[test]
    fn no_word_stands_for_two_members() {
        for (index, (word, ..)) in WORDS.iter().enumerate() {
            assert!(!WORDS[..index].iter().any(|(other, ..)| other == word), "{word}");
        }
    }
}
