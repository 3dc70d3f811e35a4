//! A Rust crate, decided: final names, final types, wire forms, documentation. Plain data, so that a
//! snapshot of it shows a changed decision as one line.

pub mod checksum;
mod closed;
pub mod endpoints;
pub mod operation_traits;
mod reach;
pub mod waiters;

pub use crate::model::pagination::Origin;
pub use crate::model::{Constant, ShapeId};
use crate::names::Ident;
pub use closed::{
    BuiltInReader, ChecksumAlgorithm, EventStreamKind, Feature, Presigning, Protocol, Provider,
    Retryable, SettingGroup, SimpleTarget, TimestampFormat,
};
pub use reach::Reach;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// A client crate.
#[derive(Clone, Debug, Serialize)]
pub struct Crate {
    /// What stands in Cargo.toml and at the head of each file.
    pub package: Package,
    /// The service.
    pub service: Service,
    /// The operations, by name.
    pub operations: Vec<Operation>,
    /// Operations that cannot be generated, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<(String, String)>,
    /// The structures that members target, by name.
    pub structures: Vec<Structure>,
    /// The unions, by name.
    pub unions: Vec<Union>,
    /// The enums, by name.
    pub enums: Vec<Enum>,
    /// The enums of integers, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub int_enums: Vec<IntEnum>,
    /// The modeled errors, by name.
    pub errors: Vec<Error>,
    /// The endpoint rules.
    pub endpoints: endpoints::Endpoints,
    /// What is there only with a feature.
    pub gates: Gates,
    /// The examples of the guide. They are no part of the decisions that are compared, which they follow from.
    #[serde(skip)]
    pub guide: Guide,
    /// What examples of values are made from. It is no part of the decisions either.
    #[serde(skip)]
    pub limits: Limits,
    /// Where each shape of the model went.
    pub shapes: Vec<ShapeOutcome>,
}

/// What is known of values beside their types.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// The service, as ARNs of AWS name it, unless it is somebody else's.
    pub service: Option<String>,
    /// Bounds, each with the members that have them.
    pub limits: Vec<Limit>,
    /// The members that say that there is another page.
    pub unset: Vec<String>,
}

/// The bounds of members: `Shape.Member`, by their names in the model, and `.member`, `.key` or `.value` for what a list or a
/// map holds.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The least length or number, if there is one.
    pub least: String,
    /// The greatest, if there is one.
    pub most: String,
    /// The pattern of texts, or the values of numbers, if these are told.
    pub pattern: String,
    /// The members.
    pub of: Vec<String>,
}

/// Examples that stand for all operations: lines of Rust, with a `client`.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// A call.
    pub call: Vec<String>,
    /// What it calls.
    pub called: Option<Called>,
    /// A listing; empty if there is none.
    pub listing: Vec<String>,
    /// A call whose error is looked at.
    pub failing: Option<Failing>,
}

/// What a call calls.
#[derive(Clone, Debug)]
pub struct Called {
    /// The module of the operation.
    pub module: Ident,
    /// The type of its input.
    pub input: Ident,
    /// The type of its output.
    pub output: Ident,
}

/// A call whose error is looked at.
#[derive(Clone, Debug)]
pub struct Failing {
    /// What stands before it.
    pub before: Vec<String>,
    /// The call.
    pub call: String,
    /// The method of its error that asks what it is.
    pub is: Ident,
}

/// What is there only with a Cargo feature, where the feature `selected` is on. What is not named here is always there.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gates {
    /// The feature of each operation, by its module.
    pub operations: BTreeMap<Ident, String>,
    /// The features of the operations that need a type, by its name in `types`.
    pub types: BTreeMap<Ident, Vec<String>>,
}

impl Gates {
    /// The features of operations, by name.
    pub fn features(&self) -> BTreeSet<&str> {
        self.operations.values().map(String::as_str).collect()
    }

    /// The feature without which an operation is not there, if there is one.
    pub fn operation(&self, module: &Ident) -> &[String] {
        self.operations.get(module).map_or(&[], std::slice::from_ref)
    }

    /// The features of which one has to be on for a type to be there, if it is not always there.
    pub fn of(&self, ty: &Ident) -> &[String] {
        self.types.get(ty).map_or(&[], Vec::as_slice)
    }
}

/// The package.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its name in Rust paths.
    pub module: String,
    /// Its version.
    pub version: String,
    /// Its licence, if one is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// What it is, in a line.
    pub description: String,
    /// Where its sources are, if that is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The command that generates it.
    pub command: String,
    /// Its dependency on the runtime, as Cargo.toml has it, with the features that it needs.
    pub runtime: String,
    /// What changed from version to version, if that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changelog: Option<String>,
}

