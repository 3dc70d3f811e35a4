//! Every operation of each service, to be called by its name.

use crate::dynamic::{from_json, to_json};
use serde_json::{Value, json};
use smithwright_runtime::aws_smithy_runtime_api::client::http::HttpClient;
use smithwright_runtime::aws_smithy_types::error::display::DisplayErrorContext;
use smithwright_runtime::aws_smithy_types::error::metadata::ProvideErrorMetadata;
use smithwright_runtime::client::Core;
use smithwright_runtime::operation::{Descriptor, Operation};

pub use crate::scenario::Answer;
pub use v2::{DESCRIPTORS, NAMES, call};

/// The client of a service, for tests that go through services.
pub trait Service: Sized {
    /// The service's folder below `model/`, and its name in boto3.
    const NAME: &'static str;

    /// The names of all its operations.
    const NAMES: &'static [&'static str];

    /// A client of the server at `url`, with fixed credentials.
    fn at(url: &str) -> Self;

    /// A client that asks `http`, with fixed credentials and without retries.
    fn over(http: impl HttpClient + 'static) -> Self;

    /// Calls the operation `name` with `input`, written as boto3 takes it.
    ///
    /// # Panics
    ///
    /// When there is no such operation, or `input` does not fit it: the test is wrong.
    fn call(&self, name: &str, input: &Value) -> impl Future<Output = Answer>;
}

macro_rules! operations {
    ($service:ident, $folder:literal: $($name:ident in $module:ident),* $(,)?) => {
        use super::{Answer, Descriptor, HttpClient, Operation, Value, send};
        use $service::config::retry::RetryConfig;
        use $service::config::{BehaviorVersion, Builder, Config, Credentials, Region};
        use $service::{Client, operation};

        /// The names of all operations.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The facts of all operations, in the same order.
        pub const DESCRIPTORS: &[&Descriptor] =
            &[$(<operation::$module::$name as Operation>::DESCRIPTOR),*];

        /// Calls the operation `name` with `input`, written as boto3 takes it.
        ///
        /// # Panics
        ///
        /// When there is no such operation, or `input` does not fit it: the test is wrong.
        pub async fn call(client: &Client, name: &str, input: &Value) -> Answer {
            let core = client.core();
            match name {
                $(stringify!($name) => send::<operation::$module::$name>(core, input).await,)*
                _ => panic!("there is no operation {name}"),
            }
        }

        fn config() -> Builder {
            Config::builder()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::new("us-east-1"))
                .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        }

        impl super::Service for Client {
            const NAME: &'static str = $folder;
            const NAMES: &'static [&'static str] = NAMES;

            fn at(url: &str) -> Self {
                Client::from_conf(config().endpoint_url(url).build())
            }

            fn over(http: impl HttpClient + 'static) -> Self {
                let config = config().retry_config(RetryConfig::disabled()).http_client(http);
                Client::from_conf(config.build())
            }

            async fn call(&self, name: &str, input: &Value) -> Answer {
                call(self, name, input).await
            }
        }
    };
}

async fn send<O: Operation>(core: &Core, json: &Value) -> Answer
where
    O::Input: Default,
{
    let mut input = O::Input::default();
    from_json(&mut input, json).unwrap_or_else(|error| panic!("{}: {error}", O::DESCRIPTOR.name));
    match smithwright_runtime::client::send::<O>(core.clone(), Ok(input), None).await {
        Ok(output) => Ok(to_json(&output).expect("outputs are JSON")),
        Err(error) => {
            let meta = error.as_service_error().map(ProvideErrorMetadata::meta);
            let code = meta.and_then(|meta| meta.code());
            let message = meta.and_then(|meta| meta.message());
            let other = meta.is_none().then(|| DisplayErrorContext(&error).to_string());
            Err(json!({ "Code": code, "Message": message.map(str::to_owned).or(other) }))
        }
    }
}

pub mod v2 {
    //! API Gateway V2.

