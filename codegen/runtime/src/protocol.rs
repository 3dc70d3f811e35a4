//! The wire protocols.

use aws_smithy_json::protocol::aws_rest_json_1::AwsRestJsonProtocol;
use aws_smithy_schema::protocol::SharedClientProtocol;

/// A wire protocol, by its name in Smithy's `aws.protocols` namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `aws.protocols#restJson1`.
    RestJson1,
}

impl Protocol {
    /// The published implementation.
    pub fn client(self) -> SharedClientProtocol {
        match self {
            Protocol::RestJson1 => SharedClientProtocol::new(AwsRestJsonProtocol::new()),
        }
    }
}