/// The service.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// The name that SDKs use.
    pub sdk_id: String,
    /// The name in full.
    pub title: String,
    /// The name of the service shape.
    pub shape_name: String,
    /// The API version.
    pub version: String,
    /// The name that requests are signed for.
    pub signing_name: String,
    /// The name in user agents.
    pub user_agent_id: String,
    /// Whose service it is.
    #[serde(skip_serializing_if = "Provider::is_aws")]
    pub provider: Provider,
    /// How requests are signed.
    pub auth: operation_traits::Auth,
    /// Groups of settings that not every service has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<SettingGroup>,
    /// The parameters of the endpoint rules that the client's configuration sets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endpoint_settings: Vec<endpoints::Setting>,
    /// The protocol.
    pub protocol: Protocol,
    /// Whether answers tell a second request id, as those of Amazon S3 do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub extended_request_id: bool,
    /// Cargo features of the runtime that the crate needs.
    pub features: Vec<Feature>,
    /// Whether operations take or give bodies that come piece by piece.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub byte_streams: bool,
    /// The kinds of streams of events that operations take and give.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event_streams: Vec<EventStreamKind>,
    /// The namespace of XML documents: URI and prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml_namespace: Option<(String, Option<String>)>,
    /// The operation that tells endpoints, where others need that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_discovery: Option<Ident>,
    /// The operation that gives credentials for a session with a bucket, where endpoints ask for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionOperation>,
    /// Headers of all requests, by names in lower case, for those that an input does not set itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// How requests are tried again.
    #[serde(skip_serializing_if = "Retries::is_usual")]
    pub retries: Retries,
    /// Documentation.
    pub docs: Docs,
}

/// How requests to a service are tried again, where that is out of the ordinary.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Retries {
    /// Codes of errors that may pass, whatever their status.
    pub transient_errors: Vec<String>,
    /// What holds under the retry behavior that SDKs have from 2026 on.
    pub defaults: Option<RetryDefaults>,
}

impl Retries {
    /// Whether they are those of all services.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// How often and how soon requests are tried again, unless the user says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RetryDefaults {
    /// The attempts, the first included.
    pub attempts: u32,
    /// The wait before the second, in milliseconds.
    pub backoff_millis: u64,
}

/// The operation that gives credentials for a session.
#[derive(Clone, Debug, Serialize)]
pub struct SessionOperation {
    /// The structure of the credentials, which its output holds.
    pub credentials: Ident,
    /// The module.
    pub module: Ident,
    /// The type of the operation.
    pub name: Ident,
    /// The type of its input.
    pub input: Ident,
}

/// Documentation in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs {
    /// The first sentence: what a thing is.
    pub summary: String,
    /// The rest: more prose, and the facts of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The type of the operation.
    pub name: Ident,
    /// The module, and the method of the client.
    pub module: Ident,
    /// The name in the model.
    pub model_name: String,
    /// Documentation.
    pub docs: Docs,
    /// What its module says beside that, in paragraphs: how it is called, and what comes back.
    #[serde(skip)]
    pub page: Vec<String>,
    /// The fields of its input without which the service does not take a request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<Ident>,
    /// An example call of a `client`: lines of Rust. It is not part of the decisions that are compared, which it follows from.
    #[serde(skip)]
    pub example: Vec<String>,
    /// The input.
    pub input: Structure,
    /// The output.
    pub output: Structure,
    /// The type of the error.
    pub error: Ident,
    /// Its variants, by name.
    pub errors: Vec<ErrorVariant>,
    /// The fluent builder.
    pub fluent: Ident,
    /// How it is reached and signed, if that is out of the ordinary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traits: Option<operation_traits::OperationTraits>,
    /// How its requests are presigned, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presigning: Option<Presigning>,
    /// How they are presigned with the crate's feature `presigning`, if only then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presigning_by_feature: Option<Presigning>,
    /// How it answers in pages.
    pub paginator: Option<Paginator>,
    /// Why it does not, although it carries tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpaged: Option<String>,
    /// What can be waited for with it, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waiters: Vec<waiters::Waiter>,
}

/// A variant of an operation's error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorVariant {
    /// The variant, and the structure it holds.
    pub name: Ident,
    /// The method that asks for it.
    pub is: Ident,
    /// Documentation.
    pub docs: Docs,
}

