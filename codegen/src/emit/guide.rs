//! The guide at the root of a crate: how a client is made and called, and what else it can do.

use super::package::{environment, login, rendered};
use super::tokens::lines;
use crate::ir;
use minijinja::context;

const TEMPLATE: &str = include_str!("templates/guide.md.jinja");

/// The lines of the guide.
pub fn guide(krate: &ir::Crate) -> Vec<String> {
    let ir::Guide { call, called, listing, failing } = &krate.guide;
    let facts = context! {
        module => krate.package.module.as_str(),
        package => krate.package.name.as_str(),
        version => krate.package.version.as_str(),
        official => crate::names::official_package(&krate.service.sdk_id),
        aws => krate.service.provider.is_aws(),
        auth => login(krate),
        presigning => krate.has_presigning_feature(),
        selectable => krate.gates.features().into_iter().map(str::to_owned).collect::<Vec<_>>(),
        call => call,
        called => called.as_ref().map(|called| context! {
            module => called.module.as_str(), input => called.input.as_str(), output => called.output.as_str(),
        }),
        listing => listing,
        failing => failing.as_ref().map(|failing| context! {
            before => &failing.before, call => &failing.call, is => failing.is.as_str(),
        }),
    };
    lines(&rendered(&environment(), "guide", TEMPLATE, &facts)).collect()
}
