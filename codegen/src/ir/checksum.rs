//! Checksums of an operation, decided. Variants carry the names of those in the runtime
//! (`smithwright_runtime::checksum`), and what they mean is told there.

use super::ChecksumAlgorithm;
use serde::Serialize;

/// The checksum of requests.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum RequestChecksum {
    #[default]
    Plain,
    Md5,
    TreeHash,
    Chosen {
        required: bool,
        algorithm: Option<InputMember>,
    },
}

/// The checksum of responses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseChecksum {
    /// The member that asks for it.
    pub mode: InputMember,
    /// The algorithms that the runtime knows of those that the service may use, quickest first.
    pub algorithms: Vec<ChecksumAlgorithm>,
}

/// A member of the input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputMember {
    /// Its name in the model.
    pub name: String,
    /// The header that it becomes, in lower case.
    pub header: Option<String>,
}
