//! Traits that nobody knows in the namespaces of Smithy and of AWS: most likely they are misspelt. Whoever has a namespace
//! of their own may have traits of their own.

use super::definition::Definitions;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::source::Address;
use std::collections::HashSet;

/// How the namespaces begin in which all traits are known, or else defined by the model itself.
const NAMESPACES: [&str; 2] = ["smithy.", "aws."];

/// The traits of the Smithy specification and of AWS's additions to it, by namespace.
const TRAITS: [(&str, &[&str]); 17] = [
    ("aws.api", &AWS_API),
    ("aws.apigateway", &AWS_APIGATEWAY),
    ("aws.auth", &["cognitoUserPools", "sigv4", "sigv4a", "unsignedPayload"]),
    ("aws.cloudformation", &AWS_CLOUDFORMATION),
    ("aws.customizations", &["s3UnwrappedXmlOutput"]),
    ("aws.endpoints", &AWS_ENDPOINTS),
    ("aws.iam", &AWS_IAM),
    ("aws.protocols", &AWS_PROTOCOLS),
    ("smithy.api", &SMITHY_API),
    ("smithy.contracts", &["conditions"]),
    ("smithy.mqtt", &["publish", "subscribe", "topicLabel"]),
    ("smithy.openapi", &["specificationExtension"]),
    ("smithy.protocols", &["rpcv2Cbor", "rpcv2Json"]),
    ("smithy.rules", &SMITHY_RULES),
    ("smithy.synthetic", &["originalShapeId"]),
    ("smithy.test", &SMITHY_TEST),
    ("smithy.waiters", &["waitable"]),
];

const AWS_API: [&str; 12] = [
    "arn",
    "arnReference",
    "clientDiscoveredEndpoint",
    "clientEndpointDiscovery",
    "clientEndpointDiscoveryId",
    "controlPlane",
    "data",
    "dataPlane",
    "longPoll",
    "service",
    "tagEnabled",
    "taggable",
];

const AWS_APIGATEWAY: [&str; 6] = [
    "apiKeySource",
    "authorizer",
    "authorizers",
    "integration",
    "mockIntegration",
    "requestValidator",
];

const AWS_CLOUDFORMATION: [&str; 6] = [
    "cfnAdditionalIdentifier",
    "cfnDefaultValue",
    "cfnExcludeProperty",
    "cfnMutability",
    "cfnName",
    "cfnResource",
];

const AWS_ENDPOINTS: [&str; 5] = [
    "dualStackOnlyEndpoints",
    "endpointsModifier",
    "rulesBasedEndpoints",
    "standardPartitionalEndpoints",
    "standardRegionalEndpoints",
];

const AWS_IAM: [&str; 12] = [
    "actionName",
    "actionPermissionDescription",
    "conditionKeyValue",
    "conditionKeys",
    "defineConditionKeys",
    "disableConditionKeyInference",
    "disableConditionKeyInheritance",
    "iamAction",
    "iamResource",
    "requiredActions",
    "serviceResolvedConditionKeys",
    "supportedPrincipalTypes",
];

const AWS_PROTOCOLS: [&str; 10] = [
    "awsJson1_0",
    "awsJson1_1",
    "awsQuery",
    "awsQueryCompatible",
    "awsQueryError",
    "ec2Query",
    "ec2QueryName",
    "httpChecksum",
    "restJson1",
    "restXml",
];

const SMITHY_API: [&str; 76] = [
    "addedDefault",
    "auth",
    "authDefinition",
    "box",
    "clientOptional",
    "cors",
    "default",
    "deprecated",
    "documentation",
    "endpoint",
    "enum",
    "enumValue",
    "error",
    "eventHeader",
    "eventPayload",
    "examples",
    "externalDocumentation",
    "hostLabel",
    "http",
    "httpApiKeyAuth",
    "httpBasicAuth",
    "httpBearerAuth",
    "httpChecksumRequired",
    "httpDigestAuth",
    "httpError",
    "httpHeader",
    "httpLabel",
    "httpPayload",
    "httpPrefixHeaders",
    "httpQuery",
    "httpQueryParams",
    "httpResponseCode",
    "idRef",
    "idempotencyToken",
    "idempotent",
    "input",
    "internal",
    "jsonName",
    "length",
    "mediaType",
    "mixin",
    "nestedProperties",
    "noReplace",
    "notProperty",
    "optionalAuth",
    "output",
    "paginated",
    "pattern",
    "private",
    "property",
    "protocolDefinition",
    "range",
    "readonly",
    "recommended",
    "references",
    "requestCompression",
    "required",
    "requiresLength",
    "resourceIdentifier",
    "retryable",
    "sensitive",
    "since",
    "sparse",
    "streaming",
    "suppress",
    "tags",
    "timestampFormat",
    "title",
    "trait",
    "traitValidators",
    "uniqueItems",
    "unstable",
    "xmlAttribute",
    "xmlFlattened",
    "xmlName",
    "xmlNamespace",
];

const SMITHY_RULES: [&str; 7] = [
    "clientContextParams",
    "contextParam",
    "endpointBdd",
    "endpointRuleSet",
    "endpointTests",
    "operationContextParams",
    "staticContextParams",
];

const SMITHY_TEST: [&str; 4] =
    ["httpMalformedRequestTests", "httpRequestTests", "httpResponseTests", "smokeTests"];

/// Warns of traits that are not known, once wherever one is applied, whatever inherits it.
pub fn check(definitions: &Definitions<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut told = HashSet::new();
    for definition in definitions.values() {
        let own = std::iter::once((None, &definition.traits));
        let members = definition.members.iter();
        let members = members.map(|(name, member)| (Some(*name), &member.traits));
        for (member, traits) in own.chain(members) {
            let unknown = traits.places().filter(|(id, _)| !is_known(id));
            let unknown =
                unknown.filter(|(id, at)| !definitions.contains_key(id) && told.insert(*at));
            diagnostics.extend(unknown.map(|(id, at)| warning(id, at, definition.id, member)));
        }
    }
}

fn warning(id: &str, at: &Address, shape: &str, member: Option<&str>) -> Diagnostic {
    let message = format!("the trait `{id}` is not known and is ignored");
    let known: Vec<_> = TRAITS
        .iter()
        .flat_map(|(namespace, names)| names.iter().map(move |name| format!("{namespace}#{name}")))
        .collect();
    let member = member.map(|member| format!("${member}")).unwrap_or_default();
    let diagnostic =
        Diagnostic::warning(Code::UNKNOWN_TRAIT, at, message).of(format!("{shape}{member}"));
    diagnostic.did_you_mean(id, known.iter().map(String::as_str))
}

fn is_known(id: &str) -> bool {
    let Some((namespace, name)) = id.split_once('#') else { return true };
    let ours = NAMESPACES.iter().any(|prefix| namespace.starts_with(prefix));
    let known = TRAITS.iter().find(|(known, _)| *known == namespace);
    !ours || known.is_some_and(|(_, names)| names.contains(&name))
}
