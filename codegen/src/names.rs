//! The only place that makes identifiers.
//!
//! A name goes through three steps: case (as the official crates have it), words that Rust or our own
//! output has taken, and collisions inside its scope.

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::source::Address;
use heck::ToUpperCamelCase;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;

/// An identifier of the generated crate, fit to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Ident(String);

impl Ident {
    /// The text, with `r#` if it is a keyword.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without `r#`.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(match self.as_str().strip_prefix("r#") {
            Some(keyword) => proc_macro2::Ident::new_raw(keyword, span),
            None => proc_macro2::Ident::new(self.as_str(), span),
        });
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name that is ours, and no model's: of the runtime, of Rust's library, or of an argument.
pub fn known(name: &'static str) -> Ident {
    Ident(name.to_owned())
}

/// The runtime's variant of the same name as this one of the IR.
pub fn variant(of: impl fmt::Debug) -> Ident {
    Ident(format!("{of:?}"))
}

/// Words of Rust that cannot be identifiers ("Keywords" of the Rust reference).
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words of Rust that cannot even be raw identifiers.
const NEVER_RAW: [&str; 4] = ["crate", "self", "super", "Self"];

/// What structures and builders have beside members, and what such a member is called instead.
const MEMBERS: [(&str, &str); 10] = [
    ("as_input", "as_input_value"),
    ("build", "build_value"),
    ("builder", "builder_value"),
    ("customize", "customize_value"),
    ("default", "default_value"),
    ("into_paginator", "into_paginator_value"),
    ("meta", "meta_value"),
    ("new", "new_value"),
    ("send", "send_value"),
    ("send_with", "send_with_value"),
];

/// What enums have beside the model's values, and what such a value is called instead.
const VARIANTS: [(&str, &str); 4] = [
    ("Self", "SelfValue"),
    ("SelfValue", "SelfValue_"),
    ("Unknown", "UnknownValue"),
    ("UnknownValue", "UnknownValue_"),
];

/// What the client has beside operations, of itself or because it can be cloned, and what such an operation is called
/// instead.
const METHODS: [(&str, &str); 9] = [
    ("call", "call_"),
    ("call_all", "call_all_"),
    ("clone", "clone_"),
    ("clone_from", "clone_from_"),
    ("config", "config_"),
    ("core", "core_"),
    ("from_conf", "from_conf_"),
    ("new", "new_"),
    ("to_owned", "to_owned_"),
];

/// What the parameters of endpoint rules and their builder have beside the parameters, and what such a parameter is
/// called instead.
const PARAMETERS: [(&str, &str); 4] =
    [("build", "build_"), ("builder", "builder_"), ("clone", "clone_"), ("default", "default_")];

/// What the client's configuration has beside the settings of its service.
const CONFIGURATION: [&str; 56] = [
    "account_id_endpoint_mode",
    "allow_no_auth",
    "api_key",
    "api_key_resolver",
    "app_name",
    "apply_test_defaults",
    "auth_scheme_preference",
    "auth_scheme_resolver",
    "auth_schemes",
    "aws_chunked_encoding_chunk_size",
    "basic_auth_login",
    "basic_auth_login_resolver",
    "behavior_version",
    "behavior_version_latest",
    "bearer_token",
    "build",
    "builder",
    "capture_input_attributes",
    "clone",
    "credentials_provider",
    "default",
    "digest_auth_login",
    "digest_auth_login_resolver",
    "disable_clock_skew_correction",
    "emit_input_attributes",
    "endpoint_resolver",
    "endpoint_url",
    "express_credentials_provider",
    "framework_metadata",
    "from",
    "http_client",
    "idempotency_token_provider",
    "identity_cache",
    "interceptor",
    "interceptors",
    "into",
    "invocation_id_generator",
    "new",
    "push_auth_scheme",
    "push_interceptor",
    "region",
    "retry_classifier",
    "retry_classifiers",
    "retry_config",
    "retry_partition",
    "runtime_plugin",
    "signing_name",
    "sigv4a_signing_region_set",
    "sleep_impl",
    "stalled_stream_protection",
    "time_source",
    "timeout_config",
    "to_builder",
    "token_provider",
    "use_dual_stack",
    "use_fips",
];

