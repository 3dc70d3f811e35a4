//! What API Gateway V2 has no example of, shown with the fixture `bindings`.

use fixture_bindings::config::{BehaviorVersion, Config, Credentials, Region};
use fixture_bindings::{Client, types};
use smithwright_tests::canned::{Answer, Canned};

fn client(canned: &Canned) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .http_client(canned.clone());
    Client::from_conf(config.build())
}

#[test]
fn what_is_sensitive_is_not_shown() {
    let details = types::Details::builder().secret("hush").small(7).build();
    let call =
        fixture_bindings::operation::create::CreateInput::builder().name("n").details(details);
    let shown = format!("{call:?}");
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.contains("details: \"*** Sensitive Data Redacted ***\""), "{shown}");
    assert!(shown.contains("name: Some(\"n\")"), "{shown}");
}

#[tokio::test]
async fn a_token_is_made_where_none_is_given_and_kept_for_retries() {
    let canned = Canned::new([Answer::json(500, "{}"), Answer::json(201, "{}")]);
    client(&canned).create().name("n").send().await.expect("the second try");
    let tokens: Vec<_> = canned.asked().iter().map(|asked| token(&asked.body)).collect();
    assert_eq!((tokens.len(), tokens[0].len()), (2, 36), "{tokens:?}");
    assert_eq!(tokens[0], tokens[1]);

    let canned = Canned::new([Answer::json(201, "{}")]);
    client(&canned).create().name("n").client_token("mine").send().await.expect("it is answered");
    assert_eq!(token(&canned.asked()[0].body), "mine");
}

#[tokio::test]
async fn the_configuration_says_which_token_is_made() {
    let canned = Canned::new([Answer::json(201, "{}")]);
    let mut config = client(&canned).config().to_builder().idempotency_token_provider("client's");
    let fixed = Client::from_conf(config.clone().build());
    let call = || fixed.create().name("n").customize();
    call().send().await.expect("it is answered");
    let own = Config::builder().idempotency_token_provider("call's");
    call().config_override(own).send().await.expect("it is answered");
    config.set_idempotency_token_provider(None);
    Client::from_conf(config.build()).create().name("n").send().await.expect("it is answered");
    let tokens: Vec<_> = canned.asked().iter().map(|asked| token(&asked.body)).collect();
    assert_eq!((tokens[0].as_str(), tokens[1].as_str()), ("client's", "call's"));
    assert_eq!(tokens[2].len(), 36, "a new one");
}

fn token(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).expect("the body is JSON");
    body["ClientToken"].as_str().expect("there is a token").to_owned()
}

#[tokio::test]
async fn a_token_may_be_bound_to_the_query() {
    let canned = Canned::new([Answer(200, vec![], b"as it is".to_vec())]);
    let output = client(&canned).put_note().text("a note").send().await.expect("it is answered");
    assert_eq!(output.note(), Some("as it is"));
    let asked = canned.asked();
    let (path, token) = asked[0].uri.split_once("?token=").expect("a token");
    assert_eq!(
        (path, token.len(), asked[0].body.as_str()),
        ("https://example.com/notes", 36, "a note")
    );
}
