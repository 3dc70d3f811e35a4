//! Functions that end with the crate's own `Error`, whatever they called.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::error::ProvideErrorMetadata;
use aws_sdk_apigatewayv2::operation::RequestId;
use aws_sdk_apigatewayv2::types::error::NotFoundException;
use aws_sdk_apigatewayv2::{Client, Error};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    for api in ["a1", "missing", "taken", "throttled", "forbidden", "malformed", "broken"] {
        match redeploy(&client, api).await {
            Ok(id) => writeln!(out, "{api}: deployed as {id}")?,
            Err(Error::NotFoundException(error)) => {
                writeln!(out, "{api}: {:?}", error.resource_type())?
            }
            Err(Error::ConflictException(error)) => writeln!(out, "{api}: {:?}", error.message())?,
            Err(Error::BadRequestException(error)) => writeln!(out, "{api}: {error}")?,
            Err(error) => writeln!(out, "{api}: {:?} {:?}", error.code(), error.request_id())?,
        }
    }
    let own = NotFoundException::builder().message("no cart").resource_type("cart").build();
    let own = Error::from(aws_sdk_apigatewayv2::operation::get_api::GetApiError::from_own(own));
    writeln!(out, "{:?} {:?}", own.code(), own.message())?;
    Ok(())
}

async fn redeploy(client: &Client, api: &str) -> Result<String, Error> {
    client.get_api().api_id(api).send().await?;
    client.update_stage().api_id(api).stage_name("prod").auto_deploy(false).send().await?;
    let deployment = client.create_deployment().api_id(api).send().await?;
    Ok(deployment.deployment_id.unwrap_or_default())
}

trait FromOwn {
    fn from_own(error: NotFoundException) -> Self;
}

impl FromOwn for aws_sdk_apigatewayv2::operation::get_api::GetApiError {
    fn from_own(error: NotFoundException) -> Self {
        Self::NotFoundException(error)
    }
}
