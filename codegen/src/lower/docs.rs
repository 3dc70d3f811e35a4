//! What documentation says: prose where there is some, and then the facts of the model.

use super::direction::Direction;
use crate::docs::{Prose, to_markdown};
use crate::ir::{Docs, ErrorVariant, Origin, Paginator, Role};
use crate::model::clearing::Clearing;
use crate::model::traits::Http;
use crate::model::{EnumValue, Kind, Member, Operation, Service, Shape, Traits, traits as t};
use crate::names::Ident;
use heck::ToSnakeCase;
use serde_json::Value;

/// Words that are written in capitals.
const ACRONYMS: [&str; 27] = [
    "acm", "api", "apis", "arn", "arns", "aws", "cidr", "cors", "dns", "ec2", "http", "https",
    "iam", "id", "ids", "ip", "json", "jwt", "kms", "sdk", "ssl", "tls", "uri", "uris", "url",
    "vpc", "xml",
];

pub fn service(service: &Service) -> Docs {
    prose(&service.traits, || sentence(format!("A client for {}.", service.title)))
}

/// What is said of an operation where it is called.
pub fn operation(
    operation: &Operation,
    http: Option<Http<'_>>,
    module: &Ident,
    paginator: Option<&Paginator>,
) -> Docs {
    let mut docs = prose(&operation.traits, || humanize(operation.id.name()));
    let mut facts: Vec<_> = http.iter().map(|http| format!("{}.", sent(http))).collect();
    if let Some(paginator) = paginator {
        let mut text = "Answers in pages: `into_paginator()` goes through all of them.".to_owned();
        if paginator.origin == Origin::Inferred {
            text.push_str(" That is inferred from its members: its model does not say so.");
        }
        facts.push(text);
    }
    facts.push(format!(
        "An example, and its errors: [`{0}`](crate::operation::{0}).",
        module.bare()
    ));
    docs.details.push(facts.join(" "));
    docs
}

/// What is said of an operation in its module, below an example: what is needed and sent, and what comes back.
pub fn page(
    http: Option<Http<'_>>,
    required: &[Ident],
    errors: &[ErrorVariant],
    paginator: Option<&Paginator>,
) -> Vec<String> {
    let mut page: Vec<_> =
        http.iter().map(|http| format!("{}, answered with {}.", sent(http), http.code)).collect();
    if !required.is_empty() {
        let names: Vec<_> = required.iter().map(|name| code(name.bare())).collect();
        page.push(format!("Needs {}.", names.join(", ")));
    }
    if let Some(Paginator { name, limit, results, .. }) = paginator {
        let also = [
            limit.as_ref().map(|_| "`page_size`"),
            results.as_ref().map(|_| "`max_items`"),
            Some("`starting_token`"),
        ];
        let also: Vec<_> = also.into_iter().flatten().collect();
        page.push(format!("Pages: [`{name}`](paginator::{name}) has {}.", also.join(", ")));
    }
    if !errors.is_empty() {
        page.push("# Errors".to_owned());
        let error = |ErrorVariant { name, docs, .. }: &ErrorVariant| {
            format!("- [`{name}`](crate::types::error::{name}): {}", docs.summary)
        };
        page.push(errors.iter().map(error).collect::<Vec<_>>().join("\n"));
    }
    page
}

/// The method and path of a request.
fn sent(http: &Http<'_>) -> String {
    code(&format!("{} {}", http.method, http.uri))
}

/// The input or output of an operation.
pub fn message(operation: &Operation, shape: Option<&Shape>, role: Role) -> Docs {
    let what = if role == Role::Input { "takes" } else { "gives" };
    let words = shape.and_then(|shape| words(&shape.traits));
    summed_up(words, || sentence(format!("What {} {what}.", code(operation.id.name()))))
}

/// A type of the module `types`.
pub fn structure(shape: &Shape) -> Docs {
    prose(&shape.traits, || humanize(shape.id.name()))
}

pub fn variant(value: &EnumValue) -> Docs {
    prose(&value.traits, || sentence(format!("{}.", code(&value.value))))
}

/// An enum of integers.
pub fn int_enum(shape: &Shape) -> Docs {
    let mut docs = structure(shape);
    docs.details.push(
        "Members that are one of these values are numbers, because a service may learn new ones. Compare them with \
         these constants, or match them."
            .to_owned(),
    );
    docs
}

/// A value of an enum of integers.
pub fn constant(name: &str, value: i32, traits: &Traits) -> Docs {
    prose(traits, || sentence(format!("{}: {value}.", code(name))))
}

pub fn error(shape: &Shape) -> Docs {
    let mut docs = prose(&shape.traits, || humanize(shape.id.name()));
    if let Some(status) = shape.traits.get(t::HTTP_ERROR) {
        docs.details.push(format!("HTTP status {status}."));
    }
    docs
}

