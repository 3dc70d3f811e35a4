//! Challenges of digest authentication, and what answers them (RFC 7616).

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::identity::http::Login;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_schema::http_protocol::percent_encode;
use md5::{Digest, Md5};
use sha2::{Sha256, Sha512_256};

/// What a service asks of those who want to prove a password.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Challenge {
    pub(super) nonce: String,
    pub(super) stale: bool,
    realm: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    has_qop: bool,
    hides_user: bool,
}

/// How things are summed up.
#[derive(Clone, Debug, PartialEq)]
struct Algorithm {
    /// Its name, if the challenge has it: then the answer has it, too.
    name: Option<String>,
    hash: Hash,
    is_session: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Hash {
    Md5,
    Sha256,
    Sha512_256,
}

const HASHES: [(&str, Hash); 3] =
    [("MD5", Hash::Md5), ("SHA-256", Hash::Sha256), ("SHA-512-256", Hash::Sha512_256)];

/// A request that is to be authenticated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    /// Path and query, as they are sent.
    pub(super) uri: &'a str,
    /// How many requests have been authenticated with this nonce, this one included.
    pub(super) count: u32,
    /// A random text of the client's.
    pub(super) cnonce: &'a str,
}

impl Challenge {
    /// The first challenge of these headers that is known here; services put the one first that they like best.
    ///
    /// # Errors
    ///
    /// When there are challenges of digest authentication, and none of them is known.
    pub(super) fn of(headers: &Headers) -> Result<Option<Self>, BoxError> {
        let challenges = headers.get_all("www-authenticate").flat_map(challenges);
        let read = challenges.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("digest"));
        let mut refusal = None;
        for (_, parameters) in read {
            match Self::read(&parameters) {
                Ok(challenge) => return Ok(Some(challenge)),
                Err(why) => refusal = refusal.or(Some(why)),
            }
        }
        refusal.map_or(Ok(None), |why| {
            let supported =
                "supported are MD5, SHA-256 and SHA-512-256, with the quality of protection `auth`";
            Err(format!("the service asks for digest authentication {why}: {supported}").into())
        })
    }

    fn read(parameters: &[(String, String)]) -> Result<Self, String> {
        let text = |name: &str| {
            let found = parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        let flag = |name: &str| text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let qop = text("qop");
        let offers = |qop: &str| qop.split(',').any(|one| one.trim().eq_ignore_ascii_case("auth"));
        if let Some(qop) = qop.filter(|qop| !offers(qop)) {
            return Err(format!("with the quality of protection `{}`", qop.escape_debug()));
        }
        Ok(Self {
            nonce: text("nonce").ok_or("without a nonce")?.to_owned(),
            realm: text("realm").ok_or("without a realm")?.to_owned(),
            opaque: text("opaque").map(str::to_owned),
            algorithm: Algorithm::named(text("algorithm"))?,
            has_qop: qop.is_some(),
            hides_user: flag("userhash"),
            stale: flag("stale"),
        })
    }

    /// The same challenge, with the nonce that a service gives for the next request.
    pub(super) fn with_nonce(self, nonce: String) -> Self {
        Self { nonce, ..self }
    }

    /// The header `authorization` of a request that answers the challenge.
    pub(super) fn answer(&self, login: &Login, asked: Asked<'_>) -> String {
        let Asked { method, uri, count, cnonce } = asked;
        let hash = |text: String| self.algorithm.hash.of(&text);
        let (user, realm, nonce) = (login.user(), &self.realm, &self.nonce);
        let count = format!("{count:08x}");
        let mut secret = hash(format!("{user}:{realm}:{}", login.password()));
        if self.algorithm.is_session {
            secret = hash(format!("{secret}:{nonce}:{cnonce}"));
        }
        let request = hash(format!("{method}:{uri}"));
        let response = match self.has_qop {
            true => hash(format!("{secret}:{nonce}:{count}:{cnonce}:auth:{request}")),
            false => hash(format!("{secret}:{nonce}:{request}")),
        };
        let hidden = self.hides_user.then(|| hash(format!("{user}:{realm}")));
        let mut parts = vec![
            username(hidden.as_deref().unwrap_or(user)),
            quoted("realm", realm),
            quoted("nonce", nonce),
            quoted("uri", uri),
            quoted("response", &response),
        ];
        parts.extend(self.algorithm.name.as_ref().map(|name| format!("algorithm={name}")));
        parts.extend(self.opaque.as_ref().map(|opaque| quoted("opaque", opaque)));
        if self.has_qop {
            parts.extend(["qop=auth".to_owned(), format!("nc={count}")]);
        }
        if self.has_qop || self.algorithm.is_session {
            parts.push(quoted("cnonce", cnonce));
        }
        parts.extend(hidden.map(|_| "userhash=true".to_owned()));
        format!("Digest {}", parts.join(", "))
    }
}

