use super::*;
use std::collections::VecDeque;
use std::slice::from_ref;
use std::time::{SystemTime, UNIX_EPOCH};

/// Someone who answers what was written down, in this order.
struct Script(VecDeque<Answer>);

impl Peer for Script {
    async fn ask(&mut self, _: &Ask) -> Answer {
        self.0.pop_front().expect("nothing more is asked")
    }
}

fn script(answers: &[Answer]) -> Script {
    Script(answers.iter().cloned().collect())
}

async fn seen(steps: Value, ours: &[Answer], theirs: &[Answer]) -> Result<Vec<Seen>, String> {
    let scenario = Scenario::parse(&steps.to_string()).expect("it is a scenario");
    let defaults = Defaults::default();
    let run = Run::new("toys", Caller::Ours, script(ours), script(theirs), &defaults);
    run.all(&scenario).await
}

async fn wrong(steps: Value, ours: &[Answer], theirs: &[Answer]) -> String {
    seen(steps, ours, theirs).await.err().expect("it is noticed")
}

fn refusal(code: &str, members: Value) -> Answer {
    Err(json!({"Code": code, "Message": "no", "Modeled": true, "Members": members}))
}

#[tokio::test]
async fn whoever_reads_something_else_is_noticed() {
    let steps = || json!([{"call": "GetToy"}]);
    let bear = || Ok(json!({"Name": "bear", "Paws": 4, "Made": 1.5}));
    assert!(seen(steps(), &[bear()], &[bear()]).await.is_ok());
    for other in [
        json!({"Name": "bear", "Paws": 4}),
        json!({"Name": "bear", "Paws": 5, "Made": 1.5}),
        json!({"Name": "bear", "Paws": "4", "Made": 1.5}),
        json!({"Name": "bear", "Paws": 4, "Made": 1.5, "Tags": []}),
    ] {
        let error = wrong(steps(), &[bear()], &[Ok(other)]).await;
        assert!(error.starts_with("step 1 (GetToy): with {}\n  ours   {"), "{error}");
    }
    let error = wrong(steps(), &[bear()], &[refusal("Gone", json!({}))]).await;
    assert!(error.contains("boto3  error"), "{error}");
}

#[tokio::test]
async fn pages_are_compared_one_by_one() {
    let steps = || json!([{"call": "ListToys", "how": "pages"}]);
    let two = Ok(json!([{"Toys": [1]}, {"Toys": [2]}]));
    let one = Ok(json!([{"Toys": [1, 2]}]));
    assert!(seen(steps(), from_ref(&two), from_ref(&two)).await.is_ok());
    wrong(steps(), &[two], &[one]).await;
}

#[tokio::test]
async fn errors_are_compared_with_all_that_they_tell() {
    let steps = || json!([{"call": "PutToy", "fails": "Gone"}]);
    let gone = || refusal("Gone", json!({"Toy": "bear"}));
    assert!(seen(steps(), &[gone()], &[gone()]).await.is_ok());
    wrong(steps(), &[gone()], &[refusal("Lost", json!({"Toy": "bear"}))]).await;
    wrong(steps(), &[gone()], &[refusal("Gone", json!({}))]).await;
    wrong(steps(), &[gone()], &[Err(no_service_error("unreachable"))]).await;
    let both = refusal("Lost", json!({}));
    wrong(steps(), from_ref(&both), from_ref(&both)).await;
    let error = wrong(steps(), &[Ok(json!({}))], &[Ok(json!({}))]).await;
    assert_eq!(error, "step 1 (PutToy): Gone is expected, not {}");
}

#[tokio::test]
async fn a_client_that_fails_by_itself_has_words_of_its_own() {
    let steps = json!([{"call": "GetToy", "how": {"until": "toy_exists"}, "fails": "none"}]);
    let fails = |words: &str| [Err(no_service_error(words))];
    assert!(seen(steps, &fails("too late"), &fails("the time is up")).await.is_ok());
}

#[tokio::test]
async fn what_is_stored_is_what_was_returned() {
    let steps = || json!([{"call": "PutToy", "read": ["GetToy", {}]}]);
    let toy = |paws: u8| Ok(json!({"Paws": paws}));
    assert!(seen(steps(), &[toy(4), toy(4)], &[toy(4)]).await.is_ok());
    let error = wrong(steps(), &[toy(4), toy(5)], &[toy(5)]).await;
    assert_eq!(error, "step 1 (PutToy): GetToy: Paws was returned as 4, and is stored as 5");
}

#[tokio::test]
async fn two_runs_that_store_something_else_are_noticed() {
    let steps = || json!([{"call": "PutToy", "read": ["GetToy", {}]}]);
    let run = async |stored: Value| {
        seen(steps(), &[Ok(json!({})), Ok(stored.clone())], &[Ok(stored)]).await.ok().unwrap()
    };
    let bear = run(json!({"Name": "bear", "Made": 1})).await;
    assert!(same_was_seen(&bear, &run(json!({"Name": "bear", "Made": 1})).await).is_ok());
    let error = same_was_seen(&bear, &run(json!({"Name": "Bear", "Made": 1})).await).unwrap_err();
    assert!(error.starts_with("step 1 (PutToy), read by GetToy: what is seen depends"), "{error}");
    assert!(same_was_seen(&bear, &bear[..1]).is_err());
    assert!(same_was_seen(&[], &[]).is_err(), "nothing was compared");
}

#[tokio::test]
async fn ids_are_passed_on() {
    struct Echo;
    impl Peer for Echo {
        async fn ask(&mut self, ask: &Ask) -> Answer {
            Ok(ask.input.clone())
        }
    }
    let steps = json!([
        {"call": "PutToy", "input": {"Toy": {"Ids": ["a1"]}, "Data": {"base64": "/w=="}},
            "save": {"/Toy/Ids/0": "id", "Data": "data"}},
        {"call": "GetToy", "input": {"Arn": "arn:$id/$idea", "Id": "$id", "Data": "$data"}},
    ]);
    let scenario = Scenario::parse(&steps.to_string()).unwrap();
    let defaults = Defaults::default();
    let run = Run::new("toys", Caller::Ours, Echo, Echo, &defaults);
    let seen = run.all(&scenario).await.ok().unwrap();
    let expected = json!({"Arn": "arn:a1/a1ea", "Id": "a1", "Data": {"base64": "/w=="}});
    assert_eq!(seen[1].value, expected);
    assert!(Scenario::parse(r#"[{"call": "A", "inptu": {}}]"#).is_err());
}

#[test]
fn times_that_differ_from_run_to_run_are_not_compared() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let value = json!([
        now,
        now * 1000,
        now.to_string(),
        now as f64 + 0.5,
        5,
        "5",
        "2026-01-31T12:34:56Z, 2026-01-31T12:34:56.789Z."
    ]);
    let value = repeatable(comparable(&value, &BTreeSet::new()));
    assert_eq!(value, json!(["TIME", "TIME", "TIME", "TIME", 5, "5", "TIMEZ, TIMEZ."]));
}

#[test]
fn what_is_random_is_not_compared_and_what_has_its_default_is_left_out() {
    let random = ["Password".to_owned()].into();
    let value = json!({"Password": "x", "Users": [{"Password": "y", "Name": "z"}]});
    assert_eq!(comparable(&value, &random), json!({"Users": [{"Name": "z"}]}));
    let defaults: Defaults = [("Limit".to_owned(), json!(0))].into_iter().collect();
    let value = json!({"Limit": 0.0, "Deep": [{"Limit": 1}, {"Limit": 0}]});
    assert_eq!(defaults.left_out(value), json!({"Deep": [{"Limit": 1}, {}]}));
}
