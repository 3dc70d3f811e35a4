//! Schemas of payloads.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let create = client.create_model().api_id("a1").name("Cart").content_type("application/json");
    let model =
        create.schema("{\"type\": \"object\",\n\t\"title\": \"Körbe\\u0000\"}").send().await?;
    let id = model.model_id().unwrap_or_default();
    writeln!(out, "{id} {:?}", model.schema())?;
    let update = client.update_model().api_id("a1").model_id(id).description("👍");
    writeln!(out, "{:?}", update.send().await?.description())?;
    let model = client.get_model().api_id("a1").model_id(id).send().await?;
    writeln!(out, "{:?} {:?}", model.name(), model.content_type())?;
    let template = client.get_model_template().api_id("a1").model_id(id).send().await?;
    writeln!(out, "{:?}", template.value())?;
    let page = client.get_models().api_id("a1").send().await?;
    writeln!(out, "{:?}", page.items().first())?;
    client.delete_model().api_id("a1").model_id(id).send().await?;
    Ok(())
}
