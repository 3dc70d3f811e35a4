//! The public APIs of the official crates, item by item.

use smithwright_tests::models::folder;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// An official crate: how many public items it has, and how many of them ours has, too.
struct Pair(&'static str, &'static str, usize, usize);

/// Those of services that are checked in.
///
/// What only Smithy's model of API Gateway says, and botocore's does not, stands in its overlay: which numbers and flags
/// have defaults, what the sizes of caches are called, and what a structure cannot be built without.
const CHECKED_IN: [Pair; 3] = [
    Pair("aws-sdk-apigatewayv2", "1.123.0", 14_661, 14_661),
    Pair("aws-sdk-apigateway", "1.125.0", 17_207, 17_207),
    Pair("aws-sdk-apigatewaymanagement", "1.120.0", 607, 607),
];

/// They are generated and documented in one folder.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Compares our crates with these, which are made from models in a folder.
fn compare(pairs: &[Pair], models: &str) {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let services = pairs.iter().map(|Pair(package, version, ..)| format!("{package}@{version}"));
    let run = Command::new(env!("CARGO"))
        .args(["xtask", "surface", "--models"])
        .arg(folder("..").join(models))
        .args(services)
        .current_dir(folder(".."))
        .output()
        .expect("cargo runs");
    let [said, errors] = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(run.status.success(), "{said}{errors}");
    let rows: Vec<Vec<_>> = said.lines().map(|line| line.split_whitespace().collect()).collect();
    for Pair(package, version, items, same) in pairs {
        let row = rows.iter().find(|row| row.first() == Some(package)).expect("each has a row");
        assert_eq!(row[1..4], [*version, &items.to_string(), &same.to_string()], "{said}");
    }
}

#[test]
#[ignore = "documents seven crates and needs Python: cargo xtask test"]
fn every_public_item_of_the_official_crates_is_there_and_the_same() {
    compare(&CHECKED_IN, "model");
}

mod shared_smithy {
    use super::*;

    /// Those of services whose models are in `../shared/smithy`, of the versions that were published with these models:
    /// operations with acronyms in their names, enums as keys, waiters, streams of events, and all that only S3 has.
    const OTHERS: [Pair; 3] = [
        Pair("aws-sdk-sts", "1.65.0", 1_519, 1_519),
        Pair("aws-sdk-lambda", "1.75.0", 12_769, 12_769),
        Pair("aws-sdk-s3", "1.82.0", 17_926, 17_926),
    ];

    #[test]
    #[ignore = "needs ../shared/smithy and Python, and documents seven crates: cargo xtask test"]
    fn those_of_other_services_are_the_same_too() {
        compare(&OTHERS, "../shared/smithy");
    }
}
