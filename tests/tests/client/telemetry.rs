//! Input members that the configuration asks to be recorded.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::interceptors::BeforeTransmitInterceptorContextRef;
use smithwright_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use smithwright_apigatewayv2::error::BoxError;
use smithwright_runtime::aws_smithy_types::telemetry::CapturedTelemetryAttributes;
use smithwright_tests::canned::{Answer, Canned};
use std::sync::{Arc, Mutex};

#[derive(Clone, Debug, Default)]
struct Watch(Arc<Mutex<Vec<(String, String)>>>);

impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "Watch"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let captured =
            cfg.load::<CapturedTelemetryAttributes>().into_iter().flat_map(|all| all.iter());
        let captured = captured.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.0.lock().expect("no test panics here").extend(captured);
        Ok(())
    }
}

#[tokio::test]
async fn members_that_are_asked_for_are_captured() {
    let (canned, watch) = (Canned::new([Answer::json(200, "{}")]), Watch::default());
    let config = canned.config().interceptor(watch.clone()).capture_input_attributes([
        "ApiId",
        "NextToken",
        "Nonsense",
    ]);
    let client = Client::from_conf(config.build());
    client.get_integrations().api_id("a1").max_results("5").send().await.expect("it is answered");
    let captured = watch.0.lock().expect("no test panics here").clone();
    assert_eq!(captured, [("ApiId".to_owned(), "a1".to_owned())]);
}
