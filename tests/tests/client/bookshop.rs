//! A client of a service that is not AWS's, against a server on a real socket: every operation, every way to say who asks,
//! and nothing that speaks of AWS.

use fixture_bookshop::Client;
use fixture_bookshop::config::retry::RetryConfig;
use fixture_bookshop::config::{
    AuthSchemePreference, BehaviorVersion, Builder, Config, Login, Token,
};
use fixture_bookshop::error::{DisplayErrorContext, SdkError};
use fixture_bookshop::operation::get_account::GetAccountError;
use fixture_bookshop::operation::get_book::GetBookError;
use fixture_bookshop::operation::place_order::PlaceOrderError;
use fixture_bookshop::primitives::{BigDecimal, ByteStream, DateTime, Document, SdkBody};
use fixture_bookshop::types::{Card, Condition, Genre, Payment, Stars};
use smithwright_runtime::aws_smithy_runtime_api::client::auth::AuthSchemeId;
use smithwright_runtime::aws_smithy_types::error::metadata::ProvideErrorMetadata;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::http::{HttpServer, Request};
use smithwright_tests::log::Log;
use smithwright_tests::models::{self, folder};
use smithwright_tests::shop::{self, Asks, CARD, KEY, PASSWORD, TOKEN, USER};
use std::collections::HashMap;
use std::error::Error;

/// A configuration without anybody who asks.
fn nobody(shop: &HttpServer) -> Builder {
    Config::builder().behavior_version(BehaviorVersion::latest()).endpoint_url(shop.url())
}

fn client(config: Builder) -> Client {
    Client::from_conf(config.build())
}

fn login() -> Login {
    Login::new(USER, PASSWORD, None)
}

/// A client that knows all ways to say who asks.
fn everybody(shop: &HttpServer) -> Client {
    client(
        nobody(shop)
            .bearer_token(Token::new(TOKEN, None))
            .api_key(Token::new(KEY, None))
            .basic_auth_login(login())
            .digest_auth_login(login()),
    )
}

fn words(error: &dyn Error) -> String {
    DisplayErrorContext(error).to_string()
}

/// The ways in which the requests say who asks, in order.
fn ways(requests: &[Request]) -> Vec<&str> {
    let way = |request: &'_ Request| match request.header("x-shop-key") {
        Some(_) => "Key",
        None if request.head.contains("authorization: Bearer ") => "Bearer",
        None if request.head.contains("authorization: Basic ") => "Basic",
        None if request.head.contains("authorization: Digest ") => "Digest",
        None => "-",
    };
    requests.iter().map(way).collect()
}

/// Calls every operation, and looks at what comes back.
async fn call_everything(client: &Client) {
    assert_eq!(client.ping().send().await.unwrap().open(), Some(true));
    assert_eq!(client.discover().send().await.unwrap().places(), ["here", "there"]);
    let shelf = client.describe_shelf().shelf("a b/c").send().await.unwrap();
    assert_eq!((shelf.titles(), shelf.reserved()), (&["a%20b%2Fc".to_owned()][..], Some(true)));
    let added = client.add_book().title("Emma").genre(Genre::Novel).condition(Condition::NEW);
    let added = added.published(DateTime::from_secs(1)).send().await.unwrap();
    assert_eq!(added.book_id(), "b-1");
    let read = client.get_book().book_id("b-1").send().await.unwrap();
    let book = read.book().expect("there is a book");
    assert_eq!((book.condition(), number(book.price())), (Some(Condition::WORN_OUT), Some("12.5")));
    // What a service leaves out has its default.
    assert_eq!((book.copies(), book.lendable(), book.genre()), (1, true, &Genre::Novel));
    let changed = client.change_book().book_id("b-1").condition(Condition::USED).send().await;
    let changed = changed.unwrap();
    assert_eq!((changed.condition(), changed.copies(), changed.lendable()), (Some(2), 3, false));
    client.remove_book().book_id("b-1").send().await.unwrap();
    let mut books = client.list_books().into_paginator().items().send();
    let mut listed = Vec::new();
    while let Some(book) = books.next().await {
        listed.push(book.unwrap().book_id().to_owned());
    }
    assert_eq!(listed, ["b-0", "b-1", "b-2", "b-3", "b-4"]);
    let picture = ByteStream::from_static(b"picture");
    let stored = client.put_cover().book_id("b-1").content_type("image/png").picture(picture);
    assert_eq!(stored.send().await.unwrap().size(), Some(7));
    let cover = client.get_cover().book_id("b-1").send().await.unwrap();
    assert_eq!(cover.content_type(), Some("image/png"));
    let picture = cover.picture.collect().await.unwrap().into_bytes();
    assert!(picture.len() == 50_000 && picture[49_999] == 49, "{}", picture.len());
    let review = client.put_review().book_id("b-1").review_id("r").stars(Stars::FIVE).text("!");
    review.send().await.unwrap();
    let mut reviews = client.list_reviews().book_id("b-1").into_paginator().send();
    let mut pages = Vec::new();
    while let Some(page) = reviews.next().await {
        pages.push(page.unwrap().reviews().iter().map(|review| review.stars()).collect::<Vec<_>>());
    }
    assert_eq!(pages, [vec![Stars::THREE; 2], vec![Stars::THREE; 2], vec![Stars::THREE]]);
    let ordered = order(client).book_ids("b-1").send().await.unwrap();
    assert_eq!(ordered.order_id(), "o-1");
    assert_eq!(ordered.delivered(), Some(&DateTime::from_secs(1_793_491_200)));
    let account = client.get_account().send().await.unwrap();
    assert_eq!((account.name(), number(account.credit())), (Some(USER), Some("0.1")));
    client.change_password().password("Xk-new").send().await.unwrap();
}

