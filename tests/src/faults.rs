//! A server that follows a script, byte by byte, and answers of all sorts for it to give.

use crate::fake::{self, Asked};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// A step of an answer.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes one by one, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Says no more, and keeps the connection open.
    Stall,
    /// Closes the connection.
    Close,
    /// Breaks the connection.
    Reset,
}

/// What follows a request, step by step. The connection stays open at the end.
pub type Script = Vec<Act>;

/// A request, and when it came.
pub type Seen = (Instant, Asked);

/// The server, until it is dropped.
#[derive(Debug)]
pub struct Scripted {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Scripted {
    /// Follows one script a request; the last again and again.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    pub async fn start(scripts: impl Into<Arc<[Script]>>) -> Self {
        let scripts = scripts.into();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let kept = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, scripts.clone(), kept.clone()));
            }
        });
        Self { address, seen, task }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked so far, and when.
    ///
    /// # Panics
    ///
    /// When the server did.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics here").clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(connection: TcpStream, scripts: Arc<[Script]>, seen: Arc<Mutex<Vec<Seen>>>) {
    let mut connection = BufReader::new(connection);
    while let Some(asked) = fake::read(&mut connection).await {
        let before = {
            let mut seen = seen.lock().expect("no test panics here");
            seen.push((Instant::now(), asked));
            seen.len() - 1
        };
        let script = scripts.get(before).or(scripts.last());
        for act in script.into_iter().flatten() {
            if play(act, connection.get_mut()).await.is_err() {
                return;
            }
        }
    }
}

/// An error is the end of the connection.
async fn play(act: &Act, connection: &mut TcpStream) -> std::io::Result<()> {
    let end = || Err(std::io::ErrorKind::NotConnected.into());
    match act {
        Act::Send(bytes) => connection.write_all(bytes).await,
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                connection.write_u8(*byte).await?;
                sleep(*pause).await;
            }
            Ok(())
        }
        Act::Stall => std::future::pending().await,
        Act::Close => end(),
        Act::Reset => {
            connection.set_zero_linger()?;
            end()
        }
    }
}

/// Exactly these bytes.
pub fn raw(bytes: impl Into<Vec<u8>>) -> Act {
    Act::Send(bytes.into())
}

/// A whole answer, with these headers among others.
pub fn answer(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Act {
    let (body, headers) = (body.as_ref(), headers.iter().map(|header| format!("{header}\r\n")));
    let (length, headers) = (body.len(), headers.collect::<String>());
    let head = format!(
        "HTTP/1.1 {status} As it is\r\nx-amzn-requestid: req-1\r\n{headers}content-length: {length}\r\n\r\n"
    );
    raw([head.as_bytes(), body].concat())
}

/// A whole answer of JSON.
pub fn json(status: u16, body: impl AsRef<[u8]>) -> Act {
    answer(status, &["content-type: application/json"], body)
}
