//! Scenarios: calls in a row, made by our client and by boto3, side by side.
//!
//! A scenario runs twice, each time on a server that knows nothing yet: once our client makes the calls that change
//! something, and once boto3 does. What reads, and what fails, both call, and both must be told the same. What was seen
//! in the two runs must be the same, too: so what our client stored is what boto3 stored.

mod normal;
mod run;

use crate::body::same;
use crate::boto3::{Boto3, Moto};
use crate::driver::{Call, called_by};
use normal::{comparable, repeatable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

pub use normal::Defaults;
pub use run::main;

/// What an operation answered: its output, or its error. An error has `Code` and `Message`; of a service's error it may
/// also be told whether the operation lists it (`Modeled`), and its other members (`Members`).
pub type Answer = Result<Value, Value>;

/// A call of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    /// The service, as boto3 calls it.
    pub service: String,
    /// The operation, by its name in the model.
    pub operation: String,
    /// Its input, as boto3 takes it.
    pub input: Value,
    /// How it is called.
    pub how: How,
}

/// How an operation is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// Once.
    #[default]
    Once,
    /// Page after page, by its paginator. The output is the list of the pages.
    Pages,
    /// By whoever is given a presigned request, with a client of plain HTTP that has no credentials. The output is the
    /// status and the body of the answer. The input's `Body` is sent, and not signed.
    Presigned,
    /// Until the waiter of this name, as boto3 calls it, is content. The output is empty.
    Until(String),
}

/// Someone who calls operations of a service.
pub trait Peer {
    /// Calls an operation.
    fn ask(&mut self, ask: &Ask) -> impl Future<Output = Answer>;
}

/// Finds an operation in generated code, by the names of the service and of the operation.
pub type Find<'a> = &'a dyn Fn(&str, &str) -> Option<Call>;

/// Services as generated code calls them.
pub struct Generated<'a> {
    /// Finds an operation.
    pub find: Find<'a>,
    /// Sends presigned requests.
    pub plain: Boto3,
    /// Where the server is.
    pub url: String,
}

impl Peer for Generated<'_> {
    async fn ask(&mut self, ask: &Ask) -> Answer {
        let Some(call) = (self.find)(&ask.service, &ask.operation) else {
            return Err(no_service_error("no such operation is generated"));
        };
        let answer = called_by(call, &self.url, ask).await?;
        match ask.how {
            How::Presigned => self.plain.fetch(&with_body(answer, ask)),
            _ => Ok(answer),
        }
    }
}

/// A presigned request, with the body that is sent.
fn with_body(mut request: Value, ask: &Ask) -> Value {
    request["body"] = ask.input.get("Body").cloned().unwrap_or_else(|| "".into());
    request
}

/// An error that no service gave.
pub fn no_service_error(message: impl Display) -> Value {
    json!({ "Code": null, "Message": message.to_string() })
}

/// What stands in [`Step::fails`] for an error that no service gave: the client's own, or a waiter's.
const NO_CODE: &str = "none";

/// How the names of operations begin that change nothing.
const READERS: &[&str] = &["Get", "List", "Describe", "Head", "Query", "Scan", "BatchGet"];

/// A step of a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// Another service that is called.
    service: Option<String>,
    /// The operation, by its name in the model.
    call: String,
    /// Its input. `$name` stands for what an earlier step saved under this name.
    #[serde(default)]
    input: Map<String, Value>,
    #[serde(default)]
    how: How,
    /// Whether it changes nothing although its name does not say so; or does, although its name says that it reads.
    reads: Option<bool>,
    /// Members of the output that are saved, and under which names; `/A/0/B` goes into structures and lists.
    #[serde(default)]
    save: BTreeMap<String, String>,
    /// What reads what was stored. Members of the same name are the same in both outputs.
    read: Option<(String, Map<String, Value>)>,
    /// The code of the error that is wanted.
    fails: Option<String>,
    /// Members that the server makes up anew each time, at any depth.
    #[serde(default)]
    random: BTreeSet<String>,
    /// Why it is as it is; nothing reads it.
    #[serde(default, rename = "note")]
    _note: String,
}

/// A scenario.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Scenario(Vec<Step>);

