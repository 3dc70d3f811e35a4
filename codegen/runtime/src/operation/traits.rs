//! How an operation is reached and signed, where that is out of the ordinary.
//!
//! An operation that says something of this has a table, `TRAITS`, beside it. One that says nothing has none, and
//! points at [`OperationTraits::USUAL`].

use crate::operation::auth::Scheme;

pub use crate::endpoint::bindings::HostPrefixSegment::{self, Label, Literal};
pub use crate::endpoint::bindings::ParameterSource::{self, Flag, Path, Text, Texts};
pub use crate::operation::auth::Scheme::*;
pub use crate::serde::path::PathStep::{self, Any, Each, Keys, Member};

/// What few operations say of their endpoint and of their signature.
#[derive(Debug)]
pub struct OperationTraits {
    /// What is put before the endpoint's host; "endpoint trait" of the Smithy specification.
    pub host_prefix: &'static [HostPrefixSegment],
    /// Parameters of the endpoint rules that the operation or its input sets, by their names in the
    /// rules. Where two have one name, the first that has a value counts.
    pub parameters: &'static [(&'static str, ParameterSource)],
    /// The auth schemes, most preferred first; none where the service's hold.
    pub auth: Option<&'static [Scheme]>,
    /// Whether the body is left out of the signature.
    pub unsigned_payload: bool,
    /// Whether the headers of the answer come before the work is done, and the body long after them.
    pub answers_early: bool,
    /// Whether large bodies are compressed; "requestCompression trait" of the Smithy specification.
    #[cfg(feature = "compression")]
    pub gzip: bool,
    /// Whether the operation waits for something to happen, and is called again and again.
    pub long_poll: bool,
    /// The checksum of requests.
    #[cfg(feature = "checksums")]
    pub request_checksum: RequestChecksum,
    /// The checksum of responses.
    #[cfg(feature = "checksums")]
    pub response_checksum: Option<ResponseChecksum>,
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

impl OperationTraits {
    /// What most operations say.
    pub const USUAL: Self = Self {
        host_prefix: &[],
        parameters: &[],
        auth: None,
        unsigned_payload: false,
        answers_early: false,
        #[cfg(feature = "compression")]
        gzip: false,
        long_poll: false,
        #[cfg(feature = "checksums")]
        request_checksum: RequestChecksum::Plain,
        #[cfg(feature = "checksums")]
        response_checksum: None,
        sensitivity: Sensitivity { input: false, output: false, headers: &[] },
    };
}

/// The checksum of a request.
#[cfg(feature = "checksums")]
#[derive(Clone, Copy, Debug)]
pub enum RequestChecksum {
    /// None.
    Plain,
    /// MD5, in the header `Content-MD5`.
    Md5,
    /// Amazon Glacier's tree hash, in a header of its own.
    TreeHash,
    /// One that the input chooses.
    Chosen {
        /// Whether there must be one.
        required: bool,
        /// The member that chooses it.
        algorithm: Option<ChecksumMember>,
    },
}

/// A member of the input.
#[cfg(feature = "checksums")]
#[derive(Clone, Copy, Debug)]
pub struct ChecksumMember {
    /// Its name in the model.
    pub name: &'static str,
    /// The header that it becomes, in lower case, if it becomes one.
    pub header: Option<&'static str>,
}

/// The checksum of a response.
#[cfg(feature = "checksums")]
#[derive(Clone, Copy, Debug)]
pub struct ResponseChecksum {
    /// The member that asks for it.
    pub mode: ChecksumMember,
    /// The algorithms that the service may have used and that are known here, quickest first.
    pub algorithms: &'static [&'static str],
}