/// A structure and its builder.
#[derive(Clone, Debug, Serialize)]
pub struct Structure {
    /// The type.
    pub name: Ident,
    /// The builder.
    pub builder: Ident,
    /// What it is for.
    pub role: Role,
    /// Which of its fields may have no value, and whether one is a stream.
    #[serde(skip_serializing_if = "Form::is_plain")]
    pub form: Form,
    /// What its builder makes of the values that it holds.
    #[serde(skip_serializing_if = "Build::is_held")]
    pub build: Build,
    /// The module that declares them, if they have one to themselves.
    pub module: Option<Ident>,
    /// The namespace of the shape.
    pub namespace: String,
    /// The name of the shape.
    pub model_name: String,
    /// Traits of the shape that protocols read.
    pub traits: Vec<Trait>,
    /// The fields, in the model's order.
    pub fields: Vec<Field>,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    pub deprecated: Option<String>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The field, its getter and its method in builders.
    pub name: Ident,
    /// The method that sets or clears it.
    pub set: Ident,
    /// The method that shows what it is set to.
    pub get: Ident,
    /// The type of its value.
    pub ty: Ty,
    /// Whether there always is a value.
    #[serde(skip_serializing_if = "Presence::is_optional")]
    pub presence: Presence,
    /// What holds the value.
    #[serde(skip_serializing_if = "Storage::is_optional")]
    pub storage: Storage,
    /// How the getter lends the value.
    pub getter: Getter,
    /// How builders take the value.
    pub setter: Setter,
    /// Its wire form.
    pub member: Member,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    pub deprecated: Option<String>,
}

/// What a structure is for, which decides what it holds beside its members, and where its builder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Role {
    /// Members target it.
    Nested,
    /// It is the input of an operation.
    Input,
    /// It is the output of an operation, and holds the id of the request.
    Output,
    /// It is the output of an operation of Amazon S3, and holds both ids of the request.
    S3Output,
    /// It is a modeled error, and holds the metadata of errors.
    Error,
}

/// Which fields of a structure may have no value, and whether one is a stream. Each form has a macro of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Form {
    /// All fields may have no value.
    Plain,
    /// One field is a stream, and all others may have no value.
    Streaming,
    /// Some fields always have a value.
    Required,
    /// One field is a stream, and some of the others always have a value.
    RequiredStreaming,
}

/// What a builder makes of the values that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Build {
    /// They are the structure already.
    Held,
    /// A structure, in any case: what was not set has a default.
    Whole,
    /// A structure, or an error that names what was not set.
    Fallible,
}

/// What holds the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Storage {
    /// An `Option`.
    Optional,
    /// The type itself.
    Present,
    /// A stream, which is there or empty, and which builders hold beside the other fields.
    Stream,
}

/// How a getter lends the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Getter {
    /// A copy.
    Copy,
    /// A copy, if there is a value.
    OptionalCopy,
    /// `&str`.
    Str,
    /// `Option<&str>`.
    OptionalStr,
    /// A slice of a list.
    Slice,
    /// A slice of a list, which is empty if there is none.
    OptionalSlice,
    /// A reference.
    Reference,
    /// A reference, if there is a value.
    OptionalReference,
    /// A reference to what a box holds, if there is a value.
    OptionalBoxed,
}

/// How builders take the value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Setter {
    /// The whole value at once.
    Set(Argument),
    /// An item more of a list.
    Push(Argument),
    /// An entry more of a map: its key and its value.
    Insert(Argument, Argument),
}

/// What a setter takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Argument {
    /// What becomes a value of this type, so that the setter is generic: a text in whatever form it comes, what is boxed
    /// with its box or without.
    Into(Ty),
    /// A value of this type.
    Value(Ty),
}

/// Whether a field always has a value, and the value that it has where the wire has none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Presence {
    /// It may have none.
    Optional,
    /// It has this one unless another is set.
    Default(Constant),
    /// Whoever builds the structure has to set it. What is read has this value in its place.
    Required(Constant),
}

/// A type of the crate's module `types`: the shape that it is made of, which identifies it, and its name.
#[derive(Clone, Debug)]
pub struct TypeId {
    shape: ShapeId,
    name: Ident,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum Ty {
    Bool,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    BigInteger,
    BigDecimal,
    String,
    Blob,
    DateTime,
    Document,
    /// Nothing but being there.
    Unit,
    /// A body that comes piece by piece.
    ByteStream,
    /// A stream of events: which way they go, the union of them, and the error that may end the stream.
    EventStream(EventStreamKind, TypeId, Ident),
    Enum(TypeId),
    Structure(TypeId),
    Union(TypeId),
    List(Box<Ty>),
    /// A map from texts or enums.
    Map(Box<Ty>, Box<Ty>),
    /// An element that may be null.
    Option(Box<Ty>),
    Box(Box<Ty>),
}

/// The wire form of a member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// Its name in the model.
    pub name: String,
    /// What it targets.
    pub target: Target,
    /// Its traits.
    pub traits: Vec<Trait>,
}

