//! The auth schemes that endpoints ask for ("authSchemes" of "AWS rules engine extensions" of Smithy's documentation).
//!
//! A name may depend on conditions: decision diagrams choose one with `ite`, keep it, and name the scheme by it.

use crate::ir::endpoints::{Condition, Expr, Function, Rule};
use std::collections::HashSet;

/// The names of all auth schemes that an endpoint of these rules may ask for.
pub fn asked_for(rules: &[Rule]) -> HashSet<&str> {
    let mut texts = Texts { kept: Vec::new(), followed: HashSet::new(), found: HashSet::new() };
    let mut names = Vec::new();
    gather(rules, &mut texts.kept, &mut names);
    names.into_iter().for_each(|name| texts.of(name));
    texts.found
}

/// Gathers what conditions keep, by slot, and the expressions that name schemes.
fn gather<'a>(rules: &'a [Rule], kept: &mut Vec<(usize, &'a Expr)>, names: &mut Vec<&'a Expr>) {
    for rule in rules {
        let conditions = match rule {
            Rule::Tree(conditions, rules) | Rule::Diagram(conditions, _, rules) => {
                gather(rules, kept, names);
                conditions
            }
            Rule::Endpoint(conditions, _, properties, _) => {
                names.extend(scheme_names(properties));
                conditions
            }
            Rule::Error(conditions, _) => conditions,
        };
        kept.extend(conditions.iter().filter_map(|condition| match condition {
            Condition::Let(slot, value) => Some((*slot, value)),
            Condition::If(_) => None,
        }));
    }
}

fn scheme_names(properties: &[(String, Expr)]) -> impl Iterator<Item = &Expr> {
    let schemes = properties.iter().filter_map(|(name, value)| match value {
        Expr::List(schemes) if name == "authSchemes" => Some(schemes),
        _ => None,
    });
    let fields = schemes.flatten().filter_map(|scheme| match scheme {
        Expr::Record(fields) => Some(fields),
        _ => None,
    });
    fields.flatten().filter(|(name, _)| name == "name").map(|(_, value)| value)
}

/// Finds the texts that expressions may be.
struct Texts<'a> {
    /// What conditions keep, by slot.
    kept: Vec<(usize, &'a Expr)>,
    /// The slots whose values were looked at.
    followed: HashSet<usize>,
    found: HashSet<&'a str>,
}

impl<'a> Texts<'a> {
    fn of(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Text(text) => {
                self.found.insert(text);
            }
            Expr::Join(parts) => parts.iter().for_each(|part| self.of(part)),
            Expr::Slot(slot) if self.followed.insert(*slot) => {
                let kept: Vec<_> = self
                    .kept
                    .iter()
                    .filter(|(kept, _)| kept == slot)
                    .map(|(_, value)| *value)
                    .collect();
                kept.into_iter().for_each(|value| self.of(value));
            }
            Expr::Call(Function::Ite, arguments) => {
                arguments.iter().skip(1).for_each(|argument| self.of(argument))
            }
            Expr::Call(Function::Coalesce, arguments) => {
                arguments.iter().for_each(|argument| self.of(argument))
            }
            _ => {}
        }
    }
}
