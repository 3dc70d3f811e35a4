//! Calls that a test answers itself.

use fixture_bookshop::operation::get_book::{GetBookInput, GetBookOutput};
use fixture_s3::operation::get_object::{GetObjectInput, GetObjectOutput};
use fixture_s3::operation::put_object::PutObjectInput;
use fixture_secrets::operation::put_safe::PutSafeInput;
use smithwright_apigatewayv2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use smithwright_apigatewayv2::operation::get_api::{GetApiError, GetApiInput, GetApiOutput};
use smithwright_apigatewayv2::operation::get_apis::GetApisInput;
use smithwright_apigatewayv2::operation::get_routes::GetRoutesInput;
use smithwright_apigatewayv2::test_util::{Answer, Example, Failure, Mock, Recorder};
use smithwright_apigatewayv2::types::error::NotFoundException;

fn found() -> Answer<GetApiInput> {
    Ok(GetApiOutput::builder().name("pets").build())
}

fn missing() -> GetApiError {
    GetApiError::NotFoundException(NotFoundException::builder().message("no such API").build())
}

#[tokio::test]
async fn a_closure_answers_and_inputs_are_kept() {
    let mock = Mock::new().on(|input: &GetApiInput| match input.api_id() {
        Some("a") => found(),
        _ => Err(missing().into()),
    });
    let client = mock.client();
    let output = client.get_api().api_id("a").send().await.expect("it is found");
    assert_eq!(output.name(), Some("pets"));
    let error = client.get_api().api_id("b").send().await.expect_err("it is missing");
    assert!(error.as_service_error().is_some_and(GetApiError::is_not_found_exception));
    assert_eq!((error.code(), error.message()), (Some("NotFoundException"), Some("no such API")));
    let inputs = mock.inputs::<GetApiInput>();
    assert_eq!(
        inputs.iter().map(|input| input.api_id()).collect::<Vec<_>>(),
        [Some("a"), Some("b")]
    );
    assert!(mock.inputs::<GetApisInput>().is_empty());
    let calls = mock.calls();
    assert_eq!(calls.iter().map(|call| call.operation()).collect::<Vec<_>>(), ["GetApi"; 2]);
    assert_eq!(format!("{:?}", calls[0]), "GetApiInput { api_id: Some(\"a\") }");
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let failures = [
        Failure::Throttled,
        Failure::Status(500),
        Failure::Status(503),
        Failure::TimedOut,
        Failure::ConnectionReset,
    ];
    for failure in failures {
        let mock = Mock::new().sequence::<GetApiInput>([Err(failure), found()]);
        let output = mock.client().get_api().api_id("a").send().await;
        assert_eq!(output.expect("the second time").name(), Some("pets"));
        assert_eq!(mock.calls()[0].attempts(), 2);
        assert!(mock.left().is_empty());
    }
}

#[tokio::test]
async fn what_does_not_pass_is_the_error_of_the_call() {
    let fails = async |failure: fn() -> Failure<GetApiError>| {
        let mock = Mock::new().on(move |_: &GetApiInput| Err(failure()));
        let error = mock.client().get_api().api_id("a").send().await.expect_err("it fails");
        (error, mock.calls()[0].attempts())
    };
    let (error, attempts) = fails(|| Failure::Throttled).await;
    assert_eq!((error.code(), attempts), (Some("ThrottlingException"), 3));
    assert_eq!(error.raw_response().map(|response| response.status().as_u16()), Some(429));
    let (error, attempts) = fails(|| Failure::Status(503)).await;
    assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
    assert_eq!(attempts, 3);
    let (error, _) = fails(|| Failure::Status(404)).await;
    assert_eq!(error.raw_response().map(|response| response.status().as_u16()), Some(404));
    let (error, attempts) = fails(|| Failure::TimedOut).await;
    assert!(matches!(&error, SdkError::DispatchFailure(cause) if cause.is_timeout()), "{error:?}");
    assert_eq!(attempts, 3);
    let (error, _) = fails(|| Failure::ConnectionReset).await;
    assert!(matches!(&error, SdkError::DispatchFailure(cause) if cause.is_io()), "{error:?}");
    let (error, attempts) = fails(|| missing().into()).await;
    assert_eq!((error.code(), attempts), (Some("NotFoundException"), 1));
}

#[tokio::test]
async fn answers_in_turn_go_before_a_closure() {
    let other = || Ok(GetApiOutput::builder().name("others").build());
    let mock = Mock::new().on(move |_: &GetApiInput| other()).sequence::<GetApiInput>([found()]);
    assert_eq!(mock.left(), [("GetApi", 1)]);
    let client = mock.client();
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(client.get_api().api_id("a").send().await.expect("one").name);
    }
    assert_eq!(names, ["pets", "others", "others"].map(|name| Some(name.to_owned())));
}

