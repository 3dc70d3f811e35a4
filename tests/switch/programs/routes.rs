//! Routes and their request parameters.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::types::{AuthorizationType, ParameterConstraints};
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    for key in ["GET /carts/{id}", "$default", "ANY /{proxy+}"] {
        let route = client
            .create_route()
            .api_id("a1")
            .route_key(key)
            .target("integrations/i2")
            .authorization_type(AuthorizationType::Jwt)
            .authorizer_id("z9")
            .set_authorization_scopes(Some(vec!["read".to_owned(), "write".to_owned()]))
            .send()
            .await?;
        writeln!(out, "{key}: {:?} {:?}", route.route_id(), route.authorization_scopes())?;
    }
    let required = ParameterConstraints::builder().required(true).build();
    let update = client.update_route().api_id("a1").route_id("r3");
    let update = update.request_parameters("route.request.querystring.q", required);
    let updated = update.request_models("application/json", "Cart").send().await?;
    let constraints = updated.request_parameters().ok_or("there are constraints")?;
    writeln!(out, "{:?}", constraints.values().map(|c| c.required()).collect::<Vec<_>>())?;

    let route = client.get_route().api_id("a1").route_id("r3").send().await?;
    writeln!(out, "{:?} -> {:?}", route.route_key(), route.target())?;
    let routes = client.get_routes().api_id("a1").send().await?;
    writeln!(out, "{:?}", routes.items().iter().map(|r| &r.route_key).collect::<Vec<_>>())?;

    let parameter = client.delete_route_request_parameter().api_id("a1").route_id("r3");
    parameter.request_parameter_key("route.request.querystring.q").send().await?;
    client.delete_route().api_id("a1").route_id("r3").send().await?;
    Ok(())
}
