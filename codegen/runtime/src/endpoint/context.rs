//! Where the parameters of endpoint rules come from beside the shared configuration: the operation, its
//! input and settings of the client ("Rules engine parameters" of the Smithy specification).

use super::functions::is_valid_host_label;
use crate::access::Access;
use crate::fields::Visitor;
use crate::value::{Serializable, Structure};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreAppend};
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

/// A part of a host prefix.
#[derive(Debug)]
pub enum Part {
    /// This text.
    Literal(&'static str),
    /// The value of the input's member of this name, which must be one host label.
    Label(&'static str),
}

/// Where an operation takes a parameter from.
#[derive(Debug)]
pub enum Source {
    /// This value, for all requests.
    Flag(bool),
    /// This value, for all requests.
    Text(&'static str),
    /// These values, for all requests.
    Texts(&'static [&'static str]),
    /// What stands in the input at the end of these steps.
    Path(&'static [Step]),
}

/// A step through an input.
#[derive(Debug)]
pub enum Step {
    /// To a structure's member of this name.
    Member(&'static str),
    /// To each item of a list.
    Each,
    /// To the keys of a map.
    Keys,
    /// To the ends of all these paths, in their order.
    Any(&'static [&'static [Step]]),
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A boolean.
    Flag(bool),
    /// A string.
    Text(String),
    /// A list of strings.
    Texts(Vec<String>),
}

/// A type of parameters.
pub trait Parameter: Sized {
    /// The value as one of any type.
    fn into_given(self) -> Given;
    /// The value, if it is of this type.
    fn from_given(given: Given) -> Option<Self>;
}

macro_rules! parameters {
    ($($type:ty: $kind:ident),*) => {$(
        impl Parameter for $type {
            fn into_given(self) -> Given {
                Given::$kind(self)
            }
            fn from_given(given: Given) -> Option<Self> {
                match given {
                    Given::$kind(value) => Some(value),
                    _ => None,
                }
            }
        }
    )*};
}

parameters!(bool: Flag, String: Text, Vec<String>: Texts);

/// A parameter that the client's configuration sets, or clears. It is appended, and what was appended
/// last counts, so that a service may have any number of them and one call may override each.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The parameter's name in the rules.
    pub name: &'static str,
    /// Its value.
    pub value: Option<Given>,
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
        T::from_given(newest.value.clone()?)
    }
}

/// A setting that the environment or a profile may hold.
#[derive(Debug)]
pub struct Shared {
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
    /// What the operation says.
    pub access: &'static Access,
    /// The input, if the operation that runs is one of a service.
    pub input: Option<&'a dyn Structure>,
}

impl Context<'_> {
    /// The value that the operation, or else the client's configuration, gives a parameter.
    pub fn get<T: Parameter>(&self, name: &str) -> Option<T> {
        let bound = self.access.parameters.iter().filter(|(bound, _)| *bound == name);
        let given = bound.filter_map(|(_, source)| self.given(source)).find_map(T::from_given);
        given.or_else(|| Setting::of(self.cfg.load::<Setting>(), name))
    }

