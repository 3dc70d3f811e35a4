//! What the protocols differ in; the rest is tested through a generated client.
#![allow(dead_code)] // A structure comes with more than its tests need.

use super::*;
use crate::error::{
    ErrorDescriptor, ErrorMetadata, ErrorResponse, ErrorVariant, ProvideErrorMetadata, Unhandled,
};
use crate::protocol::Protocol;
use crate::serde::WithStream;
use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_runtime_api::client::result::CreateUnhandledError;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};

const PROTOCOLS: [(Protocol, &str); 4] = [
    (Protocol::RestJson1, "application/json"),
    (Protocol::AwsJson1_1, "application/json"),
    (Protocol::RestXml, "application/xml"),
    (Protocol::RpcV2Cbor, "application/cbor"),
];

struct Note {
    text: Option<String>,
    place: Option<i32>,
}

struct NoteBuilder {
    inner: Note,
}

crate::structure!(
    Note,
    builder: NoteBuilder,
    fields: [(text, set_text, get_text, String), (place, set_place, get_place, i32)],
    table: "
        example#Note
        Text string
        Place integer
        @eventHeader
    "
);

#[derive(Clone, PartialEq)]
enum Notes {
    Note(Note),
    Unknown,
}

crate::union!(
    Notes,
    members: [(0, Note, is_note, as_note, Note)],
    table: "
        example#Notes
        note structure
    "
);

/// An error without a modeled one.
#[derive(Debug)]
struct Ended(Unhandled);

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Ended {}

impl ProvideErrorMetadata for Ended {
    fn meta(&self) -> &ErrorMetadata {
        self.0.meta()
    }
}

impl ProvideErrorKind for Ended {
    fn code(&self) -> Option<&str> {
        None
    }

    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        None
    }
}

impl CreateUnhandledError for Ended {
    fn create_unhandled_error(source: BoxError, meta: Option<ErrorMetadata>) -> Self {
        Self(Unhandled::create(source, meta))
    }
}

impl OperationError for Ended {
    const MODELED: &'static [&'static ErrorDescriptor] = &[];

    fn variant(&self) -> &dyn ErrorVariant {
        &self.0
    }

    #[cfg(feature = "test-util")]
    fn variant_mut(&mut self) -> &mut dyn ErrorVariant {
        &mut self.0
    }

    fn read(_: usize, _: ErrorResponse<'_>) -> Result<Option<Self>, SerdeError> {
        Ok(None)
    }
}

impl EventError for Ended {
    const EXCEPTIONS: &'static [(&'static str, usize)] = &[];

    fn modeled(&self) -> Option<(&'static str, &dyn Structure)> {
        None
    }
}

/// What comes, and what goes, beside a member in the message before all events.
struct Meeting {
    room: Option<String>,
    notes: EventReceiver<Notes, Ended>,
}

struct MeetingBuilder {
    inner: WithStream<Meeting, EventReceiver<Notes, Ended>>,
}

crate::streaming_structure!(
    Meeting,
    builder: MeetingBuilder,
    build: fallible,
    names: [room, notes],
    fields: [(room, set_room, get_room, String)],
    stream: required (notes, set_notes, get_notes, EventReceiver<Notes, Ended>),
    table: "
        example#Meeting
        Room string
        Notes union
    "
);

fn meeting_schema() -> &'static Schema<'static> {
    Meeting::default().table().shape().schema()
}

fn note() -> Notes {
    Notes::Note(Note { text: Some("t".to_owned()), place: Some(7) })
}

fn text(value: &'static str) -> HeaderValue {
    HeaderValue::String(value.into())
}

