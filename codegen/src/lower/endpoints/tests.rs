//! Decisions and problems, each on a rule set that is as small as it can be.

use super::parameters::Bound;
use crate::diagnostics::Diagnostic;
use crate::ir::BuiltInReader;
use crate::ir::endpoints::*;
use crate::model::Located;
use crate::source::{Address, Place};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

fn partitions() -> Value {
    json!({ "partitions": [{
        "id": "aws",
        "regionRegex": "^us-.*$",
        "regions": { "us-east-1": {}, "us-west-2": {} },
        "outputs": {
            "name": "aws",
            "dnsSuffix": "example.com",
            "dualStackDnsSuffix": "dual.example.com",
            "supportsFIPS": true,
            "supportsDualStack": false,
            "implicitGlobalRegion": "us-east-1"
        }
    }]})
}

/// A rule set with a string, a boolean and a list: slots 0, 1 and 2.
fn rule_set(rules: Value) -> Value {
    let parameters = json!({
        "Region": { "type": "string" },
        "Flag": { "type": "boolean" },
        "Names": { "type": "stringArray" },
    });
    json!({ "version": "1.0", "parameters": parameters, "rules": rules })
}

/// Lowers a rule set of which no operation and no client sets parameters.
fn lower_with(rules: &Value, partitions: Option<&Value>) -> Result<Endpoints, Vec<Diagnostic>> {
    let located = |value: &Value| Located { value: value.clone(), at: Address::default() };
    let bound = Bound { by_operations: Default::default(), by_client: &Value::Null };
    super::rule_set(&located(rules), partitions.map(located).as_ref(), &bound)
}

fn lower(rules: &Value, partitions: &Value) -> Result<Endpoints, Vec<Diagnostic>> {
    lower_with(rules, Some(partitions))
}

fn try_rules(rules: Value) -> Result<Endpoints, Vec<Diagnostic>> {
    lower(&rule_set(rules), &partitions())
}

