//! What is compared: the things of a crate, and the facts of each.

use super::kinds::Kind;
use serde::Serialize;
use std::collections::BTreeMap;

/// Under which heading a change is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "lowercase")]
pub enum Place {
    /// The service as a whole.
    Service,
    /// An operation, by its name in the model.
    Operation(String),
    /// A type that operations share, by its name in Rust.
    Type(String),
}

/// A thing that can come, go and change. What it is called in Rust is what makes it the same thing in two crates.
#[derive(Clone, Debug)]
pub struct Thing {
    /// What it is.
    pub sort: Sort,
    /// What it is called in the model: `GetToy`, `Toy$name`.
    pub name: String,
    /// Where its changes are told.
    pub place: Place,
    /// The thing with which it comes and goes, by its path in Rust.
    pub parent: Option<String>,
    /// How it is declared, in a line.
    pub declared: String,
    /// Its facts.
    pub facts: BTreeMap<Aspect, String>,
}

/// The things of a crate, by their paths in Rust. One that stands before another in this order is its parent, if either is.
pub type Things = BTreeMap<String, Thing>;

impl Thing {
    /// A thing without facts.
    pub fn new(sort: Sort, name: impl Into<String>, place: Place) -> Self {
        let facts = BTreeMap::new();
        let (name, declared) = (name.into(), String::new());
        Self { sort, name, place, parent: None, declared, facts }
    }

    /// The thing with which it comes and goes.
    #[must_use]
    pub fn below(mut self, parent: impl Into<String>) -> Self {
        self.parent = Some(parent.into());
        self
    }

    /// How it is declared.
    #[must_use]
    pub fn declared(mut self, text: impl Into<String>) -> Self {
        self.declared = text.into();
        self
    }

    /// A fact more.
    #[must_use]
    pub fn with(self, aspect: Aspect, value: impl Into<String>) -> Self {
        self.with_some(aspect, Some(value))
    }

    /// A fact more, if there is one.
    #[must_use]
    pub fn with_some(mut self, aspect: Aspect, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value {
            self.facts.insert(aspect, value.into());
        }
        self
    }

    /// A fact more, if it holds.
    #[must_use]
    pub fn with_flag(self, aspect: Aspect, flag: bool) -> Self {
        self.with_some(aspect, flag.then_some("yes"))
    }

    /// Several facts more. What was said of an aspect stays, and more is added to it.
    #[must_use]
    pub fn with_all(mut self, facts: impl IntoIterator<Item = (Aspect, String)>) -> Self {
        for (aspect, value) in facts {
            let said = self.facts.entry(aspect).or_default();
            if !said.is_empty() {
                said.push_str(", ");
            }
            said.push_str(&value);
        }
        self
    }
}

/// Declares what things there are, and the kinds of change when one comes, goes, or is found under another path.
macro_rules! sorts {
    ($($(#[$docs:meta])* $sort:ident $word:literal: $added:ident $removed:ident $moved:ident;)*) => {
        /// What a thing is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Sort { $($(#[$docs])* $sort,)* }

        impl Sort {
            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$sort => $word,)* }
            }

            /// The kind of change when there is one more.
            pub fn added(self) -> Kind {
                match self { $(Self::$sort => Kind::$added,)* }
            }

            /// The kind of change when one is gone.
            pub fn removed(self) -> Kind {
                match self { $(Self::$sort => Kind::$removed,)* }
            }

            /// The kind of change when one is found under another path: that of `removed` if this cannot be told.
            pub fn moved(self) -> Kind {
                match self { $(Self::$sort => Kind::$moved,)* }
            }
        }
    };
}

sorts! {
    /// The service.
    Service "service": ServiceAdded ServiceRemoved ServiceRemoved;
    /// What is exported of what services share.
    Reexport "export": ReexportAdded ReexportRemoved ReexportRemoved;
    /// A Cargo feature.
    Feature "feature": FeatureAdded FeatureRemoved FeatureRemoved;
    /// A setting of the configuration.
    Setting "setting": SettingAdded SettingRemoved SettingRemoved;
    /// A parameter of the endpoint rules.
    EndpointParameter "endpoint parameter": EndpointParameterAdded EndpointParameterRemoved EndpointParameterRemoved;
    /// An operation.
    Operation "operation": OperationAdded OperationRemoved OperationRemoved;
    /// The input or output of an operation, which comes and goes with it.
    Message "structure": TypeAdded TypeRemoved TypeRemoved;
    /// A variant of the error of an operation or of a stream.
    ErrorVariant "error variant": ErrorListed ErrorUnlisted ErrorUnlisted;
    /// A paginator.
    Paginator "paginator": PaginatorAdded PaginatorRemoved PaginatorRemoved;
    /// A waiter.
    Waiter "waiter": WaiterAdded WaiterRemoved WaiterRemoved;
    /// A structure that members target.
    Structure "structure": TypeAdded TypeRemoved TypeMoved;
    /// A union.
    Union "union": TypeAdded TypeRemoved TypeMoved;
    /// An enum of texts.
    Enum "enum": TypeAdded TypeRemoved TypeMoved;
    /// An enum of integers.
    IntEnum "enum of integers": TypeAdded TypeRemoved TypeMoved;
    /// A modeled error.
    Error "error": TypeAdded TypeRemoved TypeMoved;
    /// A member of a structure.
    Member "member": MemberAdded MemberRemoved MemberRemoved;
    /// A member of an input that the service requires.
    RequiredInput "member": RequiredInputAdded MemberRemoved MemberRemoved;
    /// A member of a union.
    UnionMember "member": UnionMemberAdded UnionMemberRemoved UnionMemberRemoved;
    /// A value of an enum.
    Variant "value": VariantAdded VariantRemoved VariantRemoved;
    /// A value of an enum of integers.
    Constant "value": ConstantAdded ConstantRemoved ConstantRemoved;
}

