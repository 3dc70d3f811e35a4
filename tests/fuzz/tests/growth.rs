//! Time grows with the size of a model.

use smithwright_tests_fuzz::large::{KINDS, taken};
use std::time::Duration;

/// How large the smaller model is, and how many times that the larger one.
const SIZE: usize = 200;
const TIMES: usize = 8;

/// How many times as long the larger one may take. What grows with the square takes 64 times as long.
const MOST: f64 = 24.0;

/// What takes no longer is not measured well.
const SHORT: Duration = Duration::from_millis(40);

#[test]
fn twice_the_model_takes_about_twice_the_time() {
    let mut slow = Vec::new();
    for (name, kind) in KINDS {
        let [small, large] = [SIZE, SIZE * TIMES].map(|size| kind(size).to_string());
        // Another process takes time away from one of them, but not from each.
        let fastest = |text: &str| (0..2).map(|_| taken(text)).min().unwrap_or_default();
        let (before, after) = (fastest(&small), fastest(&large));
        let times = after.as_secs_f64() / before.as_secs_f64().max(SHORT.as_secs_f64() / 8.0);
        println!("{name}: {before:?} and {after:?}, {times:.1} times");
        if after > SHORT && times > MOST {
            slow.push(format!("{name}: {before:?} and {after:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
