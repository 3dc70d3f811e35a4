//! Which protocol the client speaks.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, Feature};
use crate::model::{Service, traits as t};

/// A protocol that the runtime speaks.
#[derive(Debug)]
pub struct Protocol {
    /// The id of its trait.
    pub id: &'static str,
    /// What the runtime calls it.
    pub name: ir::Protocol,
    /// The Cargo feature of the runtime that it needs.
    pub feature: Option<Feature>,
    /// Whether members may stand outside of the body, and operations have methods and paths ("HTTP binding traits" of
    /// the Smithy specification). RPC protocols ignore what a model says of that.
    pub bindings: bool,
    /// Whether an operation without input sends no body at all; where not, it sends an empty structure.
    pub bodiless: bool,
    /// What members are called in bodies.
    pub names: Names,
}

/// What members are called in bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// As in the model.
    Own,
    /// As `jsonName` says.
    Json,
    /// As `xmlName` says.
    Xml,
    /// As `ec2QueryName` says in requests, and `xmlName` in responses.
    Ec2,
}

impl Names {
    /// Whether bodies are XML, one way or both.
    pub fn are_xml(self) -> bool {
        matches!(self, Names::Xml | Names::Ec2)
    }
}

/// In the order in which a client chooses among those that a service lists: what is quickest goes first, as Smithy's
/// guidance on protocol selection has it.
const SUPPORTED: [Protocol; 7] = [
    Protocol {
        bodiless: true,
        ..rpc(
            "smithy.protocols#rpcv2Cbor",
            ir::Protocol::RpcV2Cbor,
            Some(Feature::Cbor),
            Names::Own,
        )
    },
    rpc("aws.protocols#awsJson1_0", ir::Protocol::AwsJson1_0, None, Names::Own),
    rpc("aws.protocols#awsJson1_1", ir::Protocol::AwsJson1_1, None, Names::Own),
    rest("aws.protocols#restJson1", ir::Protocol::RestJson1, None, Names::Json),
    rest("aws.protocols#restXml", ir::Protocol::RestXml, Some(Feature::Xml), Names::Xml),
    rpc("aws.protocols#awsQuery", ir::Protocol::AwsQuery, Some(Feature::Xml), Names::Xml),
    rpc("aws.protocols#ec2Query", ir::Protocol::Ec2Query, Some(Feature::Xml), Names::Ec2),
];

const fn rpc(
    id: &'static str,
    name: ir::Protocol,
    feature: Option<Feature>,
    names: Names,
) -> Protocol {
    Protocol { id, name, feature, bindings: false, bodiless: false, names }
}

const fn rest(
    id: &'static str,
    name: ir::Protocol,
    feature: Option<Feature>,
    names: Names,
) -> Protocol {
    Protocol { bindings: true, bodiless: true, ..rpc(id, name, feature, names) }
}

/// What a service is lowered for that speaks none of them.
pub const FALLBACK: Protocol = rest("", ir::Protocol::RestJson1, None, Names::Own);

/// The protocol to speak of those that a service lists.
pub fn chosen(listed: &[String]) -> Option<&'static Protocol> {
    SUPPORTED.iter().find(|supported| listed.iter().any(|id| id == supported.id))
}

impl Protocol {
    /// Whether requests are forms.
    pub fn is_form(&self) -> bool {
        matches!(self.name, ir::Protocol::AwsQuery | ir::Protocol::Ec2Query)
    }

    /// What the runtime calls the protocol as `service` speaks it.
    pub fn dialect(&self, service: &Service) -> ir::Protocol {
        match self.name {
            ir::Protocol::RestXml if self.has_s3_errors(service) => ir::Protocol::S3,
            ir::Protocol::RestXml if service.traits.has(t::ANSWERS_BREAK_OFF) => {
                ir::Protocol::S3Control
            }
            name => name,
        }
    }

    /// Whether the errors of `service` are those of Amazon S3.
    pub fn has_s3_errors(&self, service: &Service) -> bool {
        self.name == ir::Protocol::RestXml && service.traits.has(t::S3_ERRORS)
    }
}

/// What is wrong with a service that speaks nothing that the runtime does.
pub fn unsupported(service: &Service) -> Diagnostic {
    let listed = service.protocols.join("`, `");
    let known = SUPPORTED.map(|protocol| protocol.id).join("`, `");
    let message = format!("the protocol `{listed}` is not supported");
    let at = service.at.key("protocol");
    Diagnostic::new(Code::PROTOCOL, &at, message).hint(format!("supported are `{known}`"))
}

#[cfg(test)]
mod tests {
    use crate::ir;
    use crate::test_model::{messages, plan_with_protocols};

    #[test]
    fn the_quickest_is_chosen_among_several() {
        let chosen =
            |listed: &[&str]| plan_with_protocols(listed).map(|plan| plan.service.protocol);
        assert_eq!(chosen(&["query", "rest-json"]).unwrap(), ir::Protocol::RestJson1);
        assert_eq!(chosen(&["json", "smithy-rpc-v2-cbor"]).unwrap(), ir::Protocol::RpcV2Cbor);
        assert_eq!(chosen(&["ec2"]).unwrap(), ir::Protocol::Ec2Query);
    }

    #[test]
    fn other_protocols_are_told() {
        let diagnostics = plan_with_protocols(&["api-gateway"]).unwrap_err();
        assert_eq!(messages(&diagnostics), ["the protocol `api-gateway` is not supported"]);
    }
}
