//! Models in Smithy's JSON AST that look sound.

use crate::texts::{self, NAME, TEXT};
use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

const PRELUDE: &[&str] = &[
    "String",
    "Blob",
    "Boolean",
    "Byte",
    "Short",
    "Integer",
    "Long",
    "Float",
    "Double",
    "BigInteger",
    "BigDecimal",
    "Timestamp",
    "Document",
];

const PROTOCOLS: &[&str] = &[
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "smithy.protocols#rpcv2Cbor",
];

/// A model, of what a stream of numbers decides.
pub fn model(u: &mut Unstructured<'_>) -> Result<Value> {
    let mut build = Build { u, shapes: Map::new(), types: Vec::new(), number: 0 };
    build.all()?;
    Ok(json!({ "smithy": "2.0", "shapes": build.shapes }))
}

struct Build<'b, 'u> {
    u: &'b mut Unstructured<'u>,
    shapes: Map<String, Value>,
    /// The ids of what members can target.
    types: Vec<String>,
    number: usize,
}

impl Build<'_, '_> {
    fn all(&mut self) -> Result<()> {
        self.types = PRELUDE.iter().map(|name| format!("smithy.api#{name}")).collect();
        for _ in 0..self.u.int_in_range(1..=8)? {
            let id = self.id()?;
            self.types.push(id.clone());
            let shape = self.shape(&id)?;
            self.shapes.insert(id, shape);
        }
        let errors = self.errors()?;
        let mut operations = Vec::new();
        for _ in 0..self.u.int_in_range(1..=4)? {
            let id = self.operation(&errors)?;
            operations.push(json!({ "target": id }));
        }
        let service = self.service(operations)?;
        self.shapes.insert("zq.test#Service".to_owned(), service);
        Ok(())
    }

    fn id(&mut self) -> Result<String> {
        self.number += 1;
        Ok(format!("zq.test#{}", texts::name(self.u, self.number, true)?))
    }

    fn text(&mut self) -> Result<String> {
        texts::any(self.u, TEXT)
    }

    fn often(&mut self) -> Result<bool> {
        Ok(self.u.int_in_range(0..=3)? == 3)
    }

    fn target(&mut self) -> Result<String> {
        Ok(self.u.choose(&self.types)?.clone())
    }

    fn documented(&mut self) -> Result<Map<String, Value>> {
        let mut traits = Map::new();
        if self.often()? {
            traits.insert("smithy.api#documentation".to_owned(), self.text()?.into());
        }
        if self.u.int_in_range(0..=9)? == 9 {
            let deprecated = json!({ "message": self.text()?, "since": self.text()? });
            traits.insert("smithy.api#deprecated".to_owned(), deprecated);
        }
        Ok(traits)
    }

    fn shape(&mut self, own: &str) -> Result<Value> {
        let mut traits = self.documented()?;
        Ok(match self.u.int_in_range(0..=9)? {
            0..=3 => {
                json!({ "type": "structure", "members": self.members(Some(own))?, "traits": traits })
            }
            4 => json!({ "type": "union", "members": self.members(Some(own))?, "traits": traits }),
            5 => json!({ "type": "list", "member": self.element()?, "traits": traits }),
            6 => {
                let key = json!({ "target": "smithy.api#String" });
                json!({ "type": "map", "key": key, "value": self.element()?, "traits": traits })
            }
            7 => json!({ "type": "enum", "members": self.values(true)?, "traits": traits }),
            8 => json!({ "type": "intEnum", "members": self.values(false)?, "traits": traits }),
            _ => {
                traits.insert("smithy.api#pattern".to_owned(), self.text()?.into());
                traits.insert("smithy.api#length".to_owned(), json!({ "min": 0, "max": 7 }));
                if self.often()? {
                    traits.insert("smithy.api#enum".to_owned(), self.old_values()?);
                }
                json!({ "type": "string", "traits": traits })
            }
        })
    }

