//! Rules and their conditions.

use super::cursor::At;
use super::{RuleSet, simplify};
use crate::ir::endpoints::{Condition, Expr, Rule};
use serde_json::{Map, Value};

impl RuleSet {
    pub(super) fn rules(&mut self, at: &At, rules: &Value) -> Vec<Rule> {
        let rules = self.checks.array(at, rules).unwrap_or_default();
        let rules = rules.iter().enumerate();
        let rules = rules.filter_map(|(index, rule)| self.rule(&at.item(index), rule));
        simplify::rules(rules.collect())
    }

    pub(super) fn rule(&mut self, at: &At, rule: &Value) -> Option<Rule> {
        if !self.checks.shallow(at) {
            return None;
        }
        let rule = self.checks.object(at, rule)?;
        let entered = self.variables.enter();
        let conditions = self.conditions(at, rule);
        let rule = self.rule_of_type(at, rule, conditions);
        self.variables.leave(entered);
        rule
    }

    fn rule_of_type(
        &mut self,
        at: &At,
        rule: &Map<String, Value>,
        conditions: Vec<Condition>,
    ) -> Option<Rule> {
        let name = self.checks.required(at, rule, "type")?;
        let name = self.checks.text(&at.key("type"), name)?;
        let content = match name {
            "endpoint" | "error" => name,
            "tree" => "rules",
            _ => {
                let message = format!("unknown type of rule `{name}`");
                self.checks.report(
                    at.key("type").wrong(message).one_of(name, ["endpoint", "error", "tree"]),
                );
                return None;
            }
        };
        self.checks.known_keys(at, rule, &["type", "conditions", "documentation", content]);
        let value = self.checks.required(at, rule, content)?;
        let at = at.key(content);
        match content {
            "endpoint" => self.endpoint(&at, value, conditions),
            "error" => Some(Rule::Error(conditions, self.text_expr(&at, value))),
            _ => Some(Rule::Tree(conditions, self.rules(&at, value))),
        }
    }

    fn conditions(&mut self, at: &At, rule: &Map<String, Value>) -> Vec<Condition> {
        let Some(conditions) = self.checks.required(at, rule, "conditions") else {
            return vec![];
        };
        let at = at.key("conditions");
        let conditions = self.checks.array(&at, conditions).unwrap_or_default().iter().enumerate();
        conditions.filter_map(|(index, value)| self.condition(&at.item(index), value)).collect()
    }

    pub(super) fn condition(&mut self, at: &At, condition: &Value) -> Option<Condition> {
        let condition = self.checks.object(at, condition)?;
        self.checks.known_keys(at, condition, &["fn", "argv", "assign"]);
        self.checks.required(at, condition, "fn");
        let test = self.call(at, condition);
        let Some(name) = condition.get("assign") else {
            return Some(Condition::If(test.expr));
        };
        let at = at.key("assign");
        let name = self.checks.text(&at, name)?;
        if self.variables.find(name).is_some() {
            self.checks.report(at.wrong(format!("`{name}` has a value already")));
        }
        Some(Condition::Let(self.variables.declare(name, test.kind), test.expr))
    }

    fn endpoint(&mut self, at: &At, endpoint: &Value, conditions: Vec<Condition>) -> Option<Rule> {
        let endpoint = self.checks.object(at, endpoint)?;
        self.checks.known_keys(at, endpoint, &["url", "properties", "headers"]);
        let url = self.checks.required(at, endpoint, "url");
        let url = url.map(|url| self.text_expr(&at.key("url"), url));
        let properties = endpoint.get("properties");
        let properties = properties.map(|object| self.record(&at.key("properties"), object));
        let headers = endpoint.get("headers");
        let headers = headers.map(|headers| self.headers(&at.key("headers"), headers));
        Some(Rule::Endpoint(
            conditions,
            url?,
            properties.unwrap_or_default(),
            headers.unwrap_or_default(),
        ))
    }

    fn headers(&mut self, at: &At, headers: &Value) -> Vec<(String, Vec<Expr>)> {
        let mut lowered = Vec::new();
        for (name, values) in self.checks.object(at, headers).into_iter().flatten() {
            let at = at.entry(name);
            let values = self.checks.array(&at, values).unwrap_or_default().iter().enumerate();
            let values = values.map(|(index, value)| self.text_expr(&at.item(index), value));
            lowered.push((name.clone(), values.collect()));
        }
        lowered
    }

    /// Lowers an object whose strings are templates and whose objects are plain data.
    fn record(&mut self, at: &At, record: &Value) -> Vec<(String, Expr)> {
        let fields = self.checks.object(at, record).into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), self.property(&at.entry(name), value))).collect()
    }

    fn property(&mut self, at: &At, property: &Value) -> Expr {
        if !self.checks.shallow(at) {
            return Expr::Bool(false);
        }
        match property {
            Value::Object(_) => Expr::Record(self.record(at, property)),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Expr::List(
                    items.map(|(index, item)| self.property(&at.item(index), item)).collect(),
                )
            }
            _ => self.expr(at, property).expr,
        }
    }
}
