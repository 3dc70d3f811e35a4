//! Endpoint rules: from the JSON that a service publishes to tables without names.
//!
//! The language is the one of the "Rules engine specification" page of Smithy's documentation.
//! Names become slots, templates are split, paths of attributes are followed, and functions and
//! types are checked, so that what runs later has nothing left to look up.

mod context;
mod expr;
mod parameters;
mod partitions;
mod path;
mod problem;
mod rules;
mod scope;
mod simplify;
mod template;
#[cfg(test)]
mod tests;
mod types;

pub use problem::Problem;

use crate::ir::endpoints::{Endpoints, Presence};
use parameters::is_account;
use problem::{At, Problems};
use scope::Scope;
use serde_json::Value;

/// Lowers a service's rule set.
///
/// `rules` is a document such as `endpoint-rule-set-1.json`, and `partitions` one such as
/// `partitions.json`; the latter is read only when a rule asks for a partition. Gives every problem
/// that either has, whatever the documents hold.
pub fn lower(rules: &Value, partitions: &Value) -> Result<Endpoints, Vec<Problem>> {
    let mut lowering = Lowering::default();
    let endpoints = lowering.rule_set(rules, partitions);
    lowering.problems.finish(endpoints)
}

/// Whether a condition somewhere in `rules` asks whether the parameter is a host label.
fn checks_label(rules: &Value, parameter: &str) -> bool {
    match rules {
        Value::Array(items) => items.iter().any(|item| checks_label(item, parameter)),
        Value::Object(entries) => {
            let asks = entries.get("fn").is_some_and(|name| name == "isValidHostLabel");
            let of = entries.get("argv").and_then(|arguments| arguments.get(0));
            let named = of.and_then(|of| of.get("ref")).is_some_and(|name| name == parameter);
            (asks && named) || entries.values().any(|value| checks_label(value, parameter))
        }
        _ => false,
    }
}

/// What lowering keeps at hand.
#[derive(Default)]
struct Lowering {
    problems: Problems,
    scope: Scope,
    asks_partition: bool,
}

impl Lowering {
    fn rule_set(&mut self, document: &Value, partitions: &Value) -> Endpoints {
        let at = At::ROOT;
        let empty = serde_json::Map::new();
        let document = self.problems.object(&at, document).unwrap_or(&empty);
        if let Some(version) = self.problems.required(&at, document, "version") {
            self.version(&at.key("version"), version);
        }
        let parameters = self.problems.required(&at, document, "parameters");
        let parameters = parameters.map(|value| self.parameters(&at.key("parameters"), value));
        let rules = self.problems.required(&at, document, "rules");
        let rules = rules.map(|value| self.rules(&at.key("rules"), value));
        let partitions = match self.asks_partition {
            true => partitions::partitions(&mut self.problems, partitions),
            false => vec![],
        };
        let mut parameters = parameters.unwrap_or_default();
        // Rules that look at the region themselves have a message of their own for a wrong one.
        for parameter in parameters.iter_mut().filter(|parameter| parameter.host_label) {
            let rules = document.get("rules").unwrap_or(&Value::Null);
            parameter.host_label = !checks_label(rules, &parameter.wire);
        }
        // It is known only when all other parameters are there, so that it cannot be required.
        let optional = parameters.iter().filter(|p| p.presence == Presence::Optional);
        let mut accounts = optional.filter(|p| p.built_in.as_ref().is_some_and(is_account));
        let account = accounts.next();
        Endpoints {
            account: account.map(|account| account.name.clone()),
            settings: Vec::new(),
            parameters,
            slots: self.scope.slots(),
            rules: rules.unwrap_or_default(),
            partitions,
        }
    }

    fn version(&mut self, at: &At<'_>, version: &Value) {
        if let Some(version) = self.problems.text(at, version)
            && version.split('.').next() != Some("1")
        {
            self.problems.report(at, format!("version `{version}` of the rules is not supported"));
        }
    }
}
