//! Streams of events of the fixture `events`, both ways, against canned answers.

use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use fixture_events::config::{BehaviorVersion, Config, Credentials, Region, retry::RetryConfig};
use fixture_events::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use fixture_events::operation::listen::{ListenError, ListenOutput};
use fixture_events::primitives::event_stream::{
    EventReceiver, EventStreamSender, Header, HeaderValue, Message, RawMessage,
};
use fixture_events::primitives::{Blob, DateTime};
use fixture_events::types::error::{DroppedException, ListenStreamError, TalkStreamError};
use fixture_events::types::{
    Heard, Line, ListenStream, Mood, Scene, Silence, Sound, Speaker, Tagged, TalkStream,
};
use fixture_events::{Client, Error};
use serde_json::{Value, json};
use smithwright_tests::boto3::Driver;
use smithwright_tests::canned::{Answer, Asked, Canned};

fn client(canned: &Canned) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url("http://localhost")
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(canned.clone());
    Client::from_conf(config.build())
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::String(value.to_owned().into())
}

fn frame(headers: &[(&'static str, HeaderValue)], payload: &str) -> Vec<u8> {
    let headers = headers.iter().map(|(name, value)| Header::new(*name, value.clone()));
    let message = Message::new_from_parts(headers.collect(), payload.as_bytes().to_vec());
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).expect("the frame is short");
    bytes
}

fn event(name: &str, payload: &str) -> Vec<u8> {
    frame(&[(":message-type", text("event")), (":event-type", text(name))], payload)
}

fn exception(name: &str, payload: &str) -> Vec<u8> {
    frame(&[(":message-type", text("exception")), (":exception-type", text(name))], payload)
}

fn answer(body: Vec<u8>) -> Answer {
    let headers = vec![("content-type", "application/vnd.amazon.eventstream"), ("x-session", "s1")];
    Answer(200, headers, body)
}

async fn listen(body: Vec<u8>) -> ListenOutput {
    let canned = Canned::new([answer(body)]);
    let called = client(&canned).listen().channel("c").send().await;
    called.unwrap_or_else(|error| panic!("{}", DisplayErrorContext(error)))
}

type Received = Result<Option<ListenStream>, SdkError<ListenStreamError, RawMessage>>;

/// The first event, and what comes after it.
async fn received(body: Vec<u8>) -> (Received, EventReceiver<ListenStream, ListenStreamError>) {
    let mut events = listen(body).await.events;
    (events.recv().await, events)
}

async fn received_event(body: Vec<u8>) -> ListenStream {
    let (first, mut rest) = received(body).await;
    assert!(matches!(rest.recv().await, Ok(None)), "one event was sent");
    first.expect("an event was sent").expect("an event was sent")
}

async fn received_error(body: Vec<u8>) -> ListenStreamError {
    let (first, mut rest) = received(body).await;
    assert!(matches!(rest.recv().await, Ok(None)), "an error ends the stream");
    first.expect_err("an error was sent").into_service_error()
}

#[tokio::test]
async fn members_outside_of_the_stream_are_in_the_output() {
    let output = listen(Vec::new()).await;
    assert_eq!((output.session(), output.status()), (Some("s1"), Some(200)));
    let mut events = output.events;
    assert!(matches!(events.recv().await, Ok(None)));
}

/// The frame of a line `hi`, put together by hand; its checksums are zlib's.
const LINE: &str = "0000003b00000029f161ce92\
    0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507\
    00046c696e656869d338e3a3";

#[tokio::test]
async fn a_frame_is_what_it_is_by_its_bytes() {
    let bytes: Vec<u8> = (0..LINE.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&LINE[at..at + 2], 16).expect("it is hex"))
        .collect();
    assert_eq!(hex(&event("line", "hi")), LINE, "tests write what is written by hand");
    assert_eq!(received_event(bytes).await, ListenStream::Line(Line::builder().text("hi").build()));
}

