//! Products of a portal, and who else may use them.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{DisplayOrder, Section};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let product = client.create_portal_product().display_name("Carts").description("All of them");
    let product = product.tags("team", "checkout").send().await?;
    let id = product.portal_product_id().unwrap_or_default();
    writeln!(out, "{id} {:?}", product.display_order())?;

    let section = Section::builder().section_name("Basics").product_rest_endpoint_page_arns("arn");
    let order = DisplayOrder::builder().contents(section.build()).overview_page_arn("arn:o");
    let update = client.update_portal_product().portal_product_id(id).display_order(order.build());
    writeln!(out, "{:?}", update.send().await?.display_name())?;

    let policy = client.put_portal_product_sharing_policy().portal_product_id(id);
    policy.policy_document(r#"{"Version": "2012-10-17"}"#).send().await?;
    let policy = client.get_portal_product_sharing_policy().portal_product_id(id).send().await?;
    writeln!(out, "{:?}", policy.policy_document())?;
    client.delete_portal_product_sharing_policy().portal_product_id(id).send().await?;

    let got = client.get_portal_product().portal_product_id(id);
    let got = got.resource_owner_account_id("123456789012").send().await?;
    writeln!(out, "{:?} {:?}", got.portal_product_arn(), got.last_modified())?;
    let page = client.list_portal_products().resource_owner("SELF").send().await?;
    writeln!(out, "{:?}", page.items().last().map(|p| p.display_name()))?;
    client.delete_portal_product().portal_product_id(id).send().await?;
    Ok(())
}
