//! Suites to models, and models to crates.

use super::cases::{Case, Cases, Outcome, Rules, Suite};
use crate::{codegen, inputs};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use smithwright_codegen::{Diagnostics, Input, Options, Output, Source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file with a service's endpoint rules.
const RULES: &str = "endpoint-rule-set-1.json";

/// A generated crate.
#[derive(Debug)]
pub struct Service {
    /// Its files, and what was decided.
    pub output: Output,
    /// Whether its endpoint rules are tested, and not its operations.
    pub rules: bool,
}

/// A model that grows by the operations of suites.
struct Model {
    name: String,
    metadata: Value,
    shapes: Map<String, Value>,
    operations: Map<String, Value>,
}

/// The crates for all suites. A suite goes into the first model that it fits into: where no shape and no
/// operation has the same name and means something else, one crate is as good as two, and quicker to
/// compile. Cases for which nothing can be generated have failed.
pub fn services(cases: &mut Cases, root: &Path) -> Vec<Service> {
    let mut models: Vec<Model> = Vec::new();
    for suite in &mut cases.suites {
        for index in 0..suite.cases.len() {
            let operation = &suite.cases[index].value["given"];
            match place(&mut models, suite, operation, root) {
                Ok(model) => {
                    let job = job(suite, &suite.cases[index].value, &model);
                    suite.cases[index].job = Some(job);
                }
                Err(found) => {
                    suite.cases[index].outcome =
                        Outcome::trouble("generate", "a crate", reasons(&found));
                }
            }
        }
    }
    models.into_iter().filter_map(|model| model.generate(root).ok()).collect()
}

/// The module of the crate that holds the operation of a suite from now on.
fn place(
    models: &mut Vec<Model>,
    suite: &Suite,
    operation: &Value,
    root: &Path,
) -> Result<String, Diagnostics> {
    let alone = Model::new(suite, operation, models.len());
    alone.plan(root)?;
    for model in &mut *models {
        if let Some(more) = model.with(&alone).filter(|more| more.plan(root).is_ok()) {
            *model = more;
            return Ok(model.module());
        }
    }
    let module = alone.module();
    models.push(alone);
    Ok(module)
}

impl Model {
    fn new(suite: &Suite, operation: &Value, number: usize) -> Self {
        let protocol = suite.metadata["protocol"].as_str().unwrap_or_default();
        let name = operation["name"].as_str().unwrap_or_default();
        Self {
            name: package("conformance", protocol, number),
            metadata: complete(&suite.metadata),
            shapes: suite.shapes.as_object().cloned().unwrap_or_default(),
            operations: [(name.to_owned(), operation.clone())].into_iter().collect(),
        }
    }

    /// Both in one, if nothing in one contradicts the other.
    fn with(&self, other: &Self) -> Option<Self> {
        let union = |a: &Map<String, Value>, b: &Map<String, Value>| {
            let mut both = a.clone();
            for (name, value) in b {
                if both.get(name).is_some_and(|there| there != value) {
                    return None;
                }
                both.insert(name.clone(), value.clone());
            }
            Some(both)
        };
        if self.metadata != other.metadata {
            return None;
        }
        Some(Self {
            name: self.name.clone(),
            metadata: self.metadata.clone(),
            shapes: union(&self.shapes, &other.shapes)?,
            operations: union(&self.operations, &other.operations)?,
        })
    }

    fn module(&self) -> String {
        self.name.replace('-', "_")
    }

    fn input(&self) -> Input {
        let service = json!({
            "version": "2.0",
            "metadata": self.metadata,
            "operations": self.operations,
            "shapes": self.shapes,
        });
        let source = |name: &str, value: Value| Source {
            name: format!("{}/{name}", self.name),
            text: format!("{value:#}"),
        };
        Input {
            service: source("service-2.json", service),
            endpoint_rules: Some(source(RULES, configured_endpoint())),
            ..Input::default()
        }
    }

    fn plan(&self, root: &Path) -> Result<(), Diagnostics> {
        smithwright_codegen::plan(self.input(), &options(&self.name, root)).map(drop)
    }

    fn generate(&self, root: &Path) -> Result<Service, Diagnostics> {
        let output = smithwright_codegen::generate(self.input(), &options(&self.name, root))?;
        Ok(Service { output, rules: false })
    }
}

/// What models need and suites leave out.
fn complete(metadata: &Value) -> Value {
    let mut complete = json!({
        "apiVersion": "2020-01-01",
        "endpointPrefix": "conformance",
        "serviceId": "Conformance",
        "signatureVersion": "v4",
    });
    for (key, value) in metadata.as_object().into_iter().flatten() {
        complete[key] = value.clone();
    }
    complete
}

/// Rules by which the endpoint is the one that is configured.
fn configured_endpoint() -> Value {
    let parameter = |built_in: &str| json!({"builtIn": built_in, "required": false, "type": "string", "documentation": ""});
    let endpoint = json!({"ref": "Endpoint"});
    json!({
        "version": "1.0",
        "parameters": {"Region": parameter("AWS::Region"), "Endpoint": parameter("SDK::Endpoint")},
        "rules": [
            {
                "conditions": [{"fn": "isSet", "argv": [endpoint]}],
                "endpoint": {"url": endpoint, "properties": {}, "headers": {}},
                "type": "endpoint",
            },
            {"conditions": [], "error": "no endpoint is configured", "type": "error"},
        ],
    })
}

fn package(kind: &str, what: &str, number: usize) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("{kind}-{}-{number}", what.chars().map(plain).collect::<String>())
}

fn options(package: &str, root: &Path) -> Options {
    let folder = super::workspace::folder(root).join(package);
    let command = "cargo xtask conformance".to_owned();
    Options { command, ..codegen::options(package.to_owned(), &folder, root) }
}