#[tokio::test]
async fn events_come_one_after_the_other() {
    let mut body =
        event("heard", r#"{"text": "hello", "by": {"Name": "N"}, "words": ["a", null]}"#);
    body.extend(event("silence", ""));
    let mut events = listen(body).await.events;
    let heard = events.recv().await.unwrap().unwrap();
    let by = Speaker::builder().name("N").build();
    let expected = Heard::builder().text("hello").by(by).words("a").build();
    assert_eq!(heard, ListenStream::Heard(expected));
    assert!(events.recv().await.unwrap().unwrap().is_silence());
    assert!(events.recv().await.unwrap().is_none());
}

#[tokio::test]
async fn headers_are_members() {
    let body = frame(
        &[
            (":message-type", text("event")),
            (":event-type", text("tagged")),
            (":content-type", text("application/json")),
            ("Flag", HeaderValue::Bool(true)),
            ("Byte", HeaderValue::Byte(-1)),
            ("Short", HeaderValue::Int16(-2)),
            ("Integer", HeaderValue::Byte(3)),
            ("Long", HeaderValue::Int64(-4)),
            ("Bytes", HeaderValue::ByteArray(vec![0, 255].into())),
            ("Text", text("x")),
            ("Time", HeaderValue::Timestamp(DateTime::from_millis(1500))),
            ("Mood", text("odd")),
            ("Other", text("y")),
        ],
        r#"{"Note": "n", "Text": "no"}"#,
    );
    assert_eq!(
        received_event(body).await,
        ListenStream::Tagged(tagged().mood(Mood::from("odd")).integer(3).build())
    );
}

fn tagged() -> fixture_events::types::builders::TaggedBuilder {
    let tagged = Tagged::builder().flag(true).byte(-1).short(-2).integer(70_000).long(-4);
    let tagged = tagged.bytes(Blob::new([0, 255])).text("x").time(DateTime::from_millis(1500));
    tagged.mood(Mood::Good).note("n")
}

#[tokio::test]
async fn a_header_of_another_type_is_an_error() {
    for value in [text("1"), HeaderValue::Int64(1 << 40)] {
        let headers =
            [(":message-type", text("event")), (":event-type", text("tagged")), ("Integer", value)];
        let (first, _) = received(frame(&headers, "")).await;
        assert!(matches!(first, Err(SdkError::ResponseError(_))), "{first:?}");
    }
}

#[tokio::test]
async fn payloads_are_members() {
    let mut body = frame(
        &[
            (":message-type", text("event")),
            (":event-type", text("sound")),
            ("Rate", HeaderValue::Int32(8)),
        ],
        "waves",
    );
    body.extend(event("line", "l"));
    body.extend(event("scene", r#"{"Name": "N", "Password": "p"}"#));
    body.extend(event("scene", ""));
    let mut events = listen(body).await.events;
    let mut next = async || events.recv().await.unwrap().unwrap();
    let sound = Sound::builder().rate(8).wave(Blob::new("waves")).build();
    assert_eq!(next().await, ListenStream::Sound(sound));
    assert_eq!(next().await, ListenStream::Line(Line::builder().text("l").build()));
    let speaker = Speaker::builder().name("N").password("p").build();
    let scene = next().await;
    assert_eq!(scene, ListenStream::Scene(Scene::builder().speaker(speaker).build()));
    assert!(!format!("{scene:?}").contains("\"p\""), "secrets are not shown");
    assert_eq!(next().await, ListenStream::Scene(Scene::builder().build()));
}

#[tokio::test]
async fn events_of_later_models_are_unknown() {
    assert!(received_event(event("new", r#"{"A": 1}"#)).await.is_unknown());
    let named = received_event(event("unknown", "{}")).await;
    assert_eq!(named, ListenStream::UnknownValue(Silence::builder().build()));
}

#[tokio::test]
async fn modeled_errors_end_the_stream() {
    let mut body = exception("busy", r#"{"message": "wait", "Queue": 3}"#);
    body.extend(event("silence", ""));
    let error = received_error(body).await;
    assert_eq!((error.code(), error.message()), (Some("BusyException"), Some("wait")));
    assert_eq!(error.to_string(), "ListenStream: BusyException: wait");
    let ListenStreamError::BusyException(busy) = &error else { panic!("{error:?}") };
    assert_eq!((busy.queue(), busy.message()), (Some(3), Some("wait")));
    assert!(matches!(Error::from(error), Error::BusyException(_)));

    let headers = [
        (":message-type", text("exception")),
        (":exception-type", text("DroppedException")),
        ("Cause", text("rain")),
    ];
    let error = received_error(frame(&headers, "")).await;
    let ListenStreamError::DroppedException(dropped) = error else { panic!("{error:?}") };
    assert_eq!((dropped.cause(), dropped.message()), (Some("rain"), None));
}

#[tokio::test]
async fn other_errors_keep_code_and_message() {
    let error = received_error(exception("NewException", r#"{"message": "later"}"#)).await;
    assert_eq!((error.code(), error.message()), (Some("NewException"), Some("later")));
    let error = received_error(exception("busy", "no JSON")).await;
    assert_eq!(error.code(), Some("BusyException"));
    assert!(!error.is_busy_exception(), "its members cannot be read");
    let headers = [
        (":message-type", text("error")),
        (":error-code", text("InternalError")),
        (":error-message", text("oops")),
    ];
    let error = received_error(frame(&headers, "")).await;
    assert_eq!((error.code(), error.message()), (Some("InternalError"), Some("oops")));
}

#[tokio::test]
async fn what_is_no_message_of_the_stream_is_told() {
    let mut broken = event("silence", "");
    *broken.last_mut().unwrap() ^= 1;
    let cut = event("silence", "")[..20].to_vec();
    let mut bodies = vec![broken, cut, frame(&[], ""), frame(&[(":message-type", text("x"))], "")];
    bodies.push(frame(&[(":message-type", text("event"))], ""));
    bodies.push(event("heard", "no JSON"));
    for body in bodies {
        let (first, _) = received(body).await;
        assert!(matches!(first, Err(SdkError::ResponseError(_))), "{first:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_the_operations_error() {
    let refusal = r#"{"__type": "BusyException", "message": "wait"}"#;
    let canned = Canned::new([Answer::json(429, refusal)]);
    let error = client(&canned).listen().channel("c").send().await.expect_err("it is refused");
    assert!(matches!(error.into_service_error(), ListenError::BusyException(_)));
}

#[tokio::test]
async fn an_error_of_the_stream_may_come_before_it() {
    let refusal = r#"{"__type": "DroppedException", "message": "too late"}"#;
    let canned = Canned::new([Answer::json(400, refusal)]);
    let error = client(&canned).listen().channel("c").send().await.expect_err("it is refused");
    let error = error.into_service_error();
    assert!(error.is_dropped_exception(), "{error:?}");
    assert!(matches!(Error::from(error), Error::DroppedException(_)));
}

#[test]
fn an_output_is_not_built_without_its_stream() {
    let error = ListenOutput::builder().build().expect_err("no stream can be made up");
    assert!(error.to_string().contains("events"), "{error}");
}

type Said = Result<TalkStream, TalkStreamError>;

/// What is asked when these are sent, and whether it could be.
async fn talk(events: Vec<Said>) -> Result<Asked, String> {
    let canned = Canned::new([answer(Vec::new())]);
    let speech = EventStreamSender::from(futures_util::stream::iter(events));
    let request = client(&canned).talk().channel("c").language("en").speech(speech);
    request.send().await.map_err(|error| DisplayErrorContext(error).to_string())?;
    Ok(canned.only())
}

/// The signed messages, and what is in them.
fn messages(asked: &Asked) -> Vec<Option<Message>> {
    let mut body = &asked.bytes[..];
    let mut messages = Vec::new();
    while !body.is_empty() {
        let signed = read_message_from(&mut body).expect("it is a frame");
        let names: Vec<_> = signed.headers().iter().map(|header| header.name().as_str()).collect();
        assert_eq!(names, [":chunk-signature", ":date"]);
        let inner = (!signed.payload().is_empty())
            .then(|| read_message_from(&signed.payload()[..]).expect("it is a frame"));
        messages.push(inner);
    }
    messages
}

/// An event of each kind.
fn all() -> Vec<TalkStream> {
    let speaker = Speaker::builder().name("N").build();
    let heard = Heard::builder().text("hello").by(speaker.clone()).words("a").build();
    vec![
        TalkStream::Said(heard),
        TalkStream::Tagged(tagged().build()),
        TalkStream::Sound(Sound::builder().rate(8).wave(Blob::new("waves")).build()),
        TalkStream::Line(Line::builder().text("l").build()),
        TalkStream::Scene(Scene::builder().speaker(speaker).build()),
        TalkStream::Silence(Silence::builder().build()),
    ]
}

fn said(events: Vec<TalkStream>) -> Vec<Said> {
    events.into_iter().map(Ok).collect()
}

#[tokio::test]
async fn a_request_tells_that_events_come() {
    let asked = talk(Vec::new()).await.unwrap();
    assert_eq!((asked.method.as_str(), asked.path()), ("POST", "/channels/c/talk"));
    assert_eq!(asked.header("content-type"), Some("application/vnd.amazon.eventstream"));
    assert_eq!(asked.header("x-amz-content-sha256"), Some("STREAMING-AWS4-HMAC-SHA256-EVENTS"));
    assert_eq!(asked.header("x-language"), Some("en"));
    assert_eq!(asked.header("content-length"), None);
    assert!(
        asked.header("authorization").is_some_and(|header| header.contains("x-amz-content-sha256"))
    );
    assert_eq!(messages(&asked), [None], "an empty message ends the stream");
}

#[tokio::test]
async fn events_are_sent() {
    let asked = talk(said(all())).await.unwrap();
    let mut sent = messages(&asked);
    assert_eq!(sent.pop(), Some(None));
    let header = |message: &Message, name: &str| {
        let mut headers = message.headers().iter();
        headers.find(|header| header.name().as_str() == name).map(|header| header.value().clone())
    };
    let json = |message: &Message| serde_json::from_slice::<Value>(message.payload()).ok();
    let sent: Vec<_> = sent.into_iter().flatten().collect();
    let expected = [
        (
            "said",
            "application/json",
            Some(json!({"text": "hello", "by": {"Name": "N"}, "words": ["a"]})),
        ),
        ("tagged", "application/json", Some(json!({"Note": "n"}))),
        ("sound", "application/octet-stream", None),
        ("line", "text/plain", None),
        ("scene", "application/json", Some(json!({"Name": "N"}))),
        ("silence", "application/json", Some(json!({}))),
    ];
    assert_eq!(sent.len(), expected.len());
    for (message, (name, media_type, payload)) in sent.iter().zip(expected) {
        assert_eq!(header(message, ":message-type"), Some(text("event")));
        assert_eq!(header(message, ":event-type"), Some(text(name)));
        assert_eq!(header(message, ":content-type"), Some(text(media_type)), "{name}");
        assert_eq!(json(message), payload, "{name}");
    }
    assert_eq!(header(&sent[1], "Integer"), Some(HeaderValue::Int32(70_000)));
    assert_eq!(header(&sent[1], "Byte"), Some(HeaderValue::Byte(-1)));
    assert_eq!(header(&sent[1], "Time"), Some(HeaderValue::Timestamp(DateTime::from_millis(1500))));
    assert_eq!((&sent[2].payload()[..], &sent[3].payload()[..]), (&b"waves"[..], &b"l"[..]));
}

#[tokio::test]
async fn what_is_sent_is_received() {
    let asked = talk(said(all()[1..].to_vec())).await.unwrap();
    let mut body = Vec::new();
    for message in messages(&asked).iter().flatten() {
        write_message_to(message, &mut body).unwrap();
    }
    let mut events = listen(body).await.events;
    let mut received = Vec::new();
    while let Some(event) = events.recv().await.unwrap() {
        received.push(format!("{event:?}"));
    }
    let sent: Vec<_> = all()[1..].iter().map(|event| format!("{event:?}")).collect();
    assert_eq!(received, sent);
}

#[tokio::test]
async fn an_error_can_be_sent() {
    let dropped = DroppedException::builder().message("m").cause("rain").build();
    let asked = talk(vec![Err(TalkStreamError::DroppedException(dropped))]).await.unwrap();
    let message = messages(&asked).remove(0).expect("it is sent");
    let headers: Vec<_> =
        message.headers().iter().map(|h| (h.name().as_str(), h.value().clone())).collect();
    let expected = [
        (":message-type", text("exception")),
        (":exception-type", text("DroppedException")),
        (":content-type", text("application/json")),
        ("Cause", text("rain")),
    ];
    assert_eq!(headers, expected);
    assert_eq!(&message.payload()[..], br#"{"Message":"m"}"#);
}

#[tokio::test]
async fn what_cannot_be_sent_is_told() {
    let error = talk(vec![Err(TalkStreamError::unhandled("mine"))]).await.unwrap_err();
    assert!(error.contains("an error that the model does not know cannot be sent"), "{error}");
}

/// What botocore reads of what we send.
#[test]
#[ignore = "needs boto3: cargo xtask test"]
fn botocore_reads_what_is_sent() {
    let runtime = tokio::runtime::Runtime::new().expect("there are threads");
    let asked = runtime.block_on(talk(said(all()))).unwrap();
    let model = smithwright_tests::models::folder("fixtures/events/service-2.json");
    let model = model.to_str().expect("a path");
    let read = Driver::start("events.py", &[model, "TalkStream"]).ask(&json!(hex(&asked.bytes)));
    let (document, bytes, text) = ("application/json", "application/octet-stream", "text/plain");
    let expected = json!([
        [document, {"said": {"Text": "hello", "By": {"Name": "N"}, "Words": ["a"]}}],
        [document, {"tagged": {
            "Flag": true, "Byte": -1, "Short": -2, "Integer": 70_000, "Long": -4, "Bytes": "00ff", "Text": "x",
            "Time": "1970-01-01 00:00:01.500000+00:00", "Mood": "good", "Note": "n"
        }}],
        [bytes, {"sound": {"Rate": 8, "Wave": hex(b"waves")}}],
        [text, {"line": {"Text": "l"}}],
        [document, {"scene": {"Speaker": {"Name": "N"}}}],
        [document, {"silence": {}}],
    ]);
    assert_eq!(read, expected);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
