//! Where the parameters of endpoint rules come from beside the shared configuration: the operation, its
//! input and settings of the client ("Rules engine parameters" of the Smithy specification).
//!
//! - **A parameter** takes the first value there is: the operation's constant, the input, the client's setting, the
//!   built-in, the rules' default. Paths into the input are steps that a serializer walks, so that no structure needs
//!   code for it. The account comes last, with the identity that signs.
//! - **Settings** are the model's client parameters, and the built-ins that no shared configuration holds (those of S3
//!   and STS). Three of them are also read from environment and profile, as all AWS SDKs do.
//! - **A host prefix** goes before whatever host there is, that of a custom endpoint too, as in the official SDK. A
//!   label that is also a parameter of the rules (S3 Control's account) is left to the rules.

use super::functions::is_valid_host_label;
use crate::serde::Structure;
use crate::serde::path::{Parameter, ParameterValue, PathStep, at_path, text};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreAppend};

/// A part of a host prefix.
#[derive(Debug)]
pub enum HostPrefixSegment {
    /// This text.
    Literal(&'static str),
    /// The value of the input's member of this name, which must be one host label.
    Label(&'static str),
}

/// Where an operation takes a parameter from.
#[derive(Debug)]
pub enum ParameterSource {
    /// This value, for all requests.
    Flag(bool),
    /// This value, for all requests.
    Text(&'static str),
    /// These values, for all requests.
    Texts(&'static [&'static str]),
    /// What stands in the input at the end of these steps.
    Path(&'static [PathStep]),
}

/// A parameter that the client's configuration sets, or clears. It is appended, and what was appended
/// last counts, so that a service may have any number of them and one call may override each.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The parameter's name in the rules.
    pub name: &'static str,
    /// Its value.
    pub value: Option<ParameterValue>,
}

impl Storable for Setting {
    type Storer = StoreAppend<Self>;
}

impl Setting {
    /// The value that counts among these, the newest of which comes first.
    pub fn of<'a, T: Parameter>(
        mut settings: impl Iterator<Item = &'a Self>,
        name: &str,
    ) -> Option<T> {
        let newest = settings.find(|setting| setting.name == name)?;
        T::from_value(newest.value.clone()?)
    }
}

/// A setting that the environment or a profile may hold.
#[derive(Debug)]
pub struct SharedSetting {
    /// The parameter's name in the rules.
    pub name: &'static str,
    /// The environment's variable.
    pub env: &'static str,
    /// The profile's key.
    pub profile: &'static str,
}

/// What the parameters of one request are read from.
pub struct Context<'a> {
    /// The configuration of the operation that runs.
    pub cfg: &'a ConfigBag,
    /// What the client's configuration sets, the newest first.
    settings: Vec<&'a Setting>,
    /// What the operation puts before the endpoint's host.
    host_prefix: &'static [HostPrefixSegment],
    /// Parameters that the operation or its input sets, by their names in the rules.
    parameters: &'static [(&'static str, ParameterSource)],
    /// The input, if the operation that runs is one of a service.
    input: Option<&'a dyn Structure>,
}

