//! Small models and the complete crates that they become: a folder a case. The crates are members of
//! the workspace, so that they also compile.

use smithwright_tests_generator::expected::{self, ACCEPT};

#[test]
fn models_become_the_expected_crates() {
    let wrong: Vec<_> =
        expected::of("fixtures").iter().filter_map(|case| case.check().err()).collect();
    assert!(wrong.is_empty(), "{}\n`{ACCEPT}` accepts what is right", wrong.join("\n"));
}

#[test]
fn the_same_model_gives_the_same_crate() {
    for (first, second) in expected::of("fixtures").iter().zip(expected::of("fixtures")) {
        assert!(first.actual == second.actual, "{}", first.name);
    }
}
