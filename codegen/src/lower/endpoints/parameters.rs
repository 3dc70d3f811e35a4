//! Parameters: names, types, defaults, and where their values come from.

use super::cursor::{At, Checks, describe};
use crate::ir::BuiltInReader;
use crate::ir::endpoints::{BuiltIn, Expr, Kind, Parameter, ParameterPresence};
use crate::names::{self, Ident, Scope};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A built-in of the rules engine ("Rules engine standard library" and "AWS rules engine library
/// functions" pages of Smithy's documentation).
struct KnownBuiltIn {
    name: &'static str,
    kind: Kind,
    from: BuiltInSource,
    doc: &'static str,
}

/// Where the value of a built-in comes from.
#[derive(Clone, Copy)]
enum BuiltInSource {
    /// The configuration that all services share.
    Shared(BuiltInReader),
    /// The identity that signs.
    Identity,
    /// A setting of this service's client, which this variable of the environment and this key of a
    /// profile may hold.
    Setting(Option<(&'static str, &'static str)>),
    /// Nowhere yet.
    Nowhere,
}

const fn known(
    name: &'static str,
    kind: Kind,
    from: BuiltInSource,
    doc: &'static str,
) -> KnownBuiltIn {
    KnownBuiltIn { name, kind, from, doc }
}

const REGION: &str = "AWS::Region";

const BUILT_INS: &[KnownBuiltIn] = &[
    known(
        REGION,
        Kind::String,
        BuiltInSource::Shared(BuiltInReader::Region),
        "The AWS region whose endpoint is called.",
    ),
    known(
        "AWS::UseDualStack",
        Kind::Bool,
        BuiltInSource::Shared(BuiltInReader::UseDualStack),
        "Whether the endpoint must answer over IPv6 as well as IPv4.",
    ),
    known(
        "AWS::UseFIPS",
        Kind::Bool,
        BuiltInSource::Shared(BuiltInReader::UseFips),
        "Whether the endpoint must use cryptography validated for FIPS 140.",
    ),
    known(
        "SDK::Endpoint",
        Kind::String,
        BuiltInSource::Shared(BuiltInReader::Endpoint),
        "A custom endpoint, in place of the service's own.",
    ),
    known(
        "AWS::Auth::AccountIdEndpointMode",
        Kind::String,
        BuiltInSource::Shared(BuiltInReader::AccountIdEndpointMode),
        "Whether the account is part of the endpoint: `preferred`, `disabled` or `required`.",
    ),
    known(
        "AWS::Auth::AccountId",
        Kind::String,
        BuiltInSource::Identity,
        "The account that the credentials belong to.",
    ),
    known(
        "AWS::Auth::CredentialScope",
        Kind::String,
        BuiltInSource::Nowhere,
        "The region that the credentials are for.",
    ),
    known(
        "AWS::S3::Accelerate",
        Kind::Bool,
        BuiltInSource::Setting(None),
        "Whether to use S3 Transfer Acceleration.",
    ),
    known(
        "AWS::S3::DisableMultiRegionAccessPoints",
        Kind::Bool,
        BuiltInSource::Setting(Some((
            "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
            "s3_disable_multiregion_access_points",
        ))),
        "Whether multi-Region access points are refused.",
    ),
    known(
        "AWS::S3::DisableExpressSessionAuth",
        Kind::Bool,
        BuiltInSource::Setting(Some((
            "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
            "s3_disable_express_session_auth",
        ))),
        "Whether directory buckets are used without session credentials.",
    ),
    known(
        "AWS::S3::ForcePathStyle",
        Kind::Bool,
        BuiltInSource::Setting(None),
        "Whether the bucket stands in the path and not in the host name.",
    ),
    known(
        "AWS::S3::UseArnRegion",
        Kind::Bool,
        BuiltInSource::Setting(Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"))),
        "Whether an ARN's region goes before the client's own.",
    ),
    known(
        "AWS::S3::UseGlobalEndpoint",
        Kind::Bool,
        BuiltInSource::Setting(None),
        "Whether `us-east-1` means the global endpoint.",
    ),
    known(
        "AWS::S3Control::UseArnRegion",
        Kind::Bool,
        BuiltInSource::Setting(Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"))),
        "Whether an ARN's region goes before the client's own.",
    ),
    known(
        "AWS::STS::UseGlobalEndpoint",
        Kind::Bool,
        BuiltInSource::Setting(None),
        "Whether some regions mean the global endpoint.",
    ),
];

/// The type of a parameter that a model calls so, in whatever case.
pub(super) fn kind_named(name: &str) -> Option<Kind> {
    match name.to_ascii_lowercase().as_str() {
        "string" => Some(Kind::String),
        "boolean" => Some(Kind::Bool),
        "stringarray" => Some(Kind::StringArray),
        _ => None,
    }
}

/// What may set parameters, beside built-ins: the names of those that operations and inputs set, and the service's trait
/// for those that the client's configuration sets.
pub(super) struct Bound<'a> {
    pub(super) by_operations: HashSet<&'a str>,
    pub(super) by_client: &'a Value,
}

impl Bound<'_> {
    fn binds(&self, name: &str, built_in: Option<&KnownBuiltIn>) -> bool {
        let is_setting =
            built_in.is_some_and(|known| matches!(known.from, BuiltInSource::Setting(_)));
        is_setting || self.by_operations.contains(name) || self.by_client.get(name).is_some()
    }
}

/// Whether a built-in is a setting of the client, and the variable and key that may hold it.
pub(super) fn setting(built_in: &BuiltIn) -> Option<Option<(&'static str, &'static str)>> {
    match BUILT_INS.iter().find(|known| known.name == built_in.name)?.from {
        BuiltInSource::Setting(shared) => Some(shared),
        _ => None,
    }
}

/// Whether a built-in is the account that the identity belongs to.
pub(super) fn is_account(built_in: &BuiltIn) -> bool {
    let known = BUILT_INS.iter().find(|known| known.name == built_in.name);
    known.is_some_and(|known| matches!(known.from, BuiltInSource::Identity))
}

/// Lowers the parameters of `rules`.
pub(super) fn parameters(
    checks: &mut Checks,
    at: &At,
    parameters: &Value,
    rules: &Value,
    bound: &Bound<'_>,
) -> Vec<Parameter> {
    let mut scope = Scope::parameters();
    let mut lowered = Vec::new();
    for (rule_name, parameter) in checks.object(at, parameters).into_iter().flatten() {
        let at = at.entry(rule_name);
        // What has no name is reported, so that nobody will see this one.
        let name = name(checks, &at, rule_name, &mut scope);
        let name = name.unwrap_or_else(|| names::known("_"));
        lowered.push(self::parameter(checks, &at, (name, rule_name), parameter, rules, bound));
    }
    lowered
}

fn parameter(
    checks: &mut Checks,
    at: &At,
    (name, rule_name): (Ident, &str),
    parameter: &Value,
    rules: &Value,
    bound: &Bound<'_>,
) -> Parameter {
    let empty = Map::new();
    let parameter = checks.object(at, parameter).unwrap_or(&empty);
    let keys = ["type", "builtIn", "required", "default", "documentation", "deprecated"];
    checks.known_keys(at, parameter, &keys);
    let kind = kind(checks, at, parameter);
    let presence = presence(checks, at, parameter, kind);
    let built_in = built_in(checks, at, parameter, kind);
    let is_region = built_in.is_some_and(|known| known.name == REGION);
    Parameter {
        set: names::prefixed("set_", &name),
        name,
        rule_name: rule_name.to_owned(),
        kind,
        docs: docs(rule_name, built_in, &presence),
        // Rules that look at the region themselves have a message of their own for a wrong one.
        host_label: is_region && !checks_label(rules, rule_name),
        built_in: built_in.map(|known| BuiltIn {
            name: known.name,
            reader: match known.from {
                BuiltInSource::Shared(reader) => Some(reader),
                _ => None,
            },
        }),
        bound: bound.binds(rule_name, built_in),
        unread: false,
        presence,
    }
}

fn name(checks: &mut Checks, at: &At, rule_name: &str, scope: &mut Scope) -> Option<Ident> {
    let is_word = rule_name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let first = rule_name.trim_start_matches('_').chars().next();
    if !is_word || !first.is_some_and(|first| first.is_ascii_alphabetic()) {
        let hint = "a name has letters, digits and underscores, and starts with a letter";
        let message = format!("`{rule_name}` cannot be a parameter's name");
        checks.report(at.wrong(message).hint(hint));
        return None;
    }
    let name = scope.name(rule_name, at.address(), rule_name);
    name.map_err(|diagnostic| checks.report(diagnostic)).ok()
}

fn kind(checks: &mut Checks, at: &At, parameter: &Map<String, Value>) -> Kind {
    let name = checks.required(at, parameter, "type");
    let name = name.and_then(|name| checks.text(&at.key("type"), name));
    let Some(name) = name else {
        return Kind::String;
    };
    kind_named(name).unwrap_or_else(|| {
        let diagnostic = at.key("type").wrong(format!("unknown type `{name}`"));
        checks.report(diagnostic.one_of(name, ["string", "boolean", "stringArray"]));
        Kind::String
    })
}

fn presence(
    checks: &mut Checks,
    at: &At,
    parameter: &Map<String, Value>,
    kind: Kind,
) -> ParameterPresence {
    let required = parameter.get("required");
    let required = required.and_then(|flag| checks.flag(&at.key("required"), flag));
    let Some(default) = parameter.get("default") else {
        return match required {
            Some(true) => ParameterPresence::Required,
            _ => ParameterPresence::Optional,
        };
    };
    literal(default, kind).map_or_else(
        || {
            let actual = describe(default);
            let message = format!("{actual} cannot be the default of a {kind:?} parameter");
            checks.report(at.key("default").wrong(message));
            ParameterPresence::Optional
        },
        ParameterPresence::Defaults,
    )
}

fn built_in(
    checks: &mut Checks,
    at: &At,
    parameter: &Map<String, Value>,
    kind: Kind,
) -> Option<&'static KnownBuiltIn> {
    let at = at.key("builtIn");
    let name = checks.text(&at, parameter.get("builtIn")?)?;
    let Some(known) = BUILT_INS.iter().find(|known| known.name == name) else {
        let diagnostic = at.wrong(format!("unknown built-in `{name}`"));
        checks.report(diagnostic.one_of(name, BUILT_INS.iter().map(|known| known.name)));
        return None;
    };
    if known.kind != kind {
        let message = format!("`{name}` is a {:?}, and this parameter a {kind:?}", known.kind);
        checks.report(at.wrong(message));
    }
    Some(known)
}