#[tokio::test]
async fn a_call_without_an_answer_says_what_was_set_up() {
    let mock = Mock::new().on(|_: &GetApisInput| Err(Failure::TimedOut));
    let mock = mock.sequence::<GetApiInput>([found()]);
    let client = mock.client();
    client.get_api().api_id("a").send().await.expect("there is one answer");
    let known = "it was set up for GetApi (1 of 1 in turn given), GetApis";
    let error = client.get_api().api_id("a").send().await.expect_err("there is no other");
    let shown = DisplayErrorContext(&error).to_string();
    let mut lines = [shown, format!("{error:?}")].into_iter();
    assert!(lines.all(|text| text.contains("the mock has no answer to this call of GetApi;")));
    let error = client.get_routes().api_id("a").send().await.expect_err("nobody set it up");
    let shown = DisplayErrorContext(&error).to_string();
    let place = |text: &str| known.split(", ").all(|part| text.contains(part));
    assert!(shown.contains("this call of GetRoutes;") && place(&shown), "{shown}");
    assert_eq!(mock.calls().last().map(|call| call.attempts()), Some(1));
    assert_eq!(mock.inputs::<GetRoutesInput>().len(), 1);
    let error = Mock::new().client().get_api().api_id("a").send().await.expect_err("no answers");
    assert!(format!("{error:?}").contains("set up for nothing"), "{error:?}");
}

#[tokio::test]
async fn an_input_that_lacks_something_is_not_sent() {
    let mock = Mock::new().on(|_: &GetApiInput| found());
    let error = mock.client().get_api().send().await.expect_err("the ID is required");
    assert!(matches!(error, SdkError::ConstructionFailure(_)), "{error:?}");
    assert_eq!(mock.calls()[0].attempts(), 0);
}

#[tokio::test]
async fn bodies_that_are_streams_are_made_up_and_left_to_who_sends_them() {
    type Mock = fixture_s3::test_util::Mock;
    let mock = Mock::new().on(|_: &GetObjectInput| Ok(Example::example(1)));
    let mock = mock.on(|_: &PutObjectInput| Ok(Example::example(2)));
    let client = mock.client();
    let output: GetObjectOutput =
        client.get_object().bucket("b").key("k").send().await.expect("it is answered");
    let body = output.body.collect().await.expect("it is there").into_bytes();
    assert!(!body.is_empty());
    let body = fixture_s3::primitives::ByteStream::from_static(b"hello");
    client.put_object().bucket("b").key("k").body(body).send().await.expect("it is answered");
    assert_eq!(mock.inputs::<PutObjectInput>()[0].key(), Some("k"));
}

#[tokio::test]
async fn services_of_ones_own_are_mocked_as_well() {
    type Mock = fixture_bookshop::test_util::Mock;
    let mock = Mock::new().on(|input: &GetBookInput| {
        let output: GetBookOutput = Example::example(1);
        assert_eq!(input.book_id(), Some("b-1"));
        Ok(output)
    });
    let output = mock.client().get_book().book_id("b-1").send().await.expect("it is answered");
    assert_eq!(output, Example::example(1));
}

#[tokio::test]
async fn a_recorder_keeps_what_others_answer() {
    let recorder = Recorder::new();
    let mock = Mock::new().on(|_: &GetApiInput| found());
    let client = smithwright_apigatewayv2::Client::from_conf(
        mock.config().interceptor(recorder.clone()).build(),
    );
    client.get_api().api_id("a").send().await.expect("it is answered");
    assert_eq!(recorder.inputs::<GetApiInput>().len(), 1);
    recorder.clear();
    assert!(recorder.calls().is_empty());
    assert_eq!(mock.calls().len(), 1);
}

#[tokio::test]
async fn what_is_kept_is_not_shown_where_it_is_sensitive() {
    type Mock = fixture_secrets::test_util::Mock;
    let mock = Mock::new().on(|_: &PutSafeInput| Ok(Example::example(1)));
    let mut input: PutSafeInput = Example::example(1);
    input.word = Some("hunter2-hunter2".to_owned());
    mock.client().call(input).await.expect("it is answered");
    let kept = &mock.inputs::<PutSafeInput>()[0];
    assert_eq!(kept.word(), Some("hunter2-hunter2"));
    assert!(!format!("{:?} {kept:?}", mock.calls()).contains("hunter2"));
}
