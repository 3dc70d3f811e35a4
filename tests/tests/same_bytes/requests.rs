//! What is sent.

use super::{Both, Differences, Exchange};
use serde_json::{Value, json};
use smithwright_tests::canned::{Answer, Asked};
use smithwright_tests::samples::{Members, Samples, input_members, most_choices, operations};

/// Texts that are hard on JSON, on paths or on queries.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a/b",
    "/",
    "//a//",
    ".",
    "..",
    "../../x",
    "100%",
    "%2F",
    "%",
    "a+b c",
    "?q=1&r=2#f",
    ";:@$,=!*'()",
    "[{<|>}]^`~\\",
    "\"quoted\"",
    "\u{0}\u{1}\u{8}\t\n\r\u{c}\u{1f}\u{7f}\u{9f}",
    "é e\u{301} ß İ",
    "日本語 العربية",
    "🚀👩‍👩‍👧 \u{1F1E9}\u{1F1EA}",
    "\u{2028}\u{2029}\u{feff}\u{fffd}\u{ffff}\u{10ffff}",
    "null",
    "</script>",
];

const DOUBLES: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    1e15,
    1e16,
    1e17,
    1e21,
    1e22,
    1e300,
    -1e-300,
    123456789.125,
    f64::MAX,
    f64::MIN_POSITIVE,
    5e-324,
    f64::EPSILON,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

/// In seconds: fractions, before 1970, the first and the last second of four digits' years, and beyond.
const TIMES: &[f64] = &[
    0.0,
    0.5,
    0.001,
    0.000001,
    1e9,
    1700000000.123456,
    -1.0,
    -0.5,
    -1.75,
    -62135596800.0,
    253402300799.0,
    253402300800.0,
    -62167219201.0,
    951782400.0,
];

/// The variant with several entries in each map.
const SEVERAL: &str = "three elements";

/// Ways to fill an input, each with what it is about.
fn variants() -> Vec<(String, Samples)> {
    let plain = Samples::default;
    let text = |text: &str| Samples { text: text.to_owned(), label: "l".to_owned(), ..plain() };
    let label = |label: &str| Samples { label: label.to_owned(), ..plain() };
    let mut variants = vec![
        ("every member".to_owned(), plain()),
        ("required members".to_owned(), Samples { members: Members::Required, ..plain() }),
        ("no member".to_owned(), Samples { members: Members::None, ..plain() }),
        ("empty lists and maps".to_owned(), Samples { length: 0, ..plain() }),
        (SEVERAL.to_owned(), Samples { length: 3, ..plain() }),
        ("false".to_owned(), Samples { boolean: false, ..plain() }),
        ("unknown values".to_owned(), Samples { choice: None, ..text("Une valeur, inconnue") }),
        ("long text".to_owned(), text(&"long, long".repeat(1000))),
        ("long label".to_owned(), label(&"long/label".repeat(1000))),
    ];
    let texts = TEXTS.iter();
    variants.extend(texts.clone().map(|it| (format!("text {it:?}"), text(it))));
    variants.extend(texts.map(|it| (format!("label {it:?}"), label(it))));
    let choices = 1..most_choices();
    variants
        .extend(choices.map(|it| (format!("value {it}"), Samples { choice: Some(it), ..plain() })));
    let integers = [0, 1, -1, i32::MAX, i32::MIN];
    variants.extend(integers.map(|it| (format!("{it}"), Samples { integer: it, ..plain() })));
    variants.extend(DOUBLES.iter().map(|it| {
        // JSON has neither infinities nor NaN.
        let double = if it.is_finite() { json!(it) } else { json!(it.to_string()) };
        (format!("{it:?}"), Samples { double, ..plain() })
    }));
    variants.extend(TIMES.iter().map(|it| {
        let time = (*it, plain().time.1);
        (format!("{it:?} seconds"), Samples { time, ..plain() })
    }));
    variants
}

/// Every variant for every operation, as it is called; and each member alone.
pub fn inputs() -> Vec<(&'static str, String, Value)> {
    let variants = variants();
    let mut inputs = Vec::new();
    for operation in operations() {
        let alone = input_members(operation).map(|name| {
            let members = Members::With(name.to_owned());
            (format!("only {name}"), Samples { members, ..Samples::default() })
        });
        let mut seen = Vec::new();
        for (about, samples) in variants.iter().cloned().chain(alone) {
            let input = samples.input(operation);
            if !seen.contains(&input) {
                seen.push(input.clone());
                inputs.push((operation, about, input));
            }
        }
    }
    inputs
}

/// Entries of a map come in any order: where it has several, bodies are compared as values, and
/// signatures, which cover them, are not.
fn in_order(asked: &mut [Asked]) {
    for asked in asked {
        let mut body: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        body.sort_all_objects();
        asked.body = body.to_string();
        asked.bytes.clear();
        asked.headers.retain(|(name, _)| name != "authorization");
    }
}

/// What is not a signature goes first: signatures only say that something differs.
fn shown((asked, outcome): &Exchange) -> String {
    let brief = |it: &Asked| format!("{} {} {} {:?}", it.method, it.uri, it.body, it.headers);
    asked.iter().map(brief).chain([outcome.to_string()]).collect()
}

#[tokio::test]
async fn equal_inputs_are_sent_as_the_same_bytes() {
    let (both, answer) = (Both::new(), Answer::json(200, "{}"));
    let (mut sent, mut refused, mut differences) = (0, 0, Differences::default());
    for (operation, about, input) in inputs() {
        let (mut ours, mut official) = both.call(operation, &input, &answer).await;
        if about == SEVERAL {
            in_order(&mut ours.0);
            in_order(&mut official.0);
        }
        *(if official.0.is_empty() { &mut refused } else { &mut sent }) += 1;
        if ours != official {
            let about = format!("{operation}, {about}");
            differences.add(&about, shown(&ours), shown(&official));
        }
    }
    differences.assert_none();
    println!("{sent} inputs were sent, {refused} were refused");
    assert_eq!(operations().count(), 103);
    assert!(sent > 4_000, "{sent}");
    // Without a label, or with an empty one; and where a year has more than four digits.
    assert!(refused > 150, "{refused}");
}
