//! What a call tells `tracing`.

use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::log::Log;

/// What is kept of a call that is answered so.
async fn trace(answer: Answer) -> Log {
    let (kept, _guard) = Log::start();
    let client = Canned::new([answer]).client();
    client.get_integration().api_id("a1").integration_id("i2").send().await.ok();
    kept
}

#[tokio::test]
async fn a_call_is_a_span_that_names_service_and_operation() {
    let kept = trace(Answer::json(200, "{}")).await;
    let spans = kept.spans.lock().unwrap();
    let name = "ApiGatewayV2.GetIntegration";
    let calls: Vec<_> = spans.iter().filter(|(other, _)| *other == name).collect();
    let [(_, fields)] = calls.as_slice() else { panic!("{spans:?}") };
    assert_eq!(fields["rpc.system"], "aws-api");
    assert_eq!(fields["rpc.service"], "ApiGatewayV2");
    assert_eq!(fields["rpc.method"], "GetIntegration");
    let id: u32 = fields["sdk_invocation_id"].parse().expect("it is a number");
    assert!((1_000_000..10_000_000).contains(&id), "{id}");
    assert_eq!(fields.len(), 4, "{fields:?}");
    assert_eq!(spans[0].0, name, "all else happens within it: {spans:?}");
}

#[tokio::test]
async fn the_request_id_is_told() {
    let kept = trace(Answer::json(200, "{}")).await;
    let said = kept.events.lock().unwrap();
    assert!(
        said.contains(
            r#"smithwright_runtime::call::deserialize {"request_id": "Some(\"req-1\")"}"#
        ),
        "{said}"
    );
}

#[tokio::test]
async fn no_secret_is_told() {
    for answer in [Answer::json(200, "{}"), Answer::json(403, "{}")] {
        let kept = trace(answer).await;
        let text = kept.text();
        for told in ["transmitting request", "received response from service", "signing request"] {
            assert!(text.contains(told), "{told}: {text}");
        }
        let events = kept.events.lock().unwrap();
        // Who tells of credentials names them, and shows nothing of them.
        let shown = r#"access_key_id: \"AKID\", secret_access_key: \"** redacted **\""#;
        for who in
            ["aws_smithy_runtime::client::orchestrator::auth", "aws_sigv4::http_request::sign"]
        {
            // The level stands before.
            let told =
                |line: &&str| line.split_once(' ').is_some_and(|(_, line)| line.starts_with(who));
            let mut lines = events.lines().filter(told);
            assert!(lines.any(|line| line.contains(shown)), "{who} tells of none: {events}");
        }
        assert!(!text.replace("secret_access_key", "").contains("secret"), "{text}");
        assert!(!text.contains("Signature="), "{text}");
    }
}
