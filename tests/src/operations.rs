//! Every operation of API Gateway V2, to be called by its name.

use crate::dynamic::{from_json, to_json};
use serde_json::{Value, json};
use smithwright_apigatewayv2::{Client, operation};
use smithwright_runtime::aws_smithy_types::error::display::DisplayErrorContext;
use smithwright_runtime::aws_smithy_types::error::metadata::ProvideErrorMetadata;
use smithwright_runtime::operation::{Descriptor, Operation};

/// What an operation answered: its output, or code and message of its error, as the driver of boto3
/// writes them.
pub type Answer = Result<Value, Value>;

macro_rules! operations {
    ($($name:ident in $module:ident),* $(,)?) => {
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
            match name {
                $(stringify!($name) => send::<operation::$module::$name>(client, input).await,)*
                _ => panic!("there is no operation {name}"),
            }
        }
    };
}

async fn send<O: Operation>(client: &Client, json: &Value) -> Answer
where
    O::Input: Default,
{
    let mut input = O::Input::default();
    from_json(&mut input, json).unwrap_or_else(|error| panic!("{}: {error}", O::DESCRIPTOR.name));
    match smithwright_runtime::operation::send::<O>(client.core().clone(), Ok(input), None).await {
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

operations! {
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