impl<'a> Context<'a> {
    /// What the parameters of a request of this operation, with this input, are read from.
    pub fn new(
        cfg: &'a ConfigBag,
        host_prefix: &'static [HostPrefixSegment],
        parameters: &'static [(&'static str, ParameterSource)],
        input: Option<&'a dyn Structure>,
    ) -> Self {
        Self { cfg, settings: cfg.load::<Setting>().collect(), host_prefix, parameters, input }
    }

    /// The value that the operation, or else the client's configuration, gives a parameter.
    pub fn get<T: Parameter>(&self, name: &str) -> Option<T> {
        let bound = self.parameters.iter().filter(|(bound, _)| *bound == name);
        let given = bound.filter_map(|(_, source)| self.given(source)).find_map(T::from_value);
        given.or_else(|| Setting::of(self.settings.iter().copied(), name))
    }

    fn given(&self, source: &ParameterSource) -> Option<ParameterValue> {
        match *source {
            ParameterSource::Flag(flag) => Some(ParameterValue::Flag(flag)),
            ParameterSource::Text(text) => Some(ParameterValue::Text(text.to_owned())),
            ParameterSource::Texts(texts) => {
                Some(ParameterValue::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
            }
            ParameterSource::Path(path) => at_path(self.input?, path),
        }
    }

    /// What is put before the endpoint's host, if the operation puts anything there.
    ///
    /// # Errors
    ///
    /// When a member that is part of it has no value, or one that is no host label: requests would go
    /// elsewhere.
    pub fn host_prefix(&self) -> Result<Option<EndpointPrefix>, BoxError> {
        if self.host_prefix.is_empty() {
            return Ok(None);
        }
        let mut prefix = String::new();
        for part in self.host_prefix {
            match *part {
                HostPrefixSegment::Literal(text) => prefix.push_str(text),
                HostPrefixSegment::Label(name) => prefix.push_str(&self.label(name)?),
            }
        }
        Ok(Some(EndpointPrefix::new(prefix)?))
    }

    fn label(&self, name: &'static str) -> Result<String, BoxError> {
        match self.input.and_then(|input| text(input, name)) {
            Some(label) if is_valid_host_label(&label, false) => Ok(label),
            Some(label) if !label.is_empty() => Err(format!(
                "`{name}` becomes part of the host and must be a host label, which `{}` is not",
                label.escape_debug()
            )
            .into()),
            _ => {
                Err(format!("`{name}` becomes part of the host and cannot be empty or unset")
                    .into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::PathStep::Member;
    use super::*;
    use aws_smithy_types::config_bag::Layer;
    use std::collections::HashMap;

    struct Request {
        table: Option<String>,
        fast: Option<bool>,
        size: Option<i64>,
        names: Option<Vec<String>>,
        items: Option<HashMap<String, Request>>,
        writes: Option<Vec<Request>>,
        next: Option<Box<Request>>,
        _request_id: Option<String>,
    }

    struct RequestBuilder {
        inner: Request,
    }

    crate::structure!(Request, builder: RequestBuilder, beside: _request_id, fields: [
            (table, set_table, get_table, String),
            (fast, set_fast, get_fast, bool),
            (size, set_size, get_size, i64),
            (names, set_names, get_names, Vec<String>),
            (items, set_items, get_items, HashMap<String, Request>),
            (writes, set_writes, get_writes, Vec<Request>),
            (next, set_next, get_next, Box<Request>)
        ],
        table: "
            example#Request
            Table string
            Fast boolean
            Size long
            Names list
            Items map
            - key string
            - value structure
            Writes list
            - member structure
            Next structure
        "
    );
    crate::build!(RequestBuilder, Request);

    fn named(table: &str) -> Request {
        Request::builder().set_table(Some(table.into())).build()
    }

    fn texts(texts: &[&str]) -> Option<ParameterValue> {
        Some(ParameterValue::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    fn request() -> Request {
        let nested = Request { next: Some(named("c").into()), ..named("b") };
        Request {
            fast: Some(true),
            size: Some(1),
            names: Some(vec!["x".into(), "y".into()]),
            items: Some(HashMap::from([("k".into(), named("v"))])),
            writes: Some(vec![named("a"), Request::default(), nested]),
            next: Some(Box::new(named("n"))),
            ..named("t")
        }
    }

    type Parameters = &'static [(&'static str, ParameterSource)];

    fn context<'a>(cfg: &'a ConfigBag, parameters: Parameters, input: &'a Request) -> Context<'a> {
        Context::new(cfg, &[], parameters, Some(input))
    }

    fn setting(value: Option<&str>) -> Layer {
        let mut layer = Layer::new("test");
        layer.store_append(Setting {
            name: "P",
            value: value.map(|text| ParameterValue::Text(text.into())),
        });
        layer
    }

    #[test]
    fn operations_go_before_inputs_and_inputs_before_clients() {
        const BOTH: Parameters = &[
            ("P", ParameterSource::Text("fixed")),
            ("P", ParameterSource::Path(&[Member("Table")])),
        ];
        const INPUT: Parameters = &[("P", ParameterSource::Path(&[Member("Table")]))];
        let cfg = ConfigBag::of_layers(vec![setting(Some("client"))]);
        let get = |parameters, input| context(&cfg, parameters, input).get::<String>("P");
        let (set, unset) = (named("input"), Request::default());
        assert_eq!(get(BOTH, &set).as_deref(), Some("fixed"));
        assert_eq!(get(INPUT, &set).as_deref(), Some("input"));
        assert_eq!(get(INPUT, &unset).as_deref(), Some("client"));
        assert_eq!(get(&[], &set).as_deref(), Some("client"));
        assert_eq!(context(&cfg, INPUT, &set).get::<bool>("P"), None);
        assert_eq!(context(&cfg, INPUT, &set).get::<String>("Q"), None);
    }

    #[test]
    fn the_newest_setting_counts_and_can_clear_an_older_one() {
        let layers = [Some("old"), Some("new")].map(setting);
        let request = Request::default();
        let cfg = ConfigBag::of_layers(layers);
        let get = |cfg| context(cfg, &[], &request).get::<String>("P");
        assert_eq!(get(&cfg).as_deref(), Some("new"));
        let cfg = ConfigBag::of_layers(vec![setting(Some("old")), setting(None)]);
        assert_eq!(get(&cfg), None);
    }

    #[test]
    fn host_prefixes_take_labels_from_the_input() {
        const PREFIX: &[HostPrefixSegment] = &[
            HostPrefixSegment::Literal("data-"),
            HostPrefixSegment::Label("Table"),
            HostPrefixSegment::Literal("."),
        ];
        let cfg = ConfigBag::base();
        let prefix = |request: &Request| {
            let prefix =
                Context { host_prefix: PREFIX, ..context(&cfg, &[], request) }.host_prefix();
            prefix.map(|prefix| prefix.map(|p| p.as_str().to_owned())).map_err(|e| e.to_string())
        };
        assert_eq!(prefix(&named("a1")), Ok(Some("data-a1.".into())));
        let unset = "`Table` becomes part of the host and cannot be empty or unset";
        assert_eq!(prefix(&Request::default()), Err(unset.into()));
        assert_eq!(prefix(&named("")), Err(unset.into()));
        for odd in ["a.b", "evil.com/", "a b", "a@b", "-a"] {
            let error = prefix(&named(odd)).expect_err("no host label");
            assert!(error.contains("must be a host label"), "{error}");
        }
        let request = Request::default();
        assert!(matches!(context(&cfg, &[], &request).host_prefix(), Ok(None)));
    }
}
