//! Listings that end early, and go on where they ended.

use futures_util::TryStreamExt;
use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::retry::RetryConfig;
use smithwright_apigatewayv2::error::DisplayErrorContext;
use smithwright_apigatewayv2::operation::get_integrations::paginator::GetIntegrationsPaginator;
use smithwright_apigatewayv2::paginator::InvalidStartingToken;
use smithwright_apigatewayv2::types::Integration;
use smithwright_tests::canned::{Answer, Canned};
use std::error::Error;

/// Pages of one to three items; the last has no token.
fn pages() -> [Answer; 3] {
    let page = |ids: &[&str], token: Option<&str>| {
        let items: Vec<_> =
            ids.iter().map(|id| serde_json::json!({ "integrationId": id })).collect();
        let page = serde_json::json!({ "items": items, "nextToken": token });
        Answer::json(200, page.to_string())
    };
    [page(&["1", "2", "3"], Some("A")), page(&["4", "5"], Some("B")), page(&["6"], None)]
}

fn listing(canned: &Canned) -> GetIntegrationsPaginator {
    canned.client().get_integrations().api_id("a").into_paginator()
}

fn id(item: &Integration) -> &str {
    item.integration_id().expect("each has one")
}

fn ids(items: &[Integration]) -> String {
    items.iter().map(id).collect()
}

/// The listing of the pages from the one that `token` asks for.
fn from_page(token: &str) -> Canned {
    let [first, second, third] = pages();
    match token {
        "" => Canned::new([first, second, third]),
        "A" => Canned::new([second, third]),
        _ => Canned::new([third]),
    }
}

/// A resume token, decoded: base64 is undone by the test's own hand, so that a fault in ours shows.
fn decoded(token: &str) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = Vec::new();
    for c in token.trim_end_matches('=').bytes() {
        let six = alphabet.iter().position(|letter| *letter == c).expect("it is base64");
        bits.extend((0..6).rev().map(|bit| six >> bit & 1));
    }
    let bytes = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit));
    String::from_utf8(bytes.map(|byte| byte as u8).collect()).expect("it is text")
}

