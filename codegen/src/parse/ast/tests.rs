//! Made-up models in Smithy's AST.

use crate::diagnostics::Diagnostics;
use crate::model::{Kind, Model, Simple, traits as t};
use crate::source::Source;
use crate::test_model::messages;
use crate::{Input, parse};

/// A service of the operations `Get` with the input `In`, and more shapes.
const SERVICE: &str = r#""a#Toys": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}],
        "traits": {"aws.protocols#awsJson1_0": {}, "aws.api#service": {"sdkId": "Toy Box"}}},
    "a#Get": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "smithy.api#Unit"}}"#;

fn ast(shapes: &str) -> String {
    format!(r#"{{"smithy": "2.0", "shapes": {{{shapes}}}}}"#)
}

fn parsed(files: &[&str], chosen: &str) -> Result<Model, Diagnostics> {
    let source =
        |(index, text): (usize, &&str)| Source { name: format!("{index}.json"), text: ast(text) };
    let mut files = files.iter().enumerate().map(source);
    let service = files.next().unwrap_or_default();
    let input = Input { service, more: files.collect(), ..Input::default() };
    parse::parse(input, chosen, &mut Vec::new()).map(|parsed| parsed.model)
}

/// The model of the service and these shapes.
fn model(shapes: &str) -> Model {
    let file = format!("{SERVICE}, {shapes}");
    parsed(&[&file], "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn diagnostics(shapes: &str) -> Vec<String> {
    let file = format!("{SERVICE}, {shapes}");
    let diagnostics = parsed(&[&file], "").expect_err("something is wrong");
    messages(&diagnostics).into_iter().map(str::to_owned).collect()
}

/// The members of a structure or union: name, target and ids of traits.
fn members(model: &Model, name: &str) -> Vec<String> {
    let shape = model.shapes.values().find(|shape| shape.id.name() == name).expect("it is there");
    let member = |member: &&crate::model::Member| {
        let traits: Vec<_> = member.traits.ids().map(|id| format!(" @{}", &id[11..])).collect();
        format!("{}: {}{}", member.name, member.target, traits.concat())
    };
    shape.members().iter().map(member).collect()
}

#[test]
fn the_service_has_its_facts() {
    let model = model(r#""a#In": {"type": "structure", "members": {}}"#);
    let service = &model.service;
    assert_eq!((service.id.to_string().as_str(), service.version.as_str()), ("a#Toys", "1"));
    assert_eq!((service.sdk_id.as_str(), service.title.as_str()), ("Toy Box", "Toy Box"));
    assert_eq!(service.signing_name, "toybox");
    assert_eq!(service.protocols, ["aws.protocols#awsJson1_0"]);
    let get = &model.operations[0];
    assert_eq!(get.input.as_ref().map(ToString::to_string).as_deref(), Some("a#In"));
    assert_eq!(get.output, None);
}

#[test]
fn signing_names_and_titles_are_said_by_traits() {
    let service = |traits: &str| {
        let shapes = format!(
            r#""a#T": {{"type": "service", "traits": {{"aws.protocols#restXml": {{}}, {traits}}}}}"#
        );
        parsed(&[&shapes], "").unwrap_or_else(|diagnostics| panic!("{diagnostics}")).service
    };
    let arn = r#""aws.api#service": {"sdkId": "T", "arnNamespace": "arn"}"#;
    assert_eq!(service(arn).signing_name, "arn");
    let both = format!(r#"{arn}, "aws.auth#sigv4": {{"name": "sign"}}, "smithy.api#title": "A T""#);
    assert_eq!(
        (service(&both).signing_name.as_str(), service(&both).title.as_str()),
        ("sign", "A T")
    );
    let rules = r#""smithy.rules#endpointRuleSet": {"version": "1.0"}"#;
    let shapes = format!(
        r#""a#T": {{"type": "service", "traits": {{"aws.protocols#restXml": {{}}, {rules}}}}}"#
    );
    let rules = parsed(&[&shapes], "").unwrap().endpoint_rules.expect("there are rules");
    assert_eq!(rules.value["version"], "1.0");
    let expected = "/shapes/a#T/traits/smithy.rules#endpointRuleSet";
    assert_eq!(rules.at.place, crate::source::Place::Pointer(expected.to_owned()));
}

#[test]
fn one_of_several_services_is_chosen() {
    let service = |name: &str| {
        format!(r#""{name}": {{"type": "service", "traits": {{"aws.protocols#restXml": {{}}}}}}"#)
    };
    let (a, b) = (service("a#A"), service("b#B"));
    let several = parsed(&[&a, &b], "").unwrap_err();
    assert_eq!(messages(&several), ["there are 2 services in this model"]);
    let hint = several.as_slice()[0].hint.as_deref();
    assert_eq!(hint, Some("choose one with `--service`: `a#A`, `b#B`"));
    assert_eq!(parsed(&[&a, &b], "b#B").unwrap().service.id.to_string(), "b#B");
    let none = parsed(&[&a, &b], "b#C").unwrap_err();
    assert_eq!(messages(&none), ["there is no service `b#C` in this model"]);
    let nothing = parsed(&[""], "").unwrap_err();
    assert_eq!(messages(&nothing), ["there is no service in this model"]);
}

#[test]
fn simple_shapes_and_those_of_the_prelude() {
    let model = model(
        r#""a#In": {"type": "structure", "members": {
            "S": {"target": "smithy.api#String"}, "I": {"target": "smithy.api#PrimitiveInteger"},
            "D": {"target": "smithy.api#Document"}, "N": {"target": "a#Number"}, "U": {"target": "a#U"}}},
        "a#Number": {"type": "intEnum", "members": {"ONE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 1}}}},
        "a#U": {"type": "union", "members": {"Nothing": {"target": "smithy.api#Unit"}}},
        "a#Unused": {"type": "string"}"#,
    );
    let kinds: Vec<_> = model
        .shapes
        .values()
        .filter_map(|shape| match shape.kind {
            Kind::Simple(simple) => Some((shape.id.to_string(), simple)),
            _ => None,
        })
        .collect();
    let expected = [
        ("smithy.api#Document", Simple::Document),
        ("smithy.api#PrimitiveInteger", Simple::Integer),
        ("smithy.api#String", Simple::String),
        ("smithy.api#Unit", Simple::Unit),
    ];
    assert_eq!(kinds, expected.map(|(id, simple)| (id.to_owned(), simple)));
}

#[test]
fn enums_of_both_kinds_have_values() {
    let model = model(
        r#""a#In": {"type": "structure", "members": {"A": {"target": "a#Old"}, "B": {"target": "a#New"}}},
        "a#Old": {"type": "string", "traits": {"smithy.api#enum": [{"value": "a.b", "name": "AB", "deprecated": true}, {"value": "c"}]}},
        "a#New": {"type": "enum", "members": {"D": {"target": "smithy.api#Unit"},
            "E": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "e-e"}}}}"#,
    );
    let values = |name: &str| {
        let shape = model.shapes.values().find(|shape| shape.id.name() == name);
        let Some(Kind::Enum(values)) = shape.map(|shape| &shape.kind) else { panic!("no enum") };
        let value = |v: &crate::model::EnumValue| {
            format!("{:?} {} {}", v.name, v.value, v.traits.has(t::DEPRECATED))
        };
        values.iter().map(value).collect::<Vec<_>>()
    };
    assert_eq!(values("Old"), ["Some(\"AB\") a.b true", "None c false"]);
    assert_eq!(values("New"), ["Some(\"D\") D false", "Some(\"E\") e-e false"]);
}

const MIXINS: &str = r#""a#First": {"type": "structure", "members": {
            "A": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}, "B": {"target": "smithy.api#String"}},
        "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#internal"]}, "smithy.api#internal": {}, "smithy.api#documentation": "one"}},
    "a#Second": {"type": "structure", "mixins": [{"target": "a#First"}], "members": {"C": {"target": "smithy.api#String"}},
        "traits": {"smithy.api#mixin": {}, "smithy.api#tags": ["x"]}}"#;

