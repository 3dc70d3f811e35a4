//! Modules that are the same in every crate: configuration, errors, primitives.

use super::{Items, operation_traits};
use crate::ir::{self, EventStreamKind, Provider};
use proc_macro2::TokenStream;
use quote::quote;

/// `config.rs`.
pub fn config(krate: &ir::Crate) -> Items {
    let settings = operation_traits::settings(krate);
    let session = krate.service.session.as_ref().map(|session| {
        let ir::SessionOperation { module, name, input, credentials } = session;
        quote!(#module, #name, #input, crate::types::#credentials)
    });
    let (head, declared) = match krate.service.provider {
        Provider::Aws => (aws_head(), quote!(rt::service_config!(#session);)),
        Provider::Other => (head(), quote!(rt::own_config!();)),
    };
    vec![
        head,
        declared,
        settings,
        quote! {
            /// HTTP messages, as interceptors see them.
            pub mod http {
                pub use ::rt::aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
            }
        },
        quote! {
            /// What interceptors are given at each stage.
            pub mod interceptors {
                pub use ::rt::aws_smithy_runtime_api::client::interceptors::context::{
                    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
                    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
                    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
                    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextMut,
                    FinalizerInterceptorContextRef, InterceptorContext,
                };
            }
        },
        quote! {
            /// Retries.
            pub mod retry {
                pub use ::rt::aws_smithy_runtime::client::retries::{ClientRateLimiter, RetryPartition, TokenBucket};
                pub use ::rt::aws_smithy_runtime_api::client::retries::ShouldAttempt;
                pub use ::rt::aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
                pub use ::rt::aws_smithy_types::retry::{ReconnectMode, RetryConfig, RetryConfigBuilder, RetryMode};
            }
        },
        quote! {
            /// Timeouts.
            pub mod timeout {
                pub use ::rt::aws_smithy_types::timeout::{TimeoutConfig, TimeoutConfigBuilder};
            }
        },
    ]
}

/// What the configuration of a client of AWS's imports and exports.
fn aws_head() -> TokenStream {
    quote! {
        //! Configuration of the client, and of one call.
        use rt::aws_runtime::invocation_id::{InvocationIdGenerator, SharedInvocationIdGenerator};
        use rt::aws_smithy_async::time::{SharedTimeSource, TimeSource};
        use rt::aws_smithy_runtime_api::client::auth::{
            AuthScheme, AuthSchemePreference, SharedAuthScheme, SharedAuthSchemeOptionResolver,
        };
        use rt::aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
        use rt::aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, SharedRetryClassifier};
        use rt::aws_types::SdkConfig;
        use self::{retry::{RetryConfig, RetryPartition}, timeout::TimeoutConfig};

        pub use ::rt::config::auth;
        pub mod endpoint;

        pub use ::rt::aws_credential_types::Credentials;
        pub use ::rt::aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
        pub use ::rt::aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
        pub use ::rt::aws_smithy_runtime::client::identity::IdentityCache;
        pub use ::rt::aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
        pub use ::rt::aws_smithy_runtime_api::client::http::{HttpClient, SharedHttpClient};
        pub use ::rt::aws_smithy_runtime_api::client::identity::{ResolveCachedIdentity, SharedIdentityCache};
        pub use ::rt::aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
        pub use ::rt::aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
        pub use ::rt::aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, SharedRuntimePlugin};
        pub use ::rt::aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
        pub use ::rt::aws_smithy_runtime_api::shared::IntoShared;
        pub use ::rt::aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
        pub use ::rt::aws_types::app_name::AppName;
        pub use ::rt::aws_types::region::Region;
        pub use ::rt::aws_types::sdk_ua_metadata::FrameworkMetadata;
    }
}

/// What the configuration of any other client imports and exports.
fn head() -> TokenStream {
    quote! {
        //! Configuration of the client, and of one call.
        pub use ::rt::config::auth;
        pub mod endpoint;
        pub use ::rt::config::reexports::*;
    }
}

/// `error.rs`.
pub fn error() -> Items {
    vec![
        quote! {
            //! Errors that are not the service's own.
            pub use ::rt::aws_smithy_runtime_api::box_error::BoxError;
            pub use ::rt::aws_smithy_runtime_api::client::result::ConnectorError;
            pub use ::rt::aws_smithy_types::error::display::DisplayErrorContext;
            pub use ::rt::aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
            pub use ::rt::aws_smithy_types::error::operation::BuildError;
            pub use ::rt::enumeration::UnknownVariantError;
        },
        quote! {
            /// What stopped an operation, by stage; a [`ServiceError`](Self::ServiceError) holds the
            /// operation's own error.
            pub type SdkError<E, R = crate::config::http::HttpResponse> =
                ::rt::aws_smithy_runtime_api::client::result::SdkError<E, R>;
        },
    ]
}

/// `paginator.rs`.
pub fn paginator() -> Items {
    vec![quote! {
        //! Listings, where they can be resumed, and what can be wrong with them.
        #[cfg(feature = "futures")]
        pub use ::rt::paginator::Stream;
        pub use ::rt::paginator::{DuplicateToken, InvalidStartingToken, Paginated, PaginationStream, Paginator, ResumeToken};
    }]
}

/// `primitives.rs`.
pub fn primitives(krate: &ir::Crate) -> Items {
    let kinds = &krate.service.event_streams;
    let receiver = kinds.contains(&EventStreamKind::Receiver).then(|| quote!(EventReceiver,));
    let event_stream = match kinds.as_slice() {
        [] => quote! {
            /// Event streams, of which this service has none.
            pub mod event_stream {}
        },
        // What makes streams is there in either case, as in the official crates.
        _ => quote! {
            /// Streams of events, and what stands in their messages.
            pub mod event_stream {
                pub use ::rt::aws_smithy_types::event_stream::{Header, HeaderValue, Message, RawMessage};
                pub use ::rt::aws_smithy_types::str_bytes::StrBytes;
                pub use ::rt::event_stream::{#receiver EventStreamSender};
            }
        },
    };
    let byte_streams = krate.service.byte_streams.then(|| {
        quote! {
            pub use ::rt::aws_smithy_types::body::SdkBody;
            pub use ::rt::aws_smithy_types::byte_stream::error::Error as ByteStreamError;
            pub use ::rt::aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
            #[cfg(feature = "rt-tokio")]
            pub use ::rt::aws_smithy_types::byte_stream::{FsBuilder, Length};
        }
    });
    // Users of the official crates take the others from the crates that these stand on.
    let types = match krate.service.provider {
        Provider::Aws => quote!(Blob, DateTime),
        Provider::Other => quote!(BigDecimal, BigInteger, Blob, DateTime, Document, Number),
    };
    vec![quote! {
        //! Types that are not of this service alone.
        pub use ::rt::aws_smithy_types::date_time::Format as DateTimeFormat;
        pub use ::rt::aws_smithy_types::{#types};
        #byte_streams
        #event_stream
    }]
}
