//! The guide at the root of a crate: how a client is made and called, and what else it can do.

use super::package::login;
use super::tokens::lines;
use crate::ir;
use minijinja::{Environment, UndefinedBehavior, context};

const TEMPLATE: &str = include_str!("templates/guide.md.jinja");

/// The lines of the guide.
pub fn guide(krate: &ir::Crate) -> Vec<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let ir::Guide { call, listing, failing } = &krate.guide;
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
        listing => listing,
        failing => failing.as_ref().map(|failing| context! {
            before => &failing.before, call => &failing.call, is => failing.is.as_str(),
        }),
    };
    let text = environment.render_str(TEMPLATE, &facts);
    // The template is ours and is rendered by the tests, whatever the model says.
    lines(&text.unwrap_or_else(|error| panic!("guide: {error}"))).collect()
}
