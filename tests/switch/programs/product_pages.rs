//! Pages of a product: text, and endpoints.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{
    DisplayContent, DisplayContentOverrides, EndpointDisplayContent, IdentifierParts,
    RestEndpointIdentifier, Status, TryItState,
};
use std::fmt::Write;

const PRODUCT: &str = "pp1";

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    text_pages(&client, out).await?;
    endpoint_pages(&client, out).await
}

async fn text_pages(client: &Client, out: &mut String) -> Outcome {
    let content = DisplayContent::builder().title("Hello").body("# Hello").build();
    let create = client.create_product_page().portal_product_id(PRODUCT);
    let page = create.display_content(content.clone()).send().await?;
    let id = page.product_page_id().unwrap_or_default();
    writeln!(out, "{id} {:?}", page.display_content())?;
    let update = client.update_product_page().portal_product_id(PRODUCT).product_page_id(id);
    writeln!(out, "{:?}", update.display_content(content).send().await?.last_modified())?;
    let get = client.get_product_page().portal_product_id(PRODUCT).product_page_id(id);
    writeln!(out, "{:?}", get.send().await?.product_page_arn())?;
    let pages = client.list_product_pages().portal_product_id(PRODUCT).send().await?;
    writeln!(out, "{:?}", pages.items())?;
    client.delete_product_page().portal_product_id(PRODUCT).product_page_id(id).send().await?;
    Ok(())
}

async fn endpoint_pages(client: &Client, out: &mut String) -> Outcome {
    let parts = IdentifierParts::builder().method("GET").path("/carts").rest_api_id("a1");
    let endpoint = RestEndpointIdentifier::builder().identifier_parts(parts.stage("prod").build());
    let create = client.create_product_rest_endpoint_page().portal_product_id(PRODUCT);
    let create =
        create.rest_endpoint_identifier(endpoint.build()).try_it_state(TryItState::Enabled);
    let page = create.send().await?;
    let id = page.product_rest_endpoint_page_id().unwrap_or_default();
    writeln!(out, "{id} {}", matches!(page.status(), Some(Status::Available)))?;

    let words = DisplayContentOverrides::builder().operation_name("list").body("Lists").build();
    let words = EndpointDisplayContent::builder().overrides(words).build();
    let update = client.update_product_rest_endpoint_page().portal_product_id(PRODUCT);
    let update = update.product_rest_endpoint_page_id(id).display_content(words);
    writeln!(out, "{:?}", update.send().await?.display_content())?;
    let get = client.get_product_rest_endpoint_page().portal_product_id(PRODUCT);
    let get = get.product_rest_endpoint_page_id(id).include_raw_display_content("yes");
    writeln!(out, "{:?}", get.send().await?.raw_display_content())?;
    let pages = client.list_product_rest_endpoint_pages().portal_product_id(PRODUCT).send().await?;
    writeln!(out, "{:?}", pages.items().first().map(|page| page.endpoint()))?;
    let delete = client.delete_product_rest_endpoint_page().portal_product_id(PRODUCT);
    delete.product_rest_endpoint_page_id(id).send().await?;
    Ok(())
}