    fn given(&self, source: &Source) -> Option<Given> {
        match *source {
            Source::Flag(flag) => Some(Given::Flag(flag)),
            Source::Text(text) => Some(Given::Text(text.to_owned())),
            Source::Texts(texts) => {
                Some(Given::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
            }
            Source::Path(path) => at_path(self.input?, path),
        }
    }

    /// What is put before the endpoint's host, if the operation puts anything there.
    ///
    /// # Errors
    ///
    /// When a member that is part of it has no value, or one that is no host label: requests would go
    /// elsewhere.
    pub fn host_prefix(&self) -> Result<Option<EndpointPrefix>, BoxError> {
        if self.access.host.is_empty() {
            return Ok(None);
        }
        let mut prefix = String::new();
        for part in self.access.host {
            match *part {
                Part::Literal(text) => prefix.push_str(text),
                Part::Label(name) => prefix.push_str(&self.label(name)?),
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

/// The text of the member of this name, if it is set.
pub(crate) fn text(input: &dyn Structure, name: &'static str) -> Option<String> {
    Walk::from(input, Look::Member(name), &[]).and_then(String::from_given)
}

/// What stands at the end of a path.
fn at_path(input: &dyn Structure, path: &'static [Step]) -> Option<Given> {
    match path.split_first()? {
        (Step::Member(name), rest) => Walk::from(input, Look::Member(name), rest),
        _ => Walk::from(input, Look::Value, path),
    }
}

/// Walks through what a structure writes, which is the one way to see values of any type. It walks
/// where the path leads and nowhere else.
struct Walk<'a> {
    look: Look,
    steps: &'static [Step],
    found: &'a mut Option<Given>,
}

/// What a [`Walk`] is shown next.
#[derive(Clone, Copy)]
enum Look {
    /// The value itself, or item after item.
    Value,
    /// The members of a structure, of which one is wanted.
    Member(&'static str),
    /// The keys and values of a map, in turn.
    Key,
    /// The value after a key.
    Entry,
}

impl Walk<'_> {
    fn from(input: &dyn Structure, look: Look, steps: &'static [Step]) -> Option<Given> {
        let mut found = None;
        let mut walk = Walk { look, steps, found: &mut found };
        let schema = input.table().shape().schema();
        let walked = match look {
            Look::Member(name) => {
                let index = schema.members().iter().position(|m| m.member_name() == Some(name))?;
                let mut walked = Ok(());
                input.fields(Visitor(&mut |fields| {
                    walked = fields[index].write(schema.members()[index], &mut walk)
                }));
                walked
            }
            _ => walk.write_struct(schema, &Serializable(input)),
        };
        walked.ok()?;
        found
    }

    /// The steps that are left for the value that is shown now; none if the path does not lead there.
    fn enter(&mut self, schema: &Schema<'_>) -> Option<&'static [Step]> {
        match self.look {
            Look::Value => Some(self.steps),
            Look::Member(name) => (schema.member_name() == Some(name)).then_some(self.steps),
            Look::Key => {
                self.look = Look::Entry;
                Some(&[])
            }
            Look::Entry => {
                self.look = Look::Key;
                None
            }
        }
    }

    fn on(&mut self, look: Look, steps: &'static [Step]) -> Walk<'_> {
        Walk { look, steps, found: self.found }
    }

    /// A list is a list also where nothing is in it.
    fn list(&mut self) {
        self.found.get_or_insert(Given::Texts(Vec::new()));
    }

    fn text(&mut self, text: &str) {
        match &mut self.found {
            Some(Given::Texts(texts)) => texts.push(text.to_owned()),
            found => **found = Some(Given::Text(text.to_owned())),
        }
    }
}

macro_rules! pass_by {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, _: $type) -> Result<(), SerdeError> {
            self.enter(schema);
            Ok(())
        }
    )*};
}

impl ShapeSerializer for Walk<'_> {
    fn write_struct(
        &mut self,
        schema: &Schema<'_>,
        value: &dyn SerializableStruct,
    ) -> Result<(), SerdeError> {
        match self.enter(schema).and_then(<[_]>::split_first) {
            Some((Step::Member(name), rest)) => {
                value.serialize_members(&mut self.on(Look::Member(name), rest))
            }
            Some((Step::Any(paths), _)) => {
                self.list();
                paths
                    .iter()
                    .try_for_each(|path| self.on(Look::Value, path).write_struct(schema, value))
            }
            _ => Ok(()),
        }
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        write_elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let rest = match self.enter(schema) {
            Some([Step::Each, rest @ ..]) => rest,
            Some([]) => &[],
            _ => return Ok(()),
        };
        self.list();
        write_elements(&mut self.on(Look::Value, rest))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        write_entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result<(), SerdeError>,
    ) -> Result<(), SerdeError> {
        let Some([Step::Keys]) = self.enter(schema) else { return Ok(()) };
        self.list();
        write_entries(&mut self.on(Look::Key, &[]))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result<(), SerdeError> {
        if let Some([]) = self.enter(schema) {
            self.text(value);
        }
        Ok(())
    }

    fn write_boolean(&mut self, schema: &Schema<'_>, value: bool) -> Result<(), SerdeError> {
        if let Some([]) = self.enter(schema) {
            self.found.get_or_insert(Given::Flag(value));
        }
        Ok(())
    }

    pass_by! {
        write_byte: i8, write_short: i16, write_integer: i32, write_long: i64, write_float: f32,
        write_double: f64, write_big_integer: &BigInteger, write_big_decimal: &BigDecimal,
        write_blob: Blob, write_timestamp: &DateTime, write_document: &Document,
    }

    fn write_null(&mut self, schema: &Schema<'_>) -> Result<(), SerdeError> {
        self.enter(schema);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::Step::{Any, Each, Keys, Member};
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

    crate::structure!(
        Request, RequestBuilder, [_request_id],
        [
            (table, set_table, get_table, String),
            (fast, set_fast, get_fast, bool),
            (size, set_size, get_size, i64),
            (names, set_names, get_names, Vec<String>),
            (items, set_items, get_items, HashMap<String, Request>),
            (writes, set_writes, get_writes, Vec<Request>),
            (next, set_next, get_next, Box<Request>)
        ],
        "
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

    fn texts(texts: &[&str]) -> Option<Given> {
        Some(Given::Texts(texts.iter().map(|text| (*text).to_owned()).collect()))
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

    #[test]
    fn paths_lead_to_values() {
        let request = request();
        let at = |path: &'static [Step]| at_path(&request, path);
        assert_eq!(at(&[Member("Table")]), Some(Given::Text("t".into())));
        assert_eq!(at(&[Member("Fast")]), Some(Given::Flag(true)));
        assert_eq!(at(&[Member("Names")]), texts(&["x", "y"]));
        assert_eq!(at(&[Member("Next"), Member("Table")]), Some(Given::Text("n".into())));
        assert_eq!(at(&[Member("Items"), Keys]), texts(&["k"]));
        assert_eq!(at(&[Member("Writes"), Each, Member("Table")]), texts(&["a", "b"]));
        let any: &[Step] = &[
            Member("Writes"),
            Each,
            Any(&[&[Member("Next"), Member("Table")], &[Member("Table")]]),
        ];
        assert_eq!(at_path(&request, any), texts(&["a", "c", "b"]));
    }

    #[test]
    fn paths_that_lead_nowhere_give_nothing() {
        let request = request();
        let nowhere: [&'static [Step]; 7] = [
            &[],
            &[Member("Size")],
            &[Member("Other")],
            &[Member("Table"), Member("Table")],
            &[Member("Table"), Each],
            &[Member("Next"), Member("Next"), Member("Table")],
            &[Each],
        ];
        for path in nowhere {
            assert_eq!(at_path(&request, path), None, "{path:?}");
        }
        let empty = Request { writes: Some(vec![]), ..Request::default() };
        assert_eq!(at_path(&empty, &[Member("Writes"), Each, Member("Table")]), texts(&[]));
        assert_eq!(at_path(&Request::default(), &[Member("Items"), Keys]), None);
    }

    fn context<'a>(cfg: &'a ConfigBag, access: &'static Access, input: &'a Request) -> Context<'a> {
        Context { cfg, access, input: Some(input) }
    }

    fn setting(value: Option<&str>) -> Layer {
        let mut layer = Layer::new("test");
        layer
            .store_append(Setting { name: "P", value: value.map(|text| Given::Text(text.into())) });
        layer
    }

    #[test]
    fn operations_go_before_inputs_and_inputs_before_clients() {
        static BOTH: Access = Access {
            parameters: &[("P", Source::Text("fixed")), ("P", Source::Path(&[Member("Table")]))],
            ..Access::USUAL
        };
        static INPUT: Access =
            Access { parameters: &[("P", Source::Path(&[Member("Table")]))], ..Access::USUAL };
        let cfg = ConfigBag::of_layers(vec![setting(Some("client"))]);
        let get = |access, input| context(&cfg, access, input).get::<String>("P");
        let (set, unset) = (named("input"), Request::default());
        assert_eq!(get(&BOTH, &set).as_deref(), Some("fixed"));
        assert_eq!(get(&INPUT, &set).as_deref(), Some("input"));
        assert_eq!(get(&INPUT, &unset).as_deref(), Some("client"));
        assert_eq!(get(&Access::USUAL, &set).as_deref(), Some("client"));
        assert_eq!(context(&cfg, &INPUT, &set).get::<bool>("P"), None);
        assert_eq!(context(&cfg, &INPUT, &set).get::<String>("Q"), None);
    }

    #[test]
    fn the_newest_setting_counts_and_can_clear_an_older_one() {
        let layers = [Some("old"), Some("new")].map(setting);
        let request = Request::default();
        let cfg = ConfigBag::of_layers(layers);
        let get = |cfg| context(cfg, &Access::USUAL, &request).get::<String>("P");
        assert_eq!(get(&cfg).as_deref(), Some("new"));
        let cfg = ConfigBag::of_layers(vec![setting(Some("old")), setting(None)]);
        assert_eq!(get(&cfg), None);
    }

    #[test]
    fn host_prefixes_take_labels_from_the_input() {
        static PREFIX: Access = Access {
            host: &[Part::Literal("data-"), Part::Label("Table"), Part::Literal(".")],
            ..Access::USUAL
        };
        let cfg = ConfigBag::base();
        let prefix = |request: &Request| {
            let prefix = context(&cfg, &PREFIX, request).host_prefix();
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
        assert!(matches!(context(&cfg, &Access::USUAL, &request).host_prefix(), Ok(None)));
    }
}