fn number(number: Option<&BigDecimal>) -> Option<&str> {
    number.map(AsRef::as_ref)
}

type Order = fixture_bookshop::operation::place_order::builders::PlaceOrderFluentBuilder;

fn order(client: &Client) -> Order {
    let gift = [Document::Bool(true), Document::Null, Document::from(1.5)];
    let notes = HashMap::from([("gift".to_owned(), Document::Array(gift.into()))]);
    let card = Card::builder().number(CARD).build().expect("there is a number");
    client.place_order().payment(Payment::Card(card)).notes(Document::Object(notes))
}

#[tokio::test]
async fn every_operation_is_called_and_nothing_speaks_of_aws() {
    let shop = shop::open().await;
    call_everything(&everybody(&shop)).await;
    let requests = shop.requests();
    let package = concat!("smithwright-runtime/", env!("CARGO_PKG_VERSION"));
    for request in &requests {
        let text = format!("{}{}", request.head, String::from_utf8_lossy(&request.body));
        let text = text.to_lowercase();
        assert!(!text.contains("amz") && !text.contains("aws"), "{text}");
        assert_eq!(
            request.header("user-agent"),
            Some(&*format!("fixture-bookshop/0.1.0 {package}"))
        );
    }
    let methods: Vec<_> = requests.iter().map(Request::method).collect();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "M-SEARCH", "PROPFIND"] {
        assert!(methods.contains(&method), "{methods:?}");
    }
    // The service takes a token or a key, in this order; some operations take something else.
    let expected = [
        "- -",
        "Bearer Bearer Bearer Bearer Bearer",
        "Bearer Bearer Bearer",
        // The shop asks for proof once.
        "- Digest",
        "Key Bearer",
        "Bearer Bearer Bearer",
        "Key Basic Digest",
    ];
    assert_eq!(ways(&requests).join(" "), expected.join(" "));
}

#[path = "../../examples/bookshop.rs"]
#[allow(dead_code)] // Here, the program is not run by its `main`.
mod example;

#[tokio::test]
async fn the_program_of_the_walk_runs() {
    let shop = shop::open().await;
    let told = example::run(&shop.url(), KEY).await.unwrap();
    assert_eq!(told.first().map(String::as_str), Some("added b-1"));
    assert_eq!(told.last().map(String::as_str), Some("there is no b-404"));
    assert_eq!(told.len(), 7);
}

#[test]
fn no_generated_file_speaks_of_aws() {
    for crate_folder in ["fixtures/bookshop/expected", "fixtures/kiosk/expected"] {
        let files = models::read(&folder(crate_folder), "").expect("it can be read");
        assert!(files.len() > 15, "{crate_folder}");
        for (path, text) in files {
            let text = text.to_lowercase();
            // Names of crates that the runtime stands on.
            let text = text.replace("rt::aws_smithy_", "rt::");
            for word in ["aws", "amz", "amazon", "region", "sigv4"] {
                assert!(!text.contains(word), "{word} in {path}:\n{text}");
            }
        }
    }
}

