//! What is no Rust: the manifest, the README, and marks for other tools.

use super::Files;
use crate::ir::{self, SettingGroup};
use minijinja::{Environment, UndefinedBehavior, context};

const TEMPLATES: [(&str, &str); 4] = [
    ("Cargo.toml", include_str!("templates/Cargo.toml.jinja")),
    ("README.md", include_str!("templates/README.md.jinja")),
    ("rustfmt.toml", include_str!("templates/rustfmt.toml.jinja")),
    (".gitattributes", include_str!("templates/gitattributes.jinja")),
];

/// The settings that the README shows where they log in.
pub fn login(krate: &ir::Crate) -> Vec<&'static str> {
    let shown = krate.service.settings.iter().filter_map(|group| match group {
        SettingGroup::Bearer => Some("bearer_token(Token::new(token, None))"),
        SettingGroup::ApiKey => Some("api_key(Token::new(key, None))"),
        SettingGroup::Basic => Some("basic_auth_login(Login::new(user, password, None))"),
        SettingGroup::Digest => Some("digest_auth_login(Login::new(user, password, None))"),
        _ => None,
    });
    shown.collect()
}

/// The files beside `src`.
pub fn files(krate: &ir::Crate) -> Files {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("toml", |text: String| toml::Value::String(text).to_string());
    environment.add_filter("key", |name: String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        match name.chars().all(plain) {
            true => name,
            false => toml::Value::String(name).to_string(),
        }
    });
    let paginated =
        krate.operations.iter().filter(|operation| operation.paginator.is_some()).count();
    let facts = context! {
        command => krate.package.command.as_str(),
        package => krate.package.name.as_str(),
        module => krate.package.module.as_str(),
        version => krate.package.version.as_str(),
        license => krate.package.license.as_deref(),
        description => krate.package.description.as_str(),
        repository => krate.package.repository.as_deref(),
        runtime => krate.package.runtime.as_str(),
        service => krate.service.title.as_str(),
        api_version => krate.service.version.as_str(),
        operations => krate.operations.len(),
        paginated => paginated,
        presigning => krate.has_presigning_feature(),
        sigv4a => krate.service.auth.sigv4a,
        selectable => krate.gates.features().into_iter().map(str::to_owned).collect::<Vec<_>>(),
        aws => krate.service.provider.is_aws(),
        auth => login(krate),
    };
    let rendered = TEMPLATES.into_iter().map(|(path, template)| {
        let text = environment.render_str(template, &facts);
        // The templates are ours and are rendered by the tests, whatever the model says.
        let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
        (path.to_owned(), text + "\n")
    });
    rendered.collect()
}
