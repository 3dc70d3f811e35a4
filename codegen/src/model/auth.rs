//! By which auth schemes operations may be called ("auth trait" of the Smithy specification).

use super::{Operation, Service, traits as t};
use serde_json::Value;

/// The schemes of a service, by the ids of their traits and most preferred first.
pub fn of_service(service: &Service) -> Vec<&str> {
    let mut schemes = listed(&service.traits).unwrap_or_default();
    if service.traits.has(t::OPTIONAL_AUTH) {
        schemes.push(t::NO_AUTH);
    }
    schemes
}

/// The schemes of an operation: its own, or else those of its service. It may also be called without any if there are
/// none, or if they are optional.
pub fn of_operation<'m>(service: &'m Service, operation: &'m Operation) -> Vec<&'m str> {
    let mut schemes = listed(&operation.traits).unwrap_or_else(|| of_service(service));
    let optional = schemes.is_empty() || operation.traits.has(t::OPTIONAL_AUTH);
    if optional && !schemes.contains(&t::NO_AUTH) {
        schemes.push(t::NO_AUTH);
    }
    schemes
}

/// Whether an operation says by itself how it may be called.
pub fn is_own(operation: &Operation) -> bool {
    operation.traits.has(t::AUTH) || operation.traits.has(t::OPTIONAL_AUTH)
}

fn listed(traits: &t::Traits) -> Option<Vec<&str>> {
    let listed = traits.get(t::AUTH)?.as_array()?;
    Some(listed.iter().filter_map(Value::as_str).collect())
}
