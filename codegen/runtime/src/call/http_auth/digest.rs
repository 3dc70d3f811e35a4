//! Requests that are sent again when a service asks for proof.
//!
//! The first request to a service goes without, and is refused with a challenge; the next ones answer the same challenge
//! with a higher count, until the service says that it is out of date. All of this happens below the attempts of a call: it is
//! no failure, and costs no retry.

use super::challenge::{Asked, Challenge, hex, next_nonce};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::identity::http::Login;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// How often a request is sent: without proof, with one, and with another if the nonce was out of date by then.
const TIMES: usize = 3;

const NOT_TWICE: &str = "the service asks for digest authentication, and the body of the request cannot be sent a second \
    time: call another operation first, so that the service's challenge is known, or send a body from memory or a file";

/// The last challenge of each service.
#[derive(Default)]
pub(super) struct Challenges(Mutex<HashMap<String, Counted>>);

/// A challenge, and how many requests answered it.
#[derive(Clone)]
struct Counted {
    challenge: Challenge,
    count: u32,
}

impl fmt::Debug for Challenges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenges")
    }
}

impl Challenges {
    /// The challenge that the next request to a service is to answer, if there is one.
    fn next(&self, origin: &str) -> Option<Counted> {
        let mut challenges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = challenges.get_mut(origin)?;
        counted.count = counted.count.wrapping_add(1);
        Some(counted.clone())
    }

    /// Keeps a challenge. One with the nonce that is known is counted on.
    fn keep(&self, origin: &str, challenge: Challenge) {
        let mut challenges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = challenges.get(origin).filter(|known| known.challenge.nonce == challenge.nonce);
        let count = known.map_or(0, |known| known.count);
        challenges.insert(origin.to_owned(), Counted { challenge, count });
    }
}

/// Sends a request, with proof that the password is known if the service asks for it.
pub(super) async fn send(
    client: &SharedHttpConnector,
    mut request: HttpRequest,
    challenges: &Challenges,
    login: &Login,
) -> Result<HttpResponse, ConnectorError> {
    let origin = split(request.uri()).0.to_owned();
    let mut time = 0;
    loop {
        time += 1;
        let again = request.try_clone();
        let answered = challenges.next(&origin);
        if let Some(counted) = &answered {
            authorize(&mut request, counted, login).map_err(ConnectorError::user)?;
        }
        let response = client.call(request).await?;
        if response.status().as_u16() != 401 {
            if let (Some(counted), Some(nonce)) = (answered, next_nonce(response.headers())) {
                challenges.keep(&origin, counted.challenge.with_nonce(nonce));
            }
            return Ok(response);
        }
        let challenge =
            Challenge::of(response.headers()).map_err(|why| ConnectorError::other(why, None))?;
        let Some(challenge) = challenge else { return Ok(response) };
        // A challenge of this very call was answered, so that the password must be wrong.
        let is_refused = time > 1 && !challenge.stale;
        challenges.keep(&origin, challenge);
        if is_refused || time == TIMES {
            return Ok(response);
        }
        request = again.ok_or_else(|| ConnectorError::user(NOT_TWICE.into()))?;
    }
}

fn authorize(request: &mut HttpRequest, counted: &Counted, login: &Login) -> Result<(), BoxError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| format!("there is no randomness: {error}"))?;
    let asked = Asked {
        method: request.method(),
        uri: split(request.uri()).1,
        count: counted.count,
        cnonce: &hex(&random),
    };
    let answer = counted.challenge.answer(login, asked);
    request.headers_mut().try_insert("authorization", answer).map_err(
        |_| "the answer to the service's challenge has characters that no header can hold",
    )?;
    Ok(())
}

/// The service of a URI, and its path and query.
fn split(uri: &str) -> (&str, &str) {
    let authority = uri.find("://").map_or(0, |scheme| scheme + "://".len());
    match uri[authority..].find(['/', '?']) {
        Some(path) => uri.split_at(authority + path),
        None => (uri, "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_runtime_api::http::Headers;

    fn challenge(nonce: &str) -> Challenge {
        let mut headers = Headers::new();
        headers.insert("www-authenticate", format!("Digest realm=\"r\", nonce=\"{nonce}\""));
        Challenge::of(&headers).expect("it is known").expect("there is one")
    }

    #[test]
    fn answers_with_one_nonce_are_counted() {
        let challenges = Challenges::default();
        let next = |origin: &str| {
            challenges.next(origin).map(|counted| (counted.challenge.nonce, counted.count))
        };
        assert_eq!(next("a"), None);
        challenges.keep("a", challenge("n"));
        assert_eq!((next("a"), next("b")), (Some(("n".to_owned(), 1)), None));
        challenges.keep("a", challenge("n"));
        assert_eq!(next("a"), Some(("n".to_owned(), 2)));
        challenges.keep("a", challenge("m"));
        assert_eq!(next("a"), Some(("m".to_owned(), 1)));
    }

    #[test]
    fn a_uri_has_a_service_and_a_path() {
        assert_eq!(split("http://a.test:80/b/c?d"), ("http://a.test:80", "/b/c?d"));
        assert_eq!(split("http://a.test"), ("http://a.test", "/"));
        assert_eq!(split("http://a.test?b"), ("http://a.test", "?b"));
        assert_eq!(split("/b"), ("", "/b"));
    }
}
