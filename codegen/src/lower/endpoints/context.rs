//! What operations, inputs and the client's configuration say of endpoints: parameters of the rules,
//! and host prefixes ("Rules engine parameters" and "endpoint trait" of the Smithy specification).

use super::parameters;
use super::path::{self, Ends};
use crate::diagnostics::Diagnostic;
use crate::ir::access::{Access, Part, Setting, Source, Step};
use crate::ir::endpoints::{Endpoints, Kind};
use crate::ir::{self, Docs};
use crate::lower::{Lowering, docs, structures};
use crate::model::{Member, Operation, Traits, traits as t};
use crate::names::{self, Scope};
use crate::source::Address;
use serde_json::{Map, Value};

impl<'m> Lowering<'m> {
    /// How the operation is reached and signed, if that is out of the ordinary.
    pub(in crate::lower) fn access(
        &mut self,
        operation: &'m Operation,
        input: &ir::Structure,
    ) -> Option<Access> {
        let (request_checksum, response_checksum) = self.checksums(operation, input);
        let access = Access {
            host: self.host(operation),
            parameters: self.operation_parameters(operation),
            auth: self.operation_auth(operation),
            unsigned_payload: operation.traits.has(t::UNSIGNED_PAYLOAD),
            gzip: self.gzip(operation),
            request_checksum,
            response_checksum,
        };
        (access != Access::default()).then_some(access)
    }

    /// The members of the operation's input.
    pub(in crate::lower) fn input_members(
        &self,
        operation: &'m Operation,
    ) -> impl Iterator<Item = &'m Member> + use<'m> {
        let shape = operation.input.as_ref().and_then(|id| self.shape(id));
        shape.and_then(structures::members).into_iter().flat_map(|members| members.values())
    }

    /// The host prefix. A label that is a parameter of the rules as well is put into the host by them,
    /// and not a second time: botocore and the official SDK leave such prefixes out too.
    fn host(&mut self, operation: &'m Operation) -> Vec<Part> {
        let prefix = operation.traits.get(t::ENDPOINT).and_then(|value| value.get("hostPrefix"));
        let Some(prefix) = prefix.and_then(Value::as_str) else { return Vec::new() };
        let labels: Vec<_> = self
            .input_members(operation)
            .filter(|member| member.traits.has(t::HOST_LABEL))
            .collect();
        if labels.iter().any(|label| label.traits.has(t::CONTEXT_PARAM)) {
            return Vec::new();
        }
        let at = operation.at.key("endpoint").key("hostPrefix");
        let parts = parts(prefix).filter(|parts| parts.iter().all(is_part_of_a_host));
        let Some(parts) = parts else {
            let message = format!("`{}` is no host prefix", prefix.escape_debug());
            let hint = "letters, digits, dots, hyphens and labels in braces are expected";
            self.found.push(Diagnostic::new(&at, message).of(&operation.id).hint(hint));
            return Vec::new();
        };
        for part in &parts {
            if let Part::Label(name) = part
                && !labels.iter().any(|label| label.name == *name)
            {
                let message = format!("no member of the input is the host label `{{{name}}}`");
                let names = labels.iter().map(|label| label.name.as_str());
                let diagnostic = Diagnostic::new(&at, message).of(&operation.id);
                self.found.push(diagnostic.did_you_mean(name, names));
            }
        }
        parts
    }

    /// The parameters that the operation sets, those that are the same for all requests first: they
    /// go before those of the input.
    fn operation_parameters(&mut self, operation: &'m Operation) -> Vec<(String, Source)> {
        let mut parameters = Vec::new();
        for (name, value, at) in entries(&operation.traits, t::STATIC_CONTEXT_PARAMS, operation) {
            let value = value.get("value").unwrap_or(&Value::Null);
            match constant(value) {
                Some(source) => parameters.push((name.clone(), source)),
                None => {
                    let message = "a string, a boolean or a list of strings is expected here";
                    self.found.push(Diagnostic::new(&at.key("value"), message).of(&operation.id));
                }
            }
        }
        for member in self.input_members(operation) {
            let parameter = member.traits.get(t::CONTEXT_PARAM).and_then(|value| value.get("name"));
            if let Some(parameter) = parameter.and_then(Value::as_str) {
                let path = vec![Step::Member(member.name.clone())];
                parameters.push((parameter.to_owned(), Source::Path(path)));
            }
        }
        for (name, value, at) in entries(&operation.traits, t::OPERATION_CONTEXT_PARAMS, operation)
        {
            let text = value.get("path").and_then(Value::as_str).unwrap_or_default();
            match path::parse(text) {
                Ok(path) => parameters.push((name.clone(), Source::Path(path))),
                Err(refusal) => {
                    let message = format!("the path `{}` is not supported", text.escape_debug());
                    let known =
                        "members, `[*]`, `[]`, `keys(…)` and lists of paths in brackets are";
                    let diagnostic = Diagnostic::new(&at.key("path"), message).of(&operation.id);
                    self.found.push(diagnostic.hint(format!("{refusal}; {known}")));
                }
            }
        }
        parameters
    }

