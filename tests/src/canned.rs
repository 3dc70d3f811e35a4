//! An HTTP client that answers without a network, and remembers what it was asked.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::config::retry::RetryConfig;
use smithwright_apigatewayv2::config::{
    BehaviorVersion, Config, Credentials, HttpClient, Region, RuntimeComponents,
};
use smithwright_runtime::aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse,
};
use smithwright_runtime::aws_smithy_runtime_api::client::result::ConnectorError;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Status, headers and body of an answer.
#[derive(Clone, Debug)]
pub struct Answer(pub u16, pub Vec<(&'static str, &'static str)>, pub Vec<u8>);

impl Answer {
    /// A JSON answer.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self(
            status,
            vec![("content-type", "application/json"), ("x-amzn-requestid", "req-1")],
            body.into(),
        )
    }
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// The URI.
    pub uri: String,
    /// The headers, in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// The body, of whatever kind.
    pub bytes: Vec<u8>,
}

impl Asked {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        let (_, rest) = self.uri.split_once("://").expect("it is absolute");
        let path = rest.find('/').map_or("", |slash| &rest[slash..]);
        path.split_once('?').map_or(path, |(path, _)| path)
    }

    /// What stands after the question mark.
    pub fn query(&self) -> Option<&str> {
        self.uri.split_once('?').map(|(_, query)| query)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The features that the user agent tells, by their short ids ("business metrics" of AWS SDKs).
    pub fn features(&self) -> Vec<&str> {
        let mut words = self.header("x-amz-user-agent").unwrap_or_default().split(' ');
        let features = words.find_map(|word| word.strip_prefix("m/"));
        features.map(|features| features.split(',').collect()).unwrap_or_default()
    }
}

/// Gives the answers one after the other; the last again and again.
#[derive(Clone, Debug)]
pub struct Canned {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Canned {
    /// A client with these answers.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), asked: Arc::default() }
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics here").clone()
    }

    /// Gives this answer from now on, and forgets what was asked.
    pub fn answer_with(&self, answer: Answer) {
        *self.answers.lock().expect("no test panics here") = [answer].into();
        self.asked.lock().expect("no test panics here").clear();
    }

    /// The only thing that was asked.
    ///
    /// # Panics
    ///
    /// When nothing was asked, or more than one thing.
    pub fn only(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }

    /// A client that asks this one, with fixed credentials and without retries.
    pub fn client(&self) -> Client {
        Client::from_conf(self.config().retry_config(RetryConfig::disabled()).build())
    }

    /// A configuration that asks this client, with fixed credentials.
    pub fn config(&self) -> smithwright_apigatewayv2::config::Builder {
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
            .http_client(self.clone())
    }

    fn answer(&self, request: &HttpRequest, bytes: Vec<u8>) -> HttpResponse {
        let headers = request.headers().iter();
        self.asked.lock().expect("no test panics here").push(Asked {
            method: request.method().to_owned(),
            uri: request.uri().to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        });
        let mut answers = self.answers.lock().expect("no test panics here");
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        let Answer(status, headers, body) = answer.unwrap_or_else(|| Answer::json(200, "{}"));
        let status = status.try_into().expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

impl HttpConnector for Canned {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let canned = self.clone();
        HttpConnectorFuture::new(async move {
            let body = ByteStream::new(request.take_body()).collect().await;
            let body = body.map_err(|error| ConnectorError::user(error.into()))?;
            Ok(canned.answer(&request, body.to_vec()))
        })
    }
}

impl HttpClient for Canned {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
