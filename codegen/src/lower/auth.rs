//! How requests are signed: which schemes, and what is particular about SigV4.

use super::context::Context;
use crate::diagnostics::Diagnostic;
use crate::ir::endpoints::{Expr, Rule};
use crate::ir::operation_traits::{Auth, Scheme};
use crate::ir::{self, SettingGroup};
use crate::model::{Operation, Traits, traits as t};
use crate::source::Address;
use serde_json::Value;

/// Schemes that the runtime knows, in the order of their ids, which is Smithy's where a model has none
/// ("auth trait" of the Smithy specification).
const SCHEMES: [(&str, Scheme); 3] =
    [(t::SIGV4, Scheme::SigV4), (t::SIGV4A, Scheme::SigV4a), (t::HTTP_BEARER_AUTH, Scheme::Bearer)];

/// How the requests of the service are signed, unless an operation says something else. `rules` are those of its endpoints.
pub fn of_service(cx: &Context<'_>, rules: &[Rule]) -> Auth {
    let service = &cx.model.service;
    let mut schemes =
        listed(cx, &service.traits, &service.at).unwrap_or_else(|| declared(&service.traits));
    if service.traits.has(t::OPTIONAL_AUTH) {
        schemes.push(Scheme::NoAuth);
    }
    let asked = asked_by(rules);
    Auth {
        sigv4a: schemes.contains(&Scheme::SigV4a) || asked.contains(&"sigv4a"),
        s3_express: asked.contains(&"sigv4-s3express"),
        by_endpoint: asked.iter().any(|name| *name != "sigv4"),
        schemes: or_none(schemes),
        path_as_is: service.traits.has(t::PATH_AS_IS),
        content_sha256: service.traits.has(t::CONTENT_SHA256),
    }
}

/// The schemes of an operation, where they are not the service's.
pub fn of_operation(cx: &Context<'_>, operation: &Operation) -> Option<Vec<Scheme>> {
    let service = &cx.model.service.traits;
    let own = listed(cx, &operation.traits, &operation.at);
    if !operation.traits.has(t::OPTIONAL_AUTH) {
        return own.map(or_none);
    }
    let of_service = || listed(cx, service, &operation.at).unwrap_or_else(|| declared(service));
    Some(own.unwrap_or_else(of_service).into_iter().chain([Scheme::NoAuth]).collect())
}

/// The schemes that the trait `auth` lists, if it is there.
fn listed(cx: &Context<'_>, traits: &Traits, at: &Address) -> Option<Vec<Scheme>> {
    let listed = traits.get(t::AUTH)?.as_array()?;
    let schemes = known(listed.iter().filter_map(Value::as_str));
    if schemes.is_empty() && !listed.is_empty() {
        let ids: Vec<_> = listed.iter().filter_map(Value::as_str).collect();
        let message = format!("the auth scheme `{}` is not supported", ids.join("`, `"));
        let supported = SCHEMES.map(|(id, _)| id).join("`, `");
        let diagnostic = Diagnostic::new(&at.key("auth"), message);
        cx.report(diagnostic.hint(format!("supported are `{supported}`")));
    }
    Some(schemes)
}

/// The groups of settings that go with what the service and its operations say, and with the account in its endpoints.
pub fn settings(auth: &Auth, operations: &[ir::Operation], has_account: bool) -> Vec<SettingGroup> {
    let own = operations.iter().filter_map(|operation| operation.traits.as_ref()?.auth.as_ref());
    let bearer = own.flatten().chain(&auth.schemes).any(|scheme| *scheme == Scheme::Bearer);
    let groups = [
        (bearer, SettingGroup::Bearer),
        (auth.sigv4a, SettingGroup::Sigv4a),
        (has_account, SettingGroup::AccountId),
    ];
    groups.into_iter().filter(|(there, _)| *there).map(|(_, group)| group).collect()
}

/// The schemes whose traits a service has.
fn declared(traits: &Traits) -> Vec<Scheme> {
    known(SCHEMES.iter().map(|(id, _)| *id).filter(|id| traits.has(id)))
}

/// The schemes among these ids that the runtime knows.
fn known<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Scheme> {
    let mut known = Vec::new();
    for id in ids {
        known.extend(SCHEMES.iter().find(|(known, _)| *known == id).map(|(_, scheme)| *scheme));
    }
    known
}

