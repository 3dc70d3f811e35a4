//! No value of a sensitive member is logged or shown: for every operation, of the checked-in services and the fixtures, that
//! has one, all of them are set and marked, and whatever was logged at any level and whatever `Debug` and `Display` show is
//! searched for the marks.

use aws_smithy_eventstream::frame::write_message_to;
use fixture_secrets::config::{
    BehaviorVersion, Config, ConfigBag, Credentials, Intercept, Region, RuntimeComponents,
    interceptors::BeforeDeserializationInterceptorContextRef, retry::RetryConfig,
};
use fixture_secrets::error::{BoxError, DisplayErrorContext, ProvideErrorMetadata};
use fixture_secrets::primitives::event_stream::{Header, HeaderValue, Message};
use fixture_secrets::primitives::{DateTime, DateTimeFormat as Format};
use fixture_secrets::types::{Said, SecretKind, Words};
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_schema::ShapeType;
use smithwright_runtime::aws_smithy_schema::protocol::SharedClientProtocol;
use smithwright_runtime::client::Core;
use smithwright_runtime::operation::Operation;
use smithwright_runtime::serde::Visitor;
use smithwright_runtime::serde::{Serializable, Structure};
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::dynamic::{from_json, to_json};
use smithwright_tests::log::Log;
use smithwright_tests::models::folder;
use smithwright_tests::sensitive::{Model, mark_in};
use std::fmt::Debug;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

/// Calls an operation by its name.
type Call = fn(Core, Value, Value) -> Pin<Box<dyn Future<Output = Called>>>;

/// What is seen of a call.
struct Called {
    /// What `Debug` and `Display` show of input, output and error.
    shown: String,
    output: Result<Value, String>,
}

/// A crate, its model, and those of its operations that carry sensitive values.
struct Tested {
    folder: &'static str,
    core: fn(Canned) -> Core,
    /// The body and headers of an answer, given what it says.
    answer: fn(&str, &Value) -> Answer,
    operations: &'static [(&'static str, Call)],
}

macro_rules! tested {
    ($folder:literal $service:ident: $($operations:tt)*) => {
        tested!(@config $folder $service, |config| {
            use $service::config::{Credentials, Region};
            let credentials = Credentials::new("AKID", "secret", None, None, "test");
            config.region(Region::new("us-east-1")).credentials_provider(credentials)
        }, $($operations)*)
    };
    (@config $folder:literal $service:ident, |$config:ident| $identity:expr, $($name:ident in $module:ident),* $(,)?) => {
        Tested {
            folder: $folder,
            core: |canned| {
                use $service::config::{BehaviorVersion, retry::RetryConfig};
                let $config = $service::Config::builder();
                let config = $identity
                    .behavior_version(BehaviorVersion::latest())
                    .endpoint_url("http://localhost")
                    .retry_config(RetryConfig::disabled())
                    .http_client(canned);
                $service::Client::from_conf(config.build()).core().clone()
            },
            answer: |name, output| match name {
                $(stringify!($name) => answer::<$service::operation::$module::$name>(output),)*
                _ => panic!("there is no operation {name}"),
            },
            operations: &[
                $((stringify!($name), |core, input, output| {
                    Box::pin(call::<$service::operation::$module::$name>(core, input, output))
                })),*
            ],
        }
    };
}

