//! The bookshop of `fixtures/bookshop`, as a server: it checks who asks by itself, and by nothing of its client's.

use crate::http::{HttpServer, Request, Response};
use md5::{Digest, Md5};
use serde_json::{Value, json};
use sha2::Sha256;
use smithwright_runtime::aws_smithy_types::base64;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The only user.
pub const USER: &str = "ada";
/// Their password.
pub const PASSWORD: &str = "Xk-corréct:horse\"";
/// Their bearer token.
pub const TOKEN: &str = "Xk-token-of-ada";
/// Their API key.
pub const KEY: &str = "Xk-key-of-ada";
/// The card that orders are paid with.
pub const CARD: &str = "Xk-4111-1111";

/// How those who ask say who they are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Bearer,
    Key,
    Basic,
    Digest,
}

/// What the shop asks of digest authentication.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// How things are summed up.
    pub algorithm: &'static str,
    /// How often a nonce is taken.
    pub uses: u32,
    /// What is said beside that.
    pub more: &'static str,
}

impl Default for Asks {
    fn default() -> Self {
        Self { algorithm: "SHA-256", uses: 1000, more: r#", qop="auth""# }
    }
}

/// The nonces that were given, and the highest count of each.
#[derive(Debug, Default)]
struct Nonces {
    given: u32,
    counts: BTreeMap<String, u32>,
}

struct Shop {
    asks: Asks,
    nonces: Mutex<Nonces>,
    busy: AtomicUsize,
}

/// Opens a shop.
pub async fn open() -> HttpServer {
    open_that_asks(Asks::default(), 0).await
}

/// Opens a shop that asks so, and is too busy for the first calls.
pub async fn open_that_asks(asks: Asks, busy: usize) -> HttpServer {
    let shop = Shop { asks, nonces: Mutex::default(), busy: AtomicUsize::new(busy) };
    HttpServer::start(move |request| shop.answer(request)).await
}

fn error(status: u16, name: &str) -> Response {
    Response::json(status, json!({ "__type": name, "message": format!("{name}!") }))
}

impl Shop {
    fn answer(&self, request: &Request) -> Response {
        let is_busy = |left: usize| left.checked_sub(1);
        if self.busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, is_busy).is_ok() {
            return error(503, "Busy");
        }
        let (path, query) = request.target().split_once('?').unwrap_or((request.target(), ""));
        let path: Vec<_> = path.trim_matches('/').split('/').collect();
        let body = || serde_json::from_slice::<Value>(&request.body).expect("it is JSON");
        let who = match self.who(request) {
            Ok(who) => who,
            Err(refusal) => return refusal,
        };
        let only = |allowed: &[Who], answer: Response| match who
            .is_some_and(|who| allowed.contains(&who))
        {
            true => answer,
            false => self.refusal(false),
        };
        let any = [Who::Bearer, Who::Key];
        match (request.method(), &path[..]) {
            ("GET", ["ping"]) => Response::json(200, json!({ "open": who.is_none() })),
            ("M-SEARCH", [""]) => Response::json(200, json!({ "places": ["here", "there"] })),
            ("PROPFIND", ["shelves", shelf]) => {
                Response::json(207, json!({ "titles": [shelf], "reserved": who.is_some() }))
            }
            ("POST", ["books"]) => {
                assert_eq!(body()["title"], "Emma");
                only(&any, Response::json(201, json!({ "bookId": "b-1", "echo": body() })))
            }
            ("GET", ["books"]) => only(
                &any,
                Response::json(
                    200,
                    page(query, "books", |n| json!({ "bookId": format!("b-{n}") })),
                ),
            ),
            (_, ["books", "b-404", ..]) => error(404, "NoSuchBook"),
            ("GET", ["books", id]) => {
                let mut book = json!({ "bookId": id, "condition": 9, "title": "Emma" });
                if who.is_some() {
                    book["price"] = json!(12.5);
                }
                Response::json(200, book)
            }
            ("PATCH", ["books", id]) => {
                let condition = body()["condition"].clone();
                only(
                    &any,
                    Response::json(
                        200,
                        json!({ "bookId": id, "condition": condition, "copies": 3, "lendable": false }),
                    ),
                )
            }
            ("DELETE", ["books", _]) => only(&any, Response::status(204)),
            ("PUT", ["books", _, "cover"]) => {
                only(&[Who::Digest], Response::json(200, json!({ "size": request.body.len() })))
            }
            ("GET", ["books", _, "cover"]) => {
                let pieces = (0..50).map(|n| vec![n; 1000]).collect();
                let headers = vec![("content-type", "image/png".to_owned())];
                only(&[Who::Key, Who::Digest], Response { status: 200, headers, body: pieces })
            }
            ("PUT", ["books", _, "reviews", _]) => {
                assert_eq!(body(), json!({ "stars": 5, "text": "!" }));
                only(&any, Response::json(200, json!({})))
            }
            ("GET", ["books", _, "reviews"]) => only(
                &any,
                Response::json(
                    200,
                    page(query, "reviews", |n| json!({ "reviewId": n.to_string() })),
                ),
            ),
            ("POST", ["orders"]) => only(&[Who::Key, Who::Basic], order(request, &body())),
            ("GET", ["account"]) => {
                only(&[Who::Basic], Response::json(200, json!({ "name": USER, "credit": 0.1 })))
            }
            ("PUT", ["account", "password"]) => {
                only(&[Who::Digest], Response::json(200, json!({})))
            }
            _ => panic!("nothing is there: {}", request.head),
        }
    }

