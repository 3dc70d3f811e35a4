//! Operations that the generator cannot do yet: they are left out, and the reason is told.

use crate::model::{Model, Operation, traits as t};

/// Why `operation` cannot be generated, if it cannot.
pub fn reason(model: &Model, operation: &Operation) -> Option<&'static str> {
    if model.service.traits.has(t::SIGV2) {
        return Some("its requests are signed by signature version 2");
    }
    let told = model.service.traits.has(t::CLIENT_ENDPOINT_DISCOVERY);
    (operation.traits.needs_discovery() && !told)
        .then_some("only another operation tells its endpoint (endpoint discovery), and the model does not say which")
}

#[cfg(test)]
mod tests {
    use crate::test_model::{messages, plan};

    #[test]
    fn discovery_is_refused_where_it_is_required_and_cannot_be() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let operations = format!(
            r#""A": {{{http}, "endpointdiscovery": {{}}}}, "B": {{{http}, "endpointdiscovery": {{"required": true}}}}"#
        );
        let plan = plan(&operations, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let reason = "only another operation tells its endpoint (endpoint discovery), and the model does not say which";
        assert_eq!(plan.left_out, [("B".to_owned(), reason.to_owned())]);
        let operations = format!(r#"{operations}, "C": {{{http}, "endpointoperation": true}}"#);
        let plan =
            self::plan(&operations, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        assert_eq!(plan.left_out, []);
    }

    #[test]
    fn what_was_asked_for_by_name_is_an_error() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let operations = format!(r#""B": {{{http}, "endpointdiscovery": {{"required": true}}}}"#);
        let diagnostics = crate::test_model::plan_operations(&operations, "", &["B"]);
        let expected = "`B` cannot be generated: only another operation tells its endpoint (endpoint discovery), and the model does not say which";
        assert_eq!(messages(&diagnostics.unwrap_err()), [expected]);
    }
}