impl Scenario {
    /// Reads a scenario in JSON: a list of steps.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.0.len()
    }

    /// The operations that are called.
    pub fn operations(&self) -> BTreeSet<String> {
        let readers = self.0.iter().filter_map(|step| Some(step.read.as_ref()?.0.clone()));
        self.0.iter().map(|step| step.call.clone()).chain(readers).collect()
    }

    /// Runs it twice, against a server of its own, by boto3 and by the client of `service` that `ours` makes for the
    /// URL of the server.
    ///
    /// # Errors
    ///
    /// The first difference, or an answer that is not the wanted one.
    pub async fn side_by_side<P: Peer>(
        &self,
        service: &str,
        defaults: &Defaults,
        ours: impl Fn(&str) -> P,
    ) -> Result<(), String> {
        let mut seen = Vec::new();
        for caller in [Caller::Ours, Caller::Boto3] {
            let moto = Moto::start();
            let mut boto3 = Boto3::new(service, &moto.url());
            moto.prepare(&mut boto3);
            let run = Run::new(service, caller, ours(&moto.url()), boto3, defaults);
            let run = run.all(self).await.map_err(|error| format!("{caller:?} calls: {error}"))?;
            seen.push(run.into_iter().map(|seen| seen.anywhere(&moto.url())).collect::<Vec<_>>());
        }
        same_was_seen(&seen[0], &seen[1])
    }
}

/// Who calls the operations of a scenario that change something.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Caller {
    Ours,
    Boto3,
}

/// What was seen at a step.
struct Seen {
    step: String,
    value: Value,
}

impl Seen {
    /// The same, wherever the server was.
    fn anywhere(self, url: &str) -> Self {
        let text = self.value.to_string().replace(url, "SERVER");
        Self { value: serde_json::from_str(&text).unwrap_or(self.value), ..self }
    }
}

struct Run<'a, A, B> {
    service: &'a str,
    caller: Caller,
    ours: A,
    boto3: B,
    defaults: &'a Defaults,
    saved: BTreeMap<String, Value>,
    seen: Vec<Seen>,
}

impl<'a, A: Peer, B: Peer> Run<'a, A, B> {
    fn new(service: &'a str, caller: Caller, ours: A, boto3: B, defaults: &'a Defaults) -> Self {
        let (saved, seen) = (BTreeMap::new(), Vec::new());
        Self { service, caller, ours, boto3, defaults, saved, seen }
    }

    async fn all(mut self, scenario: &Scenario) -> Result<Vec<Seen>, String> {
        for (number, step) in scenario.0.iter().enumerate() {
            let place = format!("step {} ({})", number + 1, step.call);
            self.step(step, &place).await.map_err(|error| format!("{place}: {error}"))?;
        }
        Ok(self.seen)
    }

    async fn step(&mut self, step: &Step, place: &str) -> Result<(), String> {
        let ask = self.asking(step, (&step.call, &step.input), step.how.clone());
        let answer = self.answer(step, &ask).await?;
        match (answer, &step.fails) {
            (Ok(output), None) => self.succeeded(step, place, output).await,
            (Err(error), Some(code)) if error["Code"].as_str().unwrap_or(NO_CODE) == code => {
                // Of an error that no service gave, the words are the client's own.
                let said = if error["Code"].is_null() { Value::Null } else { error };
                self.see(step, place, said);
                Ok(())
            }
            (Ok(output), Some(code)) => Err(format!("{code} is expected, not {output}")),
            (Err(error), _) => Err(format!("with {}: {error}", ask.input)),
        }
    }

    /// What fails changes nothing, so both can be asked.
    async fn answer(&mut self, step: &Step, ask: &Ask) -> Result<Answer, String> {
        let by_name = READERS.iter().any(|reader| step.call.starts_with(reader));
        let changes = !step.reads.unwrap_or(by_name) && step.fails.is_none();
        match self.caller {
            Caller::Ours if changes => Ok(self.ours.ask(ask).await),
            Caller::Boto3 if changes => Ok(self.boto3(ask).await),
            _ => self.both(ask, &step.random).await,
        }
    }

