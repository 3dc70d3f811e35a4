//! What a refused request looks like.
#![allow(deprecated)] // `Unhandled` is, so that programs do not match on it; tests do.

use smithwright_apigatewayv2::error::{
    BuildError, ConnectorError, DisplayErrorContext, ProvideErrorMetadata, SdkError,
};
use smithwright_apigatewayv2::operation::RequestId;
use smithwright_apigatewayv2::operation::create_portal::CreatePortalError;
use smithwright_apigatewayv2::operation::get_api::GetApiError;
use smithwright_apigatewayv2::operation::get_integration::GetIntegrationError;
use smithwright_apigatewayv2::operation::update_api::UpdateApiError;
use smithwright_apigatewayv2::{Client, Error};
use smithwright_tests::canned::{Answer, Canned};
use std::error::Error as StdError;

type Headers = Vec<(&'static str, &'static str)>;

fn refusing(status: u16, mut headers: Headers, body: &str) -> Client {
    headers.push(("x-amzn-requestid", "req-1"));
    Canned::new([Answer(status, headers, body.into())]).client()
}

async fn get_integration(client: &Client) -> SdkError<GetIntegrationError> {
    let call = client.get_integration().api_id("a").integration_id("abc");
    call.send().await.expect_err("it is refused")
}

async fn get_api(client: &Client) -> SdkError<GetApiError> {
    client.get_api().api_id("a").send().await.expect_err("it is refused")
}

async fn update_api(client: &Client) -> UpdateApiError {
    let error = client.update_api().api_id("a").send().await.expect_err("it is refused");
    error.into_service_error()
}

/// The errors that caused this one, each as it shows itself.
fn chain(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut shown = vec![error.to_string()];
    if let Some(cause) = error.source() {
        shown.extend(chain(cause));
    }
    shown
}

#[tokio::test]
async fn an_error_says_operation_code_message_status_and_request_id() {
    let body = r#"{"message": "Invalid Integration identifier specified abc"}"#;
    let client = refusing(404, vec![("x-amzn-errortype", "NotFoundException")], body);
    let error = get_integration(&client).await.into_service_error();
    assert_eq!(
        error.to_string(),
        "GetIntegration: NotFoundException: Invalid Integration identifier specified abc \
         (404, request id req-1)"
    );
    assert_eq!(
        Error::from(error).to_string(),
        "NotFoundException: Invalid Integration identifier specified abc (404, request id req-1)"
    );
}

