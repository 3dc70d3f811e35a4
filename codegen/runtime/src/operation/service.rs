//! The facts of a service.

use super::auth::Auth;
use crate::endpoint::bindings::SharedSetting;
use crate::protocol::Protocol;

/// The facts of a service.
#[derive(Debug)]
pub struct Service {
    /// The name that SDKs use, such as `ApiGatewayV2`.
    pub sdk_id: &'static str,
    /// The name of the service shape.
    pub shape_name: &'static str,
    /// The API version of the model.
    pub version: &'static str,
    /// The name that requests are signed for.
    pub signing_name: &'static str,
    /// The name in the user agent, in metrics and in retry partitions.
    pub user_agent_id: &'static str,
    /// The version of the generated crate.
    pub crate_version: &'static str,
    /// Whose service it is.
    pub provider: Provider,
    /// The wire protocol.
    pub protocol: Protocol,
    /// The namespace of XML documents: URI and prefix.
    pub xml_namespace: Option<(&'static str, Option<&'static str>)>,
    /// Headers of all requests, by names in lower case, for those that an input does not set itself.
    pub headers: &'static [(&'static str, &'static str)],
    /// How requests are signed.
    pub auth: Auth,
    /// Whether endpoints hold the account.
    pub account_endpoints: bool,
    /// How requests are tried again.
    pub retries: Retries,
    /// The settings of this service that the environment or a profile may hold.
    pub shared: &'static [SharedSetting],
}

/// Whose service it is, and so what its clients have in common with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// AWS: there are regions, and requests tell about the client and its attempts in headers that all SDKs of AWS send.
    Aws,
    /// Anybody else. Nothing is sent that neither HTTP nor the model asks for, but a user agent.
    Other,
}

/// How requests to a service are tried again, where that is out of the ordinary.
#[derive(Debug)]
pub struct Retries {
    /// Codes of errors that may pass, whatever their status, beside those that may pass for all services.
    pub transient_errors: &'static [&'static str],
    /// What holds under the retry behavior that SDKs have from 2026 on (`AWS_NEW_RETRIES_2026`).
    pub defaults: Option<RetryDefaults>,
}

impl Retries {
    /// What most services say.
    pub const USUAL: Self = Self { transient_errors: &[], defaults: None };
}

/// How often and how soon requests are tried again, unless the user says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct RetryDefaults {
    /// The attempts, the first included.
    pub attempts: u32,
    /// The wait before the second, in milliseconds. After throttling it is that of all services.
    pub backoff_millis: u64,
}