/// A member, whose target has this type if it has one of its own.
pub fn member(member: &Member, target: &Shape, ty: Option<&Ident>, direction: Direction) -> Docs {
    let words = words(&member.traits).or_else(|| words_of_target(target));
    let mut docs = summed_up(words, || humanize(&member.name));
    let mut facts = member_facts(member, target, direction);
    if let (Kind::IntEnum(_), Some(ty)) = (&target.kind, ty) {
        facts.push(format!("Its values are the constants of [`{ty}`](crate::types::{ty})."));
    }
    if !facts.is_empty() {
        let facts = facts.join(" ");
        match docs.details.is_empty() {
            true => docs.summary = format!("{} {facts}", docs.summary),
            false => docs.details.push(facts),
        }
    }
    docs
}

/// Why something is not to be used.
pub fn deprecated(traits: &Traits) -> Option<String> {
    let message = traits.get(t::DEPRECATED)?.get("message").and_then(Value::as_str);
    Some(message.unwrap_or("the service does not want this used any more").to_owned())
}

/// A simple shape's documentation is found nowhere else; a type's is found at the type.
fn words_of_target(target: &Shape) -> Option<Docs> {
    match target.kind {
        Kind::Simple(_) | Kind::List(_) | Kind::Map(..) => words(&target.traits),
        _ => None,
    }
}

fn member_facts(member: &Member, target: &Shape, direction: Direction) -> Vec<String> {
    let mut facts = Vec::new();
    if member.traits.has(t::REQUIRED) && direction == Direction::Request {
        facts.push("Required.".to_owned());
    }
    if let Some(value) = member.traits.get(t::DEFAULT).filter(|value| !value.is_null()) {
        facts.push(format!("Default: {}.", code(&value.to_string())));
    }
    facts.extend(
        member.traits.get(t::CLEARED).and_then(Clearing::read).map(|how| cleared(how, target)),
    );
    if let Some(text) = member.traits.text(t::SENT_IF_UNSET) {
        facts.push(format!("If it is not set, {} is sent.", code(text)));
    }
    let of = |id: &str| member.traits.get_or(&target.traits, id);
    if let Some(bounds) = of(t::LENGTH).and_then(range) {
        let of = if matches!(target.kind, Kind::Simple(_) | Kind::Enum(_)) {
            "Length"
        } else {
            "Number of entries"
        };
        facts.push(format!("{of}: {bounds}."));
    }
    if let Some(bounds) = of(t::RANGE).and_then(range) {
        facts.push(format!("Range: {bounds}."));
    }
    if let Some(pattern) = of(t::PATTERN).and_then(Value::as_str) {
        facts.push(format!("Pattern: {}.", code(pattern)));
    }
    facts
}

fn cleared(how: Clearing<'_>, target: &Shape) -> String {
    let empty = match &target.kind {
        Kind::List(_) => "An empty list",
        Kind::Map(..) => "An empty map",
        Kind::Structure(_) | Kind::Union(_) => "An empty structure",
        _ => "`\"\"`",
    };
    match how {
        Clearing::Empty => format!("{empty} clears it."),
        Clearing::EmptyEntries => "Other entries stay; one whose value is empty goes.".to_owned(),
        Clearing::With(value) => format!("{} clears it.", code(value)),
        Clearing::By(operation) => format!("To clear it, call {}.", code(operation)),
        Clearing::Never => "Once set, it can be changed but not cleared.".to_owned(),
        Clearing::Unknown => "Whether it can be cleared, once set, is not known.".to_owned(),
    }
}

/// A bound of the traits `length` or `range`, if it is one.
pub fn bound(bound: Option<&Value>) -> Option<String> {
    bound.filter(|bound| bound.is_number()).map(Value::to_string)
}

