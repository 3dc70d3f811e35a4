//! How requests are signed: which schemes, and what is particular about SigV4.

use super::endpoints::schemes;
use crate::ir::endpoints::Rule;
use crate::ir::operation_traits::{ApiKey, Auth, Scheme};
use crate::ir::{self, Feature, SettingGroup};
use crate::model::{Operation, Service, auth, traits as t};

/// How the requests of the service are signed, unless an operation says something else. `rules` are those of its endpoints.
pub fn of_service(service: &Service, rules: &[Rule]) -> Auth {
    let schemes = known(service, &auth::of_service(service));
    let asked = schemes::asked_for(rules);
    Auth {
        sigv4a: schemes.contains(&Scheme::SigV4a) || asked.contains(&"sigv4a"),
        s3_express: asked.contains(&"sigv4-s3express"),
        by_endpoint: asked.iter().any(|name| *name != "sigv4"),
        api_key: ApiKey::of(service),
        schemes: if schemes.is_empty() { vec![Scheme::NoAuth] } else { schemes },
        path_as_is: service.traits.has(t::PATH_AS_IS),
        content_sha256: service.traits.has(t::CONTENT_SHA256),
    }
}

/// The schemes of an operation, where they are not the service's.
pub fn of_operation(service: &Service, operation: &Operation) -> Option<Vec<Scheme>> {
    auth::is_own(operation).then(|| schemes(service, operation))
}

/// The schemes of an operation, its own or the service's.
pub fn schemes(service: &Service, operation: &Operation) -> Vec<Scheme> {
    known(service, &auth::of_operation(service, operation))
}

/// The groups of settings that go with what the service and its operations say, and with the account in its endpoints.
pub fn settings(auth: &Auth, operations: &[ir::Operation], has_account: bool) -> Vec<SettingGroup> {
    let used = |scheme| uses(auth, operations, scheme);
    let groups = [
        (used(Scheme::Bearer), SettingGroup::Bearer),
        (used(Scheme::ApiKey), SettingGroup::ApiKey),
        (used(Scheme::Basic), SettingGroup::Basic),
        (used(Scheme::Digest), SettingGroup::Digest),
        (auth.sigv4a, SettingGroup::Sigv4a),
        (has_account, SettingGroup::AccountId),
    ];
    groups.into_iter().filter(|(there, _)| *there).map(|(_, group)| group).collect()
}

/// The Cargo features of the runtime that the schemes of the service and its operations need.
pub fn features(auth: &Auth, operations: &[ir::Operation]) -> Option<Feature> {
    uses(auth, operations, Scheme::Digest).then_some(Feature::DigestAuth)
}

/// Whether the service or one of its operations may be called by this scheme.
fn uses(auth: &Auth, operations: &[ir::Operation], scheme: Scheme) -> bool {
    let own = operations.iter().filter_map(|operation| operation.traits.as_ref()?.auth.as_ref());
    own.flatten().chain(&auth.schemes).any(|used| *used == scheme)
}

/// The schemes among these ids that the runtime knows. The selection of operations warned of all others.
fn known(service: &Service, ids: &[&str]) -> Vec<Scheme> {
    ids.iter().filter_map(|id| Scheme::of(service, id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::operation_traits::ApiKeyLocation;
    use crate::test_model::{plan, plan_ast, plan_with_metadata, plan_with_rules};

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
    fn api_keys_go_where_the_service_says() {
        let auth = |facts: &str| {
            let traits = format!(r#", "smithy.api#httpApiKeyAuth": {{{facts}}}"#);
            plan_ast(&traits, "").unwrap().service.auth
        };
        let key = |location, scheme: Option<&str>| {
            let (name, scheme) = ("k".to_owned(), scheme.map(str::to_owned));
            Some(ApiKey { location, name, scheme })
        };
        let header = auth(r#""name": "k", "in": "header", "scheme": "Key""#);
        assert_eq!(header.api_key, key(ApiKeyLocation::Header, Some("Key")));
        assert_eq!(header.schemes, [Scheme::ApiKey]);
        assert_eq!(auth(r#""name": "k", "in": "query""#).api_key, key(ApiKeyLocation::Query, None));
        assert_eq!(service("").api_key, None);
    }

    #[test]
    fn each_scheme_has_its_settings() {
        let settings = |traits: &str| plan_ast(traits, "").unwrap().service.settings;
        assert_eq!(settings(""), []);
        let all = r#", "smithy.api#httpDigestAuth": {}, "smithy.api#httpBasicAuth": {}"#;
        assert_eq!(settings(all), [SettingGroup::Basic, SettingGroup::Digest]);
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

    #[test]
    fn which_scheme_an_endpoint_asks_for_may_depend_on_a_condition() {
        let auth = |scheme: &str| {
            let rules = format!(
                r#"{{"version": "1.1", "parameters": {{"Express": {{"type": "boolean", "required": true, "default": false,
                "documentation": ""}}}}, "rules": [{{"type": "tree", "conditions": [
                {{"fn": "ite", "argv": [{{"ref": "Express"}}, "sigv4-s3express", "sigv4"], "assign": "chosen"}},
                {{"fn": "coalesce", "argv": [{{"ref": "chosen"}}, "sigv4a"], "assign": "asked"}}], "rules": [
                {{"type": "endpoint", "conditions": [], "endpoint": {{"url": "https://a.test",
                "properties": {{"authSchemes": [{{"name": "{scheme}"}}]}}}}}}]}}]}}"#
            );
            plan_with_rules("", "", &rules, "").unwrap().service.auth
        };
        assert!(auth("{chosen}").s3_express && !auth("{chosen}").sigv4a);
        assert!(auth("{asked}").s3_express && auth("{asked}").sigv4a);
        assert!(!auth("sigv4").by_endpoint);
    }
}
