//! Lists APIs, with whatever configuration the environment gives.

use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::config::BehaviorVersion;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let apis = Client::new(&config).get_apis().send().await.expect("an answer");
    println!("{}", apis.items().len());
}
