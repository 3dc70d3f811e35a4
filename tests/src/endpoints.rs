//! The published endpoint cases, run through lowering and the interpreter.
//!
//! Running a case needs the runtime's tables, which generated crates hold as statics; here they are
//! made from the IR and leaked, so that no crate has to be generated and compiled.

use serde_json::Value;
use smithwright_codegen::ir::endpoints as ir;
use smithwright_codegen::{Input, Options, Source, plan};
use smithwright_runtime::aws_smithy_types::Document;
use smithwright_runtime::aws_smithy_types::Number;
use smithwright_runtime::aws_smithy_types::endpoint::Endpoint;
use smithwright_runtime::endpoint as rt;
use smithwright_runtime::endpoint::table;

/// The forms that endpoint rules have in Smithy's AST: the rule set, and the decision diagram.
const FORMS: [&str; 2] = ["smithy.rules#endpointRuleSet", "smithy.rules#endpointBdd"];

/// The cases that a model holds of its endpoint rules.
const CASES: &str = "smithy.rules#endpointTests";

/// What became of the endpoint cases that a model holds.
#[derive(Debug, Default)]
pub struct Published {
    /// The forms of its rules.
    pub forms: Vec<&'static str>,
    /// How many cases were run, each once by each form.
    pub cases: usize,
    /// What differs from what they expect.
    pub failures: Vec<String>,
}

/// Runs the cases that a model in Smithy's AST holds, by each form of its rules alone: all forms must give what the cases
/// expect, and so the same.
///
/// # Errors
///
/// When the model, or one of the forms, is broken.
pub fn published(model: &Source, partitions: &Source) -> Result<Published, String> {
    let text = |error: &dyn std::fmt::Display| format!("{}: {error}", model.name);
    let value: Value = serde_json::from_str(&model.text).map_err(|error| text(&error))?;
    let shapes = value["shapes"].as_object().into_iter().flatten();
    let services = shapes.filter(|(_, shape)| !shape["traits"][CASES].is_null());
    let mut published = Published::default();
    for (id, service) in services {
        let traits = &service["traits"];
        for form in FORMS.into_iter().filter(|form| !traits[form].is_null()) {
            let endpoints = alone(&value, id, form, partitions).map_err(|error| text(&error))?;
            let tables = leak(&endpoints);
            let cases = traits[CASES]["testCases"].as_array().into_iter().flatten();
            for case in cases {
                published.cases += 1;
                if let Err(difference) = run_case(&endpoints.parameters, tables, case) {
                    let about = case["documentation"].as_str().unwrap_or("a case");
                    let failure = format!("{} by {form}: {about}\n{difference}", model.name);
                    published.failures.push(failure);
                }
            }
            published.forms.push(form);
        }
    }
    Ok(published)
}

/// The endpoint rules of a service, read from one of their forms. Operations and errors have no say in them, and may stand
/// in other files.
fn alone(
    model: &Value,
    service: &str,
    form: &str,
    partitions: &Source,
) -> Result<ir::Endpoints, smithwright_codegen::Diagnostics> {
    let mut model = model.clone();
    let shape = &mut model["shapes"][service];
    if let Some(traits) = shape["traits"].as_object_mut() {
        traits.retain(|id, _| id == form || !FORMS.contains(&id.as_str()));
    }
    for owned in ["operations", "resources", "errors"] {
        shape[owned] = Value::Array(Vec::new());
    }
    shape["rename"] = Value::Object(serde_json::Map::new());
    let input = Input {
        service: Source { name: "model.json".to_owned(), text: model.to_string() },
        partitions: Some(partitions.clone()),
        ..Input::default()
    };
    let options = Options { service: service.to_owned(), ..Options::default() };
    plan(input, &options).map(|ir| ir.endpoints)
}

/// Makes the runtime's tables from the IR; they live as long as the process.
pub fn leak(endpoints: &ir::Endpoints) -> (&'static rt::RuleSet, &'static rt::Partitions) {
    let rules = rt::RuleSet {
        parameters: list(&endpoints.parameters, parameter),
        slots: endpoints.slots,
        rules: list(&endpoints.rules, rule),
    };
    let partitions = rt::Partitions::new(list(&endpoints.partitions, partition));
    (Box::leak(Box::new(rules)), Box::leak(Box::new(partitions)))
}

