//! The kinds of change: each has a name, a verdict, and what it means for Rust, for the wire and for behaviour.

use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What the next version of a crate must be for the sake of a change, by the rules of semantic versioning. The greater of
/// two decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// There is no change.
    Same,
    /// Programs compile as before, and find nothing new.
    Patch,
    /// Programs compile as before, and find something new.
    Minor,
    /// Some programs do not compile any more.
    Major,
}

impl Verdict {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What is known of a kind of change. A text is empty where there is no effect.
#[derive(Debug)]
struct Facts {
    name: &'static str,
    verdict: Verdict,
    title: &'static str,
    rust: &'static str,
    wire: &'static str,
    behaviour: &'static str,
}

/// Declares the kinds.
macro_rules! kinds {
    ($($kind:ident $verdict:ident $name:literal $title:literal {
        $(rust: $rust:literal)? $(wire: $wire:literal)? $(behaviour: $behaviour:literal)?
    })*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title] $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            fn facts(self) -> &'static Facts {
                match self {
                    $(Self::$kind => &Facts {
                        name: $name,
                        verdict: Verdict::$verdict,
                        title: $title,
                        rust: concat!($($rust)?),
                        wire: concat!($($wire)?),
                        behaviour: concat!($($behaviour)?),
                    },)*
                }
            }
        }
    };
}

