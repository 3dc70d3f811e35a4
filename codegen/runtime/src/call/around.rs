//! HTTP clients with something around them: what is to be done to a request when it leaves, or to an answer when it comes,
//! where neither logs nor interceptors see it.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_types::config_bag::ConfigBag;
use std::fmt;

/// What is around an HTTP client.
pub(crate) trait Around: Clone + Send + Sync + 'static {
    /// Sends a request through the client.
    fn send(&self, client: &SharedHttpConnector, request: HttpRequest) -> HttpConnectorFuture;
}

/// The HTTP client that is configured so far, if there is one, with this around it.
pub(crate) fn around<A: Around>(
    configured: &RuntimeComponentsBuilder,
    around: A,
) -> Option<Wrapped<SharedHttpClient, A>> {
    configured.http_client().map(|client| Wrapped { client, around })
}

/// An HTTP client, or its connector, with something around it.
pub(crate) struct Wrapped<C, A> {
    client: C,
    around: A,
}

/// A client that answers from memory, in a test, may show its answers.
impl<C, A> fmt::Debug for Wrapped<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wrapped")
    }
}

impl<A: Around> HttpClient for Wrapped<SharedHttpClient, A> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let client = self.client.http_connector(settings, components);
        SharedHttpConnector::new(Wrapped { client, around: self.around.clone() })
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.client.validate_base_client_config(components, cfg)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.client.validate_final_config(components, cfg)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.client.connector_metadata()
    }
}

impl<A: Around> HttpConnector for Wrapped<SharedHttpConnector, A> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.around.send(&self.client, request)
    }
}
