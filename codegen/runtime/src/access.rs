//! How an operation is reached and signed, where that is out of the ordinary.

use crate::auth::Scheme;
pub use crate::auth::Scheme::*;
#[cfg(feature = "checksums")]
use crate::checksum;
pub use crate::endpoint::context::Part::{self, Label, Literal};
pub use crate::endpoint::context::Source::{self, Flag, Path, Text, Texts};
pub use crate::endpoint::context::Step::{self, Any, Each, Keys, Member};

/// What few operations say of their endpoint and of their signature.
#[derive(Debug)]
pub struct Access {
    /// What is put before the endpoint's host; "endpoint trait" of the Smithy specification.
    pub host: &'static [Part],
    /// Parameters of the endpoint rules that the operation or its input sets, by their names in the
    /// rules. Where two have one name, the first that has a value counts.
    pub parameters: &'static [(&'static str, Source)],
    /// The auth schemes, most preferred first; none where the service's hold.
    pub auth: Option<&'static [Scheme]>,
    /// Whether the body is left out of the signature.
    pub unsigned_payload: bool,
    /// Whether large bodies are compressed; "requestCompression trait" of the Smithy specification.
    #[cfg(feature = "compression")]
    pub gzip: bool,
    /// The checksum of requests.
    #[cfg(feature = "checksums")]
    pub request_checksum: checksum::Request,
    /// The checksum of responses.
    #[cfg(feature = "checksums")]
    pub response_checksum: Option<checksum::Response>,
    /// What must not be logged; "sensitive trait" of the Smithy specification.
    pub sensitivity: Sensitivity,
}

/// What of an operation must not be logged.
#[derive(Clone, Copy, Debug)]
pub struct Sensitivity {
    /// Whether its input holds a sensitive value at any depth.
    pub input: bool,
    /// Whether its output or one of its errors does.
    pub output: bool,
    /// The headers of its answers that hold one, by names in lower case; a prefix ends in `*`.
    pub headers: &'static [&'static str],
}

impl Access {
    /// What most operations say.
    pub const USUAL: Self = Self {
        host: &[],
        parameters: &[],
        auth: None,
        unsigned_payload: false,
        #[cfg(feature = "compression")]
        gzip: false,
        #[cfg(feature = "checksums")]
        request_checksum: checksum::Request::Plain,
        #[cfg(feature = "checksums")]
        response_checksum: None,
        sensitivity: Sensitivity { input: false, output: false, headers: &[] },
    };
}
