//! The package of the crate.

use crate::input::Options;
use crate::ir::{self, Feature};
use crate::model::Service;
use crate::names;

/// The package that is generated, which needs these features of the runtime.
pub fn package(options: &Options, service: &Service, features: &[Feature]) -> ir::Package {
    let name = name(options, service);
    ir::Package {
        module: names::module(&name),
        name,
        version: options.version.clone(),
        license: stated(&options.license),
        description: stated(&options.description).unwrap_or_else(|| description(service)),
        repository: stated(&options.repository),
        command: command(options),
        runtime: with_features(&options.runtime, features),
        changelog: stated(&options.changelog),
    }
}

/// The name that was chosen, or else one made of the service's.
pub fn name(options: &Options, service: &Service) -> String {
    match options.package.as_str() {
        "" => format!("smithwright-{}", service.sdk_id.to_lowercase().replace(' ', "-")),
        chosen => chosen.to_owned(),
    }
}

/// The command as it stands between backticks in a line, which it does not end.
fn command(options: &Options) -> String {
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || (c.is_ascii_graphic() && c != '`');
    options.command.chars().map(|c| if plain(c) { c } else { '?' }).collect()
}

fn stated(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn description(service: &Service) -> String {
    format!("A client for {}", service.title)
}

/// A dependency as Cargo.toml has it, with features of it turned on.
fn with_features(dependency: &str, features: &[Feature]) -> String {
    let features: Vec<_> =
        features.iter().map(|feature| format!("\"{}\"", feature.as_str())).collect();
    match dependency.trim_end().strip_suffix('}') {
        Some(open) if !features.is_empty() => {
            format!("{}, features = [{}] }}", open.trim_end(), features.join(", "))
        }
        _ => dependency.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{command, with_features};
    use crate::input::Options;
    use crate::ir::Feature;

    #[test]
    fn a_command_stays_in_its_line() {
        let options = Options { command: "a `b`\r\nc \u{202E}é".to_owned(), ..Options::default() };
        assert_eq!(command(&options), "a ?b???c ?é");
    }

    #[test]
    fn features_join_what_is_there() {
        let dependency = "{ version = \"1\", default-features = false }";
        assert_eq!(with_features(dependency, &[]), dependency);
        let with = "{ version = \"1\", default-features = false, features = [\"xml\"] }";
        assert_eq!(with_features(dependency, &[Feature::Xml]), with);
    }
}
