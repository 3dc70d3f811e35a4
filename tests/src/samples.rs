//! Inputs and answers with every member set, made from the model and from nothing that the generator made.

use crate::models::folder;
use serde_json::{Map, Value, json};

/// API Gateway V2 as botocore publishes it.
#[derive(Debug)]
pub struct Samples {
    model: Value,
}

/// A request in which every member is set.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The query, its parts in order of their names.
    pub query: Vec<String>,
    /// The body, if it has one.
    pub body: Option<Value>,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// By the names of members, as boto3 has it.
    Named,
    /// As it stands in a JSON body.
    Wire,
}

impl Default for Samples {
    fn default() -> Self {
        let path = folder("../model/apigatewayv2/service-2.json");
        let text = std::fs::read_to_string(path).expect("the model is there");
        Self { model: serde_json::from_str(&text).expect("the model is JSON") }
    }
}

impl Samples {
    /// What `operation` is called with, by the names of members.
    pub fn input(&self, operation: &str) -> Value {
        match self.operation(operation)["input"]["shape"].as_str() {
            Some(shape) => self.value(shape, Form::Named),
            None => json!({}),
        }
    }

    /// What must be sent for that input.
    ///
    /// # Panics
    ///
    /// When the model has something in it that this service has not.
    pub fn request(&self, operation: &str) -> Request {
        let http = &self.operation(operation)["http"];
        let mut path = http["requestUri"].as_str().expect("an operation has a path").to_owned();
        let (mut query, mut body) = (Vec::new(), Map::new());
        let mut has_body = false;
        let input = self.operation(operation)["input"]["shape"].as_str();
        for (name, member) in input.into_iter().flat_map(|shape| self.members(shape)) {
            let wire = member["locationName"].as_str().unwrap_or(name);
            let value = self.value(shape_of(member), Form::Wire);
            match member["location"].as_str() {
                Some("uri") => path = path.replace(&format!("{{{wire}}}"), &text(&value)),
                Some("querystring") => match &value {
                    Value::Array(all) => {
                        query.extend(all.iter().map(|value| format!("{wire}={}", text(value))));
                    }
                    value => query.push(format!("{wire}={}", text(value))),
                },
                Some(other) => panic!("{other} is not a place that this service uses"),
                None => {
                    has_body = true;
                    body.insert(wire.to_owned(), value);
                }
            }
        }
        query.sort();
        let method = http["method"].as_str().expect("an operation has a method").to_owned();
        Request { method, path, query, body: has_body.then(|| body.into()) }
    }

    /// The body of an answer to `operation`, and how it reads by the names of members.
    pub fn output(&self, operation: &str) -> (String, Value) {
        let Some(shape) = self.operation(operation)["output"]["shape"].as_str() else {
            return (String::new(), json!({}));
        };
        let named = self.value(shape, Form::Named);
        match self.model["shapes"][shape]["payload"].as_str() {
            Some(member) => (named[member].as_str().unwrap_or_default().to_owned(), named),
            None => (self.value(shape, Form::Wire).to_string(), named),
        }
    }

    /// The operation that a request calls, and the status of its answer.
    pub fn called(&self, method: &str, path: &str) -> Option<(&str, u64)> {
        let operations = self.model["operations"].as_object()?.iter();
        let mut called = operations.filter(|(_, operation)| {
            let http = &operation["http"];
            http["method"] == method && fits(http["requestUri"].as_str().unwrap_or_default(), path)
        });
        let (name, operation) = called.next()?;
        Some((name, operation["http"]["responseCode"].as_u64().unwrap_or(200)))
    }

    fn operation(&self, name: &str) -> &Value {
        &self.model["operations"][name]
    }

    fn members(&self, shape: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.model["shapes"][shape]["members"].as_object().into_iter().flatten()
    }

    fn value(&self, name: &str, form: Form) -> Value {
        let shape = &self.model["shapes"][name];
        match shape["type"].as_str().unwrap_or_default() {
            "structure" => {
                let member = |(name, member): (&String, &Value)| {
                    let wire = member["locationName"].as_str().filter(|_| form == Form::Wire);
                    let value = self.value(shape_of(member), form);
                    (wire.unwrap_or(name).to_owned(), value)
                };
                self.members(name).map(member).collect::<Map<_, _>>().into()
            }
            "list" => {
                let element = self.value(shape_of(&shape["member"]), form);
                json!([element, element])
            }
            "map" => json!({ "key": self.value(shape_of(&shape["value"]), form) }),
            "string" => shape["enum"].get(0).cloned().unwrap_or_else(|| "text".into()),
            "boolean" => true.into(),
            "integer" => 7.into(),
            "double" => 0.25.into(),
            "timestamp" if form == Form::Wire => "2023-11-14T22:13:20.5Z".into(),
            "timestamp" => 1_700_000_000.5.into(),
            "blob" => "bytes".into(),
            other => panic!("{name} is a {other}, which this service does not have"),
        }
    }
}

fn shape_of(reference: &Value) -> &str {
    reference["shape"].as_str().expect("a reference names a shape")
}

/// Whether `path` is one of those that `template` stands for.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let same = |(part, actual): (&&str, &&str)| part == actual || part.starts_with('{');
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
