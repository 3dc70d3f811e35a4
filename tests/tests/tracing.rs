//! What a call tells `tracing`.

use smithwright_tests::canned::{Answer, Canned};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

type Fields = BTreeMap<&'static str, String>;

/// Keeps spans by their names, and all that is said in events.
#[derive(Clone, Default)]
struct Kept {
    spans: Arc<Mutex<Vec<(&'static str, Fields)>>>,
    said: Arc<Mutex<String>>,
}

struct Read<'a>(&'a mut Fields);

impl Visit for Read<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl<S: Subscriber> Layer<S> for Kept {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut fields = Fields::new();
        attributes.record(&mut Read(&mut fields));
        self.spans.lock().unwrap().push((attributes.metadata().name(), fields));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::new();
        event.record(&mut Read(&mut fields));
        self.said.lock().unwrap().push_str(&format!("{} {fields:?}\n", event.metadata().target()));
    }
}

/// What is kept of a call that is answered so.
async fn trace(answer: Answer) -> Kept {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::registry().with(kept.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let client = Canned::new([answer]).client();
    client.get_integration().api_id("a1").integration_id("i2").send().await.ok();
    kept
}

#[tokio::test]
async fn a_call_is_a_span_that_names_service_and_operation() {
    let kept = trace(Answer::json(200, "{}")).await;
    let spans = kept.spans.lock().unwrap();
    let calls: Vec<_> = spans.iter().filter(|(name, _)| *name == "operation").collect();
    let [(_, fields)] = calls.as_slice() else { panic!("{spans:?}") };
    assert_eq!(fields["rpc.system"], "aws-api");
    assert_eq!(fields["rpc.service"], "ApiGatewayV2");
    assert_eq!(fields["rpc.method"], "GetIntegration");
    let id: u32 = fields["sdk_invocation_id"].parse().expect("it is a number");
    assert!((1_000_000..10_000_000).contains(&id), "{id}");
    assert_eq!(fields.len(), 4, "{fields:?}");
    assert_eq!(spans[0].0, "operation", "all else happens within it: {spans:?}");
}

#[tokio::test]
async fn the_request_id_is_told() {
    let kept = trace(Answer::json(200, "{}")).await;
    let said = kept.said.lock().unwrap();
    assert!(
        said.contains(r#"smithwright_runtime::operation {"request_id": "Some(\"req-1\")"}"#),
        "{said}"
    );
}

#[tokio::test]
async fn no_secret_is_told() {
    for answer in [Answer::json(200, "{}"), Answer::json(403, "{}")] {
        let kept = trace(answer).await;
        let said = kept.said.lock().unwrap();
        let spans = format!("{:?}", kept.spans.lock().unwrap());
        // Who tells of credentials names them, and shows nothing of them.
        let shown = r#"access_key_id: \"AKID\", secret_access_key: \"** redacted **\""#;
        for who in
            ["aws_smithy_runtime::client::orchestrator::auth", "aws_sigv4::http_request::sign"]
        {
            let mut lines = said.lines().filter(|line| line.starts_with(who));
            assert!(lines.any(|line| line.contains(shown)), "{who} tells of none: {said}");
        }
        for text in [&*said, &spans] {
            assert!(!text.replace("secret_access_key", "").contains("secret"), "{text}");
            assert!(!text.contains("Signature="), "{text}");
        }
    }
}