    /// Marks the parameters that something beside built-ins sets, and makes settings of those that the
    /// client's configuration does.
    pub(in crate::lower) fn bind(&mut self, endpoints: &mut Endpoints, lowered: &[ir::Operation]) {
        for operation in lowered {
            let parameters = operation.access.iter().flat_map(|access| &access.parameters);
            for (name, source) in parameters {
                self.bind_parameter(endpoints, operation, name, source);
            }
        }
        let service = &self.model.service;
        let null = Value::Null;
        let client = service.traits.get(t::CLIENT_CONTEXT_PARAMS).unwrap_or(&null);
        let mut scope = Scope::settings();
        for parameter in &mut endpoints.parameters {
            let known =
                parameter.built_in.as_ref().and_then(|known| parameters::setting(&known.name));
            let declared = client.get(&parameter.wire);
            if known.is_none() && declared.is_none() {
                continue;
            }
            let at = service.at.key("clientContextParams").key(&parameter.wire);
            let name = scope.name(&parameter.wire, &at, &service.id.to_string());
            let Some(name) = self.keep(name) else { continue };
            let prose = declared.and_then(|declared| declared.get("documentation")?.as_str());
            let own = || Docs { summary: parameter.docs.join(" "), details: Vec::new() };
            parameter.bound = true;
            endpoints.settings.push(Setting {
                set: names::prefixed("set_", &name),
                name,
                wire: parameter.wire.clone(),
                kind: parameter.kind,
                shared: known.flatten(),
                docs: prose.and_then(prose_of).unwrap_or_else(own),
            });
        }
        self.check_client_parameters(endpoints, client);
    }

    fn bind_parameter(
        &mut self,
        endpoints: &mut Endpoints,
        operation: &ir::Operation,
        name: &str,
        source: &Source,
    ) {
        let Some(model) = self.model.operations.values().find(|o| o.id.name() == operation.wire)
        else {
            return;
        };
        let Some(parameter) = endpoints.parameters.iter_mut().find(|known| known.wire == name)
        else {
            let message = format!("`{name}` is no parameter of the endpoint rules");
            let known = endpoints.parameters.iter().map(|known| known.wire.as_str());
            let diagnostic = Diagnostic::new(&model.at, message).of(&model.id);
            return self.found.push(diagnostic.did_you_mean(name, known));
        };
        parameter.bound = true;
        let wanted = parameter.kind;
        match self.kind(model, source) {
            Ok(kind) if kind == wanted => {}
            Ok(kind) => {
                let message =
                    format!("`{name}` is a {wanted:?} in the endpoint rules, not a {kind:?}");
                self.found.push(Diagnostic::new(&model.at, message).of(&model.id));
            }
            Err(message) => {
                let message = format!("the endpoint parameter `{name}` leads nowhere: {message}");
                self.found.push(Diagnostic::new(&model.at, message).of(&model.id));
            }
        }
    }

    fn kind(&self, operation: &'m Operation, source: &Source) -> Result<Kind, String> {
        let ends = match source {
            Source::Flag(_) => return Ok(Kind::Bool),
            Source::Text(_) => return Ok(Kind::String),
            Source::Texts(_) => return Ok(Kind::StringArray),
            Source::Path(path) => path::ends(&self.model.shapes, operation.input.as_ref(), path)?,
        };
        Ok(match ends {
            Ends { many: true, .. } => Kind::StringArray,
            Ends { flag: true, .. } => Kind::Bool,
            Ends { .. } => Kind::String,
        })
    }