impl Sort {
    /// Whether things of both sorts are told apart by more than their facts.
    pub fn is_other(self, other: Self) -> bool {
        let plain = |sort| if sort == Self::RequiredInput { Self::Member } else { sort };
        plain(self) != plain(other)
    }
}

/// Declares the aspects of things, and the kinds of change when a fact of one comes, goes, or changes.
macro_rules! aspects {
    ($($(#[$docs:meta])* $aspect:ident: $added:ident $removed:ident $changed:ident;)*) => {
        /// What a fact of a thing is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Aspect { $($(#[$docs])* $aspect,)* }

        impl Aspect {
            /// The kind of change when a fact becomes another; nothing, if it stays.
            pub fn change(self, before: Option<&str>, after: Option<&str>) -> Option<Kind> {
                let [added, removed, changed] = match self {
                    $(Self::$aspect => [Kind::$added, Kind::$removed, Kind::$changed],)*
                };
                match (before, after) {
                    (None, None) => None,
                    (None, Some(_)) => Some(added),
                    (Some(_), None) => Some(removed),
                    (Some(before), Some(after)) => (before != after).then_some(changed),
                }
            }
        }
    };
}

aspects! {
    /// The name of the package.
    Package: PackageRenamed PackageRenamed PackageRenamed;
    /// Whose service it is.
    Provider: ProviderChanged ProviderChanged ProviderChanged;
    /// The protocol.
    Protocol: ProtocolChanged ProtocolChanged ProtocolChanged;
    /// The version of the API.
    ApiVersion: ApiVersionChanged ApiVersionChanged ApiVersionChanged;
    /// The names of the service.
    ServiceName: ServiceNameChanged ServiceNameChanged ServiceNameChanged;
    /// The name that requests are signed for.
    SigningName: SigningNameChanged SigningNameChanged SigningNameChanged;
    /// The auth schemes.
    Auth: AuthChanged AuthChanged AuthChanged;
    /// Where API keys go.
    ApiKey: ApiKeyPlaceChanged ApiKeyPlaceChanged ApiKeyPlaceChanged;
    /// What is signed.
    SigningDetail: SigningDetailChanged SigningDetailChanged SigningDetailChanged;
    /// Headers of all requests.
    Headers: HeadersChanged HeadersChanged HeadersChanged;
    /// How requests are tried again.
    Retries: RetriesChanged RetriesChanged RetriesChanged;
    /// The endpoint rules.
    EndpointRules: EndpointRulesChanged EndpointRulesChanged EndpointRulesChanged;
    /// The partitions.
    Partitions: PartitionsChanged PartitionsChanged PartitionsChanged;
    /// The operation that tells endpoints.
    EndpointDiscovery: EndpointDiscoveryChanged EndpointDiscoveryChanged EndpointDiscoveryChanged;
    /// The type of a setting.
    SettingType: SettingTypeChanged SettingTypeChanged SettingTypeChanged;
    /// Where a setting is read from.
    SettingSource: SettingSourceChanged SettingSourceChanged SettingSourceChanged;
    /// The type of a parameter of endpoints.
    ParameterType: EndpointParameterTypeChanged EndpointParameterTypeChanged EndpointParameterTypeChanged;
    /// Where the value of a parameter of endpoints comes from.
    ParameterValue: EndpointParameterChanged EndpointParameterChanged EndpointParameterChanged;
    /// The method of requests.
    HttpMethod: HttpMethodChanged HttpMethodChanged HttpMethodChanged;
    /// The path of requests.
    HttpUri: HttpUriChanged HttpUriChanged HttpUriChanged;
    /// The status of a success.
    HttpStatus: HttpStatusChanged HttpStatusChanged HttpStatusChanged;
    /// What goes before the host.
    HostPrefix: HostPrefixChanged HostPrefixChanged HostPrefixChanged;
    /// Parameters of endpoints that an operation sets.
    EndpointContext: EndpointContextChanged EndpointContextChanged EndpointContextChanged;
    /// That the body is not signed.
    UnsignedPayload: UnsignedPayloadChanged UnsignedPayloadChanged UnsignedPayloadChanged;
    /// That large bodies are compressed.
    Compression: CompressionChanged CompressionChanged CompressionChanged;
    /// The checksum of requests.
    RequestChecksum: RequestChecksumChanged RequestChecksumChanged RequestChecksumChanged;
    /// The checksum of answers.
    ResponseChecksum: ResponseChecksumChanged ResponseChecksumChanged ResponseChecksumChanged;
    /// That an operation waits for something.
    LongPoll: LongPollChanged LongPollChanged LongPollChanged;
    /// That headers come before the work is done.
    AnswersEarly: AnswersEarlyChanged AnswersEarlyChanged AnswersEarlyChanged;
    /// Whether requests have a body.
    Body: BodyChanged BodyChanged BodyChanged;
    /// That an operation may be repeated.
    Idempotent: IdempotenceChanged IdempotenceChanged IdempotenceChanged;
    /// How requests are presigned.
    Presigning: PresigningAdded PresigningRemoved PresigningChanged;
    /// How requests are presigned with the feature `presigning`.
    PresigningByFeature: PresigningAdded PresigningRemoved PresigningChanged;
    /// The type of a paginator's items.
    Items: PaginatorItemsAdded PaginatorItemsRemoved PaginatorItemTypeChanged;
    /// What a paginator counts.
    Results: PaginatorCountAdded PaginatorCountRemoved PaginatorResultsChanged;
    /// The member that takes the size of a page.
    PageSize: PageSizeAdded PageSizeRemoved PageSizeChanged;
    /// Where the tokens of pages stand.
    Tokens: PageTokensChanged PageTokensChanged PageTokensChanged;
    /// The operation that a waiter asks.
    WaiterOperation: WaiterOperationChanged WaiterOperationChanged WaiterOperationChanged;
    /// What a waiter looks for.
    Acceptors: WaiterChanged WaiterChanged WaiterChanged;
    /// How long a waiter waits before it asks again.
    Delay: WaiterDelayChanged WaiterDelayChanged WaiterDelayChanged;
    /// Whether a structure can fail to be built.
    Build: BuildChanged BuildChanged BuildChanged;
    /// The stream that a structure holds.
    Stream: StreamAdded StreamRemoved StreamAdded;
    /// The name in the model.
    ModelName: ModelNameChanged ModelNameChanged ModelNameChanged;
    /// The value of a variant.
    VariantValue: VariantValueChanged VariantValueChanged VariantValueChanged;
    /// The number of a constant.
    ConstantValue: ConstantValueChanged ConstantValueChanged ConstantValueChanged;
    /// The code of an error.
    ErrorCode: ErrorCodeChanged ErrorCodeChanged ErrorCodeChanged;
    /// The status of an error.
    ErrorStatus: ErrorStatusChanged ErrorStatusChanged ErrorStatusChanged;
    /// Whose fault an error is.
    ErrorFault: ErrorFaultChanged ErrorFaultChanged ErrorFaultChanged;
    /// How an error may pass.
    Retryable: RetryableAdded RetryableRemoved RetryableChanged;
    /// The type of a member.
    Type: MemberTypeChanged MemberTypeChanged MemberTypeChanged;
    /// Whether a member always has a value.
    Presence: MemberPresenceChanged MemberPresenceChanged MemberPresenceChanged;
    /// The value of a member where none is set.
    Default: DefaultChanged DefaultChanged DefaultChanged;
    /// Whether the service requires a member.
    Required: RequiredAdded RequiredRemoved RequiredAdded;
    /// Where a member stands in a message.
    Binding: BindingChanged BindingChanged BindingChanged;
    /// The name of a member on the wire.
    WireName: WireNameChanged WireNameChanged WireNameChanged;
    /// The form in XML.
    XmlForm: XmlFormChanged XmlFormChanged XmlFormChanged;
    /// The form of what is in a list or map.
    ElementForm: ElementFormChanged ElementFormChanged ElementFormChanged;
    /// The format of a time.
    TimestampFormat: TimestampFormatChanged TimestampFormatChanged TimestampFormatChanged;
    /// The media type.
    MediaType: MediaTypeChanged MediaTypeChanged MediaTypeChanged;
    /// That the client fills in a token.
    IdempotencyToken: IdempotencyTokenChanged IdempotencyTokenChanged IdempotencyTokenChanged;
    /// Special rules for a member.
    Handling: HandlingChanged HandlingChanged HandlingChanged;
    /// That something must not be logged.
    Sensitive: SensitiveAdded SensitiveRemoved SensitiveAdded;
    /// Bounds of a length.
    Length: LengthChanged LengthChanged LengthChanged;
    /// Bounds of a number.
    Range: RangeChanged RangeChanged RangeChanged;
    /// A regular expression.
    Pattern: PatternChanged PatternChanged PatternChanged;
    /// Why something is not to be used.
    Deprecated: DeprecationAdded DeprecationRemoved DeprecationReworded;
    /// Documentation.
    Documentation: DocumentationChanged DocumentationChanged DocumentationChanged;
}