impl Kind {
    /// Its name, which stays the same from version to version.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// What it is, in a line.
    pub fn title(self) -> &'static str {
        self.facts().title
    }

    /// What the next version must be.
    pub fn verdict(self) -> Verdict {
        self.facts().verdict
    }

    /// What it means for programs that use the crate; empty if the public API stays the same.
    pub fn rust(self) -> &'static str {
        self.facts().rust
    }

    /// What it means for what is sent and read; empty if that stays the same.
    pub fn wire(self) -> &'static str {
        self.facts().wire
    }

    /// What it means for what happens; empty if nothing is to be said.
    pub fn behaviour(self) -> &'static str {
        self.facts().behaviour
    }

    /// What the next version must be for the sake of the public API alone.
    pub fn api_verdict(self) -> Verdict {
        match self.rust() {
            "" => Verdict::Patch,
            _ => self.verdict(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = ();

    /// Finds the kind that has this name.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name).ok_or(())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

kinds! {
    // The service.
    ServiceAdded Minor "service-added" "The service is new." {
        rust: "There is a crate of it."
    }
    ServiceRemoved Major "service-removed" "The service is gone." {
        rust: "There is no crate of it any more." wire: "None of its requests can be sent."
    }
    PackageRenamed Major "package-renamed" "The package has another name." {
        rust: "Manifests and paths that name it must name the other."
    }
    ProviderChanged Major "provider-changed" "The service is AWS's now, or is not any more." {
        rust: "The configuration has other settings, and the features of the crate are others."
        wire: "Regions, signatures and headers that tell about the client come or go."
    }
    ProtocolChanged Minor "protocol-changed" "The service is spoken to in another protocol." {
        wire: "All requests are written, and all answers read, in that protocol."
        behaviour: "Mocks that know the old protocol must learn the new one."
    }
    ApiVersionChanged Patch "api-version-changed" "The API has another version." {
        wire: "Protocols that send the version send this one."
    }
    ServiceNameChanged Patch "service-name-changed" "The service, or its shape, has another name." {
        wire: "What names the service in requests, such as the target of AWS JSON and the user agent, names it so."
    }
    SigningNameChanged Minor "signing-name-changed" "Requests are signed for another name." {
        wire: "The scope of signatures has that name."
        behaviour: "Policies and mocks that look at the scope see the other name."
    }
    AuthChanged Minor "auth-changed" "Operations are signed in another way, or prefer another one." {
        wire: "Requests may carry another signature, token or key."
        behaviour: "Clients may need another kind of credentials."
    }
    ApiKeyPlaceChanged Minor "api-key-place-changed" "The API key goes to another place." {
        wire: "The key is in another header, or in the query."
    }
    SigningDetailChanged Patch "signing-detail-changed" "A detail of signatures is another one." {
        wire: "The path, or the hash of the body, is signed otherwise."
    }
    HeadersChanged Patch "headers-changed" "Headers that go with all requests are others." {
        wire: "Requests carry these."
    }
    RetriesChanged Minor "retries-changed" "Requests are tried again in another way." {
        behaviour: "What fails for a while may be tried more often, less often, or later."
    }
    EndpointRulesChanged Patch "endpoint-rules-changed" "The rules by which endpoints are found are others." {
        wire: "Requests of some regions or settings may go to another host."
        behaviour: "Firewalls and allow lists may have to know it."
    }
    PartitionsChanged Patch "partitions-changed" "The partitions, or the regions in them, are others." {
        behaviour: "Regions that were not known are found among these."
    }
    EndpointDiscoveryChanged Patch "endpoint-discovery-changed" "Another operation tells endpoints." {
        wire: "It is asked before the others."
    }
    ReexportAdded Minor "reexport-added" "Something that services share is exported here, too." {
        rust: "It can be named by this path."
    }
    ReexportRemoved Major "reexport-removed" "Something that services share is not exported here any more." {
        rust: "Its path is gone; it is found in the crate that declares it."
    }
    FeatureAdded Minor "feature-added" "There is one more Cargo feature." {
        rust: "Manifests can turn it on."
    }
    FeatureRemoved Major "feature-removed" "A Cargo feature is gone." {
        rust: "Cargo refuses manifests that turn it on."
    }
    TypeGated Major "type-gated" "With the feature `selected`, a type needs other features than before." {
        rust: "Programs that select operations may lack the type until they select one that needs it."
    }
    SettingAdded Minor "setting-added" "The configuration has one more setting." {
        rust: "Configuration and builder have methods for it."
    }
    SettingRemoved Major "setting-removed" "A setting of the configuration is gone." {
        rust: "Its methods are gone."
    }
    SettingTypeChanged Major "setting-type-changed" "A setting of the configuration has another type." {
        rust: "Its methods take and give that type."
    }
    SettingSourceChanged Patch "setting-source-changed" "A setting is read from other places." {
        behaviour: "The environment or a profile may set it, or does not any more."
    }
    EndpointParameterAdded Minor "endpoint-parameter-added" "Endpoints depend on one more parameter." {
        rust: "`config::endpoint::Params` and its builder have it."
    }
    EndpointParameterRemoved Major "endpoint-parameter-removed" "A parameter of endpoints is gone." {
        rust: "`config::endpoint::Params` and its builder lack it."
    }
    EndpointParameterTypeChanged Major "endpoint-parameter-type-changed" "A parameter of endpoints has another type." {
        rust: "`config::endpoint::Params` and its builder take and give that type."
    }
    EndpointParameterChanged Patch "endpoint-parameter-changed" "A parameter of endpoints has its value from elsewhere." {
        behaviour: "Whether it must be set, what it is by default, or what sets it is not as before."
    }

    // Operations.
    OperationAdded Minor "operation-added" "There is one more operation." {
        rust: "The client has a method for it, and the crate a Cargo feature."
    }
    OperationRemoved Major "operation-removed" "An operation is gone." {
        rust: "Its method, its module and all that is in it are gone." wire: "It cannot be called."
    }
    HttpMethodChanged Patch "http-method-changed" "An operation has another HTTP method." {
        wire: "Requests are sent with that method."
    }
    HttpUriChanged Patch "http-uri-changed" "An operation has another path." {
        wire: "Requests go to that path."
        behaviour: "Mocks and policies that match the path must follow."
    }
    HttpStatusChanged Patch "http-status-changed" "An operation succeeds with another status." {
        wire: "Answers are expected to have that status."
    }
    HostPrefixChanged Patch "host-prefix-changed" "What an operation puts before the host is another text." {
        wire: "Requests go to another host."
    }
    EndpointContextChanged Patch "endpoint-context-changed" "An operation sets parameters of endpoints in another way." {
        wire: "Requests may go to another host."
    }
    UnsignedPayloadChanged Patch "unsigned-payload-changed" "The body of an operation is signed, or is not any more." {
        wire: "The signature covers the body, or does not."
    }
    CompressionChanged Patch "compression-changed" "Large bodies of an operation are compressed, or are not any more." {
        wire: "Bodies beyond the configured size are sent in gzip, or as they are."
    }
    RequestChecksumChanged Patch "request-checksum-changed" "Requests of an operation carry another checksum." {
        wire: "A header or trailer with the checksum comes, goes, or is another one."
    }
    ResponseChecksumChanged Patch "response-checksum-changed" "Answers of an operation are checked in another way." {
        wire: "Checksums are asked for, or not." behaviour: "Answers that are broken may be found, or not."
    }
    LongPollChanged Patch "long-poll-changed" "An operation waits for something to happen, or does not any more." {
        behaviour: "Its retries are delayed in another way."
    }
    AnswersEarlyChanged Patch "answers-early-changed" "An operation begins to answer before its work is done, or does not any more." {
        behaviour: "A slow body is not taken for one that has stalled, or is."
    }
    BodyChanged Patch "body-changed" "Requests of an operation have a body, or have none any more." {
        wire: "A body, and the headers that tell about it, come or go."
    }
    IdempotenceChanged Patch "idempotence-changed" "An operation may be repeated, or may not any more." {
        behaviour: "The service says whether to send it twice is the same as once."
    }
    PresigningAdded Minor "presigning-added" "Requests of an operation can be presigned." {
        rust: "The fluent builder has `presigned`."
    }
    PresigningRemoved Major "presigning-removed" "Requests of an operation cannot be presigned any more." {
        rust: "The fluent builder lacks `presigned`."
    }
    PresigningChanged Patch "presigning-changed" "Requests of an operation are presigned in another way." {
        wire: "Presigned requests look otherwise."
    }
    ErrorListed Minor "error-listed" "An operation lists one more error." {
        rust: "The operation's error has a variant for it, and a method that asks for it; matches have a wildcard arm already."
        behaviour: "What was unhandled is this error."
    }
    ErrorUnlisted Major "error-unlisted" "An operation does not list an error any more." {
        rust: "The variant and the method that asks for it are gone."
        behaviour: "If the service gives it all the same, it is unhandled."
    }
    PaginatorAdded Minor "paginator-added" "An operation is gone through page by page." {
        rust: "The fluent builder has `into_paginator`."
    }
    PaginatorRemoved Major "paginator-removed" "An operation cannot be gone through page by page any more." {
        rust: "`into_paginator` and the module `paginator` are gone."
    }
    PaginatorItemsAdded Minor "paginator-items-added" "A paginator gives items one by one." {
        rust: "It has `items`."
    }
    PaginatorItemsRemoved Major "paginator-items-removed" "A paginator does not give items one by one any more." {
        rust: "`items` is gone."
    }
    PaginatorItemTypeChanged Major "paginator-item-type-changed" "A paginator gives items of another type." {
        rust: "What `items` gives has another type."
    }
    PaginatorCountAdded Minor "paginator-count-added" "What a paginator lists can be counted." {
        rust: "It has `max_items`."
    }
    PaginatorCountRemoved Major "paginator-count-removed" "What a paginator lists cannot be counted any more." {
        rust: "`max_items` is gone."
    }
    PaginatorResultsChanged Patch "paginator-results-changed" "A paginator lists something else." {
        behaviour: "Its items, and what `max_items` counts, stand elsewhere in the answer."
    }
    PageSizeAdded Minor "page-size-added" "A paginator can ask for pages of a size." {
        rust: "It has `page_size`."
    }
    PageSizeRemoved Major "page-size-removed" "A paginator cannot ask for pages of a size any more." {
        rust: "`page_size` is gone."
    }
    PageSizeChanged Patch "page-size-changed" "Another member takes the size of a page." {
        wire: "`page_size` sets that member."
    }
    PageTokensChanged Patch "page-tokens-changed" "The tokens of pages stand elsewhere." {
        wire: "The next page is asked for in another way."
        behaviour: "Tokens that were kept to resume a listing may not be taken."
    }
    WaiterAdded Minor "waiter-added" "There is one more waiter." {
        rust: "The trait `client::Waiters`, which only the client implements, has a method for it."
    }
    WaiterRemoved Major "waiter-removed" "A waiter is gone." {
        rust: "Its method and its module are gone."
    }
    WaiterOperationChanged Major "waiter-operation-changed" "A waiter asks another operation." {
        rust: "Its builder takes other members, and it gives the other operation's output."
    }
    WaiterChanged Patch "waiter-changed" "A waiter looks for something else." {
        behaviour: "It may end earlier, later, or otherwise."
    }
    WaiterDelayChanged Patch "waiter-delay-changed" "A waiter asks at other intervals." {
        behaviour: "It asks more often, or less often."
    }

    // Types.
    TypeAdded Minor "type-added" "There is one more type." {
        rust: "It can be named."
    }
    TypeRemoved Major "type-removed" "A type is gone." {
        rust: "It cannot be named any more."
    }
    TypeMoved Major "type-moved" "A type has another path." {
        rust: "It is named by the other path."
    }
    TypeReplaced Major "type-replaced" "A type is of another sort: a structure, a union, an enum or an error." {
        rust: "It is made, matched and read in another way."
    }
    BuildChanged Major "build-changed" "A builder can fail, or cannot fail any more." {
        rust: "`build()` gives a `Result`, or does not any more."
    }
    StreamAdded Major "stream-added" "A structure holds a stream now." {
        rust: "It and its builder are not `Clone` and `PartialEq` any more."
    }
    StreamRemoved Minor "stream-removed" "A structure does not hold a stream any more." {
        rust: "It and its builder are `Clone` and `PartialEq`."
    }
    ModelNameChanged Patch "model-name-changed" "A thing has another name in the model, and the same in Rust." {
        wire: "Where its name is sent, it is the other one."
    }
    VariantAdded Minor "variant-added" "An enum has one more value." {
        rust: "There is a variant for it; matches have a wildcard arm already."
        behaviour: "What was received as unknown is this variant."
    }
    VariantRemoved Major "variant-removed" "An enum lost a value." {
        rust: "Its variant is gone." behaviour: "What is received of it is unknown."
    }
    VariantValueChanged Patch "variant-value-changed" "A variant stands for another value." {
        wire: "That value is sent and read." behaviour: "The value that it stood for is received as unknown."
    }
    ConstantAdded Minor "constant-added" "An enum of integers has one more value." {
        rust: "There is a constant for it."
    }
    ConstantRemoved Major "constant-removed" "An enum of integers lost a value." {
        rust: "Its constant is gone."
    }
    ConstantValueChanged Patch "constant-value-changed" "A constant stands for another number." {
        wire: "Programs that are compiled again send that number."
        behaviour: "Numbers that were stored mean something else."
    }
    UnionMemberAdded Minor "union-member-added" "A union has one more member." {
        rust: "There is a variant for it; matches have a wildcard arm already."
        behaviour: "What was received as unknown is this variant."
    }
    UnionMemberRemoved Major "union-member-removed" "A union lost a member." {
        rust: "Its variant is gone." behaviour: "What is received of it is unknown."
    }
    ErrorCodeChanged Patch "error-code-changed" "An error has another code on the wire." {
        wire: "It is known by that code." behaviour: "Errors of the old code are unhandled."
    }
    ErrorStatusChanged Patch "error-status-changed" "An error comes with another HTTP status." {
        wire: "The service answers with that status."
    }
    ErrorFaultChanged Patch "error-fault-changed" "An error is the service's fault now, or the caller's." {
        behaviour: "How it is retried may change."
    }
    RetryableAdded Minor "retryable-added" "An error may pass." {
        rust: "It has `retryable_error_kind`." behaviour: "It is tried again."
    }
    RetryableRemoved Major "retryable-removed" "An error is not one that may pass any more." {
        rust: "`retryable_error_kind` is gone." behaviour: "It is not tried again."
    }
    RetryableChanged Patch "retryable-changed" "An error may pass, in another way." {
        behaviour: "It is tried again sooner or later than before."
    }

    // Members.
    MemberAdded Minor "member-added" "A structure has one more member." {
        rust: "There are a field, a getter and methods of builders for it; no program makes the structure without its builder."
    }
    RequiredInputAdded Major "required-input-added" "An input has one more member, which the service requires." {
        rust: "There are a field, a getter and methods of builders for it, and `new` of the input takes it."
        behaviour: "The service refuses calls that do not set it."
    }
    MemberRemoved Major "member-removed" "A structure lost a member." {
        rust: "The field, the getter and the methods of builders are gone." wire: "It is neither sent nor read."
    }
    MemberTypeChanged Major "member-type-changed" "A member has another type." {
        rust: "The field, the getter or the methods of builders take and give that type."
        wire: "It is written and read as that type."
    }
    MemberPresenceChanged Major "member-presence-changed" "A member always has a value, or does not any more." {
        rust: "Its field and its getter have an `Option`, or have none any more."
    }
    DefaultChanged Minor "default-changed" "A member has another value where none is set." {
        wire: "That value is sent where none is set." behaviour: "That value is read where the answer has none."
    }
    RequiredAdded Major "required-added" "The service requires a member that it did not." {
        rust: "`new` of the input takes it." behaviour: "It refuses calls that do not set it."
    }
    RequiredRemoved Major "required-removed" "The service does not require a member any more." {
        rust: "`new` of the input does not take it any more." behaviour: "Calls may leave it out."
    }
    BindingChanged Patch "binding-changed" "A member stands elsewhere in the message." {
        wire: "It is in the path, the query, a header or the body, as told."
    }
    WireNameChanged Patch "wire-name-changed" "A member has another name on the wire." {
        wire: "It is sent and read under that name."
    }
    XmlFormChanged Patch "xml-form-changed" "A member or structure has another form in XML." {
        wire: "Elements, attributes or namespaces are others."
    }
    ElementFormChanged Patch "element-form-changed" "What is in a list or map has another form on the wire." {
        wire: "Its entries are written and read in that form."
    }
    TimestampFormatChanged Patch "timestamp-format-changed" "A time is written in another format." {
        wire: "It is sent in that format, and read in it first."
    }
    MediaTypeChanged Patch "media-type-changed" "A member has another media type." {
        wire: "The header that tells the type of the body says so."
    }
    IdempotencyTokenChanged Patch "idempotency-token-changed" "The client fills in a token, or does not any more." {
        wire: "A token is sent where none is set, or is not any more."
    }
    HandlingChanged Patch "handling-changed" "A member is sent or read with a special rule, or without it." {
        wire: "What is sent if it is not set, or is zero, or what is read if it cannot be understood, is not as before."
    }
    SensitiveAdded Patch "sensitive-added" "Something must not be logged any more." {
        behaviour: "Logs and `Debug` hide its value."
    }
    SensitiveRemoved Patch "sensitive-removed" "Something may be logged now." {
        behaviour: "Logs and `Debug` show its value."
    }
    LengthChanged Patch "length-changed" "Other lengths are allowed." {
        behaviour: "The service may refuse values that it took, or take values that it refused."
    }
    RangeChanged Patch "range-changed" "Other numbers are allowed." {
        behaviour: "The service may refuse values that it took, or take values that it refused."
    }
    PatternChanged Patch "pattern-changed" "Other texts are allowed." {
        behaviour: "The service may refuse values that it took, or take values that it refused."
    }

    // Anything.
    DeprecationAdded Minor "deprecation-added" "Something is not to be used any more." {
        rust: "The compiler warns where it is used."
    }
    DeprecationRemoved Patch "deprecation-removed" "Something that was not to be used may be used again." {
        rust: "The compiler does not warn any more."
    }
    DeprecationReworded Patch "deprecation-reworded" "There is another reason not to use something." {
        rust: "The compiler's warning says so."
    }
    DocumentationChanged Patch "documentation-changed" "The documentation is another one." {
        behaviour: "It may tell of behaviour that the model does not."
    }
}
