use crate::ir::waiters::{Acceptor, Comparison, Expr, Function, Matcher, Waiter};
use crate::model::waiters::{Expected, State};
use crate::test_model::{messages, plan_waiters, plan_with_waitable};

const OPERATIONS: &str = r#""GetToys": {"http": {"method": "GET", "requestUri": "/"},
    "input": {"shape": "In"}, "output": {"shape": "Out"}, "errors": [{"shape": "Gone"}]}"#;
const SHAPES: &str = r#""S": {"type": "string"}, "N": {"type": "integer"}, "B": {"type": "boolean"},
    "L": {"type": "list", "member": {"shape": "S"}}, "E": {"type": "string", "enum": ["x"]},
    "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Toy"}}, "Toys": {"type": "list", "member": {"shape": "Toy"}},
    "Any": {"type": "structure", "document": true, "members": {}},
    "Gone": {"type": "structure", "members": {}, "exception": true, "error": {"code": "ToyGone", "httpStatusCode": 400}},
    "In": {"type": "structure", "members": {"Count": {"shape": "N"}}},
    "Toy": {"type": "structure", "members": {"Name": {"shape": "S"}, "Kind": {"shape": "E"}, "Tags": {"shape": "L"}, "Parts": {"shape": "Toys"}}},
    "Out": {"type": "structure", "members": {"Toys": {"shape": "Toys"}, "Map": {"shape": "M"}, "Free": {"shape": "Any"},
        "Count": {"shape": "N"}, "Done": {"shape": "B"}, "First": {"shape": "Toy"}}}"#;

fn waiters(facts: &str) -> Vec<Waiter> {
    let plan = plan_waiters(OPERATIONS, SHAPES, facts)
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    plan.operations.into_iter().flat_map(|operation| operation.waiters).collect()
}

fn waiter(acceptors: &str) -> Waiter {
    let facts = format!(
        r#""ToysDone": {{"operation": "GetToys", "delay": 3, "maxAttempts": 7, "acceptors": [{acceptors}]}}"#
    );
    waiters(&facts).remove(0)
}

/// What is wrong with waiting for this place to be this.
fn wrong(path: &str, expected: &str) -> String {
    let matcher = if expected.contains('*') { "pathAll" } else { "path" };
    let path = serde_json::json!(path);
    let facts = format!(
        r#""A": {{"operation": "GetToys", "delay": 3, "maxAttempts": 7, "acceptors": [
            {{"state": "success", "matcher": "{matcher}", "argument": {path}, "expected": {expected}}}]}}"#
    );
    match plan_waiters(OPERATIONS, SHAPES, &facts) {
        Ok(_) => String::new(),
        Err(diagnostics) => {
            let hints =
                diagnostics.as_slice().iter().filter_map(|diagnostics| diagnostics.hint.clone());
            let messages = messages(&diagnostics).into_iter().map(str::to_owned);
            messages.chain(hints).collect::<Vec<_>>().join(" | ")
        }
    }
}

fn expr(path: &str) -> Expr {
    let path = serde_json::json!(path);
    let waiter = waiter(&format!(
        r#"{{"state": "success", "matcher": "path", "argument": {path}, "expected": true}}"#
    ));
    match waiter.acceptors.into_iter().next() {
        Some(Acceptor { matcher: Matcher::Output(expr, Expected::Boolean(true)), .. }) => expr,
        other => panic!("{other:?}"),
    }
}

fn field(name: &str) -> Box<Expr> {
    Box::new(Expr::Field(name.to_owned()))
}

