//! Members that always have a value, of the fixture `presence`, against canned answers.

use fixture_presence::Client;
use fixture_presence::client::Waiters;
use fixture_presence::config::{BehaviorVersion, Config, Credentials, Region, retry::RetryConfig};
use fixture_presence::error::DisplayErrorContext;
use fixture_presence::operation::get_picture::GetPictureOutput;
use fixture_presence::operation::put_toy::{PutToyError, PutToyOutput};
use fixture_presence::primitives::{Blob, ByteStream, DateTime};
use fixture_presence::types::error::{Broken, Lost};
use fixture_presence::types::{Choice, Kind, Page, Person, Toy, Unit};
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_types::{BigInteger, Document};
use smithwright_tests::canned::{Answer, Asked, Canned};
use std::time::Duration;

fn client(canned: &Canned) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url("http://localhost")
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(canned.clone());
    Client::from_conf(config.build())
}

/// The toy that is read where a body has `toy`.
async fn received(toy: Value) -> Toy {
    let canned = Canned::new([Answer::json(200, json!({ "toy": toy }).to_string())]);
    let output = client(&canned).get_toy().id("1").send().await.expect("it is read");
    output.toy().expect("there is one").clone()
}

/// What is sent of a toy.
async fn sent(toy: Option<Toy>) -> Asked {
    let canned = Canned::new([Answer::json(200, "{}")]);
    let call = client(&canned).put_toy().id("1").reason("why").set_toy(toy);
    call.send().await.expect("it is sent");
    canned.only()
}

fn body(asked: &Asked) -> Value {
    serde_json::from_str(&asked.body).expect("the body is JSON")
}

/// A toy of which all is set that has to be, and nothing else.
fn plain() -> Toy {
    let builder = Toy::builder().name("n").count(0).mood(Kind::Block).seen(DateTime::from_secs(9));
    let builder = builder.raw(Blob::new("r")).any(true.into()).set_inside(Some(vec![]));
    builder.r#type("t").build().expect("nothing is missing")
}

#[tokio::test]
async fn what_is_absent_is_read_as_its_default() {
    let toy = received(json!({})).await;
    assert_eq!((toy.nick(), toy.label(), toy.size(), toy.count()), ("none", "", 0, 0));
    assert_eq!((toy.weight(), toy.soft(), toy.old(), toy.age()), (1.5, true, false, 3));
    assert_eq!(toy.kind(), &Kind::Ball);
    assert_eq!(toy.made(), &DateTime::from_secs_and_nanos(1_577_836_800, 500_000_000));
    assert_eq!((toy.picture().as_ref(), toy.tags().len(), toy.parts().len()), (&b"hi"[..], 0, 0));
    assert_eq!(toy.more(), &Document::Object(Default::default()));
    assert_eq!(toy.remark(), &Document::from("hi"));
    assert_eq!(toy.huge(), &"12345678901234567890".parse::<BigInteger>().unwrap());
}