    fn element(&mut self) -> Result<Value> {
        let mut traits = Map::new();
        if self.often()? {
            traits.insert("smithy.api#xmlName".to_owned(), self.text()?.into());
        }
        Ok(json!({ "target": self.target()?, "traits": traits }))
    }

    fn values(&mut self, texts: bool) -> Result<Value> {
        let mut members = Map::new();
        for number in 0..self.u.int_in_range(1..=5)? {
            let mut traits = self.documented()?;
            let value = match texts {
                true => texts::any(self.u, NAME)?.into(),
                false => json!(number),
            };
            traits.insert("smithy.api#enumValue".to_owned(), value);
            let name = texts::name(self.u, number, true)?;
            members.insert(name, json!({ "target": "smithy.api#Unit", "traits": traits }));
        }
        Ok(members.into())
    }

    fn old_values(&mut self) -> Result<Value> {
        let mut values = Vec::new();
        for _ in 0..self.u.int_in_range(1..=5)? {
            let value = texts::any(self.u, NAME)?;
            values.push(json!({ "value": value, "documentation": self.text()? }));
        }
        Ok(values.into())
    }

    fn members(&mut self, own: Option<&str>) -> Result<Value> {
        let mut members = Map::new();
        for _ in 0..self.u.int_in_range(0..=6)? {
            self.number += 1;
            let name = texts::name(self.u, self.number, false)?;
            let mut traits = self.documented()?;
            let target = match own.filter(|_| self.number.is_multiple_of(7)) {
                Some(own) => own.to_owned(),
                None => self.target()?,
            };
            for (key, value) in [
                ("smithy.api#jsonName", self.text()?.into()),
                ("smithy.api#xmlName", self.text()?.into()),
                ("smithy.api#xmlNamespace", json!({ "uri": self.text()?, "prefix": "zq" })),
                ("smithy.api#required", json!({})),
                ("smithy.api#sensitive", json!({})),
                ("smithy.api#timestampFormat", json!("date-time")),
                ("smithy.api#xmlFlattened", json!({})),
            ] {
                if self.u.int_in_range(0..=11)? == 11 {
                    traits.insert(key.to_owned(), value);
                }
            }
            if target == "smithy.api#String" && self.often()? {
                traits.insert("smithy.api#default".to_owned(), self.text()?.into());
            }
            members.insert(name, json!({ "target": target, "traits": traits }));
        }
        Ok(members.into())
    }

    fn errors(&mut self) -> Result<Vec<Value>> {
        let mut errors = Vec::new();
        for _ in 0..self.u.int_in_range(0..=3)? {
            let id = self.id()?;
            let mut traits = self.documented()?;
            traits.insert("smithy.api#error".to_owned(), json!("client"));
            if self.often()? {
                let code = json!({ "code": self.text()?, "httpResponseCode": 400 });
                traits.insert("aws.protocols#awsQueryError".to_owned(), code);
            }
            let error =
                json!({ "type": "structure", "members": self.members(None)?, "traits": traits });
            self.shapes.insert(id.clone(), error);
            errors.push(json!({ "target": id }));
        }
        Ok(errors)
    }

