//! What happens in a call, in the order in which it happens:
//!
//! 1. `span` opens the span of the call; `features` tells the user agent what is used; `endpoint_params` and
//!    `telemetry` read the input, before anything is written;
//! 2. `serialize` writes the request, `compression` and `checksum` complete its body, and `presigning` does without
//!    one;
//! 3. `auth` says how it may be signed, for S3 Express with the credentials of a session (`s3_express`), and `secrets`
//!    keeps what is sensitive out of the log while it is signed and sent; `http_auth` puts in API keys and answers to
//!    digest challenges when a request leaves (`around`), and `user_agent` says whose it is where that is not AWS's way;
//! 4. `deserialize` reads the answer, and `broken_off` says whether one that cannot be read may be asked for again;
//! 5. `retries` says which errors are worth another attempt, and `advice` what to do about some others.

pub(crate) mod advice;
pub(crate) mod around;
pub(crate) mod auth;
pub(crate) mod broken_off;
#[cfg(feature = "checksums")]
pub(crate) mod checksum;
#[cfg(feature = "compression")]
pub mod compression;
pub mod deserialize;
pub(crate) mod endpoint_params;
pub(crate) mod features;
pub(crate) mod http_auth;
#[cfg(feature = "presigning")]
pub mod presigning;
pub(crate) mod retries;
#[cfg(feature = "s3-express")]
pub mod s3_express;
pub(crate) mod secrets;
pub mod serialize;
pub(crate) mod span;
pub(crate) mod telemetry;
pub(crate) mod user_agent;

use crate::operation::CurrentOperation;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_schema::protocol::SharedClientProtocol;
use aws_smithy_types::config_bag::ConfigBag;

fn current(cfg: &ConfigBag) -> Result<CurrentOperation, BoxError> {
    cfg.load::<CurrentOperation>().copied().ok_or_else(|| "no operation is set".into())
}

fn protocol(cfg: &ConfigBag) -> Result<&SharedClientProtocol, BoxError> {
    cfg.load::<SharedClientProtocol>().ok_or_else(|| "no protocol is set".into())
}