/// How long a name may be: file systems take names of files up to 255 bytes, and some of ours begin or end with more.
const LONGEST: usize = 200;

/// What kind of name is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A type or a variant.
    Type,
    /// The type of an operation, which is called as the model calls the operation: `AssumeRoleWithSAML`.
    Operation,
    /// A field, method or module.
    Value,
    /// A constant.
    Constant,
}

impl Case {
    fn apply(self, name: &str) -> String {
        match self {
            Case::Type => after_digits(name).to_upper_camel_case(),
            Case::Operation => name.split('_').map(upper_first).collect(),
            Case::Value => snake_case(name),
            Case::Constant => snake_case(name).to_uppercase(),
        }
    }
}

/// `name` with marks where the official crates begin a word and `heck` does not: at a capital letter after a digit
/// (`DEFAULT_4XX`).
fn after_digits(name: &str) -> String {
    let mut marked = String::with_capacity(name.len());
    let mut before = ' ';
    for letter in name.chars() {
        if before.is_ascii_digit() && letter.is_ascii_uppercase() {
            marked.push('_');
        }
        marked.push(letter);
        before = letter;
    }
    marked
}

fn upper_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What the official crates take for one word in fields, methods and modules, though a capital letter may stand inside.
const WHOLE_WORDS: [&str; 7] = ["gib", "ipv4", "ipv6", "kib", "mib", "sigv4", "ttl"];

/// A name as the official crates write fields, methods and modules. Their types are not of the same words: those know
/// neither [`WHOLE_WORDS`] nor the plurals of acronyms.
fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    let mut begin = 0;
    for (at, letter) in letters.iter().enumerate() {
        let between = !letter.is_alphanumeric();
        if between || begins_word(&letters, begin, at) {
            words.push(String::new());
            begin = if between { at + 1 } else { at };
        }
        if !between {
            words.last_mut().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
    }
    words.retain(|word| !word.is_empty());
    words.join("_")
}

/// Whether a word begins at `at`, where the one before it began at `begin`.
fn begins_word(letters: &[char], begin: usize, at: usize) -> bool {
    if begin == at {
        return false;
    }
    let (before, letter) = (letters[at - 1], letters[at]);
    let after_lower = letter.is_ascii_uppercase() && !before.is_ascii_uppercase();
    let after_digit = letter.is_ascii_lowercase() && before.is_ascii_digit();
    // A digit ends a word before a small letter only where no capital letters tell words apart.
    let has_capitals = letters.iter().any(char::is_ascii_uppercase);
    let apart = after_lower || (after_digit && !has_capitals);
    (apart && !is_inside_whole_word(&letters[begin..], at - begin)) || ends_acronym(letters, at)
}

