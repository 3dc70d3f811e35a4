//! From a rule set and parameters to an endpoint.

use super::arn::Arn;
use super::error::EndpointError;
use super::functions::{
    borrowing, is_valid_host_label, is_virtual_hostable_s3_bucket, split, substring, uri_encode,
};
use super::partition::Partitions;
use super::table::{Condition, Expr, Function, Next, Node, Parameter, Presence, Rule, RuleSet};
use super::url::Url;
use super::value::Value;
use aws_smithy_types::Document;
use aws_smithy_types::endpoint::{Endpoint, EndpointAuthScheme};
use std::borrow::Cow;
use std::sync::Arc;

/// Finds the endpoint that a service's rules give for some parameters.
///
/// `parameters` stand in the order of the rule set's own; `None` is one without a value. The rules
/// are evaluated as the "Rules engine specification" page of Smithy's documentation says: the
/// first rule whose conditions hold and that leads to an endpoint or an error decides.
pub fn evaluate<'a>(
    rules: &'static RuleSet,
    partitions: &'static Partitions,
    parameters: &[Option<Value<'a>>],
) -> Result<Endpoint, EndpointError> {
    let mut slots = vec![None; rules.slots.max(rules.parameters.len())];
    for (index, (slot, parameter)) in slots.iter_mut().zip(rules.parameters).enumerate() {
        let given = parameters.get(index).cloned().flatten();
        *slot = presence(parameter, given)?;
    }
    let mut scope = Scope { partitions, slots };
    scope.decide(rules.rules)?.ok_or(EndpointError::NoRuleMatched)
}

/// Applies the parameter's default, and insists on a value where one is required.
fn presence<'a>(
    Parameter(name, presence): &Parameter,
    given: Option<Value<'a>>,
) -> Result<Option<Value<'a>>, EndpointError> {
    match (given, presence) {
        (Some(value), _) => Ok(Some(value)),
        (None, Presence::Optional) => Ok(None),
        (None, Presence::Required) => Err(EndpointError::MissingParameter(name)),
        (None, Presence::Defaults(literal)) => Ok(self::literal(literal)),
    }
}

fn literal<'a>(literal: &Expr) -> Option<Value<'a>> {
    match *literal {
        Expr::Bool(flag) => Some(Value::Bool(flag)),
        Expr::Integer(number) => Some(Value::Integer(number)),
        Expr::Text(text) => Some(text.into()),
        Expr::List(items) => {
            let text = |item: &Expr| match *item {
                Expr::Text(text) => Some(Cow::Borrowed(text)),
                _ => None,
            };
            items.iter().map(text).collect::<Option<Arc<[_]>>>().map(Value::List)
        }
        _ => None,
    }
}

/// The values of parameters and of assigned results.
///
/// Rules beside each other share slots: a slot is read only below the condition that filled it.
struct Scope<'a> {
    partitions: &'static Partitions,
    slots: Vec<Option<Value<'a>>>,
}

impl<'a> Scope<'a> {
    fn decide(&mut self, rules: &'static [Rule]) -> Result<Option<Endpoint>, EndpointError> {
        for rule in rules {
            let conditions = match rule {
                Rule::Endpoint(conditions, ..)
                | Rule::Error(conditions, _)
                | Rule::Tree(conditions, _) => *conditions,
                Rule::Diagram(..) => &[],
            };
            if !conditions.iter().all(|condition| self.holds(condition)) {
                continue;
            }
            let decided = match rule {
                Rule::Endpoint(_, url, properties, headers) => {
                    Some(self.endpoint(url, properties, headers)?)
                }
                Rule::Error(_, message) => return Err(self.response(message)),
                Rule::Tree(_, rules) => self.decide(rules)?,
                Rule::Diagram(conditions, nodes, rules) => {
                    let rule = self.follow(conditions, nodes).and_then(|rule| rules.get(rule));
                    self.decide(rule.map(std::slice::from_ref).unwrap_or_default())?
                }
            };
            if decided.is_some() {
                return Ok(decided);
            }
        }
        Ok(None)
    }

    /// The place of the rule that a decision diagram leads to, if there is one. Each node leads to later conditions than
    /// its own, so that there is an end.
    fn follow(
        &mut self,
        conditions: &'static [Condition],
        nodes: &'static [Node],
    ) -> Option<usize> {
        let mut next = Next::Test(0);
        loop {
            let Node(condition, high, low) = match next {
                Next::Test(node) => nodes.get(node)?,
                Next::Apply(rule) => return Some(rule),
                Next::Nothing => return None,
            };
            next = if self.holds(conditions.get(*condition)?) { *high } else { *low };
        }
    }

