//! Which protocol the client speaks.

use super::Lowering;
use crate::diagnostics::Diagnostic;

/// Protocols that the runtime speaks, in the order in which Smithy wants them chosen, and what the
/// runtime calls them.
const SUPPORTED: [(&str, &str); 1] = [("aws.protocols#restJson1", "RestJson1")];

impl Lowering<'_> {
    pub(super) fn protocol(&mut self) -> &'static str {
        let service = &self.model.service;
        let supported = SUPPORTED.iter().find(|(id, _)| service.protocols.iter().any(|p| p == id));
        match supported {
            Some((_, name)) => name,
            None => {
                let listed = service.protocols.join("`, `");
                let known = SUPPORTED.map(|(id, _)| id).join("`, `");
                let message = format!("the protocol `{listed}` is not supported yet");
                let at = service.at.key("protocol");
                self.found.push(Diagnostic::new(&at, message).hint(format!("supported is `{known}`")));
                ""
            }
        }
    }
}
