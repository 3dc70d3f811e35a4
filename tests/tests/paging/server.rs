//! A server that gives lists in pages, as services do, and as broken services do.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What an operation's requests and pages look like. Paths in a page are written `A.B`.
#[derive(Clone, Copy)]
pub struct Form {
    pub service: &'static str,
    pub operation: &'static str,
    /// What a request calls the size of a page.
    pub limit: &'static str,
    /// What a request calls its tokens, and where a page has them, if it has them at all.
    pub tokens: &'static [(&'static str, Option<&'static str>)],
    /// The tokens of the page that begins with this item.
    pub mark: fn(usize) -> Vec<Value>,
    /// Where a page says that there is more.
    pub more: Option<&'static str>,
    /// Where a page has its items.
    pub results: &'static str,
    /// The item at an index.
    pub item: fn(usize) -> Value,
    /// Items as a list, a map or a text.
    pub gather: fn(Vec<Value>) -> Value,
    /// What else is on the page that begins with this item.
    pub others: fn(usize) -> Value,
}

/// How the last page says that it is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Without a token.
    Missing,
    /// With the token null.
    Null,
    /// With an empty text for a token.
    Empty,
    /// With a token, and the word that there is no more.
    Stale,
}

/// What an attempt to get a page meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Throttled,
    Broken,
    /// A body that is shorter than its head says.
    CutOff,
}

/// What is listed, and how.
#[derive(Clone)]
pub struct Listing {
    pub form: Form,
    pub count: usize,
    /// The size of a page when a request names none.
    pub page: usize,
    /// Items that count for the size of a page, and are not given, as behind a filter.
    pub holes: &'static [usize],
    pub end: End,
    /// A page before this item, whose next page is given as the one before that item.
    pub jump: Option<(usize, usize)>,
    /// What the first so many attempts meet, at one page or at all.
    pub trouble: Option<(Trouble, Option<usize>, usize)>,
}

impl Listing {
    pub fn new(form: Form) -> Self {
        let (end, jump, trouble) = (End::Missing, None, None);
        Self { form, count: 7, page: 3, holes: &[], end, jump, trouble }
    }

    fn range(&self, start: usize, end: usize) -> Vec<Value> {
        let given = (start..end).filter(|index| !self.holes.contains(index));
        given.map(self.form.item).collect()
    }

    /// Where the page stands that a request asks for; none if its tokens are wrong.
    fn start(&self, request: &Request) -> Option<usize> {
        let asked: Vec<_> = self.form.tokens.iter().map(|(name, _)| request.get(name)).collect();
        let is = |at: &usize| {
            let tokens = (self.form.mark)(*at);
            tokens.iter().zip(&asked).all(|(token, asked)| text(token).as_deref() == *asked)
        };
        match asked.iter().all(Option::is_none) {
            true => Some(0),
            false => (1..=self.count).find(is),
        }
    }

    fn page(&self, start: usize, limit: usize) -> Value {
        let end = self.count.min(start + limit);
        let next = match self.jump {
            Some((from, to)) if end >= from => Some(to),
            _ => Some(end).filter(|end| *end < self.count),
        };
        let mut page = (self.form.others)(start);
        put(&mut page, self.form.results, (self.form.gather)(self.range(start, end)));
        for (token, (_, path)) in
            (self.form.mark)(next.unwrap_or(1)).into_iter().zip(self.form.tokens)
        {
            let token = match (next, self.end) {
                (Some(_), _) | (None, End::Stale) => token,
                (None, End::Empty) => "".into(),
                (None, End::Missing | End::Null) => Value::Null,
            };
            if let Some(path) = path.filter(|_| !(token.is_null() && self.end == End::Missing)) {
                put(&mut page, path, token);
            }
        }
        if let Some(more) = self.form.more {
            put(&mut page, more, next.is_some().into());
        }
        page
    }
}

/// A token in the query.
fn text(token: &Value) -> Option<String> {
    match token {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn put(value: &mut Value, path: &str, put: Value) {
    *path.split('.').fold(value, |at, name| &mut at[name]) = put;
}

/// What was asked: method, path, and the parameters of the query and the body in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub parameters: Vec<(String, String)>,
}

impl Request {
    fn new(head: &str, body: &[u8]) -> Option<Self> {
        let mut words = head.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = form_urlencoded::parse(query.as_bytes());
        let query = query.map(|(name, value)| (name.into_owned(), value.into_owned()));
        let body: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
        let body = body.into_iter().filter_map(|(name, value)| Some((name, text(&value)?)));
        let mut parameters: Vec<_> = query.chain(body).collect();
        parameters.sort();
        Some(Self { method, path: path.to_owned(), parameters })
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }
}

struct State {
    listing: Listing,
    asked: Vec<Request>,
    /// How often each page was asked for.
    attempts: HashMap<usize, usize>,
}

impl State {
    /// The head and the body of an answer, and whether to hang up in the middle of the body.
    fn answer(&mut self, request: Request) -> (u16, String, bool) {
        let (listing, asked) = (&self.listing, request.clone());
        self.asked.push(asked);
        let Some(start) = listing.start(&request) else {
            return (
                400,
                r#"{"code": "BadRequestException", "message": "bad token"}"#.into(),
                false,
            );
        };
        let limit = request.get(listing.form.limit).and_then(|limit| limit.parse().ok());
        let page = listing.page(start, limit.unwrap_or(listing.page)).to_string();
        let attempts = self.attempts.entry(start).or_default();
        *attempts += 1;
        let meets = |(_, at, times): &(_, Option<usize>, _)| {
            at.is_none_or(|at| at == start) && *attempts <= *times
        };
        match listing.trouble.filter(meets) {
            None => (200, page, false),
            Some((Trouble::CutOff, ..)) => (200, page, true),
            Some((Trouble::Broken, ..)) => (500, "{}".to_owned(), false),
            Some((Trouble::Throttled, ..)) => {
                (429, r#"{"code": "TooManyRequestsException"}"#.to_owned(), false)
            }
        }
    }
}

/// A server on a free port of this machine, until it is dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server of `listing`.
    pub async fn start(listing: Listing) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = State { listing, asked: Vec::new(), attempts: HashMap::new() };
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = shared.clone();
                tokio::spawn(async move { converse(stream, &state).await.ok() });
            }
        });
        Self { address, state, task }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives `listing` from now on, and forgets what was asked.
    pub fn serve(&self, listing: &Listing) {
        let listing = listing.clone();
        *self.state() = State { listing, asked: Vec::new(), attempts: HashMap::new() };
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.state().asked.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no connection panics")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await? {
        let (status, body, hang_up) = state.lock().expect("no connection panics").answer(request);
        let length = body.len() + usize::from(hang_up);
        let head = format!(
            "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all((head + &body).as_bytes()).await?;
        if hang_up {
            return stream.shutdown().await;
        }
    }
    Ok(())
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    let length = head.lines().filter_map(|line| line.split_once(':'));
    let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.filter_map(|(_, value)| value.trim().parse().ok()).next();
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    Ok(Request::new(&head, &body))
}