fn list<T, U>(items: &[T], convert: impl FnMut(&T) -> U) -> &'static [U] {
    items.iter().map(convert).collect::<Vec<_>>().leak()
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn parameter(parameter: &ir::Parameter) -> table::Parameter {
    let presence = match &parameter.presence {
        ir::ParameterPresence::Optional => table::Optional,
        ir::ParameterPresence::Required => table::Required,
        ir::ParameterPresence::Defaults(literal) => table::Defaults(expr(literal)),
    };
    table::Parameter(text(&parameter.rule_name), presence)
}

fn rule(rule: &ir::Rule) -> table::Rule {
    match rule {
        ir::Rule::Endpoint(conditions, url, properties, headers) => table::Endpoint(
            list(conditions, condition),
            expr(url),
            list(properties, field),
            list(headers, |(name, values)| (text(name), list(values, expr))),
        ),
        ir::Rule::Error(conditions, message) => {
            table::Error(list(conditions, condition), expr(message))
        }
        ir::Rule::Tree(conditions, rules) => {
            table::Tree(list(conditions, condition), list(rules, self::rule))
        }
        ir::Rule::Diagram(conditions, nodes, rules) => table::Diagram(
            list(conditions, condition),
            list(nodes, |ir::Node(condition, high, low)| {
                table::Node(*condition, next(*high), next(*low))
            }),
            list(rules, self::rule),
        ),
    }
}

fn next(next: ir::Next) -> table::Next {
    match next {
        ir::Next::Test(node) => table::Test(node),
        ir::Next::Apply(rule) => table::Apply(rule),
        ir::Next::Nothing => table::Nothing,
    }
}

fn condition(condition: &ir::Condition) -> table::Condition {
    match condition {
        ir::Condition::If(test) => table::If(expr(test)),
        ir::Condition::Let(slot, test) => table::Let(*slot, expr(test)),
    }
}

fn field((name, value): &(String, ir::Expr)) -> (&'static str, table::Expr) {
    (text(name), expr(value))
}

fn expr(value: &ir::Expr) -> table::Expr {
    let boxed = |value: &ir::Expr| -> &'static table::Expr { Box::leak(Box::new(expr(value))) };
    match value {
        ir::Expr::Bool(flag) => table::Bool(*flag),
        ir::Expr::Integer(number) => table::Integer(*number),
        ir::Expr::Text(value) => table::Text(text(value)),
        ir::Expr::List(items) => table::List(list(items, expr)),
        ir::Expr::Record(fields) => table::Record(list(fields, field)),
        ir::Expr::Join(parts) => table::Join(list(parts, expr)),
        ir::Expr::Slot(slot) => table::Slot(*slot),
        ir::Expr::Get(record, name) => table::Get(boxed(record), attribute(*name)),
        ir::Expr::Index(items, index) => table::Index(boxed(items), *index),
        ir::Expr::Call(name, arguments) => table::Call(function(*name), list(arguments, expr)),
    }
}

/// Maps each variant to the runtime's of the same name.
macro_rules! same {
    ($kind:ident, $value:expr, [$($name:ident),* $(,)?]) => {
        match $value { $(ir::$kind::$name => table::$kind::$name),* }
    };
}

fn function(name: ir::Function) -> table::Function {
    same!(
        Function,
        name,
        [
            IsSet,
            Not,
            BooleanEquals,
            StringEquals,
            Substring,
            Split,
            UriEncode,
            ParseUrl,
            IsValidHostLabel,
            Coalesce,
            Ite,
            AwsPartition,
            ParseArn,
            IsVirtualHostableS3Bucket,
        ]
    )
}

