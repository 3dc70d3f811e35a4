//! Calls of whichever operation takes an input.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::error::ProvideErrorMetadata;
use smithwright_apigatewayv2::operation::Input;
use smithwright_apigatewayv2::operation::create_api::CreateApiInput;
use smithwright_apigatewayv2::operation::get_api::{GetApiInput, GetApiOutput};
use smithwright_apigatewayv2::operation::get_apis::{GetApisInput, GetApisOutput};
use smithwright_apigatewayv2::paginator::Paginated;
use smithwright_apigatewayv2::test_util::{Failure, Mock};
use smithwright_apigatewayv2::types::{Api, ProtocolType};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn named(id: &str) -> GetApiOutput {
    GetApiOutput::builder().api_id(id).name(format!("api {id}")).build()
}

fn echo() -> Mock {
    Mock::new().on(|input: &GetApiInput| match input.api_id() {
        Some(id) if id.starts_with('x') => Err(Failure::Status(404)),
        Some(id) => Ok(named(id)),
        None => unreachable!("it is required"),
    })
}

#[tokio::test]
async fn an_input_finds_its_operation() {
    let client = echo().client();
    let output = client.call(GetApiInput::new("a")).await.expect("it is answered");
    assert_eq!(output.name(), Some("api a"));
    let output = client.call(GetApiInput::new("b")).send().await.expect("it is answered");
    assert_eq!(output.name(), Some("api b"));
    assert_eq!(GetApiInput::OPERATION, "GetApi");
}

#[test]
fn what_is_required_is_asked_for_and_all_else_can_be_set() {
    let mut input = CreateApiInput::new("pets", ProtocolType::Http);
    input.description = Some("cats and dogs".to_owned());
    let built = CreateApiInput::builder().name("pets").protocol_type(ProtocolType::Http);
    assert_eq!(Ok(input), built.description("cats and dogs").build().map_err(|e| e.to_string()));
    assert_eq!(GetApisInput::new(), GetApisInput::default());
}

#[tokio::test]
async fn a_call_is_customized_as_a_builder_is() {
    let mock = echo();
    let client = mock.client();
    let call = client.call(GetApiInput::new("a")).customize();
    let call = call.mutate_request(|request| {
        request.headers_mut().insert("x-test", "1");
    });
    let failed = call
        .map_request(|request| match request.headers().get("x-test") {
            Some(_) => Err(std::io::Error::other("it was there")),
            None => Ok(request),
        })
        .send()
        .await;
    let error = failed.expect_err("the second interceptor sees what the first did");
    assert!(format!("{error:?}").contains("it was there"), "{error:?}");
}

/// All pages of a listing, whatever it lists.
async fn all<I>(client: &Client, input: I) -> Vec<I::Output>
where
    I: Input<Client = Client>,
    I::Operation: Paginated,
{
    let mut pages = client.call(input).into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page.expect("it is answered"));
    }
    found
}

#[tokio::test]
async fn listings_go_through_all_pages() {
    let mock = Mock::new().on(|input: &GetApisInput| {
        let page: usize = input.next_token().map_or(0, |token| token.parse().unwrap());
        let api = Api::builder().name(format!("{page}")).build();
        let output = GetApisOutput::builder().items(api);
        let token = (page < 2).then(|| (page + 1).to_string());
        Ok(output.set_next_token(token).build())
    });
    let pages = all(&mock.client(), GetApisInput::new()).await;
    let names: Vec<_> = pages.iter().flat_map(|page| page.items()).filter_map(Api::name).collect();
    assert_eq!(names, ["0", "1", "2"]);
    let tokens = mock.inputs::<GetApisInput>();
    let tokens: Vec<_> = tokens.iter().map(|input| input.next_token()).collect();
    assert_eq!(tokens, [None, Some("1"), Some("2")]);
}

#[tokio::test]
async fn many_calls_are_answered_in_order_each_for_itself() {
    let client = echo().client();
    let inputs = ["a", "x", "b", "c"].map(GetApiInput::new);
    let mut outcomes = client.call_all(inputs.clone(), 2);
    let mut found = Vec::new();
    while let Some(outcome) = outcomes.next().await {
        found.push(
            outcome
                .map(|output| output.api_id.unwrap_or_default())
                .map_err(|error| error.raw_response().map(|response| response.status().as_u16())),
        );
    }
    assert_eq!(found, [Ok("a".to_owned()), Err(Some(404)), Ok("b".to_owned()), Ok("c".to_owned())]);
    assert_eq!(client.call_all(inputs.clone(), 0).collect().await.len(), 4, "at least one at once");
    let first = client.call_all(inputs, 9).try_collect().await;
    assert!(first.is_err_and(|error| error.code().is_none()));
    assert!(client.call_all(Vec::<GetApiInput>::new(), 3).next().await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_calls_run_at_once_than_are_allowed() {
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let config = smithwright_apigatewayv2::Config::builder().with_test_defaults_v2();
    let slow = slow::Slow { running: Arc::clone(&running), most: Arc::clone(&most) };
    let client = Client::from_conf(config.http_client(slow).build());
    let inputs = (0..20).map(|id| GetApiInput::new(id.to_string()));
    let outputs = client.call_all(inputs, 4).try_collect().await.expect("all are answered");
    assert_eq!(outputs.len(), 20);
    assert_eq!(most.load(Ordering::SeqCst), 4);
    assert_eq!(running.load(Ordering::SeqCst), 0);
}

mod slow {
    use super::*;
    use smithwright_runtime::aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    };
    use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::{
        HttpRequest, HttpResponse,
    };
    use smithwright_runtime::aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
    use smithwright_runtime::aws_smithy_types::body::SdkBody;

    /// Answers after a while, and counts the calls that wait.
    #[derive(Clone, Debug)]
    pub struct Slow {
        pub running: Arc<AtomicUsize>,
        pub most: Arc<AtomicUsize>,
    }

    impl HttpClient for Slow {
        fn http_connector(
            &self,
            _: &HttpConnectorSettings,
            _: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(self.clone())
        }
    }

    impl HttpConnector for Slow {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            let Self { running, most } = self.clone();
            HttpConnectorFuture::new(async move {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                running.fetch_sub(1, Ordering::SeqCst);
                Ok(HttpResponse::new(200.try_into().unwrap(), SdkBody::from("{}")))
            })
        }
    }
}

#[test]
fn a_call_shows_what_goes_into_it() {
    let client = Mock::new().client();
    let call = client.call(GetApiInput::new("a"));
    assert_eq!(call.input().api_id(), Some("a"));
    assert!(format!("{call:?}").contains("GetApiInput { api_id: Some(\"a\") }"), "{call:?}");
}
