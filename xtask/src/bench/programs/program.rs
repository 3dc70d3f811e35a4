//! Lists APIs, at the endpoint that the environment names if it names one.

use aws_sdk_apigatewayv2::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_apigatewayv2::{Client, Config};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "SECRET", None, None, "program"));
    if let Ok(url) = std::env::var("ENDPOINT_URL") {
        config = config.endpoint_url(url);
    }
    let apis = Client::from_conf(config.build()).get_apis().send().await.expect("an answer");
    println!("{}", apis.items().len());
}
