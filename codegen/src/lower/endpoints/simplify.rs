//! Shorter rules that mean the same.
//!
//! Published rule sets say `booleanEquals(x, true)` for `x`, and wrap single rules in trees of
//! their own. Both cost lines in every generated crate, and time in every request.

use crate::ir::endpoints::{Condition, Expr, Function, Rule};

/// Makes a call: `booleanEquals` with a literal becomes its other argument, or its negation.
pub(super) fn call(function: Function, mut arguments: Vec<Expr>) -> Expr {
    if function != Function::BooleanEquals {
        return Expr::Call(function, arguments);
    }
    match arguments.as_slice() {
        [_, Expr::Bool(true)] => arguments.swap_remove(0),
        [Expr::Bool(true), _] => arguments.swap_remove(1),
        [_, Expr::Bool(false)] => Expr::Call(Function::Not, vec![arguments.swap_remove(0)]),
        [Expr::Bool(false), _] => Expr::Call(Function::Not, vec![arguments.swap_remove(1)]),
        _ => Expr::Call(function, arguments),
    }
}

/// Dissolves the trees that have one rule, and those without conditions.
///
/// A tree that does not decide passes on to the rule after it, so neither changes what is decided.
pub(super) fn rules(rules: Vec<Rule>) -> Vec<Rule> {
    rules.into_iter().flat_map(dissolve).collect()
}

fn dissolve(rule: Rule) -> Vec<Rule> {
    match rule {
        Rule::Tree(conditions, rules) if conditions.is_empty() => rules,
        Rule::Tree(conditions, mut rules) if rules.len() == 1 => {
            let only = rules.remove(0);
            vec![with_conditions_before(only, conditions)]
        }
        other => vec![other],
    }
}

fn with_conditions_before(mut rule: Rule, mut before: Vec<Condition>) -> Rule {
    let (Rule::Endpoint(conditions, ..)
    | Rule::Error(conditions, _)
    | Rule::Tree(conditions, _)
    | Rule::Diagram(conditions, ..)) = &mut rule;
    before.append(conditions);
    *conditions = before;
    rule
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(slot: usize) -> Expr {
        Expr::Slot(slot)
    }

    fn when(slot: usize) -> Condition {
        Condition::If(Expr::Slot(slot))
    }

    fn error(conditions: Vec<Condition>) -> Rule {
        Rule::Error(conditions, Expr::Text("no".into()))
    }

    #[test]
    fn equality_with_a_literal_is_the_value_or_its_negation() {
        let equals = |left, right| call(Function::BooleanEquals, vec![left, right]);
        let not = |value| Expr::Call(Function::Not, vec![value]);
        assert_eq!(equals(slot(1), Expr::Bool(true)), slot(1));
        assert_eq!(equals(Expr::Bool(true), slot(1)), slot(1));
        assert_eq!(equals(slot(1), Expr::Bool(false)), not(slot(1)));
        assert_eq!(equals(Expr::Bool(false), slot(1)), not(slot(1)));
    }

    #[test]
    fn other_calls_stay() {
        for function in [Function::BooleanEquals, Function::StringEquals] {
            let arguments = vec![slot(0), slot(1)];
            assert_eq!(call(function, arguments.clone()), Expr::Call(function, arguments));
        }
    }

    #[test]
    fn a_tree_of_one_rule_is_that_rule_with_more_conditions() {
        let tree = Rule::Tree(vec![when(0)], vec![error(vec![when(1)])]);
        assert_eq!(rules(vec![tree]), [error(vec![when(0), when(1)])]);
    }

    #[test]
    fn a_tree_without_conditions_is_its_rules() {
        let inner = vec![error(vec![when(0)]), error(vec![when(1)])];
        let outer = vec![Rule::Tree(vec![], inner.clone()), error(vec![])];
        assert_eq!(rules(outer), [inner, vec![error(vec![])]].concat());
    }

    #[test]
    fn other_trees_stay() {
        let tree = Rule::Tree(vec![when(0)], vec![error(vec![when(1)]), error(vec![])]);
        assert_eq!(rules(vec![tree.clone()]), [tree]);
    }
}
