//! Models that have much of one thing.

use serde_json::{Map, Value, json};
use smithwright_codegen::{Input, Options, Source, generate};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long it takes to generate from a model, and to tell what is wrong with it.
pub fn taken(text: &str) -> Duration {
    let service = Source { name: "model.json".to_owned(), text: text.to_owned() };
    let input = Input { service, ..Input::default() };
    let options = Options { package: "large".to_owned(), ..Options::default() };
    let begun = Instant::now();
    black_box(match &generate(input, &options) {
        Ok(output) => output.warnings.render(false).len(),
        Err(found) => found.render(false).len() + found.messages().count(),
    });
    begun.elapsed()
}

/// Makes a model that is as large as a number says.
pub type Make = fn(usize) -> Value;

/// The kinds of large models, by their names.
pub const KINDS: &[(&str, Make)] = &[
    ("a chain of structures", |n| {
        let next = |i: usize| if i + 1 < n { id(i + 1) } else { STRING.to_owned() };
        model(&[(0, vec![member(id(0))])], each(n, |i| structure(vec![member(next(i))])))
    }),
    ("a ring of structures", |n| {
        model(&[(0, vec![member(id(0))])], each(n, |i| structure(vec![member(id((i + 1) % n))])))
    }),
    ("members", |n| model(&[(0, many(n, |_| member(STRING.to_owned())))], Map::new())),
    ("unions", |n| {
        let union = |_| json!({ "type": "union", "members": { "a": { "target": STRING }, "b": { "target": id(0) } } });
        model(&[(0, many(n, |i| member(id(i))))], each(n, union))
    }),
    ("operations with one type", |n| {
        let operations: Vec<_> = (0..n).map(|i| (i, vec![member(id(0))])).collect();
        model(
            &operations,
            each(n, |i| {
                structure(vec![member(if i + 1 < n { id(i + 1) } else { STRING.to_owned() })])
            }),
        )
    }),
    ("enum values", |n| {
        let value = |i: usize| json!({ "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": format!("v{i}") } });
        let values: Map<_, _> = (0..n).map(|i| (format!("V{i}x"), value(i))).collect();
        let shape = json!({ "type": "enum", "members": values });
        model(&[(0, vec![member(id(0))])], each(1, |_| shape.clone()))
    }),
    ("enum values of one name", |n| {
        let value = |i: usize| json!({ "value": format!("{}{}", "-".repeat(i % 100), "/".repeat(i / 100) + "a") });
        let values: Vec<_> = (0..n).map(value).collect();
        let shape = json!({ "type": "string", "traits": { "smithy.api#enum": values } });
        model(&[(0, vec![member(id(0))])], each(1, |_| shape.clone()))
    }),
    ("secrets far below", |n| {
        let secret = json!({ "type": "string", "traits": { "smithy.api#sensitive": {} } });
        model(
            &[(0, vec![member(id(0))])],
            each(n, |i| match i + 1 < n {
                true => structure(vec![member(id(i + 1))]),
                false => secret.clone(),
            }),
        )
    }),
    ("missing shapes", |n| {
        model(&[(0, many(n, |i| member(id(n + i))))], each(n, |_| structure(vec![])))
    }),
    ("letters of a name", |n| {
        let long = format!("zq.test#{}", "aB".repeat(n));
        let shape = (format!("{long}x"), structure(vec![]));
        model(&[(0, vec![member(long)])], [shape].into_iter().collect())
    }),
    ("unknown traits", |n| {
        let odd = |_| json!({ "target": STRING, "traits": { "smithy.api#requird": {} } });
        model(&[(0, many(n, odd))], Map::new())
    }),
    ("names that are none", |n| {
        let mut model = model(&[(0, many(n, |_| member(STRING.to_owned())))], Map::new());
        let text = model.to_string().replace("\"m0", "\"m-");
        model = serde_json::from_str(&text).unwrap_or(model);
        model
    }),
    ("conditions", |n| ruled(vec![endpoint((0..n).map(|_| is_set("Region")).collect())])),
    ("rules", |n| ruled((0..n).map(|_| endpoint(vec![is_set("Region")])).collect())),
    ("assigned results", |n| {
        let assigned = |i: usize| json!({ "fn": "parseURL", "argv": ["https://x"], "assign": format!("a{i}") });
        let read = |i: usize| json!({ "fn": "isSet", "argv": [{ "ref": format!("a{i}") }] });
        ruled(vec![endpoint((0..n).map(assigned).chain((0..n).map(read)).collect())])
    }),
    ("unknown names in rules", |n| {
        ruled(vec![endpoint((0..n).map(|i| is_set(&format!("Z{i}"))).collect())])
    }),
    ("renamed shapes", |n| {
        let mut model = model(&[(0, many(n, |i| member(id(i))))], each(n, |_| structure(vec![])));
        let renamed: Map<_, _> = (0..n).map(|i| (id(i), json!(format!("R{i}x")))).collect();
        model["shapes"][SERVICE]["rename"] = renamed.into();
        model
    }),
    ("mixins of mixins", |n| {
        let mixin = |i: usize| {
            let below: Vec<_> =
                i.checked_sub(1).into_iter().map(|i| json!({ "target": id(i) })).collect();
            json!({ "type": "structure", "members": {}, "mixins": below, "traits": { "smithy.api#mixin": {} } })
        };
        let mut model = model(&[(0, vec![member(STRING.to_owned())])], each(n, mixin));
        model["shapes"]["zq.test#In0"]["mixins"] = json!([{ "target": id(n - 1) }]);
        model
    }),
    ("applied traits", |n| {
        let mut model = model(&[(0, many(n, |_| member(STRING.to_owned())))], Map::new());
        for i in 0..n {
            let apply = json!({ "type": "apply", "traits": { "smithy.api#documentation": "x" } });
            model["shapes"][format!("zq.test#In0$m{i:06}")] = apply;
        }
        model
    }),
    ("errors", |n| {
        let error = json!({ "type": "structure", "members": {}, "traits": { "smithy.api#error": "client" } });
        let mut model = model(&[(0, vec![])], each(n, |_| error.clone()));
        model["shapes"][SERVICE]["errors"] = (0..n).map(|i| json!({ "target": id(i) })).collect();
        model
    }),
    ("resources", |n| {
        let resource = |i: usize| {
            let below: Vec<_> =
                (i + 1 < n).then(|| json!({ "target": id(i + 1) })).into_iter().collect();
            json!({ "type": "resource", "resources": below })
        };
        let mut model = model(&[(0, vec![])], each(n, resource));
        model["shapes"][SERVICE]["resources"] = json!([{ "target": id(0) }]);
        model
    }),
    ("waiters", |n| {
        let waiter =
            json!({ "acceptors": [{ "state": "success", "matcher": { "success": true } }] });
        let waiters: Map<_, _> = (0..n).map(|i| (format!("W{i}x"), waiter.clone())).collect();
        let mut model = model(&[(0, vec![])], Map::new());
        model["shapes"]["zq.test#Op0x"]["traits"]["smithy.waiters#waitable"] = waiters.into();
        model
    }),
    ("tags in documentation", |n| documented("<b>a</i> <ul><li>&amp; ` * [", n)),
    ("half tags in documentation", |n| documented("<a href='", n)),
    ("addresses in documentation", |n| documented("https://a.b/(c)). ", n)),
    ("lines in documentation", |n| documented("a. B\n\n", n)),
    ("code in documentation", |n| documented("<code>a`b</code><pre>c", n)),
];