    operations! {
        smithwright_apigatewayv2, "apigatewayv2":
        CreateApi in create_api,
        CreateApiMapping in create_api_mapping,
        CreateAuthorizer in create_authorizer,
        CreateDeployment in create_deployment,
        CreateDomainName in create_domain_name,
        CreateIntegration in create_integration,
        CreateIntegrationResponse in create_integration_response,
        CreateModel in create_model,
        CreatePortal in create_portal,
        CreatePortalProduct in create_portal_product,
        CreateProductPage in create_product_page,
        CreateProductRestEndpointPage in create_product_rest_endpoint_page,
        CreateRoute in create_route,
        CreateRouteResponse in create_route_response,
        CreateRoutingRule in create_routing_rule,
        CreateStage in create_stage,
        CreateVpcLink in create_vpc_link,
        DeleteAccessLogSettings in delete_access_log_settings,
        DeleteApi in delete_api,
        DeleteApiMapping in delete_api_mapping,
        DeleteAuthorizer in delete_authorizer,
        DeleteCorsConfiguration in delete_cors_configuration,
        DeleteDeployment in delete_deployment,
        DeleteDomainName in delete_domain_name,
        DeleteIntegration in delete_integration,
        DeleteIntegrationResponse in delete_integration_response,
        DeleteModel in delete_model,
        DeletePortal in delete_portal,
        DeletePortalProduct in delete_portal_product,
        DeletePortalProductSharingPolicy in delete_portal_product_sharing_policy,
        DeleteProductPage in delete_product_page,
        DeleteProductRestEndpointPage in delete_product_rest_endpoint_page,
        DeleteRoute in delete_route,
        DeleteRouteRequestParameter in delete_route_request_parameter,
        DeleteRouteResponse in delete_route_response,
        DeleteRouteSettings in delete_route_settings,
        DeleteRoutingRule in delete_routing_rule,
        DeleteStage in delete_stage,
        DeleteVpcLink in delete_vpc_link,
        DisablePortal in disable_portal,
        ExportApi in export_api,
        GetApi in get_api,
        GetApiMapping in get_api_mapping,
        GetApiMappings in get_api_mappings,
        GetApis in get_apis,
        GetAuthorizer in get_authorizer,
        GetAuthorizers in get_authorizers,
        GetDeployment in get_deployment,
        GetDeployments in get_deployments,
        GetDomainName in get_domain_name,
        GetDomainNames in get_domain_names,
        GetIntegration in get_integration,
        GetIntegrationResponse in get_integration_response,
        GetIntegrationResponses in get_integration_responses,
        GetIntegrations in get_integrations,
        GetModel in get_model,
        GetModelTemplate in get_model_template,
        GetModels in get_models,
        GetPortal in get_portal,
        GetPortalProduct in get_portal_product,
        GetPortalProductSharingPolicy in get_portal_product_sharing_policy,
        GetProductPage in get_product_page,
        GetProductRestEndpointPage in get_product_rest_endpoint_page,
        GetRoute in get_route,
        GetRouteResponse in get_route_response,
        GetRouteResponses in get_route_responses,
        GetRoutes in get_routes,
        GetRoutingRule in get_routing_rule,
        GetStage in get_stage,
        GetStages in get_stages,
        GetTags in get_tags,
        GetVpcLink in get_vpc_link,
        GetVpcLinks in get_vpc_links,
        ImportApi in import_api,
        ListPortalProducts in list_portal_products,
        ListPortals in list_portals,
        ListProductPages in list_product_pages,
        ListProductRestEndpointPages in list_product_rest_endpoint_pages,
        ListRoutingRules in list_routing_rules,
        PreviewPortal in preview_portal,
        PublishPortal in publish_portal,
        PutPortalProductSharingPolicy in put_portal_product_sharing_policy,
        PutRoutingRule in put_routing_rule,
        ReimportApi in reimport_api,
        ResetAuthorizersCache in reset_authorizers_cache,
        TagResource in tag_resource,
        UntagResource in untag_resource,
        UpdateApi in update_api,
        UpdateApiMapping in update_api_mapping,
        UpdateAuthorizer in update_authorizer,
        UpdateDeployment in update_deployment,
        UpdateDomainName in update_domain_name,
        UpdateIntegration in update_integration,
        UpdateIntegrationResponse in update_integration_response,
        UpdateModel in update_model,
        UpdatePortal in update_portal,
        UpdatePortalProduct in update_portal_product,
        UpdateProductPage in update_product_page,
        UpdateProductRestEndpointPage in update_product_rest_endpoint_page,
        UpdateRoute in update_route,
        UpdateRouteResponse in update_route_response,
        UpdateStage in update_stage,
        UpdateVpcLink in update_vpc_link,
    }
}

pub mod rest {
    //! API Gateway: REST APIs.

