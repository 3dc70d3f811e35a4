use super::table::*;
use crate::error::{ErrorMetadata, HTTP_STATUS};
use crate::schema::Table;
use crate::serde::Structure;
use crate::serde::json_value::JsonValue;
use crate::serde::{Visitor, VisitorMut};
use aws_smithy_types::{Blob, DateTime, Document};
use jmespath::ast::{Ast, Comparator};
use jmespath::{Rcvar, Variable};
use std::collections::HashMap;

/// The table of an expression, without the checks that the generator makes: how the published parser
/// reads it decides how it is grouped.
fn table(ast: &Ast) -> Expr {
    let one = |ast: &Ast| -> &'static Expr { Box::leak(Box::new(table(ast))) };
    let many =
        |all: &[Ast]| -> &'static [Expr] { all.iter().map(table).collect::<Vec<_>>().leak() };
    let text = |text: &str| -> &'static str { text.to_owned().leak() };
    match ast {
        Ast::Identity { .. } => Current,
        Ast::Field { name, .. } => Field(text(name)),
        Ast::Index { idx, .. } => Index(*idx),
        Ast::Slice { start, stop, step, .. } => Slice(*start, *stop, *step),
        Ast::Subexpr { lhs, rhs, .. } => Then(one(lhs), one(rhs)),
        Ast::Projection { lhs, rhs, .. } => Each(one(lhs), one(rhs)),
        Ast::Flatten { node, .. } => Flatten(one(node)),
        Ast::ObjectValues { node, .. } => Values(one(node)),
        Ast::Condition { predicate, then, .. } => If(one(predicate), one(then)),
        Ast::Not { node, .. } => Not(one(node)),
        Ast::And { lhs, rhs, .. } => And(one(lhs), one(rhs)),
        Ast::Or { lhs, rhs, .. } => Or(one(lhs), one(rhs)),
        Ast::Comparison { comparator, lhs, rhs, .. } => {
            let comparison = match comparator {
                Comparator::Equal => Comparison::Equal,
                Comparator::NotEqual => Comparison::NotEqual,
                Comparator::LessThan => Comparison::Less,
                Comparator::LessThanEqual => Comparison::LessOrEqual,
                Comparator::GreaterThan => Comparison::Greater,
                Comparator::GreaterThanEqual => Comparison::GreaterOrEqual,
            };
            Compare(comparison, one(lhs), one(rhs))
        }
        Ast::MultiList { elements, .. } => List(many(elements)),
        Ast::MultiHash { elements, .. } => {
            let entries = elements.iter().map(|entry| (text(&entry.key), table(&entry.value)));
            Object(entries.collect::<Vec<_>>().leak())
        }
        Ast::Literal { value, .. } => literal(value),
        Ast::Function { name, args, .. } => {
            let function = match name.as_str() {
                "contains" => Function::Contains,
                "ends_with" => Function::EndsWith,
                "keys" => Function::Keys,
                "length" => Function::Length,
                "not_null" => Function::NotNull,
                "starts_with" => Function::StartsWith,
                "values" => Function::Values,
                other => panic!("{other}"),
            };
            Call(function, many(args))
        }
        Ast::Expref { .. } => panic!("this is not supported"),
    }
}

fn literal(value: &Variable) -> Expr {
    match value {
        Variable::Null => Null,
        Variable::Bool(truth) => Bool(*truth),
        Variable::Number(number) => Number(number.as_f64().expect("it is one")),
        Variable::String(text) => Text(text.clone().leak()),
        Variable::Array(items) => {
            Array(items.iter().map(|item| literal(item)).collect::<Vec<_>>().leak())
        }
        other => panic!("{other:?}"),
    }
}

fn value(of: &Variable) -> JsonValue {
    match of {
        Variable::Null => JsonValue::Null,
        Variable::Bool(truth) => JsonValue::Bool(*truth),
        Variable::Number(number) => JsonValue::Number(number.as_f64().expect("it is one")),
        Variable::String(text) => JsonValue::text(text),
        Variable::Array(items) => JsonValue::list(items.iter().map(|item| value(item)).collect()),
        Variable::Object(entries) => {
            JsonValue::object(entries.iter().map(|(key, v)| (key.clone(), value(v))).collect())
        }
        Variable::Expref(_) => panic!("this is no value"),
    }
}

/// The value of an expression, told by this crate.
fn ours(expression: &str, json: &str) -> JsonValue {
    let ast = jmespath::parse(expression).unwrap_or_else(|e| panic!("{expression}: {e}"));
    table(&ast).value(&value(&Variable::from_json(json).expect("it is JSON")))
}

fn json(text: &str) -> JsonValue {
    value(&Variable::from_json(text).expect("it is JSON"))
}