/// A message of the service, as bytes.
fn frame(kind: [&'static str; 3], payload: &[u8]) -> Vec<u8> {
    let [kind, name, value] = kind;
    let headers = vec![Header::new(":message-type", text(kind)), Header::new(name, text(value))];
    let mut bytes = Vec::new();
    write_message_to(&Message::new_from_parts(headers, payload.to_vec()), &mut bytes).unwrap();
    bytes
}

/// The messages that are sent for one note, by a protocol that wrote `body`, and the media type of their documents.
async fn sent(protocol: Protocol, body: &[u8]) -> (Vec<u8>, Vec<Message>) {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.headers_mut().insert("content-length", "1");
    let mut events = EventStreamSender::<Notes, Ended>::once(Ok(note()));
    let (protocol, mut cfg) = (protocol.client(), ConfigBag::base());
    events.send(&mut request, meeting_schema(), &protocol, &mut cfg).unwrap();
    assert_eq!(request.headers().get("content-type"), Some("application/vnd.amazon.eventstream"));
    assert_eq!(request.headers().get("content-length"), None);
    let bytes = ByteStream::new(request.take_body()).collect().await.unwrap().to_vec();
    let (mut rest, mut messages) = (&bytes[..], Vec::new());
    while !rest.is_empty() {
        messages.push(read_message_from(&mut rest).unwrap());
    }
    (bytes, messages)
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    let mut headers = message.headers().iter();
    headers.find(|h| h.name().as_str() == name)?.value().as_string().ok().map(|text| text.as_str())
}

#[tokio::test]
async fn each_protocol_reads_what_it_writes() {
    for (protocol, media_type) in PROTOCOLS {
        let (bytes, messages) = sent(protocol, b"first").await;
        let [first, message] = &messages[..] else { panic!("{messages:?}") };
        assert_eq!(header(first, ":event-type"), Some("initial-request"));
        assert_eq!(&first.payload()[..], b"first");
        assert_eq!(header(message, ":content-type"), Some(media_type), "{protocol:?}");
        let place = Header::new("Place", HeaderValue::Int32(7));
        assert!(message.headers().contains(&place), "{message:?}");

        let mut received = EventReceiver::<Notes, Ended>::empty();
        received.receive(SdkBody::from(bytes), &protocol.client(), &ConfigBag::base());
        assert_eq!(received.recv().await.unwrap(), Some(Notes::Unknown), "the first message");
        assert_eq!(received.recv().await.unwrap(), Some(note()), "{protocol:?}");
        assert_eq!(received.recv().await.unwrap(), None);
    }
}

#[tokio::test]
async fn each_protocol_has_its_errors() {
    let cbor = b"\xa1\x67message\x61m";
    let payloads: [&[u8]; 4] = [
        br#"{"message": "m"}"#,
        br#"{"Message": "m"}"#,
        b"<Late><Message>m</Message></Late>",
        cbor,
    ];
    for ((protocol, _), payload) in PROTOCOLS.into_iter().zip(payloads) {
        let body = frame(["exception", ":exception-type", "Late"], payload);
        let mut received = EventReceiver::<Notes, Ended>::empty();
        received.receive(SdkBody::from(body), &protocol.client(), &ConfigBag::base());
        let error = received.recv().await.unwrap_err().into_service_error();
        let meta = error.meta();
        assert_eq!((meta.code(), meta.message()), (Some("Late"), Some("m")), "{protocol:?}");
    }
}

async fn meeting(body: Vec<u8>) -> Meeting {
    let mut meeting = Meeting::default();
    meeting.notes.receive(SdkBody::from(body), &Protocol::AwsJson1_1.client(), &ConfigBag::base());
    initial(Some(&mut meeting)).expect("it has a room").await.unwrap();
    meeting
}

#[tokio::test]
async fn members_come_before_all_events() {
    let event = frame(["event", ":event-type", "note"], br#"{"Text": "t"}"#);
    let first = frame(["event", ":event-type", "initial-response"], br#"{"Room": "r"}"#);
    let expected = Some(Notes::Note(Note { text: Some("t".to_owned()), place: None }));
    let mut both = meeting([first, event.clone()].concat()).await;
    assert_eq!(both.room.as_deref(), Some("r"));
    assert_eq!(both.notes.recv().await.unwrap(), expected);
    let mut without = meeting(event).await;
    assert_eq!((without.room.as_deref(), without.notes.recv().await.unwrap()), (None, expected));
    assert_eq!(meeting(Vec::new()).await.notes.recv().await.unwrap(), None);
}

#[tokio::test]
async fn protocols_without_event_streams_say_so() {
    let protocol = Protocol::AwsQuery.client();
    let mut events = EventStreamSender::<Notes, Ended>::once(Ok(note()));
    let mut request = HttpRequest::new(SdkBody::empty());
    let sent = events.send(&mut request, meeting_schema(), &protocol, &mut ConfigBag::base());
    let error = sent.expect_err("it has none").to_string();
    assert!(error.contains("this protocol has no streams of events"), "{error}");
}
