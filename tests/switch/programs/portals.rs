//! Developer portals from the first draft to the end.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{
    Authorization, CognitoConfig, CustomColors, EndpointConfigurationRequest, None as NoOne,
    PortalContent, PortalTheme,
};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let everyone = Authorization::builder().none(NoOne::builder().build()).build();
    let portal = client
        .create_portal()
        .authorization(everyone)
        .endpoint_configuration(
            EndpointConfigurationRequest::builder().none(NoOne::builder().build()).build(),
        )
        .portal_content(content("Shop"))
        .included_portal_product_arns("arn:aws:apigateway:eu-west-1::/portalproducts/pp1")
        .send()
        .await?;
    let id = portal.portal_id().unwrap_or_default();
    writeln!(out, "{id} {:?} {:?}", portal.publish_status(), portal.last_modified())?;

    let pool = CognitoConfig::builder().app_client_id("c").user_pool_arn("p").user_pool_domain("d");
    let members = Authorization::builder().cognito_config(pool.build()).build();
    let update = client.update_portal().portal_id(id).authorization(members);
    let updated = update.portal_content(content("Store")).send().await?;
    writeln!(out, "{:?} {:?}", updated.authorization(), updated.preview())?;

    let preview = client.preview_portal().portal_id(id).send().await?;
    writeln!(out, "{preview:?}")?;
    let publish = client.publish_portal().portal_id(id).description("first").send().await?;
    writeln!(out, "{publish:?}")?;
    let got = client.get_portal().portal_id(id).send().await?;
    writeln!(out, "{:?} {:?}", got.endpoint_configuration(), got.status_exception())?;
    let page = client.list_portals().max_results("10").send().await?;
    writeln!(out, "{:?}", page.items().iter().map(|p| &p.portal_content).collect::<Vec<_>>())?;
    client.disable_portal().portal_id(id).send().await?;
    client.delete_portal().portal_id(id).send().await?;
    Ok(())
}

fn content(name: &str) -> PortalContent {
    let colors = CustomColors::builder()
        .accent_color("#112233")
        .background_color("#fff")
        .error_validation_color("#f00")
        .header_color("#000")
        .navigation_color("#123")
        .text_color("#000")
        .build();
    let theme = PortalTheme::builder().custom_colors(colors).build();
    PortalContent::builder().display_name(name).theme(theme).build()
}