/// What a member targets, in the words of tables.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Target {
    /// A shape without members that matter here.
    Simple(SimpleTarget),
    /// A list.
    List(Box<Member>),
    /// A map.
    Map(Box<Member>, Box<Member>),
}

/// A trait, in the words of tables.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum Trait {
    JsonName(String),
    JsonLowerCamel,
    XmlName(String),
    XmlNamespace(String, Option<String>),
    XmlAttribute,
    XmlFlattened,
    XmlUnwrapped,
    Ec2Name(String),
    EventHeader,
    EventPayload,
    Timestamp(TimestampFormat),
    HttpLabel,
    HttpQuery(String),
    HttpQueryParams,
    HttpHeader(String),
    HttpPrefixHeaders(String),
    HttpPayload,
    HttpResponseCode,
    MediaType(String),
    Sensitive,
    Required,
    IdempotencyToken,
    SentIfUnset(String),
    LastSegment,
    IgnoreUnparsable,
    LeftOutIfZero,
    /// The method, the URI, and the status of a success.
    Http(String, String, u16),
    NoBody,
}

/// An enum.
#[derive(Clone, Debug, Serialize)]
pub struct Enum {
    /// The type.
    pub name: Ident,
    /// The module that declares it.
    pub module: Ident,
    /// The variants, by name.
    pub variants: Vec<Variant>,
    /// Whether its values must not be shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    pub deprecated: Option<String>,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The variant.
    pub name: Ident,
    /// Its value on the wire.
    pub value: String,
    /// Documentation.
    pub docs: Docs,
}

/// An enum of integers: a type that holds nothing and has a constant for each value. Members that target it are numbers.
#[derive(Clone, Debug, Serialize)]
pub struct IntEnum {
    /// The type.
    pub name: Ident,
    /// The module that declares it.
    pub module: Ident,
    /// The constants, by value.
    pub constants: Vec<IntConstant>,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    pub deprecated: Option<String>,
}

/// A value of an enum of integers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntConstant {
    /// The constant.
    pub name: Ident,
    /// Its name in the model.
    pub model_name: String,
    /// The number.
    pub value: i32,
    /// Documentation.
    pub docs: Docs,
}

/// A union.
#[derive(Clone, Debug, Serialize)]
pub struct Union {
    /// The type.
    pub name: Ident,
    /// The module that declares it.
    pub module: Ident,
    /// The namespace of the shape.
    pub namespace: String,
    /// The name of the shape.
    pub model_name: String,
    /// Traits of the shape that protocols read.
    pub traits: Vec<Trait>,
    /// The members, in the model's order.
    pub members: Vec<UnionMember>,
    /// The error that may end the stream, if it is a union of events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<EventError>,
    /// Documentation.
    pub docs: Docs,
    /// Why it is not to be used, if it is not.
    pub deprecated: Option<String>,
}

/// The error that may end a stream of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventError {
    /// The type.
    pub name: Ident,
    /// Its variants, by name.
    pub variants: Vec<ErrorVariant>,
    /// The union's members that are errors.
    pub members: Vec<EventException>,
}

/// A member of a union of events that is an error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventException {
    /// Its name in the model.
    pub member: String,
    /// The variant of the error that it becomes.
    pub variant: Ident,
    /// The place of that variant among all.
    pub place: usize,
}

/// A member of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionMember {
    /// The variant.
    pub name: Ident,
    /// The method that asks whether it is set.
    pub is: Ident,
    /// The method that lends its value.
    #[serde(rename = "as")]
    pub as_: Ident,
    /// Its type.
    pub ty: Ty,
    /// Its wire form.
    pub member: Member,
    /// Documentation.
    pub docs: Docs,
}

/// A modeled error.
#[derive(Clone, Debug, Serialize)]
pub struct Error {
    /// The structure.
    pub structure: Structure,
    /// The code on the wire.
    pub code: String,
    /// The code that the query protocol has for it, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_code: Option<String>,
    /// What kind of retry may help.
    pub retryable: Option<Retryable>,
}

