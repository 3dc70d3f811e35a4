//! The file `src/config/endpoint.rs` of a generated crate.

use super::tokens::doc;
use crate::ir::endpoints::{
    Condition, Endpoints, Expr, Kind, Next, Node, Parameter, ParameterPresence, Partition, Rule,
};
use crate::names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Gives the whole content of the file: the types that users name, and the tables behind them.
///
/// The public items are those of the official crates' `config::endpoint`.
pub fn file(endpoints: &Endpoints) -> TokenStream {
    let params = params(&endpoints.parameters);
    let builder = builder(&endpoints.parameters);
    let from_context = from_context(endpoints);
    let rules = rule_set(endpoints);
    let partitions = partitions(&endpoints.partitions);
    let resolver = resolver(&endpoints.parameters);
    quote! {
        //! How this client finds the endpoint of a request.

        pub use ::rt::aws_smithy_runtime_api::client::endpoint::{
            EndpointFuture, SharedEndpointResolver,
        };
        pub use ::rt::aws_smithy_types::endpoint::Endpoint;
        use ::rt::aws_smithy_runtime_api::box_error::BoxError;
        use ::rt::endpoint as rules;
        use ::std::fmt;

        #params
        #builder
        #from_context

        #[doc = " Why [`Params`] cannot be built."]
        #[derive(Debug)]
        pub struct InvalidParams(rules::InvalidParameter);

        impl fmt::Display for InvalidParams {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ::std::error::Error for InvalidParams {}

        #resolver
        #rules
        #partitions
    }
}

fn params(parameters: &[Parameter]) -> TokenStream {
    let fields = parameters.iter().map(|parameter| {
        let (name, kind) = (&parameter.name, field_type(parameter));
        quote!(#name: #kind)
    });
    let getters = parameters.iter().map(getter);
    quote! {
        #[doc = " What the endpoint of a request depends on."]
        #[derive(Clone, Debug, PartialEq)]
        pub struct Params { #(#fields),* }

        impl Params {
            #[doc = " Starts building parameters."]
            #[inline]
            pub fn builder() -> ParamsBuilder {
                ParamsBuilder::default()
            }
            #(#getters)*
        }
    }
}

/// The type of a parameter's field in `Params`.
fn field_type(parameter: &Parameter) -> TokenStream {
    let kind = owned(parameter.kind);
    match parameter.presence {
        ParameterPresence::Optional => quote!(Option<#kind>),
        ParameterPresence::Required | ParameterPresence::Defaults(_) => kind,
    }
}

fn owned(kind: Kind) -> TokenStream {
    match kind {
        Kind::String => quote!(String),
        Kind::Bool => quote!(bool),
        Kind::StringArray => quote!(Vec<String>),
    }
}

fn getter(parameter: &Parameter) -> TokenStream {
    let (name, docs) = (&parameter.name, docs(&parameter.docs));
    let kind = match parameter.kind {
        Kind::String => quote!(&str),
        Kind::Bool => quote!(bool),
        Kind::StringArray => quote!(&[String]),
    };
    let value = match (&parameter.presence, parameter.kind) {
        (ParameterPresence::Optional, Kind::Bool) => quote!(self.#name),
        (ParameterPresence::Optional, _) => quote!(self.#name.as_deref()),
        (_, Kind::Bool) => quote!(Some(self.#name)),
        (_, _) => quote!(Some(&self.#name)),
    };
    quote! {
        #docs
        #[inline]
        pub fn #name(&self) -> Option<#kind> { #value }
    }
}

fn builder(parameters: &[Parameter]) -> TokenStream {
    let fields = parameters.iter().map(|parameter| {
        let (name, kind) = (&parameter.name, owned(parameter.kind));
        quote!(#name: Option<#kind>)
    });
    let setters = parameters.iter().map(setters);
    let values = parameters.iter().map(field_value);
    quote! {
        #[doc = " Builds [`Params`]."]
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct ParamsBuilder { #(#fields),* }

        impl ParamsBuilder {
            #(#setters)*

            #[doc = " Gives the parameters, with defaults for what was not set."]
            #[inline]
            pub fn build(self) -> Result<Params, InvalidParams> {
                Ok(Params { #(#values),* })
            }
        }
    }
}

fn setters(parameter: &Parameter) -> TokenStream {
    let (name, kind, docs) = (&parameter.name, owned(parameter.kind), docs(&parameter.docs));
    let set = &parameter.set;
    let set_docs = format!(" Sets or clears [`{name}`](Self::{name}).");
    quote! {
        #docs
        #[inline]
        pub fn #name(self, value: impl Into<#kind>) -> Self { self.#set(Some(value.into())) }

        #[doc = #set_docs]
        #[inline]
        pub fn #set(mut self, value: Option<#kind>) -> Self {
            self.#name = value;
            self
        }
    }
}

/// A field of `Params`, computed from the builder's.
fn field_value(parameter: &Parameter) -> TokenStream {
    let (name, text) = (&parameter.name, parameter.name.as_str());
    let mut value = quote!(self.#name);
    if parameter.host_label {
        value = quote!(rules::host_label(#text, #value).map_err(InvalidParams)?);
    }
    let value = match &parameter.presence {
        ParameterPresence::Optional => value,
        ParameterPresence::Required => {
            quote!(rules::required(#text, #value).map_err(InvalidParams)?)
        }
        ParameterPresence::Defaults(Expr::Bool(flag)) => quote!(#value.unwrap_or(#flag)),
        ParameterPresence::Defaults(literal) => {
            let literal = default(literal);
            quote!(#value.unwrap_or_else(|| #literal))
        }
    };
    quote!(#name: #value)
}

/// A literal as a value that owns what it holds.
fn default(literal: &Expr) -> TokenStream {
    match literal {
        Expr::List(items) => {
            let items = items.iter().map(default);
            quote!(vec![#(#items),*])
        }
        Expr::Text(text) => quote!(#text.to_owned()),
        other => expr(other),
    }
}

fn from_context(endpoints: &Endpoints) -> TokenStream {
    let calls: Vec<_> = endpoints.parameters.iter().filter_map(setter_call).collect();
    let from = names::known(if calls.is_empty() { "_from" } else { "from" });
    let account = endpoints.account.iter().map(|account| {
        quote! {
            #[inline]
            fn account_id(&mut self) -> Option<&mut Option<String>> {
                Some(&mut self.#account)
            }
        }
    });
    quote! {
        impl rules::FromContext for Params {
            #[inline]
            fn from_context(#from: &rules::Context<'_>) -> Result<Self, BoxError> {
                Ok(Self::builder() #(#calls)* .build()?)
            }
            #(#account)*
        }
    }
}

/// What operation, input and client say goes before built-ins.
fn setter_call(parameter: &Parameter) -> Option<TokenStream> {
    let rule_name = &parameter.rule_name;
    let bound = parameter.bound.then(|| quote!(from.get(#rule_name)));
    let reader = parameter.built_in.as_ref().and_then(|built_in| built_in.reader.as_ref());
    let built_in = reader.map(|reader| {
        let reader = names::known(reader.as_str());
        quote!(rules::built_in::#reader(from.cfg))
    });
    let value = match (bound, built_in) {
        (Some(bound), Some(built_in)) => quote!(#bound.or_else(|| #built_in)),
        (bound, built_in) => bound.or(built_in)?,
    };
    let set = &parameter.set;
    Some(quote!(.#set(#value)))
}

/// What the rules are told of a parameter. What they do not read is kept from them, so that endpoints that were found are
/// found again whatever its value.
fn rule_value(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    match parameter.unread {
        true => quote!(None),
        false => quote!(params.#name().map(Into::into)),
    }
}

fn resolver(parameters: &[Parameter]) -> TokenStream {
    let values = parameters.iter().map(rule_value);
    let is_read = parameters.iter().any(|parameter| !parameter.unread);
    let params = names::known(if is_read { "params" } else { "_params" });
    quote! {
        #[doc = " Finds an endpoint for this service."]
        pub trait ResolveEndpoint: Send + Sync + fmt::Debug {
            #[doc = " Gives the endpoint of a request with these parameters."]
            fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a>;

            #[doc = " Makes this a resolver that a client's configuration can hold."]
            #[inline]
            fn into_shared_resolver(self) -> SharedEndpointResolver
            where
                Self: Sized + 'static,
            {
                rules::shared(self, Self::resolve_endpoint)
            }
        }

        #[doc = " Finds endpoints by the rules that the service publishes."]
        #[derive(Debug)]
        pub struct DefaultResolver(rules::Resolver);

        impl DefaultResolver {
            #[doc = " Gives the resolver."]
            #[inline]
            pub fn new() -> Self {
                Self(rules::Resolver::new(&RULES, &PARTITIONS))
            }
        }

        impl Default for DefaultResolver {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }

        impl ResolveEndpoint for DefaultResolver {
            #[inline]
            fn resolve_endpoint<'a>(&'a self, #params: &'a Params) -> EndpointFuture<'a> {
                self.0.resolve(&[#(#values),*])
            }
        }
    }
}

/// The table of rules. The runtime's names are imported inside it, where they clash with none.
fn rule_set(endpoints: &Endpoints) -> TokenStream {
    let parameters = endpoints.parameters.iter().map(|parameter| {
        let rule_name = &parameter.rule_name;
        let presence = match parameter.unread {
            true => quote!(Optional),
            false => presence(&parameter.presence),
        };
        quote!(Parameter(#rule_name, #presence))
    });
    let slots = Literal::usize_unsuffixed(endpoints.slots);
    let rules = endpoints.rules.iter().map(rule);
    quote! {
        static RULES: rules::RuleSet = {
            use rules::table::*;
            RuleSet { parameters: &[#(#parameters),*], slots: #slots, rules: &[#(#rules),*] }
        };
    }
}

fn presence(presence: &ParameterPresence) -> TokenStream {
    match presence {
        ParameterPresence::Optional => quote!(Optional),
        ParameterPresence::Required => quote!(Required),
        ParameterPresence::Defaults(literal) => {
            let literal = expr(literal);
            quote!(Defaults(#literal))
        }
    }
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Endpoint(conditions, url, properties, headers) => {
            let (conditions, url) = (self::conditions(conditions), expr(url));
            let properties = fields(properties);
            let headers = headers.iter().map(|(name, values)| {
                let values = exprs(values);
                quote!((#name, #values))
            });
            quote!(Endpoint(#conditions, #url, #properties, &[#(#headers),*]))
        }
        Rule::Error(conditions, message) => {
            let (conditions, message) = (self::conditions(conditions), expr(message));
            quote!(Error(#conditions, #message))
        }
        Rule::Tree(conditions, rules) => {
            let (conditions, rules) = (self::conditions(conditions), rules.iter().map(self::rule));
            quote!(Tree(#conditions, &[#(#rules),*]))
        }
        Rule::Diagram(conditions, nodes, rules) => {
            let (conditions, rules) = (self::conditions(conditions), rules.iter().map(self::rule));
            let nodes = nodes.iter().map(node);
            quote!(Diagram(#conditions, &[#(#nodes),*], &[#(#rules),*]))
        }
    }
}

fn node(Node(condition, high, low): &Node) -> TokenStream {
    let condition = Literal::usize_unsuffixed(*condition);
    let (high, low) = (next(*high), next(*low));
    quote!(Node(#condition, #high, #low))
}

fn next(next: Next) -> TokenStream {
    let literal = Literal::usize_unsuffixed;
    match next {
        Next::Test(node) => {
            let node = literal(node);
            quote!(Test(#node))
        }
        Next::Apply(rule) => {
            let rule = literal(rule);
            quote!(Apply(#rule))
        }
        Next::Nothing => quote!(Nothing),
    }
}

fn conditions(conditions: &[Condition]) -> TokenStream {
    let conditions = conditions.iter().map(condition);
    quote!(&[#(#conditions),*])
}

fn condition(condition: &Condition) -> TokenStream {
    match condition {
        Condition::If(test) => {
            let test = expr(test);
            quote!(If(#test))
        }
        Condition::Let(slot, test) => {
            let (slot, test) = (Literal::usize_unsuffixed(*slot), expr(test));
            quote!(Let(#slot, #test))
        }
    }
}

fn fields(fields: &[(String, Expr)]) -> TokenStream {
    let fields = fields.iter().map(|(name, value)| {
        let value = expr(value);
        quote!((#name, #value))
    });
    quote!(&[#(#fields),*])
}

fn exprs(items: &[Expr]) -> TokenStream {
    let items = items.iter().map(expr);
    quote!(&[#(#items),*])
}

fn expr(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Bool(flag) => quote!(Bool(#flag)),
        Expr::Integer(number) => {
            let number = Literal::i32_unsuffixed(*number);
            quote!(Integer(#number))
        }
        Expr::Text(text) => quote!(Text(#text)),
        Expr::List(items) => {
            let items = exprs(items);
            quote!(List(#items))
        }
        Expr::Record(record) => {
            let record = fields(record);
            quote!(Record(#record))
        }
        Expr::Join(parts) => {
            let parts = exprs(parts);
            quote!(Join(#parts))
        }
        Expr::Slot(slot) => {
            let slot = Literal::usize_unsuffixed(*slot);
            quote!(Slot(#slot))
        }
        Expr::Get(record, attribute) => {
            let (record, attribute) = (self::expr(record), names::variant(attribute));
            quote!(Get(&#record, #attribute))
        }
        Expr::Index(list, index) => {
            let (list, index) = (self::expr(list), Literal::i32_unsuffixed(*index));
            quote!(Index(&#list, #index))
        }
        Expr::Call(function, arguments) => {
            let (function, arguments) = (names::variant(function), exprs(arguments));
            quote!(Call(#function, #arguments))
        }
    }
}

fn partitions(partitions: &[Partition]) -> TokenStream {
    let partitions = partitions.iter().map(partition);
    quote! {
        static PARTITIONS: rules::Partitions = rules::Partitions::new(&[#(#partitions),*]);
    }
}

fn partition(partition: &Partition) -> TokenStream {
    let Partition {
        id,
        region_regex,
        regions,
        dns_suffix,
        dual_stack_dns_suffix,
        supports_fips,
        supports_dual_stack,
        implicit_global_region,
    } = partition;
    quote! {
        rules::Partition {
            id: #id,
            region_regex: #region_regex,
            regions: &[#(#regions),*],
            dns_suffix: #dns_suffix,
            dual_stack_dns_suffix: #dual_stack_dns_suffix,
            supports_fips: #supports_fips,
            supports_dual_stack: #supports_dual_stack,
            implicit_global_region: #implicit_global_region,
        }
    }
}

/// One paragraph a fact.
fn docs(facts: &[String]) -> TokenStream {
    doc(&facts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::BuiltInReader;
    use crate::ir::endpoints::{Attribute, BuiltIn, Function};

    fn parameter(name: &'static str, kind: Kind, presence: ParameterPresence) -> Parameter {
        Parameter {
            name: names::known(name),
            set: names::prefixed("set_", &names::known(name)),
            rule_name: name.to_uppercase(),
            kind,
            built_in: None,
            bound: false,
            unread: false,
            presence,
            host_label: false,
            docs: vec!["One.".to_owned(), "Two.".to_owned()],
        }
    }

    #[track_caller]
    fn same(found: TokenStream, expected: TokenStream) {
        assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn the_file_is_rust() {
        let endpoints = Endpoints::default();
        assert!(syn::parse2::<syn::File>(file(&endpoints)).is_ok());
    }

    #[test]
    fn facts_are_paragraphs() {
        let facts = ["One.".to_owned(), "Two.".to_owned()];
        same(docs(&facts), quote!(#[doc = " One."] #[doc = ""] #[doc = " Two."]));
    }

    #[test]
    fn values_that_are_always_there_are_held_as_they_are() {
        let always = parameter("x", Kind::String, ParameterPresence::Required);
        same(field_type(&always), quote!(String));
        same(field_value(&always), quote!(x: rules::required("x", self.x).map_err(InvalidParams)?));
        let maybe = parameter("x", Kind::String, ParameterPresence::Optional);
        same(field_type(&maybe), quote!(Option<String>));
        same(field_value(&maybe), quote!(x: self.x));
    }

    #[test]
    fn defaults_are_applied_when_building() {
        let default = |kind, literal| {
            field_value(&parameter("x", kind, ParameterPresence::Defaults(literal)))
        };
        same(default(Kind::Bool, Expr::Bool(true)), quote!(x: self.x.unwrap_or(true)));
        let text = default(Kind::String, Expr::Text("a".into()));
        same(text, quote!(x: self.x.unwrap_or_else(|| "a".to_owned())));
        let list = default(Kind::StringArray, Expr::List(vec![Expr::Text("a".into())]));
        same(list, quote!(x: self.x.unwrap_or_else(|| vec!["a".to_owned()])));
    }

    #[test]
    fn a_region_is_checked_before_its_default() {
        let mut region = parameter("x", Kind::String, ParameterPresence::Required);
        region.host_label = true;
        same(
            field_value(&region),
            quote!(x: rules::required(
                "x",
                rules::host_label("x", self.x).map_err(InvalidParams)?
            ).map_err(InvalidParams)?),
        );
    }

    #[test]
    fn built_ins_are_read_where_there_is_a_reader() {
        let mut known = parameter("x", Kind::Bool, ParameterPresence::Optional);
        assert!(setter_call(&known).is_none());
        let mut built_in = BuiltIn { name: "AWS::X", reader: None };
        known.built_in = Some(built_in.clone());
        assert!(setter_call(&known).is_none());
        built_in.reader = Some(BuiltInReader::UseFips);
        known.built_in = Some(built_in);
        let call = setter_call(&known).unwrap_or_default();
        same(call, quote!(.set_x(rules::built_in::use_fips(from.cfg))));
        known.bound = true;
        let call = setter_call(&known).unwrap_or_default();
        let both = quote!(.set_x(from.get("X").or_else(|| rules::built_in::use_fips(from.cfg))));
        same(call, both);
        known.built_in = None;
        same(setter_call(&known).unwrap_or_default(), quote!(.set_x(from.get("X"))));
    }

    #[test]
    fn tables_look_like_the_ir() {
        let get = Expr::Get(Box::new(Expr::Slot(4)), Attribute::DnsSuffix);
        let test = Expr::Call(Function::IsSet, vec![Expr::Index(Box::new(get), -1)]);
        let rules = vec![
            Rule::Error(vec![Condition::If(test)], Expr::Text("no".into())),
            Rule::Endpoint(
                vec![Condition::Let(1, Expr::Bool(true))],
                Expr::Join(vec![Expr::Slot(0)]),
                vec![("p".into(), Expr::List(vec![Expr::Record(vec![])]))],
                vec![("h".into(), vec![Expr::Integer(7)])],
            ),
        ];
        same(
            rule(&Rule::Tree(vec![], rules)),
            quote!(Tree(
                &[],
                &[
                    Error(&[If(Call(IsSet, &[Index(&Get(&Slot(4), DnsSuffix), -1)]))], Text("no")),
                    Endpoint(
                        &[Let(1, Bool(true))],
                        Join(&[Slot(0)]),
                        &[("p", List(&[Record(&[])]))],
                        &[("h", &[Integer(7)])]
                    )
                ]
            )),
        );
    }
}