/// Lowers a rule that fails with "no" if these conditions hold.
fn try_conditions(conditions: Value) -> Result<Vec<Condition>, Vec<Diagnostic>> {
    let rules = json!([{ "type": "error", "conditions": conditions, "error": "no" }]);
    let mut endpoints = try_rules(rules)?;
    match endpoints.rules.remove(0) {
        Rule::Error(conditions, _) => Ok(conditions),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn conditions(conditions: Value, expected: &[Condition]) {
    assert_eq!(try_conditions(conditions).as_deref(), Ok(expected));
}

/// Lowers a message.
fn message(message: &str) -> Result<Expr, Vec<Diagnostic>> {
    let mut endpoints =
        try_rules(json!([{ "type": "error", "conditions": [], "error": message }]))?;
    match endpoints.rules.remove(0) {
        Rule::Error(_, message) => Ok(message),
        other => panic!("{other:?}"),
    }
}

/// Problems as lines: `pointer: message (hint)`.
#[track_caller]
fn problems<T: std::fmt::Debug>(result: Result<T, Vec<Diagnostic>>, expected: &[&str]) {
    let line = |problem: &Diagnostic| {
        let Place::Pointer(pointer) = &problem.at.place else { panic!("{problem:?}") };
        match &problem.hint {
            Some(hint) => format!("{pointer}: {} ({hint})", problem.message),
            None => format!("{pointer}: {}", problem.message),
        }
    };
    let problems = result.expect_err("problems");
    assert_eq!(problems.iter().map(line).collect::<Vec<_>>(), expected);
}

fn parameters(parameters: Value) -> Result<Vec<Parameter>, Vec<Diagnostic>> {
    let rules = json!({ "version": "1.0", "parameters": parameters, "rules": [] });
    lower(&rules, &partitions()).map(|endpoints| endpoints.parameters)
}

fn parameter(name: &str, parameter: Value) -> Parameter {
    let mut parameters = parameters(json!({ name: parameter })).expect("no problems");
    parameters.remove(0)
}

mod of_parameters {
    use super::*;

    #[test]
    fn names_become_rust_names() {
        let name = |rule_name| parameter(rule_name, json!({ "type": "string" })).name.to_string();
        assert_eq!(name("Region"), "region");
        assert_eq!(name("UseFIPS"), "use_fips");
        assert_eq!(name("UseS3ExpressControlEndpoint"), "use_s3_express_control_endpoint");
        assert_eq!(name("Type"), "type_");
        assert_eq!(name("Builder"), "builder_");
    }

    #[test]
    fn types_come_in_any_case() {
        let kind = |kind| parameter("X", json!({ "type": kind })).kind;
        assert_eq!(kind("String"), Kind::String);
        assert_eq!(kind("boolean"), Kind::Bool);
        assert_eq!(kind("stringarray"), Kind::StringArray);
    }

    #[test]
    fn a_default_goes_before_required() {
        let presence = |required, default: Value| {
            let mut value = json!({ "type": "boolean", "required": required });
            if !default.is_null() {
                value["default"] = default;
            }
            parameter("X", value).presence
        };
        assert_eq!(presence(false, Value::Null), ParameterPresence::Optional);
        assert_eq!(presence(true, Value::Null), ParameterPresence::Required);
        assert_eq!(presence(true, json!(false)), ParameterPresence::Defaults(Expr::Bool(false)));
    }

    #[test]
    fn a_default_is_no_template() {
        let value = parameter("X", json!({ "type": "string", "default": "{x}" }));
        assert_eq!(value.presence, ParameterPresence::Defaults(Expr::Text("{x}".into())));
        let value = parameter("X", json!({ "type": "stringArray", "default": ["a"] }));
        let list = Expr::List(vec![Expr::Text("a".into())]);
        assert_eq!(value.presence, ParameterPresence::Defaults(list));
    }

    #[test]
    fn built_ins_are_read_by_the_runtime_where_it_can() {
        let value = |name, kind| parameter("X", json!({ "type": kind, "builtIn": name }));
        let fips = value("AWS::UseFIPS", "boolean");
        let built_in = BuiltIn { name: "AWS::UseFIPS", reader: Some(BuiltInReader::UseFips) };
        assert_eq!(fips.built_in, Some(built_in));
        assert!(!fips.host_label);
        let account = value("AWS::Auth::AccountId", "string");
        assert_eq!(account.built_in.and_then(|built_in| built_in.reader), None);
    }

    #[test]
    fn the_region_must_be_a_host_label() {
        assert!(parameter("X", json!({ "type": "string", "builtIn": "AWS::Region" })).host_label);
    }

    #[test]
    fn documentation_states_facts() {
        let built_in = "AWS::Auth::CredentialScope";
        let value = json!({ "type": "string", "builtIn": built_in, "default": "a" });
        let docs = parameter("Scope", value).docs;
        let expected = [
            "The region that the credentials are for.",
            "Defaults to `a`.",
            "Not read from the client's configuration.",
        ];
        assert_eq!(docs, expected);
        let value = json!({ "type": "string", "required": true, "documentation": "Prose." });
        let docs = parameter("Bucket", value).docs;
        let expected = ["The parameter `Bucket` of the service's endpoint rules.", "Required."];
        assert_eq!(docs, expected);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let diagnostics = parameters(json!({
            "": { "type": "string" },
            "a-b": { "type": "string" },
            "_1": { "type": "string" },
            "A": 1,
            "B": {},
            "C": { "type": "strnig" },
            "D": { "type": "boolean", "default": "false", "required": "yes" },
            "E": { "type": "string", "builtIn": "AWS::Regoin", "requird": true },
            "F": { "type": "boolean", "builtIn": "AWS::Region" },
        }));
        let name = "(a name has letters, digits and underscores, and starts with a letter)";
        problems(
            diagnostics,
            &[
                &format!("/parameters/: `` cannot be a parameter's name {name}"),
                &format!("/parameters/a-b: `a-b` cannot be a parameter's name {name}"),
                &format!("/parameters/_1: `_1` cannot be a parameter's name {name}"),
                "/parameters/A: expected an object, found a number",
                "/parameters/A: `type` is missing",
                "/parameters/B: `type` is missing",
                "/parameters/C/type: unknown type `strnig` (did you mean `string`?)",
                "/parameters/D/required: expected a boolean, found a string",
                "/parameters/D/default: a string cannot be the default of a Bool parameter",
                "/parameters/E/requird: unknown key `requird` (did you mean `required`?)",
                "/parameters/E/builtIn: unknown built-in `AWS::Regoin` (did you mean `AWS::Region`?)",
                "/parameters/F/builtIn: `AWS::Region` is a String, and this parameter a Bool",
            ],
        );
    }

    #[test]
    fn names_must_not_collide() {
        let string = json!({ "type": "string" });
        problems(
            parameters(json!({ "UseFIPS": string, "UseFips": string })),
            &["/parameters/UseFips: `UseFips` and `UseFIPS` would both be called `use_fips` \
                 (rename one of them in the model)"],
        );
        problems(
            parameters(json!({ "SetX": string, "X": string })),
            &[
                "/parameters/X: `X` and `SetX` would both be called `set_x` (rename one of them in the model)",
            ],
        );
    }
}

mod of_rules {
    use super::*;

    #[test]
    fn an_endpoint_has_a_url_properties_and_headers() {
        let endpoints = try_rules(json!([{
            "type": "endpoint",
            "conditions": [],
            "documentation": "Prose.",
            "endpoint": {
                "url": { "ref": "Region" },
                "properties": { "authSchemes": [{ "name": "{Region}", "flag": true, "n": 1 }] },
                "headers": { "x-a": ["1", { "ref": "Region" }] },
            },
        }]));
        let scheme = Expr::Record(vec![
            ("name".into(), Expr::Slot(0)),
            ("flag".into(), Expr::Bool(true)),
            ("n".into(), Expr::Integer(1)),
        ]);
        let expected = Rule::Endpoint(
            vec![],
            Expr::Slot(0),
            vec![("authSchemes".into(), Expr::List(vec![scheme]))],
            vec![("x-a".into(), vec![Expr::Text("1".into()), Expr::Slot(0)])],
        );
        assert_eq!(endpoints.map(|endpoints| endpoints.rules), Ok(vec![expected]));
    }

    #[test]
    fn trees_stay_trees() {
        let no = json!({ "type": "error", "conditions": [], "error": "no" });
        let condition = json!({ "fn": "isSet", "argv": [{ "ref": "Region" }] });
        let tree = json!({ "type": "tree", "conditions": [condition], "rules": [no, no] });
        let rules = try_rules(json!([tree])).expect("no problems").rules;
        assert!(
            matches!(&rules[..], [Rule::Tree(conditions, rules)] if conditions.len() == 1 && rules.len() == 2)
        );
    }

    #[test]
    fn partitions_come_along_only_when_asked_for() {
        let rules = |function, path| {
            let value = json!({ "fn": function, "argv": [{ "ref": "Region" }], "assign": "p" });
            let error = format!("{{p#{path}}}");
            json!([{ "type": "error", "conditions": [value], "error": error }])
        };
        let without = try_rules(rules("parseURL", "path")).expect("no problems");
        assert_eq!(without.partitions, []);
        let with = try_rules(rules("aws.partition", "name")).expect("no problems");
        assert_eq!(with.partitions[0].regions, ["us-east-1", "us-west-2"]);
        assert_eq!(with.partitions[0].dns_suffix, "example.com");
    }

    #[test]
    fn broken_partitions_matter_only_when_asked_for() {
        let asks = json!([{ "fn": "aws.partition", "argv": ["x"] }]);
        let rules = rule_set(json!([{ "type": "error", "conditions": asks, "error": "no" }]));
        let mut broken = partitions();
        broken["partitions"][0]["regionRegex"] = json!(1);
        broken["partitions"][0]["outputs"]["supportsFIPS"] = json!("yes");
        broken["partitions"][0]["outputs"]["dnsSuffix"].take();
        problems(
            lower(&rules, &broken),
            &[
                "/partitions/0/regionRegex: expected a string, found a number",
                "/partitions/0/outputs/dnsSuffix: expected a string, found null",
                "/partitions/0/outputs/supportsFIPS: expected a boolean, found a string",
            ],
        );
        problems(lower(&rules, &Value::Null), &[": expected an object, found null"]);
        assert!(lower(&rule_set(json!([])), &Value::Null).is_ok());
        problems(
            lower_with(&rules, None),
            &[": a rule asks for a partition, and the table of partitions is missing \
               (botocore has it in `partitions.json`)"],
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let diagnostics = try_rules(json!([
            1,
            {},
            { "type": "branch", "conditions": [] },
            { "type": 1, "conditions": [] },
            { "type": "endpoint", "conditions": {}, "endpoint": {} },
            { "type": "endpoint", "conditions": [], "endpoint": { "url": 1, "uri": "" } },
            { "type": "endpoint", "conditions": [], "endpoint": {
                "url": "x",
                "properties": { "a/b": null },
                "headers": { "h": "x", "i": [true] },
            }},
            { "type": "tree", "conditions": [], "error": "x" },
            { "type": "error", "conditions": [1] },
        ]));
        problems(
            diagnostics,
            &[
                "/rules/0: expected an object, found a number",
                "/rules/1: `conditions` is missing",
                "/rules/1: `type` is missing",
                "/rules/2/type: unknown type of rule `branch` (known here: `endpoint`, `error`, `tree`)",
                "/rules/3/type: expected a string, found a number",
                "/rules/4/conditions: expected an array, found an object",
                "/rules/4/endpoint: `url` is missing",
                "/rules/5/endpoint/uri: unknown key `uri` (did you mean `url`?)",
                "/rules/5/endpoint/url: expected a string, found an integer",
                "/rules/6/endpoint/properties/a~1b: expected a literal, a `ref` or a `fn`, found null",
                "/rules/6/endpoint/headers/h: expected an array, found a string",
                "/rules/6/endpoint/headers/i/0: expected a string, found a boolean",
                "/rules/7/error: unknown key `error` (known here: `type`, `conditions`, `documentation`, `rules`)",
                "/rules/7: `rules` is missing",
                "/rules/8/conditions/0: expected an object, found a number",
                "/rules/8: `error` is missing",
            ],
        );
    }

    #[test]
    fn a_rule_set_has_a_version_parameters_and_rules() {
        problems(
            lower(&json!([]), &Value::Null),
            &[
                ": expected an object, found an array",
                ": `version` is missing",
                ": `parameters` is missing",
                ": `rules` is missing",
            ],
        );
        let newer = json!({ "version": "2.0", "parameters": {}, "rules": [], "serviceId": "x" });
        problems(
            lower(&newer, &Value::Null),
            &["/version: version `2.0` of the rules is not supported"],
        );
    }
}

mod of_expressions {
    use super::*;

    fn call(function: Function, arguments: Vec<Expr>) -> Expr {
        Expr::Call(function, arguments)
    }

    #[test]
    fn names_become_slots() {
        conditions(
            json!([{ "fn": "isSet", "argv": [{ "ref": "Flag" }] }]),
            &[Condition::If(call(Function::IsSet, vec![Expr::Slot(1)]))],
        );
    }

    #[test]
    fn results_are_kept_in_the_next_slot() {
        conditions(
            json!([
                { "fn": "parseURL", "argv": [{ "ref": "Region" }], "assign": "url" },
                { "fn": "getAttr", "argv": [{ "ref": "url" }, "isIp"] },
            ]),
            &[
                Condition::Let(3, call(Function::ParseUrl, vec![Expr::Slot(0)])),
                Condition::If(Expr::Get(Expr::Slot(3).into(), Attribute::UrlIsIp)),
            ],
        );
    }

    #[test]
    fn results_are_seen_below_and_not_beside() {
        let keeps = json!([{ "fn": "parseURL", "argv": ["x"], "assign": "url" }]);
        let uses = |error| json!({ "type": "error", "conditions": [], "error": error });
        let below = json!([{ "type": "tree", "conditions": keeps, "rules": [uses("{url#path}")] }]);
        assert_eq!(try_rules(below).map(|endpoints| endpoints.slots), Ok(4));
        let beside = json!([
            { "type": "error", "conditions": keeps, "error": "no" },
            uses("{url#path}"),
        ]);
        problems(
            try_rules(beside),
            &["/rules/1/error: `url` is neither a parameter nor assigned above \
               (known here: `Region`, `Flag`, `Names`)"],
        );
    }

    #[test]
    fn paths_are_followed() {
        let arn = json!({ "fn": "aws.parseArn", "argv": ["x"] });
        let attribute = |path| json!([{ "fn": "getAttr", "argv": [arn, path] }]);
        let parsed = call(Function::ParseArn, vec![Expr::Text("x".into())]);
        let pieces = Expr::Get(parsed.into(), Attribute::ArnResourceId);
        let piece = Condition::If(Expr::Index(pieces.into(), 2));
        conditions(attribute("resourceId[2]"), std::slice::from_ref(&piece));
        conditions(attribute("resourceId.[2]"), &[piece]);
        let first = json!([{ "fn": "getAttr", "argv": [{ "ref": "Names" }, "[-1]"] }]);
        conditions(first, &[Condition::If(Expr::Index(Expr::Slot(2).into(), -1))]);
    }

    #[test]
    fn templates_are_split() {
        let text = |text: &str| Expr::Text(text.into());
        assert_eq!(message("plain"), Ok(text("plain")));
        assert_eq!(message(""), Ok(text("")));
        assert_eq!(message("{{x}}"), Ok(text("{x}")));
        assert_eq!(message("{Region}"), Ok(Expr::Slot(0)));
        let joined = Expr::Join(vec![text("in "), Expr::Slot(0), text("!")]);
        assert_eq!(message("in {Region}!"), Ok(joined));
        let first = Expr::Index(Expr::Slot(2).into(), 0);
        assert_eq!(message("{Names#[0]}"), Ok(first));
    }

    #[test]
    fn choices_have_the_type_of_their_arguments() {
        let region = json!({ "ref": "Region" });
        let choice = json!({ "fn": "ite", "argv": [{ "ref": "Flag" }, region, "x"] });
        let either = json!({ "fn": "coalesce", "argv": [choice, region, "y"] });
        conditions(
            json!([{ "fn": "stringEquals", "argv": [either, "z"] }]),
            &[Condition::If(call(
                Function::StringEquals,
                vec![
                    call(
                        Function::Coalesce,
                        vec![
                            call(
                                Function::Ite,
                                vec![Expr::Slot(1), Expr::Slot(0), Expr::Text("x".into())],
                            ),
                            Expr::Slot(0),
                            Expr::Text("y".into()),
                        ],
                    ),
                    Expr::Text("z".into()),
                ],
            ))],
        );
    }

    #[test]
    fn literals_are_lists_too() {
        conditions(
            json!([{ "fn": "isSet", "argv": [["{Region}", "x"]] }]),
            &[Condition::If(call(
                Function::IsSet,
                vec![Expr::List(vec![Expr::Slot(0), Expr::Text("x".into())])],
            ))],
        );
    }

    #[test]
    fn what_is_wrong_with_calls_is_said() {
        let region = json!({ "ref": "Region" });
        let diagnostics = try_conditions(json!([
            { "fn": "isset", "argv": [{ "ref": "region" }] },
            { "fn": "isSet" },
            { "argv": [] },
            { "fn": 1, "argv": [] },
            { "fn": "isSet", "argv": {} },
            { "fn": "isSet", "argv": [region, region] },
            { "fn": "coalesce", "argv": [region] },
            { "fn": "booleanEquals", "argv": [region, 1] },
            { "fn": "substring", "argv": [region, 0.5, 4294967296_u64, false] },
            { "fn": "not", "argv": [{ "fn": "not", "argv": [true], "assign": "x" }] },
            { "fn": "isSet", "argv": [{ "reff": "Region" }] },
            { "fn": "isSet", "argv": [{ "ref": 1, "x": 1 }] },
            { "fn": "coalesce", "argv": [region, true] },
            { "fn": "ite", "argv": [region, region, { "ref": "Names" }] },
            { "fn": "isSet", "argv": [region], "assign": "Region" },
            { "fn": "isSet", "argv": [region], "assign": 1 },
        ]));
        problems(
            diagnostics,
            &[
                "/rules/0/conditions/0/fn: unknown function `isset` (did you mean `isSet`?)",
                "/rules/0/conditions/0/argv/0/ref: `region` is neither a parameter nor assigned above (did you mean `Region`?)",
                "/rules/0/conditions/1: `argv` is missing",
                "/rules/0/conditions/2: `fn` is missing",
                "/rules/0/conditions/3/fn: expected a string, found a number",
                "/rules/0/conditions/4/argv: expected an array, found an object",
                "/rules/0/conditions/5/argv: `isSet` takes 1 argument, found 2",
                "/rules/0/conditions/6/argv: `coalesce` takes 2 or more arguments, found 1",
                "/rules/0/conditions/7/argv/0: expected a boolean, found a string",
                "/rules/0/conditions/7/argv/1: expected a boolean, found an integer",
                "/rules/0/conditions/8/argv/1: `0.5` is not a 32-bit integer",
                "/rules/0/conditions/8/argv/2: `4294967296` is not a 32-bit integer",
                "/rules/0/conditions/9/argv/0/assign: unknown key `assign` (known here: `fn`, `argv`)",
                "/rules/0/conditions/10/argv/0: expected a literal, a `ref` or a `fn`, found an object",
                "/rules/0/conditions/11/argv/0/x: unknown key `x` (known here: `ref`)",
                "/rules/0/conditions/11/argv/0/ref: expected a string, found a number",
                "/rules/0/conditions/12/argv: a string and a boolean: these must have one type",
                "/rules/0/conditions/13/argv/0: expected a boolean, found a string",
                "/rules/0/conditions/13/argv: a string and a list of strings: these must have one type",
                "/rules/0/conditions/14/assign: `Region` has a value already",
                "/rules/0/conditions/15/assign: expected a string, found a number",
            ],
        );
    }

    #[test]
    fn what_is_wrong_with_paths_is_said() {
        let attribute = |argv| json!({ "fn": "getAttr", "argv": argv });
        let diagnostics = try_conditions(json!([
            { "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "p" },
            attribute(json!([{ "ref": "p" }])),
            attribute(json!([{ "ref": "p" }, 1])),
            attribute(json!([{ "ref": "p" }, "supportsFips"])),
            attribute(json!([{ "ref": "p" }, "name[0]"])),
            attribute(json!([{ "ref": "Region" }, "name"])),
            attribute(json!([{ "ref": "Names" }, "[x]"])),
            attribute(json!([{ "ref": "Names" }, "[0"])),
            attribute(json!([{ "ref": "nope" }, "a.b[0].c[x]"])),
        ]));
        problems(
            diagnostics,
            &[
                "/rules/0/conditions/1/argv: `getAttr` takes 2 arguments, found 1",
                "/rules/0/conditions/2/argv/1: expected a string, found a number",
                "/rules/0/conditions/3/argv/1: a partition has no attribute `supportsFips` \
                 (did you mean `supportsFIPS`?)",
                "/rules/0/conditions/4/argv/1: a string has no items",
                "/rules/0/conditions/5/argv/1: a string has no attribute `name`",
                "/rules/0/conditions/6/argv/1: `[x]` is not an index, which looks like `[0]`",
                "/rules/0/conditions/7/argv/1: `[0` is not an index, which looks like `[0]`",
                "/rules/0/conditions/8/argv/0/ref: `nope` is neither a parameter nor assigned above \
                 (known here: `Region`, `Flag`, `Names`, `p`)",
                "/rules/0/conditions/8/argv/1: `[x]` is not an index, which looks like `[0]`",
            ],
        );
    }

    #[test]
    fn what_is_wrong_with_templates_is_said() {
        problems(
            message("{Region"),
            &[
                "/rules/0/error: a `{` in a template needs a `}` after it; a literal one is written `{{`",
            ],
        );
        problems(
            message("{Regoin}"),
            &["/rules/0/error: `Regoin` is neither a parameter nor assigned above \
               (did you mean `Region`?)"],
        );
        problems(
            message("{Flag} {Names}"),
            &[
                "/rules/0/error: `Flag` in a template must be a string, and it is a boolean",
                "/rules/0/error: `Names` in a template must be a string, and it is a list of strings",
            ],
        );
    }
}

mod of_any_input {
    use super::super::cursor::MAX_LEVEL;
    use super::*;

    fn nested_rules(levels: usize) -> Value {
        let no = json!({ "type": "error", "conditions": [], "error": "no" });
        let nest = |rule, _| json!({ "type": "tree", "conditions": [], "rules": [rule] });
        json!([(1..levels).fold(no, nest)])
    }

    #[test]
    fn nesting_has_a_limit() {
        assert!(try_rules(nested_rules(MAX_LEVEL)).is_ok());
        let deeper = try_rules(nested_rules(MAX_LEVEL + 1)).expect_err("problems");
        assert_eq!(deeper.len(), 1);
        assert_eq!(deeper[0].message, "this is nested deeper than 64 levels");
    }

    #[test]
    fn calls_lists_and_objects_have_it_too() {
        let nest = |step: fn(Value) -> Value| (0..100).fold(json!("x"), |value, _| step(value));
        let calls = nest(|value| json!({ "fn": "isSet", "argv": [value] }));
        let deep = try_conditions(json!([calls])).expect_err("problems");
        assert_eq!(deep.len(), 1);
        let shapes: [fn(Value) -> Value; 2] =
            [|value| json!([value]), |value| json!({ "x": value })];
        for shape in shapes {
            let endpoint = json!({ "url": "x", "properties": { "p": nest(shape) } });
            let rules = json!([{ "type": "endpoint", "conditions": [], "endpoint": endpoint }]);
            assert_eq!(try_rules(rules).expect_err("problems").len(), 1);
        }
    }

    /// Gives the document once for each of its values, with `other` in that value's place.
    fn replaced(document: &Value, other: &Value) -> Vec<Value> {
        let mut copies = vec![other.clone()];
        let children: Vec<(String, &Value)> = match document {
            Value::Object(object) => {
                object.iter().map(|(key, value)| (key.clone(), value)).collect()
            }
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
            }
            _ => vec![],
        };
        for (key, child) in children {
            for changed in replaced(child, other) {
                let mut copy = document.clone();
                match &mut copy {
                    Value::Array(items) => items[key.parse::<usize>().expect("an index")] = changed,
                    object => object[key.as_str()] = changed,
                }
                copies.push(copy);
            }
        }
        copies
    }

    #[test]
    fn whatever_stands_anywhere_nothing_panics() {
        let document = json!({
            "version": "1.0",
            "parameters": { "Region": { "type": "string", "builtIn": "AWS::Region", "default": "x" } },
            "rules": [{
                "type": "tree",
                "conditions": [{ "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "p" }],
                "rules": [
                    { "type": "error", "conditions": [
                        { "fn": "ite", "argv": [true, "a", { "fn": "getAttr", "argv": [{ "ref": "p" }, "name"] }] },
                    ], "error": "{p#name}" },
                    { "type": "endpoint", "conditions": [], "endpoint": {
                        "url": "https://{Region}",
                        "properties": { "authSchemes": [{ "name": "sigv4" }] },
                        "headers": { "x": ["{Region}"] },
                    }},
                ],
            }],
        });
        assert!(lower(&document, &partitions()).is_ok());
        let others = [
            json!(null),
            json!(true),
            json!(-1),
            json!(1e300),
            json!(""),
            json!("{"),
            json!("[0]"),
            json!("\u{1F980}.\u{0}"),
            json!([]),
            json!([[null]]),
            json!({}),
            json!({ "": { "ref": "fn" } }),
            json!({ "ref": {}, "fn": [], "argv": 1, "assign": null }),
        ];
        for other in &others {
            for copy in replaced(&document, other) {
                let _ = lower(&copy, &partitions());
            }
            for copy in replaced(&partitions(), other) {
                let _ = lower(&document, &copy);
            }
        }
    }
}

/// A diagram of two conditions and two rules, with these nodes.
fn diagram(nodes: &[[i32; 3]], root: i32) -> Value {
    let bytes: Vec<_> = nodes.iter().flatten().flat_map(|number| number.to_be_bytes()).collect();
    let region = json!({ "ref": "Region" });
    json!({
        "version": "1.1",
        "parameters": { "Region": { "type": "string" }, "Flag": { "type": "boolean" } },
        "conditions": [
            { "fn": "aws.partition", "argv": [region], "assign": "partition" },
            { "fn": "booleanEquals", "argv": [{ "ref": "Flag" }, true] },
        ],
        "results": [
            { "type": "endpoint", "conditions": [], "endpoint": { "url": "https://{partition#dnsSuffix}" } },
            { "type": "error", "conditions": [], "error": "no" },
        ],
        "root": root,
        "nodeCount": nodes.len(),
        "nodes": BASE64_STANDARD.encode(bytes),
    })
}

const TERMINAL: [i32; 3] = [-1, 1, -1];
const RULE: i32 = 100_000_001;

/// The nodes that a diagram is left with.
fn nodes(nodes: &[[i32; 3]], root: i32) -> Result<Vec<Node>, String> {
    match lower(&diagram(nodes, root), &partitions()) {
        Ok(mut endpoints) => match endpoints.rules.remove(0) {
            Rule::Diagram(conditions, nodes, rules) => {
                assert_eq!((conditions.len(), rules.len(), endpoints.slots), (2, 2, 3));
                Ok(nodes)
            }
            other => panic!("{other:?}"),
        },
        Err(found) => Err(found[0].message.clone()),
    }
}

#[test]
fn a_diagram_keeps_the_nodes_that_are_reached() {
    let (lost, flag) = ([0, 1, 1], [1, RULE, RULE + 1]);
    let expected = [Node(0, Next::Test(1), Next::Nothing), Node(1, Next::Apply(0), Next::Apply(1))];
    assert_eq!(nodes(&[TERMINAL, lost, flag, [0, 3, -1]], 4), Ok(expected.to_vec()));
    assert_eq!(nodes(&[TERMINAL, lost, flag, [0, 3, 100_000_000]], 4), Ok(expected.to_vec()));
}

#[test]
fn a_negative_reference_takes_the_two_ways_the_other_way_round() {
    let flag = [1, RULE, RULE + 1];
    let (test, rule) = (Next::Test, Next::Apply);
    let both = [Node(0, test(1), test(2)), Node(1, rule(0), rule(1)), Node(1, rule(1), rule(0))];
    assert_eq!(nodes(&[TERMINAL, flag, [0, 2, -2]], 3), Ok(both.to_vec()));
}

#[test]
fn a_diagram_without_tests_is_the_rule_that_it_leads_to() {
    let rules = |root: i32| lower(&diagram(&[TERMINAL], root), &partitions()).map(|e| e.rules);
    assert_eq!(rules(RULE + 1), Ok(vec![Rule::Error(vec![], Expr::Text("no".into()))]));
    assert_eq!(rules(-1), Ok(vec![]));
}

#[test]
fn broken_diagrams_are_told() {
    let node = |node: [i32; 3]| nodes(&[TERMINAL, node], 2).unwrap_err();
    assert_eq!(node([0, 9, 1]), "there is nothing that the reference 9 leads to");
    assert_eq!(node([0, 0, 1]), "there is nothing that the reference 0 leads to");
    assert_eq!(node([0, i32::MIN, 1]), "there is nothing that the reference -2147483648 leads to");
    assert_eq!(node([0, RULE + 2, 1]), "there is nothing that the reference 100000003 leads to");
    assert_eq!(node([7, 1, 1]), "there is no condition 7");
    assert_eq!(node([1, 2, 1]), "the condition 1 is tested after the condition 1");
    let message = |change: fn(&mut Value)| {
        let mut diagram = diagram(&[TERMINAL, [0, RULE, 1]], 2);
        change(&mut diagram);
        lower(&diagram, &partitions()).unwrap_err().remove(0).message
    };
    let count = message(|diagram| diagram["nodeCount"] = json!(3));
    assert_eq!(count, "3 nodes of 12 bytes are expected, found 24 bytes");
    assert_eq!(message(|diagram| diagram["nodes"] = json!("?")), "this is not Base64");
    assert_eq!(message(|diagram| diagram["root"] = json!("2")), "expected a 32-bit integer");
    assert_eq!(message(|diagram| drop(diagram["root"].take())), "expected a 32-bit integer");
    let lost = message(|diagram| drop(diagram.as_object_mut().map(|d| d.remove("results"))));
    assert_eq!(lost, "`results` is missing");
}