#[tokio::test]
async fn a_code_is_found_wherever_the_service_puts_it() {
    let plain = r#"{"message": "m"}"#;
    let header = |code| (vec![("x-amzn-errortype", code)], plain.to_owned());
    let body = |key: &str, code: &str| {
        (vec![], format!(r#"{{"{key}": "{code}", "message": "m", "resourceType": "r"}}"#))
    };
    for (headers, body) in [
        header("NotFoundException"),
        header("NotFoundException:http://internal.amazon.com/coral/x/"),
        header("com.amazonaws.apigatewayv2#NotFoundException"),
        header("com.amazonaws.apigatewayv2#NotFoundException:http://internal/"),
        body("code", "NotFoundException"),
        body("code", "NotFoundException:http://internal/"),
        body("__type", "NotFoundException"),
        body("__type", "com.amazonaws.apigatewayv2#NotFoundException"),
        body("__type", "com.amazonaws.apigatewayv2#NotFoundException:http://internal/"),
    ] {
        let error = get_api(&refusing(404, headers.clone(), &body)).await.into_service_error();
        assert!(error.is_not_found_exception(), "{headers:?} {body}: {error:?}");
        assert_eq!(error.code(), Some("NotFoundException"), "{headers:?} {body}");
        assert_eq!(error.message(), Some("m"));
    }
}

#[tokio::test]
async fn the_header_goes_before_code_and_code_before_type() {
    let body = r#"{"__type": "BadRequestException", "code": "ConflictException"}"#;
    let error = update_api(&refusing(400, vec![], body)).await;
    assert!(error.is_conflict_exception(), "{error:?}");
    let headers = vec![("x-amzn-errortype", "NotFoundException")];
    let error = update_api(&refusing(400, headers, body)).await;
    assert!(error.is_not_found_exception(), "{error:?}");
}

#[tokio::test]
async fn every_modeled_error_is_told_apart() {
    let body = |code: &str| format!(r#"{{"code": "{code}", "message": "m"}}"#);
    let error = async |code: &'static str| update_api(&refusing(400, vec![], &body(code))).await;
    let is = |e: &UpdateApiError| {
        [
            e.is_bad_request_exception(),
            e.is_conflict_exception(),
            e.is_not_found_exception(),
            e.is_too_many_requests_exception(),
        ]
    };
    assert_eq!(is(&error("BadRequestException").await), [true, false, false, false]);
    assert_eq!(is(&error("ConflictException").await), [false, true, false, false]);
    assert_eq!(is(&error("NotFoundException").await), [false, false, true, false]);
    assert_eq!(is(&error("TooManyRequestsException").await), [false, false, false, true]);
    assert_eq!(is(&error("badrequestexception").await), [false; 4]);
    let conflict = Error::from(error("ConflictException").await);
    assert!(matches!(conflict, Error::ConflictException(_)), "{conflict:?}");
    let throttled = Error::from(error("TooManyRequestsException").await);
    let Error::TooManyRequestsException(inner) = throttled else { panic!("{throttled:?}") };
    assert_eq!((inner.message(), inner.limit_type()), (Some("m"), None));
}

#[tokio::test]
async fn an_errors_own_members_are_read() {
    let body = r#"{"code": "TooManyRequestsException", "limitType": "l", "message": "m"}"#;
    let UpdateApiError::TooManyRequestsException(error) =
        update_api(&refusing(429, vec![], body)).await
    else {
        panic!("another error")
    };
    assert_eq!((error.limit_type(), error.message()), (Some("l"), Some("m")));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.meta().extra("http_status"), Some("429"));
}

#[tokio::test]
async fn a_message_is_found_under_its_other_names() {
    for name in ["message", "Message", "errorMessage"] {
        let body = format!(r#"{{"code": "NotFoundException", "{name}": "gone"}}"#);
        let error = get_api(&refusing(404, vec![], &body)).await.into_service_error();
        let GetApiError::NotFoundException(inner) = &error else { panic!("{error:?}") };
        assert_eq!(inner.message(), Some("gone"), "{name}");
        assert_eq!(inner.resource_type(), None);
        let text = "GetApi: NotFoundException: gone (404, request id req-1)";
        assert_eq!(error.to_string(), text, "{name}");
    }
}

#[tokio::test]
async fn access_is_denied_by_name_where_the_model_lists_it_and_by_code_elsewhere() {
    let body = r#"{"Message": "User: arn is not authorized"}"#;
    let headers = || vec![("x-amzn-errortype", "AccessDeniedException")];
    let client = refusing(403, headers(), body);
    let listed = client.create_portal().send().await.expect_err("it is refused");
    let listed: CreatePortalError = listed.into_service_error();
    assert!(listed.is_access_denied_exception(), "{listed:?}");
    let text = "CreatePortal: AccessDeniedException: User: arn is not authorized \
                (403, request id req-1)";
    assert_eq!(listed.to_string(), text);
    assert!(matches!(Error::from(listed), Error::AccessDeniedException(_)));

    let unlisted = get_api(&refusing(403, headers(), body)).await.into_service_error();
    assert!(matches!(unlisted, GetApiError::Unhandled(_)), "{unlisted:?}");
    assert_eq!(unlisted.code(), Some("AccessDeniedException"));
    let text = "GetApi: AccessDeniedException: User: arn is not authorized \
                (403, request id req-1)";
    assert_eq!(unlisted.to_string(), text);
    let error = Error::from(unlisted);
    assert!(matches!(error, Error::Unhandled(_)));
    assert_eq!(error.code(), Some("AccessDeniedException"));
}

#[tokio::test]
async fn an_error_that_the_model_does_not_list_keeps_all_that_is_known() {
    let body = r#"{"__type": "ns#Odd", "message": "m"}"#;
    let error = get_api(&refusing(418, vec![], body)).await.into_service_error();
    assert!(matches!(error, GetApiError::Unhandled(_)), "{error:?}");
    assert!(!error.is_not_found_exception() && !error.is_too_many_requests_exception());
    assert_eq!((error.code(), error.message()), (Some("Odd"), Some("m")));
    assert_eq!(error.meta().extra("http_status"), Some("418"));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.to_string(), "GetApi: Odd: m (418, request id req-1)");
}

#[tokio::test]
async fn parts_that_are_not_known_are_not_shown() {
    let cases = [
        (r#"{"code": "Odd"}"#, "GetApi: Odd (400, request id req-1)"),
        (r#"{"message": "m"}"#, "GetApi: unhandled error: m (400, request id req-1)"),
        ("{}", "GetApi: unhandled error (400, request id req-1)"),
        ("", "GetApi: unhandled error (400, request id req-1)"),
        (r#"{"code": 7, "message": []}"#, "GetApi: unhandled error (400, request id req-1)"),
        (r#"{"code": "NotFoundException"}"#, "GetApi: NotFoundException (400, request id req-1)"),
    ];
    for (body, text) in cases {
        let error = get_api(&refusing(400, vec![], body)).await.into_service_error();
        assert_eq!(error.to_string(), text, "{body}");
    }
    let client = Canned::new([Answer(400, vec![], vec![])]).client();
    let error = get_api(&client).await.into_service_error();
    assert_eq!(error.to_string(), "GetApi: unhandled error (400)");
}

#[tokio::test]
async fn an_error_that_cannot_be_read_keeps_status_request_id_and_cause() {
    for body in ["<html>Service Unavailable</html>", "{\"message\": \"m", "{\"a\": nul}"] {
        let error = get_api(&refusing(500, vec![], body)).await;
        let SdkError::ServiceError(context) = &error else { panic!("{error:?}") };
        assert_eq!(context.raw().body().bytes(), Some(body.as_bytes()));
        let error = error.into_service_error();
        assert_eq!((error.code(), error.request_id()), (None, Some("req-1")), "{body}");
        assert_eq!(error.meta().extra("http_status"), Some("500"));
        let text = error.to_string();
        let start = "GetApi: unhandled error: ";
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with(" (500, request id req-1)"), "{text}");
        assert!(chain(&error)[2].contains("malformed JSON error body"), "{:?}", chain(&error));
    }
}

#[tokio::test]
async fn the_code_in_a_header_survives_a_body_that_cannot_be_read() {
    let headers = || vec![("x-amzn-errortype", "NotFoundException:http://x/")];
    for body in ["<html>", r#"{"message": "m", "resourceType": 7}"#] {
        let error = get_api(&refusing(404, headers(), body)).await.into_service_error();
        assert_eq!(error.code(), Some("NotFoundException"), "{body}");
        assert_eq!(error.request_id(), Some("req-1"));
        assert!(error.to_string().starts_with("GetApi: NotFoundException"), "{error}");
        assert!(chain(&error).len() > 2, "{:?}", chain(&error));
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_an_unhandled_error_with_its_request_id() {
    let client = refusing(200, vec![], r#"{"apiId": 7}"#);
    let error = get_api(&client).await;
    assert!(error.as_service_error().is_some_and(|error| error.code().is_none()), "{error:?}");
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(200));
    let error = Error::from(error);
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.meta().extra("http_status"), Some("200"));
    assert_eq!(
        chain(&error),
        [
            "unhandled error: type mismatch: expected string at byte 10 (200, request id req-1)",
            "type mismatch: expected string at byte 10",
        ]
    );
}

#[tokio::test]
async fn the_whole_chain_of_causes_is_shown() {
    let body = r#"{"message": "no such API"}"#;
    let client = refusing(404, vec![("x-amzn-errortype", "NotFoundException")], body);
    let error = get_api(&client).await;
    assert_eq!(
        chain(&error),
        [
            "service error",
            "GetApi: NotFoundException: no such API (404, request id req-1)",
            "NotFoundException: no such API",
        ]
    );
    let shown = DisplayErrorContext(&error).to_string();
    let start = "service error: GetApi: NotFoundException: no such API (404, request id req-1): \
                 NotFoundException: no such API (ServiceError(";
    assert!(shown.starts_with(start), "{shown}");
}

#[tokio::test]
async fn a_service_error_can_be_looked_at_and_taken_out() {
    let client = refusing(404, vec![("x-amzn-errortype", "NotFoundException")], "{}");
    let error = get_api(&client).await;
    let seen = error.as_service_error().expect("the service refused it");
    assert!(seen.is_not_found_exception());
    assert_eq!(ProvideErrorMetadata::code(&error), Some("NotFoundException"));
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(404));
    assert!(error.into_service_error().is_not_found_exception());

    let early = client.get_api().send().await.expect_err("a label is missing");
    assert!(early.as_service_error().is_none());
    let early = early.into_service_error();
    assert!(matches!(early, GetApiError::Unhandled(_)), "{early:?}");
    assert!(chain(&early).contains(&"api_id was missing: cannot be empty or unset".to_owned()));
}

#[tokio::test]
async fn the_error_of_an_operation_becomes_the_error_of_the_crate() {
    let body = r#"{"code": "NotFoundException", "message": "m", "resourceType": "r"}"#;
    let client = refusing(404, vec![], body);
    let whole = Error::from(get_api(&client).await);
    let inner = Error::from(get_api(&client).await.into_service_error());
    for error in [whole, inner] {
        assert_eq!(error.code(), Some("NotFoundException"));
        assert_eq!(error.message(), Some("m"));
        assert_eq!(error.request_id(), Some("req-1"));
        assert_eq!(error.meta().extra("http_status"), Some("404"));
        let Error::NotFoundException(inner) = error else { panic!("{error:?}") };
        assert_eq!((inner.message(), inner.resource_type()), (Some("m"), Some("r")));
    }
    let odd = refusing(418, vec![], r#"{"code": "Odd", "message": "m"}"#);
    let odd = Error::from(get_api(&odd).await);
    assert_eq!((odd.code(), odd.message()), (Some("Odd"), Some("m")));
    assert_eq!(odd.request_id(), Some("req-1"));
    assert_eq!(odd.to_string(), "Odd: m (418, request id req-1)");
}

#[test]
fn what_never_reached_the_service_becomes_the_error_of_the_crate_with_its_causes() {
    let cause = ConnectorError::io(std::io::Error::other("cable cut").into());
    let error: SdkError<GetApiError> = SdkError::dispatch_failure(cause);
    let error = Error::from(error);
    assert_eq!(
        chain(&error),
        ["unhandled error: dispatch failure", "dispatch failure", "io error", "cable cut"]
    );
    assert_eq!((error.code(), error.message(), error.request_id()), (None, None, None));

    let error = Error::from(BuildError::missing_field("api_id", "it is needed"));
    assert_eq!(
        chain(&error),
        ["unhandled error: api_id was missing: it is needed", "api_id was missing: it is needed"]
    );
}

#[tokio::test]
async fn a_question_mark_makes_the_crates_error_of_any_operation() {
    async fn both(client: &Client) -> Result<(), Error> {
        client.get_apis().send().await?;
        client.delete_api().api_id("a").send().await?;
        Ok(())
    }
    let canned = Canned::new([Answer::json(200, "{}"), Answer::json(404, "{}")]);
    let error = both(&canned.client()).await.expect_err("the second is refused");
    assert_eq!(error.to_string(), "unhandled error (404, request id req-1)");
}

#[test]
fn errors_can_be_made_by_hand_for_tests_of_programs() {
    let meta = smithwright_apigatewayv2::error::ErrorMetadata::builder().code("Odd").message("m");
    let generic = GetApiError::generic(meta.build());
    assert_eq!(generic.to_string(), "GetApi: Odd: m");
    let unhandled = GetApiError::unhandled("out of luck");
    assert_eq!(unhandled.to_string(), "GetApi: unhandled error: out of luck");
    let modeled = smithwright_apigatewayv2::types::error::NotFoundException::builder();
    let modeled = GetApiError::NotFoundException(modeled.message("gone").build());
    assert_eq!(modeled.to_string(), "GetApi: NotFoundException: gone");
}
