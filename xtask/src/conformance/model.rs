//! Suites to models, and models to crates.

use super::cases::{Case, Cases, Outcome, RuleFiles, Rules, Suite};
use super::workspace::Home;
use crate::{codegen, inputs};
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use smithwright_codegen::ir::Crate;
use smithwright_codegen::{Diagnostics, Input, Options, Output, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The file with a service's endpoint rules.
const RULES: &str = "endpoint-rule-set-1.json";

/// The file with the partitions to which endpoint rules refer.
const PARTITIONS: &str = "partitions.json";

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
/// compile. Cases for which nothing can be generated have failed, but those of operations that the
/// generator leaves out are skipped for its reason.
pub fn services(cases: &mut Cases, home: &Home<'_>) -> Vec<Service> {
    let mut models: Vec<Model> = Vec::new();
    for suite in &mut cases.suites {
        let reading = Reading::of(suite);
        let whole = Model::whole(home.task, suite, models.len());
        let whole = whole.and_then(|whole| place(&mut models, whole, home).ok());
        for index in 0..suite.cases.len() {
            let placed = match &whole {
                Some(module) => Ok(module.clone()),
                // What does not go together, or is broken, is told case by case.
                None => {
                    let operation = suite.cases[index].value["given"].clone();
                    let alone = Model::new(home.task, suite, [operation], models.len());
                    place(&mut models, alone, home)
                }
            };
            match placed {
                Ok(module) => {
                    let job = job(suite, &suite.cases[index].value, &module, &reading);
                    suite.cases[index].job = Some(job);
                }
                Err(found) => {
                    suite.cases[index].outcome =
                        Outcome::trouble("generate", "a crate", reasons(&found));
                }
            }
        }
    }
    let services: Vec<_> = models.iter().filter_map(|model| model.generate(home).ok()).collect();
    for service in &services {
        skip_left_out(cases, &service.output.ir);
    }
    services
}

/// Skips the cases of operations that the generator left out of a crate.
fn skip_left_out(cases: &mut Cases, ir: &Crate) {
    let suites = cases.suites.iter_mut().flat_map(|suite| &mut suite.cases);
    for case in suites {
        let Some(job) = case.job.as_ref().filter(|job| job["service"] == *ir.package.module) else {
            continue;
        };
        let left_out = ir.left_out.iter().find(|(name, _)| job["operation"] == name.as_str());
        if let Some((_, reason)) = left_out {
            case.outcome = Outcome::Skipped(reason.clone());
            case.job = None;
        }
    }
}

/// The module of the crate that holds the operations of `alone` from now on.
fn place(models: &mut Vec<Model>, alone: Model, home: &Home<'_>) -> Result<String, Diagnostics> {
    if let Some(model) = models.iter().find(|model| model.holds(&alone)) {
        return Ok(model.module());
    }
    alone.plan(home)?;
    for model in &mut *models {
        if let Some(more) = model.with(&alone).filter(|more| more.plan(home).is_ok()) {
            *model = more;
            return Ok(model.module());
        }
    }
    let module = alone.module();
    models.push(alone);
    Ok(module)
}

impl Model {
    fn new(
        task: &str,
        suite: &Suite,
        operations: impl IntoIterator<Item = Value>,
        number: usize,
    ) -> Self {
        let protocol = suite.metadata["protocol"].as_str().unwrap_or_default();
        let named = |operation: Value| {
            (operation["name"].as_str().unwrap_or_default().to_owned(), operation)
        };
        Self {
            name: package(task, protocol, number),
            metadata: complete(&suite.metadata),
            shapes: suite.shapes.as_object().cloned().unwrap_or_default(),
            operations: operations.into_iter().map(named).collect(),
        }
    }

    /// All operations of a suite, if each name stands for one.
    fn whole(task: &str, suite: &Suite, number: usize) -> Option<Self> {
        let given = || suite.cases.iter().map(|case| &case.value["given"]);
        let mut known: BTreeMap<&str, &Value> = BTreeMap::new();
        for operation in given() {
            let name = operation["name"].as_str().unwrap_or_default();
            if *known.entry(name).or_insert(operation) != operation {
                return None;
            }
        }
        Some(Self::new(task, suite, known.into_values().cloned(), number))
    }

    /// Whether all of `other` is there.
    fn holds(&self, other: &Self) -> bool {
        let within = |part: &Map<String, Value>, all: &Map<String, Value>| {
            part.iter().all(|(name, value)| all.get(name) == Some(value))
        };
        self.metadata == other.metadata
            && within(&other.operations, &self.operations)
            && within(&other.shapes, &self.shapes)
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

    fn plan(&self, home: &Home<'_>) -> Result<(), Diagnostics> {
        smithwright_codegen::plan(self.input(), &options(&self.name, home)).map(drop)
    }

    fn generate(&self, home: &Home<'_>) -> Result<Service, Diagnostics> {
        let output = smithwright_codegen::generate(self.input(), &options(&self.name, home))?;
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

fn options(package: &str, home: &Home<'_>) -> Options {
    let folder = home.folder.join(package);
    let command = home.command();
    Options { command, ..codegen::options(package.to_owned(), &folder, home.root) }
}

fn reasons(found: &Diagnostics) -> String {
    let messages = found.as_slice().iter().map(|found| match &found.shape {
        Some(shape) => format!("{shape}: {}", found.message),
        None => found.message.clone(),
    });
    messages.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

/// What has no order in the bodies of a suite.
struct Reading {
    entries: Value,
    keys: Value,
}

impl Reading {
    fn of(suite: &Suite) -> Self {
        Self { entries: json!(entries(suite)), keys: json!(keys(suite)) }
    }
}

/// What the driver is told of a protocol case.
fn job(suite: &Suite, case: &Value, module: &str, reading: &Reading) -> Value {
    let token = members(suite, &case["given"]["input"])
        .any(|(name, member)| member["idempotencyToken"] == true && case["params"][name].is_null());
    let errors = case["given"]["errors"].as_array().into_iter().flatten();
    let error_members: BTreeSet<_> =
        errors.flat_map(|error| members(suite, error)).map(|(name, _)| name).collect();
    json!({
        "service": module,
        "operation": case["given"]["name"],
        "endpoint": suite.endpoint,
        "reading": {
            "format": format(suite, case),
            "entries": reading.entries,
            "keys": reading.keys,
        },
        "token": token,
        "error_members": error_members,
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
pub fn endpoints(cases: &mut Cases, botocore: &Path, home: &Home<'_>) -> Vec<Service> {
    let mut services = Vec::new();
    for (number, rules) in cases.endpoints.iter_mut().enumerate() {
        let name = package("endpoints", &rules.service, number);
        let generated = rule_files(botocore, &rules.service)
            .and_then(|files| Ok((rules_crate(&name, &files, home)?, files)));
        match generated {
            Ok((output, files)) => {
                rules.files = Some(files);
                let module = name.replace('-', "_");
                rules
                    .cases
                    .iter_mut()
                    .for_each(|case| case.job = Some(endpoint_job(case, &module)));
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

fn endpoint_job(case: &Case, module: &str) -> Value {
    json!({
        "service": module,
        "operation": "",
        "endpoint": null,
        "reading": {"format": "text", "entries": [], "keys": []},
        "token": false,
        "error_members": [],
        "case": case.value,
    })
}

/// The newest rules of a service, and the partitions they refer to.
fn rule_files(botocore: &Path, service: &str) -> Result<RuleFiles> {
    let data = botocore.join("data");
    let folder = data.join(service);
    let versions = std::fs::read_dir(&folder)
        .with_context(|| format!("{}: cannot be read", folder.display()))?;
    let versions = versions
        .flatten()
        .filter_map(|version| Some((version.file_name(), inputs::find(&version.path(), RULES)?)));
    let newest = versions.max().map(|(_, rules)| rules);
    let lacks = |name: &str| format!("{}: there is no {name}", folder.display());
    Ok(RuleFiles {
        rules: newest.with_context(|| lacks(RULES))?,
        partitions: inputs::find(&data, PARTITIONS).with_context(|| lacks(PARTITIONS))?,
    })
}

/// A crate with these rules, and no operation.
fn rules_crate(name: &str, files: &RuleFiles, home: &Home<'_>) -> Result<Output> {
    let metadata = complete(&json!({"protocol": "rest-json"}));
    let service = json!({"version": "2.0", "metadata": metadata, "operations": {}, "shapes": {}});
    let input = Input {
        service: Source { name: format!("{name}/service-2.json"), text: service.to_string() },
        endpoint_rules: Some(inputs::source(&files.rules, home.root)?),
        partitions: Some(inputs::source(&files.partitions, home.root)?),
        ..Input::default()
    };
    smithwright_codegen::generate(input, &options(name, home))
        .map_err(|found| anyhow::anyhow!("{}", reasons(&found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suites(json: Value) -> Vec<Suite> {
        let suite = |suite: &Value| Suite {
            metadata: suite["metadata"].clone(),
            shapes: suite["shapes"].clone(),
            endpoint: None,
            cases: suite["cases"].as_array().unwrap().iter().map(case).collect(),
        };
        json.as_array().unwrap().iter().map(suite).collect()
    }

    fn case(value: &Value) -> Case {
        let outcome = Outcome::Skipped(String::new());
        Case { place: String::new(), value: value.clone(), job: None, outcome }
    }

    fn suite_of(protocol: &str, shapes: Value, operations: &[Value]) -> Value {
        let case = |given: &Value| json!({"given": given, "params": {}});
        let cases: Vec<_> = operations.iter().map(case).collect();
        json!({"metadata": {"protocol": protocol}, "shapes": shapes, "cases": cases})
    }

    fn operation(name: &str, uri: &str) -> Value {
        json!({"name": name, "http": {"method": "POST", "requestUri": uri}, "input": {"shape": "In"}})
    }

    fn input(member: Value) -> Value {
        json!({"In": {"type": "structure", "members": {"A": member}}, "S": {"type": "string"},
            "N": {"type": "integer"}})
    }

    fn home() -> Home<'static> {
        Home::new(Path::new("/repository"), "conformance")
    }

    /// The crates, and the crate of each case, if it has one.
    fn placed(suites: Vec<Suite>) -> (usize, Vec<Option<String>>) {
        let mut cases = Cases { suites, ..Cases::default() };
        let services = services(&mut cases, &home());
        let service = |case: &Case| Some(case.job.as_ref()?["service"].as_str()?.to_owned());
        (services.len(), cases.all().map(service).collect())
    }

    #[test]
    fn suites_share_a_crate_where_nothing_contradicts() {
        let text = || input(json!({"shape": "S"}));
        let (a, b) = (operation("A", "/"), operation("B", "/b"));
        let all = suites(json!([
            suite_of("rest-json", text(), &[a.clone(), b, a]),
            suite_of("rest-json", text(), &[operation("A", "/other"), operation("C", "/")]),
            suite_of("rest-json", input(json!({"shape": "N"})), &[operation("D", "/")]),
        ]));
        let module = |number| Some(format!("conformance_rest_json_{number}"));
        let wanted = [0, 0, 0, 1, 1, 2].map(module);
        assert_eq!(placed(all), (3, wanted.to_vec()));
    }

    #[test]
    fn what_the_generator_leaves_out_is_skipped_for_its_reason() {
        let mut lost = operation("A", "/");
        lost["endpointdiscovery"] = json!({"required": true});
        let shapes = input(json!({"shape": "S"}));
        let suites = suites(json!([suite_of("rest-json", shapes, &[lost, operation("B", "/")])]));
        let mut cases = Cases { suites, ..Cases::default() };
        assert_eq!(services(&mut cases, &home()).len(), 1);
        let [left_out, kept] = &cases.suites[0].cases[..] else { panic!("{cases:?}") };
        let Outcome::Skipped(reason) = &left_out.outcome else { panic!("{left_out:?}") };
        assert!(reason.contains("endpoint discovery") && left_out.job.is_none(), "{left_out:?}");
        assert!(kept.job.is_some());
    }

    #[test]
    fn what_cannot_be_generated_fails_alone() {
        let good = suite_of("rest-json", input(json!({"shape": "S"})), &[operation("A", "/")]);
        let bad = suite_of("rest-json", input(json!({"shape": "Lost"})), &[operation("B", "/")]);
        let mut cases = Cases { suites: suites(json!([bad, good])), ..Cases::default() };
        assert_eq!(services(&mut cases, &home()).len(), 1);
        let outcomes: Vec<_> = cases.all().map(|case| &case.outcome).collect();
        let Outcome::Failed(found) = outcomes[0] else { panic!("{outcomes:?}") };
        assert!(found[0].actual.contains("Lost"), "{found:?}");
        assert!(cases.suites[1].cases[0].job.is_some());
    }

    fn told(protocol: &str, shapes: Value, params: Value) -> Value {
        let suite = &suites(json!([suite_of(protocol, shapes, &[])]))[0];
        let case = json!({"given": operation("A", "/"), "params": params});
        job(suite, &case, "m", &Reading::of(suite))
    }

    #[test]
    fn the_driver_is_told_what_bodies_are() {
        let shapes = |payload: Value| {
            let mut shapes = input(json!({"shape": "S"}));
            shapes["In"]["payload"] = payload;
            shapes
        };
        let format =
            |protocol, shapes| told(protocol, shapes, json!({}))["reading"]["format"].clone();
        for (protocol, wanted) in [
            ("json", "json"),
            ("rest-json", "json"),
            ("rest-xml", "xml"),
            ("query", "form"),
            ("ec2", "form"),
            ("smithy-rpc-v2-cbor", "cbor"),
            ("other", "text"),
        ] {
            assert_eq!(format(protocol, shapes(Value::Null)), wanted);
        }
        assert_eq!(format("rest-xml", shapes(json!("A"))), "text", "a payload of letters");
        let mut structure = shapes(json!("A"));
        structure["S"] = json!({"type": "structure", "members": {}});
        assert_eq!(format("rest-xml", structure), "xml");
    }

    #[test]
    fn the_driver_is_told_what_has_no_order() {
        let mut shapes = input(json!({"shape": "M", "flattened": true, "locationName": "Item"}));
        shapes["M"] = json!({"type": "map", "key": {"shape": "S", "locationName": "K"}, "value": {"shape": "S"}});
        let reading = told("rest-xml", shapes, json!({}))["reading"].clone();
        assert_eq!(reading["entries"], json!(["Item", "entry"]));
        assert_eq!(reading["keys"], json!([["K", "value"]]));
    }

    #[test]
    fn the_driver_is_told_what_errors_have() {
        let suite = &suites(json!([suite_of("json", input(json!({"shape": "S"})), &[])]))[0];
        let given = json!({"name": "A", "errors": [{"shape": "In"}]});
        assert_eq!(
            job(suite, &json!({"given": given}), "m", &Reading::of(suite))["error_members"],
            json!(["A"])
        );
    }

    #[test]
    fn the_driver_is_told_whether_a_token_is_made_up() {
        let shapes = || input(json!({"shape": "S", "idempotencyToken": true}));
        assert_eq!(told("json", shapes(), json!({}))["token"], true);
        assert_eq!(told("json", shapes(), json!({"A": "mine"}))["token"], false);
        assert_eq!(told("json", input(json!({"shape": "S"})), json!({}))["token"], false);
    }
}
