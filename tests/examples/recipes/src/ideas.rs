//! What there is for each idea of boto3; `ideas.py` has the same in Python.

use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_apigatewayv2::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewayv2::primitives::DateTime;
use aws_sdk_apigatewayv2::types::{Cors, ProtocolType};
use aws_sdk_apigatewayv2::{Client, Error};
use std::time::Duration;

async fn client() -> Client {
    Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await)
}

async fn configured(url: &str) -> Client {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_secs(10));
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region("us-east-1")
        .endpoint_url(url)
        .retry_config(RetryConfig::standard().with_max_attempts(5))
        .timeout_config(timeouts.build());
    Client::new(&config.load().await)
}

async fn call(client: &Client) -> Result<String, Error> {
    let cors = Cors::builder().allow_origins("https://a.test").allow_origins("https://b.test");
    let api = client
        .create_api()
        .name("pets")
        .protocol_type(ProtocolType::Http)
        .cors_configuration(cors.build())
        .tags("env", "test")
        .tags("team", "pets")
        .send()
        .await?;
    let origins = api.cors_configuration().map_or(&[][..], Cors::allow_origins);
    let kind = api.protocol_type().map_or("", ProtocolType::as_str);
    println!("{} {kind} {}", api.name().unwrap_or_default(), origins[0]);
    let tags = api.tags().expect("it was tagged");
    println!("{} {}", api.description().unwrap_or("no description"), tags["env"]);
    let recent = api.created_date() > Some(&DateTime::from_secs(1_767_225_600));
    println!("created {}", if recent { "lately" } else { "long ago" });
    Ok(api.api_id.unwrap_or_default())
}

async fn errors(client: &Client) {
    match client.get_api().api_id("nope").send().await.map_err(Error::from) {
        Err(Error::NotFoundException(error)) => {
            println!("not found: {}", error.message().unwrap_or_default());
        }
        Err(error) => println!("{}", DisplayErrorContext(&error)),
        Ok(_) => {}
    }
    let mapping = client.create_api_mapping().domain_name("a.test").api_id("nope").stage("prod");
    match mapping.send().await {
        Err(SdkError::ServiceError(error)) => {
            let code = error.err().code().unwrap_or_default();
            println!("{code} {}", error.raw().status());
        }
        Err(error) => println!("no answer: {}", DisplayErrorContext(&error)),
        Ok(_) => {}
    }
}

async fn pages(client: &Client) -> Result<(), Error> {
    let mut pages = client.get_apis().into_paginator().page_size(2).send();
    while let Some(page) = pages.next().await {
        println!("a page of {}", page?.items().len());
    }
    let mut apis = client.get_apis().into_paginator().items().send();
    while let Some(api) = apis.next().await {
        println!("an API: {}", api?.name().unwrap_or_default());
    }
    Ok(())
}

async fn parts(client: &Client) -> Result<(), Error> {
    let first = client.get_apis().into_paginator().max_items(2);
    let token = first.resume_token();
    println!("first {}", names(&first.items().send().try_collect().await?));
    let mut then = client.get_apis().into_paginator().max_items(2);
    if let Some(token) = token.get() {
        then = then.starting_token(token);
    }
    println!("then {}", names(&then.items().send().try_collect().await?));
    Ok(())
}

fn names(apis: &[aws_sdk_apigatewayv2::types::Api]) -> String {
    let names: Vec<_> = apis.iter().map(|api| format!("'{}'", api.name().unwrap_or_default())).collect();
    format!("[{}]", names.join(", "))
}

async fn greeting(client: &Client, api_id: &str) -> Result<String, Error> {
    let api = client.get_api().api_id(api_id).send().await?;
    Ok(format!("hello, {}", api.name().unwrap_or_default()))
}

#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ours = client().await;
    let api_id = call(&ours).await?;
    for name in ["cats", "dogs"] {
        ours.create_api().name(name).protocol_type(ProtocolType::Http).send().await?;
    }
    errors(&ours).await;
    pages(&ours).await?;
    parts(&ours).await?;
    let url = std::env::var("AWS_ENDPOINT_URL").unwrap_or_default();
    println!("{}", greeting(&configured(&url).await, &api_id).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_apigatewayv2::operation::get_api::GetApiOutput;
    use aws_smithy_mocks::{mock, mock_client};

    #[tokio::test]
    async fn greeting() {
        let pets = mock!(Client::get_api)
            .match_requests(|input| input.api_id() == Some("a1"))
            .then_output(|| GetApiOutput::builder().name("pets").build());
        let client = mock_client!(aws_sdk_apigatewayv2, [&pets]);
        assert_eq!(super::greeting(&client, "a1").await.expect("it is there"), "hello, pets");
    }
}