fn attribute(name: ir::Attribute) -> table::Attribute {
    same!(
        Attribute,
        name,
        [
            PartitionName,
            DnsSuffix,
            DualStackDnsSuffix,
            SupportsFips,
            SupportsDualStack,
            ImplicitGlobalRegion,
            ArnPartition,
            ArnService,
            ArnRegion,
            ArnAccountId,
            ArnResourceId,
            UrlScheme,
            UrlAuthority,
            UrlPath,
            UrlNormalizedPath,
            UrlIsIp,
        ]
    )
}

fn partition(partition: &ir::Partition) -> rt::Partition {
    rt::Partition {
        id: text(&partition.id),
        region_regex: text(&partition.region_regex),
        regions: list(&partition.regions, |region| text(region)),
        dns_suffix: text(&partition.dns_suffix),
        dual_stack_dns_suffix: text(&partition.dual_stack_dns_suffix),
        supports_fips: partition.supports_fips,
        supports_dual_stack: partition.supports_dual_stack,
        implicit_global_region: text(&partition.implicit_global_region),
    }
}

/// Runs one entry of an `endpoint-tests-1.json` file's `testCases`.
///
/// Takes the parameters' description and the tables that [`leak`] made; gives what differs from
/// the case's expectation. `operationInputs`, which needs a client, is not looked at.
pub fn run_case(
    parameters: &[ir::Parameter],
    (rules, partitions): (&'static rt::RuleSet, &'static rt::Partitions),
    case: &Value,
) -> Result<(), String> {
    let given = case["params"].as_object();
    if let Some(unknown) = given
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .find(|name| !parameters.iter().any(|parameter| parameter.rule_name == **name))
    {
        return Err(format!("the case sets `{unknown}`, which is no parameter"));
    }
    let lists: Vec<_> =
        parameters.iter().map(|known| strings(&case["params"][&known.rule_name])).collect();
    let values = parameters.iter().zip(&lists).map(|(known, list)| {
        match &case["params"][&known.rule_name] {
            Value::Bool(flag) => Some(rt::Value::from(*flag)),
            Value::String(text) => Some(rt::Value::from(text.as_str())),
            Value::Array(_) => Some(rt::Value::from(list.as_slice())),
            _ => None,
        }
    });
    let values: Vec<_> = values.collect();
    check(rt::evaluate(rules, partitions, &values), &case["expect"])
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn check(found: Result<Endpoint, rt::EndpointError>, expected: &Value) -> Result<(), String> {
    let found = match found {
        Ok(endpoint) => serde_json::json!({ "endpoint": json(&endpoint) }),
        Err(error) => serde_json::json!({ "error": error.to_string() }),
    };
    let mut expected = expected.clone();
    if let Some(endpoint) = expected["endpoint"].as_object_mut() {
        for part in ["properties", "headers"] {
            endpoint.entry(part).or_insert_with(|| Value::Object(Default::default()));
        }
    } else if let Some(expected) = expected.as_object_mut() {
        expected.remove("endpoint");
    }
    if found == expected { Ok(()) } else { Err(format!("expected {expected}\n   found {found}")) }
}

fn json(endpoint: &Endpoint) -> Value {
    let properties =
        endpoint.properties().iter().map(|(name, value)| (name.to_string(), document(value)));
    let schemes = endpoint.auth_schemes().iter().map(|scheme| document(&scheme.as_document()));
    let schemes: Vec<_> = schemes.collect();
    let schemes = (!schemes.is_empty()).then(|| ("authSchemes".to_owned(), schemes.into()));
    let headers = endpoint.headers().map(|(name, values)| (name.to_owned(), values.collect()));
    serde_json::json!({
        "url": endpoint.url(),
        "properties": properties.chain(schemes).collect::<serde_json::Map<_, _>>(),
        "headers": headers.collect::<serde_json::Map<_, Value>>(),
    })
}

fn document(value: &Document) -> Value {
    match value {
        Document::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), document(value))).collect()
        }
        Document::Array(items) => items.iter().map(document).collect(),
        Document::Number(Number::PosInt(number)) => Value::from(*number),
        Document::Number(Number::NegInt(number)) => Value::from(*number),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::from(text.as_str()),
        Document::Bool(flag) => Value::from(*flag),
        Document::Null => Value::Null,
    }
}
