//! Decisions as texts.

use crate::ir::endpoints::{Endpoints, Expr, Partition, Rule};
use crate::ir::operation_traits::{ParameterSource, Step};
use crate::ir::{Ty, waiters};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// A type, as generated code writes it, without the paths of what is not of the crate.
pub fn ty(ty: &Ty) -> String {
    let inner = self::ty;
    match ty {
        Ty::Bool => "bool".to_owned(),
        Ty::I8 => "i8".to_owned(),
        Ty::I16 => "i16".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::F32 => "f32".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::BigInteger => "BigInteger".to_owned(),
        Ty::BigDecimal => "BigDecimal".to_owned(),
        Ty::String => "String".to_owned(),
        Ty::Blob => "Blob".to_owned(),
        Ty::DateTime => "DateTime".to_owned(),
        Ty::Document => "Document".to_owned(),
        Ty::Unit => "()".to_owned(),
        Ty::ByteStream => "ByteStream".to_owned(),
        Ty::EventStream(kind, union, error) => {
            format!("{}<types::{}, types::error::{error}>", kind.as_str(), union.name())
        }
        Ty::Enum(id) | Ty::Structure(id) | Ty::Union(id) => format!("types::{}", id.name()),
        Ty::Option(element) => format!("Option<{}>", inner(element)),
        Ty::List(element) => format!("Vec<{}>", inner(element)),
        Ty::Map(key, value) => format!("HashMap<{}, {}>", inner(key), inner(value)),
        Ty::Box(boxed) => format!("Box<{}>", inner(boxed)),
    }
}

/// A decision that has no shorter form, in JSON.
pub fn json(value: &impl Serialize) -> String {
    // The IR has no maps whose keys are no texts, so that all of it can be written.
    serde_json::to_string(value).unwrap_or_default()
}

/// The names of closed sets and the like.
pub fn names(values: &[impl std::fmt::Debug]) -> String {
    values.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join(", ")
}

/// From where an operation takes a parameter of the endpoint rules.
pub fn source(source: &ParameterSource) -> String {
    match source {
        ParameterSource::Flag(flag) => flag.to_string(),
        ParameterSource::Text(text) => format!("{text:?}"),
        ParameterSource::Texts(texts) => format!("{texts:?}"),
        ParameterSource::Path(steps) => steps.iter().map(step).collect::<Vec<_>>().join("."),
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::Member(name) => name.clone(),
        Step::Each => "[]".to_owned(),
        Step::Keys => "keys".to_owned(),
        Step::Any(paths) => {
            let paths =
                paths.iter().map(|path| path.iter().map(self::step).collect::<Vec<_>>().join("."));
            format!("({})", paths.collect::<Vec<_>>().join(" | "))
        }
    }
}

/// What a waiter looks for.
pub fn acceptors(acceptors: &[waiters::Acceptor]) -> String {
    let acceptor = |acceptor: &waiters::Acceptor| {
        let matcher = match &acceptor.matcher {
            waiters::Matcher::Success(true) => "any output".to_owned(),
            waiters::Matcher::Success(false) => "any error".to_owned(),
            waiters::Matcher::Error(code) => format!("error {code}"),
            waiters::Matcher::Status(status) => format!("status {status}"),
            waiters::Matcher::Output(path, expected) => {
                format!("output {} is {}", json(path), json(expected))
            }
            waiters::Matcher::InputOutput(path, expected) => {
                format!("input and output {} is {}", json(path), json(expected))
            }
        };
        format!("{:?}: {matcher}", acceptor.state)
    };
    acceptors.iter().map(acceptor).collect::<Vec<_>>().join("\n")
}

/// The endpoint rules: a line for each endpoint and each message that they lead to, by name, and one that is another wherever
/// the rules are.
pub fn rules(endpoints: &Endpoints) -> String {
    let mut leaves = BTreeSet::new();
    let mut open: Vec<_> = endpoints.rules.iter().collect();
    while let Some(rule) = open.pop() {
        match rule {
            Rule::Endpoint(_, url, ..) => {
                leaves.insert(format!("endpoint {}", template(url, endpoints)));
            }
            Rule::Error(_, message) => {
                leaves.insert(format!("error {}", template(message, endpoints)));
            }
            Rule::Tree(_, rules) | Rule::Diagram(_, _, rules) => open.extend(rules),
        }
    }
    let mut rules = serde_json::to_value(&endpoints.rules).unwrap_or_default();
    name_slots(&mut rules, endpoints);
    let all = format!("all rules: {:016x}", digest(&rules.to_string()));
    leaves.into_iter().chain([all]).collect::<Vec<_>>().join("\n")
}

/// Puts names in place of the numbers of slots, which are others as soon as there is one more parameter.
fn name_slots(rules: &mut Value, endpoints: &Endpoints) {
    match rules {
        Value::Object(object) => {
            for (key, value) in object {
                let slot = match (key.as_str(), &mut *value) {
                    ("Slot", slot) => Some(slot),
                    ("Let", Value::Array(parts)) => parts.first_mut(),
                    _ => None,
                };
                if let Some(slot) = slot
                    && let Some(number) = slot.as_u64()
                {
                    *slot = Value::String(slot_name(number as usize, endpoints));
                }
                name_slots(value, endpoints);
            }
        }
        Value::Array(values) => {
            values.iter_mut().for_each(|value| name_slots(value, endpoints));
        }
        _ => {}
    }
}

fn slot_name(slot: usize, endpoints: &Endpoints) -> String {
    match endpoints.parameters.get(slot) {
        Some(parameter) => parameter.rule_name.clone(),
        None => format!("result {}", slot - endpoints.parameters.len()),
    }
}

/// A number that is another for another text (FNV-1a).
fn digest(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// An expression as rule sets write it, where it is a text.
fn template(expr: &Expr, endpoints: &Endpoints) -> String {
    let part = |part| match part {
        &Expr::Text(_) | &Expr::Join(_) => template(part, endpoints),
        other => format!("{{{}}}", value(other, endpoints)),
    };
    match expr {
        Expr::Text(text) => text.clone(),
        Expr::Join(parts) => parts.iter().map(part).collect(),
        other => part(other),
    }
}

fn value(expr: &Expr, endpoints: &Endpoints) -> String {
    match expr {
        Expr::Slot(slot) => slot_name(*slot, endpoints),
        Expr::Get(of, attribute) => format!("{}.{attribute:?}", value(of, endpoints)),
        Expr::Index(of, index) => format!("{}[{index}]", value(of, endpoints)),
        other => json(other),
    }
}

/// The partitions: a line for each and for each region.
pub fn partitions(partitions: &[Partition]) -> String {
    let lines = partitions.iter().flat_map(|partition| {
        let Partition { id, regions, .. } = partition;
        let facts = json(&Partition { regions: Vec::new(), ..partition.clone() });
        let regions = regions.iter().map(move |region| format!("{id} region {region}"));
        std::iter::once(facts).chain(regions)
    });
    lines.collect::<Vec<_>>().join("\n")
}