#[tokio::test]
async fn what_is_absent_and_required_is_read_as_nothing() {
    let toy = received(json!({"nick": null, "name": null})).await;
    assert_eq!((toy.name(), toy.r#type(), toy.mood().as_str()), ("", "", ""));
    assert!(Kind::try_parse(toy.mood().as_str()).is_err(), "it is none that is known");
    assert_eq!((toy.seen(), toy.any()), (&DateTime::from_secs(0), &Document::Null));
    assert!(toy.raw().as_ref().is_empty() && toy.inside().is_empty());
    assert_eq!((toy.next(), toy.owner(), toy.choice()), (None, None, None));
    assert_eq!((toy.spare(), toy.extra(), toy.nothing()), (None, None, None));
    assert_eq!(toy, Toy::default());
}

#[tokio::test]
async fn what_is_there_is_read() {
    let inner = json!({"name": "b", "size": 1, "owner": {"friends": 2}});
    let json = json!({"name": "a", "nick": "", "size": 7, "count": 8, "weight": 0, "kind": "block", "mood": "odd", "age": 0,
        "soft": false, "old": true, "made": 1, "seen": 2, "picture": "", "raw": "YQ==", "tags": ["t"], "parts": {"p": 1},
        "more": [1], "remark": null, "any": "x", "huge": 5, "inside": [inner], "next": inner, "owner": {},
        "choice": {"person": {}}, "kindOf": "k"});
    let toy = received(json).await;
    assert_eq!((toy.name(), toy.nick(), toy.size(), toy.count()), ("a", "", 7, 8));
    assert_eq!((toy.weight(), toy.soft(), toy.old(), toy.age()), (0.0, false, true, 0));
    assert_eq!((toy.kind(), toy.mood().as_str(), toy.r#type()), (&Kind::Block, "odd", "k"));
    assert_eq!((toy.made(), toy.seen()), (&DateTime::from_secs(1), &DateTime::from_secs(2)));
    assert_eq!((toy.tags(), toy.parts()["p"]), (&["t".to_owned()][..], 1));
    assert_eq!(toy.huge(), &"5".parse::<BigInteger>().unwrap());
    assert_eq!(toy.inside()[0], *toy.next().expect("it was there"));
    assert_eq!(
        toy.inside()[0].owner().map(|owner| (owner.name(), owner.friends())),
        Some(("nobody", 2))
    );
    assert_eq!(toy.choice(), Some(&Choice::Person(Person::default())));
}

/// What Smithy's prelude calls `Unit` is no type of the crate, and what the service itself calls so is one.
#[tokio::test]
async fn a_choice_may_have_no_value() {
    let chosen = async |choice: Value| received(json!({"choice": choice})).await.choice().cloned();
    assert_eq!(chosen(json!({"none": {}})).await, Some(Choice::None));
    let own = chosen(json!({"own": {}})).await;
    assert_eq!(own, Some(Choice::Own(Unit::builder().build())));
    for (choice, expected) in [(Some(Choice::None), json!({"none": {}})), (own, json!({"own": {}}))]
    {
        let mut toy = plain();
        toy.choice = choice;
        assert_eq!(body(&sent(Some(toy)).await)["toy"]["choice"], expected);
    }
}

#[tokio::test]
async fn defaults_are_sent_but_for_zeros_that_nobody_asked_for() {
    let body = body(&sent(Some(plain())).await);
    let toy = json!({"name": "n", "nick": "none", "label": "", "count": 0, "weight": 1.5, "kind": "ball", "mood": "block",
        "age": 3, "soft": true, "made": 1577836800.5, "seen": 9, "picture": "aGk=", "raw": "cg==", "tags": [], "parts": {},
        "more": {}, "remark": "hi", "any": true, "huge": 12345678901234567890u64, "inside": [], "kindOf": "t", "secret": "x"});
    assert_eq!(body, json!({"reason": "why", "toy": toy}));
}

#[tokio::test]
async fn what_is_set_is_sent() {
    let person = Person::builder().friends(1).build();
    let builder = Toy::builder().name("n").count(1).mood(Kind::Ball).seen(DateTime::from_secs(9));
    let builder = builder.raw(Blob::new("")).any(Document::Null).inside(plain()).r#type("t");
    let builder = builder.size(2).old(true).soft(false).nick("x").tags("a").tags("b").parts("p", 0);
    let toy = builder.owner(person).next(plain()).choice(Choice::One(1)).build().unwrap();
    let body = body(&sent(Some(toy)).await);
    let toy = &body["toy"];
    assert_eq!((&toy["size"], &toy["old"], &toy["soft"]), (&json!(2), &json!(true), &json!(false)));
    assert_eq!(
        (&toy["nick"], &toy["tags"], &toy["parts"]),
        (&json!("x"), &json!(["a", "b"]), &json!({"p": 0}))
    );
    assert_eq!(toy["owner"], json!({"name": "nobody", "friends": 1}));
    assert_eq!((&toy["next"], &toy["choice"]), (&toy["inside"][0], &json!({"one": 1})));
}

#[tokio::test]
async fn an_input_has_no_defaults() {
    let asked = sent(None).await;
    assert_eq!((body(&asked), asked.query()), (json!({"reason": "why"}), None));
    assert_eq!(asked.header("x-lock"), None);
    let input = client(&Canned::new([])).put_toy().times(0).lock(false);
    assert_eq!(
        (input.get_times(), input.get_lock(), input.get_note()),
        (&Some(0), &Some(false), &None)
    );
    let canned = Canned::new([Answer::json(200, "{}")]);
    let call = client(&canned).put_toy().id("1").reason("why").times(0).lock(false);
    call.send().await.expect("it is sent");
    let asked = canned.only();
    assert_eq!((asked.query(), asked.header("x-lock")), (Some("times=0"), Some("false")));
}

#[tokio::test]
async fn a_structure_that_is_marked_as_input_has_none_either() {
    let canned = Canned::new([Answer::json(200, r#"{"filter": {}}"#)]);
    let output = client(&canned).get_toy().id("1").send().await.expect("it is read");
    assert_eq!(output.filter().expect("it was there").depth(), None);
}

#[test]
fn what_has_to_be_set_is_told() {
    let error = Toy::builder().name("n").build().expect_err("more has to be set").to_string();
    assert_eq!(error, "mood was missing: `Toy` cannot be built without it");
    let error = PutToyOutput::builder().build().expect_err("the version has to be set").to_string();
    assert!(
        error.starts_with("version was missing") && error.contains("`PutToyOutput`"),
        "{error}"
    );
    let error = Broken::builder().message("m").build().expect_err("so has the part").to_string();
    assert!(error.starts_with("part was missing"), "{error}");
    assert!(GetPictureOutput::builder().build().is_err());
    assert_eq!(Person::builder().build(), Person::default());
}

#[test]
fn builders_show_what_is_set() {
    let builder = Toy::builder().size(1).set_size(None).nick("x").tags("a");
    assert_eq!((builder.get_size(), builder.get_soft()), (&None, &None));
    assert_eq!(builder.get_tags(), &Some(vec!["a".to_owned()]));
    assert_eq!(builder.clone(), builder);
    assert_ne!(builder.clone().size(0), builder, "zero is a value");
    let shown = format!("{:?}", Person::builder().friends(1));
    assert_eq!(shown, "PersonBuilder { name: None, friends: Some(1) }");
}

#[test]
fn structures_are_copied_compared_and_shown() {
    let toy = plain();
    assert_eq!(toy.clone(), toy);
    let mut other = toy.clone();
    other.size = 1;
    assert_ne!(other, toy);
    let shown = format!("{toy:?}");
    assert!(
        shown.contains("size: 0, count: 0, weight: 1.5") && shown.contains("next: None"),
        "{shown}"
    );
    assert!(shown.contains("secret: \"*** Sensitive Data Redacted ***\""), "{shown}");
    assert_eq!(format!("{:?}", Person::default()), r#"Person { name: "nobody", friends: 0 }"#);
}

#[tokio::test]
async fn headers_and_status_are_read() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let output = client(&canned).put_toy().id("1").reason("why").send().await.unwrap();
    assert_eq!((output.version(), output.etag(), output.status()), (0, "new", 201));
    assert_eq!((output.made(), output.toy()), (&DateTime::from_secs(0), None));
    let mut answer = Answer::json(200, "{}");
    answer.1.extend([
        ("x-version", "7"),
        ("etag", "e"),
        ("x-made", "Thu, 01 Jan 1970 00:00:01 GMT"),
    ]);
    let canned = Canned::new([answer]);
    let output = client(&canned).put_toy().id("1").reason("why").send().await.unwrap();
    assert_eq!((output.version(), output.etag()), (7, "e"));
    assert_eq!(output.made(), &DateTime::from_secs(1));
    let built = PutToyOutput::builder().version(7).made(DateTime::from_secs(1)).build().unwrap();
    assert_eq!((built.version(), built.etag(), built.status()), (7, "new", 0));
}

#[tokio::test]
async fn errors_have_their_members() {
    let answer = |status, code| {
        let mut answer = Answer::json(status, r#"{"message": "m", "days": 1}"#);
        answer.1.push(("x-amzn-errortype", code));
        answer
    };
    let canned = Canned::new([answer(422, "Broken"), answer(410, "Lost")]);
    let call = || client(&canned).put_toy().id("1").reason("why");
    let broken = call().send().await.expect_err("it broke").into_service_error();
    assert_eq!(broken.to_string().split(':').next(), Some("PutToy"));
    let PutToyError::Broken(broken) = broken else { panic!("{broken:?}") };
    assert_eq!((broken.message(), broken.part(), broken.retries()), ("m", "", 2));
    let lost = call().send().await.expect_err("it is lost").into_service_error();
    let PutToyError::Lost(lost) = lost else { panic!("{lost:?}") };
    assert_eq!((lost.message(), lost.days()), (Some("m"), 1));
    let built = Broken::builder().message("m").part("p").build().unwrap();
    assert_eq!((built.message(), built.part(), built.retries()), ("m", "p", 2));
    assert_eq!(Lost::builder().build().days(), 0);
}

#[tokio::test]
async fn streams_stand_beside_members_that_are_always_there() {
    let answer = Answer(200, vec![("x-width", "3")], "bytes".into());
    let output = client(&Canned::new([answer])).get_picture().id("1").send().await.unwrap();
    assert_eq!((output.kind().as_str(), output.width()), ("", 3));
    assert_eq!(output.picture.collect().await.unwrap().into_bytes(), "bytes");
    let builder =
        GetPictureOutput::builder().kind(Kind::Ball).picture(ByteStream::from_static(b"x"));
    let shown = format!("{builder:?}");
    assert!(shown.contains("kind: Some(Ball)") && shown.contains("width: None"), "{shown}");
    let built = builder.build().unwrap();
    assert_eq!((built.kind(), built.width()), (&Kind::Ball, 0));
    assert_eq!(built.picture.collect().await.unwrap().into_bytes(), "x");
}

#[tokio::test]
async fn pages_are_followed_through_members_that_are_always_there() {
    let page = |body: &str| Answer::json(200, body.to_owned());
    let canned = Canned::new([
        page(r#"{"page": {"next": "2", "toys": ["a", "b"]}}"#),
        page(r#"{"page": {"toys": ["c"]}}"#),
    ]);
    let pages = client(&canned).list_toys().into_paginator().items().send();
    let toys: Result<Vec<_>, _> = pages.collect().await;
    let toys = toys.unwrap_or_else(|error| panic!("{}", DisplayErrorContext(error)));
    assert_eq!(toys, ["a", "b", "c"]);
    assert_eq!(Page::default().next(), "");
}

#[tokio::test]
async fn waiters_see_zeros_that_nobody_sent() {
    let canned = Canned::new([Answer::json(200, r#"{"toy": {}}"#)]);
    let waited = client(&canned).wait_until_toy_new().id("1").wait(Duration::from_secs(1)).await;
    assert!(waited.is_ok(), "{:?}", waited.err());
}
