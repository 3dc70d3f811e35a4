//! Decision diagrams ("endpointBdd trait" of Smithy's rules engine specification).
//!
//! A diagram has conditions, rules that it leads to, and nodes: a condition each, and where to go on. References to nodes
//! count from 1, and the first node stands for "no rule applies". A negative reference takes the node's two ways the other
//! way round. References above [`RESULTS`] are rules. What nobody reaches is left out here, and signs are resolved.

use super::RuleSet;
use super::cursor::At;
use crate::ir::endpoints::{Condition, Next, Node, Rule};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use indexmap::IndexSet;
use serde_json::{Map, Value};

/// The reference that says that no rule applies, and after which those to rules come.
const RESULTS: i32 = 100_000_000;

/// How many bytes a node has: three integers of 32 bits, big-endian.
const NODE: usize = 12;

/// A node as it is written: a condition, and references.
#[derive(Clone, Copy)]
struct Written {
    condition: i32,
    high: i32,
    low: i32,
}

impl RuleSet {
    /// Lowers the diagram in `document`.
    pub(super) fn diagram(&mut self, at: &At, document: &Map<String, Value>) -> Vec<Rule> {
        let conditions = self.diagram_conditions(at, document);
        let rules = self.diagram_rules(at, document);
        let (nodes, root) = (self.nodes(at, document), self.integer(at, document, "root"));
        let (Some(conditions), Some(rules), Some(nodes), Some(root)) =
            (conditions, rules, nodes, root)
        else {
            return Vec::new();
        };
        let walk = Walk { nodes: &nodes, conditions: conditions.len(), rules: rules.len() };
        match walk.lowered(root) {
            Ok((Next::Test(_), nodes)) => vec![Rule::Diagram(conditions, nodes, rules)],
            Ok((Next::Apply(rule), _)) => rules.into_iter().skip(rule).take(1).collect(),
            Ok((Next::Nothing, _)) => Vec::new(),
            Err(message) => {
                self.checks.report(at.key("nodes").wrong(message));
                Vec::new()
            }
        }
    }

    fn diagram_conditions(
        &mut self,
        at: &At,
        document: &Map<String, Value>,
    ) -> Option<Vec<Condition>> {
        let conditions = self.checks.required(at, document, "conditions")?;
        let at = at.key("conditions");
        let conditions = self.checks.array(&at, conditions)?.iter().enumerate();
        let conditions: Vec<_> =
            conditions.map(|(index, value)| self.condition(&at.item(index), value)).collect();
        conditions.into_iter().collect()
    }

    fn diagram_rules(&mut self, at: &At, document: &Map<String, Value>) -> Option<Vec<Rule>> {
        let rules = self.checks.required(at, document, "results")?;
        let at = at.key("results");
        let rules = self.checks.array(&at, rules)?.iter().enumerate();
        let rules: Vec<_> = rules.map(|(index, value)| self.rule(&at.item(index), value)).collect();
        rules.into_iter().collect()
    }

    fn nodes(&mut self, at: &At, document: &Map<String, Value>) -> Option<Vec<Written>> {
        let count = self.integer(at, document, "nodeCount")?;
        let nodes = self.checks.required(at, document, "nodes")?;
        let at = at.key("nodes");
        let text = self.checks.text(&at, nodes)?;
        let Ok(bytes) = BASE64_STANDARD.decode(text) else {
            self.checks.report(at.wrong("this is not Base64"));
            return None;
        };
        if usize::try_from(count).ok().and_then(|count| count.checked_mul(NODE))
            != Some(bytes.len())
        {
            let message =
                format!("{count} nodes of {NODE} bytes are expected, found {} bytes", bytes.len());
            self.checks.report(at.wrong(message));
            return None;
        }
        let number = |bytes: &[u8]| bytes.try_into().map(i32::from_be_bytes).unwrap_or_default();
        let node = |node: &[u8]| Written {
            condition: number(&node[..4]),
            high: number(&node[4..8]),
            low: number(&node[8..]),
        };
        Some(bytes.chunks_exact(NODE).map(node).collect())
    }

    fn integer(&mut self, at: &At, document: &Map<String, Value>, key: &str) -> Option<i32> {
        let value = self.checks.required(at, document, key)?;
        let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
        if number.is_none() {
            self.checks.report(at.key(key).wrong("expected a 32-bit integer"));
        }
        number
    }
}

/// What references lead to.
struct Walk<'n> {
    nodes: &'n [Written],
    conditions: usize,
    rules: usize,
}

impl Walk<'_> {
    /// Where the root leads, and the nodes that are reached from it, in the order in which they are.
    fn lowered(&self, root: i32) -> Result<(Next, Vec<Node>), String> {
        let (mut reached, mut lowered) = (IndexSet::new(), Vec::new());
        let first = self.next(root, -1, &mut reached)?;
        while let Some(reference) = reached.get_index(lowered.len()).copied() {
            let Written { condition, high, low } = self.node(reference)?;
            let (high, low) = if reference > 0 { (high, low) } else { (low, high) };
            let high = self.next(high, condition, &mut reached)?;
            let low = self.next(low, condition, &mut reached)?;
            lowered.push(Node(self.condition(condition)?, high, low));
        }
        Ok((first, lowered))
    }

    /// Where a reference leads from a node that tests the condition `after`. Conditions are tested in their order, so that
    /// there is an end, and what one of them keeps is there for the later ones.
    fn next(
        &self,
        reference: i32,
        after: i32,
        reached: &mut IndexSet<i32>,
    ) -> Result<Next, String> {
        match reference {
            -1 | 1 | RESULTS => return Ok(Next::Nothing),
            rule if rule > RESULTS => {
                let rule =
                    usize::try_from(rule - RESULTS - 1).ok().filter(|rule| *rule < self.rules);
                return rule.map(Next::Apply).ok_or_else(|| nothing(reference));
            }
            _ => {}
        }
        let condition = self.node(reference)?.condition;
        if condition <= after {
            return Err(format!("the condition {condition} is tested after the condition {after}"));
        }
        Ok(Next::Test(reached.insert_full(reference).0))
    }

    fn node(&self, reference: i32) -> Result<Written, String> {
        let place = usize::try_from(reference.unsigned_abs()).ok();
        let node = place.and_then(|place| self.nodes.get(place.checked_sub(1)?));
        node.copied().ok_or_else(|| nothing(reference))
    }

    fn condition(&self, condition: i32) -> Result<usize, String> {
        let known = usize::try_from(condition).ok().filter(|known| *known < self.conditions);
        known.ok_or_else(|| format!("there is no condition {condition}"))
    }
}

fn nothing(reference: i32) -> String {
    format!("there is nothing that the reference {reference} leads to")
}
