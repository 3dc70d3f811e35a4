//! An HTTP API as an OpenAPI document: into a file, and from a file into a new API or an old one.
//!
//! Arguments: `export API FILE`, `import FILE`, or `import FILE API`.

use aws_config::BehaviorVersion;
use aws_sdk_apigatewayv2::Client;
use std::error::Error;
use std::fs;

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    match arguments[..] {
        ["export", api, file] => {
            let export = client.export_api().api_id(api).specification("OAS30");
            let export = export.output_type("YAML").send().await?;
            let document = export.body().ok_or("the export is empty")?.as_ref();
            fs::write(file, document)?;
            println!("exported {api}: {} bytes", document.len());
        }
        ["import", file] => {
            let api = client.import_api().body(fs::read_to_string(file)?).send().await?;
            told("imported", api.name(), api.api_id(), api.warnings());
        }
        ["import", file, api] => {
            let api = client.reimport_api().api_id(api).body(fs::read_to_string(file)?);
            let api = api.fail_on_warnings(true).send().await?;
            told("imported anew", api.name(), api.api_id(), api.warnings());
        }
        _ => return Err("usage: export API FILE, or import FILE [API]".into()),
    }
    Ok(())
}

fn told(done: &str, name: Option<&str>, api_id: Option<&str>, warnings: &[String]) {
    println!("{done} {}, {}", name.unwrap_or_default(), api_id.unwrap_or_default());
    for warning in warnings {
        println!("  warning: {warning}");
    }
}
