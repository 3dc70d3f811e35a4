//! Endpoint rules to crates: one for each rule set, with no operation.

use super::cases::{Cases, Outcome, RuleFiles, Rules};
use super::home::Home;
use super::job;
use super::service::{Service, complete, options, package_name, reasons};
use anyhow::{Context, Result};
use serde_json::json;
use smithwright::{gzip, inputs};
use smithwright_codegen::model_files::{ENDPOINT_RULES, PARTITIONS, SERVICE};
use smithwright_codegen::{Input, Output, Source};
use std::path::Path;

/// The crates for all endpoint cases: one for each rule set. Cases for which nothing can be generated
/// have failed.
pub fn services(cases: &mut Cases, package: &Path, home: &Home<'_>) -> Vec<Service> {
    let mut services = Vec::new();
    for (number, rules) in cases.endpoints.iter_mut().enumerate() {
        let name = package_name("endpoints", &rules.service, number);
        let generated = rule_files(package, &rules.service)
            .and_then(|files| Ok((rules_crate(&name, &files, home)?, files)));
        match generated {
            Ok((output, files)) => {
                rules.files = Some(files);
                let module = name.replace('-', "_");
                rules
                    .cases
                    .iter_mut()
                    .for_each(|case| case.job = Some(job::endpoint(case, &module)));
                services.push(Service { output, rules: true });
            }
            Err(error) => failed(rules, &format!("{error:#}")),
        }
    }
    services
}

fn failed(rules: &mut Rules, why: &str) {
    for case in &mut rules.cases {
        case.outcome = Outcome::trouble("generate", "a crate", why);
    }
}

/// The newest rules of a service, and the partitions they refer to.
fn rule_files(package: &Path, service: &str) -> Result<RuleFiles> {
    let data = package.join("data");
    let folder = data.join(service);
    let versions = std::fs::read_dir(&folder)
        .with_context(|| format!("{}: cannot be read", folder.display()))?;
    let versions = versions.flatten().filter_map(|version| {
        Some((version.file_name(), gzip::find(&version.path(), ENDPOINT_RULES)?))
    });
    let newest = versions.max().map(|(_, rules)| rules);
    let lacks = |name: &str| format!("{}: there is no {name}", folder.display());
    Ok(RuleFiles {
        rules: newest.with_context(|| lacks(ENDPOINT_RULES))?,
        partitions: gzip::find(&data, PARTITIONS).with_context(|| lacks(PARTITIONS))?,
    })
}

/// A crate with these rules, and no operation.
fn rules_crate(name: &str, files: &RuleFiles, home: &Home<'_>) -> Result<Output> {
    let metadata = complete(&json!({"protocol": "rest-json"}));
    let service = json!({"version": "2.0", "metadata": metadata, "operations": {}, "shapes": {}});
    let input = Input {
        service: Source { name: format!("{name}/{SERVICE}"), text: service.to_string() },
        endpoint_rules: Some(inputs::source(&files.rules, home.root)?),
        partitions: Some(inputs::source(&files.partitions, home.root)?),
        ..Input::default()
    };
    smithwright_codegen::generate(input, &options(name, home))
        .map_err(|found| anyhow::anyhow!("{}", reasons(&found)))
}