#[tokio::test]
async fn an_endpoint_must_be_set() {
    let config = Config::builder().behavior_version_latest().bearer_token(Token::new(TOKEN, None));
    let error = client(config).list_books().send().await.unwrap_err();
    let words = words(&error);
    let advice = "no endpoint is set: call `endpoint_url` on the configuration, with the URL of the service, such as \
        `https://example.com`";
    assert!(words.contains(advice), "{words}");
    assert!(!words.to_lowercase().contains("region"), "{words}");
}

#[tokio::test]
async fn a_path_of_the_endpoint_stays() {
    let canned = Canned::new([Answer::json(200, r#"{"open": true}"#)]);
    let config = Config::builder().behavior_version_latest().http_client(canned.clone());
    let client = client(config.endpoint_url("https://shops.example.com/first/"));
    client.ping().send().await.unwrap();
    assert_eq!(canned.only().uri, "https://shops.example.com/first/ping");
}

#[tokio::test]
async fn who_asks_must_be_said_unless_it_is_optional() {
    let shop = shop::open().await;
    let client = client(nobody(&shop));
    let error = client.list_books().send().await.unwrap_err();
    let text = words(&error);
    assert!(text.contains("Call `bearer_token` or `api_key` on the configuration."), "{text}");
    assert!(!text.to_lowercase().contains("aws"), "{text}");
    let error = client.get_cover().book_id("b-1").send().await.unwrap_err();
    assert!(words(&error).contains("Call `api_key` or `digest_auth_login` on the configuration."));
    assert!(shop.requests().is_empty());
    let book = client.get_book().book_id("b-1").send().await.unwrap();
    assert_eq!(book.book().and_then(|book| book.price()), None);
    assert_eq!(client.ping().send().await.unwrap().open(), Some(true));
    assert_eq!(ways(&shop.requests()), ["-", "-"]);
}

#[tokio::test]
async fn the_first_scheme_that_has_an_identity_is_taken() {
    let shop = shop::open().await;
    let with_key = client(nobody(&shop).api_key(Token::new(KEY, None)).basic_auth_login(login()));
    with_key.list_books().send().await.unwrap();
    order(&with_key).book_ids("b-1").send().await.unwrap();
    let with_login = client(nobody(&shop).basic_auth_login(login()));
    order(&with_login).book_ids("b-1").send().await.unwrap();
    assert_eq!(ways(&shop.requests()), ["Key", "Key", "Basic"]);
    // Who prefers another one gets it.
    let preference = AuthSchemePreference::from([AuthSchemeId::new("httpBasicAuth")]);
    let config = with_key.config().to_builder().auth_scheme_preference(preference);
    order(&client(config)).book_ids("b-1").send().await.unwrap();
    assert_eq!(ways(&shop.requests())[3..], ["Basic"]);
}

#[tokio::test]
async fn one_call_may_be_another_users() {
    let shop = shop::open().await;
    let client = client(nobody(&shop).api_key(Token::new("Xk-another", None)));
    let refused = client.list_books().send().await.unwrap_err();
    assert!(refused.into_service_error().is_not_allowed());
    let own = Config::builder().api_key(Token::new(KEY, None));
    client.list_books().customize().config_override(own).send().await.unwrap();
    let own = Config::builder().digest_auth_login(login());
    let picture = ByteStream::from_static(b"1");
    let stored = client.put_cover().book_id("b-1").picture(picture).customize();
    stored.config_override(own).send().await.unwrap();
}

#[tokio::test]
async fn a_wrong_password_is_a_modeled_error() {
    let shop = shop::open().await;
    let wrong = Login::new(USER, "Xk-wrong", None);
    let config = nobody(&shop).basic_auth_login(wrong.clone()).digest_auth_login(wrong);
    let client = client(config);
    let error = client.get_account().send().await.unwrap_err();
    let Some(GetAccountError::NotAllowed(refusal)) = error.as_service_error() else {
        panic!("{error:?}")
    };
    assert_eq!(refusal.message(), Some("NotAllowed!"));
    // The proof is asked for, given, and wrong: that is not tried again.
    let error = client.change_password().password("Xk-new").send().await.unwrap_err();
    assert!(error.into_service_error().is_not_allowed());
    assert_eq!(ways(&shop.requests()), ["Basic", "-", "Digest"]);
    // A challenge that is known is answered at once, and once more when there is another.
    client.change_password().password("Xk-new").send().await.unwrap_err();
    assert_eq!(ways(&shop.requests())[3..], ["Digest", "Digest"]);
}

#[tokio::test]
async fn digest_authentication_follows_the_service() {
    for (algorithm, more) in
        [("MD5", r#", qop="auth,auth-int""#), ("SHA-256", r#", qop=auth, charset=UTF-8"#)]
    {
        let shop = shop::open_that_asks(Asks { algorithm, uses: 2, more }, 0).await;
        let client = client(nobody(&shop).digest_auth_login(login()));
        for _ in 0..5 {
            client.change_password().password("Xk-new").send().await.unwrap();
        }
        // Each nonce is good for two requests; the third is told that it is stale, and sent again with the new one.
        let expected = ["-", "Digest", "Digest", "Digest", "Digest", "Digest", "Digest", "Digest"];
        assert_eq!(ways(&shop.requests()), expected, "{algorithm}");
    }
}

#[tokio::test]
async fn a_nonce_that_is_always_stale_ends() {
    let shop = shop::open_that_asks(Asks { uses: 0, ..Asks::default() }, 0).await;
    let client = client(nobody(&shop).digest_auth_login(login()));
    let error = client.change_password().password("Xk-new").send().await.unwrap_err();
    assert!(error.into_service_error().is_not_allowed());
    assert_eq!(ways(&shop.requests()), ["-", "Digest", "Digest"]);
}

#[tokio::test]
async fn a_challenge_that_is_not_known_is_told() {
    let asks = Asks { algorithm: "SHA-1", ..Asks::default() };
    let shop = shop::open_that_asks(asks, 0).await;
    let client = client(nobody(&shop).digest_auth_login(login()));
    let error = client.change_password().password("Xk-new").send().await.unwrap_err();
    let words = words(&error);
    let expected = "the service asks for digest authentication by `SHA-1`: supported are MD5, SHA-256 and SHA-512-256";
    assert!(words.contains(expected), "{words}");
    assert_eq!(shop.requests().len(), 1);
}

#[tokio::test]
async fn many_calls_at_once_count_apart() {
    let shop = shop::open().await;
    let client = client(nobody(&shop).digest_auth_login(login()));
    client.change_password().password("Xk-new").send().await.unwrap();
    let calls = (0..20).map(|_| {
        let call = client.change_password().password("Xk-new").send();
        tokio::spawn(call)
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        call.await.expect("no call panics").unwrap();
    }
}

/// Bytes that come piece by piece and cannot be had a second time.
fn once() -> ByteStream {
    let piece = |n: u8| Ok::<_, std::io::Error>(http_body::Frame::data(vec![n; 4].into()));
    let pieces = futures_util::stream::iter((0..3).map(piece));
    ByteStream::new(SdkBody::from_body_1_x(http_body_util::StreamBody::new(pieces)))
}

#[tokio::test]
async fn a_body_that_cannot_be_sent_twice_waits_for_a_challenge() {
    let shop = shop::open().await;
    let client = client(nobody(&shop).digest_auth_login(login()));
    let put = |picture| client.put_cover().book_id("b-1").picture(picture).send();
    let error = put(once()).await.unwrap_err();
    let words = words(&error);
    assert!(words.contains("the body of the request cannot be sent a second time"), "{words}");
    // The challenge is known by now.
    let size = put(once()).await.unwrap().size();
    assert_eq!(size, Some(12));
    assert!(shop.requests()[1].in_pieces);
}

#[tokio::test]
async fn errors_are_those_of_the_model() {
    let shop = shop::open().await;
    let client = everybody(&shop);
    let error = client.get_book().book_id("b-404").send().await.unwrap_err();
    assert!(matches!(&error, SdkError::ServiceError(_)));
    assert!(matches!(error.as_service_error(), Some(GetBookError::NoSuchBook(_))));
    assert_eq!(error.raw_response().map(|response| response.status().as_u16()), Some(404));
    let none: Vec<String> = Vec::new();
    let error = order(&client).set_book_ids(Some(none)).send().await.unwrap_err();
    let Some(PlaceOrderError::OutOfStock(refusal)) = error.as_service_error() else {
        panic!("{error:?}")
    };
    assert_eq!((refusal.copies(), refusal.message()), (Some(2), Some("OutOfStock!")));
    assert_eq!(error.code(), Some("OutOfStock"));
}

#[tokio::test]
async fn an_error_that_may_pass_is_tried_again() {
    let shop = shop::open_that_asks(Asks::default(), 2).await;
    let fast = RetryConfig::standard().with_initial_backoff(std::time::Duration::from_millis(1));
    let client = client(nobody(&shop).retry_config(fast));
    assert_eq!(client.ping().send().await.unwrap().open(), Some(true));
    assert_eq!(shop.requests().len(), 3);
    let shop = shop::open_that_asks(Asks::default(), 1).await;
    let client = self::client(nobody(&shop).retry_config(RetryConfig::disabled()));
    let error = client.ping().send().await.unwrap_err();
    assert!(error.into_service_error().is_busy());
}

#[test]
fn an_enum_of_integers_has_its_values() {
    assert_eq!(Condition::values(), [1, 2, 9]);
    assert_eq!(Condition::name(9), Some("WORN_OUT"));
    assert_eq!(Condition::name(3), None);
    let worn = |condition| matches!(condition, Some(Condition::WORN_OUT));
    assert!(worn(Some(9)) && !worn(Some(3)) && !worn(None));
}

#[tokio::test]
async fn what_says_who_asks_is_not_logged_or_shown() {
    let shop = shop::open().await;
    let kiosk = kiosk_server().await;
    let (log, listening) = Log::start();
    let client = everybody(&shop);
    call_everything(&client).await;
    let wrong = Config::builder().digest_auth_login(Login::new(USER, "Xk-wrong", None));
    let call = client.change_password().password("Xk-new").customize().config_override(wrong);
    let error = call.send().await.unwrap_err();
    let buyer = kiosk_client(&kiosk);
    buyer.buy_paper().name("Times").send().await.unwrap();
    let shown = format!("{client:?}{:?}{buyer:?}{error:?}{}", client.config(), words(&error));
    drop(listening);
    let logged = log.text();
    // Hyper, the orchestrator and the connection pool have spoken.
    for speaker in ["hyper", "aws_smithy_runtime::client::orchestrator"] {
        assert!(logged.contains(speaker), "{speaker}");
    }
    let basic = smithwright_runtime::aws_smithy_types::base64::encode(format!("{USER}:{PASSWORD}"));
    let digest = "response=\\\"";
    for secret in ["Xk-", "Xk%2D", &basic, digest] {
        assert!(!logged.contains(secret), "{secret} is logged");
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
    // What was searched for was sent.
    let sent: String = shop.requests().iter().map(|request| request.head.as_str()).collect();
    assert!(sent.contains(KEY) && sent.contains(&basic) && sent.contains("response=\""));
    assert!(kiosk.requests()[0].target().contains("Xk-"));
}

/// A kiosk that takes a key in the query, and speaks CBOR.
async fn kiosk_server() -> HttpServer {
    HttpServer::start(|request| {
        let has_key = request.target().ends_with("?key=Xk-key%20%26%20more");
        let is_open = request.target().ends_with("/operation/Open");
        let mut answer =
            smithwright_tests::http::Response::status(if has_key || is_open { 200 } else { 401 });
        answer.headers.push(("smithy-protocol", "rpc-v2-cbor".to_owned()));
        answer.headers.push(("content-type", "application/cbor".to_owned()));
        // The map {"price": 3}, or an empty one.
        answer.body.push(if has_key { b"\xa1\x65price\x03".to_vec() } else { b"\xa0".to_vec() });
        answer
    })
    .await
}

fn kiosk_client(kiosk: &HttpServer) -> fixture_kiosk::Client {
    use fixture_kiosk::config::Token;
    let config = fixture_kiosk::Config::builder()
        .behavior_version_latest()
        .endpoint_url(kiosk.url())
        .api_key(Token::new("Xk-key & more", None));
    fixture_kiosk::Client::from_conf(config.build())
}

#[tokio::test]
async fn a_key_may_go_into_the_query() {
    let kiosk = kiosk_server().await;
    let client = kiosk_client(&kiosk);
    assert_eq!(client.buy_paper().name("Times").send().await.unwrap().price(), Some(3));
    let none = fixture_kiosk::Config::builder().behavior_version_latest().endpoint_url(kiosk.url());
    fixture_kiosk::Client::from_conf(none.build()).open().send().await.unwrap();
    let requests = kiosk.requests();
    let targets: Vec<_> = requests.iter().map(Request::target).collect();
    let expected = [
        "/service/Kiosk/operation/BuyPaper?key=Xk-key%20%26%20more",
        "/service/Kiosk/operation/Open",
    ];
    assert_eq!(targets, expected);
    for request in &requests {
        let head = request.head.to_lowercase();
        assert!(!head.contains("amz") && !head.contains("aws"), "{head}");
    }
}