fn all() -> [Tested; 10] {
    [
        tested!("fixtures/bindings" fixture_bindings: Create in create, GetObject in get_object),
        tested!(@config "fixtures/bookshop" fixture_bookshop, |config| {
            let login = fixture_bookshop::config::Login::new("ada", "secret", None);
            config.basic_auth_login(login.clone()).digest_auth_login(login)
        }, ChangePassword in change_password, PlaceOrder in place_order),
        tested!("fixtures/events" fixture_events: Listen in listen, Talk in talk),
        tested!("fixtures/presence" fixture_presence: GetToy in get_toy, PutToy in put_toy),
        tested!("fixtures/rpc" fixture_rpc: GetDates in get_dates),
        tested!("fixtures/s3" fixture_s3: CreateSession in create_session),
        tested!(
            "fixtures/secrets" fixture_secrets:
            GetContent in get_content, ListSafes in list_safes, OpenSafe in open_safe, PutLogin in put_login,
            PutSafe in put_safe, Whisper in whisper,
        ),
        tested!(
            "fixtures/secretsxml" fixture_secretsxml:
            GetContent in get_content, OpenSafe in open_safe, PutLogin in put_login, PutSafe in put_safe,
        ),
        tested!(
            "fixtures/smithy" fixture_smithy: GetToy in get_toy, ListToys in list_toys, PutToy in put_toy
        ),
        tested!(
            "fixtures/unions" fixture_unions:
            ListForms in list_forms, PutPayload in put_payload, PutShape in put_shape
        ),
    ]
}

fn models() -> Vec<PathBuf> {
    let folders = ["fixtures", "../model"].map(|parent| {
        let entries = std::fs::read_dir(folder(parent)).expect("there are models");
        entries.map(|entry| entry.expect("it can be read").path())
    });
    let folders = folders.into_iter().flatten();
    let models = folders.filter(|folder| {
        ["service-2.json", "model.json"].iter().any(|file| folder.join(file).exists())
    });
    models.collect()
}

#[test]
fn no_operation_with_secrets_is_forgotten() {
    let models = models();
    assert!(models.len() > 15, "{models:?}");
    for path in models {
        let model = Model::read(&path);
        let tested = all().into_iter().find(|tested| folder(tested.folder) == path);
        let names = tested.iter().flat_map(|tested| tested.operations).map(|(name, _)| *name);
        let names: Vec<_> = names.collect();
        assert_eq!(names, model.sensitive_operations(), "{}", path.display());
    }
}

#[track_caller]
fn assert_no_mark(text: &str, what: &str) {
    assert_eq!(mark_in(text), None, "{what}");
}

async fn call<O: Operation>(core: Core, input: Value, output: Value) -> Called
where
    O::Input: Default,
{
    let (mut given, mut made) = (O::Input::default(), O::Output::default());
    from_json(&mut given, &input).expect("the model fits");
    from_json(&mut made, &output).expect("the model fits");
    let mut shown = debug(&given) + &debug(&made);
    let output = match smithwright_runtime::client::send::<O>(core, Ok(given), None).await {
        Ok(output) => {
            shown += &debug(&output);
            Ok(to_json(&output).expect("outputs are JSON"))
        }
        Err(error) => {
            shown += &format!("{} {error} {}", debug(&error), DisplayErrorContext(&error));
            Err(debug(&error))
        }
    };
    Called { shown, output }
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?} ")
}

/// The answer that gives this output, in the protocol of the service.
fn answer<O: Operation>(json: &Value) -> Answer {
    let mut output = O::Output::default();
    from_json(&mut output, json).expect("the model fits");
    let (head, body) = written(&output, &O::DESCRIPTOR.service.protocol.client());
    let leaked = head.into_iter().map(|(name, value)| (&*name.leak(), &*value.leak()));
    Answer(O::DESCRIPTOR.success, leaked.collect(), body)
}

type Head = Vec<(String, String)>;

fn written(output: &dyn Structure, protocol: &SharedClientProtocol) -> (Head, Vec<u8>) {
    let schema = output.table().shape().schema();
    let codec = protocol.payload_codec().expect("the protocol has bodies");
    let json = to_json(output).expect("outputs are JSON");
    let mut head = Head::new();
    for member in schema.members() {
        let value = &json[member.member_name().expect("it has a name")];
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if let (Some(header), false) = (member.http_header(), value.is_null()) {
            let time = value.as_f64().filter(|_| member.shape_type() == ShapeType::Timestamp);
            let time = time.map(|seconds| DateTime::from_secs_f64(seconds).fmt(Format::HttpDate));
            let text = time.map_or_else(|| text(value), |time| time.expect("it has a date"));
            head.push((header.value().to_owned(), text));
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            if let Some(prefix) = member.http_prefix_headers() {
                head.push((format!("{}{name}", prefix.value()), text(value)));
            }
        }
    }
    let mut to = codec.create_serializer();
    let payload = schema.members().iter().position(|member| member.http_payload().is_some());
    match payload {
        None => to.write_struct(schema, &Serializable(output)).expect("it can be written"),
        Some(index) => {
            let member = schema.members()[index];
            if let Some(bytes) = json[member.member_name().expect("it has a name")].as_str() {
                return (head, bytes.as_bytes().to_vec());
            }
            output.fields(Visitor(&mut |fields| {
                fields[index].write(member, &mut *to).expect("it can be written");
            }));
        }
    }
    (head, to.finish_boxed())
}