    operations! {
        smithwright_apigateway, "apigateway":
        CreateApiKey in create_api_key,
        CreateAuthorizer in create_authorizer,
        CreateBasePathMapping in create_base_path_mapping,
        CreateDeployment in create_deployment,
        CreateDocumentationPart in create_documentation_part,
        CreateDocumentationVersion in create_documentation_version,
        CreateDomainName in create_domain_name,
        CreateDomainNameAccessAssociation in create_domain_name_access_association,
        CreateModel in create_model,
        CreateRequestValidator in create_request_validator,
        CreateResource in create_resource,
        CreateRestApi in create_rest_api,
        CreateStage in create_stage,
        CreateUsagePlan in create_usage_plan,
        CreateUsagePlanKey in create_usage_plan_key,
        CreateVpcLink in create_vpc_link,
        DeleteApiKey in delete_api_key,
        DeleteAuthorizer in delete_authorizer,
        DeleteBasePathMapping in delete_base_path_mapping,
        DeleteClientCertificate in delete_client_certificate,
        DeleteDeployment in delete_deployment,
        DeleteDocumentationPart in delete_documentation_part,
        DeleteDocumentationVersion in delete_documentation_version,
        DeleteDomainName in delete_domain_name,
        DeleteDomainNameAccessAssociation in delete_domain_name_access_association,
        DeleteGatewayResponse in delete_gateway_response,
        DeleteIntegration in delete_integration,
        DeleteIntegrationResponse in delete_integration_response,
        DeleteMethod in delete_method,
        DeleteMethodResponse in delete_method_response,
        DeleteModel in delete_model,
        DeleteRequestValidator in delete_request_validator,
        DeleteResource in delete_resource,
        DeleteRestApi in delete_rest_api,
        DeleteStage in delete_stage,
        DeleteUsagePlan in delete_usage_plan,
        DeleteUsagePlanKey in delete_usage_plan_key,
        DeleteVpcLink in delete_vpc_link,
        FlushStageAuthorizersCache in flush_stage_authorizers_cache,
        FlushStageCache in flush_stage_cache,
        GenerateClientCertificate in generate_client_certificate,
        GetAccount in get_account,
        GetApiKey in get_api_key,
        GetApiKeys in get_api_keys,
        GetAuthorizer in get_authorizer,
        GetAuthorizers in get_authorizers,
        GetBasePathMapping in get_base_path_mapping,
        GetBasePathMappings in get_base_path_mappings,
        GetClientCertificate in get_client_certificate,
        GetClientCertificates in get_client_certificates,
        GetDeployment in get_deployment,
        GetDeployments in get_deployments,
        GetDocumentationPart in get_documentation_part,
        GetDocumentationParts in get_documentation_parts,
        GetDocumentationVersion in get_documentation_version,
        GetDocumentationVersions in get_documentation_versions,
        GetDomainName in get_domain_name,
        GetDomainNameAccessAssociations in get_domain_name_access_associations,
        GetDomainNames in get_domain_names,
        GetExport in get_export,
        GetGatewayResponse in get_gateway_response,
        GetGatewayResponses in get_gateway_responses,
        GetIntegration in get_integration,
        GetIntegrationResponse in get_integration_response,
        GetMethod in get_method,
        GetMethodResponse in get_method_response,
        GetModel in get_model,
        GetModelTemplate in get_model_template,
        GetModels in get_models,
        GetRequestValidator in get_request_validator,
        GetRequestValidators in get_request_validators,
        GetResource in get_resource,
        GetResources in get_resources,
        GetRestApi in get_rest_api,
        GetRestApis in get_rest_apis,
        GetSdk in get_sdk,
        GetSdkType in get_sdk_type,
        GetSdkTypes in get_sdk_types,
        GetStage in get_stage,
        GetStages in get_stages,
        GetTags in get_tags,
        GetUsage in get_usage,
        GetUsagePlan in get_usage_plan,
        GetUsagePlanKey in get_usage_plan_key,
        GetUsagePlanKeys in get_usage_plan_keys,
        GetUsagePlans in get_usage_plans,
        GetVpcLink in get_vpc_link,
        GetVpcLinks in get_vpc_links,
        ImportApiKeys in import_api_keys,
        ImportDocumentationParts in import_documentation_parts,
        ImportRestApi in import_rest_api,
        PutGatewayResponse in put_gateway_response,
        PutIntegration in put_integration,
        PutIntegrationResponse in put_integration_response,
        PutMethod in put_method,
        PutMethodResponse in put_method_response,
        PutRestApi in put_rest_api,
        RejectDomainNameAccessAssociation in reject_domain_name_access_association,
        TagResource in tag_resource,
        TestInvokeAuthorizer in test_invoke_authorizer,
        TestInvokeMethod in test_invoke_method,
        UntagResource in untag_resource,
        UpdateAccount in update_account,
        UpdateApiKey in update_api_key,
        UpdateAuthorizer in update_authorizer,
        UpdateBasePathMapping in update_base_path_mapping,
        UpdateClientCertificate in update_client_certificate,
        UpdateDeployment in update_deployment,
        UpdateDocumentationPart in update_documentation_part,
        UpdateDocumentationVersion in update_documentation_version,
        UpdateDomainName in update_domain_name,
        UpdateGatewayResponse in update_gateway_response,
        UpdateIntegration in update_integration,
        UpdateIntegrationResponse in update_integration_response,
        UpdateMethod in update_method,
        UpdateMethodResponse in update_method_response,
        UpdateModel in update_model,
        UpdateRequestValidator in update_request_validator,
        UpdateResource in update_resource,
        UpdateRestApi in update_rest_api,
        UpdateStage in update_stage,
        UpdateUsage in update_usage,
        UpdateUsagePlan in update_usage_plan,
        UpdateVpcLink in update_vpc_link,
    }
}

pub mod connections {
    //! API Gateway Management API: connections.

    operations! {
        smithwright_apigatewaymanagementapi, "apigatewaymanagementapi":
        DeleteConnection in delete_connection,
        GetConnection in get_connection,
        PostToConnection in post_to_connection,
    }
}
