//! Values made up from the model, for tests that need something plausible.
//!
//! What the model bounds is within bounds: lengths that fit into memory, ranges, values of enums, and patterns, but for those
//! that look ahead or back. All else follows from the names of members: ARNs and ids of resources look like these, addresses are reserved for
//! examples, times are in 2024 and 2025. All members are set but tokens of further pages, so that a listing ends, and what would
//! go round: a shape within itself is empty.

mod limits;
mod maker;
mod names;
mod pattern;

pub use limits::{Limit, Model};

use crate::serde::{Structure, read_members, set_metadata};
use aws_smithy_types::byte_stream::ByteStream;
use maker::Maker;
use std::any::Any;

/// What is made up from the model: inputs, outputs, errors, and structures in them. Generated crates implement it.
pub trait Example {
    /// An example, which is the same for the same seed. All members are set, but those that say that there are more pages, and
    /// what would go round without end.
    fn example(seed: u64) -> Self;
}

/// A structure, an input, an output or an error.
#[doc(hidden)]
#[inline(never)]
pub fn structure<S: Structure + Default>(model: &'static Model, seed: u64) -> S {
    let mut structure = S::default();
    fill(&mut structure, model, seed);
    structure
}

/// The part of [`structure`] that is compiled once.
fn fill(structure: &mut dyn Structure, model: &'static Model, seed: u64) {
    let mut maker = Maker::new(model, seed);
    // What cannot be made up stays as it is: an example is no place for an error.
    let _ = read_members(structure, &mut maker);
    set_metadata(structure, || Some(maker.uuid()));
    if let Some(stream) = structure.stream()
        && let Some(bytes) = (stream as &mut dyn Any).downcast_mut::<ByteStream>()
    {
        *bytes = ByteStream::from(maker.bytes());
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;
    use std::collections::HashMap;

    struct Order {
        id: Option<String>,
        count: Option<i32>,
        level: Option<i32>,
        share: Option<f64>,
        codes: Option<Vec<String>>,
        notes: Option<HashMap<String, String>>,
        next_token: Option<String>,
        inner: Option<Box<Order>>,
        others: Option<Vec<Order>>,
    }

    struct OrderBuilder {
        inner: Order,
    }

    crate::structure!(Order, builder: OrderBuilder, fields: [
            (id, set_id, get_id, String),
            (count, set_count, get_count, i32),
            (level, set_level, get_level, i32),
            (share, set_share, get_share, f64),
            (codes, set_codes, get_codes, Vec<String>),
            (notes, set_notes, get_notes, HashMap<String, String>),
            (next_token, set_next_token, get_next_token, String),
            (inner, set_inner, get_inner, Box<Order>),
            (others, set_others, get_others, Vec<Order>)
        ],
        table: "
            example#Order
            Id string
            Count integer
            Level integer
            Share double
            Codes list
            Notes map
            NextToken string
            Inner structure
            Others list
            - member structure
        "
    );

    static MODEL: Model = Model::new(
        Some("orders"),
        &[
            Limit { least: "12", most: "12", pattern: "", of: "Order.Id" },
            Limit { least: "200", most: "300", pattern: "", of: "Order.Count" },
            Limit { least: "", most: "", pattern: "1|5|9", of: "Order.Level" },
            Limit { least: "0", most: "0.5", pattern: "", of: "Order.Share" },
            Limit { least: "4", most: "5", pattern: "", of: "Order.Codes" },
            Limit { least: "", most: "", pattern: "^[A-Z]{2}[0-9]$", of: "Order.Codes.member" },
            Limit { least: "", most: "", pattern: "red|blue", of: "Order.Notes.key" },
        ],
        "Order.NextToken",
    );

    #[test]
    fn limits_hold_and_what_goes_round_ends() {
        for seed in 0..100 {
            let order: Order = structure(&MODEL, seed);
            assert_eq!(order.id.map(|id| id.len()), Some(12));
            assert!(order.count.is_some_and(|count| (200..=300).contains(&count)));
            assert!(order.level.is_some_and(|level| [1, 5, 9].contains(&level)));
            assert!(order.share.is_some_and(|share| (0.0..=0.5).contains(&share)));
            let codes = order.codes.expect("there are some");
            assert!((4..=5).contains(&codes.len()));
            assert!(codes.iter().all(|code| code.len() == 3 && code.ends_with(char::is_numeric)));
            let notes = order.notes.expect("there are some");
            assert!(notes.keys().all(|key| ["red", "blue"].contains(&key.as_str())));
            assert_eq!(order.next_token, None);
            assert_eq!(order.inner, Some(Box::default()));
            assert!(order.others.is_some_and(|others| others[0] == Order::default()));
        }
    }

    static BOUNDLESS: Model = Model::new(
        None,
        &[
            Limit { least: "9000000000", most: "", pattern: "", of: "Order.Id Order.Codes" },
            Limit { least: "60000", most: "", pattern: "", of: "Order.Codes.member" },
        ],
        "",
    );

    #[test]
    fn what_would_not_fit_into_memory_is_cut() {
        let order: Order = structure(&BOUNDLESS, 1);
        assert_eq!(order.id.map(|id| id.len()), Some(1 << 16));
        let codes = order.codes.expect("there are some");
        let letters: usize = codes.iter().map(String::len).sum();
        assert_eq!(codes.len(), 1 << 16);
        assert!((1 << 20..1 << 22).contains(&letters), "{letters}");
    }
}
