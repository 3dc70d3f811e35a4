//! A server that plays the service: it answers every operation with every member set, in two pages
//! where it lists, and refuses what is asked for with a word that names a fault.

use crate::samples::Samples;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A word in a request, and the status and code that it is refused with.
const FAULTS: &[(&str, u16, &str)] = &[
    ("malformed", 400, "BadRequestException"),
    ("forbidden", 403, "AccessDeniedException"),
    ("expired", 403, "ExpiredTokenException"),
    ("missing", 404, "NotFoundException"),
    ("taken", 409, "ConflictException"),
    ("throttled", 429, "TooManyRequestsException"),
    ("broken", 500, "InternalFailure"),
];

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The method and what follows it, up to the version of HTTP.
    pub target: String,
    /// The headers, by name in lower case, sorted.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The server, until it is dropped.
#[derive(Debug)]
pub struct Fake {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Fake {
    /// Starts a server on a free port.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub async fn start(samples: Arc<Samples>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let kept = asked.clone();
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, samples.clone(), kept.clone()));
            }
        });
        Self { address, asked, task }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked so far.
    ///
    /// # Panics
    ///
    /// When the server did.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics here").clone()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(connection: TcpStream, samples: Arc<Samples>, kept: Arc<Mutex<Vec<Asked>>>) {
    let mut connection = BufReader::new(connection);
    while let Some(asked) = read(&mut connection).await {
        let answer = answer(&samples, &asked);
        kept.lock().expect("no test panics here").push(asked);
        if connection.write_all(answer.as_bytes()).await.is_err() {
            break;
        }
    }
}

pub(crate) async fn read(connection: &mut BufReader<TcpStream>) -> Option<Asked> {
    let target = line(connection).await?.strip_suffix(" HTTP/1.1")?.to_owned();
    let mut asked = Asked { target, ..Asked::default() };
    while let Some((name, value)) = line(connection).await?.split_once(": ") {
        asked.headers.push((name.to_lowercase(), value.to_owned()));
    }
    asked.headers.sort();
    let length = asked.headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(Some(0), |(_, length)| length.parse().ok())?];
    connection.read_exact(&mut body).await.ok()?;
    asked.body = String::from_utf8(body).ok()?;
    Some(asked)
}

async fn line(connection: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    connection.read_line(&mut line).await.ok()?;
    line.strip_suffix("\r\n").map(str::to_owned)
}

fn answer(samples: &Samples, asked: &Asked) -> String {
    let (status, code, body) = match fault(asked) {
        Some((word, status, code)) => {
            (status, code, format!(r#"{{"message":"it is {word}","resourceType":"Api"}}"#))
        }
        None => success(samples, asked),
    };
    let code =
        if code.is_empty() { String::new() } else { format!("x-amzn-errortype: {code}\r\n") };
    let length = body.len();
    format!(
        "HTTP/1.1 {status} As it is\r\ncontent-type: application/json\r\nx-amzn-requestid: req-1\r\n\
         {code}content-length: {length}\r\n\r\n{body}"
    )
}

fn fault(asked: &Asked) -> Option<(&'static str, u16, &'static str)> {
    let named = |word: &str| asked.target.contains(word) || asked.body.contains(word);
    FAULTS.iter().copied().find(|(word, ..)| named(word))
}

fn success(samples: &Samples, asked: &Asked) -> (u16, &'static str, String) {
    let (method, target) = asked.target.split_once(' ').unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some((operation, status)) = samples.called(method, path) else {
        return (404, "UnknownOperationException", "{}".to_owned());
    };
    let (body, _) = samples.output(operation);
    let last = query.contains("nextToken=");
    (status as u16, "", if last { without_token(&body) } else { body })
}

fn without_token(body: &str) -> String {
    let mut json: Value = serde_json::from_str(body).unwrap_or_default();
    if let Some(members) = json.as_object_mut() {
        members.retain(|name, _| name != "nextToken");
    }
    json.to_string()
}