    /// Who asks, if they say so and it is true.
    fn who(&self, request: &Request) -> Result<Option<Who>, Response> {
        if let Some(key) = request.header("x-shop-key") {
            return if key == KEY { Ok(Some(Who::Key)) } else { Err(self.refusal(false)) };
        }
        let Some(authorization) = request.header("authorization") else { return Ok(None) };
        let (scheme, proof) = authorization.split_once(' ').expect("there is a scheme");
        let who = match scheme {
            "Bearer" => (proof == TOKEN).then_some(Who::Bearer),
            "Basic" => {
                let login = base64::decode(proof).expect("it is Base64");
                (login == format!("{USER}:{PASSWORD}").as_bytes()).then_some(Who::Basic)
            }
            "Digest" => self.digest(request, proof)?.then_some(Who::Digest),
            scheme => panic!("nobody knows {scheme}"),
        };
        who.map(Some).ok_or_else(|| self.refusal(false))
    }

    /// Whether this proves the password. An old nonce is refused in its own way.
    fn digest(&self, request: &Request, proof: &str) -> Result<bool, Response> {
        let parts: BTreeMap<_, _> =
            proof.split(", ").filter_map(|part| part.split_once('=')).collect();
        let part = |name: &str| parts.get(name).map(|value| value.trim_matches('"'));
        let needed = |name: &str| part(name).unwrap_or_else(|| panic!("{name}: {proof}"));
        let sum = |text: String| match self.asks.algorithm {
            "MD5" => hex(&Md5::digest(text)),
            _ => hex(&Sha256::digest(text)),
        };
        assert_eq!(needed("uri"), request.target());
        assert_eq!(needed("opaque"), "o1");
        let nonce = needed("nonce");
        let (count, qop, cnonce) = (needed("nc"), needed("qop"), needed("cnonce"));
        assert_eq!((qop, count.len()), ("auth", 8));
        let is_stale = {
            let count = u32::from_str_radix(count, 16).expect("it is a number");
            let mut nonces = self.nonces.lock().expect("no test panics here");
            let highest = nonces.counts.entry(nonce.to_owned()).or_default();
            assert!(count > *highest, "{count} was there: {proof}");
            *highest = count;
            nonce != format!("n{}", nonces.given) || count > self.asks.uses
        };
        if is_stale {
            return Err(self.refusal(true));
        }
        let secret = sum(format!("{USER}:books & more:{PASSWORD}"));
        let asked = sum(format!("{}:{}", request.method(), request.target()));
        let proven = sum(format!("{secret}:{nonce}:{count}:{cnonce}:{qop}:{asked}"));
        Ok(needed("response") == proven && needed("username") == USER)
    }

    fn refusal(&self, is_stale: bool) -> Response {
        let mut nonces = self.nonces.lock().expect("no test panics here");
        nonces.given += 1;
        let Asks { algorithm, more, .. } = self.asks;
        let stale = if is_stale { ", stale=true" } else { "" };
        let challenge = format!(
            r#"Basic realm="x", Digest realm="books & more", nonce="n{}", opaque="o1", algorithm={algorithm}{more}{stale}"#,
            nonces.given
        );
        error(401, "NotAllowed").with("www-authenticate", challenge)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Five things, two on a page.
fn page(query: &str, name: &str, item: impl Fn(usize) -> Value) -> Value {
    let token = query.split('&').find_map(|part| part.strip_prefix("token=t"));
    let start: usize = token.map_or(0, |token| token.parse().expect("it is a number"));
    let items: Vec<_> = (start..5).take(2).map(item).collect();
    let next = (start + 2 < 5).then(|| format!("t{}", start + 2));
    json!({ name: items, "next": next })
}

fn order(request: &Request, body: &Value) -> Response {
    assert!(request.header("idempotency-key").is_some_and(|key| key.len() == 36));
    if body["bookIds"] == json!([]) {
        return error(409, "OutOfStock").with("x-copies", "2");
    }
    assert_eq!(body["payment"], json!({ "card": { "number": CARD } }));
    assert_eq!(body["notes"], json!({ "gift": [true, null, 1.5] }));
    Response::json(201, json!({ "orderId": "o-1", "delivered": 1_793_491_200 }))
}