const SERVICE: &str = "zq.test#Service";
const STRING: &str = "smithy.api#String";

fn id(number: usize) -> String {
    format!("zq.test#T{number}x")
}

fn member(target: String) -> Value {
    json!({ "target": target })
}

fn many(n: usize, member: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..n).map(member).collect()
}

fn structure(members: Vec<Value>) -> Value {
    let members: Map<_, _> =
        members.into_iter().enumerate().map(|(i, member)| (format!("m{i:06}"), member)).collect();
    json!({ "type": "structure", "members": members })
}

fn each(n: usize, shape: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..n).map(|i| (id(i), shape(i))).collect()
}

/// A model with operations, by numbers and members of their inputs, and these shapes.
fn model(operations: &[(usize, Vec<Value>)], mut shapes: Map<String, Value>) -> Value {
    let mut listed = Vec::new();
    for (number, members) in operations {
        let (operation, input) = (format!("zq.test#Op{number}x"), format!("zq.test#In{number}"));
        let http = json!({ "method": "POST", "uri": format!("/{number}"), "code": 200 });
        let traits = json!({ "smithy.api#http": http });
        listed.push(json!({ "target": operation }));
        shapes.insert(
            operation,
            json!({ "type": "operation", "input": { "target": input }, "traits": traits }),
        );
        shapes.insert(input, structure(members.clone()));
    }
    let traits = json!({ "aws.protocols#restJson1": {} });
    let service =
        json!({ "type": "service", "version": "1", "operations": listed, "traits": traits });
    shapes.insert(SERVICE.to_owned(), service);
    json!({ "smithy": "2.0", "shapes": shapes })
}

fn documented(text: &str, n: usize) -> Value {
    let mut model = model(&[(0, vec![member(STRING.to_owned())])], Map::new());
    model["shapes"]["zq.test#In0"]["traits"] =
        json!({ "smithy.api#documentation": text.repeat(n) });
    model
}

fn is_set(name: &str) -> Value {
    json!({ "fn": "isSet", "argv": [{ "ref": name }] })
}

fn endpoint(conditions: Vec<Value>) -> Value {
    json!({ "type": "endpoint", "conditions": conditions, "endpoint": { "url": "https://a.test" } })
}

fn ruled(rules: Vec<Value>) -> Value {
    let mut model = model(&[(0, vec![])], Map::new());
    let region = json!({ "type": "string", "builtIn": "AWS::Region", "documentation": "Where." });
    let rules = json!({ "version": "1.0", "parameters": { "Region": region }, "rules": rules });
    model["shapes"][SERVICE]["traits"]["smithy.rules#endpointRuleSet"] = rules;
    model
}