    fn check_client_parameters(&mut self, endpoints: &Endpoints, client: &Value) {
        let service = &self.model.service;
        for (name, value) in client.as_object().into_iter().flatten() {
            let at = service.at.key("clientContextParams").key(name);
            let Some(parameter) = endpoints.parameters.iter().find(|known| known.wire == *name)
            else {
                let message = format!("`{name}` is no parameter of the endpoint rules");
                self.found.push(Diagnostic::new(&at, message).of(&service.id));
                continue;
            };
            let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
            if parameters::kind_named(kind) != Some(parameter.kind) {
                let message = format!(
                    "`{name}` is a {:?} in the endpoint rules, not `{kind}`",
                    parameter.kind
                );
                self.found.push(Diagnostic::new(&at, message).of(&service.id));
            }
        }
    }
}

fn prose_of(html: &str) -> Option<Docs> {
    let mut traits = Traits::default();
    traits.add(t::DOCUMENTATION, html);
    docs::prose(&traits)
}

/// The entries of a trait that is an object: name, value and address.
fn entries<'a>(
    traits: &'a Traits,
    id: &str,
    operation: &Operation,
) -> Vec<(&'a String, &'a Value, Address)> {
    let key = id.rsplit('#').next().unwrap_or_default();
    let entries = traits.get(id).and_then(Value::as_object).into_iter().flat_map(Map::iter);
    entries.map(|(name, value)| (name, value, operation.at.key(key).key(name))).collect()
}

fn constant(value: &Value) -> Option<Source> {
    match value {
        Value::Bool(flag) => Some(Source::Flag(*flag)),
        Value::String(text) => Some(Source::Text(text.clone())),
        Value::Array(texts) => {
            let texts = texts.iter().map(|text| text.as_str().map(str::to_owned));
            texts.collect::<Option<_>>().map(Source::Texts)
        }
        _ => None,
    }
}

/// A host prefix in its parts, if its braces match.
fn parts(prefix: &str) -> Option<Vec<Part>> {
    let literal = |text: &str| (!text.is_empty()).then(|| Part::Literal(text.to_owned()));
    let mut pieces = prefix.split('{');
    let mut parts = Vec::from_iter(literal(pieces.next()?));
    for piece in pieces {
        let (label, text) = piece.split_once('}')?;
        parts.push(Part::Label(label.to_owned()));
        parts.extend(literal(text));
    }
    Some(parts)
}

