//! The service's own configuration types, around the shared ones.

/// Declares `Config` and `Builder` of a generated crate for a service of AWS's, and what its operations and client ask of
/// the configuration. It stands in the generated `config` module, beside `endpoint`. Where endpoints may ask for the
/// credentials of sessions, it takes the operation that gives them: its module, its name, its input, and the
/// type that they have in its output.
#[macro_export]
macro_rules! service_config {
    () => {
        $crate::service_config!(@all $crate::config::Defaults::new(default_endpoint_resolver()));
    };
    ($module:ident, $operation:ident, $input:ident, $credentials:ty $(,)?) => {
        $crate::service_config!(@all $crate::config::Defaults {
            endpoint_resolver: default_endpoint_resolver(),
            sessions: $crate::Some(SESSIONS),
        });
        $crate::sessions!($module, $operation, $input, $credentials);
    };
    (@all $defaults:expr) => {
        $crate::service_config!(@common $defaults);
        $crate::aws_settings!();
    };
    (@common $defaults:expr) => {
        /// The client's configuration.
        #[derive(Clone, Debug)]
        pub struct Config {
            pub(crate) inner: $crate::config::Config,
        }

        /// Builds a [`Config`], or the configuration of one call.
        #[derive(Clone, Debug, Default)]
        pub struct Builder {
            inner: $crate::config::Builder,
        }

        impl Config {
            /// Starts a [`Builder`].
            #[inline]
            pub fn builder() -> Builder {
                Builder::default()
            }
            /// A builder that starts with these settings.
            #[inline]
            pub fn to_builder(&self) -> Builder {
                Builder { inner: self.inner.to_builder() }
            }
            /// What finds the endpoint.
            #[inline]
            pub fn endpoint_resolver(&self) -> SharedEndpointResolver {
                self.inner.components().endpoint_resolver().unwrap_or_else(default_endpoint_resolver)
            }
        }

        $crate::service_config! { @layer
            /// How transfers that come to a halt are noticed.
            stalled_stream_protection: StalledStreamProtectionConfig;
            /// Which auth schemes are preferred.
            auth_scheme_preference: AuthSchemePreference;
            /// How often and how fast to retry.
            retry_config: RetryConfig;
            /// How long to wait.
            timeout_config: TimeoutConfig;
            /// Which clients share a retry budget.
            retry_partition: RetryPartition;
        }

        $crate::service_config! { @components
            /// What sends requests.
            http_client -> Option<SharedHttpClient>;
            /// The ways to sign requests.
            auth_schemes -> impl Iterator<Item = SharedAuthScheme> + '_;
            /// What waits between retries and for timeouts.
            sleep_impl -> Option<SharedAsyncSleep>;
            /// What remembers credentials.
            identity_cache -> Option<SharedIdentityCache>;
            /// The interceptors.
            interceptors -> impl Iterator<Item = SharedInterceptor> + '_;
            /// What tells the time.
            time_source -> Option<SharedTimeSource>;
            /// The retry classifiers.
            retry_classifiers -> impl Iterator<Item = SharedRetryClassifier> + '_;
        }

        impl Config {
            /// What decides which auth scheme an operation uses, if one was set.
            #[inline]
            pub fn auth_scheme_resolver(&self) -> Option<SharedAuthSchemeOptionResolver> {
                self.inner.components().auth_scheme_option_resolver()
            }
        }

        impl From<Builder> for $crate::config::Builder {
            #[inline]
            fn from(builder: Builder) -> Self {
                builder.inner
            }
        }

        $crate::service_config! { @settings
            /// How transfers that come to a halt are noticed.
            stalled_stream_protection(StalledStreamProtectionConfig) set_stalled_stream_protection(Option<StalledStreamProtectionConfig>) |v| Some(v);
            /// What sends requests, in place of the default HTTPS client.
            http_client(impl HttpClient + 'static) set_http_client(Option<SharedHttpClient>) |v| Some(IntoShared::into_shared(v));
            /// What decides which auth scheme an operation uses.
            auth_scheme_resolver(impl auth::ResolveAuthScheme + 'static) set_auth_scheme_resolver(impl auth::ResolveAuthScheme + 'static) |v| v;
            /// Which auth schemes to prefer.
            auth_scheme_preference(impl Into<AuthSchemePreference>) set_auth_scheme_preference(Option<AuthSchemePreference>) |v| Some(v.into());
            /// What finds the endpoint, in place of the service's rules.
            endpoint_resolver(impl endpoint::ResolveEndpoint + 'static) set_endpoint_resolver(Option<SharedEndpointResolver>) |v| Some(v.into_shared_resolver());
            /// How often and how fast to retry.
            retry_config(RetryConfig) set_retry_config(Option<RetryConfig>) |v| Some(v);
            /// What waits between retries and for timeouts.
            sleep_impl(impl AsyncSleep + 'static) set_sleep_impl(Option<SharedAsyncSleep>) |v| Some(IntoShared::into_shared(v));
            /// How long to wait; what it leaves open keeps an earlier setting.
            timeout_config(TimeoutConfig) set_timeout_config(Option<TimeoutConfig>) |v| Some(v);
            /// Which clients share a retry budget.
            retry_partition(RetryPartition) set_retry_partition(Option<RetryPartition>) |v| Some(v);
            /// What remembers credentials between calls.
            identity_cache(impl ResolveCachedIdentity + 'static) set_identity_cache(impl ResolveCachedIdentity + 'static) |v| v;
            /// What tells the time.
            time_source(impl TimeSource + 'static) set_time_source(Option<SharedTimeSource>) |v| Some(IntoShared::into_shared(v));
            /// A custom endpoint, such as `http://localhost:5000`.
            endpoint_url(impl Into<String>) set_endpoint_url(Option<String>) |v| Some(v.into());
            /// Which generation of defaults to use.
            behavior_version(BehaviorVersion) set_behavior_version(Option<BehaviorVersion>) |v| Some(v);
        }

        impl Builder {
            /// An empty builder.
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }
            /// Adds a way to sign requests.
            #[inline]
            pub fn push_auth_scheme(mut self, auth_scheme: impl AuthScheme + 'static) -> Self {
                self.inner.push_auth_scheme(auth_scheme);
                self
            }
            /// Sends requests unsigned where no credentials are found.
            #[inline]
            pub fn allow_no_auth(mut self) -> Self {
                self.set_allow_no_auth();
                self
            }
            /// Sends requests unsigned where no credentials are found.
            #[inline]
            pub fn set_allow_no_auth(&mut self) -> &mut Self {
                self.inner.allow_no_auth();
                self
            }
            /// Adds an interceptor, which sees every stage of every call.
            #[inline]
            pub fn interceptor(mut self, interceptor: impl Intercept + 'static) -> Self {
                self.push_interceptor(SharedInterceptor::new(interceptor));
                self
            }
            /// Adds an interceptor, which sees every stage of every call.
            #[inline]
            pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
                self.inner.push_interceptor(interceptor);
                self
            }
            /// Replaces all interceptors.
            #[inline]
            pub fn set_interceptors(&mut self, interceptors: impl IntoIterator<Item = SharedInterceptor>) -> &mut Self {
                self.inner.set_interceptors(interceptors);
                self
            }
            /// Adds a retry classifier, which goes before those that are built in.
            #[inline]
            pub fn retry_classifier(mut self, retry_classifier: impl ClassifyRetry + 'static) -> Self {
                self.push_retry_classifier(SharedRetryClassifier::new(retry_classifier));
                self
            }
            /// Adds a retry classifier, which goes before those that are built in.
            #[inline]
            pub fn push_retry_classifier(&mut self, retry_classifier: SharedRetryClassifier) -> &mut Self {
                self.inner.push_retry_classifier(retry_classifier);
                self
            }
            /// Replaces all retry classifiers that were added.
            #[inline]
            pub fn set_retry_classifiers(&mut self, retry_classifiers: impl IntoIterator<Item = SharedRetryClassifier>) -> &mut Self {
                self.inner.set_retry_classifiers(retry_classifiers);
                self
            }
            /// Records the named input members, in the model's names, on the operation's span and metrics.
            #[inline]
            pub fn emit_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                self.inner.emit_input_attributes(names.into_iter().map(Into::into));
                self
            }
            /// Keeps the named input members, in the model's names, for interceptors.
            #[inline]
            pub fn capture_input_attributes(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
                self.inner.capture_input_attributes(names.into_iter().map(Into::into));
                self
            }
            /// The newest generation of defaults.
            #[inline]
            pub fn behavior_version_latest(self) -> Self {
                self.behavior_version(BehaviorVersion::latest())
            }
            /// The finished configuration.
            #[inline]
            pub fn build(self) -> Config {
                Config { inner: self.inner.build(&super::meta::SERVICE) }
            }
        }

        $crate::given_test_util! {
            impl Builder {
                /// Fixed time, credentials and user agent, so that requests are the same every time.
                #[inline]
                pub fn apply_test_defaults(&mut self) -> &mut Self {
                    self.inner.apply_test_defaults();
                    self
                }
                /// Fixed time, credentials and user agent, so that requests are the same every time.
                #[inline]
                pub fn with_test_defaults(mut self) -> Self {
                    self.apply_test_defaults();
                    self
                }
            }

            impl $crate::test_util::Mocked for super::Client {
                type ConfigBuilder = Builder;
                #[inline]
                fn config(
                    plugin: $crate::aws_smithy_runtime_api::client::runtime_plugin::SharedRuntimePlugin,
                ) -> Builder {
                    Builder { inner: $crate::config::Builder::mocked(plugin, &super::meta::SERVICE) }
                }
                #[inline]
                fn from_config(config: Builder) -> Self {
                    Self::from_conf(config.build())
                }
            }
        }

        #[inline]
        fn default_endpoint_resolver() -> SharedEndpointResolver {
            endpoint::ResolveEndpoint::into_shared_resolver(endpoint::DefaultResolver::new())
        }

        #[inline]
        pub(crate) fn endpoint_parameters(
            from: &$crate::endpoint::Context<'_>,
        ) -> Result<
            $crate::aws_smithy_runtime_api::client::endpoint::EndpointResolverParams,
            $crate::aws_smithy_runtime_api::box_error::BoxError,
        > {
            $crate::endpoint::read::<endpoint::Params>(from)
        }

        #[inline]
        #[track_caller]
        pub(crate) fn core(config: &Config) -> $crate::client::Core {
            $crate::client::Core::new(&config.inner, &super::meta::SERVICE, $defaults)
        }
    };
    (@layer $($(#[$docs:meta])* $name:ident: $type:ty;)*) => {
        impl Config {$(
            $(#[$docs])*
            #[inline]
            pub fn $name(&self) -> Option<&$type> {
                self.inner.layer().load::<$type>()
            }
        )*}
    };
    (@components $($(#[$docs:meta])* $name:ident -> $type:ty;)*) => {
        impl Config {$(
            $(#[$docs])*
            #[inline]
            pub fn $name(&self) -> $type {
                self.inner.components().$name()
            }
        )*}
    };
    (@settings $($(#[$docs:meta])* $name:ident($input:ty) $set:ident($stored:ty) |$v:ident| $wrap:expr;)*) => {
        impl Builder {$(
            $(#[$docs])*
            #[inline]
            pub fn $name(mut self, $v: $input) -> Self {
                #[allow(unused_imports)]
                use endpoint::ResolveEndpoint as _;
                self.$set($wrap);
                self
            }
            $(#[$docs])*
            #[inline]
            pub fn $set(&mut self, value: $stored) -> &mut Self {
                self.inner.$set(value);
                self
            }
        )*}
    };
}

/// Declares the same for a service that is not AWS's: there is no region, no credentials, and no configuration that it
/// shares with other services.
#[macro_export]
macro_rules! own_config {
    () => {
        use self::retry::{RetryConfig, RetryPartition};
        use self::timeout::TimeoutConfig;

        $crate::service_config!(@common $crate::config::Defaults::new(default_endpoint_resolver()));
    };
}

/// Adds to the configuration what all services of AWS's have.
#[doc(hidden)]
#[macro_export]
macro_rules! aws_settings {
    () => {
        impl Config {
            /// Takes over what the shared [`SdkConfig`] says.
            #[inline]
            pub fn new(config: &SdkConfig) -> Self {
                Builder::from(config).build()
            }
            /// The name that requests are signed for.
            #[inline]
            pub fn signing_name(&self) -> &'static str {
                super::meta::SERVICE.signing_name
            }
            /// Credentials are not to be read back: always `None`.
            #[deprecated(note = "this always gives `None`")]
            #[inline]
            pub fn credentials_provider(&self) -> Option<SharedCredentialsProvider> {
                None
            }
            /// The frameworks that the user agent names.
            #[inline]
            pub fn framework_metadata(&self) -> Vec<&FrameworkMetadata> {
                self.inner.framework_metadata()
            }
            /// Whether clock skew correction was switched off, or on, explicitly.
            #[inline]
            pub fn disable_clock_skew_correction(&self) -> Option<bool> {
                self.inner.disable_clock_skew_correction()
            }
            /// What makes invocation ids, if one was set.
            #[inline]
            pub fn invocation_id_generator(&self) -> Option<SharedInvocationIdGenerator> {
                self.inner.layer().load::<SharedInvocationIdGenerator>().cloned()
            }
        }

        $crate::service_config! { @layer
            /// The application's name in the user agent.
            app_name: AppName;
            /// The region whose endpoint is called.
            region: Region;
        }

        impl From<&SdkConfig> for Builder {
            #[inline]
            fn from(config: &SdkConfig) -> Self {
                Self { inner: $crate::config::Builder::from_sdk_config(config, &super::meta::SERVICE) }
            }
        }

        impl From<&SdkConfig> for Config {
            #[inline]
            fn from(config: &SdkConfig) -> Self {
                Builder::from(config).build()
            }
        }

        $crate::service_config! { @settings
            /// The application's name in the user agent.
            app_name(AppName) set_app_name(Option<AppName>) |v| Some(v);
            /// Whether to leave the clock as it is when a service says that it is wrong.
            disable_clock_skew_correction(impl Into<Option<bool>>) set_disable_clock_skew_correction(Option<bool>) |v| v.into();
            /// What makes the ids that tell invocations apart.
            invocation_id_generator(impl InvocationIdGenerator + 'static) set_invocation_id_generator(Option<SharedInvocationIdGenerator>) |v| Some(SharedInvocationIdGenerator::new(v));
            /// Whether to use endpoints that answer over IPv6 as well.
            use_dual_stack(impl Into<bool>) set_use_dual_stack(Option<bool>) |v| Some(v.into());
            /// Whether to use endpoints validated for FIPS 140.
            use_fips(impl Into<bool>) set_use_fips(Option<bool>) |v| Some(v.into());
            /// The region whose endpoint is called and for which requests are signed.
            region(impl Into<Option<Region>>) set_region(Option<Region>) |v| v.into();
            /// What gives credentials.
            credentials_provider(impl ProvideCredentials + 'static) set_credentials_provider(Option<SharedCredentialsProvider>) |v| Some(SharedCredentialsProvider::new(v));
        }

        impl Builder {
            /// Adds the name of a framework to the user agent.
            #[inline]
            pub fn framework_metadata(mut self, framework_metadata: FrameworkMetadata) -> Self {
                self.push_framework_metadata(framework_metadata);
                self
            }
            /// Adds the name of a framework to the user agent.
            #[inline]
            pub fn push_framework_metadata(&mut self, framework_metadata: FrameworkMetadata) -> &mut Self {
                self.inner.push_framework_metadata(framework_metadata);
                self
            }
        }

        $crate::given_test_util! {
            impl Builder {
                /// The same, and a region if there is none.
                #[inline]
                pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
                    self.inner.apply_test_defaults_v2();
                    self
                }
                /// The same, and a region if there is none.
                #[inline]
                pub fn with_test_defaults_v2(mut self) -> Self {
                    self.apply_test_defaults_v2();
                    self
                }
            }
        }
    };
}

/// Adds to the configuration what services with bearer tokens have.
#[macro_export]
macro_rules! bearer_settings {
    () => {
        pub use $crate::aws_credential_types::Token;
        pub use $crate::aws_credential_types::provider::token::{
            ProvideToken, SharedTokenProvider,
        };

        impl Builder {
            /// What gives bearer tokens.
            #[inline]
            pub fn token_provider(mut self, token_provider: impl ProvideToken + 'static) -> Self {
                self.set_token_provider(Some(SharedTokenProvider::new(token_provider)));
                self
            }
            /// What gives bearer tokens.
            #[inline]
            pub fn set_token_provider(
                &mut self,
                token_provider: Option<SharedTokenProvider>,
            ) -> &mut Self {
                self.inner.set_token_provider(token_provider);
                self
            }
            /// The bearer token that all requests carry.
            #[inline]
            pub fn bearer_token(self, bearer_token: Token) -> Self {
                self.token_provider(bearer_token)
            }
        }
    };
}

/// Adds to the configuration what services with API keys have.
#[macro_export]
macro_rules! api_key_settings {
    () => {
        $crate::identity_settings! { ApiKey
            /// The API key that all requests carry.
            api_key($crate::aws_smithy_runtime_api::client::identity::http::Token)
            /// What gives API keys.
            api_key_resolver set_api_key_resolver
        }
    };
}

/// Adds to the configuration what services with basic authentication have.
#[macro_export]
macro_rules! basic_settings {
    () => {
        $crate::identity_settings! { Basic
            /// The name and the password that all requests carry.
            basic_auth_login($crate::aws_smithy_runtime_api::client::identity::http::Login)
            /// What gives names and passwords.
            basic_auth_login_resolver set_basic_auth_login_resolver
        }
    };
}

/// Adds to the configuration what services with digest authentication have.
#[macro_export]
macro_rules! digest_settings {
    () => {
        $crate::identity_settings! { Digest
            /// The name and the password that requests prove to know.
            digest_auth_login($crate::aws_smithy_runtime_api::client::identity::http::Login)
            /// What gives names and passwords, for digest authentication.
            digest_auth_login_resolver set_digest_auth_login_resolver
        }
    };
}

/// Adds to the configuration the identities of an auth scheme.
#[doc(hidden)]
#[macro_export]
macro_rules! identity_settings {
    ($scheme:ident
        $(#[$docs:meta])* $name:ident($identity:ty)
        $(#[$resolver_docs:meta])* $resolver:ident $set:ident
    ) => {
        impl Builder {
            $(#[$docs])*
            #[inline]
            pub fn $name(self, $name: $identity) -> Self {
                self.$resolver($name)
            }
            $(#[$resolver_docs])*
            #[inline]
            pub fn $resolver(
                mut self,
                $resolver: impl $crate::aws_smithy_runtime_api::client::identity::ResolveIdentity + 'static,
            ) -> Self {
                let resolver = $crate::aws_smithy_runtime_api::client::identity::SharedIdentityResolver::new($resolver);
                self.$set($crate::Some(resolver));
                self
            }
            $(#[$resolver_docs])*
            #[inline]
            pub fn $set(
                &mut self,
                $resolver: $crate::Option<$crate::aws_smithy_runtime_api::client::identity::SharedIdentityResolver>,
            ) -> &mut Self {
                self.inner.set_identity_resolver($crate::operation::auth::Scheme::$scheme, $resolver);
                self
            }
        }
    };
}

/// Adds to the configuration what services have whose endpoints ask for the credentials of sessions.
#[doc(hidden)]
#[macro_export]
macro_rules! sessions {
    ($module:ident, $operation:ident, $input:ident, $credentials:ty) => {
        $crate::service_config! { @settings
            /// What gives the credentials of sessions with directory buckets, in place of the service.
            express_credentials_provider(impl ProvideCredentials + 'static) set_express_credentials_provider(Option<SharedCredentialsProvider>) |v| Some(SharedCredentialsProvider::new(v));
        }

        impl ::std::convert::TryFrom<$credentials> for Credentials {
            type Error = $crate::aws_smithy_runtime_api::box_error::BoxError;
            fn try_from(session: $credentials) -> $crate::Result<Self, Self::Error> {
                $crate::call::s3_express::session(
                    session.access_key_id,
                    session.secret_access_key,
                    session.session_token,
                    session.expiration,
                )
            }
        }

        const SESSIONS: $crate::call::s3_express::Sessions = $crate::call::s3_express::Sessions {
            bucket: |cfg| {
                let params = cfg.load::<$crate::aws_smithy_runtime_api::client::endpoint::EndpointResolverParams>()?;
                params.get::<endpoint::Params>()?.bucket()
            },
            create: |call| ::std::boxed::Box::pin(async move {
                use super::operation::$module::{$input, $operation};
                let config = $crate::config::Builder::of_call(call).build(&super::meta::SERVICE);
                let core = self::core(&Config { inner: config });
                let input = $input::builder().bucket(call.bucket).build();
                let output = $crate::client::send_by::<$operation>(&core, input).await?;
                let session = output.credentials.ok_or("the service gave no credentials")?;
                Credentials::try_from(session)
            }),
        };
    };
}

/// Adds to the configuration what services with SigV4a have.
#[macro_export]
macro_rules! sigv4a_settings {
    () => {
        $crate::service_config! { @layer
            /// The regions in which signatures of SigV4a hold, if they were set.
            sigv4a_signing_region_set: $crate::aws_types::region::SigningRegionSet;
        }

        impl Builder {
            /// The regions in which signatures of SigV4a hold, such as `*`.
            #[inline]
            pub fn sigv4a_signing_region_set(
                mut self,
                sigv4a_signing_region_set: impl Into<$crate::aws_types::region::SigningRegionSet>,
            ) -> Self {
                self.set_sigv4a_signing_region_set(Some(sigv4a_signing_region_set.into()));
                self
            }
            /// The regions in which signatures of SigV4a hold, such as `*`.
            #[inline]
            pub fn set_sigv4a_signing_region_set(
                &mut self,
                sigv4a_signing_region_set: Option<$crate::aws_types::region::SigningRegionSet>,
            ) -> &mut Self {
                self.inner.set_sigv4a_signing_region_set(sigv4a_signing_region_set);
                self
            }
        }
    };
}

/// Adds to the configuration what services have whose endpoints hold the account.
#[macro_export]
macro_rules! account_id_settings {
    () => {
        pub use $crate::aws_types::endpoint_config::AccountIdEndpointMode;

        impl Config {
            /// Whether the account is part of the endpoint.
            #[inline]
            pub fn account_id_endpoint_mode(&self) -> Option<&AccountIdEndpointMode> {
                self.inner.layer().load::<AccountIdEndpointMode>()
            }
        }

        impl Builder {
            /// Whether the account is part of the endpoint; it is where it is known, unless set.
            #[inline]
            pub fn account_id_endpoint_mode(
                mut self,
                account_id_endpoint_mode: AccountIdEndpointMode,
            ) -> Self {
                self.set_account_id_endpoint_mode(Some(account_id_endpoint_mode));
                self
            }
            /// Whether the account is part of the endpoint; it is where it is known, unless set.
            #[inline]
            pub fn set_account_id_endpoint_mode(
                &mut self,
                account_id_endpoint_mode: Option<AccountIdEndpointMode>,
            ) -> &mut Self {
                self.inner.set_account_id_endpoint_mode(account_id_endpoint_mode);
                self
            }
        }
    };
}

/// Adds to the configuration what services have whose requests are compressed.
#[macro_export]
macro_rules! compression_settings {
    () => {
        impl Config {
            /// Whether compression of requests was switched off, or on, explicitly.
            #[inline]
            pub fn disable_request_compression(&self) -> Option<bool> {
                self.inner.disable_request_compression()
            }
            /// From which size on requests are compressed, in bytes, if one was set.
            #[inline]
            pub fn request_min_compression_size_bytes(&self) -> Option<u32> {
                self.inner.request_min_compression_size_bytes()
            }
        }

        $crate::service_config! { @settings
            /// Whether requests stay as they are also where they could be compressed.
            disable_request_compression(impl Into<Option<bool>>) set_disable_request_compression(Option<bool>) |v| v.into();
            /// From which size on requests are compressed, in bytes: 10,240 unless set, and 10,485,760 at
            /// most. A call fails whose configuration has more.
            request_min_compression_size_bytes(impl Into<Option<u32>>) set_request_min_compression_size_bytes(Option<u32>) |v| v.into();
        }
    };
}

/// Adds to the configuration what services have that sum up requests or responses.
#[macro_export]
macro_rules! checksum_settings {
    () => {
        pub use $crate::aws_smithy_types::checksum_config::{
            RequestChecksumCalculation, ResponseChecksumValidation,
        };

        $crate::service_config! { @layer
            /// When requests carry a checksum, if that was set.
            request_checksum_calculation: RequestChecksumCalculation;
            /// When responses are held against their checksum, if that was set.
            response_checksum_validation: ResponseChecksumValidation;
        }

        $crate::service_config! { @settings
            /// When requests carry a checksum: wherever the service takes one, unless set.
            request_checksum_calculation(RequestChecksumCalculation) set_request_checksum_calculation(Option<RequestChecksumCalculation>) |v| Some(v);
            /// When responses are held against their checksum: wherever the service sends one, unless set.
            response_checksum_validation(ResponseChecksumValidation) set_response_checksum_validation(Option<ResponseChecksumValidation>) |v| Some(v);
        }
    };
}

/// Adds to the configuration what services have that take bodies in chunks.
#[macro_export]
macro_rules! chunk_settings {
    () => {
        $crate::service_config! { @settings
            /// How many bytes a chunk holds of a body that comes piece by piece and has its checksum behind it: 65,536 unless
            /// set, and 8,192 at least. With `None`, the whole body is one chunk.
            aws_chunked_encoding_chunk_size(Option<usize>) set_aws_chunked_encoding_chunk_size(Option<Option<usize>>) |v| Some(v);
        }
    };
}

/// Adds to the configuration what services have whose requests carry tokens.
#[macro_export]
macro_rules! idempotency_token_settings {
    () => {
        $crate::service_config! { @settings
            /// What makes the tokens of requests whose input sets none. A text is the token of all of them.
            idempotency_token_provider(impl Into<$crate::serde::idempotency_token::IdempotencyTokenProvider>) set_idempotency_token_provider(Option<$crate::serde::idempotency_token::IdempotencyTokenProvider>) |v| Some(v.into());
        }
    };
}

/// Adds to the configuration parameters of the endpoint rules: each with its name, its setter, its
/// type and its name in the rules.
#[macro_export]
macro_rules! endpoint_settings {
    ($($(#[$docs:meta])* $name:ident $set:ident: $type:ty = $model_name:literal;)*) => {
        impl Config {$(
            $(#[$docs])*
            #[inline]
            pub fn $name(&self) -> Option<$type> {
                self.inner.parameter($model_name)
            }
        )*}

        impl Builder {$(
            $(#[$docs])*
            #[inline]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$set(Some($name.into()));
                self
            }
            $(#[$docs])*
            #[inline]
            pub fn $set(&mut self, $name: Option<$type>) -> &mut Self {
                self.inner.set_parameter($model_name, $name);
                self
            }
        )*}
    };
}
