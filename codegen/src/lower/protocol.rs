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
                self.found
                    .push(Diagnostic::new(&at, message).hint(format!("supported is `{known}`")));
                ""
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_model::{messages, plan_with_protocols};

    #[test]
    fn what_the_runtime_speaks_is_chosen_among_several() {
        let plan = plan_with_protocols(&["query", "rest-json"]).unwrap();
        assert_eq!(plan.service.protocol, "RestJson1");
    }

    #[test]
    fn other_protocols_are_told() {
        let found = plan_with_protocols(&["json", "smithy-rpc-v2-cbor"]).unwrap_err();
        let message = "the protocol `aws.protocols#awsJson1_0`, `smithy.protocols#rpcv2Cbor` is not supported yet";
        assert_eq!(messages(&found), [message]);
    }
}
