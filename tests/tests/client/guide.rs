//! The ways to test that `docs/testing.md` shows, which shows no others.

use std::fs;
use std::path::Path;

/// What is tested here.
mod program {
    use smithwright_apigatewayv2::{Client, Error};

    pub async fn greeting(client: &Client, api_id: &str) -> Result<String, Error> {
        let api = client.get_api().api_id(api_id).send().await?;
        Ok(format!("hello, {}", api.name().unwrap_or_default()))
    }
}

mod closures {
    use super::program::greeting;
    use smithwright_apigatewayv2::operation::get_api::{GetApiError, GetApiInput, GetApiOutput};
    use smithwright_apigatewayv2::test_util::Mock;
    use smithwright_apigatewayv2::types::error::NotFoundException;

    #[tokio::test]
    async fn an_api_is_greeted() {
        let mock = Mock::new().on(|input: &GetApiInput| match input.api_id() {
            Some("a1") => Ok(GetApiOutput::builder().name("pets").build()),
            _ => {
                let missing = NotFoundException::builder().message("no such API").build();
                Err(GetApiError::NotFoundException(missing).into())
            }
        });
        let client = mock.client();
        assert_eq!(greeting(&client, "a1").await.expect("it is there"), "hello, pets");
        assert!(greeting(&client, "a2").await.is_err());
        let asked = mock.inputs::<GetApiInput>();
        assert_eq!(asked[1].api_id(), Some("a2"));
    }
}

mod failures {
    use super::program::greeting;
    use smithwright_apigatewayv2::operation::get_api::{GetApiInput, GetApiOutput};
    use smithwright_apigatewayv2::test_util::{Failure, Mock};

    #[tokio::test]
    async fn trouble_passes() {
        let pets = GetApiOutput::builder().name("pets").build();
        let mock = Mock::new().sequence::<GetApiInput>([
            Err(Failure::Throttled),
            Err(Failure::ConnectionReset),
            Ok(pets),
        ]);
        assert_eq!(greeting(&mock.client(), "a1").await.expect("at last"), "hello, pets");
        assert_eq!(mock.calls()[0].attempts(), 3);
        assert!(mock.left().is_empty());
    }

    #[tokio::test]
    async fn trouble_stays() {
        let mock = Mock::new().on(|_: &GetApiInput| Err(Failure::Status(503)));
        assert!(greeting(&mock.client(), "a1").await.is_err());
        assert_eq!(mock.calls()[0].attempts(), 3);
    }
}

mod made_up {
    use smithwright_apigatewayv2::operation::get_apis::GetApisOutput;
    use smithwright_apigatewayv2::test_util::Example;

    #[test]
    fn something_plausible() {
        let apis = GetApisOutput::example(1);
        for api in apis.items() {
            println!("{:?} at {:?}, made {:?}", api.name(), api.api_endpoint(), api.created_date());
        }
        assert_eq!(apis, GetApisOutput::example(1));
    }
}

mod recorded {
    use super::program::greeting;
    use smithwright_apigatewayv2::Client;
    use smithwright_apigatewayv2::operation::get_api::GetApiInput;
    use smithwright_apigatewayv2::test_util::Recorder;
    use smithwright_tests::canned::{Answer, Canned};

    #[tokio::test]
    async fn what_was_asked() {
        let server = Canned::new([Answer::json(200, r#"{"name": "pets"}"#)]);
        let recorder = Recorder::new();
        let config = server.config().interceptor(recorder.clone()).build();
        let greeted = greeting(&Client::from_conf(config), "a1").await;
        assert_eq!(greeted.expect("it is there"), "hello, pets");
        assert_eq!(recorder.inputs::<GetApiInput>()[0].api_id(), Some("a1"));
    }
}

mod official {
    use super::program::greeting;
    use aws_smithy_mocks::{mock, mock_client};
    use smithwright_apigatewayv2::Client;
    use smithwright_apigatewayv2::operation::get_api::GetApiOutput;

    #[tokio::test]
    async fn an_api_is_greeted() {
        let pets = mock!(Client::get_api)
            .match_requests(|input| input.api_id() == Some("a1"))
            .then_output(|| GetApiOutput::builder().name("pets").build());
        let client = mock_client!(smithwright_apigatewayv2, [&pets]);
        assert_eq!(greeting(&client, "a1").await.expect("it is there"), "hello, pets");
    }
}

mod replayed {
    use super::program::greeting;
    use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
    use aws_smithy_types::body::SdkBody;
    use smithwright_apigatewayv2::{Client, Config};

    #[tokio::test]
    async fn an_answer_is_read() {
        let request = http::Request::get("https://apigateway.us-east-1.amazonaws.com/v2/apis/a1")
            .body(SdkBody::empty())
            .expect("it is a request");
        let response = http::Response::new(SdkBody::from(r#"{"name": "pets"}"#));
        let replay = StaticReplayClient::new(vec![ReplayEvent::new(request, response)]);
        let config = Config::builder().with_test_defaults_v2().http_client(replay.clone());
        let greeted = greeting(&Client::from_conf(config.build()), "a1").await;
        assert_eq!(greeted.expect("it is there"), "hello, pets");
        replay.assert_requests_match(&["authorization", "user-agent", "x-amz-user-agent"]);
    }
}

#[test]
fn the_guide_shows_what_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("it can be read");
    let (guide, run) = (read("../docs/testing.md"), read("tests/client/guide.rs"));
    let plain = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let run = plain(&run);
    let blocks: Vec<_> = guide.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), 7);
    for block in blocks {
        let block = block.split("```\n").next().unwrap_or_default();
        assert!(run.contains(plain(block).trim()), "nothing runs this:\n{block}");
    }
}
