//! Our client and boto3, side by side against moto.

use serde_json::Value;
use smithwright_apigatewayv2::{error::ProvideErrorMetadata, types};
use smithwright_tests::boto3::{self, Moto};
use smithwright_tests::models::folder;
use smithwright_tests::operations::Service;
use smithwright_tests::scenario::{Answer, Ask, Defaults, How, Peer, Scenario};

/// A client of ours.
struct Ours<C>(C);

impl<C: Service> Peer for Ours<C> {
    async fn ask(&mut self, ask: &Ask) -> Answer {
        assert_eq!(ask.how, How::Once, "listings and waits have tests of their own");
        self.0.call(&ask.operation, &ask.input).await
    }
}

/// The members that have a default, and the default, as the service's overlay has them.
fn defaults(service: &str) -> Defaults {
    let overlay = folder("../model").join(service).join("overlay.toml");
    let overlay = std::fs::read_to_string(overlay).unwrap_or_default();
    let overlay: Value = toml::from_str(&overlay).expect("the overlay is TOML");
    let structures = overlay["defaults"].as_object().into_iter().flatten();
    let members = structures.filter_map(|(_, members)| members.as_object()).flatten();
    members.map(|(member, value)| (member.clone(), value.clone())).collect()
}

async fn whoever_calls_both_read_the_same<C: Service>(scenario: &str) {
    let scenario = Scenario::parse(scenario).expect("it is a scenario");
    let ours = |url: &str| Ours(C::at(url));
    let outcome = scenario.side_by_side(C::NAME, &defaults(C::NAME), ours).await;
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let in_moto = boto3::operations_in_moto(C::NAME);
    assert!(!in_moto.is_empty(), "nothing was compared");
    assert_eq!(scenario.operations(), in_moto, "every operation that moto answers is called");
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