#[test]
fn names_follow_the_waiters() {
    let waiter = waiter(r#"{"state": "success", "matcher": "error", "expected": false}"#);
    assert_eq!(
        [&waiter.module, &waiter.method, &waiter.builder, &waiter.poll, &waiter.failure]
            .map(|name| name.as_str()),
        [
            "toys_done",
            "wait_until_toys_done",
            "ToysDoneFluentBuilder",
            "ToysDoneFinalPoll",
            "WaitUntilToysDoneError"
        ]
    );
    assert_eq!((waiter.min_delay, waiter.max_delay), (3, 120));
}

#[test]
fn matchers_become_what_answers_are_looked_at_for() {
    let waiter = waiter(
        r#"{"state": "success", "matcher": "error", "expected": false}, {"state": "retry", "matcher": "error", "expected": true},
        {"state": "failure", "matcher": "error", "expected": "Gone"}, {"state": "failure", "matcher": "error", "expected": "Other.Code"},
        {"state": "success", "matcher": "status", "expected": 202}, {"state": "retry", "matcher": "status", "expected": 404},
        {"state": "success", "matcher": "pathAny", "argument": "Toys[].Kind", "expected": "x"}"#,
    );
    let kinds = Expr::Each(Box::new(Expr::Flatten(field("Toys"))), field("Kind"));
    let expected = [
        (State::Success, Matcher::Success(true)),
        (State::Retry, Matcher::Success(false)),
        (State::Failure, Matcher::Error("Gone".to_owned())),
        (State::Failure, Matcher::Error("ToyGone".to_owned())),
        (State::Failure, Matcher::Error("Other.Code".to_owned())),
        (State::Success, Matcher::Success(true)),
        (State::Retry, Matcher::Status(404)),
        (State::Success, Matcher::Output(kinds, Expected::Any("x".to_owned()))),
    ];
    let actual = waiter.acceptors.into_iter().map(|a| (a.state, a.matcher));
    assert_eq!(actual.collect::<Vec<_>>(), expected);
}

#[test]
fn expressions_become_tables() {
    assert_eq!(
        expr("length(Toys[?Kind=='x']) > `0`"),
        Expr::Compare(
            Comparison::Greater,
            Box::new(Expr::Call(
                Function::Length,
                vec![Expr::Each(
                    field("Toys"),
                    Box::new(Expr::If(
                        Box::new(Expr::Compare(
                            Comparison::Equal,
                            field("Kind"),
                            Box::new(Expr::Text("x".to_owned()))
                        )),
                        Box::new(Expr::Current)
                    ))
                )]
            )),
            Box::new(Expr::Number(0.0))
        )
    );
    assert_eq!(expr("!Done"), Expr::Not(field("Done")));
    assert_eq!(expr("Done && Done || Done"), {
        let both = Expr::And(field("Done"), field("Done"));
        Expr::Or(Box::new(both), field("Done"))
    });
}

#[test]
fn expressions_that_can_be_are_accepted() {
    for path in [
        "Map.a.Name == 'x'",
        "Map.*.Name | [0] == 'x'",
        "Toys[0].Tags[-1] == (Toys[1:].Name | [0])",
        "contains(Toys[].Tags[], 'x')",
        "contains(keys(Map), First.Name)",
        "length(values(Map)) == Count",
        "Free.whatever[0].is_there == `1`",
        "First == `null`",
        "starts_with(First.Name, 'a') || ends_with(First.Kind, 'b')",
        "{a: Count, b: Done}.b",
        "[Count, Count][0] <= `2.5`",
        "not_null(Done, Free)",
        "Toys[*].Parts[].Parts[].Name == `[\"a\"]`",
        "length(@) == `0`",
    ] {
        assert_eq!(wrong(path, "true"), "", "{path}");
    }
}

#[test]
fn expressions_that_can_never_be_are_found() {
    for (path, expected, message) in [
        ("Toy", r#""x""#, "`Toy` names `Toy`, which `Out` does not have | did you mean `Toys`?"),
        (
            "Toys[].name",
            r#""x""#,
            "`Toys[].name` names `name`, which `Toy` does not have | did you mean `Name`?",
        ),
        (
            "Toys.Name",
            r#""x""#,
            "`Name` is looked for in a list, which has no members | `[]` goes through the items of a list",
        ),
        ("Count.Name", r#""x""#, "`Name` is looked for in a number, which has no members"),
        ("First[].Name", r#""x""#, "`First[].Name` goes through a structure as through a list"),
        ("Count.*", r#""x""#, "`Count.*` wants the values of a number"),
        (
            "Count == 'x'",
            "true",
            "`Count == 'x'` compares a number and a text, which are never equal",
        ),
        (
            "Done > `1`",
            "true",
            "`Done > `1`` compares a boolean and a number by order | numbers alone have an order",
        ),
        ("length(Count) == `1`", "true", "`length` cannot take a number"),
        ("contains(Toys[].Name, `1`)", "true", "`contains` cannot take a list and a number"),
        ("keys()", "true", "`keys` cannot take nothing"),
        (
            "sum(Toys) == `1`",
            "true",
            "the function `sum` is not supported | supported are `contains`, `ends_with`, `keys`, `length`, `not_null`, `starts_with`, `values`",
        ),
        ("not_null(&Done)", "true", "`not_null(&Done)` has a `&`, which is not supported"),
        ("Free == `{}`", "true", "`Free == `{}`` has an object in it, which is not supported"),
        ("Toys[::0]", "true", "`Toys[::0]` has a slice of step 0"),
        ("Toys[", "true", "`Toys[` is not a JMESPath expression | character 6 is not expected"),
        ("", "true", "`` is not a JMESPath expression | character 1 is not expected"),
        (
            "{a: Count}.b",
            "true",
            "`{a: Count}.b` names `b`, which what it is looked for in does not have",
        ),
        (
            "Toys[].Name",
            r#""x""#,
            "`Toys[].Name` is a list, and never a text | compare a text or boolean, or all or any items of a list of texts",
        ),
        (
            "First.Name",
            r#""*""#,
            "`First.Name` is a text, and never a list of texts | compare a text or boolean, or all or any items of a list of texts",
        ),
        (
            "First.Name",
            "false",
            "`First.Name` is a text, and never true or false | compare a text or boolean, or all or any items of a list of texts",
        ),
    ] {
        assert_eq!(wrong(path, expected), message, "{path}");
    }
}

/// What is nested without end is refused before it is parsed; what is nested within bounds is not too deep.
#[test]
fn long_expressions_are_refused() {
    let long = "!".repeat(201);
    let message = "an expression with 201 punctuation marks is too long | at most 200 are allowed";
    assert_eq!(wrong(&long, "true"), message);
    for (open, middle, close) in [
        ("(", "Done", ")"),
        ("!", "Done", ""),
        ("[", "Done", "]"),
        ("{a:", "Done", "}"),
        ("", "Free", "[0]"),
        ("", "Free", "[*]"),
        ("", "Free", ".a"),
        ("Done||", "Done", ""),
        ("keys(", "Map", ")"),
    ] {
        let marks = format!("{open}{close}").chars().filter(char::is_ascii_punctuation).count();
        let count = 200 / marks;
        let path = format!("{}{middle}{}", open.repeat(count), close.repeat(count));
        wrong(&path, "true");
    }
}

#[test]
fn smithys_trait_says_the_same() {
    let trait_ = r#"{"ToysDone": {"documentation": "Waits for toys.", "minDelay": 5, "maxDelay": 7, "deprecated": true, "tags": ["a"], "acceptors": [
        {"state": "success", "matcher": {"output": {"path": "Toys[].Kind", "expected": "x", "comparator": "allStringEquals"}}},
        {"state": "failure", "matcher": {"inputOutput": {"path": "input.Count == output.Count", "expected": "false", "comparator": "booleanEquals"}}},
        {"state": "retry", "matcher": {"errorType": "com.toys#Gone"}}, {"state": "retry", "matcher": {"success": false}}]},
        "B": {"acceptors": [{"state": "success", "matcher": {"success": true}}]}}"#;
    let plan = plan_with_waitable(OPERATIONS, SHAPES, trait_)
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let [b, waiter] = plan.operations[0].waiters.as_slice() else { panic!("there are two") };
    assert_eq!((b.min_delay, b.max_delay), (2, 120));
    assert_eq!((waiter.min_delay, waiter.max_delay), (5, 7));
    assert!(waiter.deprecated.is_some());
    assert_eq!(waiter.docs.summary, "Waits for toys.");
    let kinds = Expr::Each(Box::new(Expr::Flatten(field("Toys"))), field("Kind"));
    let count = |of| Box::new(Expr::Then(field(of), field("Count")));
    let same = Expr::Compare(Comparison::Equal, count("input"), count("output"));
    let matchers: Vec<_> =
        waiter.acceptors.iter().map(|acceptor| acceptor.matcher.clone()).collect();
    assert_eq!(
        matchers,
        [
            Matcher::Output(kinds, Expected::All("x".to_owned())),
            Matcher::InputOutput(same, Expected::Boolean(false)),
            Matcher::Error("Gone".to_owned()),
            Matcher::Error("ToyGone".to_owned()),
            Matcher::Success(false),
        ]
    );
}

#[test]
fn what_is_wrong_with_the_trait_is_found() {
    let diagnostics = |waiter: &str| {
        let diagnostics = plan_with_waitable(OPERATIONS, SHAPES, &format!(r#"{{"A": {waiter}}}"#));
        messages(&diagnostics.unwrap_err()).join("; ")
    };
    assert_eq!(diagnostics("{}"), "the attribute `acceptors` is missing");
    assert_eq!(diagnostics(r#"{"acceptors": []}"#), "the waiter `A` can never succeed");
    assert_eq!(
        diagnostics(r#"{"acceptors": [], "minDelay": 0, "maxDelay": "x", "more": 1}"#),
        "the attribute `more` is not known here and is ignored; `0` cannot be the `minDelay`; \
         a whole number is expected here, not a string"
    );
    assert_eq!(
        diagnostics(r#"{"acceptors": [], "minDelay": 9, "maxDelay": 3}"#),
        "the delay cannot be at least 9 s and at most 3 s"
    );
    let matcher = |matcher: &str| {
        diagnostics(&format!(r#"{{"acceptors": [{{"state": "success", "matcher": {matcher}}}]}}"#))
    };
    assert_eq!(
        matcher("{}"),
        "a matcher is one of `success`, `errorType`, `output` and `inputOutput`"
    );
    let output = |comparator: &str| {
        matcher(&format!(
            r#"{{"output": {{"path": "Done", "expected": "yes", "comparator": "{comparator}"}}}}"#
        ))
    };
    assert_eq!(output("booleanEquals"), "`yes` is not a boolean");
    assert_eq!(output("equals"), "`equals` is not a comparator");
    assert_eq!(
        diagnostics(r#"{"acceptors": [{"state": "done", "matcher": {"success": true}}]}"#),
        "`done` is not a state of a waiter"
    );
}

#[test]
fn what_is_wrong_with_botocores_file_is_found() {
    let diagnostics = |waiters: &str| {
        let diagnostics = plan_waiters(OPERATIONS, SHAPES, waiters);
        messages(&diagnostics.unwrap_err()).join("; ")
    };
    assert_eq!(
        diagnostics(
            r#""A": {"operation": "GetToy", "delay": 1, "maxAttempts": 1, "acceptors": []}"#
        ),
        "there is no operation `GetToy`"
    );
    let acceptor = |acceptor: &str| {
        diagnostics(&format!(
            r#""A": {{"operation": "GetToys", "delay": 1, "maxAttempts": 1, "acceptors": [{acceptor}]}}"#
        ))
    };
    assert_eq!(
        acceptor(r#"{"state": "success", "matcher": "status", "expected": 20}"#),
        "`20` is not an HTTP status"
    );
    assert_eq!(
        acceptor(r#"{"state": "success", "matcher": "state", "expected": 20}"#),
        "`state` is not a matcher"
    );
    assert_eq!(
        acceptor(r#"{"state": "success", "matcher": "error"}"#),
        "the attribute `expected` is missing"
    );
    assert_eq!(
        acceptor(r#"{"state": "success", "matcher": "path", "argument": "Count", "expected": 1}"#),
        "a string, true or false is expected here, not a number"
    );
    let same = r#"{"operation": "GetToys", "delay": 1, "maxAttempts": 1, "acceptors": [{"state": "success", "matcher": "error", "expected": true}]}"#;
    let diagnostics = diagnostics(&format!(r#""ToyDone": {same}, "toyDone": {same}"#));
    assert_eq!(
        diagnostics,
        "`toyDone` and `ToyDone` would both be called `toy_done`; \
         `toyDone` and `ToyDone` would both be called `ToyDone`"
    );
}

#[test]
fn documentation_tells_the_facts() {
    let docs = waiter(
        r#"{"state": "success", "matcher": "pathAll", "argument": "Toys[].Kind", "expected": "x"}, {"state": "success", "matcher": "path", "argument": "Done", "expected": true},
        {"state": "failure", "matcher": "error", "expected": "Gone"}, {"state": "retry", "matcher": "status", "expected": 404}"#,
    )
    .docs;
    assert_eq!(
        docs.summary,
        "Sends [`GetToys`](crate::operation::get_toys::GetToys) again and again, until each of `Toys[].Kind` is `x`, \
         or `Done` is true."
    );
    assert_eq!(
        docs.details,
        [
            "It fails if the error is `Gone`.",
            "It goes on if the status is 404.",
            "The delay between two requests is 3 s to 120 s. boto3 gives up after 7 requests, 3 s apart.",
        ]
    );
}
