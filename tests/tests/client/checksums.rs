//! Requests that are compressed or carry checksums, and responses that are held against theirs, shown with the fixture
//! `checksums`.

use fixture_checksums::config::{
    BehaviorVersion, Builder, Config, Credentials, Region, RequestChecksumCalculation,
    ResponseChecksumValidation, retry::RetryConfig,
};
use fixture_checksums::types::{Algorithm, Mode};
use fixture_checksums::{Client, error::DisplayErrorContext};
use flate2::read::MultiGzDecoder;
use http_body::Frame;
use http_body_util::{Full, StreamBody};
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use smithwright_runtime::aws_types::SdkConfig;
use smithwright_tests::canned::{Answer, Asked, Canned};
use smithwright_tests::log::Log;
use std::io::Read;

/// What checksums are published for: the "check" value of CRC catalogues.
const CHECK: &str = "123456789";
const SHA256: &str = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=";
const CHECKSUMS: [(&str, &str); 5] = [
    ("CRC32", "y/Q5Jg=="),
    ("CRC32C", "4waSgw=="),
    ("CRC64NVME", "rosUhgp5mIg="),
    ("SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE="),
    ("SHA256", SHA256),
];

fn canned() -> Canned {
    Canned::new([Answer::json(200, "{}")])
}

fn config(canned: &Canned) -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(canned.clone())
}

fn client(canned: &Canned) -> Client {
    Client::from_conf(config(canned).build())
}

/// A body whose bytes are not known before it is sent, and that can be sent again.
fn piecewise(text: &'static str) -> ByteStream {
    let body = move || SdkBody::from_body_1_x(Full::new(text.as_bytes().into()));
    ByteStream::new(SdkBody::retryable(body))
}

/// A body whose length is not known, either.
fn of_any_length(text: &'static str) -> ByteStream {
    let parts = async { Ok::<_, std::io::Error>(Frame::data(text.as_bytes().into())) };
    let parts = StreamBody::new(futures_util::stream::once(parts));
    ByteStream::new(SdkBody::from_body_1_x(parts))
}

/// The headers that hold a checksum.
fn checksums(asked: &Asked) -> Vec<(&str, &str)> {
    let headers = asked.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    headers.filter(|(name, _)| name.starts_with("x-amz-checksum-")).collect()
}

/// The headers that say how the body is encoded: the official crates add one, and do not change that of the caller.
fn encodings(asked: &Asked) -> Vec<&str> {
    let encodings = asked.headers.iter().filter(|(name, _)| name == "content-encoding");
    encodings.map(|(_, value)| value.as_str()).collect()
}

fn uncompressed(asked: &Asked) -> String {
    let mut text = String::new();
    MultiGzDecoder::new(asked.bytes.as_slice()).read_to_string(&mut text).expect("it is gzip");
    text
}

#[tokio::test]
async fn each_algorithm_has_its_header() {
    for (name, value) in CHECKSUMS {
        let canned = canned();
        let put = client(&canned).put_object().algorithm(Algorithm::from(name));
        put.body(ByteStream::from_static(CHECK.as_bytes())).send().await.expect("an answer");
        let asked = canned.only();
        let header = format!("x-amz-checksum-{}", name.to_lowercase());
        assert_eq!(checksums(&asked), [(header.as_str(), value)]);
        assert_eq!(asked.header("x-amz-sdk-checksum-algorithm"), Some(name));
        assert_eq!((asked.body.as_str(), asked.header("content-encoding")), (CHECK, None));
    }
}

#[tokio::test]
async fn there_is_a_checksum_where_the_service_takes_one_unless_told_otherwise() {
    let canned = canned();
    let body = || ByteStream::from_static(CHECK.as_bytes());
    client(&canned).put_object().body(body()).send().await.expect("an answer");
    assert_eq!(checksums(&canned.only()), [("x-amz-checksum-crc32", "y/Q5Jg==")]);
    assert_eq!(canned.only().header("x-amz-sdk-checksum-algorithm"), Some("CRC32"));

    let required = RequestChecksumCalculation::WhenRequired;
    let frugal = |canned: &Canned| {
        Client::from_conf(config(canned).request_checksum_calculation(required).build())
    };
    let canned = self::canned();
    frugal(&canned).put_object().body(body()).send().await.expect("an answer");
    assert_eq!(checksums(&canned.only()), []);
    assert_eq!(canned.only().header("x-amz-sdk-checksum-algorithm"), None);

    // What must be there, or is asked for, is there all the same.
    let canned = self::canned();
    frugal(&canned).put_rules().text("a").send().await.expect("an answer");
    assert_eq!(checksums(&canned.only()).len(), 1);
    let canned = self::canned();
    let put = frugal(&canned).put_object().algorithm(Algorithm::Sha256).body(body());
    put.send().await.expect("an answer");
    assert_eq!(checksums(&canned.only()), [("x-amz-checksum-sha256", SHA256)]);
}

