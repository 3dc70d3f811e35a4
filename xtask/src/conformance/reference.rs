//! Endpoint cases that were written for other rules than those they are run with.
//!
//! Neither a case nor a rule set says which version it is of. But if botocore's own evaluator gives what
//! the generated code gives, and not what the case wants, then it is not the code that is wrong.

use super::cases::{Case, Cases, Difference, Outcome};
use crate::python;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const PROGRAM: &str = "tests/python/endpoint_rules.py";

const REASON: &str = "the case is for another version of the rules: from these, botocore's own evaluator \
                      derives what we derive";

/// Skips the failed cases that are for other rules.
///
/// # Errors
///
/// When botocore cannot be asked.
pub fn skip(cases: &mut Cases, botocore: &Path, root: &Path) -> Result<()> {
    let mut asked: Vec<(Value, &mut Case)> = Vec::new();
    for rules in &mut cases.endpoints {
        let Some(files) = &rules.files else { continue };
        let failed = rules.cases.iter_mut().filter(|case| derived(case).is_some());
        asked.extend(failed.map(|case| {
            let question = json!({
                "rules": files.rules, "partitions": files.partitions, "params": case.value["params"],
            });
            (question, case)
        }));
    }
    if asked.is_empty() {
        return Ok(());
    }
    let questions = asked.iter().map(|(question, _)| format!("{question}\n")).collect();
    let answers = ask(questions, botocore, root)?;
    if answers.len() != asked.len() {
        bail!("{PROGRAM} gave {} answers to {} questions", answers.len(), asked.len());
    }
    for ((_, case), answer) in asked.into_iter().zip(&answers) {
        if derived(case).is_some_and(|derived| agrees(derived, answer)) {
            case.outcome = Outcome::Skipped(REASON.to_owned());
        }
    }
    Ok(())
}

/// What the generated code derived, if that is why the case failed.
fn derived(case: &Case) -> Option<&Difference> {
    match &case.outcome {
        Outcome::Failed(differences) => {
            differences.iter().find(|difference| ["endpoint", "error"].contains(&&*difference.what))
        }
        _ => None,
    }
}

/// Whether botocore derived the same.
fn agrees(derived: &Difference, answer: &Value) -> bool {
    let actual = derived.actual.strip_prefix("error: ").unwrap_or(&derived.actual);
    match answer["error"].as_str() {
        Some(error) => actual == error,
        None => serde_json::from_str::<Value>(actual).is_ok_and(|actual| actual == *answer),
    }
}

fn ask(questions: String, botocore: &Path, root: &Path) -> Result<Vec<Value>> {
    let mut command = python::program(PROGRAM, Some(botocore), root)?;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("Python cannot be started")?;
    let mut stdin = child.stdin.take().context("Python has no input")?;
    let feed = std::thread::spawn(move || stdin.write_all(questions.as_bytes()));
    let output = child.wait_with_output().context("Python cannot be waited for")?;
    let _ = feed.join();
    if !output.status.success() {
        bail!("{PROGRAM} failed");
    }
    let answers = String::from_utf8_lossy(&output.stdout);
    answers.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(what: &str, actual: &str) -> Difference {
        let (what, actual) = (what.to_owned(), actual.to_owned());
        Difference { what, expected: "what the case wants".to_owned(), actual }
    }

    #[test]
    fn only_the_very_same_agrees() {
        let endpoint = derived("endpoint", r#"{"url":"u","headers":{},"properties":{"a":[1]}}"#);
        let same = json!({"properties": {"a": [1]}, "headers": {}, "url": "u"});
        assert!(agrees(&endpoint, &same));
        for (key, other) in
            [("url", json!("v")), ("headers", json!({"h": []})), ("properties", json!({}))]
        {
            let mut answer = same.clone();
            answer[key] = other;
            assert!(!agrees(&endpoint, &answer), "{key}");
        }
        assert!(!agrees(&endpoint, &json!({"error": "no"})));
        assert!(agrees(&derived("error", "no"), &json!({"error": "no"})));
        assert!(agrees(&derived("endpoint", "error: no"), &json!({"error": "no"})));
        assert!(!agrees(&derived("error", "no"), &json!({"error": "yes"})));
        assert!(!agrees(&derived("error", "no"), &same));
    }
}