fn or_none(schemes: Vec<Scheme>) -> Vec<Scheme> {
    if schemes.is_empty() { vec![Scheme::NoAuth] } else { schemes }
}

/// The names of the schemes that endpoints ask for.
fn asked_by(rules: &[Rule]) -> Vec<&str> {
    let mut names = Vec::new();
    for rule in rules {
        match rule {
            Rule::Tree(_, rules) => names.extend(asked_by(rules)),
            Rule::Endpoint(_, _, properties, _) => {
                let schemes = properties.iter().find(|(name, _)| name == "authSchemes");
                let Some((_, Expr::List(schemes))) = schemes else { continue };
                names.extend(schemes.iter().filter_map(scheme_name));
            }
            Rule::Error(..) => {}
        }
    }
    names
}

fn scheme_name(scheme: &Expr) -> Option<&str> {
    let Expr::Record(fields) = scheme else { return None };
    match fields.iter().find(|(name, _)| name == "name") {
        Some((_, Expr::Text(name))) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::{plan, plan_with_metadata, plan_with_rules};

    fn operation(attributes: &str) -> Option<Vec<Scheme>> {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let plan = plan(&format!(r#""A": {{{http} {attributes}}}"#), "").unwrap();
        plan.operations[0].traits.clone().and_then(|traits| traits.auth)
    }

    fn service(metadata: &str) -> Auth {
        plan_with_metadata(metadata).unwrap().service.auth
    }

    #[test]
    fn most_services_are_signed_by_sigv4() {
        let auth = service("");
        assert_eq!(auth.schemes, [Scheme::SigV4]);
        assert!(!auth.by_endpoint && !auth.sigv4a && !auth.path_as_is && !auth.content_sha256);
    }

    #[test]
    fn schemes_keep_the_order_of_the_model() {
        let auth = service(r#""auth": ["aws.auth#sigv4a", "x#y", "aws.auth#sigv4"],"#);
        assert_eq!(auth.schemes, [Scheme::SigV4a, Scheme::SigV4]);
        assert!(auth.sigv4a);
        let diagnostics = plan_with_metadata(r#""auth": ["x#y"],"#).unwrap_err();
        assert_eq!(diagnostics.as_slice()[0].message, "the auth scheme `x#y` is not supported");
    }

    #[test]
    fn a_service_without_a_list_has_the_schemes_of_its_traits() {
        let mut traits = Traits::default();
        traits.mark(t::HTTP_BEARER_AUTH);
        traits.mark(t::SIGV4);
        assert_eq!(declared(&traits), [Scheme::SigV4, Scheme::Bearer]);
        assert_eq!(or_none(declared(&Traits::default())), [Scheme::NoAuth]);
    }

    #[test]
    fn operations_differ_from_their_service() {
        assert_eq!(operation(""), None);
        let nothing = r#", "auth": ["smithy.api#noAuth"]"#;
        assert_eq!(operation(nothing), Some(vec![Scheme::NoAuth]));
        let optional = r#", "authtype": "none""#;
        assert_eq!(operation(optional), Some(vec![Scheme::SigV4, Scheme::NoAuth]));
        let both = r#", "auth": ["smithy.api#noAuth"], "authtype": "none""#;
        assert_eq!(operation(both), Some(vec![Scheme::NoAuth]));
        let bearer = r#", "auth": ["smithy.api#httpBearerAuth"]"#;
        assert_eq!(operation(bearer), Some(vec![Scheme::Bearer]));
    }

    #[test]
    fn endpoints_may_ask_for_other_schemes() {
        let rules = |name: &str| {
            format!(
                r#"{{"version": "1.0", "parameters": {{}}, "rules": [{{"type": "endpoint", "conditions": [], "endpoint":
                {{"url": "https://a.test", "properties": {{"authSchemes": [{{"name": "{name}"}}]}}}}}}]}}"#
            )
        };
        let auth = |name: &str| plan_with_rules("", "", &rules(name), "").unwrap().service.auth;
        assert!(!auth("sigv4").by_endpoint);
        assert!(auth("sigv4a").by_endpoint && auth("sigv4a").sigv4a);
        assert!(auth("sigv4-s3express").by_endpoint && !auth("sigv4-s3express").sigv4a);
        assert!(auth("sigv4-s3express").s3_express && !auth("sigv4a").s3_express);
    }
}