#[tokio::test]
async fn a_member_in_the_body_chooses_as_well() {
    let canned = canned();
    let put = client(&canned).put_rules().algorithm(Algorithm::Sha1).text("a");
    put.send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(asked.body, r#"{"Algorithm":"SHA1","Text":"a"}"#);
    assert_eq!(checksums(&asked)[0].0, "x-amz-checksum-sha1");
    assert_eq!(asked.header("x-amz-sdk-checksum-algorithm"), None);
}

#[tokio::test]
async fn a_checksum_of_the_caller_is_left_alone() {
    let canned = canned();
    let put = client(&canned).put_object().sha256("mine").body(piecewise(CHECK));
    put.send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(checksums(&asked), [("x-amz-checksum-sha256", "mine")]);
    assert_eq!((asked.body.as_str(), asked.header("x-amz-trailer")), (CHECK, None));

    let canned = self::canned();
    client(&canned).put_note().md5("mine").text("a").send().await.expect("an answer");
    assert_eq!(canned.only().header("content-md5"), Some("mine"));
}

#[tokio::test]
async fn what_cannot_be_calculated_can_be_given() {
    let canned = canned();
    let put = || client(&canned).put_object().algorithm(Algorithm::Xxhash64);
    let error = put().body(piecewise(CHECK)).send().await.expect_err("it is unknown");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("the checksum `XXHASH64` cannot be calculated"), "{shown}");
    assert_eq!(canned.asked(), []);
    put().sha256("mine").send().await.expect("an answer");
}

#[tokio::test]
async fn a_required_checksum_without_a_choice_is_md5() {
    let canned = canned();
    client(&canned).put_note().text("abc").send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(asked.body, r#"{"Text":"abc"}"#);
    // By `openssl md5 -binary | base64`.
    assert_eq!(asked.header("content-md5"), Some("rSDjtFUqXMb/07M4IPqpsQ=="));
    assert_eq!(checksums(&asked), []);
}

#[tokio::test]
async fn a_stream_has_its_checksum_behind_it() {
    for (name, value) in CHECKSUMS {
        let canned = canned();
        let put = client(&canned).put_object().algorithm(Algorithm::from(name));
        put.encoding("custom").body(piecewise(CHECK)).send().await.expect("an answer");
        let asked = canned.only();
        let trailer = format!("x-amz-checksum-{}", name.to_lowercase());
        assert_eq!(asked.body, format!("9\r\n{CHECK}\r\n0\r\n{trailer}:{value}\r\n\r\n"));
        let length = asked.body.len().to_string();
        for (header, value) in [
            ("x-amz-trailer", trailer.as_str()),
            ("x-amz-decoded-content-length", "9"),
            ("content-length", length.as_str()),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("x-amz-sdk-checksum-algorithm", name),
        ] {
            assert_eq!(asked.header(header), Some(value), "{header}");
        }
        assert_eq!(encodings(&asked), ["custom", "aws-chunked"]);
        assert_eq!(checksums(&asked), []);
        assert!(asked.header("authorization").is_some_and(|a| a.contains("x-amz-trailer")));
    }
}

#[tokio::test]
async fn the_caller_may_know_the_length_of_a_stream() {
    let canned = canned();
    let put = client(&canned).put_object().length(9).body(of_any_length(CHECK));
    put.send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(asked.header("x-amz-decoded-content-length"), Some("9"));
    assert_eq!(asked.header("content-length"), Some(asked.body.len().to_string().as_str()));
}

#[tokio::test]
async fn chunks_are_as_large_as_the_configuration_says() {
    let large: &'static str = "a".repeat(70 * 1024).leak();
    let sent = async |size: Option<Option<usize>>| {
        let canned = canned();
        let mut config = config(&canned);
        config.set_aws_chunked_encoding_chunk_size(size);
        let client = Client::from_conf(config.build());
        client.put_object().body(piecewise(large)).send().await.map(|_| canned.only())
    };
    let kibibytes = async |size: Option<Option<usize>>| {
        let asked = sent(size).await.expect("an answer");
        let length = asked.body.len().to_string();
        assert_eq!(asked.header("content-length"), Some(length.as_str()));
        let (mut sizes, mut rest) = (Vec::new(), asked.body.as_str());
        while let Some((size, chunk)) = rest.split_once("\r\n").filter(|(size, _)| *size != "0") {
            let size = usize::from_str_radix(size, 16).expect("a chunk begins with its size");
            sizes.push(size / 1024);
            rest = &chunk[size + 2..];
        }
        sizes
    };
    assert_eq!(kibibytes(None).await, [64, 6]);
    assert_eq!(kibibytes(Some(Some(40 * 1024))).await, [40, 30]);
    assert_eq!(kibibytes(Some(None)).await, [70]);
    for size in [4096, 0] {
        let error = sent(Some(Some(size))).await.expect_err("it is too small");
        let shown = DisplayErrorContext(&error).to_string();
        let why = format!("Chunk size must be at least 8192 bytes, but {size} was provided");
        assert!(shown.contains(&why), "{shown}");
    }
}

#[tokio::test]
async fn a_stream_that_is_sent_again_is_the_same() {
    let canned = Canned::new([Answer::json(500, "{}"), Answer::json(200, "{}")]);
    let retries = RetryConfig::standard().with_initial_backoff(std::time::Duration::ZERO);
    let client = Client::from_conf(config(&canned).retry_config(retries).build());
    client.put_object().body(piecewise(CHECK)).send().await.expect("an answer");
    let asked = canned.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].body.contains("x-amz-checksum-crc32:y/Q5Jg=="), "{}", asked[0].body);
    assert_eq!(asked[0].body, asked[1].body);
    assert_eq!(asked[1].header("content-encoding"), Some("aws-chunked"));
}

