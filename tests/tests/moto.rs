//! Our client and boto3, side by side against moto.

use serde_json::{Map, Value};
use smithwright_apigatewayv2::{error::ProvideErrorMetadata, types};
use smithwright_tests::boto3::{self, Boto3, Moto};
use smithwright_tests::models::folder;
use smithwright_tests::operations::{Answer, Service};
use std::collections::BTreeSet;

/// Who calls the operations of a scenario that change something. Both call those that read.
#[derive(Clone, Copy, PartialEq)]
enum Caller {
    Ours,
    Boto3,
}

struct Run<C> {
    caller: Caller,
    ours: C,
    boto3: Boto3,
    defaults: Vec<(String, Value)>,
    saved: Vec<(String, String)>,
    called: BTreeSet<String>,
    seen: Vec<Value>,
}

impl<C: Service> Run<C> {
    async fn step(&mut self, step: &Value) {
        let name = step["call"].as_str().expect("a step calls");
        let input = self.fill(&step["input"]);
        let answer = match (self.caller, step.get("fails")) {
            // What fails changes nothing, so both can be asked.
            (_, Some(_)) => self.both(name, &input).await,
            _ if name.starts_with("Get") => self.both(name, &input).await,
            (Caller::Ours, None) => self.ours.call(name, &input).await,
            (Caller::Boto3, None) => self.boto3(name, &input),
        };
        self.called.insert(name.to_owned());
        match (answer, step.get("fails")) {
            (Ok(output), None) => self.succeeded(step, name, output).await,
            (Err(error), Some(code)) => assert_eq!(&error["Code"], code, "{name}: {error}"),
            (answer, _) => panic!("{name} with {input}: {answer:?}"),
        }
    }

    async fn succeeded(&mut self, step: &Value, name: &str, output: Value) {
        for (member, variable) in step["save"].as_object().unwrap_or(&Map::new()) {
            let value = output[member].as_str().unwrap_or_else(|| panic!("{name} gives {member}"));
            self.saved.push((variable.as_str().expect("a name").to_owned(), value.to_owned()));
        }
        self.see(&output);
        if let Some(read) = step.get("read") {
            let reader = read[0].as_str().expect("a reader");
            let input = self.fill(&read[1]);
            let stored =
                self.both(reader, &input).await.unwrap_or_else(|e| panic!("{reader}: {e}"));
            self.called.insert(reader.to_owned());
            assert_part_of(&output, &stored, name);
            self.see(&stored);
        }
    }

    /// What boto3 gives, but for members that have their default: our client writes no zeros that may have been absent.
    fn boto3(&mut self, name: &str, input: &Value) -> Answer {
        let answer = self.boto3.call(name, input);
        answer.map(|output| without(&self.defaults, output))
    }

    /// Asks both, who must say the same.
    async fn both(&mut self, name: &str, input: &Value) -> Answer {
        let ours = self.ours.call(name, input).await;
        let theirs = self.boto3(name, input);
        let both = |answer: &Answer| answer.clone().unwrap_or_else(|error| error).to_string();
        assert_eq!(
            sorted(&ours),
            sorted(&theirs),
            "{name} with {input}\nours {}\ntheirs {}",
            both(&ours),
            both(&theirs)
        );
        ours
    }

    /// Puts ids that earlier steps saved in the place of `$variable`.
    fn fill(&self, value: &Value) -> Value {
        let mut text = value.to_string();
        for (variable, value) in self.saved.iter().rev() {
            for (before, after) in [('"', '"'), ('/', '"'), ('/', '/'), ('"', ':')] {
                let variable = format!("{before}${variable}{after}");
                text = text.replace(&variable, &format!("{before}{value}{after}"));
            }
        }
        serde_json::from_str(&text).expect("ids need no escape")
    }

    /// Keeps what was seen, with variables in the place of ids.
    fn see(&mut self, value: &Value) {
        let mut text = value.to_string();
        for (variable, value) in &self.saved {
            text = text.replace(value, &format!("${variable}"));
        }
        let value = serde_json::from_str(&text).expect("it was JSON");
        self.seen.push(timeless(without_times(value)));
    }
}

/// The members that have a default, and the default, as the service's overlay has them.
fn defaults(service: &str) -> Vec<(String, Value)> {
    let overlay = folder("../model").join(service).join("overlay.toml");
    let overlay = std::fs::read_to_string(overlay).unwrap_or_default();
    let overlay: Value = toml::from_str(&overlay).expect("the overlay is TOML");
    let structures = overlay["defaults"].as_object().into_iter().flatten();
    let members = structures.filter_map(|(_, members)| members.as_object()).flatten();
    members.map(|(member, value)| (member.clone(), value.clone())).collect()
}

/// The value without members that have their default.
fn without(defaults: &[(String, Value)], value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let is_default = |name: &str, value: &Value| {
                defaults.iter().any(|(member, default)| {
                    let same = value.as_f64().is_some() && value.as_f64() == default.as_f64();
                    member == name && (same || value == default)
                })
            };
            let kept = object.into_iter().filter(|(name, value)| !is_default(name, value));
            kept.map(|(name, value)| (name, without(defaults, value))).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| without(defaults, item)).collect(),
        plain => plain,
    }
}

fn sorted(answer: &Answer) -> Result<Value, Value> {
    answer.clone().map(|output| order(without_times(output)))
}