/// How an operation answers in pages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paginator {
    /// The paginator.
    pub name: Ident,
    /// What takes and gives tokens.
    pub tokens: Vec<PageToken>,
    /// Where the output says whether there is more.
    pub more: Option<Path>,
    /// The input's member with the limit.
    pub limit: Option<Ident>,
    /// What is counted, if it can be.
    pub results: Option<(Path, Results)>,
    /// Results that are not counted.
    pub others: Vec<Path>,
    /// The paginator of items.
    pub items: Option<Ident>,
    /// Who says so.
    pub origin: Origin,
}

/// A pagination token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageToken {
    /// The input's member that takes it, by its name in the model.
    pub member: String,
    /// The same, as a field.
    pub input: Ident,
    /// Where in the output its next value stands: the first path that has something counts.
    pub output: Vec<Path>,
}

/// A place in a structure.
pub type Path = Vec<FieldStep>;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum FieldStep {
    /// To a field that may have no value.
    Field(Ident),
    /// To a field that always has a value.
    Present(Ident),
    /// To the last item of a list.
    Last,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Results {
    /// The items of a list.
    List(Ty),
    /// The entries of a map: their keys and values.
    Map(Ty, Ty),
    /// The characters of a text, which nobody wants one by one.
    Text,
}

/// What became of a shape of the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ShapeOutcome {
    /// It became the named thing.
    Emitted(String, String),
    /// It says what members look like, and has no type of its own.
    Inlined(String),
    /// It is left out, and why.
    Skipped(String, String),
}

impl Crate {
    /// Whether the crate has the feature `presigning`.
    pub fn has_presigning_feature(&self) -> bool {
        self.operations.iter().any(|operation| operation.presigning_by_feature.is_some())
    }
}

impl Field {
    /// Whether a structure cannot be built without it. No stream of events that is received can be made up.
    pub fn is_needed(&self) -> bool {
        let is_received = self.ty.events() == Some(EventStreamKind::Receiver);
        is_received || matches!(self.presence, Presence::Required(_))
    }
}

impl TypeId {
    /// The type `name`, which is made of `shape`.
    pub fn new(shape: ShapeId, name: Ident) -> Self {
        Self { shape, name }
    }

    /// The shape that the type is made of.
    pub fn shape(&self) -> &ShapeId {
        &self.shape
    }

    /// The name of the type.
    pub fn name(&self) -> &Ident {
        &self.name
    }
}

impl PartialEq for TypeId {
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape
    }
}

/// Shows the name alone, which is what a reader of the IR looks for.
impl Serialize for TypeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name.serialize(serializer)
    }
}

impl Member {
    /// Whether it goes into the body of a request or response.
    pub fn is_in_body(&self) -> bool {
        !self.traits.iter().any(|t| {
            matches!(
                t,
                Trait::HttpLabel
                    | Trait::HttpQuery(_)
                    | Trait::HttpQueryParams
                    | Trait::HttpHeader(_)
                    | Trait::HttpPrefixHeaders(_)
                    | Trait::HttpPayload
                    | Trait::HttpResponseCode
            )
        })
    }
}

impl Structure {
    /// The field that is a stream, if there is one.
    pub fn stream(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.storage == Storage::Stream)
    }

    /// The fields that are not a stream.
    pub fn plain_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.storage != Storage::Stream)
    }
}

impl Operation {
    /// The status of a success: that of the trait `http`, or 200 where the protocol has no such trait.
    pub fn success(&self) -> u16 {
        let status = self.input.traits.iter().find_map(|t| match t {
            Trait::Http(_, _, status) => Some(*status),
            _ => None,
        });
        status.unwrap_or(200)
    }
}

impl Form {
    fn is_plain(&self) -> bool {
        *self == Form::Plain
    }
}

impl Build {
    fn is_held(&self) -> bool {
        *self == Build::Held
    }
}

impl Storage {
    fn is_optional(&self) -> bool {
        *self == Storage::Optional
    }
}

impl Presence {
    /// Whether the field may have no value.
    pub fn is_optional(&self) -> bool {
        matches!(self, Presence::Optional)
    }
}

impl Ty {
    /// Whether it is a stream, which is there or empty, and never optional.
    pub fn is_stream(&self) -> bool {
        matches!(self, Ty::ByteStream | Ty::EventStream(..))
    }

    /// Which way events go, if it is a stream of events.
    pub fn events(&self) -> Option<EventStreamKind> {
        match self {
            Ty::EventStream(kind, ..) => Some(*kind),
            _ => None,
        }
    }
}

impl ShapeOutcome {
    /// The shape's name.
    pub fn shape(&self) -> &str {
        match self {
            ShapeOutcome::Emitted(shape, _)
            | ShapeOutcome::Inlined(shape)
            | ShapeOutcome::Skipped(shape, _) => shape,
        }
    }
}
