//! What a model says is sensitive, read from its files and from nothing that the generator made; and values in which all
//! that is sensitive is marked.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A model, in botocore's format or Smithy's AST.
#[derive(Debug, Default)]
pub struct Model {
    shapes: BTreeMap<String, Shape>,
    /// The operations, by name.
    pub operations: BTreeMap<String, Operation>,
}

/// The shapes of an operation's messages.
#[derive(Debug, Default)]
pub struct Operation {
    input: Option<String>,
    output: Option<String>,
    /// Its errors.
    pub errors: Vec<String>,
}

#[derive(Debug, Default)]
struct Shape {
    kind: String,
    is_sensitive: bool,
    is_stream: bool,
    members: Vec<Member>,
}

#[derive(Clone, Debug)]
struct Member {
    name: String,
    target: String,
    is_sensitive: bool,
}

/// How the marks look wherever they may be shown: as text, in base64, as numbers of bytes, as number, and as a time.
const MARKS: [&str; 6] =
    ["SECRET", "U0VDUkVU", "83, 69, 67, 82, 69, 84", "9876543", "2032-12-2", "Dec 2032"];

/// How deep structures are filled.
const DEPTH: usize = 3;

/// The first mark in a text, if there is one, with what stands around it.
pub fn mark_in(text: &str) -> Option<&str> {
    let at = MARKS.iter().find_map(|mark| text.find(mark))?;
    let start = (0..=at.saturating_sub(300)).rev().find(|at| text.is_char_boundary(*at))?;
    let end = (at + 100..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    Some(&text[start..end])
}

impl Model {
    /// The model in a folder.
    ///
    /// # Panics
    ///
    /// When there is none, or it is broken.
    pub fn read(folder: &Path) -> Self {
        let json = |name: &str| -> Option<Value> {
            let text = std::fs::read_to_string(folder.join(name)).ok()?;
            Some(serde_json::from_str(&text).expect("a model is JSON"))
        };
        let mut model = Self::default();
        if let Some(botocore) = json("service-2.json") {
            model.add_botocore(&botocore);
        }
        let files = ["model.json", "more.json"].iter().filter_map(|name| json(name));
        let shapes =
            files.filter_map(|mut file| file["shapes"].as_object_mut().map(std::mem::take));
        let shapes: Vec<_> = shapes.flatten().collect();
        model.add_ast(&shapes);
        model.apply(&shapes);
        assert!(!model.operations.is_empty(), "{} has no operations", folder.display());
        model
    }

    fn add_botocore(&mut self, model: &Value) {
        for (name, shape) in entries(&model["shapes"]) {
            let member = |(name, member): (&String, &Value)| Member {
                name: name.clone(),
                target: text(&member["shape"]),
                is_sensitive: member["sensitive"] == true,
            };
            let held = ["key", "value", "member"].map(|held| (held.to_owned(), &shape[held]));
            let held = held.iter().filter(|(_, value)| value.is_object());
            let kind = match (shape["type"].as_str(), shape["union"] == true) {
                (Some("string"), _) if shape["enum"].is_array() => "enum",
                (_, true) => "union",
                (kind, _) => kind.expect("a shape has a type"),
            };
            let shape = Shape {
                kind: kind.to_owned(),
                is_sensitive: shape["sensitive"] == true,
                is_stream: shape["eventstream"] == true || shape["streaming"] == true,
                members: entries(&shape["members"])
                    .chain(held.map(|(name, value)| (name, *value)))
                    .map(member)
                    .collect(),
            };
            self.shapes.insert(name.clone(), shape);
        }
        for (name, operation) in entries(&model["operations"]) {
            let shape = |message: &str| operation[message]["shape"].as_str().map(str::to_owned);
            let errors = operation["errors"].as_array().into_iter().flatten();
            let errors = errors.map(|error| text(&error["shape"])).collect();
            let messages = Operation { input: shape("input"), output: shape("output"), errors };
            self.operations.insert(name.clone(), messages);
        }
    }

    fn add_ast(&mut self, shapes: &[(String, Value)]) {
        for (id, shape) in shapes {
            let members = mixed_members(shapes, shape);
            match shape["type"].as_str().expect("a shape has a type") {
                "apply" => {}
                "operation" => {
                    let errors = shape["errors"].as_array().into_iter().flatten();
                    let operation = Operation {
                        input: target(&shape["input"]).filter(|input| input != "Unit"),
                        output: target(&shape["output"]).filter(|output| output != "Unit"),
                        errors: errors.filter_map(target).collect(),
                    };
                    self.operations.insert(name_of(id), operation);
                }
                kind => {
                    let shape = Shape {
                        kind: kind.to_owned(),
                        is_sensitive: is_marked(shape, "sensitive"),
                        is_stream: is_marked(shape, "streaming"),
                        members,
                    };
                    self.shapes.insert(name_of(id), shape);
                }
            }
        }
    }

    /// Statements that add a trait to a shape or member of another file.
    fn apply(&mut self, shapes: &[(String, Value)]) {
        let statements = shapes.iter().filter(|(_, shape)| shape["type"] == "apply");
        for (id, _) in statements.filter(|(_, shape)| is_marked(shape, "sensitive")) {
            let (shape, member) = id.split_once('$').unwrap_or((id, ""));
            let shape = self.shapes.get_mut(&name_of(shape)).expect("it is applied to a shape");
            match shape.members.iter_mut().find(|other| other.name == member) {
                Some(member) => member.is_sensitive = true,
                None => shape.is_sensitive = true,
            }
        }
    }

    /// The operations that take or give what is sensitive.
    pub fn sensitive_operations(&self) -> Vec<&str> {
        let operations = self.operations.iter();
        let sensitive = operations.filter(|(_, operation)| {
            let messages = operation.input.iter().chain(&operation.output).chain(&operation.errors);
            messages.into_iter().any(|shape| self.holds_sensitive(shape, &mut BTreeSet::new()))
        });
        sensitive.map(|(name, _)| name.as_str()).collect()
    }

    fn holds_sensitive(&self, shape: &str, through: &mut BTreeSet<String>) -> bool {
        let Some(shape) = self.shapes.get(shape).filter(|_| through.insert(shape.to_owned()))
        else {
            return false;
        };
        let held =
            |member: &Member| member.is_sensitive || self.holds_sensitive(&member.target, through);
        shape.is_sensitive || shape.members.iter().any(held)
    }

    /// How many rounds of values there are, so that each member of each union is set in one of them.
    pub fn rounds(&self) -> usize {
        let unions = self.shapes.values().filter(|shape| shape.kind == "union");
        unions.map(|shape| shape.members.len()).max().unwrap_or(1)
    }

    /// The input of an operation, by the names of members.
    pub fn input(&self, operation: &str, round: usize) -> Value {
        self.message(self.operations[operation].input.as_deref(), round)
    }

    /// The output of an operation.
    pub fn output(&self, operation: &str, round: usize) -> Value {
        self.message(self.operations[operation].output.as_deref(), round)
    }

    /// A structure of this name; an empty one, if there is none.
    pub fn message(&self, shape: Option<&str>, round: usize) -> Value {
        shape.map_or(json!({}), |shape| self.value(shape, false, round, DEPTH).unwrap_or(json!({})))
    }

    /// A value of a shape. Within what is sensitive, all is.
    fn value(&self, target: &str, sensitive: bool, round: usize, depth: usize) -> Option<Value> {
        let Some(shape) = self.shapes.get(target) else {
            return simple(&target.to_lowercase(), sensitive);
        };
        let sensitive = sensitive || shape.is_sensitive;
        let value = |member: &Member, depth| {
            self.value(&member.target, sensitive || member.is_sensitive, round, depth)
        };
        let field = |member: &Member| {
            let is_stream = self.shapes.get(&member.target).is_some_and(|target| target.is_stream);
            let value = value(member, depth - 1).filter(|_| !is_stream);
            Some((member.name.clone(), value?))
        };
        match shape.kind.as_str() {
            "structure" | "union" if depth == 0 => None,
            "structure" => {
                Some(shape.members.iter().filter_map(field).collect::<Map<_, _>>().into())
            }
            "union" => {
                let chosen = &shape.members[round % shape.members.len()];
                let other = || shape.members.iter().find_map(field);
                let (name, value) = field(chosen).or_else(other)?;
                Some(json!({ name: value }))
            }
            "list" | "set" => Some(json!([value(&shape.members[0], depth)?])),
            "map" => {
                let is_key = |member: &&Member| member.name == "key";
                let (key, held) = (
                    shape.members.iter().find(is_key)?,
                    shape.members.iter().find(|member| !is_key(member))?,
                );
                let key = value(key, depth)?.as_str()?.to_owned();
                Some(json!({ key: value(held, depth)? }))
            }
            kind => simple(kind, sensitive),
        }
    }
}

/// A value of a simple shape; none where marks cannot be told from other values.
fn simple(kind: &str, sensitive: bool) -> Option<Value> {
    Some(match (kind, sensitive) {
        // It is base64 as well.
        ("string" | "enum" | "blob", true) => "SECRETS1".into(),
        ("string" | "enum" | "blob", false) => "open".into(),
        // What the tests write and read values with has none of these.
        ("biginteger" | "bigdecimal", _) => return None,
        ("integer" | "long" | "intenum", true) => 987_654_321.into(),
        ("float" | "double", true) => json!(987_654_321.5),
        ("timestamp", true) => json!(1_987_654_321.0),
        ("timestamp", false) => json!(1.0),
        ("boolean" | "primitiveboolean", _) => true.into(),
        ("document", true) => json!({"SECRET2": ["SECRET3", 987_654_322]}),
        ("document", false) => json!({}),
        ("float" | "double", false) => json!(0.5),
        ("unit", _) => json!({}),
        (_, false) => 7.into(),
        (_, true) => return None,
    })
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().expect("it is a text").to_owned()
}

fn target(reference: &Value) -> Option<String> {
    reference["target"].as_str().map(name_of)
}

/// The name in a shape's id.
fn name_of(id: &str) -> String {
    id.rsplit('#').next().unwrap_or(id).to_owned()
}

fn is_marked(shape: &Value, name: &str) -> bool {
    shape["traits"].get(format!("smithy.api#{name}")).is_some()
}

/// The members of a shape, those of its mixins first.
fn mixed_members(shapes: &[(String, Value)], shape: &Value) -> Vec<Member> {
    let member = |(name, member): (&String, &Value)| Member {
        name: name.clone(),
        target: target(member).expect("a member has a target"),
        is_sensitive: is_marked(member, "sensitive"),
    };
    let mixins = shape["mixins"].as_array().into_iter().flatten().filter_map(target);
    let mixed = mixins.flat_map(|mixin| {
        let mixin =
            shapes.iter().find(|(id, other)| name_of(id) == mixin && other["type"] != "apply");
        mixed_members(shapes, &mixin.expect("it is there").1)
    });
    let held = ["key", "value", "member"].map(|held| (held.to_owned(), &shape[held]));
    let held = held.iter().filter(|(_, value)| value.is_object());
    let own = entries(&shape["members"]).chain(held.map(|(name, value)| (name, *value)));
    mixed.chain(own.map(member)).collect()
}