/// The same JSON with keys in order: maps have none.
fn order(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().map(|(k, v)| (k, order(v))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.into_iter().collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(order).collect(),
        plain => plain,
    }
}

/// Without the members that differ from run to run.
fn timeless(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let differs = |key: &str| key.ends_with("Date") || key == "ConnectedAt";
            let kept = object.into_iter().filter(|(key, _)| !differs(key));
            order(kept.map(|(key, value)| (key, timeless(value))).collect::<Map<_, _>>().into())
        }
        Value::Array(items) => items.into_iter().map(timeless).collect(),
        plain => plain,
    }
}

/// Without the time of the call, which moto writes into what it exports, in texts such as
/// `2026-01-31T12:34:56`, and gives as the time when a connection was last active.
fn without_times(value: Value) -> Value {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let is_time = |text: &str| {
        let text = text.as_bytes().iter();
        text.zip(SHAPE).all(|(a, b)| if *b == b'0' { a.is_ascii_digit() } else { a == b })
    };
    match value {
        Value::String(mut text) => {
            let starts =
                |text: &str, at: usize| text.get(at..at + SHAPE.len()).is_some_and(is_time);
            while let Some(at) = (0..text.len()).find(|at| starts(&text, *at)) {
                text.replace_range(at..at + SHAPE.len(), "TIME");
            }
            text.into()
        }
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(key, _)| key != "LastActiveAt");
            kept.map(|(key, value)| (key, without_times(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_times).collect(),
        plain => plain,
    }
}

/// What a call returned must be what is stored.
fn assert_part_of(returned: &Value, stored: &Value, name: &str) {
    for (member, value) in returned.as_object().expect("outputs are objects") {
        if let Some(stored) = stored.get(member) {
            assert_eq!(order(value.clone()), order(stored.clone()), "{name}: {member}");
        }
    }
}

async fn run<C: Service>(caller: Caller, scenario: &str) -> Run<C> {
    let moto = Moto::start();
    let mut run = Run {
        caller,
        ours: C::at(&moto.url()),
        boto3: Boto3::new(C::NAME, &moto.url()),
        defaults: defaults(C::NAME),
        saved: Vec::new(),
        called: BTreeSet::new(),
        seen: Vec::new(),
    };
    let scenario: Vec<Value> = serde_json::from_str(scenario).expect("the scenario is JSON");
    for step in &scenario {
        run.step(step).await;
    }
    run
}

async fn whoever_calls_both_read_the_same<C: Service>(scenario: &str) {
    let ours = run::<C>(Caller::Ours, scenario).await;
    let theirs = run::<C>(Caller::Boto3, scenario).await;
    assert_eq!(ours.seen.len(), theirs.seen.len());
    for (ours, theirs) in ours.seen.iter().zip(&theirs.seen) {
        assert_eq!(ours, theirs, "what our client stores and what boto3 stores");
    }
    let in_moto = boto3::operations_in_moto(C::NAME);
    assert!(!ours.seen.is_empty() && !in_moto.is_empty(), "nothing was compared");
    assert_eq!(ours.called, in_moto, "every operation that moto answers is called");
}

#[tokio::test]
#[ignore = "needs moto and boto3: cargo xtask test"]
async fn http_and_websocket_apis() {
    let scenario = include_str!("../moto/apigatewayv2.json");
    whoever_calls_both_read_the_same::<smithwright_apigatewayv2::Client>(scenario).await;
}

#[tokio::test]
#[ignore = "needs moto and boto3: cargo xtask test"]
async fn rest_apis() {
    let scenario = include_str!("../moto/apigateway.json");
    whoever_calls_both_read_the_same::<smithwright_apigateway::Client>(scenario).await;
}

#[tokio::test]
#[ignore = "needs moto and boto3: cargo xtask test"]
async fn connections() {
    let scenario = include_str!("../moto/apigatewaymanagementapi.json");
    whoever_calls_both_read_the_same::<smithwright_apigatewaymanagementapi::Client>(scenario).await;
}

#[tokio::test]
#[ignore = "needs moto and boto3: cargo xtask test"]
async fn refusals_arrive_as_their_variants() {
    let moto = Moto::start();
    let client = smithwright_apigatewayv2::Client::at(&moto.url());
    let not_found = client.get_api().api_id("nope").send().await.expect_err("there is no such API");
    let not_found = not_found.into_service_error();
    assert!(not_found.is_not_found_exception(), "{not_found:?}");
    let shown = not_found.to_string();
    assert!(
        shown.starts_with("GetApi: NotFoundException: Invalid API identifier specified"),
        "{shown}"
    );
    assert!(shown.contains("(404"), "{shown}");

    let domain = || client.create_domain_name().domain_name("twice.test");
    domain().send().await.expect("the first is made");
    let conflict = domain().send().await.expect_err("the second is not").into_service_error();
    assert!(conflict.is_conflict_exception(), "{conflict:?}");
    assert_eq!(conflict.code(), Some("ConflictException"));

    let api = client.create_api().name("a").protocol_type(types::ProtocolType::Http).send().await;
    let api = api.expect("the API is made");
    let mapping =
        client.create_api_mapping().domain_name("twice.test").stage("x").api_mapping_key("a/");
    let bad =
        mapping.api_id(api.api_id().expect("an id")).send().await.expect_err("the key is bad");
    assert!(bad.into_service_error().is_bad_request_exception());
}
