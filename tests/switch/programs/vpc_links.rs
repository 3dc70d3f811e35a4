//! VPC links.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::fmt::Write;

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let create =
        client.create_vpc_link().name("inside").subnet_ids("subnet-1").subnet_ids("subnet-2");
    let link = create.set_security_group_ids(Some(vec![])).send().await?;
    let id = link.vpc_link_id().unwrap_or_default();
    writeln!(out, "{id} {:?} {:?}", link.vpc_link_status(), link.vpc_link_version())?;
    let renamed = client.update_vpc_link().vpc_link_id(id).name("within").send().await?;
    writeln!(out, "{:?} {:?}", renamed.name(), renamed.subnet_ids())?;
    let got = client.get_vpc_link().vpc_link_id(id).send().await?;
    writeln!(out, "{:?}", got.vpc_link_status_message())?;
    for link in client.get_vpc_links().send().await?.items() {
        writeln!(out, "{:?} {:?}", link.vpc_link_id(), link.security_group_ids())?;
    }
    client.delete_vpc_link().vpc_link_id(id).send().await?;
    Ok(())
}
