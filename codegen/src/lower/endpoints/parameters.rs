//! Parameters: names, types, defaults, and where their values come from.

use super::Lowering;
use super::problem::{At, describe, did_you_mean};
use crate::ir::BuiltInReader;
use crate::ir::endpoints::{BuiltIn, Expr, Kind, Parameter, Presence};
use crate::names::{self, Ident};
use crate::source::Address;
use serde_json::{Map, Value};

/// A built-in of the rules engine ("Rules engine standard library" and "AWS rules engine library
/// functions" pages of Smithy's documentation).
struct KnownBuiltIn {
    name: &'static str,
    kind: Kind,
    from: From,
    doc: &'static str,
}

/// Where the value of a built-in comes from.
#[derive(Clone, Copy)]
enum From {
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

const fn built_in(name: &'static str, kind: Kind, from: From, doc: &'static str) -> KnownBuiltIn {
    KnownBuiltIn { name, kind, from, doc }
}

const REGION: &str = "AWS::Region";

const BUILT_INS: &[KnownBuiltIn] = &[
    built_in(
        REGION,
        Kind::String,
        From::Shared(BuiltInReader::Region),
        "The AWS region whose endpoint is called.",
    ),
    built_in(
        "AWS::UseDualStack",
        Kind::Bool,
        From::Shared(BuiltInReader::UseDualStack),
        "Whether the endpoint must answer over IPv6 as well as IPv4.",
    ),
    built_in(
        "AWS::UseFIPS",
        Kind::Bool,
        From::Shared(BuiltInReader::UseFips),
        "Whether the endpoint must use cryptography validated for FIPS 140.",
    ),
    built_in(
        "SDK::Endpoint",
        Kind::String,
        From::Shared(BuiltInReader::Endpoint),
        "A custom endpoint, in place of the service's own.",
    ),
    built_in(
        "AWS::Auth::AccountIdEndpointMode",
        Kind::String,
        From::Shared(BuiltInReader::AccountIdEndpointMode),
        "Whether the account is part of the endpoint: `preferred`, `disabled` or `required`.",
    ),
    built_in(
        "AWS::Auth::AccountId",
        Kind::String,
        From::Identity,
        "The account that the credentials belong to.",
    ),
    built_in(
        "AWS::Auth::CredentialScope",
        Kind::String,
        From::Nowhere,
        "The region that the credentials are for.",
    ),
    built_in(
        "AWS::S3::Accelerate",
        Kind::Bool,
        From::Setting(None),
        "Whether to use S3 Transfer Acceleration.",
    ),
    built_in(
        "AWS::S3::DisableMultiRegionAccessPoints",
        Kind::Bool,
        From::Setting(Some((
            "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
            "s3_disable_multiregion_access_points",
        ))),
        "Whether multi-Region access points are refused.",
    ),
    built_in(
        "AWS::S3::DisableExpressSessionAuth",
        Kind::Bool,
        From::Setting(Some((
            "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
            "s3_disable_express_session_auth",
        ))),
        "Whether directory buckets are used without session credentials.",
    ),
    built_in(
        "AWS::S3::ForcePathStyle",
        Kind::Bool,
        From::Setting(None),
        "Whether the bucket stands in the path and not in the host name.",
    ),
    built_in(
        "AWS::S3::UseArnRegion",
        Kind::Bool,
        From::Setting(Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"))),
        "Whether an ARN's region goes before the client's own.",
    ),
    built_in(
        "AWS::S3::UseGlobalEndpoint",
        Kind::Bool,
        From::Setting(None),
        "Whether `us-east-1` means the global endpoint.",
    ),
    built_in(
        "AWS::S3Control::UseArnRegion",
        Kind::Bool,
        From::Setting(Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"))),
        "Whether an ARN's region goes before the client's own.",
    ),
    built_in(
        "AWS::STS::UseGlobalEndpoint",
        Kind::Bool,
        From::Setting(None),
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

/// Whether a built-in is a setting of the client, and the variable and key that may hold it.
pub(super) fn setting(built_in: &str) -> Option<Option<(&'static str, &'static str)>> {
    match BUILT_INS.iter().find(|known| known.name == built_in)?.from {
        From::Setting(shared) => Some(shared),
        _ => None,
    }
}

/// Whether a built-in is the account that the identity belongs to.
pub(super) fn is_account(built_in: &BuiltIn) -> bool {
    let known = BUILT_INS.iter().find(|known| known.name == built_in.name);
    known.is_some_and(|known| matches!(known.from, From::Identity))
}

impl Lowering {
    /// Lowers the parameters and brings their names into scope.
    pub(super) fn parameters(&mut self, at: &At<'_>, parameters: &Value) -> Vec<Parameter> {
        let mut names = names::Scope::parameters();
        let mut lowered: Vec<Parameter> = Vec::new();
        for (wire, parameter) in self.problems.object(at, parameters).into_iter().flatten() {
            let at = at.entry(wire);
            let name = self.rust_name(&at, wire, &mut names);
            let parameter = self.parameter(&at, wire, name, parameter);
            self.scope.declare(wire, parameter.kind.into());
            lowered.push(parameter);
        }
        lowered
    }

    fn parameter(&mut self, at: &At<'_>, wire: &str, name: Ident, parameter: &Value) -> Parameter {
        let empty = Map::new();
        let parameter = self.problems.object(at, parameter).unwrap_or(&empty);
        let known = ["type", "builtIn", "required", "default", "documentation", "deprecated"];
        self.problems.known_keys(at, parameter, &known);
        let kind = self.kind(at, parameter);
        let presence = self.presence(at, parameter, kind);
        let built_in = self.built_in(at, parameter, kind);
        Parameter {
            set: names::prefixed("set_", &name),
            name,
            wire: wire.to_owned(),
            kind,
            docs: docs(wire, built_in, &presence),
            host_label: built_in.is_some_and(|known| known.name == REGION),
            built_in: built_in.map(|known| BuiltIn {
                name: known.name,
                reader: match known.from {
                    From::Shared(reader) => Some(reader),
                    _ => None,
                },
            }),
            bound: false,
            presence,
        }
    }

    fn rust_name(&mut self, at: &At<'_>, wire: &str, names: &mut names::Scope) -> Ident {
        let is_sound = wire.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && wire.trim_start_matches('_').starts_with(|first: char| first.is_ascii_alphabetic());
        if !is_sound {
            let hint = "a name has letters, digits and underscores, and starts with a letter";
            let message = format!("`{wire}` cannot be a parameter's name");
            self.problems.push(at, message, Some(hint.into()));
            return unnamed();
        }
        names.name(wire, &Address::default(), "").unwrap_or_else(|problem| {
            self.problems.push(at, problem.message, problem.hint);
            unnamed()
        })
    }

    fn kind(&mut self, at: &At<'_>, parameter: &Map<String, Value>) -> Kind {
        let name = self.problems.required(at, parameter, "type");
        let name = name.and_then(|name| self.problems.text(&at.key("type"), name));
        let Some(name) = name else {
            return Kind::String;
        };
        kind_named(name).unwrap_or_else(|| {
            let hint = did_you_mean(name, ["string", "boolean", "stringArray"].into_iter());
            self.problems.push(&at.key("type"), format!("unknown type `{name}`"), hint);
            Kind::String
        })
    }

    fn presence(&mut self, at: &At<'_>, parameter: &Map<String, Value>, kind: Kind) -> Presence {
        let required = parameter.get("required");
        let required = required.and_then(|flag| self.problems.flag(&at.key("required"), flag));
        if let Some(default) = parameter.get("default") {
            return match literal(default, kind) {
                Some(literal) => Presence::Defaults(literal),
                None => {
                    let found = describe(default);
                    let message = format!("{found} cannot be the default of a {kind:?} parameter");
                    self.problems.report(&at.key("default"), message);
                    Presence::Optional
                }
            };
        }
        match required {
            Some(true) => Presence::Required,
            _ => Presence::Optional,
        }
    }

    fn built_in(
        &mut self,
        at: &At<'_>,
        parameter: &Map<String, Value>,
        kind: Kind,
    ) -> Option<&'static KnownBuiltIn> {
        let at = at.key("builtIn");
        let name = self.problems.text(&at, parameter.get("builtIn")?)?;
        let Some(known) = BUILT_INS.iter().find(|known| known.name == name) else {
            let hint = did_you_mean(name, BUILT_INS.iter().map(|known| known.name));
            self.problems.push(&at, format!("unknown built-in `{name}`"), hint);
            return None;
        };
        if known.kind != kind {
            let message = format!("`{name}` is a {:?}, and this parameter a {kind:?}", known.kind);
            self.problems.report(&at, message);
        }
        Some(known)
    }
}

/// Stands for a name with a problem; lowering has failed, so nobody will see it.
fn unnamed() -> Ident {
    names::known("_")
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

fn docs(wire: &str, built_in: Option<&KnownBuiltIn>, presence: &Presence) -> Vec<String> {
    let mut docs = vec![match built_in {
        Some(known) => known.doc.to_owned(),
        None => format!("The parameter `{wire}` of the service's endpoint rules."),
    }];
    docs.extend(match presence {
        Presence::Optional => None,
        Presence::Required => Some("Required.".to_owned()),
        Presence::Defaults(Expr::Bool(flag)) => Some(format!("Defaults to `{flag}`.")),
        Presence::Defaults(Expr::Text(text)) if text.is_empty() => {
            Some("Defaults to an empty string.".to_owned())
        }
        Presence::Defaults(Expr::Text(text)) => {
            Some(format!("Defaults to `{}`.", text.replace('`', "'")))
        }
        Presence::Defaults(_) => Some("Has a default.".to_owned()),
    });
    if built_in.is_some_and(|known| matches!(known.from, From::Nowhere)) {
        docs.push("Not read from the client's configuration.".to_owned());
    }
    docs
}