    fn operation(&mut self, errors: &[Value]) -> Result<String> {
        let (id, input, output) = (self.id()?, self.id()?, self.id()?);
        let mut traits = self.documented()?;
        let query = match self.often()? {
            true => format!("?{TEXT}={}", self.text()?.replace([' ', '{', '}', '?', '#', '&'], "")),
            false => String::new(),
        };
        let http = json!({ "method": "POST", "uri": format!("/{TEXT}/{}{query}", self.number), "code": 200 });
        traits.insert("smithy.api#http".to_owned(), http);
        let mut members = self.members(None)?;
        if let Some(members) = members.as_object_mut() {
            for (number, key) in ["httpQuery", "httpHeader"].into_iter().enumerate() {
                if self.often()? {
                    let name = match key {
                        "httpQuery" => self.text()?,
                        _ => format!("X-{TEXT}"),
                    };
                    let traits = json!({ format!("smithy.api#{key}"): name });
                    let member = json!({ "target": "smithy.api#String", "traits": traits });
                    members.insert(format!("bound{NAME}{number}"), member);
                }
            }
            if self.often()? {
                members.insert("nextToken".to_owned(), json!({ "target": "smithy.api#String" }));
            }
        }
        let takes =
            json!({ "type": "structure", "members": members, "traits": self.documented()? });
        let mut gives = self.members(None)?;
        if let Some(members) = gives.as_object_mut().filter(|_| self.number.is_multiple_of(3)) {
            members.insert("nextToken".to_owned(), json!({ "target": "smithy.api#String" }));
            members.insert("state".to_owned(), json!({ "target": "smithy.api#String" }));
            traits.insert("smithy.waiters#waitable".to_owned(), self.waiters()?);
        }
        let gives = json!({ "type": "structure", "members": gives, "traits": self.documented()? });
        self.shapes.insert(input.clone(), takes);
        self.shapes.insert(output.clone(), gives);
        let operation = json!({
            "type": "operation",
            "input": { "target": input },
            "output": { "target": output },
            "errors": errors,
            "traits": traits,
        });
        self.shapes.insert(id.clone(), operation);
        Ok(id)
    }

    fn waiters(&mut self) -> Result<Value> {
        let expected = self.text()?;
        let literal = self.text()?.replace(['\'', '\\', '`', '"'], "");
        let path = format!("state == '{literal}'");
        let name = texts::name(self.u, self.number, true)?;
        let output = |path: &str, expected: &str, comparator: &str| json!({ "output": { "path": path, "expected": expected, "comparator": comparator } });
        Ok(json!({ format!("{name}Waits"): {
            "documentation": self.text()?,
            "acceptors": [
                { "state": "success", "matcher": output("state", &expected, "stringEquals") },
                { "state": "failure", "matcher": output(&path, "true", "booleanEquals") },
                { "state": "retry", "matcher": { "errorType": expected } },
            ],
        } }))
    }

    fn service(&mut self, operations: Vec<Value>) -> Result<Value> {
        let mut traits = self.documented()?;
        traits.insert((*self.u.choose(PROTOCOLS)?).to_owned(), json!({}));
        traits.insert("smithy.api#title".to_owned(), format!("Title {NAME}").into());
        let namespace = json!({ "uri": self.text()? });
        traits.insert("smithy.api#xmlNamespace".to_owned(), namespace);
        if self.often()? {
            let aws = json!({ "sdkId": format!("Id {NAME}"), "arnNamespace": "zq" });
            traits.insert("aws.api#service".to_owned(), aws);
            traits.insert("aws.auth#sigv4".to_owned(), json!({ "name": "zq" }));
            traits.insert("smithy.rules#endpointRuleSet".to_owned(), self.rules()?);
        }
        Ok(json!({ "type": "service", "version": "1", "operations": operations, "traits": traits }))
    }

    fn rules(&mut self) -> Result<Value> {
        let text = self.text()?.replace(['{', '}'], "");
        let parameter = texts::name(self.u, self.number, true)?;
        let documentation = self.text()?;
        let region =
            json!({ "type": "string", "builtIn": "AWS::Region", "documentation": documentation });
        let own = json!({ "type": "string", "documentation": documentation, "default": text, "required": true });
        let set = |name: &str| json!({ "fn": "isSet", "argv": [{ "ref": name }] });
        let equal = json!({ "fn": "stringEquals", "argv": [{ "ref": "Region" }, text] });
        Ok(json!({
            "version": "1.0",
            "parameters": { "Region": region, format!("{parameter}Own"): own },
            "rules": [
                { "type": "error", "conditions": [set("Region"), equal], "error": text },
                {
                    "type": "endpoint",
                    "conditions": [],
                    "endpoint": { "url": format!("https://{TEXT}.test"), "headers": { format!("x-{TEXT}"): [text] } },
                },
            ],
        }))
    }
}