/// Whether a condition somewhere in `rules` asks whether the parameter is a host label.
fn checks_label(rules: &Value, parameter: &str) -> bool {
    match rules {
        Value::Array(items) => items.iter().any(|item| checks_label(item, parameter)),
        Value::Object(entries) => {
            let asks = entries.get("fn").is_some_and(|name| name == "isValidHostLabel");
            let of = entries.get("argv").and_then(|arguments| arguments.get(0));
            let named = of.and_then(|of| of.get("ref")).is_some_and(|name| name == parameter);
            (asks && named) || entries.values().any(|value| checks_label(value, parameter))
        }
        _ => false,
    }
}

fn literal(value: &Value, kind: Kind) -> Option<Expr> {
    match (kind, value) {
        (Kind::String, Value::String(text)) => Some(Expr::Text(text.clone())),
        (Kind::Bool, Value::Bool(flag)) => Some(Expr::Bool(*flag)),
        (Kind::StringArray, Value::Array(items)) => {
            let items = items.iter().map(|item| literal(item, Kind::String));
            items.collect::<Option<_>>().map(Expr::List)
        }
        _ => None,
    }
}

fn docs(name: &str, built_in: Option<&KnownBuiltIn>, presence: &ParameterPresence) -> Vec<String> {
    let mut docs = vec![match built_in {
        Some(known) => known.doc.to_owned(),
        None => format!("The parameter `{name}` of the service's endpoint rules."),
    }];
    docs.extend(match presence {
        ParameterPresence::Optional => None,
        ParameterPresence::Required => Some("Required.".to_owned()),
        ParameterPresence::Defaults(Expr::Bool(flag)) => Some(format!("Defaults to `{flag}`.")),
        ParameterPresence::Defaults(Expr::Text(text)) if text.is_empty() => {
            Some("Defaults to an empty string.".to_owned())
        }
        ParameterPresence::Defaults(Expr::Text(text)) => {
            Some(format!("Defaults to `{}`.", text.replace('`', "'")))
        }
        ParameterPresence::Defaults(_) => Some("Has a default.".to_owned()),
    });
    if built_in.is_some_and(|known| matches!(known.from, BuiltInSource::Nowhere)) {
        docs.push("Not read from the client's configuration.".to_owned());
    }
    docs
}