/// One of each form that waiters of real services have, and of the others that are supported.
const EXPRESSIONS: [&str; 36] = [
    "a",
    "a.b",
    "a[].b",
    "a[].b[].c",
    "a.b[].c.a",
    "a.*.b",
    "*.a",
    "length(a[]) > `0`",
    "length(a) == `0`",
    "length(a[].b) > `0`",
    "length(a || '') > `0`",
    "a != 'x' && b != 'y'",
    "length(a[?!(length(b) == `1` && c == a)]) == `0`",
    "length(a) > `0` && length(a[?b == 'x' || b == 'y']) == length(a)",
    "a[?b].c",
    "a[?b > `1`].c[]",
    "a[0]",
    "a[-1].b",
    "a[1:]",
    "a[::-1]",
    "a[-2:9:2].b",
    "a[2:-3:-1]",
    "a[*].[b, c]",
    "a[*].[b, c][]",
    "a[*].{x: b, y: c}",
    "{x: a, y: b}.y",
    "a | b",
    "a[*].b | [0]",
    "!a",
    "a == b",
    "a <= b || a >= c",
    "contains(a, 'x')",
    "contains(a[], b)",
    "starts_with(a, 'x') || ends_with(b, 'y')",
    "not_null(a, b, c) == `[1, \"x\", null, true]`",
    "[keys(a), values(b)]",
];

fn random(rng: &mut fastrand::Rng, depth: u8) -> Variable {
    match rng.u8(if depth == 0 { 0..5 } else { 0..12 }) {
        0 => Variable::Null,
        1 => Variable::Bool(rng.bool()),
        2 => Variable::Number(rng.u8(..3).into()),
        3 | 4 => Variable::String(["x", "y", ""][rng.usize(..3)].to_owned()),
        5..8 => {
            let items = (0..rng.u8(..4)).map(|_| Rcvar::new(random(rng, depth - 1)));
            Variable::Array(items.collect())
        }
        _ => {
            let keys = ["a", "b", "c"].into_iter().filter(|_| rng.bool()).collect::<Vec<_>>();
            let entry = |key: &str| (key.to_owned(), Rcvar::new(random(rng, depth - 1)));
            Variable::Object(keys.into_iter().map(entry).collect())
        }
    }
}

