//! The types of expressions, their attributes, and what functions take and give.

use crate::ir::endpoints::{Attribute, Function, Kind};
use std::fmt;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// Any type: what `isSet` takes, and what an expression with a problem is taken to be, so that
    /// one mistake is reported once.
    Any,
    Bool,
    Integer,
    Text,
    List,
    Partition,
    Arn,
    Url,
}

impl Type {
    pub(super) fn accepts(self, other: Type) -> bool {
        self == other || self == Type::Any || other == Type::Any
    }

    /// The attributes that `getAttr` can read, with their types.
    pub(super) fn attributes(self) -> &'static [(&'static str, Attribute, Type)] {
        use Attribute::*;
        match self {
            Type::Partition => &[
                ("name", PartitionName, Type::Text),
                ("dnsSuffix", DnsSuffix, Type::Text),
                ("dualStackDnsSuffix", DualStackDnsSuffix, Type::Text),
                ("supportsFIPS", SupportsFips, Type::Bool),
                ("supportsDualStack", SupportsDualStack, Type::Bool),
                ("implicitGlobalRegion", ImplicitGlobalRegion, Type::Text),
            ],
            Type::Arn => &[
                ("partition", ArnPartition, Type::Text),
                ("service", ArnService, Type::Text),
                ("region", ArnRegion, Type::Text),
                ("accountId", ArnAccountId, Type::Text),
                ("resourceId", ArnResourceId, Type::List),
            ],
            Type::Url => &[
                ("scheme", UrlScheme, Type::Text),
                ("authority", UrlAuthority, Type::Text),
                ("path", UrlPath, Type::Text),
                ("normalizedPath", UrlNormalizedPath, Type::Text),
                ("isIp", UrlIsIp, Type::Bool),
            ],
            _ => &[],
        }
    }
}

impl From<Kind> for Type {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::String => Type::Text,
            Kind::Bool => Type::Bool,
            Kind::StringArray => Type::List,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Type::Any => "a value",
            Type::Bool => "a boolean",
            Type::Integer => "an integer",
            Type::Text => "a string",
            Type::List => "a list of strings",
            Type::Partition => "a partition",
            Type::Arn => "an ARN",
            Type::Url => "a URL",
        })
    }
}

/// What a function takes and gives.
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) function: Function,
    pub(super) takes: &'static [Type],
    /// Whether more arguments of the last type may follow.
    pub(super) variadic: bool,
    /// [`Type::Any`] for a function that gives one of its arguments.
    pub(super) gives: Type,
}

const fn signature(
    name: &'static str,
    function: Function,
    takes: &'static [Type],
    gives: Type,
) -> Signature {
    Signature { name, function, takes, variadic: false, gives }
}

/// `getAttr`: the one function that becomes no call, because its path is resolved here.
pub(super) const GET_ATTR: &str = "getAttr";

/// The functions ("Rules engine standard library" and "AWS rules engine library functions" pages
/// of Smithy's documentation).
pub(super) const FUNCTIONS: &[Signature] = &[
    signature("isSet", Function::IsSet, &[Type::Any], Type::Bool),
    signature("not", Function::Not, &[Type::Bool], Type::Bool),
    signature("booleanEquals", Function::BooleanEquals, &[Type::Bool; 2], Type::Bool),
    signature("stringEquals", Function::StringEquals, &[Type::Text; 2], Type::Bool),
    signature(
        "substring",
        Function::Substring,
        &[Type::Text, Type::Integer, Type::Integer, Type::Bool],
        Type::Text,
    ),
    signature("split", Function::Split, &[Type::Text, Type::Text, Type::Integer], Type::List),
    signature("uriEncode", Function::UriEncode, &[Type::Text], Type::Text),
    signature("parseURL", Function::ParseUrl, &[Type::Text], Type::Url),
    signature(
        "isValidHostLabel",
        Function::IsValidHostLabel,
        &[Type::Text, Type::Bool],
        Type::Bool,
    ),
    Signature {
        name: "coalesce",
        function: Function::Coalesce,
        takes: &[Type::Any; 2],
        variadic: true,
        gives: Type::Any,
    },
    signature("ite", Function::Ite, &[Type::Bool, Type::Any, Type::Any], Type::Any),
    signature("aws.partition", Function::AwsPartition, &[Type::Text], Type::Partition),
    signature("aws.parseArn", Function::ParseArn, &[Type::Text], Type::Arn),
    signature(
        "aws.isVirtualHostableS3Bucket",
        Function::IsVirtualHostableS3Bucket,
        &[Type::Text, Type::Bool],
        Type::Bool,
    ),
];
