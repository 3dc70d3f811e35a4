//! Protocol cases to crates: several suites in one where that changes nothing.

use super::cases::{Cases, Outcome, Suite};
use super::home::Home;
use super::job::{self, Reading};
use super::service::{Service, complete, options, package_name, reasons};
use serde_json::{Map, Value, json};
use smithwright_codegen::ir::Crate;
use smithwright_codegen::model_files::{ENDPOINT_RULES, SERVICE};
use smithwright_codegen::{Diagnostics, Input, Source};
use std::collections::BTreeMap;

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
                    let job = job::protocol(suite, &suite.cases[index].value, &module, &reading);
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
            name: package_name(task, protocol, number),
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
            service: source(SERVICE, service),
            endpoint_rules: Some(source(ENDPOINT_RULES, configured_endpoint())),
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

#[cfg(test)]
mod tests {
    use super::super::cases::Case;
    use super::super::samples::{input, operation, suite_of, suites};
    use super::*;
    use std::path::Path;

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
}
