//! An HTTP client that keeps what it is asked, and gives one answer.

use serde_json::Value;
use smithwright_runtime::aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use smithwright_runtime::aws_smithy_runtime_api::client::orchestrator::{
    HttpRequest, HttpResponse,
};
use smithwright_runtime::aws_smithy_runtime_api::client::result::ConnectorError;
use smithwright_runtime::aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use smithwright_runtime::aws_smithy_types::body::SdkBody;
use smithwright_runtime::aws_smithy_types::byte_stream::ByteStream;
use std::sync::{Arc, Mutex};

/// A request as it was handed to the HTTP client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// The URI, absolute.
    pub uri: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the length of the body was known before it was sent: the HTTP client then tells it.
    pub sized: bool,
}

/// A response.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// An answer that operations have when it does not matter: success, and nothing else.
    pub fn empty() -> Self {
        Self { status: 200, ..Self::default() }
    }

    /// The `response` of a case; its body is made to bytes by `bytes`.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn of_case(
        response: &Value,
        bytes: impl Fn(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, String> {
        let status = response["status_code"].as_u64().and_then(|status| status.try_into().ok());
        let header = |(name, value): (&String, &Value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.to_ascii_lowercase(), value)
        };
        let headers = response["headers"].as_object().into_iter().flatten().map(header).collect();
        Ok(Self {
            status: status.ok_or("the response of the case has no `status_code`")?,
            headers,
            body: bytes(response["body"].as_str().unwrap_or_default())?,
        })
    }

    fn response(&self) -> Result<HttpResponse, String> {
        let status = self.status.try_into().map_err(|_| format!("{} is no status", self.status))?;
        let mut response = HttpResponse::new(status, SdkBody::from(self.body.clone()));
        for (name, value) in &self.headers {
            let added = response.headers_mut().try_append(name.clone(), value.clone());
            added.map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(response)
    }
}

/// The HTTP client.
#[derive(Clone, Debug)]
pub struct Wire {
    answer: Answer,
    asked: Arc<Mutex<Option<Asked>>>,
}

impl Wire {
    /// A client that gives `answer`.
    pub fn new(answer: Answer) -> Self {
        Self { answer, asked: Arc::default() }
    }

    /// What was asked last.
    pub fn asked(&self) -> Option<Asked> {
        self.asked.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    async fn exchange(self, mut request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let other = |error: String| ConnectorError::other(error.into(), None);
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let sized = request.body().content_length().is_some();
        let body = ByteStream::new(request.take_body()).collect().await;
        let asked = Asked {
            method: request.method().to_owned(),
            uri: request.uri().to_owned(),
            headers,
            body: body.map_err(|error| other(error.to_string()))?.to_vec(),
            sized,
        };
        *self.asked.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(asked);
        self.answer.response().map_err(other)
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().exchange(request))
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