/// Runs `test` for each of these operations, in each round.
async fn for_each<F: Future<Output = ()>>(test: impl Fn(Tested, &'static str, Call, usize) -> F) {
    for index in 0..all().len() {
        let rounds = Model::read(&folder(all()[index].folder)).rounds();
        for (name, call) in all()[index].operations {
            for round in 0..rounds {
                let tested = all().into_iter().nth(index).expect("it was there");
                test(tested, name, *call, round).await;
            }
        }
    }
}

#[tokio::test]
async fn what_is_sent_and_answered_is_not_logged_or_shown() {
    for_each(|tested, name, call, round| async move {
        let model = Model::read(&folder(tested.folder));
        let (input, output) = (model.input(name, round), model.output(name, round));
        let canned = Canned::new([(tested.answer)(name, &output)]);
        let (log, guard) = Log::start();
        let called = call((tested.core)(canned.clone()), input.clone(), output.clone()).await;
        drop(guard);
        let what = format!("{} {name} {round}", tested.folder);
        assert_no_mark(&log.text(), &what);
        assert_no_mark(&called.shown, &what);
        // What is not shown was there all the same.
        let read = called.output.unwrap_or_else(|error| panic!("{what}: {error}"));
        let marked = |value: &Value| mark_in(&value.to_string()).is_some();
        assert_eq!(marked(&read), marked(&output), "{what}");
        let asked = canned.only();
        let sent = format!("{asked:?}");
        assert_eq!(mark_in(&sent).is_some(), marked(&input), "{what}: {sent}");
        for told in ["transmitting request", "received response from service"] {
            assert!(log.text().contains(told), "{what} {told}");
        }
    })
    .await;
}

#[tokio::test]
async fn broken_answers_are_not_logged_or_shown() {
    for_each(|tested, name, call, round| async move {
        let model = Model::read(&folder(tested.folder));
        let (input, output) = (model.input(name, round), model.output(name, round));
        let whole = (tested.answer)(name, &output);
        for end in [whole.2.len().saturating_sub(1), whole.2.len() * 2 / 3, whole.2.len() / 3] {
            let Answer(status, headers, body) = &whole;
            let canned = Canned::new([Answer(*status, headers.clone(), body[..end].to_vec())]);
            let (log, guard) = Log::start();
            let called = call((tested.core)(canned), input.clone(), output.clone()).await;
            drop(guard);
            let what = format!("{} {name} {round} {end}", tested.folder);
            assert_no_mark(&log.text(), &what);
            assert_no_mark(&called.shown, &what);
        }
    })
    .await;
}

#[tokio::test]
async fn errors_are_not_logged_or_shown() {
    for_each(|tested, name, call, round| async move {
        let model = Model::read(&folder(tested.folder));
        for error in &model.operations[name].errors {
            let said = model.message(Some(error), round);
            let mut garbled = json!({"Keys": "SECRET", "Safe": 987_651});
            garbled["message"] = said["message"].clone();
            let garbled = mark_in(&said.to_string()).map(|_| (false, garbled));
            for (read, said) in [(true, said)].into_iter().chain(garbled) {
                let canned = Canned::new([refusal(tested.folder, error, &said)]);
                let (log, guard) = Log::start();
                let called = call((tested.core)(canned), model.input(name, round), json!({})).await;
                drop(guard);
                let what = format!("{} {name} {round} {error}", tested.folder);
                assert_no_mark(&log.text(), &what);
                assert_no_mark(&called.shown, &what);
                let shown = called.output.expect_err("the service refused it");
                assert!(shown.contains("ServiceError"), "{what}: {shown}");
                assert!(!read || shown.contains(&format!("source: {error}(")), "{what}: {shown}");
            }
        }
    })
    .await;
}

/// The answer that is this error; its members are called as in the model.
fn refusal(folder: &str, error: &str, said: &Value) -> Answer {
    let mut headers = vec![("x-amzn-errortype", &*error.to_owned().leak())];
    headers.extend((error == "Locked").then_some(("x-locked", "SECRET")));
    match folder {
        "fixtures/secretsxml" => {
            let body = format!(
                "<ErrorResponse><Error><Code>{error}</Code>{}</Error></ErrorResponse>",
                xml(said)
            );
            Answer(400, headers, body.into_bytes())
        }
        _ => Answer(400, headers, said.to_string().into_bytes()),
    }
}

fn xml(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| format!("<{name}>{}</{name}>", xml(value))).collect()
        }
        Value::Array(items) => {
            items.iter().map(|item| format!("<member>{}</member>", xml(item))).collect()
        }
        Value::String(text) => text.clone(),
        // The points in time are the only numbers with a fraction.
        Value::Number(number) if number.is_f64() => {
            let time = DateTime::from_secs_f64(number.as_f64().expect("it is one"));
            time.fmt(Format::DateTime).expect("it has a date")
        }
        value => value.to_string(),
    }
}

