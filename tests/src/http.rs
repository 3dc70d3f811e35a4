//! A small HTTP server on a real socket, which keeps what it is asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request, as it came.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The first line and the headers.
    pub head: String,
    /// The body, of whatever pieces it came in.
    pub body: Vec<u8>,
    /// Whether it came in pieces.
    pub in_pieces: bool,
}

/// What is answered.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers, beside those that say where the body ends.
    pub headers: Vec<(&'static str, String)>,
    /// The pieces of the body. Several are sent one by one, and nobody knows beforehand how many.
    pub body: Vec<Vec<u8>>,
}

/// A server on a free port of this machine, until it is dropped.
#[derive(Debug)]
pub struct HttpServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Request {
    /// The method.
    pub fn method(&self) -> &str {
        self.first_line(0)
    }

    /// Path and query.
    pub fn target(&self) -> &str {
        self.first_line(1)
    }

    fn first_line(&self, place: usize) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.split(' ').nth(place).unwrap_or_default()
    }

    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut headers = headers.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        headers.next().map(|(_, value)| value.trim())
    }
}

impl Response {
    /// A status alone.
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// A status and JSON.
    pub fn json(status: u16, body: impl ToString) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: vec![body.to_string().into_bytes()] }
    }

    /// The same, with a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl HttpServer {
    /// Answers requests by `answer`.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    pub async fn start(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (requests.clone(), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (kept, answer) = (kept.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut connection = BufReader::new(connection);
                    while let Some(request) = read(&mut connection).await {
                        kept.lock().expect("no test panics here").push(request.clone());
                        if write(connection.get_mut(), answer(&request)).await.is_err() {
                            break;
                        }
                    }
                });
            }
        });
        Self { address, requests, task }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked so far.
    ///
    /// # Panics
    ///
    /// When a test panicked while something was asked.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no test panics here").clone()
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The next request of a connection, unless it is closed.
async fn read(connection: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut request = Request::default();
    while !request.head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut request.head).await.ok()? == 0 {
            return None;
        }
    }
    match request.header("content-length").map(|length| length.parse::<usize>()) {
        Some(length) => {
            request.body = vec![0; length.ok()?];
            connection.read_exact(&mut request.body).await.ok()?;
        }
        None if request.header("transfer-encoding") == Some("chunked") => {
            request.in_pieces = true;
            while let Some(piece) = piece(connection).await? {
                request.body.extend(piece);
            }
        }
        None => {}
    }
    Some(request)
}

/// The next piece of a body that comes in pieces, or none at its end.
async fn piece(connection: &mut BufReader<TcpStream>) -> Option<Option<Vec<u8>>> {
    let mut size = String::new();
    connection.read_line(&mut size).await.ok()?;
    let size = usize::from_str_radix(size.trim(), 16).ok()?;
    let mut piece = vec![0; size + 2];
    connection.read_exact(&mut piece).await.ok()?;
    piece.truncate(size);
    Some((size > 0).then_some(piece))
}

async fn write(connection: &mut TcpStream, response: Response) -> std::io::Result<()> {
    let Response { status, headers, body } = response;
    let mut head = format!("HTTP/1.1 {status} x\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let in_pieces = body.len() > 1;
    match in_pieces {
        true => head.push_str("transfer-encoding: chunked\r\n\r\n"),
        false => {
            let length: usize = body.iter().map(Vec::len).sum();
            head.push_str(&format!("content-length: {length}\r\n\r\n"));
        }
    }
    connection.write_all(head.as_bytes()).await?;
    for piece in body {
        match in_pieces {
            true => {
                connection.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
                connection.write_all(&piece).await?;
                connection.write_all(b"\r\n").await?;
            }
            false => connection.write_all(&piece).await?,
        }
        connection.flush().await?;
    }
    if in_pieces {
        connection.write_all(b"0\r\n\r\n").await?;
    }
    Ok(())
}
