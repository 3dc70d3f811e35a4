//! The public APIs of the official crates, item by item.

use smithwright_tests::models::folder;
use std::process::Command;

/// Official crates of services that are checked in: how many public items each has, and how many of them ours has, too.
///
/// What only Smithy's model of API Gateway says, and botocore's does not, stands in its overlay: which numbers and flags
/// have defaults, what the sizes of caches are called, and what a structure cannot be built without.
const PAIRS: [(&str, &str, usize, usize); 3] = [
    ("aws-sdk-apigatewayv2", "1.123.0", 14_661, 14_661),
    ("aws-sdk-apigateway", "1.125.0", 17_207, 17_207),
    ("aws-sdk-apigatewaymanagement", "1.120.0", 607, 607),
];

#[test]
#[ignore = "documents seven crates and needs Python: cargo xtask test"]
fn every_public_item_of_the_official_crates_is_there_and_the_same() {
    let services = PAIRS.map(|(package, version, ..)| format!("{package}@{version}"));
    let run = Command::new(env!("CARGO"))
        .args(["xtask", "surface"])
        .args(services)
        .current_dir(folder(".."))
        .output()
        .expect("cargo runs");
    let [said, errors] = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(run.status.success(), "{said}{errors}");
    let rows: Vec<Vec<_>> = said.lines().map(|line| line.split_whitespace().collect()).collect();
    for (package, version, items, same) in PAIRS {
        let row = rows.iter().find(|row| row.first() == Some(&package)).expect("each has a row");
        assert_eq!(row[1..4], [version, &items.to_string(), &same.to_string()], "{said}");
    }
}
