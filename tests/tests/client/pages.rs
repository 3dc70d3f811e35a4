//! Listings that come in pages.

use smithwright_apigatewayv2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use smithwright_apigatewayv2::types::Integration;
use smithwright_runtime::paginator::DuplicateToken;
use smithwright_tests::canned::{Answer, Canned};
use std::error::Error as _;

/// A page with these integrations and this token.
fn page(ids: &[&str], token: Option<&str>) -> Answer {
    let items: Vec<_> = ids.iter().map(|id| serde_json::json!({ "integrationId": id })).collect();
    let page = serde_json::json!({ "items": items, "nextToken": token });
    Answer::json(200, page.to_string())
}

fn queries(canned: &Canned) -> Vec<String> {
    canned.asked().iter().map(|asked| asked.query().unwrap_or_default().to_owned()).collect()
}

fn id(item: &Integration) -> &str {
    item.integration_id().expect("each has one")
}

macro_rules! paginator {
    ($canned:expr) => {
        $canned.client().get_integrations().api_id("a").into_paginator()
    };
}

#[tokio::test]
async fn pages_follow_their_tokens_until_there_is_none() {
    let canned = Canned::new([
        page(&["1", "2"], Some("t/1=")),
        page(&["3"], Some("t2")),
        page(&["4"], None),
    ]);
    let mut pages = paginator!(canned).send();
    assert_eq!(canned.asked(), [], "nothing is sent before the first page is asked for");
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.items().iter().map(id).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(first.next_token(), Some("t/1="));
    assert_eq!(canned.asked().len(), 1, "the next page is sent for when it is asked for");
    let second = pages.try_next().await.unwrap().unwrap();
    assert_eq!(second.items().iter().map(id).collect::<Vec<_>>(), ["3"]);
    let third = pages.try_next().await.unwrap().unwrap();
    assert_eq!(third.next_token(), None);
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(queries(&canned), ["", "nextToken=t%2F1%3D", "nextToken=t2"]);
    assert!(canned.asked().iter().all(|asked| asked.path() == "/v2/apis/a/integrations"));
}