#[test]
fn members_and_traits_are_inherited_in_order() {
    let model = model(&format!(
        r#""a#In": {{"type": "structure", "mixins": [{{"target": "a#Second"}}], "members": {{"D": {{"target": "smithy.api#Blob"}}}},
            "traits": {{"smithy.api#documentation": "two"}}}}, {MIXINS},
        "a#In$A": {{"type": "apply", "traits": {{"smithy.api#jsonName": "a"}}}},
        "a#Second$B": {{"type": "apply", "traits": {{"smithy.api#sensitive": {{}}}}}}"#
    ));
    assert_eq!(
        members(&model, "In"),
        [
            "A: smithy.api#String @required @jsonName",
            "B: smithy.api#String @sensitive",
            "C: smithy.api#String",
            "D: smithy.api#Blob",
        ]
    );
    let traits = &model.shapes[0].traits;
    assert_eq!(traits.ids().collect::<Vec<_>>(), [t::DOCUMENTATION, "smithy.api#tags"]);
    assert_eq!(traits.text(t::DOCUMENTATION), Some("two"));
    assert!(!model.shapes.keys().any(|id| id.name() == "First"), "a mixin is not in the closure");
}

#[test]
fn a_service_takes_operations_from_its_mixins() {
    let model = parsed(
        &[r#""a#T": {"type": "service", "mixins": [{"target": "a#M"}], "operations": [{"target": "a#B"}]},
        "a#M": {"type": "service", "version": "7", "operations": [{"target": "a#A"}], "errors": [{"target": "a#E"}],
            "traits": {"smithy.api#mixin": {}, "aws.protocols#awsQuery": {}}},
        "a#A": {"type": "operation"}, "a#B": {"type": "operation"},
        "a#E": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}}"#],
        "",
    )
    .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(model.operations.keys().map(|id| id.name()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(model.service.version, "7");
    assert!(model.operations.values().all(|operation| operation.errors.len() == 1));
}

#[test]
fn mixins_that_cannot_be_are_told() {
    let mixin = |id: &str, of: &str| {
        format!(
            r#""{id}": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "{of}"}}], "traits": {{"smithy.api#mixin": {{}}}}}}"#
        )
    };
    let shapes =
        [mixin("a#In", "a#X"), mixin("a#X", "a#Y"), mixin("a#Y", "a#X"), mixin("a#Z", "a#Z")];
    assert_eq!(
        diagnostics(&shapes.join(", ")),
        [
            "this mixin contains itself: `a#X` -> `a#Y` -> `a#X`",
            "this mixin contains itself: `a#Z` -> `a#Z`",
        ]
    );
    assert_eq!(
        diagnostics(
            r#""a#In": {"type": "structure", "members": {}, "mixins": [{"target": "a#S"}, {"target": "a#Gone"}]},
            "a#S": {"type": "string"}"#
        ),
        [
            "there is no shape `a#Gone`",
            "`a#S` is not a mixin",
            "a structure cannot have the string `a#S` mixed in",
        ]
    );
    assert_eq!(
        diagnostics(&format!(
            r#""a#In": {{"type": "structure", "mixins": [{{"target": "a#First"}}], "members": {{"A": {{"target": "smithy.api#Blob"}}}}}}, {MIXINS}"#
        )),
        ["the member `A` targets `smithy.api#Blob` here and `smithy.api#String` in a mixin"]
    );
}

#[test]
fn traits_applied_twice_must_agree() {
    let shapes = |first: &str, second: &str| {
        [
            format!(
                r#"{SERVICE}, "a#In": {{"type": "structure", "members": {{}}, "traits": {{{first}}}}}"#
            ),
            format!(r#""a#In": {{"type": "apply", "traits": {{{second}}}}}"#),
        ]
    };
    let both = |first: &str, second: &str| {
        let [first, second] = shapes(first, second);
        parsed(&[&second, &first], "").map(|model| model.shapes[0].traits.clone())
    };
    let title = r#""smithy.api#documentation": "x""#;
    assert!(both(title, title).is_ok());
    let diagnostics = both(title, r#""smithy.api#documentation": "y""#).unwrap_err();
    assert_eq!(
        messages(&diagnostics),
        ["the trait `smithy.api#documentation` is applied twice, with different values"; 2]
    );
    let tags = both(r#""smithy.api#tags": ["a"]"#, r#""smithy.api#tags": ["b"]"#).unwrap();
    assert_eq!(tags.get("smithy.api#tags"), Some(&serde_json::json!(["a", "b"])));
}

#[test]
fn what_is_applied_to_nothing_is_told() {
    let apply = |id: &str| {
        format!(r#""{id}": {{"type": "apply", "traits": {{"smithy.api#sensitive": {{}}}}}}"#)
    };
    let shapes = format!(
        r#""a#In": {{"type": "structure", "members": {{"Name": {{"target": "smithy.api#String"}}}}}}, {}, {}"#,
        apply("a#Im"),
        apply("a#In$Nane")
    );
    let file = format!("{SERVICE}, {shapes}");
    let diagnostics = parsed(&[&file], "").unwrap_err();
    assert_eq!(
        messages(&diagnostics),
        [
            "there is no shape `a#Im` to apply traits to",
            "there is no member `Nane` to apply traits to",
        ]
    );
    let hints: Vec<_> =
        diagnostics.as_slice().iter().map(|diagnostics| diagnostics.hint.as_deref()).collect();
    assert_eq!(hints, [Some("did you mean `a#In`?"), Some("did you mean `Name`?")]);
}

#[test]
fn files_may_say_the_same_but_not_otherwise() {
    let a = format!(r#"{SERVICE}, "a#In": {{"type": "structure", "members": {{}}}}"#);
    let same = r#""a#In": {"members": {}, "type": "structure"}"#;
    assert!(parsed(&[&a, same], "").is_ok());
    let diagnostics = parsed(&[&a, r#""a#In": {"type": "string"}"#], "").unwrap_err();
    assert_eq!(messages(&diagnostics), ["`a#In` is defined twice, in different ways"; 2]);
    let shown = diagnostics.to_string();
    assert!(shown.contains("0.json:3:") && shown.contains("1.json:1:"), "{shown}");
}

const RESOURCES: &str = r#""a#Toys": {"type": "service", "resources": [{"target": "a#Box"}, {"target": "a#Shelf"}],
        "operations": [{"target": "a#Ping"}], "traits": {"aws.protocols#awsJson1_1": {}}},
    "a#Box": {"type": "resource", "identifiers": {"id": {"target": "smithy.api#String"}}, "create": {"target": "a#Create"},
        "list": {"target": "a#List"}, "put": {"target": "a#Put"}, "read": {"target": "a#Read"}, "update": {"target": "a#Update"},
        "delete": {"target": "a#Delete"}, "operations": [{"target": "a#Paint"}], "collectionOperations": [{"target": "a#Count"}],
        "resources": [{"target": "a#Lid"}]},
    "a#Lid": {"type": "resource", "read": {"target": "a#Lift"}, "resources": [{"target": "a#Box"}]},
    "a#Shelf": {"type": "resource", "read": {"target": "a#Look"}}"#;

#[test]
fn resources_bring_their_operations() {
    let all = [
        "Create", "List", "Put", "Read", "Update", "Delete", "Paint", "Count", "Lift", "Ping",
        "Look", "Alone",
    ];
    let operations: Vec<_> =
        all.iter().map(|name| format!(r#""a#{name}": {{"type": "operation"}}"#)).collect();
    let file = format!("{RESOURCES}, {}", operations.join(", "));
    let model = parsed(&[&file], "").unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(
        model.operations.keys().map(|id| id.name()).collect::<Vec<_>>(),
        [
            "Ping", "Put", "Create", "Read", "Update", "Delete", "List", "Paint", "Count", "Look",
            "Lift"
        ]
    );
}

#[test]
fn references_must_lead_somewhere_fitting() {
    assert_eq!(
        diagnostics(
            r#""a#In": {"type": "structure", "members": {"A": {"target": "a#Im"}, "B": {"target": "a#Get"}, "C": {"target": "smithy.api#Strin"}}}"#
        ),
        [
            "there is no shape `smithy.api#Strin`",
            "`a#Get` is of type `operation`, which cannot be the type of data",
            "there is no shape `a#Im`",
        ]
    );
    let file = format!("{RESOURCES}, {}", r#""a#Ping": {"type": "string"}"#);
    let diagnostics = parsed(&[&file], "").unwrap_err();
    let messages = messages(&diagnostics);
    assert!(messages.contains(&"`a#Ping` is of type `string`, not `operation`"), "{messages:?}");
    assert!(messages.contains(&"there is no shape `a#Lift`"), "{messages:?}");
}

fn renaming(rename: &str) -> Result<Model, Diagnostics> {
    let service = SERVICE.replacen(r#""version": "1""#, &format!(r#""rename": {{{rename}}}"#), 1);
    let shapes = r#""a#In": {"type": "structure", "members": {"A": {"target": "a#Toy"}, "B": {"target": "b#toy"}}},
        "a#Toy": {"type": "structure", "members": {}}, "b#toy": {"type": "structure", "members": {}}"#;
    parsed(&[&format!("{service}, {shapes}")], "")
}

#[test]
fn a_service_renames_shapes_but_not_on_the_wire() {
    let model =
        renaming(r#""b#toy": "OtherToy""#).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(members(&model, "In"), ["A: a#Toy", "B: b#OtherToy"]);
    assert_eq!(
        model.shapes.values().map(|s| s.original_name()).collect::<Vec<_>>(),
        ["In", "Toy", "toy"]
    );
}

#[test]
fn names_that_clash_are_told() {
    let clash = renaming("").unwrap_err();
    assert_eq!(messages(&clash), ["`a#Toy` and `b#toy` have the same name in this service"]);
    let diagnostics =
        renaming(r#""b#toy": "in", "a#Toy": "Toy", "a#Get": "Other", "c#X": "Y", "a#In": "a b""#);
    assert_eq!(
        messages(&diagnostics.unwrap_err()),
        [
            "`a#Toy` is renamed to what it is called anyway",
            "operations, resources and services cannot be renamed",
            "the service has no shape `c#X` to rename",
            "`a b` is not the name of a shape",
        ]
    );
    let taken = renaming(r#""b#toy": "in""#).unwrap_err();
    assert_eq!(messages(&taken), ["`a#In` and `b#in` have the same name in this service"]);
}

/// The pagination of an operation that has these facts, in a service that has those.
fn pagination(own: &str, common: &str) -> Result<String, Vec<String>> {
    let shapes = format!(
        r#""a#T": {{"type": "service", "operations": [{{"target": "a#L"}}], "traits": {{"aws.protocols#awsQuery": {{}}, "smithy.api#paginated": {{{common}}}}}}},
        "a#L": {{"type": "operation", "traits": {{"smithy.api#paginated": {{{own}}}}}}}"#
    );
    let model = parsed(&[&shapes], "");
    let model = model.map_err(|diagnostics| {
        messages(&diagnostics).into_iter().map(str::to_owned).collect::<Vec<_>>()
    })?;
    let pagination = model.operations[0].pagination.as_ref().expect("it is paginated");
    let results: Vec<_> = pagination.results.iter().map(ToString::to_string).collect();
    let (input, output) = &pagination.tokens[0];
    Ok(format!("{input} <- {output}: {} {:?}", results.join(","), pagination.limit))
}

#[test]
fn the_service_completes_how_operations_answer_in_pages() {
    let common = r#""inputToken": "in", "outputToken": "out", "pageSize": "max""#;
    assert_eq!(pagination(r#""items": "a.b""#, common).unwrap(), r#"in <- out: a.b Some("max")"#);
    assert_eq!(
        pagination(r#""inputToken": "t", "outputToken": "o.t""#, "").unwrap(),
        "t <- o.t:  None"
    );
    assert_eq!(
        pagination(r#""items": "a b", "limit": "n""#, "").unwrap_err(),
        [
            "the attribute `limit` is not known here and is ignored",
            "`a b` is not the path of a member",
            "the attribute `inputToken` is missing",
            "the attribute `outputToken` is missing",
        ]
    );
}

#[test]
fn labels_and_statuses_are_checked() {
    let operation = |traits: &str| {
        format!(
            r#""a#T": {{"type": "service", "operations": [{{"target": "a#G"}}], "traits": {{"aws.protocols#restJson1": {{}}}}}},
            "a#G": {{"type": "operation", "input": {{"target": "a#In"}}, "traits": {{{traits}}}}},
            "a#In": {{"type": "structure", "members": {{"toyId": {{"target": "smithy.api#String", "traits": {{"smithy.api#httpLabel": {{}}}}}}}}}}"#
        )
    };
    let of = |traits: &str| parsed(&[&operation(traits)], "");
    assert!(of(r#""smithy.api#http": {"method": "GET", "uri": "/{toyId+}", "code": 201}"#).is_ok());
    let diagnostics =
        of(r#""smithy.api#http": {"method": "GET", "uri": "/{toyid}/{x}", "code": 7}"#);
    assert_eq!(
        messages(&diagnostics.unwrap_err()),
        [
            "an HTTP status is expected here",
            "no member of the input is bound to the label `{toyid}`",
            "no member of the input is bound to the label `{x}`",
        ]
    );
}

#[test]
fn words_and_types_of_traits_are_checked() {
    assert_eq!(
        diagnostics(
            r#""a#In": {"type": "structure", "traits": {"smithy.api#error": "clinet"}, "members": {
                "A": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": 1, "smithy.api#required": true}}}}"#
        ),
        [
            "`clinet` is not a value of the trait `smithy.api#error`",
            "a string is expected here, not a number",
            "an object is expected here, not a boolean",
        ]
    );
}

#[test]
fn a_long_chain_of_mixins_does_not_overflow() {
    let mixin = |index: usize| {
        format!(
            r#""a#M{index}": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "a#M{}"}}], "traits": {{"smithy.api#mixin": {{}}}}}}"#,
            index + 1
        )
    };
    let chain: Vec<_> = (0..2_000).map(mixin).collect();
    let last = r#""a#M2000": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}}, "traits": {"smithy.api#mixin": {}}}"#;
    let first = r#""a#In": {"type": "structure", "members": {}, "mixins": [{"target": "a#M0"}]}"#;
    let model = model(&format!("{first}, {}, {last}", chain.join(", ")));
    assert_eq!(members(&model, "In"), ["A: smithy.api#String"]);
}

#[test]
fn a_service_without_a_list_has_the_auth_schemes_of_its_traits() {
    let schemes = |traits: &str| {
        let service = SERVICE.replace("{\"aws.protocols", &format!("{{{traits} \"aws.protocols"));
        let shapes = r#""a#In": {"type": "structure"},
            "b#key": {"type": "structure", "traits": {"smithy.api#authDefinition": {}}}"#;
        let model = parsed(&[&format!("{service}, {shapes}")], "");
        model.unwrap_or_else(|found| panic!("{found}")).service.traits.get(t::AUTH).cloned()
    };
    let all = r#""smithy.api#httpBasicAuth": {}, "b#key": {}, "b#other": {}, "aws.auth#sigv4": {"name": "a"},"#;
    let sorted = serde_json::json!(["aws.auth#sigv4", "b#key", "smithy.api#httpBasicAuth"]);
    assert_eq!(schemes(all), Some(sorted));
    assert_eq!(schemes(""), Some(serde_json::json!([])));
    let listed = r#""smithy.api#auth": ["b#key"], "smithy.api#httpBasicAuth": {}, "b#key": {},"#;
    assert_eq!(schemes(listed), Some(serde_json::json!(["b#key"])));
}

#[test]
fn numbers_and_flags_of_old_models_are_zero_unless_boxed() {
    let old = r#"{"smithy": "1.0", "shapes": {"b#Old": {"type": "structure", "members": {
            "A": {"target": "smithy.api#PrimitiveBoolean"}, "B": {"target": "smithy.api#Integer"},
            "C": {"target": "b#Size"}, "D": {"target": "b#Boxed"}, "E": {"target": "smithy.api#String"},
            "F": {"target": "b#Size", "traits": {"smithy.api#box": {}}}}},
        "b#Size": {"type": "long"}, "b#Boxed": {"type": "long", "traits": {"smithy.api#box": {}}}}}"#;
    let new = format!(
        r#"{SERVICE}, "a#In": {{"type": "structure", "members": {{"Old": {{"target": "b#Old"}}, "New": {{"target": "b#Size"}}}}}}"#
    );
    let source = |name: &str, text: String| Source { name: name.to_owned(), text };
    let (service, more) = (source("new.json", ast(&new)), vec![source("old.json", old.to_owned())]);
    let model = parse::parse(Input { service, more, ..Input::default() }, "", &mut Vec::new())
        .unwrap()
        .model;
    let default = |shape: &str| -> Vec<_> {
        let shape = model.shapes.values().find(|known| known.id.name() == shape).unwrap();
        let defaults = shape.members().into_iter().map(|member| member.traits.get(t::DEFAULT));
        defaults.map(|value| value.map(ToString::to_string)).collect()
    };
    let some = |value: &str| Some(value.to_owned());
    assert_eq!(default("Old"), [some("false"), None, some("0"), None, None, None]);
    assert_eq!(default("In"), [None, None]);
}
