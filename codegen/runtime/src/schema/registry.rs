//! The shapes that are in use, found by their tables.
//!
//! Lists that only grow, each place of which is written once: who looks a shape up waits for nobody, unless that very shape
//! is being built.

use super::{Shape, Table};
use std::sync::OnceLock;

/// A list of shapes, or its end.
type List = OnceLock<Box<Entry>>;

struct Entry {
    table: Table,
    shape: Shape,
    rest: List,
}

/// As many lists as a program has shapes in use, about: most lists have one entry at most.
static LISTS: [List; 1 << BITS] = [const { List::new() }; 1 << BITS];
const BITS: u32 = 10;

/// The shape of `table`, which `build` makes of it if it is not known.
pub fn shape(table: Table, build: impl Fn(Table) -> Shape) -> &'static Shape {
    let mut list = &LISTS[place(table)];
    loop {
        let new = || Box::new(Entry { table, shape: build(table), rest: List::new() });
        let entry = list.get_or_init(new);
        if is_same(entry.table, table) {
            return &entry.shape;
        }
        list = &entry.rest;
    }
}

/// Where the list stands that a table belongs to, by the address of its text: multiplied by 2^64 divided by the golden ratio, near
/// addresses become far ones.
#[allow(clippy::cast_possible_truncation)] // There are `BITS` left.
fn place(table: Table) -> usize {
    let address = table.text.as_ptr().addr() as u64;
    (address.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
}

/// Whether two tables stand at the same address, and so are the same. Of a table that the compiler put at two addresses there
/// are two shapes, which does no harm.
fn is_same(a: Table, b: Table) -> bool {
    std::ptr::eq(a.text, b.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::thread;

    fn table(id: &str, member: &str) -> Table {
        Table { text: format!("{id}\n{member} string").leak(), names: "" }
    }

    #[test]
    fn a_shape_is_built_once_and_found_among_many() {
        let tables: Vec<_> = (0..5_000).map(|i| table(&format!("known#T{i}"), "A")).collect();
        let first: Vec<_> = tables.iter().map(|table| table.shape()).collect();
        for (i, (table, shape)) in tables.iter().zip(first).enumerate() {
            assert!(std::ptr::eq(table.shape(), shape));
            assert_eq!(shape.schema().shape_id().as_str(), format!("known#T{i}"));
        }
    }

    #[test]
    fn tables_that_share_an_id_are_told_apart() {
        let [plain, other] = ["A", "B"].map(|member| table("known#Shared", member));
        assert!(!std::ptr::eq(plain.shape(), other.shape()));
        assert_eq!([plain, other].map(|table| table.shape().members()[0].name()), ["A", "B"]);
    }

    #[test]
    fn all_threads_get_the_same_shape() {
        let table = table("known#Threads", "A");
        let barrier = Barrier::new(8);
        let get = || {
            barrier.wait();
            std::ptr::from_ref(table.shape()).addr()
        };
        let shapes: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(get)).collect();
            threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
        });
        assert!(shapes.iter().all(|shape| *shape == shapes[0]));
    }
}