#[tokio::test]
async fn items_are_those_of_all_pages_and_an_empty_page_goes_on() {
    let canned = Canned::new([
        page(&["1"], Some("A")),
        page(&[], Some("B")),
        Answer::json(200, r#"{"nextToken": "C"}"#),
        page(&["2", "3"], Some("")),
    ]);
    let items = paginator!(canned).items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(items.iter().map(id).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(queries(&canned), ["", "nextToken=A", "nextToken=B", "nextToken=C"]);
}

#[tokio::test]
async fn the_size_of_a_page_is_text_on_the_wire_and_stays_from_page_to_page() {
    let canned = Canned::new([page(&["1"], Some("A")), page(&["2"], None)]);
    let pages = canned.client().get_integrations().api_id("a").max_results("9").into_paginator();
    let pages = pages.page_size(2).send().collect::<Vec<_>>().await;
    assert_eq!(pages.len(), 2);
    assert_eq!(queries(&canned), ["maxResults=2", "maxResults=2&nextToken=A"]);
}

#[tokio::test]
async fn the_size_of_a_page_may_be_a_number() {
    let canned = Canned::new([Answer::json(200, r#"{"routingRules": [{"priority": 7}]}"#)]);
    let rules = canned.client().list_routing_rules().domain_name("d").into_paginator();
    let rules = rules.page_size(3).items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(rules.iter().map(|rule| rule.priority()).collect::<Vec<_>>(), [Some(7)]);
    assert_eq!(queries(&canned), ["maxResults=3"]);
}

#[tokio::test]
async fn a_listing_starts_at_the_token_of_its_input() {
    let canned = Canned::new([page(&["3"], None)]);
    let call = canned.client().get_integrations().api_id("a").next_token("middle");
    let items = call.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(queries(&canned), ["nextToken=middle"]);
}

#[tokio::test]
async fn an_error_in_the_middle_ends_the_listing_with_that_error() {
    let refused = Answer::json(400, r#"{"code": "BadRequestException", "message": "old token"}"#);
    let canned = Canned::new([page(&["1"], Some("A")), refused, page(&["2"], None)]);
    let mut items = paginator!(canned).items().send();
    assert_eq!(items.next().await.unwrap().unwrap().integration_id(), Some("1"));
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.as_service_error().unwrap().is_bad_request_exception());
    assert_eq!(error.message(), Some("old token"));
    assert!(items.next().await.is_none());
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn tokens_that_go_round_end_the_listing_with_an_error_that_names_one() {
    let cases: [(&[&str], &str); 2] = [(&["A", "B", "A"], "A"), (&["1", "2", "3", "4", "2"], "2")];
    for (tokens, twice) in cases {
        let canned = Canned::new(tokens.iter().map(|token| page(&["x"], Some(token))));
        let mut pages = paginator!(canned).send();
        for _ in tokens {
            pages.next().await.unwrap().expect("the page that repeats a token is still a page");
        }
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
        let cause = error.source().and_then(|cause| cause.downcast_ref::<DuplicateToken>());
        assert_eq!(cause.map(DuplicateToken::token), Some(twice), "{tokens:?}");
        let shown = DisplayErrorContext(&error).to_string();
        let says = format!("the service gave the same pagination token twice: {twice}");
        assert!(shown.contains(&says), "{shown}");
        assert!(pages.next().await.is_none());
        assert_eq!(canned.asked().len(), tokens.len());
    }
}

#[tokio::test]
async fn items_before_a_repeated_token_are_all_given() {
    let pages = [page(&["1"], Some("A")), page(&["2"], Some("B")), page(&["3", "4"], Some("A"))];
    let items = paginator!(Canned::new(pages)).items().send().collect::<Vec<_>>().await;
    let good: Vec<_> = items.iter().filter_map(|item| item.as_ref().ok()).map(id).collect();
    assert_eq!(good, ["1", "2", "3", "4"]);
    assert!(items.len() == 5 && items[4].is_err(), "{items:?}");
}

#[tokio::test]
async fn a_page_that_gives_the_token_it_was_asked_with_is_the_last() {
    let canned = Canned::new([page(&["1"], Some("A")), page(&["2", "3"], Some("A"))]);
    let listing = paginator!(canned);
    let resume = listing.resume_token();
    let items = listing.items().send().collect::<Result<Vec<_>, _>>().await.expect("no error");
    assert_eq!(items.iter().map(id).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(queries(&canned), ["", "nextToken=A"]);
    assert_eq!(resume.get(), None, "it came to its end");
}

#[tokio::test]
async fn the_first_page_may_give_the_token_of_the_input_and_be_the_last() {
    let canned = Canned::new([page(&["1"], Some("A"))]);
    let call = canned.client().get_integrations().api_id("a").next_token("A");
    let items = call.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await;
    assert_eq!(items.expect("no error").len(), 1);
    assert_eq!(queries(&canned), ["nextToken=A"]);
}

#[tokio::test]
async fn a_circle_through_the_token_of_the_start_is_found_when_it_comes_again() {
    let canned = Canned::new([page(&["1"], Some("B")), page(&["2"], Some("A"))]);
    let call = canned.client().get_integrations().api_id("a").next_token("A");
    let items = call.into_paginator().items().send().collect::<Vec<_>>().await;
    let good: Vec<_> = items.iter().filter_map(|item| item.as_ref().ok()).map(id).collect();
    assert_eq!(good, ["1", "2"]);
    let shown = DisplayErrorContext(items[2].as_ref().unwrap_err()).to_string();
    assert!(shown.contains("the same pagination token twice: A"), "{shown}");
    assert_eq!(queries(&canned), ["nextToken=A", "nextToken=B"]);
}

#[tokio::test]
async fn tokens_may_come_again_where_that_is_asked_for() {
    let canned =
        Canned::new([page(&["1"], Some("A")), page(&["2"], Some("A")), page(&["3"], None)]);
    let paginator = paginator!(canned).stop_on_duplicate_token(false);
    let items = paginator.items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(items.iter().map(id).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(queries(&canned), ["", "nextToken=A", "nextToken=A"]);
}

#[tokio::test]
async fn a_missing_label_is_told_as_the_first_page() {
    let canned = Canned::new([page(&["1"], None)]);
    let mut pages = canned.client().get_integrations().into_paginator().page_size(1).send();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("api_id was missing"), "{shown}");
    assert!(pages.next().await.is_none());
    assert_eq!(canned.asked(), []);
}

#[tokio::test]
async fn a_listing_that_is_dropped_asks_no_more() {
    let canned = Canned::new([page(&["1", "2"], Some("A")), page(&["3"], None)]);
    let mut items = paginator!(canned).items().send();
    assert_eq!(id(&items.next().await.unwrap().unwrap()), "1");
    drop(items);
    tokio::task::yield_now().await;
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn two_listings_of_one_client_do_not_meet() {
    let canned =
        Canned::new([page(&["x"], Some("A")), page(&["x"], Some("A")), page(&["x"], None)]);
    let (mut one, mut two) = (paginator!(canned).send(), paginator!(canned).send());
    one.next().await.unwrap().unwrap();
    two.next().await.unwrap().unwrap();
    assert_eq!(one.next().await.unwrap().unwrap().next_token(), None);
    assert_eq!(two.next().await.unwrap().unwrap().next_token(), None);
    assert_eq!(queries(&canned), ["", "", "nextToken=A", "nextToken=A"]);
}
