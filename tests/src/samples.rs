//! Inputs and answers, made from the model and from nothing that the generator made.

use crate::models::folder;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// API Gateway V2 as botocore publishes it.
static MODEL: LazyLock<Value> = LazyLock::new(|| model("apigatewayv2"));

fn model(service: &str) -> Value {
    let path = folder("../model").join(service).join("service-2.json");
    let text = std::fs::read_to_string(path).expect("the model is there");
    serde_json::from_str(&text).expect("the model is JSON")
}

/// What to fill inputs and answers with. The default sets every member to something plain.
#[derive(Clone, Debug)]
pub struct Samples {
    /// The service's model.
    pub model: &'static Value,
    /// Which members are set.
    pub members: Members,
    /// Every text, and every key of a map.
    pub text: String,
    /// Every text that goes into the path.
    pub label: String,
    /// Which value of each enum, counted around; none is a value that the model does not know.
    pub choice: Option<usize>,
    /// How many elements are in each list, and entries in each map.
    pub length: usize,
    /// Every integer.
    pub integer: i32,
    /// Every floating-point number; a text where JSON has no number.
    pub double: Value,
    /// Every flag.
    pub boolean: bool,
    /// Every point in time, in seconds and as a JSON body has it where the model asks for text.
    pub time: (f64, String),
    /// Whether structures on the wire have a member that the model does not know.
    pub unknown: bool,
    /// A type of shape, and what stands in the place of its values on the wire.
    pub odd: Option<(&'static str, Value)>,
}

/// Which members are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// All.
    All,
    /// Those that the model requires.
    Required,
    /// None.
    None,
    /// Those that the model requires, and the input's member of this name with all that is in it.
    With(String),
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
    /// The headers that members make.
    pub headers: Vec<(String, String)>,
    /// The body, if it has one; a text if it is no JSON.
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
        Self {
            model: &MODEL,
            members: Members::All,
            text: "text".to_owned(),
            label: "text".to_owned(),
            choice: Some(0),
            length: 1,
            integer: 7,
            double: 0.25.into(),
            boolean: true,
            time: (1_700_000_000.5, "2023-11-14T22:13:20.5Z".to_owned()),
            unknown: false,
            odd: None,
        }
    }
}

/// The names of all operations.
pub fn operations() -> impl Iterator<Item = &'static str> {
    names(&MODEL)
}

/// The names of the members of an operation's input.
pub fn input_members(operation: &str) -> impl Iterator<Item = &'static str> {
    let shape = self::operation(operation)["input"]["shape"].as_str();
    shape.into_iter().flat_map(|shape| members(&MODEL, shape)).map(|(name, _)| name.as_str())
}

/// The names of the errors that an operation lists.
pub fn errors(operation: &str) -> impl Iterator<Item = &'static str> {
    self::operation(operation)["errors"].as_array().into_iter().flatten().map(shape_of)
}

/// How many values the largest enum has.
pub fn most_choices() -> usize {
    let shapes = MODEL["shapes"].as_object().into_iter().flatten();
    shapes.filter_map(|(_, shape)| Some(shape["enum"].as_array()?.len())).max().unwrap_or_default()
}

impl Samples {
    /// Those of the service in this folder below `model/`.
    ///
    /// # Panics
    ///
    /// When there is no such service.
    pub fn of(service: &str) -> Self {
        // A few a program.
        Self { model: Box::leak(Box::new(model(service))), ..Self::default() }
    }

