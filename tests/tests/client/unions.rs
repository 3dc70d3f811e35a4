//! Unions, documents, sparse collections and streams of the fixture `unions`, against canned answers.

use fixture_unions::config::{BehaviorVersion, Config, Credentials, Region, retry::RetryConfig};
use fixture_unions::error::DisplayErrorContext;
use fixture_unions::primitives::ByteStream;
use fixture_unions::types::{Circle, Form};
use fixture_unions::{Client, operation::put_shape::PutShapeOutput};
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_types::{Document, Number};
use smithwright_tests::canned::{Answer, Canned};

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

/// What is sent for a union.
async fn sent(form: Form) -> Result<Value, String> {
    let canned = Canned::new([Answer::json(200, "{}")]);
    let called = client(&canned).put_shape().form(form).send().await;
    called.map_err(|error| DisplayErrorContext(error).to_string())?;
    Ok(serde_json::from_str(&canned.only().body).expect("the request is JSON"))
}

async fn received(body: &str) -> Result<PutShapeOutput, String> {
    let canned = Canned::new([Answer::json(200, body)]);
    let called = client(&canned).put_shape().send().await;
    called.map_err(|error| DisplayErrorContext(error).to_string())
}

async fn received_form(form: &str) -> Result<Form, String> {
    let output = received(&format!(r#"{{"form": {form}}}"#)).await?;
    Ok(output.form().expect("a form was sent").clone())
}

#[tokio::test]
async fn one_member_is_sent() {
    let circle = Form::Circle(Circle::builder().radius("7").build());
    assert_eq!(sent(circle.clone()).await.unwrap(), json!({"form": {"circle": {"radius": "7"}}}));
    let nested = Form::Inner(Box::new(Form::Pair(vec![Form::Text("a".into()), circle])));
    let pair = json!([{"text": "a"}, {"circle": {"radius": "7"}}]);
    assert_eq!(sent(nested).await.unwrap(), json!({"form": {"inner": {"pair": pair}}}));
}

#[tokio::test]
async fn one_member_is_received() {
    let text = received_form(r#"{"__type": "x#Form", "circle": null, "text": "a"}"#).await.unwrap();
    assert_eq!(text.as_text().map(String::as_str), Ok("a"));
    assert!(text.is_text() && !text.is_circle() && !text.is_unknown());
    assert_eq!(text.as_circle(), Err(&text));
    let named = received_form(r#"{"unknown": true}"#).await.unwrap();
    assert_eq!(named, Form::UnknownValue(true));
}

#[tokio::test]
async fn a_member_without_a_value_is_there_or_not() {
    assert_eq!(sent(Form::Nothing).await.unwrap(), json!({"form": {"nothing": {}}}));
    let nothing = received_form(r#"{"nothing": {"more": [1]}}"#).await.unwrap();
    assert_eq!(nothing, Form::Nothing);
    assert!(nothing.is_nothing() && !nothing.is_text());
    assert_eq!((nothing.as_nothing(), nothing.as_text()), (Ok(()), Err(&nothing)));
    let text = Form::Text("a".into());
    assert_eq!(text.as_nothing(), Err(&text));
    assert_eq!(format!("{nothing:?}"), "Nothing");
    let null = received_form(r#"{"nothing": null}"#).await.unwrap_err();
    assert!(null.contains("no member of the union `Form` is set"), "{null}");
}

#[tokio::test]
async fn an_unknown_member_is_received_and_cannot_be_sent() {
    let unknown = received_form(r#"{"cone": {"height": [1, {"a": 2}]}}"#).await.unwrap();
    assert!(unknown.is_unknown());
    let error = sent(unknown).await.unwrap_err();
    assert!(error.contains("an unknown member of `Form` cannot be sent"), "{error}");
}

#[tokio::test]
async fn no_member_or_two_are_errors() {
    let none = received_form(r#"{"text": null}"#).await.unwrap_err();
    assert!(none.contains("no member of the union `Form` is set"), "{none}");
    let two = received_form(r#"{"text": "a", "unknown": false}"#).await.unwrap_err();
    assert!(two.contains("more than one member of the union `Form` is set"), "{two}");
}

#[tokio::test]
async fn a_secret_is_not_shown() {
    let shown = format!("{:?}", [Form::Hidden("x".into()), Form::Text("y".into())]);
    assert_eq!(shown, r#"[Hidden("*** Sensitive Data Redacted ***"), Text("y")]"#);
}

#[tokio::test]
async fn nulls_stay_in_sparse_collections_alone() {
    let body = r#"{"gaps": ["a", null], "gapMap": {"k": null, "l": {"text": "b"}}, "forms": [null, {"text": "c"}]}"#;
    let output = received(body).await.unwrap();
    assert_eq!(output.gaps(), [Some("a".to_owned()), None]);
    let map = output.gap_map().expect("the map is there");
    assert_eq!((&map["k"], &map["l"]), (&None, &Some(Form::Text("b".into()))));
    assert_eq!(output.forms(), [Form::Text("c".into())]);

    let canned = Canned::new([Answer::json(200, "{}")]);
    let call = client(&canned).put_shape().gaps(Some("a".into())).gaps(None);
    call.gap_map("l", None).gap_map("k", Some(Form::UnknownValue(false))).send().await.unwrap();
    let body = r#"{"gapMap":{"k":{"unknown":false},"l":null},"gaps":["a",null]}"#;
    assert_eq!(canned.only().body, body);
}

#[tokio::test]
async fn documents_go_both_ways() {
    let text = r#"{"anything": {"a": [1, null, "b", {"c": 1.5}]}}"#;
    let output = received(text).await.unwrap();
    let document = output.anything().expect("a document").clone();
    let first = document.as_object().and_then(|o| o["a"].as_array()).map(|a| a[0].clone());
    assert_eq!(first, Some(Document::Number(Number::PosInt(1))));
    let canned = Canned::new([Answer::json(200, "{}")]);
    client(&canned).put_shape().anything(document).send().await.unwrap();
    let sent: Value = serde_json::from_str(&canned.only().body).unwrap();
    assert_eq!(sent, serde_json::from_str::<Value>(text).unwrap());
}

#[tokio::test]
async fn a_union_can_be_the_whole_body() {
    let canned = Canned::new([Answer::json(200, r#"{"text": "out"}"#)]);
    let call = client(&canned).put_payload().form(Form::Text("in".into()));
    let output = call.send().await.unwrap();
    assert_eq!(output.form(), Some(&Form::Text("out".into())));
    assert_eq!(canned.only().body, r#"{"text":"in"}"#);
}

#[tokio::test]
async fn a_stream_is_sent_with_its_length_and_type() {
    let canned = Canned::new([Answer(200, vec![("etag", "t")], b"answer".to_vec())]);
    let upload = || client(&canned).upload().name("f").body(ByteStream::from_static(b"question"));
    let output = upload().send().await.unwrap();
    let asked = canned.only();
    assert_eq!(asked.body, "question");
    assert_eq!(asked.header("content-type"), Some("application/octet-stream"));
    assert_eq!(asked.header("content-length"), Some("8"));
    assert_eq!(output.tag(), Some("t"));
    assert_eq!(output.body.collect().await.unwrap().into_bytes().as_ref(), b"answer");

    canned.answer_with(Answer(200, vec![], vec![]));
    upload().kind("text/plain").send().await.unwrap();
    assert_eq!(canned.only().header("content-type"), Some("text/plain"));
}

#[tokio::test]
async fn a_refused_stream_is_read_as_an_error() {
    let canned = Canned::new([Answer::json(403, r#"{"__type": "No", "message": "not you"}"#)]);
    let error = client(&canned).upload().name("f").send().await.unwrap_err();
    let text = DisplayErrorContext(&error).to_string();
    assert!(text.contains("No: not you"), "{text}");
}

#[test]
fn a_builder_tells_whether_it_has_a_stream() {
    let upload = client(&Canned::new([])).upload().name("n");
    assert!(upload.get_body().is_none());
    let upload = upload.body(ByteStream::from_static(b"a"));
    assert!(upload.get_body().is_some() && upload.get_name().is_some());
    assert!(upload.set_body(None).get_body().is_none());
}

/// Two pages of forms, the second after a key.
fn pages() -> [Answer; 2] {
    let page = |body: Value| Answer::json(200, body.to_string());
    [
        page(json!({"forms": [{"text": "a"}, {"text": "b"}], "last": {"id": {"text": "b"}}})),
        page(json!({"forms": [{"text": "c"}], "last": {}})),
    ]
}

fn bodies(canned: &Canned) -> Vec<Value> {
    let asked = canned.asked().into_iter();
    asked.map(|asked| serde_json::from_str(&asked.body).expect("the request is JSON")).collect()
}

#[tokio::test]
async fn a_listing_goes_on_after_a_key() {
    let canned = Canned::new(pages());
    let listing = client(&canned).list_forms().into_paginator();
    let forms: Vec<_> = listing.items().send().try_collect().await.expect("there are two pages");
    assert_eq!(forms, ["a", "b", "c"].map(|text| Form::Text(text.to_owned())));
    assert_eq!(bodies(&canned), [json!({}), json!({"start": {"id": {"text": "b"}}})]);
}

#[tokio::test]
async fn a_listing_is_resumed_after_a_key() {
    let canned = Canned::new(pages());
    let listing = client(&canned).list_forms().into_paginator().max_items(2);
    let resume = listing.resume_token();
    listing.items().send().try_collect().await.expect("there is a page");
    let token = resume.get().expect("there is more");
    let listing = client(&canned).list_forms().into_paginator().starting_token(token);
    let forms: Vec<_> = listing.items().send().try_collect().await.expect("there is one more");
    assert_eq!(forms, [Form::Text("c".to_owned())]);
    assert_eq!(bodies(&canned), [json!({}), json!({"start": {"id": {"text": "b"}}})]);
}

#[tokio::test]
async fn a_key_that_comes_twice_in_a_row_ends_a_listing() {
    let [first, _] = pages();
    let canned = Canned::new([first.clone(), first]);
    let listing = client(&canned).list_forms().into_paginator();
    let forms: Vec<_> = listing.items().send().try_collect().await.expect("it ends");
    assert_eq!((forms.len(), canned.asked().len()), (4, 2));
}

#[tokio::test]
async fn keys_that_go_round_end_a_listing_with_an_error() {
    let [first, _] = pages();
    let other = Answer::json(200, r#"{"forms": [], "last": {"id": {"text": "c"}}}"#);
    let canned = Canned::new([first.clone(), other, first]);
    let listing = client(&canned).list_forms().into_paginator();
    let error = listing.items().send().try_collect().await.expect_err("it goes on for ever");
    let error = DisplayErrorContext(error).to_string();
    assert!(
        error.contains("the same pagination token twice: [{\"id\": {\"text\": \"b\"}}]"),
        "{error}"
    );
}
