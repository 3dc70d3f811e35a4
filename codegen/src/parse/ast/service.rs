//! The service: which one, and the facts about it.

use super::auth;
use super::definition::{Definition, Definitions, split};
use super::rename::Names;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Located, Service, traits as t};
use crate::read::node::{self, TITLE_MARKS};
use serde_json::{Value, json};

/// The namespaces of protocols.
const PROTOCOLS: [&str; 2] = ["aws.protocols", "smithy.protocols"];

/// The service to generate: the chosen one, or else the only one.
pub fn choose<'d, 'a>(
    definitions: &'d Definitions<'a>,
    chosen: &str,
    files: &[Located],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'d Definition<'a>> {
    let is_whole = |shape: &&Definition<'_>| shape.traits.get(t::MIXIN).is_none();
    let services = definitions.values().filter(|shape| shape.kind == "service");
    let services: Vec<_> = services.filter(is_whole).collect();
    let ids = || services.iter().map(|service| service.id);
    let listed = ids().collect::<Vec<_>>().join("`, `");
    let at = files.first().map(|file| file.at.clone()).unwrap_or_default();
    let problem = match services.as_slice() {
        [] => Diagnostic::new(Code::SERVICE, &at, "there is no service in this model")
            .hint("a shape of type `service` lists the operations to generate"),
        [only] if chosen.is_empty() => return Some(only),
        several if chosen.is_empty() => Diagnostic::new(
            Code::SERVICE,
            &at,
            format!("there are {} services in this model", several.len()),
        )
        .hint(format!("choose one with `--service`: `{listed}`")),
        services => match services.iter().find(|service| service.id == chosen) {
            Some(service) => return Some(service),
            None => Diagnostic::new(
                Code::SERVICE,
                &at,
                format!("there is no service `{chosen}` in this model"),
            )
            .hint(format!("there is `{listed}`")),
        },
    };
    diagnostics.push(problem);
    None
}

/// The facts about the service.
pub fn service(
    definition: &Definition<'_>,
    definitions: &Definitions<'_>,
    names: &Names<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Service> {
    let aws = definition.trait_node(t::SERVICE, diagnostics);
    let sigv4 = definition.trait_node(t::SIGV4, diagnostics);
    let mut aws_text = |key: &str, marks: &str| {
        aws.as_ref().and_then(|node| node.plain(key, marks, diagnostics)).map(str::to_owned)
    };
    let sdk_id = aws_text("sdkId", " -").unwrap_or_else(|| definition.name().to_owned());
    let arn_namespace = aws_text("arnNamespace", "-._");
    let signing_name =
        sigv4.and_then(|node| node.plain("name", "-._", diagnostics)).map(str::to_owned);
    let version =
        definition.layer("version").and_then(|node| node.plain("version", "-._", diagnostics));
    let title = title(definition, diagnostics);
    let mut traits = definition.traits.traits();
    if !traits.has(t::AUTH) {
        traits.add(t::AUTH, json!(auth::of_service(definition, definitions)));
    }
    auth::check_api_key(definition, diagnostics);
    auth::check_listed(definition, definition, diagnostics);
    let rest_xml = traits.get("aws.protocols#restXml");
    if rest_xml.and_then(|rest_xml| rest_xml.get("noErrorWrapping")) == Some(&Value::Bool(true)) {
        traits.mark(t::NO_ERROR_WRAPPING);
    }
    Some(Service {
        id: names.id(definition.id),
        version: version.unwrap_or_default().to_owned(),
        signing_name: signing_name
            .or(arn_namespace)
            .unwrap_or_else(|| sdk_id.to_lowercase().replace(' ', "")),
        title: title.unwrap_or(&sdk_id).to_owned(),
        sdk_id,
        protocols: protocols(definition, diagnostics),
        traits,
        at: definition.at.clone(),
    })
}

fn title<'d>(definition: &'d Definition<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<&'d str> {
    let (title, at) = definition.traits.get(t::TITLE)?;
    let title = title.as_str()?;
    node::check_plain(title, "title", TITLE_MARKS, at, definition.id, diagnostics);
    Some(title)
}

/// The traits of protocols, of which lowering chooses one.
fn protocols(definition: &Definition<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let is_protocol =
        |id: &&str| PROTOCOLS.contains(&split(id).0) && *id != t::AWS_QUERY_COMPATIBLE;
    let protocols: Vec<_> =
        definition.traits.ids().filter(is_protocol).map(str::to_owned).collect();
    if protocols.is_empty() {
        let message = "the service has no trait of a protocol";
        let hint = format!("protocols are those of `{}`", PROTOCOLS.join("` and `"));
        diagnostics.push(
            Diagnostic::new(Code::PROTOCOL, &definition.at, message).of(definition.id).hint(hint),
        );
    }
    protocols
}
