//! Points in time, as answers carry them and as programs make them.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use aws_sdk_apigatewayv2::primitives::{DateTime, DateTimeFormat};
use std::fmt::Write;
use std::time::{Duration, SystemTime};

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let apis = client.get_apis().send().await?;
    let limit = DateTime::from_str("2020-01-01T00:00:00Z", DateTimeFormat::DateTime)?;
    let newer = apis.items().iter().filter_map(|api| api.created_date()).filter(|at| **at > limit);
    for at in newer {
        let shown = at.fmt(DateTimeFormat::HttpDate)?;
        writeln!(out, "{at} {shown} {} {}", at.secs(), at.subsec_nanos())?;
    }
    let stage = client.get_stage().api_id("a1").stage_name("prod").send().await?;
    let updated = SystemTime::try_from(*stage.last_updated_date().ok_or("it was")?)?;
    let age = updated.duration_since(SystemTime::UNIX_EPOCH)?;
    writeln!(
        out,
        "{age:?} {:?}",
        DateTime::from(SystemTime::UNIX_EPOCH + Duration::from_millis(1))
    )?;
    Ok(())
}