    /// The names of all operations, in order.
    pub fn operations(&self) -> Vec<&'static str> {
        let mut names = names(self.model).collect::<Vec<_>>();
        names.sort_unstable();
        names
    }

    fn operation(&self, name: &str) -> &'static Value {
        &self.model["operations"][name]
    }

    fn members(
        &self,
        shape: &str,
    ) -> impl Iterator<Item = (&'static String, &'static Value)> + use<> {
        members(self.model, shape)
    }

    /// What `operation` is called with, by the names of members.
    pub fn input(&self, operation: &str) -> Value {
        match self.operation(operation)["input"]["shape"].as_str() {
            Some(shape) => self.structure(shape, Form::Named, true),
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
        let uri = http["requestUri"].as_str().expect("an operation has a path");
        let (path, fixed) = uri.split_once('?').unwrap_or((uri, ""));
        let mut path = path.to_owned();
        let mut query: Vec<_> =
            fixed.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let (mut headers, mut body, mut payload) = (Vec::new(), Map::new(), None);
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
                    Value::Object(all) => {
                        query.extend(
                            all.iter().map(|(key, value)| format!("{key}={}", text(value))),
                        );
                    }
                    value => query.push(format!("{wire}={}", text(value))),
                },
                Some("header") => headers.push((wire.to_lowercase(), text(&value))),
                Some(other) => panic!("{other} is not a place that this service uses"),
                None if self.payload(input) == Some(name) => payload = Some(value),
                None => drop(body.insert(wire.to_owned(), value)),
            }
        }
        query.sort();
        let method = http["method"].as_str().expect("an operation has a method").to_owned();
        let body = payload.or_else(|| (!body.is_empty()).then(|| body.into()));
        Request { method, path, query, headers, body }
    }

    /// The member of a structure that is the whole body, if one is.
    fn payload(&self, shape: Option<&str>) -> Option<&'static str> {
        self.model["shapes"][shape?]["payload"].as_str()
    }

    /// The headers of an answer to `operation` that members are read from.
    pub fn output_headers(&self, operation: &str) -> Vec<(&'static str, String)> {
        let output = self.operation(operation)["output"]["shape"].as_str();
        let members = output.into_iter().flat_map(|shape| self.members(shape));
        let headers = members.filter(|(_, member)| member["location"] == "header");
        let header = |(_, member): (_, &'static Value)| {
            let name = member["locationName"].as_str().expect("a header has a name");
            (name, text(&self.value(shape_of(member), Form::Wire)))
        };
        headers.map(header).collect()
    }

    /// The body of an answer to `operation`, and how it reads by the names of members.
    pub fn output(&self, operation: &str) -> (String, Value) {
        let Some(shape) = self.operation(operation)["output"]["shape"].as_str() else {
            return (String::new(), json!({}));
        };
        let named = self.structure(shape, Form::Named, false);
        match self.payload(Some(shape)) {
            Some(member) => (named[member].as_str().unwrap_or_default().to_owned(), named),
            None => (self.structure(shape, Form::Wire, false).to_string(), named),
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

    fn structure(&self, name: &str, form: Form, is_input: bool) -> Value {
        let required = self.model["shapes"][name]["required"].as_array();
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|r| r == name));
        let is_set = |name: &str| match &self.members {
            Members::All => true,
            Members::Required => is_required(name),
            Members::None => false,
            Members::With(other) => !is_input || name == other || is_required(name),
        };
        let member = |(name, member): (&String, &'static Value)| {
            let wire = member["locationName"].as_str().filter(|_| form == Form::Wire);
            let value = match member["location"].as_str() {
                Some("uri") if !self.is_enum(shape_of(member)) => self.label.as_str().into(),
                _ => self.value(shape_of(member), form),
            };
            (wire.unwrap_or(name).to_owned(), value)
        };
        let set = self.members(name).filter(|(name, _)| is_set(name)).map(member);
        let unknown = (self.unknown && form == Form::Wire)
            .then(|| ("unknownMember".to_owned(), json!({ "deep": [null, { "er": -1.5e300 }] })));
        set.chain(unknown).collect::<Map<_, _>>().into()
    }

    fn is_enum(&self, shape: &str) -> bool {
        self.model["shapes"][shape]["enum"].is_array()
    }

    fn value(&self, name: &str, form: Form) -> Value {
        let shape = &self.model["shapes"][name];
        let kind = shape["type"].as_str().unwrap_or_default();
        if let (Some((odd, value)), Form::Wire) = (&self.odd, form)
            && *odd == kind
        {
            return value.clone();
        }
        match kind {
            "structure" => self.structure(name, form, false),
            "list" => vec![self.value(shape_of(&shape["member"]), form); self.length].into(),
            "map" => (0..self.length)
                .map(|index| {
                    let key = format!("{}{}", self.text, "x".repeat(index));
                    (key, self.value(shape_of(&shape["value"]), form))
                })
                .collect::<Map<_, _>>()
                .into(),
            "string" => {
                let choice = self.choice.zip(shape["enum"].as_array());
                let choice = choice.map(|(index, all)| all[index % all.len()].clone());
                choice.unwrap_or_else(|| self.text.as_str().into())
            }
            "boolean" => self.boolean.into(),
            "integer" => self.integer.into(),
            "double" => self.double.clone(),
            "long" => self.integer.into(),
            "timestamp" if form == Form::Wire && shape["timestampFormat"] == "iso8601" => {
                self.time.1.as_str().into()
            }
            "timestamp" => self.time.0.into(),
            "blob" => self.text.as_str().into(),
            other => panic!("{name} is a {other}, which this service does not have"),
        }
    }
}

fn operation(name: &str) -> &'static Value {
    &MODEL["operations"][name]
}

fn names(model: &'static Value) -> impl Iterator<Item = &'static str> {
    model["operations"].as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}

fn members(
    model: &'static Value,
    shape: &str,
) -> impl Iterator<Item = (&'static String, &'static Value)> + use<> {
    model["shapes"][shape]["members"].as_object().into_iter().flatten()
}

fn shape_of(reference: &'static Value) -> &'static str {
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
