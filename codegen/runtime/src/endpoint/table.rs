//! The tables that the generator emits: a rule set with every name already resolved.
//!
//! The types follow the "Rules engine specification" page of Smithy's documentation. What the
//! JSON form leaves to be looked up, the generator has settled: names are slots, templates are
//! split, attribute paths are steps, functions are variants with the right number of arguments.
//! Everything can be built in a `static`.

pub use Attribute::*;
pub use Condition::*;
pub use Expr::*;
pub use Function::*;
pub use Next::*;
pub use Presence::*;
pub use Rule::*;

/// A service's endpoint rules.
#[derive(Debug)]
pub struct RuleSet {
    /// What the rules may ask about; parameter `i` lives in slot `i`.
    pub parameters: &'static [Parameter],
    /// How many slots parameters and assigned results need together.
    pub slots: usize,
    /// The rules; the first one that leads to an endpoint or an error decides.
    pub rules: &'static [Rule],
}

/// A parameter: its name in the model, and what happens when it has no value.
#[derive(Debug)]
pub struct Parameter(
    /// The name in the model, for messages.
    pub &'static str,
    /// What happens when it has no value.
    pub Presence,
);

/// What happens when a parameter has no value.
#[derive(Debug)]
pub enum Presence {
    /// It stays unset.
    Optional,
    /// Evaluation fails.
    Required,
    /// It takes this value: a literal.
    Defaults(Expr),
}

/// A rule: what applies when all its conditions, tried in order, hold.
#[derive(Debug)]
pub enum Rule {
    /// An endpoint.
    Endpoint(
        /// The conditions.
        &'static [Condition],
        /// The URL: a string.
        Expr,
        /// Properties by name, such as `authSchemes`.
        &'static [(&'static str, Expr)],
        /// Headers by name, each with its values: strings.
        &'static [(&'static str, &'static [Expr])],
    ),
    /// An error.
    Error(
        /// The conditions.
        &'static [Condition],
        /// The message: a string.
        Expr,
    ),
    /// More rules. When none of them decides, the rule after this one is next.
    Tree(
        /// The conditions.
        &'static [Condition],
        /// The rules.
        &'static [Rule],
    ),
    /// A decision diagram. When it does not decide, the rule after this one is next.
    Diagram(
        /// The conditions that nodes test.
        &'static [Condition],
        /// The nodes; the first is where to begin.
        &'static [Node],
        /// The rules that it leads to.
        &'static [Rule],
    ),
}

/// A node of a decision diagram.
#[derive(Debug)]
pub struct Node(
    /// The place of the condition that it tests.
    pub usize,
    /// Where to go on if that holds.
    pub Next,
    /// Where to go on if it does not.
    pub Next,
);

/// Where a node of a decision diagram leads.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    /// To the node at this place, which tests a later condition.
    Test(usize),
    /// To the rule at this place.
    Apply(usize),
    /// Nowhere: no rule applies.
    Nothing,
}

/// A condition. It fails when its expression gives `false` or nothing.
#[derive(Debug)]
pub enum Condition {
    /// A test.
    If(Expr),
    /// A test whose result is kept in a slot for the conditions and rules below it.
    Let(usize, Expr),
}

/// An expression.
#[derive(Debug)]
pub enum Expr {
    /// A literal boolean.
    Bool(bool),
    /// A literal integer.
    Integer(i32),
    /// A literal string.
    Text(&'static str),
    /// A literal list.
    List(&'static [Expr]),
    /// A literal object; only endpoint properties hold one.
    Record(&'static [(&'static str, Expr)]),
    /// A template: its parts, strings all of them, joined.
    Join(&'static [Expr]),
    /// The value in a slot.
    Slot(usize),
    /// An attribute of a record.
    Get(&'static Expr, Attribute),
    /// An item of a list; a negative index counts from the end.
    Index(&'static Expr, i32),
    /// The result of a function.
    Call(Function, &'static [Expr]),
}

/// A function of the rules engine ("Rules engine standard library" and "AWS rules engine library
/// functions" pages of Smithy's documentation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `isSet(value)`.
    IsSet,
    /// `not(boolean)`.
    Not,
    /// `booleanEquals(boolean, boolean)`.
    BooleanEquals,
    /// `stringEquals(string, string)`.
    StringEquals,
    /// `substring(string, start, stop, reverse)`.
    Substring,
    /// `split(string, delimiter, limit)`.
    Split,
    /// `uriEncode(string)`.
    UriEncode,
    /// `parseURL(string)`.
    ParseUrl,
    /// `isValidHostLabel(string, allow subdomains)`.
    IsValidHostLabel,
    /// `coalesce(value, ...)`.
    Coalesce,
    /// `ite(boolean, value, value)`.
    Ite,
    /// `aws.partition(region)`.
    AwsPartition,
    /// `aws.parseArn(string)`.
    ParseArn,
    /// `aws.isVirtualHostableS3Bucket(string, allow subdomains)`.
    IsVirtualHostableS3Bucket,
}

/// An attribute of a partition, an ARN or a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A partition's name.
    PartitionName,
    /// The suffix of a partition's host names.
    DnsSuffix,
    /// The suffix of a partition's dual-stack host names.
    DualStackDnsSuffix,
    /// Whether a partition has FIPS endpoints.
    SupportsFips,
    /// Whether a partition has dual-stack endpoints.
    SupportsDualStack,
    /// The region that signs for a partition's global services.
    ImplicitGlobalRegion,
    /// An ARN's partition.
    ArnPartition,
    /// An ARN's service.
    ArnService,
    /// An ARN's region.
    ArnRegion,
    /// An ARN's account.
    ArnAccountId,
    /// The pieces of an ARN's resource.
    ArnResourceId,
    /// A URL's scheme.
    UrlScheme,
    /// A URL's host and port.
    UrlAuthority,
    /// A URL's path as it was written.
    UrlPath,
    /// A URL's path with a slash at either end.
    UrlNormalizedPath,
    /// Whether a URL's host is an IP address.
    UrlIsIp,
}
