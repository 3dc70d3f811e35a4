//! OpenAPI definitions, in and out.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::fmt::Write;

const DEFINITION: &str =
    r#"{"openapi": "3.0.1", "info": {"title": "sh\"op", "version": "1"}, "paths": {}}"#;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let imported = client.import_api().body(DEFINITION).fail_on_warnings(true).send().await?;
    writeln!(out, "{:?}: {:?}", imported.api_id(), imported.import_info())?;

    let again = client.reimport_api().api_id("a1").basepath("prepend").body(DEFINITION);
    let again = again.fail_on_warnings(false).send().await?;
    writeln!(out, "{:?}: {:?}", again.name(), again.warnings())?;

    let exported = client
        .export_api()
        .api_id("a1")
        .specification("OAS30")
        .output_type("YAML")
        .include_extensions(false)
        .stage_name("prod")
        .send()
        .await?;
    let body = exported.body().map(|blob| String::from_utf8_lossy(blob.as_ref()).into_owned());
    writeln!(out, "exported {body:?}")?;
    Ok(())
}
