//! What the model says of auth schemes ("Authentication traits" of the Smithy specification).

use super::definition::{Definition, Definitions};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::traits as t;
use crate::read::node::{self, Node, TOKEN_MARKS};
use serde_json::Value;

/// The traits that are auth schemes.
const SCHEMES: [&str; 6] = [
    t::SIGV4,
    t::SIGV4A,
    t::HTTP_API_KEY_AUTH,
    t::HTTP_BASIC_AUTH,
    t::HTTP_BEARER_AUTH,
    t::HTTP_DIGEST_AUTH,
];

/// The trait of traits that are auth schemes.
const DEFINITION: &str = "smithy.api#authDefinition";

/// The places where an API key may go.
const PLACES: [&str; 2] = ["header", "query"];

/// The auth schemes that the service's traits name, by their ids: those of Smithy, and what the model itself defines as
/// one.
pub fn of_service<'a>(service: &Definition<'a>, definitions: &Definitions<'_>) -> Vec<&'a str> {
    let defined = |id: &str| {
        let definition = definitions.get(id);
        definition.is_some_and(|definition| definition.traits.get(DEFINITION).is_some())
    };
    let is_scheme = |id: &&str| SCHEMES.contains(id) || defined(id);
    let mut schemes: Vec<_> = service.traits.ids().filter(is_scheme).collect();
    schemes.sort_unstable();
    schemes
}

/// Whether the service says where API keys go, if it takes any.
pub fn check_api_key(service: &Definition<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(node) = service.trait_node(t::HTTP_API_KEY_AUTH, diagnostics) else { return };
    node.only(&["name", "in", "scheme"], diagnostics);
    let place = node.required_text("in", diagnostics);
    let in_header = place != Some("query");
    if let Some(place) = place.filter(|place| !PLACES.contains(place)) {
        let message = format!("an API key cannot go into `{}`", place.escape_debug());
        let diagnostic = Diagnostic::new(Code::AUTH, &node.at.key("in"), message).of(&node.shape);
        diagnostics.push(diagnostic.hint("allowed are `header` and `query`"));
    }
    if let Some(name) = node.required_text("name", diagnostics)
        && in_header
    {
        check_token(&node, "name", name, diagnostics);
    }
    match node.text("scheme", diagnostics) {
        Some(scheme) if in_header => check_token(&node, "scheme", scheme, diagnostics),
        Some(_) => {
            let message = "an API key in the query has no scheme";
            let diagnostic =
                Diagnostic::new(Code::AUTH, &node.at.key("scheme"), message).of(&node.shape);
            diagnostics.push(diagnostic.hint("leave `scheme` out, or let `in` be `header`"));
        }
        None => {}
    }
}

fn check_token(node: &Node<'_>, key: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    node::check_plain(text, key, TOKEN_MARKS, &node.at.key(key), &node.shape, diagnostics);
}

/// Whether the schemes that the service or an operation of it lists are traits of the service, which say how they are used.
pub fn check_listed(
    service: &Definition<'_>,
    listing: &Definition<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((Value::Array(listed), at)) = listing.traits.get(t::AUTH) else { return };
    for (index, item) in listed.iter().enumerate() {
        let at = at.key(index.to_string());
        let Some(scheme) = item.as_str() else {
            diagnostics.push(node::wrong_type(&at, "a string", item).of(listing.id));
            continue;
        };
        if service.traits.get(scheme).is_none() {
            let message =
                format!("the auth scheme `{scheme}` is listed, and the service does not have it");
            let diagnostic = Diagnostic::new(Code::AUTH, &at, message).of(listing.id);
            let hint = format!("add the trait to `{}`, or take it out of the list", service.id);
            diagnostics.push(diagnostic.hint(hint));
        }
    }
}
