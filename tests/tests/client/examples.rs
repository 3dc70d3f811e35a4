//! Values that are made up from the model.

use smithwright_apigatewayv2::operation::get_api::GetApiOutput;
use smithwright_apigatewayv2::operation::get_apis::GetApisOutput;
use smithwright_apigatewayv2::operation::get_integrations::GetIntegrationsOutput;
use smithwright_apigatewayv2::test_util::Example as _;
use smithwright_apigatewayv2::types::error::NotFoundException;

#[test]
fn an_example_is_the_same_for_the_same_seed() {
    let output = GetApiOutput::example(7);
    assert_eq!(output, GetApiOutput::example(7));
    assert_ne!(output, GetApiOutput::example(8));
}

#[test]
fn examples_look_as_their_names_say() {
    for seed in 0..50 {
        let output = GetApiOutput::example(seed);
        assert_eq!(output.api_id().map(str::len), Some(10), "{output:?}");
        assert!(output.api_endpoint().is_some_and(|url| url.starts_with("https://example.com/")));
        let known = output.protocol_type().map(|kind| kind.as_str().to_owned());
        assert!(["HTTP", "WEBSOCKET"].contains(&known.as_deref().unwrap_or_default()), "{known:?}");
        let created = output.created_date().map_or(0, |time| time.secs());
        assert!((1_704_067_200..1_767_225_600).contains(&created), "{created}");
        assert!(output.tags().is_some_and(|tags| (1..=3).contains(&tags.len())));
        let items = GetIntegrationsOutput::example(seed);
        let role = items.items()[0].credentials_arn();
        assert!(role.is_some_and(|arn| arn.starts_with("arn:aws:")), "{role:?}");
        assert!(NotFoundException::example(seed).message().is_some());
    }
}

#[test]
fn a_listing_that_is_made_up_ends() {
    for seed in 0..20 {
        let output = GetApisOutput::example(seed);
        assert_eq!(output.next_token(), None);
        assert!(!output.items().is_empty());
    }
}

#[test]
fn limits_hold() {
    use fixture_smithy::operation::get_toy::GetToyInput;
    for seed in 0..200 {
        let id = GetToyInput::example(seed).toy_id.expect("it is set");
        assert!((1..=36).contains(&id.len()), "{id}");
        assert!(id.bytes().all(|letter| letter.is_ascii_lowercase()), "{id}");
    }
}

#[test]
fn what_goes_round_ends() {
    use fixture_recursion::operation::put_tree::PutTreeOutput;
    for seed in 0..20 {
        let tree = PutTreeOutput::example(seed);
        assert!(tree.node().and_then(|node| node.edge()).is_some());
        assert!(format!("{tree:?}").len() < 2_000_000);
    }
}