/// Whether the letters begin with a word that goes on at `at`.
fn is_inside_whole_word(letters: &[char], at: usize) -> bool {
    let begins_with = |word: &str| {
        letters.len() >= word.len()
            && word.chars().zip(letters).all(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    WHOLE_WORDS.iter().any(|word| at < word.len() && begins_with(word))
}

/// Whether the capital letter at `at` begins a word after an acronym. It does not in a plural (`roleARNs`), or before the
/// number of a version (`DynamoDBv2`).
fn ends_acronym(letters: &[char], at: usize) -> bool {
    let next = |places: usize| letters.get(at + places).copied().unwrap_or_default();
    let capitals = letters[at].is_ascii_uppercase() && letters[at - 1].is_ascii_uppercase();
    let is_plural = next(1) == 's' && !next(2).is_ascii_lowercase();
    let is_version = next(1) == 'v' && next(2).is_ascii_digit();
    capitals && next(1).is_ascii_lowercase() && !is_plural && !is_version
}

/// The names of one scope: a module's types, a structure's fields, an enum's variants.
#[derive(Debug)]
pub struct Scope {
    case: Case,
    reserved: &'static [(&'static str, &'static str)],
    /// Values of enums are any text; all else in a model has a name already.
    any_text: bool,
    /// What goes before the names of the methods that each name brings along.
    accessors: &'static [&'static str],
    /// Names that are words of Rust get an underscore in place of `r#`.
    never_raw: bool,
    taken: HashMap<Ident, String>,
    /// The last number that a name was given, of those that are numbered.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// Types of the module `types`.
    pub fn types() -> Self {
        Self::new(Case::Type, &[])
    }

    /// Modeled errors. `Unhandled` is ours.
    pub fn errors() -> Self {
        Self::new(Case::Type, &[("Unhandled", "UnhandledValue")])
    }

    /// Variants of an enum.
    pub fn variants() -> Self {
        Self { any_text: true, ..Self::new(Case::Type, &VARIANTS) }
    }

    /// Members of a union.
    pub fn choices() -> Self {
        Self::new(Case::Type, &VARIANTS)
    }

    /// Constants of an enum of integers.
    pub fn constants() -> Self {
        Self::new(Case::Constant, &[])
    }

    /// Fields of a structure.
    pub fn fields() -> Self {
        Self { accessors: &["set_", "get_"], ..Self::new(Case::Value, &MEMBERS) }
    }

    /// Operations, by type.
    pub fn operations() -> Self {
        Self::new(Case::Operation, &[])
    }

    /// Operations, by what the types of their inputs, outputs and pages begin with.
    pub fn messages() -> Self {
        Self::new(Case::Type, &[])
    }

    /// Operations, by method of the client.
    pub fn methods() -> Self {
        Self::new(Case::Value, &METHODS)
    }

    /// Settings of the client's configuration that its service adds.
    pub fn settings() -> Self {
        let mut scope = Self { accessors: &["set_", "get_"], ..Self::new(Case::Value, &[]) };
        let ours = CONFIGURATION
            .map(|name| (Ident(name.to_owned()), "the configuration's own".to_owned()));
        scope.taken.extend(ours);
        scope
    }

    /// Parameters of the endpoint rules.
    pub fn parameters() -> Self {
        Self { accessors: &["set_"], never_raw: true, ..Self::new(Case::Value, &PARAMETERS) }
    }

    /// Waiters, by module and method of the client.
    pub fn waiters() -> Self {
        Self::new(Case::Value, &[])
    }

    /// Modules.
    pub fn modules() -> Self {
        Self::new(Case::Value, &[("error", "error_"), ("builders", "builders_")])
    }

    fn new(case: Case, reserved: &'static [(&'static str, &'static str)]) -> Self {
        let (any_text, never_raw) = (false, false);
        let (taken, numbers) = (HashMap::new(), HashMap::new());
        Self { case, reserved, any_text, accessors: &[], never_raw, taken, numbers }
    }

    /// Values of enums that differ only in what names do not keep are numbered, in the order of the model.
    fn numbered(&mut self, name: String) -> Ident {
        let number = self.numbers.entry(name.clone()).or_insert(0);
        loop {
            *number += 1;
            let numbered = match *number {
                1 => ident(name.clone()),
                number => ident(format!("{name}{number}")),
            };
            if !self.taken.contains_key(&numbered) {
                return numbered;
            }
        }
    }

    /// Gives `model_name` a name of its own in this scope.
    ///
    /// # Errors
    ///
    /// When nothing of `model_name` can stand in an identifier, or its name is taken.
    pub fn name(
        &mut self,
        model_name: &str,
        at: &Address,
        shape: &str,
    ) -> Result<Ident, Diagnostic> {
        let mut cased = self.case.apply(model_name);
        let sound = if self.any_text { &cased } else { model_name };
        if !cased.chars().any(char::is_alphanumeric) || !sound.chars().all(is_identifier) {
            let message = match model_name {
                "" => "an empty string cannot be turned into a name in Rust".to_owned(),
                model_name => {
                    format!("`{}` cannot be turned into a name in Rust", model_name.escape_debug())
                }
            };
            let hint = "names consist of the letters A to Z, digits and underscores, and not of underscores alone";
            return Err(Diagnostic::new(Code::NOT_A_NAME, at, message).of(shape).hint(hint));
        }
        if self.any_text {
            cased.truncate(LONGEST);
        }
        if cased.len() > LONGEST {
            let (start, length) = (&model_name[..model_name.len().min(40)], model_name.len());
            let message =
                format!("the name `{start}…`, of {length} letters, is too long for a file");
            let hint =
                format!("names may be {LONGEST} letters long, as `{}…` would be", &cased[..40]);
            return Err(Diagnostic::new(Code::NOT_A_NAME, at, message).of(shape).hint(hint));
        }
        let renamed = self.reserved.iter().find(|(word, _)| *word == cased);
        let name = renamed.map_or(cased, |(_, instead)| (*instead).to_owned());
        let ident = match name.as_str() {
            _ if self.any_text => self.numbered(name),
            word if self.never_raw && KEYWORDS.contains(&word) => Ident(format!("{word}_")),
            _ => ident(name),
        };
        for claimed in self.claims(&ident) {
            if let Some(other) = self.taken.insert(claimed.clone(), model_name.to_owned()) {
                let message =
                    format!("`{model_name}` and `{other}` would both be called `{claimed}`");
                return Err(Diagnostic::new(Code::NAME_CLASH, at, message)
                    .of(shape)
                    .hint("rename one of them in the model"));
            }
        }
        Ok(ident)
    }

    fn claims(&self, ident: &Ident) -> Vec<Ident> {
        let accessors = self.accessors.iter().map(|prefix| prefixed(prefix, ident));
        std::iter::once(ident.clone()).chain(accessors).collect()
    }
}

fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn ident(text: String) -> Ident {
    if NEVER_RAW.contains(&text.as_str()) {
        Ident(format!("{text}_"))
    } else if KEYWORDS.contains(&text.as_str()) {
        Ident(format!("r#{text}"))
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        Ident(format!("_{text}"))
    } else {
        Ident(text)
    }
}

/// `prefix` and the name: `set_name`, `is_name`.
pub fn prefixed(prefix: &str, name: &Ident) -> Ident {
    let name = match prefix.ends_with('_') {
        true => name.bare().trim_start_matches('_'),
        false => name.bare(),
    };
    Ident(format!("{prefix}{name}"))
}

/// The name and `suffix`: `NameBuilder`.
pub fn suffixed(name: &Ident, suffix: &str) -> Ident {
    Ident(format!("{}{suffix}", name.bare().trim_end_matches('_')))
}

/// The name in lower case, as method or module.
pub fn snake(name: &Ident) -> Ident {
    ident(snake_case(name.bare()))
}

/// The features that generated crates have whatever their operations are called.
const FEATURES: [&str; 18] = [
    "behavior-version-latest",
    "default",
    "default-https-client",
    "futures",
    "gated-tests",
    "http-02x",
    "http-1x",
    "legacy-https-client",
    "legacy-test-util",
    "presigning",
    "rt-tokio",
    "rustls",
    "rustls-ring",
    "selected",
    "serde",
    "sigv4a",
    // A dependency, which Cargo does not tell from a feature.
    "smithwright-runtime",
    "test-util",
];

/// The Cargo feature of an operation, of the words of its name.
pub fn feature(words: &[String]) -> String {
    let joined = words.join("-");
    // Cargo wants no hyphen first.
    let name = joined.trim_start_matches('-');
    match FEATURES.contains(&name) {
        true => format!("{name}-operation"),
        false => name.to_owned(),
    }
}

/// A package's name as a module.
pub fn module(package: &str) -> String {
    package.replace('-', "_")
}

/// The official crate of the service that SDKs call `sdk_id`: `aws-sdk-lexruntime` of `Lex Runtime Service`. What the
/// name of a service ends with because it is one, is not part of it.
pub fn official_package(sdk_id: &str) -> String {
    let joined = sdk_id.to_lowercase().replace(' ', "");
    let short = ["service", "api"]
        .iter()
        .fold(joined.as_str(), |name, suffix| name.strip_suffix(suffix).unwrap_or(name));
    format!("aws-sdk-{short}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(mut scope: Scope, model_name: &str) -> String {
        match scope.name(model_name, &Address::default(), "") {
            Ok(name) => name.as_str().to_owned(),
            Err(diagnostic) => diagnostic.message,
        }
    }

    #[test]
    fn case_is_that_of_the_official_crates() {
        for (model_name, name) in [
            ("ApiId", "api_id"),
            ("IPAddress", "ip_address"),
            ("S3Bucket", "s3_bucket"),
            ("x_y", "x_y"),
            ("providerARNs", "provider_arns"),
            ("VPCsInUse", "vpcs_in_use"),
            ("isDNSsec", "is_dn_ssec"),
            ("DynamoDBv2", "dynamo_dbv2"),
            ("s3key", "s3_key"),
            ("sha256", "sha256"),
            ("IPv4CidrBlocks", "ipv4_cidr_blocks"),
            ("IpV6Address", "ipv6_address"),
            ("SizeInMiB", "size_in_mib"),
            ("MinTtL", "min_ttl"),
            ("SigV4aRegions", "sigv4a_regions"),
            ("Gibberish", "gibberish"),
        ] {
            assert_eq!(named(Scope::fields(), model_name), name);
        }
        for (model_name, name) in [
            ("ACMManaged", "AcmManaged"),
            ("__listOfApi", "ListOfApi"),
            ("tls_1_2", "Tls12"),
            ("DEFAULT_4XX", "Default4Xx"),
            ("c5ad_12xlarge", "C5ad12xlarge"),
            ("HasCMKsException", "HasCmKsException"),
            ("IPv4", "IPv4"),
            ("SizeInMiB", "SizeInMiB"),
        ] {
            assert_eq!(named(Scope::types(), model_name), name);
        }
        for (model_name, name) in [
            ("AssumeRoleWithSAML", "AssumeRoleWithSAML"),
            ("getToy", "GetToy"),
            ("x__y_12", "XY12"),
        ] {
            assert_eq!(named(Scope::operations(), model_name), name);
        }
    }

    #[test]
    fn every_keyword_can_be_a_field() {
        for keyword in KEYWORDS.iter().filter(|keyword| !NEVER_RAW.contains(keyword)) {
            assert_eq!(named(Scope::fields(), keyword), format!("r#{keyword}"));
        }
        for keyword in ["crate", "self", "super"] {
            assert_eq!(named(Scope::fields(), keyword), format!("{keyword}_"));
        }
        assert_eq!(named(Scope::types(), "self"), "Self_");
    }

    #[test]
    fn what_we_use_ourselves_is_renamed_where_we_use_it() {
        for (taken, instead) in MEMBERS {
            assert_eq!(named(Scope::fields(), taken), instead);
        }
        for (taken, instead) in METHODS {
            assert_eq!(named(Scope::methods(), taken), instead);
        }
        for (taken, instead) in VARIANTS {
            assert_eq!(named(Scope::variants(), taken), instead);
        }
        for (taken, instead) in PARAMETERS {
            assert_eq!(named(Scope::parameters(), taken), instead);
        }
        assert_eq!(named(Scope::parameters(), "Type"), "type_");
        assert_eq!(named(Scope::modules(), "Error"), "error_");
        assert_eq!(named(Scope::errors(), "Unhandled"), "UnhandledValue");
        assert_eq!(named(Scope::methods(), "Send"), "send");
    }

    #[test]
    fn a_leading_digit_gets_an_underscore() {
        assert_eq!(named(Scope::variants(), "2.5"), "_25");
    }

    #[test]
    fn only_values_of_enums_are_any_text() {
        assert_eq!(named(Scope::variants(), "../../x"), "X");
        assert_eq!(
            named(Scope::types(), "../../x"),
            "`../../x` cannot be turned into a name in Rust"
        );
        assert_eq!(
            named(Scope::fields(), ""),
            "an empty string cannot be turned into a name in Rust"
        );
        assert_eq!(named(Scope::choices(), "a b"), "`a b` cannot be turned into a name in Rust");
        assert_eq!(named(Scope::variants(), "\n"), "`\\n` cannot be turned into a name in Rust");
    }

    #[test]
    fn values_of_enums_are_numbered_where_their_names_are_the_same() {
        let mut variants = Scope::variants();
        let mut name = |value: &str| variants.name(value, &Address::default(), "").unwrap().0;
        assert_eq!(["a", "a-", "A2", "-a", "a2"].map(&mut name), ["A", "A2", "A22", "A3", "A23"]);
        let names: std::collections::HashSet<_> =
            (0..100_000).map(|number| name(&format!("b{}", "-".repeat(number % 100)))).collect();
        assert_eq!(names.len(), 100_000);
    }

    #[test]
    fn no_name_is_too_long_for_a_file() {
        let (fits, long) = ("a".repeat(LONGEST), "a".repeat(10_000));
        assert_eq!(named(Scope::modules(), &fits), fits);
        let expected =
            format!("the name `{}…`, of 10000 letters, is too long for a file", "a".repeat(40));
        assert_eq!(named(Scope::modules(), &long), expected);
        // Each second letter begins a word.
        assert_ne!(named(Scope::modules(), &"aB".repeat(LONGEST / 2)).find("too long"), None);
        assert_eq!(named(Scope::variants(), &long), format!("A{}", "a".repeat(LONGEST - 1)));
    }

    #[test]
    fn a_field_takes_three_names() {
        let mut fields = Scope::fields();
        let mut name = |model_name: &str| {
            fields
                .name(model_name, &Address::default(), "")
                .map_err(|diagnostic| diagnostic.message)
        };
        assert!(name("Type").is_ok() && name("SetName").is_ok());
        assert_eq!(
            name("Name"),
            Err("`Name` and `SetName` would both be called `set_name`".to_owned())
        );
        assert_eq!(
            name("getType"),
            Err("`getType` and `Type` would both be called `get_type`".to_owned())
        );
    }

    #[test]
    fn names_are_made_of_names() {
        let ident = |text: &str| Ident(text.to_owned());
        assert_eq!(prefixed("set_", &ident("r#type")).as_str(), "set_type");
        assert_eq!(prefixed("set_", &ident("_17")).as_str(), "set_17");
        assert_eq!(suffixed(&ident("Self_"), "Builder").as_str(), "SelfBuilder");
        assert_eq!(snake(&ident("NotFoundException")).as_str(), "not_found_exception");
        assert_eq!(module("smithwright-toy"), "smithwright_toy");
    }

    #[test]
    fn features_are_such_that_cargo_takes_them() {
        for (words, name) in [
            (&["get", "toy"][..], "get-toy"),
            (&["", "117"], "117"),
            (&["selected"], "selected-operation"),
            (&["smithwright", "runtime"], "smithwright-runtime-operation"),
        ] {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(feature(&words), name);
        }
    }

    #[test]
    fn official_crates_are_called_after_their_services() {
        for (sdk_id, package) in [
            ("S3", "s3"),
            ("SSO OIDC", "ssooidc"),
            ("CloudWatch Logs", "cloudwatchlogs"),
            ("ApiGatewayManagementApi", "apigatewaymanagement"),
            ("ApiGatewayV2", "apigatewayv2"),
            ("Application Discovery Service", "applicationdiscovery"),
            ("Config Service", "config"),
            ("Cost and Usage Report Service", "costandusagereport"),
            ("Database Migration Service", "databasemigration"),
            ("Directory Service", "directory"),
            ("Directory Service Data", "directoryservicedata"),
            ("Elasticsearch Service", "elasticsearch"),
            ("Lex Model Building Service", "lexmodelbuilding"),
            ("Lex Runtime Service", "lexruntime"),
            ("Marketplace Entitlement Service", "marketplaceentitlement"),
            ("Resource Groups Tagging API", "resourcegroupstagging"),
            ("Service Catalog AppRegistry", "servicecatalogappregistry"),
        ] {
            assert_eq!(official_package(sdk_id), format!("aws-sdk-{package}"));
        }
    }
}
