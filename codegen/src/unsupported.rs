//! What the generator cannot do yet: operations are left out, or lose some of their auth schemes, and a warning says so.

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, listed};
use crate::ir::operation_traits::Scheme;
use crate::model::{Model, Operation, auth, traits as t};
use crate::source::Address;
use indexmap::IndexMap;

/// Why `operation` cannot be generated, if it cannot.
pub fn reason(model: &Model, operation: &Operation) -> Option<String> {
    let told = model.service.traits.has(t::CLIENT_ENDPOINT_DISCOVERY);
    if operation.traits.needs_discovery() && !told {
        return Some("only another operation tells its endpoint (endpoint discovery), and the model does not say which".to_owned());
    }
    let schemes = auth::of_operation(&model.service, operation);
    match schemes.iter().any(|id| Scheme::of(&model.service, id).is_some()) {
        true => None,
        false => Some(not_supported(&schemes)),
    }
}

/// A warning for each reason for which operations are left out: their names, where they stand, and why.
pub fn left_out(operations: &[(String, Address, String)]) -> Vec<Diagnostic> {
    let mut by_reason: IndexMap<&str, Vec<(&str, &Address)>> = IndexMap::new();
    for (name, at, reason) in operations {
        by_reason.entry(reason).or_default().push((name, at));
    }
    let warning = |(reason, operations): (&str, Vec<(&str, &Address)>)| {
        let names: Vec<_> = operations.iter().map(|(name, _)| *name).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        let message = format!("{} {verb} left out: {reason}", listed(&names));
        operations.first().map(|(_, at)| Diagnostic::warning(Code::LEFT_OUT, at, message))
    };
    by_reason.into_iter().filter_map(warning).collect()
}

/// A warning wherever some of several auth schemes are not supported, and others are taken in their place.
pub fn dropped_schemes(model: &Model) -> Vec<Diagnostic> {
    let operations = || model.operations.values();
    let service = operations().any(|operation| !auth::is_own(operation)).then(|| {
        let service = &model.service;
        (auth::of_service(service), &service.at, service.id.to_string())
    });
    let own = operations().filter(|operation| auth::is_own(operation)).map(|operation| {
        (auth::of_operation(&model.service, operation), &operation.at, operation.id.to_string())
    });
    let warning = |(schemes, at, of): (Vec<&str>, &Address, String)| {
        let (taken, dropped): (Vec<_>, Vec<_>) =
            schemes.into_iter().partition(|id| Scheme::of(&model.service, id).is_some());
        let warning =
            || Diagnostic::warning(Code::AUTH, &at.key("auth"), not_supported(&dropped)).of(of);
        let instead = match &taken[..] {
            [t::NO_AUTH] => "requests are sent without authentication".to_owned(),
            taken => format!("requests are sent with {} instead", listed(taken)),
        };
        (!dropped.is_empty()).then(|| warning().hint(instead))
    };
    service.into_iter().chain(own).filter_map(warning).collect()
}

fn not_supported(schemes: &[&str]) -> String {
    match schemes {
        [scheme] => format!("the auth scheme `{scheme}` is not supported"),
        schemes => format!("the auth schemes {} are not supported", listed(schemes)),
    }
}

#[cfg(test)]
mod tests {
    use crate::test_model::{messages, plan, warnings};

    const HTTP: &str = r#""http": {"method": "GET", "requestUri": "/"}"#;

    #[test]
    fn discovery_is_refused_where_it_is_required_and_cannot_be() {
        let operations = format!(
            r#""A": {{{HTTP}, "endpointdiscovery": {{}}}}, "B": {{{HTTP}, "endpointdiscovery": {{"required": true}}}}"#
        );
        let plan = plan(&operations, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let reason = "only another operation tells its endpoint (endpoint discovery), and the model does not say which";
        assert_eq!(plan.left_out, [("B".to_owned(), reason.to_owned())]);
        let operations = format!(r#"{operations}, "C": {{{HTTP}, "endpointoperation": true}}"#);
        let plan =
            self::plan(&operations, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        assert_eq!(plan.left_out, []);
    }

    #[test]
    fn what_was_asked_for_by_name_is_an_error() {
        let operations = format!(r#""B": {{{HTTP}, "endpointdiscovery": {{"required": true}}}}"#);
        let diagnostics = crate::test_model::plan_operations(&operations, "", &["B"]);
        let expected = "`B` cannot be generated: only another operation tells its endpoint (endpoint discovery), and the model does not say which";
        assert_eq!(messages(&diagnostics.unwrap_err()), [expected]);
    }

    #[test]
    fn operations_are_left_out_if_none_of_their_schemes_is_supported() {
        // botocore does not say where an API key goes.
        let (basic, key, bearer) =
            ("x#basic", "smithy.api#httpApiKeyAuth", "smithy.api#httpBearerAuth");
        let operations = format!(
            r#""A": {{{HTTP}}}, "B": {{{HTTP}, "auth": ["{bearer}"]}}, "C": {{{HTTP}}}, "D": {{{HTTP}, "authtype": "none"}},
            "E": {{{HTTP}, "auth": ["{key}", "{basic}"]}}, "F": {{{HTTP}, "auth": ["{key}", "{bearer}"]}}"#
        );
        let found = warnings(&format!(r#""auth": ["{basic}"],"#), &operations);
        let expected = [
            format!("`A` and `C` are left out: the auth scheme `{basic}` is not supported"),
            format!("`E` is left out: the auth schemes `{key}` and `{basic}` are not supported"),
            format!("the auth scheme `{basic}` is not supported"),
            format!("the auth scheme `{key}` is not supported"),
        ];
        assert_eq!(messages(&found), expected);
        let hints: Vec<_> = found.as_slice().iter().filter_map(|d| d.hint.as_deref()).collect();
        let instead = format!("requests are sent with `{bearer}` instead");
        assert_eq!(hints, ["requests are sent without authentication", &instead]);
    }

    #[test]
    fn schemes_of_the_service_that_are_dropped_are_told_once() {
        let operations = format!(r#""A": {{{HTTP}}}, "B": {{{HTTP}}}"#);
        let found = warnings(r#""auth": ["x#y", "aws.auth#sigv4"],"#, &operations);
        assert_eq!(messages(&found), ["the auth scheme `x#y` is not supported"]);
        let nothing = warnings(r#""auth": ["smithy.api#noAuth"],"#, &operations);
        assert!(nothing.is_empty(), "{nothing}");
    }

    #[test]
    fn signature_version_2_is_not_supported() {
        let found = warnings(r#""auth": [], "#, &format!(r#""A": {{{HTTP}}}"#));
        assert!(found.is_empty(), "{found}");
        let found = crate::test_model::warnings_of_version("v2", &format!(r#""A": {{{HTTP}}}"#));
        let expected = "`A` is left out: the auth scheme `aws.auth#sigv2` is not supported";
        assert_eq!(messages(&found), [expected]);
    }
}