    async fn succeeded(&mut self, step: &Step, place: &str, output: Value) -> Result<(), String> {
        for (member, variable) in &step.save {
            let pointer = format!("/{}", member.trim_start_matches('/'));
            let value = output.pointer(&pointer).ok_or(format!("no {member} in {output}"))?;
            self.saved.insert(variable.clone(), value.clone());
        }
        if let Some((reader, input)) = &step.read {
            let ask = self.asking(step, (reader, input), How::Once);
            let stored = self.both(&ask, &step.random).await?;
            let stored = stored.map_err(|error| format!("{reader}: {error}"))?;
            part_of(&output, &stored).map_err(|error| format!("{reader}: {error}"))?;
            self.see(step, &format!("{place}, read by {reader}"), stored);
        }
        self.see(step, place, output);
        Ok(())
    }

    /// What boto3 gives, but for what our client leaves out on purpose.
    async fn boto3(&mut self, ask: &Ask) -> Answer {
        self.boto3.ask(ask).await.map(|output| self.defaults.left_out(output))
    }

    /// Asks both, who must say the same.
    async fn both(&mut self, ask: &Ask, random: &BTreeSet<String>) -> Result<Answer, String> {
        let ours = self.ours.ask(ask).await;
        let theirs = self.boto3(ask).await;
        let equal = match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => same(&comparable(ours, random), &comparable(theirs, random)),
            (Err(ours), Err(theirs)) => normal::same_error(ours, theirs),
            _ => false,
        };
        let shown = |answer: &Answer| match answer {
            Ok(output) => comparable(output, random).to_string(),
            Err(error) => format!("error {error}"),
        };
        match equal {
            true => Ok(ours),
            false => {
                let (ours, theirs) = (shown(&ours), shown(&theirs));
                Err(format!("with {}\n  ours   {ours}\n  boto3  {theirs}", ask.input))
            }
        }
    }

    fn asking(
        &self,
        step: &Step,
        (operation, input): (&str, &Map<String, Value>),
        how: How,
    ) -> Ask {
        let service = step.service.as_deref().unwrap_or(self.service).to_owned();
        let input = filled(&Value::Object(input.clone()), &self.saved);
        Ask { service, operation: operation.to_owned(), input, how }
    }

    fn see(&mut self, step: &Step, place: &str, value: Value) {
        let value = repeatable(comparable(&value, &step.random));
        self.seen.push(Seen { step: place.to_owned(), value });
    }
}

/// The value with what was saved in the place of `$name`.
fn filled(value: &Value, saved: &BTreeMap<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            if let Some(value) = text.strip_prefix('$').and_then(|name| saved.get(name)) {
                return value.clone();
            }
            // A longer name may begin with a shorter one.
            let texts =
                saved.iter().rev().filter_map(|(name, value)| Some((name, value.as_str()?)));
            let replace = |text: String, (name, value): (&String, &str)| {
                text.replace(&format!("${name}"), value)
            };
            texts.fold(text.clone(), replace).into()
        }
        Value::Array(items) => items.iter().map(|item| filled(item, saved)).collect(),
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), filled(value, saved))).collect()
        }
        plain => plain.clone(),
    }
}

/// What a call returned must be what is stored.
fn part_of(returned: &Value, stored: &Value) -> Result<(), String> {
    let none = BTreeSet::new();
    for (member, value) in returned.as_object().into_iter().flatten() {
        if let Some(stored) = stored.get(member)
            && !same(&comparable(value, &none), &comparable(stored, &none))
        {
            return Err(format!("{member} was returned as {value}, and is stored as {stored}"));
        }
    }
    Ok(())
}

fn same_was_seen(ours: &[Seen], theirs: &[Seen]) -> Result<(), String> {
    let different = |(ours, theirs): &(&Seen, &Seen)| !same(&ours.value, &theirs.value);
    match ours.iter().zip(theirs).find(different) {
        None if ours.is_empty() || ours.len() != theirs.len() => {
            Err(format!("{} answers were seen, and then {}", ours.len(), theirs.len()))
        }
        None => Ok(()),
        Some((ours, theirs)) => Err(format!(
            "{}: what is seen depends on who called\n  ours   {}\n  boto3  {}",
            ours.step, ours.value, theirs.value
        )),
    }
}

#[cfg(test)]
mod tests;
