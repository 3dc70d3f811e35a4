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
    /// The wire protocol.
    pub protocol: Protocol,
    /// The namespace of XML documents: URI and prefix.
    pub xml_namespace: Option<(&'static str, Option<&'static str>)>,
    /// Headers of all requests, by names in lower case, for those that an input does not set itself.
    pub headers: &'static [(&'static str, &'static str)],
    /// How requests are signed.
    pub auth: Auth,
    /// The settings of this service that the environment or a profile may hold.
    pub shared: &'static [SharedSetting],
}