fn client(canned: &Canned) -> fixture_secrets::Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url("http://localhost")
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(canned.clone());
    fixture_secrets::Client::from_conf(config.build())
}

#[test]
fn builders_show_no_secret() {
    let client = client(&Canned::new([]));
    let put = client.put_safe().id("SECRET").token("SECRET").word("SECRET").kind(SecretKind::Gold);
    let put = put.words("SECRET").named("k", "SECRET").plain("open");
    let login = fixture_secrets::types::Login::builder().name("SECRET");
    let shown =
        debug(&put) + &debug(put.as_input()) + &debug(&login) + &debug(&SecretKind::from("SECRET"));
    assert_no_mark(&shown, "builders");
    assert!(shown.contains("open") && !shown.contains("Gold"), "{shown}");
    let list = client.list_safes().next_token("SECRET").into_paginator().starting_token("SECRET");
    assert_no_mark(&debug(&list.resume_token()), "a resume token");
    assert_no_mark(&debug(&list), "a paginator");
}

#[tokio::test]
async fn tokens_that_come_twice_are_not_named_if_they_are_sensitive() {
    let page =
        |token: &str| Answer::json(200, format!(r#"{{"NextToken": "{token}", "Safes": []}}"#));
    let circle = Canned::new(["SECRET", "SECRET too", "SECRET"].map(page));
    let mut pages = client(&circle).list_safes().into_paginator().send();
    let mut errors = Vec::new();
    while let Some(page) = pages.next().await {
        errors.extend(page.err());
    }
    let wrong = client(&Canned::new([])).list_safes().into_paginator().starting_token("SECRET");
    errors.extend(wrong.send().next().await.expect("it is told").err());
    assert_eq!(errors.len(), 2);
    for error in errors {
        assert_no_mark(&format!("{} {}", debug(&error), DisplayErrorContext(&error)), "tokens");
    }
}

/// Reads what an answer has in its head, as a program may.
#[derive(Debug)]
struct ReadsHeaders;

impl Intercept for ReadsHeaders {
    fn name(&self) -> &'static str {
        "ReadsHeaders"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        assert_eq!(context.response().headers().get("x-token"), Some("SECRET"));
        Ok(())
    }
}

#[tokio::test]
async fn who_asks_for_them_gets_them() {
    let body = r#"{"message": "SECRET", "Keys": ["SECRET"]}"#;
    let headers = vec![("x-amzn-errortype", "Locked"), ("x-token", "SECRET")];
    let canned = Canned::new([Answer(409, headers, body.into())]);
    let error = client(&canned).open_safe().send().await.expect_err("it is locked");
    assert_eq!(error.message(), Some("SECRET"));
    assert_eq!(error.raw_response().and_then(|raw| raw.body().bytes()), Some(body.as_bytes()));
    let error = error.into_service_error();
    assert_no_mark(&format!("{error} {error:?}"), "the error");
    assert!(error.is_locked());

    let headers = vec![("x-token", "SECRET"), ("x-meta-a", "SECRET")];
    let canned = Canned::new([Answer(200, headers, r#"{"Word": "SECRET"}"#.into())]);
    let put = client(&canned).put_safe().id("SECRET/1").token("SECRET").query("SECRET 2");
    let output = put.customize().interceptor(ReadsHeaders).send().await.expect("it is put");
    assert_eq!((output.token(), output.word()), (Some("SECRET"), Some("SECRET")));
    let asked = canned.only();
    assert_eq!(asked.uri, "https://example.com/safes/SECRET%2F1?fixed=1&q=SECRET%202");
    assert_eq!(asked.header("x-token"), Some("SECRET"));
    assert!(asked.header("authorization").is_some_and(|header| header.contains("x-token")));
}

fn frame(headers: &[(&'static str, &str)], payload: &str) -> Vec<u8> {
    let value = |text: &str| HeaderValue::String(text.to_owned().into());
    let headers = headers.iter().map(|(name, text)| Header::new(*name, value(text)));
    let message = Message::new_from_parts(headers.collect(), payload.as_bytes().to_vec());
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).expect("the frame is short");
    bytes
}

#[tokio::test]
async fn events_are_not_logged_or_shown() {
    let event = [(":message-type", "event"), (":event-type", "Said"), ("Tone", "SECRET")];
    let exception = [(":message-type", "exception"), (":exception-type", "Caught")];
    let body = r#"{"Word": "SECRET"}"#;
    let streams = [
        frame(&event, body),
        [frame(&event, body), frame(&exception, r#"{"message": "SECRET"}"#)].concat(),
        frame(&exception, r#"{"message": "SECRET"#),
        frame(&event, r#"{"Word": {"SECRET": 1}}"#),
        frame(&[(":message-type", "other")], "SECRET"),
        [&b"\0\0\0\xffSECRET"[..], b"SECRETSECRET"].concat(),
        frame(&event, body)[..20].to_vec(),
    ];
    for (index, stream) in streams.into_iter().enumerate() {
        let headers = vec![("content-type", "application/vnd.amazon.eventstream")];
        let canned = Canned::new([Answer(200, headers, stream)]);
        let (log, guard) = Log::start();
        let said = Words::Said(Said::builder().word("SECRET").tone("SECRET").build());
        let mut shown = debug(&said);
        let words = futures_util::stream::iter([Ok(said)]);
        let output = client(&canned).whisper().words(words.into()).send().await;
        let mut output = output.unwrap_or_else(|error| panic!("{}", DisplayErrorContext(error)));
        let mut received = Vec::new();
        loop {
            match output.words.recv().await {
                Ok(Some(event)) => {
                    shown += &debug(&event);
                    received.push(event);
                }
                Ok(None) => break,
                Err(error) => {
                    shown += &format!("{} {}", debug(&error), DisplayErrorContext(&error));
                    break;
                }
            }
        }
        drop(guard);
        assert!(mark_in(&canned.only().body).is_some(), "the event was sent");
        if index < 2 {
            let Some(Words::Said(said)) = received.first() else { panic!("{shown}") };
            assert_eq!((said.word(), said.tone()), (Some("SECRET"), Some("SECRET")));
        }
        assert_no_mark(&log.text(), &format!("the log of stream {index}"));
        assert_no_mark(&shown, &format!("what is shown of stream {index}"));
    }
}
