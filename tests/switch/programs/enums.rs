//! Enums: known values, unknown ones, and all of them.

use crate::Outcome;
use aws_sdk_apigatewayv2::error::UnknownVariantError;
use aws_sdk_apigatewayv2::types::{
    AuthorizationType, IntegrationType, IpAddressType, PassthroughBehavior, SecurityPolicy,
};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;
use std::str::FromStr;

pub async fn run(_: &str, out: &mut String) -> Outcome {
    for text in ["AWS_PROXY", "HTTP", "CARRIER_PIGEON", ""] {
        let kind = IntegrationType::from(text);
        let known = IntegrationType::values().contains(&kind.as_str());
        let said = match &kind {
            IntegrationType::AwsProxy => "a function",
            IntegrationType::Http | IntegrationType::HttpProxy => "a server",
            other if other.as_str().is_empty() => "nothing",
            _ => "something new",
        };
        writeln!(out, "{kind} {kind:?} {known} {said}")?;
    }
    writeln!(out, "{:?}", PassthroughBehavior::values())?;
    writeln!(out, "{:?}", AuthorizationType::from_str("AWS_IAM"))?;
    writeln!(out, "{:?}", "TLS_1_2".parse::<SecurityPolicy>())?;
    let strict: Result<_, UnknownVariantError> = SecurityPolicy::try_parse("TLS_9");
    writeln!(out, "{:?}", strict.map_err(|error| error.to_string()))?;
    let sorted: BTreeSet<_> = ["ipv4", "dualstack", "ipv4"].map(IpAddressType::from).into();
    let hashed: HashSet<_> = sorted.iter().cloned().collect();
    writeln!(out, "{sorted:?} {} {}", hashed.len(), AsRef::<str>::as_ref(&IpAddressType::Ipv4))?;
    Ok(())
}
