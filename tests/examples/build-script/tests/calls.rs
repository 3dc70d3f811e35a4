//! The clients that the build script generated, against a server of the test's own.

use example_build_script::services::connections;
use example_build_script::toys;
use smithwright_runtime::aws_credential_types::Credentials;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

/// A server that answers one request, and what it was asked: its head.
fn server(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("it is asked");
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a head ends");
            head.extend(byte);
        }
        let length = answer.len();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{answer}")
            .expect("it is read");
        String::from_utf8(head).expect("it is text")
    });
    (url, asked)
}

/// A client of the module `$service` that calls the server at `$url`.
macro_rules! client {
    ($service:ident, $url:expr) => {
        $service::Client::from_conf(
            $service::Config::builder()
                .behavior_version_latest()
                .region($service::config::Region::new("eu-central-1"))
                .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
                .endpoint_url($url)
                .build(),
        )
    };
}

#[tokio::test]
async fn both_clients_of_the_crate_can_be_called() {
    let (url, asked) = server(r#"{"Name": "bear"}"#);
    let toy = client!(toys, url).get_toy().toy_id("bear").send().await.expect("it is answered");
    let head = asked.join().expect("it was asked");
    assert!(head.starts_with("GET /toys/bear "), "{head}");
    assert!(head.contains("example-build-script/"), "the user agent is the crate's: {head}");
    drop(toy);

    let (url, asked) = server(r#"{"connectedAt": "2026-01-02T03:04:05Z"}"#);
    let connections = client!(connections, url);
    let found =
        connections.get_connection().connection_id("a=").send().await.expect("it is answered");
    assert_eq!(found.connected_at().map(|at| at.secs()), Some(1_767_323_045));
    let head = asked.join().expect("it was asked");
    assert!(head.starts_with("GET /@connections/a%3D "), "{head}");
}

#[test]
fn what_was_not_asked_for_is_not_there() {
    let operation = std::path::Path::new(env!("OUT_DIR")).join("toys/operation");
    assert!(operation.join("get_toy.rs").is_file());
    assert!(!operation.join("delete_toy.rs").exists());
}
