//! Clones of a client in tasks, and calls side by side.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::fmt::Write;
use tokio::task::JoinSet;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let mut tasks = JoinSet::new();
    for id in 0..16 {
        let client = client.clone();
        tasks.spawn(async move { client.get_api().api_id(format!("a{id}")).send().await });
    }
    let answers = tasks.join_all().await;
    writeln!(out, "{} answers", answers.into_iter().collect::<Result<Vec<_>, _>>()?.len())?;

    let handle = tokio::spawn({
        let call = client.get_stages().api_id("a1").send();
        async move { call.await.map(|stages| stages.items().len()) }
    });
    let (routes, links) =
        tokio::try_join!(client.get_routes().api_id("missing").send(), client.get_routes().send())
            .map_or_else(|error| (error.as_service_error().is_some(), 0), |_| (false, 1));
    writeln!(out, "{:?} {routes} {links}", handle.await??)?;
    Ok(())
}