    fn holds(&mut self, condition: &'static Condition) -> bool {
        let value = match condition {
            Condition::If(expr) | Condition::Let(_, expr) => self.eval(expr),
        };
        let holds = !matches!(value, None | Some(Value::Bool(false)));
        if let Condition::Let(slot, _) = condition
            && let Some(slot) = self.slots.get_mut(*slot)
        {
            *slot = value;
        }
        holds
    }

    fn response(&self, message: &'static Expr) -> EndpointError {
        match self.text(message) {
            Some(message) => EndpointError::Refused(message.into_owned()),
            None => EndpointError::Incomplete("error message"),
        }
    }

    fn endpoint(
        &self,
        url: &'static Expr,
        properties: &'static [(&'static str, Expr)],
        headers: &'static [(&'static str, &'static [Expr])],
    ) -> Result<Endpoint, EndpointError> {
        // The builder panics on an empty URL, and a caller can configure one.
        let url = self.text(url).filter(|url| !url.is_empty());
        let url = url.ok_or(EndpointError::Incomplete("URL"))?;
        let mut endpoint = Endpoint::builder().url(url.into_owned());
        for (name, property) in properties {
            if let (&"authSchemes", Expr::List(schemes @ [_, ..])) = (name, property) {
                for scheme in *schemes {
                    let scheme = self.auth_scheme(scheme);
                    endpoint = endpoint.auth_scheme(scheme.ok_or(EndpointError::Incomplete(name))?);
                }
                continue;
            }
            let property = self.document(property).ok_or(EndpointError::Incomplete(name))?;
            endpoint = endpoint.property(*name, property);
        }
        for (name, values) in headers.iter() {
            for value in values.iter() {
                let value = self.text(value).ok_or(EndpointError::Incomplete(name))?;
                endpoint = endpoint.header(*name, value.into_owned());
            }
        }
        Ok(endpoint.build())
    }

    fn auth_scheme(&self, scheme: &'static Expr) -> Option<EndpointAuthScheme> {
        let Expr::Record(fields) = scheme else { return None };
        let (_, name) = fields.iter().find(|(field, _)| *field == "name")?;
        let name = match name {
            Expr::Text(name) => Cow::Borrowed(*name),
            name => Cow::Owned(self.text(name)?.into_owned()),
        };
        let scheme = EndpointAuthScheme::with_capacity(name, fields.len());
        let mut others = fields.iter().filter(|(field, _)| *field != "name");
        others.try_fold(scheme, |scheme, (field, value)| {
            Some(scheme.put(*field, self.document(value)?))
        })
    }

    fn document(&self, property: &'static Expr) -> Option<Document> {
        match property {
            Expr::List(items) => {
                let items = items.iter().map(|item| self.document(item));
                items.collect::<Option<_>>().map(Document::Array)
            }
            Expr::Record(fields) => {
                let field = |(name, value): &'static (&str, _)| {
                    Some((name.to_string(), self.document(value)?))
                };
                fields.iter().map(field).collect::<Option<_>>().map(Document::Object)
            }
            _ => match self.eval(property)? {
                Value::Bool(flag) => Some(flag.into()),
                Value::Integer(number) => Some(number.into()),
                Value::Text(text) => Some(text.into()),
                Value::List(items) => {
                    Some(Document::Array(items.iter().cloned().map(Document::from).collect()))
                }
                Value::Partition(_) | Value::Arn(_) | Value::Url(_) => None,
            },
        }
    }

    /// Gives an expression's value; nothing where it, or what it needs, has none.
    fn eval(&self, expr: &'static Expr) -> Option<Value<'a>> {
        match expr {
            Expr::Bool(flag) => Some(Value::Bool(*flag)),
            Expr::Integer(number) => Some(Value::Integer(*number)),
            Expr::Text(text) => Some(Value::from(*text)),
            Expr::List(items) => {
                let items = items.iter().map(|item| self.text(item));
                items.collect::<Option<Arc<[_]>>>().map(Value::List)
            }
            Expr::Record(_) => None,
            Expr::Join(parts) => self.join(parts).map(Value::from),
            Expr::Slot(slot) => self.slots.get(*slot)?.clone(),
            Expr::Get(record, attribute) => self.eval(record)?.attribute(*attribute),
            Expr::Index(list, index) => self.eval(list)?.item(*index),
            Expr::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn join(&self, parts: &'static [Expr]) -> Option<String> {
        let mut joined = String::with_capacity(64);
        for part in parts {
            joined.push_str(&self.text(part)?);
        }
        Some(joined)
    }

    fn call(&self, function: Function, arguments: &'static [Expr]) -> Option<Value<'a>> {
        match (function, arguments) {
            (Function::IsSet, [value]) => Some(self.eval(value).is_some().into()),
            (Function::Not, [value]) => Some((!self.flag(value)?).into()),
            (Function::BooleanEquals | Function::StringEquals, [left, right]) => {
                Some((self.eval(left)? == self.eval(right)?).into())
            }
            (Function::Substring, [text, start, stop, reverse]) => {
                let (start, stop) = (self.number(start)?, self.number(stop)?);
                let reverse = self.flag(reverse)?;
                borrowing(self.text(text)?, |text| {
                    substring(text, start, stop, reverse).map(Value::from)
                })
            }
            (Function::Split, [text, delimiter, limit]) => {
                let (delimiter, limit) = (self.text(delimiter)?, self.number(limit)?);
                borrowing(self.text(text)?, |text| split(text, &delimiter, limit))
            }
            (Function::UriEncode, [text]) => Some(Value::Text(uri_encode(self.text(text)?))),
            (Function::ParseUrl, [url]) => {
                borrowing(self.text(url)?, |url| Url::parse(url).map(Arc::new).map(Value::Url))
            }
            (Function::IsValidHostLabel, [text, subdomains]) => {
                Some(is_valid_host_label(&self.text(text)?, self.flag(subdomains)?).into())
            }
            (Function::Coalesce, values) => values.iter().find_map(|value| self.eval(value)),
            (Function::Ite, [condition, yes, no]) => {
                self.eval(if self.flag(condition)? { yes } else { no })
            }
            (Function::AwsPartition, [region]) => {
                self.partitions.find(&self.text(region)?).map(Value::Partition)
            }
            (Function::ParseArn, [arn]) => {
                borrowing(self.text(arn)?, |arn| Arn::parse(arn).map(Arc::new).map(Value::Arn))
            }
            (Function::IsVirtualHostableS3Bucket, [bucket, subdomains]) => {
                let (bucket, subdomains) = (self.text(bucket)?, self.flag(subdomains)?);
                Some(is_virtual_hostable_s3_bucket(&bucket, subdomains).into())
            }
            _ => None,
        }
    }

    fn text(&self, expr: &'static Expr) -> Option<Cow<'a, str>> {
        match self.eval(expr)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&self, expr: &'static Expr) -> Option<bool> {
        match self.eval(expr)? {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    fn number(&self, expr: &'static Expr) -> Option<i32> {
        match self.eval(expr)? {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::partition::{Partition, Partitions};
    use super::super::table::*;
    use super::{EndpointError, Scope, Value, evaluate};
    use aws_smithy_types::endpoint;

    static PARTITIONS: Partitions = Partitions::new(&[Partition {
        id: "aws",
        region_regex: r"^us\-\w+\-\d+$",
        regions: &["us-east-1"],
        dns_suffix: "example.com",
        dual_stack_dns_suffix: "dual.example.com",
        supports_fips: true,
        supports_dual_stack: false,
        implicit_global_region: "us-east-1",
    }]);

    /// The value of an expression over slots that hold `abc`, nothing, and an ARN.
    fn value(expr: &'static Expr) -> Option<Value<'static>> {
        let slots = vec![Some("abc".into()), None, Some("arn:aws:s3:r::a/b".into())];
        Scope { partitions: &PARTITIONS, slots }.eval(expr)
    }

    #[track_caller]
    fn gives(expr: &'static Expr, expected: impl Into<Value<'static>>) {
        assert_eq!(value(expr), Some(expected.into()));
    }

    #[track_caller]
    fn nothing(expr: &'static Expr) {
        assert_eq!(value(expr), None);
    }

    #[test]
    fn is_set() {
        gives(&Call(IsSet, &[Slot(0)]), true);
        gives(&Call(IsSet, &[Slot(1)]), false);
        gives(&Call(IsSet, &[Slot(99)]), false);
    }

    #[test]
    fn not() {
        gives(&Call(Not, &[Bool(false)]), true);
        gives(&Call(Not, &[Call(IsSet, &[Slot(0)])]), false);
        nothing(&Call(Not, &[Slot(1)]));
    }

    #[test]
    fn equality() {
        gives(&Call(BooleanEquals, &[Bool(true), Bool(true)]), true);
        gives(&Call(BooleanEquals, &[Bool(true), Bool(false)]), false);
        gives(&Call(StringEquals, &[Slot(0), Text("abc")]), true);
        gives(&Call(StringEquals, &[Slot(0), Text("ABC")]), false);
        nothing(&Call(StringEquals, &[Slot(0), Slot(1)]));
    }

    #[test]
    fn functions_on_strings() {
        gives(&Call(Substring, &[Slot(0), Integer(0), Integer(2), Bool(false)]), "ab");
        gives(&Index(&Call(Split, &[Slot(0), Text("b"), Integer(0)]), -1), "c");
        gives(&Call(UriEncode, &[Text("a/b")]), "a%2Fb");
        gives(&Call(IsValidHostLabel, &[Slot(0), Bool(false)]), true);
        gives(&Call(IsVirtualHostableS3Bucket, &[Slot(0), Bool(false)]), true);
        gives(&Get(&Call(ParseUrl, &[Text("https://a/b")]), UrlPath), "/b");
    }

    #[test]
    fn functions_on_computed_strings() {
        const COMPUTED: Expr = Join(&[Slot(0), Text("def")]);
        gives(&Call(Substring, &[COMPUTED, Integer(0), Integer(2), Bool(true)]), "ef");
        gives(&Index(&Call(Split, &[COMPUTED, Text("cd"), Integer(0)]), 1), "ef");
        gives(&Get(&Call(ParseUrl, &[Join(&[Text("http://"), Slot(0)])]), UrlAuthority), "abc");
        gives(&Index(&Get(&Call(ParseArn, &[Join(&[Slot(2)])]), ArnResourceId), 1), "b");
    }

    #[test]
    fn records() {
        gives(&Get(&Call(AwsPartition, &[Text("us-east-1")]), DnsSuffix), "example.com");
        gives(&Index(&Get(&Call(ParseArn, &[Slot(2)]), ArnResourceId), 0), "a");
        nothing(&Index(&Get(&Call(ParseArn, &[Slot(2)]), ArnResourceId), 2));
        nothing(&Call(ParseArn, &[Slot(0)]));
    }

    #[test]
    fn choices() {
        gives(&Call(Coalesce, &[Slot(1), Slot(0), Text("later")]), "abc");
        nothing(&Call(Coalesce, &[Slot(1), Slot(1)]));
        gives(&Call(Ite, &[Bool(true), Text("yes"), Text("no")]), "yes");
        gives(&Call(Ite, &[Bool(false), Text("yes"), Text("no")]), "no");
        nothing(&Call(Ite, &[Slot(1), Text("yes"), Text("no")]));
    }

    #[test]
    fn templates_need_all_their_parts() {
        gives(&Join(&[Text("<"), Slot(0), Text(">")]), "<abc>");
        nothing(&Join(&[Text("<"), Slot(1)]));
        nothing(&Join(&[Bool(true)]));
    }

    #[test]
    fn tables_no_generator_makes_give_nothing() {
        nothing(&Call(IsSet, &[]));
        nothing(&Call(Not, &[Text("true")]));
        nothing(&Call(Substring, &[Slot(0), Text("0"), Integer(2), Bool(false)]));
        nothing(&Get(&Slot(0), UrlPath));
        nothing(&Record(&[]));
    }

    static RULES: RuleSet = RuleSet {
        parameters: &[
            Parameter("Region", Optional),
            Parameter("Flag", Defaults(Bool(false))),
            Parameter("Needed", Required),
        ],
        slots: 4,
        rules: &[
            Tree(
                &[If(Call(IsSet, &[Slot(0)])), Let(3, Call(AwsPartition, &[Slot(0)]))],
                &[
                    Error(&[If(Slot(1))], Join(&[Text("no flags in "), Slot(0)])),
                    Endpoint(
                        &[If(Call(StringEquals, &[Slot(2), Text("here")]))],
                        Join(&[Text("https://"), Slot(0), Text("."), Get(&Slot(3), DnsSuffix)]),
                        &[
                            (
                                "authSchemes",
                                List(&[Record(&[
                                    ("signingRegion", Slot(0)),
                                    ("name", Text("sigv4")),
                                ])]),
                            ),
                            ("flag", Bool(true)),
                        ],
                        &[("x-needed", &[Slot(2), Text("2")])],
                    ),
                ],
            ),
            Endpoint(&[If(Call(StringEquals, &[Slot(2), Text("empty")]))], Text(""), &[], &[]),
            Endpoint(
                &[If(Call(StringEquals, &[Slot(2), Text("fallback")]))],
                Text("https://fallback"),
                &[],
                &[],
            ),
        ],
    };

    fn resolve(
        region: Option<&str>,
        flag: Option<bool>,
        needed: Option<&str>,
    ) -> Result<endpoint::Endpoint, EndpointError> {
        let text = |text: Option<_>| text.map(Value::from);
        evaluate(&RULES, &PARTITIONS, &[text(region), flag.map(Value::from), text(needed)])
    }

    #[test]
    fn a_rule_leads_to_an_endpoint() {
        let expected = endpoint::Endpoint::builder()
            .url("https://us-east-1.example.com")
            .auth_scheme(
                endpoint::EndpointAuthScheme::with_capacity("sigv4", 1)
                    .put("signingRegion", "us-east-1"),
            )
            .property("flag", true)
            .header("x-needed", "here")
            .header("x-needed", "2")
            .build();
        assert_eq!(resolve(Some("us-east-1"), None, Some("here")), Ok(expected));
    }

    #[test]
    fn a_rule_leads_to_an_error() {
        let error = resolve(Some("us-east-1"), Some(true), Some("here"));
        assert_eq!(error, Err(EndpointError::Refused("no flags in us-east-1".into())));
    }

    #[test]
    fn a_tree_that_does_not_decide_passes_on() {
        let endpoint = resolve(Some("us-east-1"), None, Some("fallback"));
        assert_eq!(endpoint.as_ref().map(|endpoint| endpoint.url()), Ok("https://fallback"));
    }

    #[test]
    fn no_rule_is_an_error() {
        assert_eq!(resolve(None, None, Some("x")), Err(EndpointError::NoRuleMatched));
    }

    #[test]
    fn a_diagram_leads_to_a_rule_or_passes_on() {
        static DIAGRAM: RuleSet = RuleSet {
            parameters: &[Parameter("Base", Optional), Parameter("Flag", Defaults(Bool(false)))],
            slots: 3,
            rules: &[
                Diagram(
                    &[If(Call(IsSet, &[Slot(0)])), Let(2, Call(ParseUrl, &[Slot(0)])), If(Slot(1))],
                    &[
                        Node(0, Test(1), Test(2)),
                        Node(1, Test(2), Apply(1)),
                        Node(2, Apply(0), Nothing),
                    ],
                    &[
                        Endpoint(
                            &[],
                            Join(&[Text("https://"), Get(&Slot(2), UrlAuthority)]),
                            &[],
                            &[],
                        ),
                        Error(&[], Text("where?")),
                    ],
                ),
                Endpoint(&[], Text("https://after"), &[], &[]),
            ],
        };
        let url = |base: Option<&str>, flag: bool| {
            let parameters = [base.map(Value::from), Some(flag.into())];
            let endpoint = evaluate(&DIAGRAM, &PARTITIONS, &parameters);
            endpoint.map(|endpoint| endpoint.url().to_owned())
        };
        assert_eq!(url(Some("http://example.com/a"), true), Ok("https://example.com".to_owned()));
        assert_eq!(url(Some("http://example.com/a"), false), Ok("https://after".to_owned()));
        assert_eq!(url(Some("mars"), true), Err(EndpointError::Refused("where?".into())));
        assert_eq!(url(None, true), Err(EndpointError::Incomplete("URL")), "it is not assigned");
        assert_eq!(url(None, false), Ok("https://after".to_owned()));
    }

    #[test]
    fn a_required_parameter_must_be_there() {
        assert_eq!(resolve(None, None, None), Err(EndpointError::MissingParameter("Needed")));
        let none = evaluate(&RULES, &PARTITIONS, &[]);
        assert_eq!(none, Err(EndpointError::MissingParameter("Needed")));
    }

    #[test]
    fn an_empty_url_is_an_error() {
        assert_eq!(resolve(None, None, Some("empty")), Err(EndpointError::Incomplete("URL")));
    }
}