/// The nonce that the service gives for the next request ("The Authentication-Info Header Field").
pub(super) fn next_nonce(headers: &Headers) -> Option<String> {
    let parameters = parameters(&mut headers.get("authentication-info")?);
    let next = parameters.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("nextnonce"));
    next.map(|(_, nonce)| nonce)
}

impl Algorithm {
    fn named(name: Option<&str>) -> Result<Self, String> {
        let text = name.unwrap_or("MD5");
        let session =
            text.len().checked_sub("-sess".len()).and_then(|at| text.split_at_checked(at));
        let session = session.filter(|(_, end)| end.eq_ignore_ascii_case("-sess"));
        let of = session.map_or(text, |(of, _)| of);
        let known = HASHES.iter().find(|(known, _)| known.eq_ignore_ascii_case(of));
        let (_, hash) = known.ok_or_else(|| format!("by `{}`", text.escape_debug()))?;
        Ok(Self { name: name.map(str::to_owned), hash: *hash, is_session: session.is_some() })
    }
}

impl Hash {
    fn of(self, text: &str) -> String {
        match self {
            Self::Md5 => hex(&Md5::digest(text)),
            Self::Sha256 => hex(&Sha256::digest(text)),
            Self::Sha512_256 => hex(&Sha512_256::digest(text)),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn quoted(name: &str, value: &str) -> String {
    format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name that is not plain text is encoded ("The Authorization Header Field" of RFC 7616).
fn username(user: &str) -> String {
    match user.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        true => quoted("username", user),
        false => format!("username*=UTF-8''{}", percent_encode(user)),
    }
}

/// The challenges in the value of a header: schemes and their parameters ("WWW-Authenticate" of RFC 9110). What is not one
/// ends them.
fn challenges(mut text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut challenges = Vec::new();
    while let Some(scheme) = token(&mut text) {
        challenges.push((scheme, parameters(&mut text)));
    }
    challenges
}

/// The parameters at the beginning of a text, which is left with what follows.
fn parameters(text: &mut &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    loop {
        let mut rest = *text;
        let parameter = token(&mut rest).and_then(|name| Some((name, value(&mut rest)?)));
        let Some(parameter) = parameter else { return parameters };
        parameters.push(parameter);
        *text = rest;
    }
}

/// The token at the beginning of a text, after commas and blanks.
fn token(text: &mut &str) -> Option<String> {
    let rest = text.trim_start_matches([' ', '\t', ',']);
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~/".contains(c);
    let end = rest.find(|c| !is_token(c)).unwrap_or(rest.len());
    let (token, rest) = rest.split_at(end);
    *text = rest;
    (!token.is_empty()).then(|| token.to_owned())
}

/// The value of a parameter, after its sign of equality.
fn value(text: &mut &str) -> Option<String> {
    let rest = text.trim_start().strip_prefix('=')?.trim_start();
    let Some(quoted) = rest.strip_prefix('"') else {
        *text = rest;
        return token(text);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                *text = &quoted[at + 1..];
                return Some(value);
            }
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> Headers {
        let mut headers = Headers::new();
        for value in values {
            headers.append("www-authenticate", (*value).to_owned());
        }
        headers
    }

    fn challenge(values: &[&str]) -> Challenge {
        Challenge::of(&headers(values)).expect("it is known").expect("there is one")
    }

    fn refusal(value: &str) -> String {
        Challenge::of(&headers(&[value])).expect_err("it is not known").to_string()
    }

    /// The value of a parameter of an answer.
    fn part(answer: &str, name: &str) -> Option<String> {
        let (_, parameters) = challenges(answer).remove(0);
        parameters.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// What the examples of RFC 7616, section 3.9.1, ask for and answer.
    #[test]
    fn answers_are_those_of_the_rfc() {
        let login = Login::new("Mufasa", "Circle of Life", None);
        let asked = Asked {
            method: "GET",
            uri: "/dir/index.html",
            count: 1,
            cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        };
        let common = [
            r#"realm="http-auth@example.org", qop="auth, auth-int""#,
            r#"nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v""#,
            r#"opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#,
        ];
        let common = common.join(", ");
        for (algorithm, response) in [
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ] {
            let answer = challenge(&[&format!("Digest {common}, algorithm={algorithm}")])
                .answer(&login, asked);
            assert_eq!(part(&answer, "response").as_deref(), Some(response), "{answer}");
            assert_eq!(part(&answer, "algorithm").as_deref(), Some(algorithm));
            assert_eq!(part(&answer, "nc").as_deref(), Some("00000001"));
            assert_eq!(part(&answer, "qop").as_deref(), Some("auth"));
            assert_eq!(part(&answer, "username").as_deref(), Some("Mufasa"));
        }
    }

    #[test]
    fn a_name_can_be_hidden() {
        let login = Login::new("Jäsøn Doe", "Secret, or not?", None);
        let asked = Asked { method: "GET", uri: "/doe.json", count: 1, cnonce: "c" };
        let common =
            r#"Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="n""#;
        let hidden = challenge(&[&format!("{common}, charset=UTF-8, userhash=true")]);
        let answer = hidden.answer(&login, asked);
        assert_eq!(part(&answer, "userhash").as_deref(), Some("true"));
        let name = part(&answer, "username").expect("there is a name");
        assert!(name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
        let shown = challenge(&[common]).answer(&login, asked);
        assert!(shown.contains("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, "), "{shown}");
    }

    /// RFC 2069 knew neither qualities of protection nor counts.
    #[test]
    fn old_services_ask_for_less() {
        let old = challenge(&[r#"Digest realm="a", nonce="b""#]);
        let login = Login::new("user", "word", None);
        let asked = Asked { method: "PUT", uri: "/x?y", count: 7, cnonce: "c" };
        let answer = old.answer(&login, asked);
        let secret = hex(&Md5::digest("user:a:word"));
        let response = hex(&Md5::digest(format!("{secret}:b:{}", hex(&Md5::digest("PUT:/x?y")))));
        let expected = format!(
            r#"Digest username="user", realm="a", nonce="b", uri="/x?y", response="{response}""#
        );
        assert_eq!(answer, expected);
    }

    #[test]
    fn a_session_is_bound_to_both_nonces() {
        let challenge = challenge(&[r#"digest realm="a",nonce="b",algorithm=md5-SESS,qop=auth"#]);
        let login = Login::new("user", "word", None);
        let asked = Asked { method: "GET", uri: "/", count: 255, cnonce: "c" };
        let secret = hex(&Md5::digest("user:a:word"));
        let secret = hex(&Md5::digest(format!("{secret}:b:c")));
        let response = format!("{secret}:b:000000ff:c:auth:{}", hex(&Md5::digest("GET:/")));
        let answer = challenge.answer(&login, asked);
        assert_eq!(part(&answer, "response"), Some(hex(&Md5::digest(response))));
        assert_eq!(part(&answer, "algorithm").as_deref(), Some("md5-SESS"));
    }

    #[test]
    fn the_first_challenge_that_is_known_is_taken() {
        let several = r#"Basic realm="x, \"y\"", Digest realm="a\\b", nonce="1", algorithm=TOKEN, Negotiate abc"#;
        let second = r#"Digest realm="c", nonce="2", algorithm="SHA-256", stale=TRUE"#;
        let taken = challenge(&[several, second, r#"Digest realm="d", nonce="3""#]);
        assert_eq!((taken.nonce.as_str(), taken.realm.as_str(), taken.stale), ("2", "c", true));
        assert_eq!(
            Challenge::of(&headers(&["Basic realm=\"x\""])).expect("none is asked for"),
            None
        );
        assert_eq!(Challenge::of(&headers(&[])).expect("none is asked for"), None);
    }

    #[test]
    fn what_is_not_known_is_told() {
        let supported =
            "supported are MD5, SHA-256 and SHA-512-256, with the quality of protection `auth`";
        for (parameters, why) in [
            (r#"realm="a", nonce="b", algorithm=SHA-1"#, "by `SHA-1`"),
            (
                r#"realm="a", nonce="b", qop="auth-int""#,
                "with the quality of protection `auth-int`",
            ),
            (r#"realm="a""#, "without a nonce"),
            (r#"nonce="a""#, "without a realm"),
            (r#"realm="a", nonce="b"#, "without a nonce"),
        ] {
            let expected = format!("the service asks for digest authentication {why}: {supported}");
            assert_eq!(refusal(&format!("Digest {parameters}")), expected);
        }
    }

    #[test]
    fn quotes_are_kept_apart() {
        let asked = Asked { method: "GET", uri: "/", count: 1, cnonce: "c" };
        let login = Login::new(r#"a"b\c"#, "", None);
        let answer = challenge(&[r#"Digest realm="r\"s", nonce="n""#]).answer(&login, asked);
        assert_eq!(part(&answer, "username").as_deref(), Some(r#"a"b\c"#));
        assert_eq!(part(&answer, "realm").as_deref(), Some(r#"r"s"#));
    }

    #[test]
    fn the_next_nonce_is_told_beside_the_answer() {
        let mut headers = Headers::new();
        assert_eq!(next_nonce(&headers), None);
        headers.insert("authentication-info", r#"rspauth="x", nextnonce="n2", qop=auth"#);
        assert_eq!(next_nonce(&headers).as_deref(), Some("n2"));
    }

    #[test]
    fn no_header_makes_the_reader_panic() {
        let alphabet =
            ["Digest", " ", ",", "=", "\"", "\\", "nonce", "realm", "é", "-sess", "algorithm"];
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..20_000 {
            let text: String = (0..random.usize(0..12))
                .map(|_| alphabet[random.usize(0..alphabet.len())])
                .collect();
            let mut headers = Headers::new();
            headers.append("www-authenticate", text);
            let _ = Challenge::of(&headers);
        }
    }
}
