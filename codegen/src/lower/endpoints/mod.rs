//! Endpoint rules: from the JSON that a service publishes to tables without names.
//!
//! They are a rule set, which is a tree, or a decision diagram, which tests each condition once.
//!
//! The language is the one of the "Rules engine specification" page of Smithy's documentation.
//! Names become slots, templates are split, paths of attributes are followed, and functions and
//! types are checked, so that what runs later has nothing left to look up.

mod cursor;
mod diagram;
mod expr;
mod parameters;
mod partitions;
pub mod path;
mod rules;
pub mod schemes;
pub mod settings;
mod simplify;
mod template;
#[cfg(test)]
mod tests;
mod types;
mod variables;

use super::context::Context;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::endpoints::{Endpoints, ParameterPresence, Partition};
use crate::model::{Located, Model, traits as t};
use cursor::{At, Checks};
use parameters::{Bound, is_account};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use variables::Variables;

/// The endpoint rules of the service, unless something is wrong with them.
pub fn endpoints(cx: &Context<'_>) -> Option<Endpoints> {
    let service = &cx.model.service;
    let without;
    let rules = match &cx.model.endpoint_rules {
        Some(rules) => rules,
        None if service.traits.has(t::SERVICE) => {
            let message = "the model has no endpoint rules";
            let hint = "botocore has them in `endpoint-rule-set-1.json` beside `service-2.json`, and \
                        Smithy in the service's trait `smithy.rules#endpointRuleSet` or `smithy.rules#endpointBdd`";
            cx.report(Diagnostic::new(Code::NO_ENDPOINT_RULES, &service.at, message).hint(hint));
            return None;
        }
        None => {
            without = Located { value: without_rules(), at: service.at.clone() };
            &without
        }
    };
    match rule_set(rules, cx.model.partitions.as_ref(), &bound(cx.model)) {
        Ok(endpoints) => Some(endpoints),
        Err(diagnostics) => {
            diagnostics.into_iter().for_each(|diagnostic| cx.report(diagnostic));
            None
        }
    }
}

/// The rules of a service of which AWS knows nothing and whose model has none: only those who run it know where it is.
fn without_rules() -> Value {
    json!({
        "version": "1.0",
        "parameters": { "Endpoint": { "type": "string", "builtIn": "SDK::Endpoint" } },
        "rules": [
            {
                "type": "endpoint",
                "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Endpoint" }] }],
                "endpoint": { "url": { "ref": "Endpoint" } },
            },
            {
                "type": "error",
                "conditions": [],
                "error": "no endpoint is set: call `endpoint_url` on the configuration, with the URL of the service, such as `https://example.com`",
            },
        ],
    })
}

/// What sets parameters in this model, beside built-ins.
fn bound(model: &Model) -> Bound<'_> {
    let operations = model.operations.values().flat_map(|operation| {
        let traits = [t::STATIC_CONTEXT_PARAMS, t::OPERATION_CONTEXT_PARAMS];
        let traits = traits.into_iter().filter_map(|id| operation.traits.get(id)?.as_object());
        traits.flat_map(|parameters| parameters.keys().map(String::as_str))
    });
    let inputs = model.operations.values().filter_map(|operation| operation.input.as_ref());
    let members = inputs.filter_map(|id| model.shapes.get(id)).flat_map(|shape| shape.members());
    let members = members.filter_map(|member| {
        member.traits.get(t::CONTEXT_PARAM).and_then(|value| value.get("name")?.as_str())
    });
    let by_client = model.service.traits.get(t::CLIENT_CONTEXT_PARAMS).unwrap_or(&Value::Null);
    Bound { by_operations: operations.chain(members).collect::<HashSet<_>>(), by_client }
}

/// Lowers a service's rule set.
///
/// `rules` is a document such as `endpoint-rule-set-1.json`, or one with a decision diagram, and `partitions` one such as
/// `partitions.json`; the latter is read only when a rule asks for a partition. Gives everything that
/// is wrong with either, whatever the documents hold.
fn rule_set(
    rules: &Located,
    partitions: Option<&Located>,
    bound: &Bound<'_>,
) -> Result<Endpoints, Vec<Diagnostic>> {
    let mut rule_set = RuleSet::default();
    let endpoints = rule_set.lower(rules, partitions, bound);
    rule_set.checks.finish(endpoints)
}

/// A rule set that is being lowered: what is wrong with it, and the names that can be seen.
#[derive(Default)]
struct RuleSet {
    checks: Checks,
    variables: Variables,
    asks_partition: bool,
}

impl RuleSet {
    fn lower(
        &mut self,
        document: &Located,
        partitions: Option<&Located>,
        bound: &Bound<'_>,
    ) -> Endpoints {
        let (at, empty) = (At::root(&document.at), Map::new());
        let document = self.checks.object(&at, &document.value).unwrap_or(&empty);
        if let Some(version) = self.checks.required(&at, document, "version") {
            self.version(&at.key("version"), version);
        }
        let is_diagram = document.contains_key("nodes");
        let conditions = if is_diagram { "conditions" } else { "rules" };
        let conditions = document.get(conditions).unwrap_or(&Value::Null);
        let parameters = self.checks.required(&at, document, "parameters").map(|parameters| {
            let at = at.key("parameters");
            parameters::parameters(&mut self.checks, &at, parameters, conditions, bound)
        });
        let mut parameters = parameters.unwrap_or_default();
        for parameter in &parameters {
            self.variables.declare(&parameter.rule_name, parameter.kind.into());
        }
        let rules = match is_diagram {
            true => self.diagram(&at, document),
            false => {
                let rules = self.checks.required(&at, document, "rules");
                rules.map(|value| self.rules(&at.key("rules"), value)).unwrap_or_default()
            }
        };
        for (slot, parameter) in parameters.iter_mut().enumerate() {
            parameter.unread = !self.variables.is_read(slot);
        }
        // It is known only when all other parameters are there, so that it cannot be required.
        let mut optional = parameters.iter().filter(|p| p.presence == ParameterPresence::Optional);
        let account = optional.find(|p| p.built_in.as_ref().is_some_and(is_account));
        Endpoints {
            account: account.map(|account| account.name.clone()),
            slots: self.variables.slots(),
            rules,
            partitions: self.partitions(&at, partitions),
            parameters,
        }
    }

    fn version(&mut self, at: &At, version: &Value) {
        if let Some(version) = self.checks.text(at, version)
            && version.split('.').next() != Some("1")
        {
            self.checks
                .report(at.wrong(format!("version `{version}` of the rules is not supported")));
        }
    }

    /// The partitions, if a rule asks for one.
    fn partitions(&mut self, at: &At, partitions: Option<&Located>) -> Vec<Partition> {
        match partitions {
            _ if !self.asks_partition => Vec::new(),
            Some(partitions) => partitions::partitions(&mut self.checks, partitions),
            None => {
                let message = "a rule asks for a partition, and the table of partitions is missing";
                let hint = "botocore has it in `partitions.json`";
                self.checks.report(at.wrong(message).code(Code::PARTITIONS).hint(hint));
                Vec::new()
            }
        }
    }
}