#[tokio::test]
async fn a_stream_of_unknown_length_cannot_be_summed_up() {
    let canned = canned();
    let error = client(&canned)
        .put_object()
        .body(of_any_length(CHECK))
        .send()
        .await
        .expect_err("no length");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("a body of unknown length"), "{shown}");
    assert_eq!(canned.asked(), []);
    let required = RequestChecksumCalculation::WhenRequired;
    let frugal = Client::from_conf(config(&canned).request_checksum_calculation(required).build());
    frugal.put_object().body(of_any_length(CHECK)).send().await.expect("an answer");
    assert_eq!(canned.only().body, CHECK);
}

fn answer(checksums: &[(&'static str, &'static str)], body: &str) -> Canned {
    let Answer(status, mut headers, body) = Answer::json(200, body);
    headers.extend(checksums);
    Canned::new([Answer(status, headers, body)])
}

#[tokio::test]
async fn a_stream_is_held_against_its_checksum_at_its_end() {
    for (name, value) in CHECKSUMS {
        let header: &str = Box::leak(format!("x-amz-checksum-{}", name.to_lowercase()).into());
        let canned = answer(&[(header, value)], CHECK);
        let output = client(&canned).get_object().send().await.expect("an answer");
        assert_eq!(canned.only().header("x-amz-checksum-mode"), Some("ENABLED"));
        let body = output.body.collect().await.expect("it is whole").into_bytes();
        assert_eq!(body, CHECK);

        let canned = answer(&[(header, value)], "12345678");
        let output = client(&canned).get_object().send().await.expect("an answer");
        let error = output.body.collect().await.expect_err("a byte is missing");
        let shown = DisplayErrorContext(&error).to_string();
        assert!(shown.contains("checksum mismatch"), "{shown}");
    }
}

#[tokio::test]
async fn a_body_that_is_read_at_once_is_held_against_its_checksum() {
    let whole = r#"{"Text":"a"}"#;
    // By Python's `zlib.crc32`.
    let canned = answer(&[("x-amz-checksum-crc32", "WrnAXg==")], whole);
    let output = client(&canned).get_note().send().await.expect("it is whole");
    assert_eq!(output.text(), Some("a"));

    let canned = answer(&[("x-amz-checksum-crc32", "y/Q5Jg==")], whole);
    let error = client(&canned).get_note().send().await.expect_err("another checksum");
    let shown = DisplayErrorContext(&error).to_string();
    assert!(shown.contains("checksum mismatch"), "{shown}");
}

/// What the official crates tell the log in the same case.
const PARTS: &str = "This checksum is a part-level checksum which can't be validated by the Rust SDK. Disable checksum \
                     validation for this request to fix this warning.";
const NOT_BASE64: &str = "Checksum received from server could not be base64 decoded. No checksum validation will be \
                          performed.";