/// Where the other finds an error, we go on: what a service leaves out counts as empty.
#[test]
fn values_are_those_of_the_published_interpreter() {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut compared = 0;
    for text in EXPRESSIONS {
        let theirs = jmespath::compile(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        let ours = table(theirs.as_ast());
        for _ in 0..2000 {
            let data = random(&mut rng, 4);
            let Ok(expected) = theirs.search(&data) else { continue };
            assert_eq!(ours.value(&value(&data)), value(&expected), "{text} of {data}");
            compared += 1;
        }
    }
    assert!(compared > 40_000, "{compared}");
}

#[test]
fn functions_take_null_for_what_is_empty() {
    for expression in ["length(a)", "length(a) == `0` && `0`"] {
        assert_eq!(ours(expression, "{}"), JsonValue::Number(0.0), "{expression}");
    }
    for expression in ["keys(a)", "values(a)"] {
        assert_eq!(ours(expression, "{}"), JsonValue::list(Vec::new()), "{expression}");
    }
    for expression in ["contains(a, 'x')", "starts_with(a, 'x')", "ends_with('x', a)"] {
        assert_eq!(ours(expression, "{}"), JsonValue::Bool(false), "{expression}");
    }
    assert_eq!(ours("length(a)", r#"{"a": "äöü"}"#), JsonValue::Number(3.0));
}

#[test]
fn an_index_that_is_nowhere_gives_null() {
    for expression in ["[3]", "[-4]", "[2147483647]", "[-2147483647]"] {
        assert_eq!(ours(expression, "[1, 2, 3]"), JsonValue::Null, "{expression}");
    }
    let backwards = Slice(Some(i32::MAX), Some(i32::MIN), i32::MIN).value(&json("[1, 2, 3]"));
    assert_eq!(backwards, json("[3]"));
    assert_eq!(Slice(None, None, i32::MAX).value(&json("[1, 2, 3]")), json("[1]"));
}

#[test]
fn what_is_expected_is_compared_by_type() {
    let holds = |expected: Expected, text: &str| expected.holds(&json(text));
    assert!(holds(Expected::Text("a"), r#""a""#));
    assert!(!holds(Expected::Text("a"), r#"["a"]"#));
    assert!(!holds(Expected::Text("true"), "true"));
    assert!(!holds(Expected::Text(""), "null"));
    assert!(holds(Expected::Boolean(false), "false"));
    assert!(!holds(Expected::Boolean(false), "null"));
    assert!(!holds(Expected::Boolean(true), r#""true""#));
    for (all, any, list) in [
        (true, true, r#"["a", "a"]"#),
        (false, true, r#"["a", "b"]"#),
        (false, true, r#"["a", null]"#),
        (false, false, r#"["b"]"#),
        (false, false, "[]"),
        (false, false, "null"),
        (false, false, r#""a""#),
        (false, false, r#"[["a"]]"#),
    ] {
        assert_eq!(holds(Expected::All("a"), list), all, "{list}");
        assert_eq!(holds(Expected::Any("a"), list), any, "{list}");
    }
}

#[derive(Debug, Default)]
struct Everything {
    flag: Option<bool>,
    small: Option<i8>,
    big: Option<i64>,
    ratio: Option<f64>,
    blob: Option<Blob>,
    time: Option<DateTime>,
    document: Option<Document>,
    names: Option<Vec<String>>,
    sparse: Option<Vec<Option<i32>>>,
    map: Option<HashMap<String, Vec<bool>>>,
}

const EVERYTHING: Table = Table {
    text: "
        example#Everything
        Flag boolean
        Small byte
        Big long
        Ratio double
        Blob blob
        Time timestamp
        @jsonName when
        Document document
        Names list
        Sparse list
        - member integer
        Map map
        - key string
        - value list
        - - member boolean
    ",
    names: "flag small big ratio blob time document names sparse map",
};

impl Structure for Everything {
    fn fields(&self, to: Visitor<'_>) -> Table {
        (to.0)(&[
            &self.flag,
            &self.small,
            &self.big,
            &self.ratio,
            &self.blob,
            &self.time,
            &self.document,
            &self.names,
            &self.sparse,
            &self.map,
        ]);
        EVERYTHING
    }
    fn fields_mut(&mut self, _: VisitorMut<'_>) {}
}

#[test]
fn a_structure_is_seen_by_the_names_of_its_model() {
    let document =
        Document::Object(HashMap::from([("a".to_owned(), Document::Array(vec![Document::Null]))]));
    let everything = Everything {
        flag: Some(true),
        small: Some(-1),
        big: Some(1 << 40),
        ratio: Some(0.5),
        blob: Some(Blob::new("b")),
        time: Some(DateTime::from_secs(0)),
        document: Some(document),
        names: Some(vec!["n".to_owned()]),
        sparse: Some(vec![None, Some(2)]),
        map: Some(HashMap::from([("k".to_owned(), vec![true, false]), ("l".to_owned(), vec![])])),
    };
    let expected = r#"{"Flag": true, "Small": -1, "Big": 1099511627776, "Ratio": 0.5, "Blob": "b",
        "Time": "1970-01-01T00:00:00Z", "Document": {"a": [null]}, "Names": ["n"], "Sparse": [null, 2],
        "Map": {"k": [true, false], "l": []}}"#;
    assert_eq!(JsonValue::of(&everything), json(expected));
    assert_eq!(JsonValue::of(&Everything::default()), json("{}"));
}

mod answer {
    #![allow(dead_code)] // A structure comes with more than its tests need.

    pub struct Answer {
        pub id: Option<String>,
        pub body: Option<Box<Answer>>,
    }

    pub struct AnswerBuilder {
        inner: Answer,
    }

    crate::structure!(Answer, builder: AnswerBuilder, fields: [
            (id, set_id, get_id, String),
            (body, set_body, get_body, Box<Answer>)
        ],
        table: "
            example#Answer
            Id string
            @httpHeader x-id
            Body structure
            @httpPayload
        "
    );
}

#[test]
fn a_structure_that_is_the_body_is_seen_as_the_member_that_it_is() {
    let inner = answer::Answer { id: Some("inner".to_owned()), body: None };
    let outer = answer::Answer { id: Some("outer".to_owned()), body: Some(Box::new(inner)) };
    assert_eq!(JsonValue::of(&outer), json(r#"{"Id": "outer", "Body": {"Id": "inner"}}"#));
}

#[test]
fn the_first_acceptor_that_matches_decides() {
    const fn same() -> Matcher {
        let (input, output) =
            (&Then(&Field("input"), &Field("Big")), &Then(&Field("output"), &Field("Big")));
        Matcher::InputOutput(Compare(Comparison::Equal, input, output), Expected::Boolean(true))
    }
    let waiter = |acceptors| Waiter { min_delay: 1, max_delay: 2, acceptors };
    let input = Everything { big: Some(1), ..Everything::default() };
    let output = |big| Everything { big: Some(big), ..Everything::default() };
    let error = |code: &str, status: &str| {
        ErrorMetadata::builder().code(code).custom(HTTP_STATUS, status).build()
    };

    let both = waiter(
        const { &[Acceptor(State::Retry, same()), Acceptor(State::Success, Matcher::Success(true))] },
    );
    assert_eq!(both.state(&input, Ok(&output(1))), State::Retry);
    assert_eq!(both.state(&input, Ok(&output(2))), State::Success);
    assert_eq!(both.state(&input, Err(&error("A", "400"))), State::NoAcceptorsMatched);

    let errors = waiter(&[
        Acceptor(State::Failure, Matcher::Error("A")),
        Acceptor(State::Retry, Matcher::Status(404)),
        Acceptor(State::Success, Matcher::Success(false)),
    ]);
    for (code, status, state) in [
        ("A", "404", State::Failure),
        ("B", "404", State::Retry),
        ("B", "400", State::Success),
        ("a", "40", State::Success),
    ] {
        assert_eq!(errors.state(&input, Err(&error(code, status))), state, "{code} {status}");
    }
    assert_eq!(errors.state(&input, Ok(&output(1))), State::NoAcceptorsMatched);
}
