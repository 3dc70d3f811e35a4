//! Endpoint rules with every decision made.
//!
//! The rules have the shape of the runtime's tables (`smithwright_runtime::endpoint::table`):
//! variants carry the same names, and what they mean is told there.

use super::{BuiltInReader, Docs};
use crate::names::Ident;
use serde::Serialize;

/// All that a generated `config::endpoint` module is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Endpoints {
    /// The parameters; parameter `i` lives in slot `i`.
    pub parameters: Vec<Parameter>,
    /// How many slots parameters and assigned results need together.
    pub slots: usize,
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// The partitions, in the order in which they are tried; none when no rule asks for one.
    pub partitions: Vec<Partition>,
    /// The parameter that is the account of the identity that signs, by its Rust name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Ident>,
}

/// A parameter of the rules, and the member of `Params` that holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// The field, its getter, and its method in the builder.
    pub name: Ident,
    /// The method of the builder that sets or clears it.
    pub set: Ident,
    /// The name in the rule set.
    pub rule_name: String,
    /// The type of its values.
    pub kind: Kind,
    /// Where its value comes from when the rule set names a built-in.
    pub built_in: Option<BuiltIn>,
    /// Whether operations, inputs or the client's configuration may set it; they go before a built-in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bound: bool,
    /// Whether no rule reads it, so that no endpoint depends on it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
    /// What happens when it has no value.
    pub presence: ParameterPresence,
    /// Whether a value must be one host label or several with dots between them.
    pub host_label: bool,
    /// Its documentation: one fact a line, in Markdown.
    pub docs: Vec<String>,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// `String`.
    String,
    /// `bool`.
    Bool,
    /// `Vec<String>`.
    StringArray,
}

/// A parameter of the endpoint rules that the client's configuration sets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// The method that gives it, and that sets it on the builder.
    pub name: Ident,
    /// The method that sets or clears it.
    pub set: Ident,
    /// The parameter's name in the rules.
    pub rule_name: String,
    /// Its type.
    pub kind: Kind,
    /// The environment's variable and the profile's key that may hold it.
    pub shared: Option<(&'static str, &'static str)>,
    /// Documentation.
    pub docs: Docs,
}

/// A source of values that the rules engine defines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BuiltIn {
    /// The built-in's name, such as `AWS::UseFIPS`.
    pub name: &'static str,
    /// What reads it from the configuration, unless the configuration does not hold it.
    pub reader: Option<BuiltInReader>,
}

/// What happens when a parameter has no value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ParameterPresence {
    /// It stays unset.
    Optional,
    /// The parameters cannot be built.
    Required,
    /// It takes this value, a literal of its kind.
    Defaults(Expr),
}

/// A rule: its conditions, and what applies when all of them hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Rule {
    /// A URL, properties by name, and headers by name with their values.
    Endpoint(Vec<Condition>, Expr, Vec<(String, Expr)>, Vec<(String, Vec<Expr>)>),
    /// A message.
    Error(Vec<Condition>, Expr),
    /// More rules.
    Tree(Vec<Condition>, Vec<Rule>),
    /// A decision diagram: the conditions that its nodes test, the nodes, of which the first is where to begin, and the
    /// rules that it leads to.
    Diagram(Vec<Condition>, Vec<Node>, Vec<Rule>),
}

/// A node of a decision diagram: a condition, and where to go on if it holds, and if it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Node(pub usize, pub Next, pub Next);

/// Where a node of a decision diagram leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Next {
    /// To another node, which tests a later condition.
    Test(usize),
    /// To a rule.
    Apply(usize),
    /// Nowhere: no rule applies.
    Nothing,
}

/// A condition of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Condition {
    /// A test.
    If(Expr),
    /// A test whose result is kept in a slot.
    Let(usize, Expr),
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Expr {
    /// A literal boolean.
    Bool(bool),
    /// A literal integer.
    Integer(i32),
    /// A literal string.
    Text(String),
    /// A literal list.
    List(Vec<Expr>),
    /// A literal object.
    Record(Vec<(String, Expr)>),
    /// The parts of a template.
    Join(Vec<Expr>),
    /// The value in a slot.
    Slot(usize),
    /// An attribute of a record.
    Get(Box<Expr>, Attribute),
    /// An item of a list.
    Index(Box<Expr>, i32),
    /// The result of a function.
    Call(Function, Vec<Expr>),
}

/// A function of the rules engine.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Function {
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
}

/// An attribute of a partition, an ARN or a URL.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Attribute {
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
}

/// A group of regions that share their host names' suffixes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Partition {
    /// The partition's name.
    pub id: String,
    /// What the names of its regions look like.
    pub region_regex: String,
    /// The regions known today.
    pub regions: Vec<String>,
    /// The suffix of host names.
    pub dns_suffix: String,
    /// The suffix of dual-stack host names.
    pub dual_stack_dns_suffix: String,
    /// Whether there are FIPS endpoints.
    pub supports_fips: bool,
    /// Whether there are dual-stack endpoints.
    pub supports_dual_stack: bool,
    /// The region that signs for global services.
    pub implicit_global_region: String,
}
