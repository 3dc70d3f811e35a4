//! What a crate that depends on the client compiles with it.

use std::process::Command;

fn tree() -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "tree",
        "--package",
        "smithwright-apigatewayv2",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn there_is_one_lean_https_stack() {
    let tree = tree();
    let versions = |name: &str| {
        let lines = tree.lines().filter_map(|line| line.strip_prefix(&format!("{name} v")));
        let versions = lines.filter_map(|rest| rest.split(' ').next());
        versions.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(versions("aws-lc-sys").len(), 0, "{tree}");
    assert!(versions("hyper").iter().all(|version| version.starts_with("1.")), "{tree}");
    assert_eq!(versions("rustls").len(), 1, "{tree}");
    assert_eq!(versions("ring").len(), 1, "{tree}");
}