#[tokio::test]
async fn a_limit_cuts_the_last_page_and_the_token_says_where() {
    let cut = |n| format!(r#"{{"NextToken": "A", "boto_truncate_amount": {n}}}"#);
    let first = |n| format!(r#"{{"NextToken": null, "boto_truncate_amount": {n}}}"#);
    for (limit, given, requests, token) in [
        (0, "", 1, Some(first(0))),
        (1, "1", 1, Some(first(1))),
        (3, "123", 1, Some(r#"{"NextToken": "A"}"#.to_owned())),
        (4, "1234", 2, Some(cut(1))),
        (5, "12345", 2, Some(r#"{"NextToken": "B"}"#.to_owned())),
        (6, "123456", 3, None),
        (7, "123456", 3, None),
    ] {
        let canned = Canned::new(pages());
        let paginator = listing(&canned).max_items(limit).items();
        let resume = paginator.resume_token();
        let items = paginator.send().try_collect().await.unwrap();
        assert_eq!(ids(&items), given, "{limit}");
        assert_eq!(canned.asked().len(), requests, "{limit}");
        assert_eq!(resume.get().as_deref().map(decoded), token, "{limit}");
    }
}

#[tokio::test]
async fn every_place_can_be_resumed_without_gap_or_repeat() {
    for stop in 0..=6 {
        let canned = Canned::new(pages());
        let items = listing(&canned).items();
        let resume = items.resume_token();
        let mut items = items.send();
        let mut all = String::new();
        for _ in 0..stop {
            all.push_str(id(&items.next().await.unwrap().unwrap()));
        }
        drop(items);
        if let Some(token) = resume.get() {
            let place = decoded(&token);
            let asked = if place.contains("\"A\"") {
                "A"
            } else if place.contains("\"B\"") {
                "B"
            } else {
                ""
            };
            let canned = from_page(asked);
            let rest = listing(&canned).starting_token(token).items().send().try_collect().await;
            all.push_str(&ids(&rest.unwrap()));
            let query = canned.asked()[0].query().unwrap_or_default().to_owned();
            let expected =
                if asked.is_empty() { String::new() } else { format!("nextToken={asked}") };
            assert_eq!(query, expected, "{stop}");
        }
        assert_eq!(all, "123456", "{stop}");
    }
}

#[tokio::test]
async fn a_listing_that_came_to_its_end_cannot_be_resumed() {
    let canned = Canned::new(pages());
    let paginator = listing(&canned);
    let resume = paginator.resume_token();
    assert_eq!(paginator.send().try_collect().await.unwrap().len(), 3);
    assert_eq!(resume.get(), None);
}

#[tokio::test]
async fn a_listing_that_failed_goes_on_at_the_page_that_failed() {
    let [first, second, third] = pages();
    let canned = Canned::new([first, Answer::json(500, "{}")]);
    let config = canned.config().retry_config(RetryConfig::disabled()).build();
    let client = Client::from_conf(config);
    let paginator = client.get_integrations().api_id("a").into_paginator().items();
    let resume = paginator.resume_token();
    let listed = paginator.send().collect::<Vec<_>>().await;
    assert_eq!(listed.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, true, false]);
    let token = resume.get().expect("it did not end");
    assert_eq!(decoded(&token), r#"{"NextToken": "A"}"#);
    let canned = Canned::new([second, third]);
    let rest = listing(&canned).starting_token(token).items().send().try_collect().await.unwrap();
    assert_eq!(ids(&rest), "456");
}

#[tokio::test]
async fn a_start_inside_a_page_counts_for_the_limit_and_for_the_next_token() {
    let place = |cut| {
        let json = format!(r#"{{"NextToken": "A", "boto_truncate_amount": {cut}}}"#);
        smithwright_runtime::aws_smithy_types::base64::encode(json)
    };
    let list = async |cut, limit| {
        let canned = from_page("A");
        let paginator = listing(&canned).starting_token(place(cut)).max_items(limit).items();
        let resume = paginator.resume_token();
        let items = paginator.send().try_collect().await.unwrap();
        (ids(&items), resume.get().as_deref().map(decoded))
    };
    let after = |cut| Some(format!(r#"{{"NextToken": "A", "boto_truncate_amount": {cut}}}"#));
    assert_eq!(list(0, 1).await, ("4".to_owned(), after(1)));
    assert_eq!(list(1, 1).await, ("5".to_owned(), Some(r#"{"NextToken": "B"}"#.to_owned())));
    assert_eq!(list(1, 2).await, ("56".to_owned(), None));
    assert_eq!(list(9, 1).await, ("6".to_owned(), None), "the page is shorter by now");

    let second = r#"{"NextToken": null, "boto_truncate_amount": 1}"#;
    let second = smithwright_runtime::aws_smithy_types::base64::encode(second);
    let canned = from_page("");
    let paginator = listing(&canned).starting_token(second).max_items(1).items();
    let resume = paginator.resume_token();
    assert_eq!(ids(&paginator.send().try_collect().await.unwrap()), "2");
    let third = resume.get().as_deref().map(decoded);
    assert_eq!(third.as_deref(), Some(r#"{"NextToken": null, "boto_truncate_amount": 2}"#));
}

#[tokio::test]
async fn the_request_may_bring_a_token_of_its_own() {
    let canned = from_page("A");
    let call = canned.client().get_integrations().api_id("a").next_token("A");
    let paginator = call.into_paginator().max_items(1).items();
    let resume = paginator.resume_token();
    assert_eq!(ids(&paginator.send().try_collect().await.unwrap()), "4");
    let token = resume.get().expect("there is more");
    assert_eq!(decoded(&token), r#"{"NextToken": "A", "boto_truncate_amount": 1}"#);
}

#[tokio::test]
async fn what_is_no_resume_token_is_told_before_anything_is_sent() {
    for (token, says) in [
        ("A", "it is not base64"),
        ("A___3", "it is not base64"),
        ("QUJD", "it is base64, but not of a JSON object"),
        ("eyJNYXJrZXIiOiAiQSJ9", "it is not of this operation, whose tokens hold NextToken"),
        ("eyJOZXh0VG9rZW4iOiA3fQ==", "its NextToken is of a type that the operation does not take"),
    ] {
        let canned = Canned::new(pages());
        let paginator = listing(&canned).starting_token(token);
        let listed = paginator.items().send().collect::<Vec<_>>().await;
        let [Err(error)] = listed.as_slice() else { panic!("{listed:?}") };
        let shown = DisplayErrorContext(error).to_string();
        assert!(shown.contains(says) && shown.contains(&format!("{token:?}")), "{shown}");
        let source =
            error.source().and_then(|source| source.downcast_ref::<InvalidStartingToken>());
        assert_eq!(source.map(InvalidStartingToken::token), Some(token));
        assert_eq!(canned.asked(), []);
    }
}

#[tokio::test]
async fn listings_are_streams_of_the_futures_crates() {
    let canned = Canned::new(pages());
    let items: Vec<_> = listing(&canned).items().into_stream().try_collect().await.unwrap();
    assert_eq!(ids(&items), "123456");
    let canned = Canned::new(pages());
    let first = listing(&canned).into_stream().try_next().await.unwrap().unwrap();
    assert_eq!(ids(first.items()), "123");
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn a_listing_can_go_on_in_another_task() {
    let canned = Canned::new(pages());
    let mut items = listing(&canned).items().send();
    let first = items.next().await.unwrap().unwrap();
    assert_eq!(id(&first), "1");
    let rest = tokio::spawn(items.try_collect()).await.expect("it does not panic").unwrap();
    assert_eq!(ids(&rest), "23456");
}