fn is_part_of_a_host(part: &Part) -> bool {
    let (Part::Literal(text) | Part::Label(text)) = part;
    let mark = |c: char| matches!((part, c), (Part::Literal(_), '-' | '.') | (Part::Label(_), '_'));
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::{messages, plan_with_rules};

    const HTTP: &str = r#""http": {"method": "GET", "requestUri": "/"}"#;
    const SHAPES: &str = r#""S": {"type": "string"}, "B": {"type": "boolean"}, "L": {"type": "list", "member": {"shape": "T"}},
        "T": {"type": "structure", "members": {"Name": {"shape": "S"}}},
        "In": {"type": "structure", "members": {
            "Id": {"shape": "S", "hostLabel": true},
            "Bucket": {"shape": "S", "contextParam": {"name": "Bucket"}},
            "Account": {"shape": "S", "hostLabel": true},
            "Things": {"shape": "L"}, "Flag": {"shape": "B"}}},
        "Both": {"type": "structure", "members": {
            "Id": {"shape": "S", "hostLabel": true, "contextParam": {"name": "Bucket"}}}}"#;
    const RULES: &str = r#"{"version": "1.0", "parameters": {
            "Region": {"type": "string", "builtIn": "AWS::Region"}, "Bucket": {"type": "string"},
            "Accelerate": {"type": "boolean", "builtIn": "AWS::S3::Accelerate"},
            "UseArnRegion": {"type": "boolean", "builtIn": "AWS::S3::UseArnRegion"},
            "Names": {"type": "stringArray"}, "Kind": {"type": "string"}, "Fast": {"type": "boolean"}},
        "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://a.test"}}]}"#;

    fn planned(operation: &str) -> Result<ir::Crate, Vec<String>> {
        planned_with(
            operation,
            r#""Kind": {"type": "string", "documentation": "<p>What kind.</p>"}"#,
        )
    }

    fn planned_with(operation: &str, client: &str) -> Result<ir::Crate, Vec<String>> {
        let operation = format!(r#""A": {{{HTTP}, "input": {{"shape": "In"}} {operation}}}"#);
        plan_with_rules(&operation, SHAPES, RULES, client)
            .map_err(|found| messages(&found).into_iter().map(str::to_owned).collect())
    }

    fn access(operation: &str) -> Access {
        planned(operation).unwrap().operations[0].access.clone().unwrap_or_default()
    }

    #[test]
    fn host_prefixes_are_taken_apart() {
        let host = access(r#", "endpoint": {"hostPrefix": "data-{Id}.{Account}."}"#).host;
        let (text, label) =
            (|text: &str| Part::Literal(text.into()), |name: &str| Part::Label(name.into()));
        assert_eq!(host, [text("data-"), label("Id"), text("."), label("Account"), text(".")]);
    }

    #[test]
    fn broken_host_prefixes_are_told() {
        let found = |prefix: &str| {
            planned(&format!(r#", "endpoint": {{"hostPrefix": "{prefix}"}}"#)).unwrap_err()
        };
        assert_eq!(found("a/b."), ["`a/b.` is no host prefix"]);
        assert_eq!(found("{Id."), ["`{Id.` is no host prefix"]);
        assert_eq!(found("{Idd}."), ["no member of the input is the host label `{Idd}`"]);
    }

    #[test]
    fn a_label_that_the_rules_know_is_left_to_them() {
        let operation = format!(
            r#""A": {{{HTTP}, "input": {{"shape": "Both"}}, "endpoint": {{"hostPrefix": "{{Id}}."}}}}"#
        );
        let plan = plan_with_rules(&operation, SHAPES, RULES, "").unwrap();
        let access = plan.operations[0].access.clone().unwrap_or_default();
        assert_eq!(access.host, []);
        assert_eq!(access.parameters[0].0, "Bucket");
    }

    #[test]
    fn what_is_the_same_for_all_requests_goes_before_the_input() {
        let parameters = access(
            r#", "staticContextParams": {"Bucket": {"value": "b"}, "Fast": {"value": true}},
            "operationContextParams": {"Names": {"path": "Things[*].Name"}}"#,
        )
        .parameters;
        let member = |name: &str| Step::Member(name.to_owned());
        assert_eq!(
            parameters,
            [
                ("Bucket".to_owned(), Source::Text("b".into())),
                ("Fast".to_owned(), Source::Flag(true)),
                ("Bucket".to_owned(), Source::Path(vec![member("Bucket")])),
                (
                    "Names".to_owned(),
                    Source::Path(vec![member("Things"), Step::Each, member("Name")])
                ),
            ]
        );
    }

    #[test]
    fn bound_parameters_and_settings_are_marked() {
        let plan = planned(r#", "staticContextParams": {"Fast": {"value": true}}"#).unwrap();
        let bound: Vec<_> = plan.endpoints.parameters.iter().filter(|p| p.bound).collect();
        let names: Vec<_> = bound.iter().map(|p| p.wire.as_str()).collect();
        assert_eq!(names, ["Bucket", "Accelerate", "UseArnRegion", "Kind", "Fast"]);
        let settings: Vec<_> =
            plan.endpoints.settings.iter().map(|s| (s.name.as_str(), s.shared)).collect();
        let shared = Some(("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"));
        assert_eq!(settings, [("accelerate", None), ("use_arn_region", shared), ("kind", None)]);
        assert_eq!(plan.endpoints.settings[2].docs.summary, "What kind.");
    }

    #[test]
    fn parameters_must_fit_the_rules() {
        let found = |operation: &str| planned(operation).unwrap_err();
        let of =
            |parameters: &str| found(&format!(r#", "operationContextParams": {{{parameters}}}"#));
        assert_eq!(
            found(r#", "staticContextParams": {"Fats": {"value": true}, "Kind": {"value": 1}}"#),
            [
                "a string, a boolean or a list of strings is expected here",
                "`Fats` is no parameter of the endpoint rules"
            ]
        );
        assert_eq!(
            of(r#""Names": {"path": "Bucket"}"#),
            ["`Names` is a StringArray in the endpoint rules, not a String"]
        );
        assert_eq!(
            of(r#""Fast": {"path": "Things[*].Name"}"#),
            ["`Fast` is a Bool in the endpoint rules, not a StringArray"]
        );
        assert_eq!(
            of(r#""Kind": {"path": "Things.Name"}"#),
            ["the endpoint parameter `Kind` leads nowhere: `L` is no structure"]
        );
        assert_eq!(of(r#""Kind": {"path": "a || b"}"#), ["the path `a || b` is not supported"]);
        assert_eq!(
            planned_with("", r#""Kind": {"type": "boolean"}, "Other": {"type": "string"}"#)
                .unwrap_err(),
            [
                "`Kind` is a String in the endpoint rules, not `boolean`",
                "`Other` is no parameter of the endpoint rules"
            ]
        );
    }
}
