//! Whose service it is: AWS's, or somebody else's.

use crate::ir::Provider;
use crate::ir::endpoints::Endpoints;
use crate::model::{Model, auth, traits as t};

/// What built-ins of endpoint rules begin with that only AWS's configuration has.
const AWS_BUILT_IN: &str = "AWS::";

/// Whose service it is. A service of AWS's says so; one that is signed as AWS's are, or is found by what AWS's
/// configuration holds, needs the same settings.
pub fn of(model: &Model, endpoints: Option<&Endpoints>) -> Provider {
    let service = &model.service;
    let own =
        model.operations.values().flat_map(|operation| auth::of_operation(service, operation));
    let mut schemes = own.chain(auth::of_service(service));
    let parameters = endpoints.map_or(&[][..], |endpoints| &endpoints.parameters);
    let mut built_ins = parameters.iter().filter_map(|parameter| parameter.built_in.as_ref());
    let is_aws = service.traits.has(t::SERVICE)
        || schemes.any(|scheme| [t::SIGV4, t::SIGV4A].contains(&scheme))
        || built_ins.any(|built_in| built_in.name.starts_with(AWS_BUILT_IN));
    if is_aws { Provider::Aws } else { Provider::Other }
}

#[cfg(test)]
mod tests {
    use crate::ir::Provider;
    use crate::test_model::plan_ast;

    fn provider(traits: &str) -> Provider {
        plan_ast(traits, "").unwrap_or_else(|diagnostics| panic!("{diagnostics}")).service.provider
    }

    #[test]
    fn a_service_is_awss_if_some_fact_of_it_is() {
        assert_eq!(provider(""), Provider::Other);
        assert_eq!(provider(r#", "smithy.api#httpBearerAuth": {}"#), Provider::Other);
        assert_eq!(provider(r#", "aws.auth#sigv4": {"name": "toys"}"#), Provider::Aws);
        let rules = |built_in: &str| {
            format!(
                r#", "smithy.rules#endpointRuleSet": {{"version": "1.0", "parameters": {{"A": {{"type": "string",
                "builtIn": "{built_in}", "documentation": ""}}}}, "rules": [{{"type": "endpoint", "conditions": [],
                "endpoint": {{"url": "https://a.test"}}}}]}}"#
            )
        };
        assert_eq!(provider(&rules("SDK::Endpoint")), Provider::Other);
        assert_eq!(provider(&rules("AWS::Region")), Provider::Aws);
    }
}