fn reasons(found: &Diagnostics) -> String {
    let messages = found.found().iter().map(|found| match &found.shape {
        Some(shape) => format!("{shape}: {}", found.message),
        None => found.message.clone(),
    });
    messages.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

/// What the driver is told of a protocol case.
fn job(suite: &Suite, case: &Value, module: &str) -> Value {
    let token = members(suite, &case["given"]["input"])
        .any(|(name, member)| member["idempotencyToken"] == true && case["params"][name].is_null());
    json!({
        "service": module,
        "operation": case["given"]["name"],
        "endpoint": suite.endpoint,
        "reading": {
            "format": format(suite, case),
            "entries": entries(suite),
            "keys": keys(suite),
        },
        "token": token,
        "case": case,
    })
}

fn members<'a>(
    suite: &'a Suite,
    reference: &Value,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let shape = reference["shape"].as_str().and_then(|name| suite.shapes.get(name));
    shape.and_then(|shape| shape["members"].as_object()).into_iter().flatten()
}

/// What bodies of the suite's protocol are, but for payloads of letters and bytes.
fn format(suite: &Suite, case: &Value) -> &'static str {
    let input = &case["given"]["input"];
    let shape = input["shape"].as_str().map_or(&Value::Null, |name| &suite.shapes[name]);
    let payload = members(suite, input).find(|(name, _)| shape["payload"] == name.as_str());
    let payload = payload.and_then(|(_, member)| member["shape"].as_str());
    let payload = payload.and_then(|name| suite.shapes[name]["type"].as_str());
    match (payload, suite.metadata["protocol"].as_str()) {
        (Some("string" | "blob" | "character"), _) => "text",
        (_, Some("json" | "rest-json")) => "json",
        (_, Some("rest-xml")) => "xml",
        (_, Some("query" | "ec2")) => "form",
        (_, Some("smithy-rpc-v2-cbor")) => "cbor",
        _ => "text",
    }
}

fn maps(suite: &Suite) -> impl Iterator<Item = (&String, &Value)> {
    let shapes = suite.shapes.as_object().into_iter().flatten();
    shapes.filter(|(_, shape)| shape["type"] == "map")
}

/// What XML calls the entries of maps: `entry`, and the name of the member if the map is flattened.
fn entries(suite: &Suite) -> BTreeSet<&str> {
    let shapes = suite.shapes.as_object().into_iter().flatten();
    let members = shapes.flat_map(|(_, shape)| shape["members"].as_object().into_iter().flatten());
    let flattened = members.filter(|(_, member)| {
        let map = maps(suite).find(|(name, _)| member["shape"] == name.as_str());
        map.is_some_and(|(_, map)| member["flattened"] == true || map["flattened"] == true)
    });
    let names =
        flattened.map(|(name, member)| member["locationName"].as_str().unwrap_or(name.as_str()));
    names.chain(["entry"]).collect()
}

/// What maps call their keys and values.
fn keys(suite: &Suite) -> BTreeSet<(&str, &str)> {
    maps(suite)
        .map(|(_, map)| {
            (
                map["key"]["locationName"].as_str().unwrap_or("key"),
                map["value"]["locationName"].as_str().unwrap_or("value"),
            )
        })
        .collect()
}

/// The crates for all endpoint cases: one for each rule set. Cases for which nothing can be generated
/// have failed.
pub fn endpoints(cases: &mut Cases, botocore: &Path, root: &Path) -> Vec<Service> {
    let mut services = Vec::new();
    for (number, rules) in cases.endpoints.iter_mut().enumerate() {
        let name = package("endpoints", &rules.service, number);
        let generated = rule_set(botocore, &rules.service, root)
            .and_then(|(file, partitions)| rules_crate(&name, file, partitions, root));
        match generated {
            Ok(output) => {
                let module = name.replace('-', "_");
                rules.cases.iter_mut().for_each(|case| endpoint_job(case, &module));
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

fn endpoint_job(case: &mut Case, module: &str) {
    case.job = Some(json!({
        "service": module,
        "operation": "",
        "endpoint": null,
        "reading": {"format": "text", "entries": [], "keys": []},
        "token": false,
        "case": case.value,
    }));
}

/// The newest rules of a service, and the partitions they refer to.
fn rule_set(botocore: &Path, service: &str, root: &Path) -> Result<(Source, Option<Source>)> {
    let folder = botocore.join("data").join(service);
    let versions = std::fs::read_dir(&folder)
        .with_context(|| format!("{}: cannot be read", folder.display()))?;
    let versions = versions.flatten().map(|version| version.path());
    let newest: Option<PathBuf> = versions.filter(|v| inputs::find(v, RULES).is_some()).max();
    let newest =
        newest.with_context(|| format!("{}: there are no endpoint rules", folder.display()))?;
    let rules = inputs::find(&newest, RULES).unwrap_or_default();
    let partitions = inputs::partitions(&newest, root).map(|path| inputs::source(&path, root));
    Ok((inputs::source(&rules, root)?, partitions.transpose()?))
}

/// A crate with these rules, and no operation.
fn rules_crate(
    name: &str,
    rules: Source,
    partitions: Option<Source>,
    root: &Path,
) -> Result<Output> {
    let metadata = complete(&json!({"protocol": "rest-json"}));
    let service = json!({"version": "2.0", "metadata": metadata, "operations": {}, "shapes": {}});
    let service = Source { name: format!("{name}/service-2.json"), text: service.to_string() };
    let input = Input { service, endpoint_rules: Some(rules), partitions, ..Input::default() };
    smithwright_codegen::generate(input, &options(name, root))
        .map_err(|found| anyhow::anyhow!("{}", reasons(&found)))
}