#[tokio::test]
async fn what_a_checksum_cannot_be_held_against_is_handed_on_with_a_line_in_the_log() {
    for (value, level, text) in [
        ("cpjwid==-12", "WARN", PARTS),
        ("y/Q5Jg==-3", "WARN", PARTS),
        ("no checksum", "ERROR", NOT_BASE64),
    ] {
        let canned = answer(&[("x-amz-checksum-crc32", value)], r#"{"Text":"a"}"#);
        let (log, _listening) = Log::start();
        let note = client(&canned).get_note().mode(Mode::Enabled).send().await.expect(value);
        assert_eq!(note.text(), Some("a"), "{value}");
        let told = log.text();
        let line = told.lines().find(|line| line.contains(text)).expect(&told);
        assert!(line.starts_with(level), "{value}: {line}");
        let object = client(&canned).get_object().mode(Mode::Enabled).send().await.expect(value);
        object.body.collect().await.expect(value);
        assert_eq!(canned.asked().len(), 2, "{value}");
    }
}

#[tokio::test]
async fn what_is_not_asked_for_or_not_known_is_not_held_against_anything() {
    let wrong = [("x-amz-checksum-crc32", "y/Q5Jg==")];
    let required = ResponseChecksumValidation::WhenRequired;
    let canned = answer(&wrong, "{}");
    let frugal = Client::from_conf(config(&canned).response_checksum_validation(required).build());
    frugal.get_note().send().await.expect("an answer");
    frugal.get_note().mode(Mode::Enabled).send().await.expect_err("it was asked for");
    let output = frugal.get_object().send().await.expect("an answer");
    assert_eq!(canned.asked()[2].header("x-amz-checksum-mode"), None);
    output.body.collect().await.expect("an answer");

    for told in [("x-amz-checksum-xxhash64", "AAAA"), ("x-amz-checksum-crc32", "y/Q5Jg==-3")] {
        let canned = answer(&[told], "{}");
        client(&canned).get_note().send().await.expect("an answer");
    }
}

#[tokio::test]
async fn large_requests_are_compressed() {
    let text = "a".repeat(10_240 - r#"{"Text":""}"#.len());
    let canned = canned();
    client(&canned).put_metrics().text(&text).send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(asked.header("content-encoding"), Some("gzip"));
    assert_eq!(asked.header("content-length"), Some(asked.bytes.len().to_string().as_str()));
    assert_eq!(uncompressed(&asked), format!(r#"{{"Text":"{text}"}}"#));

    let canned = self::canned();
    client(&canned).put_metrics().text(&text).encoding("custom").send().await.expect("an answer");
    assert_eq!(encodings(&canned.only()), ["custom", "gzip"]);

    let canned = self::canned();
    client(&canned).put_metrics().text(&text[1..]).send().await.expect("an answer");
    assert_eq!(canned.only().header("content-encoding"), None);
    assert_eq!(canned.only().body.len(), 10_239);
}

#[tokio::test]
async fn settings_say_what_is_large() {
    let sent = async |change: fn(Builder) -> Builder| {
        let canned = canned();
        let client = Client::from_conf(change(config(&canned)).build());
        client.put_metrics().text("a".repeat(20_000)).send().await.map(|_| canned.only())
    };
    let encoding = |asked: Asked| asked.header("content-encoding").map(str::to_owned);
    let small = sent(|config| config.request_min_compression_size_bytes(20_012)).await;
    assert_eq!(encoding(small.expect("an answer")), None);
    let enough = sent(|config| config.request_min_compression_size_bytes(20_011)).await;
    assert_eq!(encoding(enough.expect("an answer")).as_deref(), Some("gzip"));
    let off = sent(|config| config.disable_request_compression(true)).await;
    assert_eq!(encoding(off.expect("an answer")), None);
    let odd = sent(|config| config.request_min_compression_size_bytes(10_485_761)).await;
    let shown = DisplayErrorContext(&odd.expect_err("out of bounds")).to_string();
    assert!(shown.contains("10485761"), "{shown}");
}

#[tokio::test]
async fn streams_are_compressed_piece_by_piece() {
    let canned = canned();
    client(&canned).put_recording().body(of_any_length("sound")).send().await.expect("an answer");
    let asked = canned.only();
    assert_eq!(asked.header("content-encoding"), Some("gzip"));
    assert_eq!(asked.header("content-length"), None);
    assert_eq!(uncompressed(&asked), "sound");
}

#[test]
fn shared_settings_are_taken_over() {
    let shared = SdkConfig::builder()
        .disable_request_compression(true)
        .request_min_compression_size_bytes(7)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .build();
    let config = Config::new(&shared);
    assert_eq!(config.disable_request_compression(), Some(true));
    assert_eq!(config.request_min_compression_size_bytes(), Some(7));
    let required = Some(&RequestChecksumCalculation::WhenRequired);
    assert_eq!(config.request_checksum_calculation(), required);
    let required = Some(&ResponseChecksumValidation::WhenRequired);
    assert_eq!(config.response_checksum_validation(), required);
    assert_eq!(Config::builder().build().disable_request_compression(), None);
}