fn range(value: &Value) -> Option<String> {
    let (min, max) = t::bounds(value);
    match (bound(min), bound(max)) {
        (Some(min), Some(max)) if min == max => Some(min),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// Our prose if there is some, or else upstream's; what begins with no sentence stands below our own.
pub fn prose(traits: &Traits, own: impl FnOnce() -> Docs) -> Docs {
    summed_up(words(traits), own)
}

/// What upstream wrote, if it is more than markup; what begins with no sentence stands below our own.
pub fn prose_of(html: Option<&str>, own: impl FnOnce() -> Docs) -> Docs {
    summed_up(html.and_then(upstream), own)
}

/// Our words if there are some, or else upstream's; the summary is empty where they begin with no sentence.
pub fn words(traits: &Traits) -> Option<Docs> {
    match traits.text(t::OVERLAY) {
        Some(ours) => paragraphs(ours),
        None => traits.text(t::DOCUMENTATION).and_then(upstream),
    }
}

fn upstream(html: &str) -> Option<Docs> {
    let Prose { summary, details } = to_markdown(html);
    let details = (!details.is_empty()).then_some(details);
    (!summary.is_empty() || details.is_some())
        .then(|| Docs { summary, details: details.into_iter().collect() })
}

fn summed_up(words: Option<Docs>, own: impl FnOnce() -> Docs) -> Docs {
    match words {
        Some(Docs { summary, details }) if summary.is_empty() => {
            Docs { summary: own().summary, details }
        }
        Some(words) => words,
        None => own(),
    }
}

fn paragraphs(text: &str) -> Option<Docs> {
    let mut paragraphs = text.trim().splitn(2, "\n\n");
    let summary = paragraphs.next()?.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let details = paragraphs.next().map(|rest| vec![rest.trim().to_owned()]).unwrap_or_default();
    (!summary.is_empty()).then_some(Docs { summary, details })
}

/// A name as a sentence, for what nobody documented.
fn humanize(name: &str) -> Docs {
    let snake = name.to_snake_case();
    let words = snake.split('_').enumerate().map(|(i, word)| {
        if ACRONYMS.contains(&word) {
            word.to_uppercase()
                .replace("IDS", "IDs")
                .replace("ARNS", "ARNs")
                .replace("APIS", "APIs")
        } else if i == 0 {
            let mut letters = word.chars();
            letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
        } else {
            word.to_owned()
        }
    });
    sentence(format!("{}.", words.collect::<Vec<String>>().join(" ")))
}

fn sentence(summary: String) -> Docs {
    Docs { summary, details: Vec::new() }
}

/// Model text as Markdown code, whatever it contains ("Code spans" of the CommonMark specification).
pub fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_words() {
        assert_eq!(humanize("IntegrationUri").summary, "Integration URI.");
        assert_eq!(humanize("ApiId").summary, "API ID.");
        assert_eq!(humanize("disableSchemaValidation").summary, "Disable schema validation.");
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn bounds_are_said_shortly() {
        let range = |min: Option<i32>, max: Option<i32>| {
            range(&serde_json::json!({ "min": min, "max": max }))
        };
        assert_eq!(range(Some(1), Some(2)).as_deref(), Some("1 to 2"));
        assert_eq!(range(Some(1), Some(1)).as_deref(), Some("1"));
        assert_eq!(range(None, Some(2)).as_deref(), Some("at most 2"));
        assert_eq!(range(None, None), None);
    }

    /// The documentation of the member `M` of an operation's input.
    fn member_docs(member: &str, shape: &str) -> Docs {
        let operation = r#""PutToy": {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Toy"}}"#;
        let toy = format!(
            r#""Toy": {{"type": "structure", "required": ["M"], "members": {{"M": {{"shape": "T" {member}}}}}}}"#
        );
        let plan = crate::test_model::plan(operation, &format!(r#"{toy}, "T": {{{shape}}}"#));
        plan.unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
            .operations
            .remove(0)
            .input
            .fields
            .remove(0)
            .docs
    }

    #[test]
    fn facts_follow_the_words() {
        let docs = member_docs("", r#""type": "string", "min": 1, "pattern": "a`b""#);
        assert_eq!(docs.summary, "M. Required. Length: at least 1. Pattern: `` a`b ``.");
        assert_eq!(docs.details, [""; 0]);
        let docs = member_docs(r#", "pattern": "c""#, r#""type": "string", "pattern": "a""#);
        assert_eq!(docs.summary, "M. Required. Pattern: `c`.", "a member's own goes before");
    }

    #[test]
    fn facts_stand_apart_from_longer_prose() {
        let docs = member_docs(
            r#", "documentation": "<p>One.</p><p>Two.</p>""#,
            r#""type": "integer", "max": 3"#,
        );
        assert_eq!(
            (docs.summary.as_str(), docs.details),
            ("One.", vec!["Two.".to_owned(), "Required. Range: at most 3.".to_owned()])
        );
    }

    #[test]
    fn a_simple_shape_lends_its_prose() {
        assert_eq!(
            member_docs("", r#""type": "string", "documentation": "Theirs.""#).summary,
            "Theirs. Required."
        );
        assert_eq!(
            member_docs("", r#""type": "structure", "members": {}, "documentation": "Theirs.""#)
                .summary,
            "M. Required."
        );
    }

    #[test]
    fn an_operation_tells_path_and_errors() {
        let operation = r#""GetToy": {"http": {"method": "GET", "requestUri": "/toys", "responseCode": 202}, "errors": [{"shape": "Gone"}]}"#;
        let shapes = r#""Gone": {"type": "structure", "members": {}, "exception": true, "error": {"httpStatusCode": 410}}"#;
        let plan = crate::test_model::plan(operation, shapes)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let docs = &plan.operations[0].docs;
        assert_eq!(docs.summary, "Get toy.");
        assert_eq!(
            docs.details,
            ["`GET /toys`. An example, and its errors: [`get_toy`](crate::operation::get_toy)."]
        );
        assert_eq!(
            plan.operations[0].page,
            [
                "`GET /toys`, answered with 202.",
                "# Errors",
                "- [`Gone`](crate::types::error::Gone): Gone."
            ]
        );
        assert_eq!(plan.errors[0].structure.docs.details, ["HTTP status 410."]);
    }
}
