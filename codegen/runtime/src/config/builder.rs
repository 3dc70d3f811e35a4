//! The settings themselves.

use super::Service;
use super::auth::ResolveAuthScheme;
#[cfg(feature = "checksums")]
use crate::call::checksum::trailer::ChunkSize;
#[cfg(feature = "compression")]
use crate::call::compression::{DisableRequestCompression, RequestMinCompressionSizeBytes};
use crate::call::retries::with_defaults;
#[cfg(feature = "s3-express")]
use crate::call::s3_express;
use crate::endpoint::bindings::{Setting, SharedSetting};
use crate::operation::auth::Scheme;
#[cfg(feature = "test-util")]
use crate::operation::service::Provider;
use crate::serde::idempotency_token::IdempotencyTokenProvider;
use crate::serde::path::Parameter;
use aws_credential_types::Token;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::token::SharedTokenProvider;
use aws_runtime::invocation_id::SharedInvocationIdGenerator;
use aws_runtime::service_clock_skew::DisableClockSkewCorrection;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePluginV2;
use aws_smithy_runtime::client::retries::RetryPartition;
#[cfg(feature = "test-util")]
use aws_smithy_runtime::client::retries::TokenBucket;
use aws_smithy_runtime_api::client::auth::http::HTTP_BEARER_AUTH_SCHEME_ID;
use aws_smithy_runtime_api::client::auth::{AuthScheme, AuthSchemePreference};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::identity::{
    Identity, ResolveCachedIdentity, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::retries::classifiers::SharedRetryClassifier;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, SharedRuntimePlugin};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::checksum_config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_types::config_bag::{CloneableLayer, FrozenLayer, Layer};
#[cfg(feature = "s3-express")]
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::telemetry::RequestedTelemetryAttributes;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::{AccountIdEndpointMode, EndpointUrl, UseDualStack, UseFips};
use aws_types::region::{Region, SigningRegion, SigningRegionSet};
use aws_types::sdk_ua_metadata::FrameworkMetadata;
use aws_types::service_config::ServiceConfigKey;

/// A finished configuration.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) layer: FrozenLayer,
    pub(super) components: RuntimeComponentsBuilder,
    pub(super) plugins: Vec<SharedRuntimePlugin>,
    pub(super) behavior_version: Option<BehaviorVersion>,
    cloneable: CloneableLayer,
}

/// A configuration in the making, for a client or for one call.
#[derive(Clone, Debug)]
pub struct Builder {
    pub(super) layer: CloneableLayer,
    pub(super) components: RuntimeComponentsBuilder,
    pub(super) plugins: Vec<SharedRuntimePlugin>,
    pub(super) behavior_version: Option<BehaviorVersion>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            layer: CloneableLayer::default(),
            components: RuntimeComponentsBuilder::new("service config"),
            plugins: Vec::new(),
            behavior_version: None,
        }
    }
}

impl Config {
    /// A builder that starts with these settings.
    pub fn to_builder(&self) -> Builder {
        Builder {
            layer: self.cloneable.clone(),
            components: self.components.clone(),
            plugins: self.plugins.clone(),
            behavior_version: self.behavior_version,
        }
    }

    /// Whether a region is set.
    pub(crate) fn has_region(&self) -> bool {
        self.layer.load::<Region>().is_some()
    }

    /// The plain settings.
    pub fn layer(&self) -> &FrozenLayer {
        &self.layer
    }

    /// The components: HTTP client, sleep, interceptors and their like.
    pub fn components(&self) -> &RuntimeComponentsBuilder {
        &self.components
    }

    /// The value that a parameter of the endpoint rules was set to, by its name there.
    pub fn parameter<T: Parameter>(&self, name: &str) -> Option<T> {
        Setting::of(self.layer.load::<Setting>(), name)
    }

    #[cfg(feature = "compression")]
    /// Whether compression of requests was switched off, or on, explicitly.
    pub fn disable_request_compression(&self) -> Option<bool> {
        self.layer.load::<DisableRequestCompression>().map(|disable| disable.0)
    }

    #[cfg(feature = "compression")]
    /// From which size on requests are compressed, in bytes, if one was set.
    pub fn request_min_compression_size_bytes(&self) -> Option<u32> {
        self.layer.load::<RequestMinCompressionSizeBytes>().map(|size| size.0)
    }

    /// The frameworks named to [`Builder::push_framework_metadata`], in that order.
    pub fn framework_metadata(&self) -> Vec<&FrameworkMetadata> {
        let mut entries: Vec<_> = self.layer.load::<FrameworkMetadata>().collect();
        entries.reverse();
        entries
    }

    /// Whether clock skew correction was switched off, or on, explicitly.
    pub fn disable_clock_skew_correction(&self) -> Option<bool> {
        self.layer.load::<DisableClockSkewCorrection>().map(DisableClockSkewCorrection::is_disabled)
    }
}

/// Each method replaces one setting; `None` goes back to the default.
impl Builder {
    /// Takes over what an [`SdkConfig`] says. The endpoint of `service` alone, which a profile or
    /// the environment may name, goes before the endpoint of all services, unless that was set in
    /// code ("Service-specific endpoints" of the AWS SDKs and Tools reference guide).
    pub fn from_sdk_config(sdk: &SdkConfig, service: &Service) -> Self {
        let mut builder = Self::default();
        builder
            .set_credentials_provider(sdk.credentials_provider())
            .set_region(sdk.region().cloned())
            .set_use_fips(sdk.use_fips())
            .set_use_dual_stack(sdk.use_dual_stack())
            .set_endpoint_url(endpoint_url(sdk, service))
            .set_retry_config(retry_config(sdk, service))
            .set_timeout_config(sdk.timeout_config().cloned())
            .set_sleep_impl(sdk.sleep_impl())
            .set_http_client(sdk.http_client())
            .set_time_source(sdk.time_source())
            .set_behavior_version(sdk.behavior_version())
            .set_auth_scheme_preference(sdk.auth_scheme_preference().cloned())
            .set_disable_clock_skew_correction(sdk.disable_clock_skew_correction())
            .set_token_provider(sdk.token_provider())
            .set_account_id_endpoint_mode(sdk.account_id_endpoint_mode().cloned())
            .set_sigv4a_signing_region_set(sdk.sigv4a_signing_region_set().cloned())
            .set_request_checksum_calculation(sdk.request_checksum_calculation())
            .set_response_checksum_validation(sdk.response_checksum_validation())
            .set_app_name(sdk.app_name().cloned());
        #[cfg(feature = "compression")]
        builder
            .set_disable_request_compression(sdk.disable_request_compression())
            .set_request_min_compression_size_bytes(sdk.request_min_compression_size_bytes());
        builder.take_shared_settings(sdk, service);
        builder.take_bearer_token(sdk, service);
        if let Some(protection) = sdk.stalled_stream_protection() {
            builder.set_stalled_stream_protection(Some(protection));
        }
        if let Some(cache) = sdk.identity_cache() {
            builder.set_identity_cache(cache);
        }
        for metadata in sdk.framework_metadata() {
            builder.push_framework_metadata(metadata.clone());
        }
        builder
    }

    /// The components and settings of the call that runs, for another call that it needs, which no interceptor sees.
    #[cfg(feature = "s3-express")]
    pub fn of_call(call: s3_express::Call<'_>) -> Self {
        fn take<T: Storable<Storer = StoreReplace<T>> + Clone>(
            layer: &mut CloneableLayer,
            cfg: &ConfigBag,
        ) {
            layer.store_or_unset(cfg.load::<T>().cloned());
        }
        let s3_express::Call { components, cfg, behavior_version, .. } = call;
        let mut layer = CloneableLayer::new("call");
        let take_all = [
            take::<Region>,
            take::<UseFips>,
            take::<UseDualStack>,
            take::<EndpointUrl>,
            take::<AppName>,
            take::<RetryConfig>,
            take::<RetryPartition>,
            take::<TimeoutConfig>,
            take::<StalledStreamProtectionConfig>,
            take::<DisableClockSkewCorrection>,
            take::<SharedInvocationIdGenerator>,
        ];
        take_all.iter().for_each(|take| take(&mut layer, cfg));
        // What is loaded first was stored last.
        let mut settings: Vec<_> = cfg.load::<Setting>().cloned().collect();
        settings.reverse();
        for setting in settings {
            layer.store_append(setting);
        }
        let mut components = components.to_builder();
        components.set_interceptors(std::iter::empty::<SharedInterceptor>());
        Self { layer, components, plugins: Vec::new(), behavior_version: Some(behavior_version) }
    }

    /// Takes over settings of this service alone that the environment or a profile holds. What is
    /// neither true nor false is as good as unset.
    fn take_shared_settings(&mut self, sdk: &SdkConfig, service: &Service) {
        for SharedSetting { name, env, profile } in service.shared {
            let value = shared(sdk, service, env, profile).and_then(|value| value.parse().ok());
            self.set_parameter::<bool>(name, value);
        }
    }

    /// Takes over a bearer token for this service alone, which the environment may hold, as
    /// `AWS_BEARER_TOKEN_BEDROCK` ("Amazon Bedrock API keys" of its user guide). It says that it is
    /// to be used, unless code says otherwise.
    fn take_bearer_token(&mut self, sdk: &SdkConfig, service: &Service) {
        let schemes = service.auth.schemes;
        if !schemes.contains(&Scheme::Bearer) || !schemes.contains(&Scheme::SigV4) {
            return;
        }
        let name = service.signing_name.to_uppercase().replace(['-', '.'], "_");
        let env = format!("AWS_BEARER_TOKEN_{name}");
        // No profile holds one, but something must be asked for there.
        let profile = env.to_lowercase();
        let Some(token) = shared(sdk, service, &env, &profile) else { return };
        if !sdk.get_origin("token_provider").is_client_config() {
            self.components.set_identity_resolver(HTTP_BEARER_AUTH_SCHEME_ID, from_env(token));
        }
        if !sdk.get_origin("auth_scheme_preference").is_client_config() {
            let preference = AuthSchemePreference::from([Scheme::Bearer.id()]);
            self.set_auth_scheme_preference(Some(preference));
        }
    }

    /// Whether a region is set.
    pub(crate) fn has_region(&self) -> bool {
        self.layer.load::<Region>().is_some()
    }

    /// Records the named input members on the operation's span and in its metrics.
    pub fn emit_input_attributes(&mut self, names: impl IntoIterator<Item = String>) -> &mut Self {
        self.request_attributes(|requested| requested.emit(names))
    }

    /// Keeps the named input members for interceptors, without emitting them.
    pub fn capture_input_attributes(
        &mut self,
        names: impl IntoIterator<Item = String>,
    ) -> &mut Self {
        self.request_attributes(|requested| requested.capture_only(names))
    }

    fn request_attributes(
        &mut self,
        add: impl FnOnce(&mut RequestedTelemetryAttributes),
    ) -> &mut Self {
        let mut requested =
            self.layer.load::<RequestedTelemetryAttributes>().cloned().unwrap_or_default();
        add(&mut requested);
        self.layer.store_put(requested);
        self
    }

    /// How transfers that come to a halt are noticed.
    pub fn set_stalled_stream_protection(
        &mut self,
        protection: Option<StalledStreamProtectionConfig>,
    ) -> &mut Self {
        self.layer.store_or_unset(protection);
        self
    }

    /// What sends requests.
    pub fn set_http_client(&mut self, http_client: Option<SharedHttpClient>) -> &mut Self {
        self.components.set_http_client(http_client);
        self
    }

    /// Adds a way to sign requests.
    pub fn push_auth_scheme(&mut self, auth_scheme: impl AuthScheme + 'static) -> &mut Self {
        self.components.push_auth_scheme(auth_scheme);
        self
    }

    /// What decides which auth scheme an operation uses.
    pub fn set_auth_scheme_resolver(
        &mut self,
        resolver: impl ResolveAuthScheme + 'static,
    ) -> &mut Self {
        self.components.set_auth_scheme_option_resolver(Some(resolver.into_shared_resolver()));
        self
    }

    /// Sends requests unsigned where no credentials are found.
    pub fn allow_no_auth(&mut self) -> &mut Self {
        self.push_plugin(NoAuthRuntimePluginV2::new())
    }

    /// Which auth schemes to prefer.
    pub fn set_auth_scheme_preference(
        &mut self,
        preference: Option<AuthSchemePreference>,
    ) -> &mut Self {
        self.layer.store_or_unset(preference);
        self
    }

    /// What finds the endpoint, in place of the service's rules.
    pub fn set_endpoint_resolver(&mut self, resolver: Option<SharedEndpointResolver>) -> &mut Self {
        self.components.set_endpoint_resolver(resolver);
        self
    }

    /// A custom endpoint.
    pub fn set_endpoint_url(&mut self, url: Option<String>) -> &mut Self {
        self.layer.store_or_unset(url.map(EndpointUrl));
        self
    }

    /// Whether to use endpoints that answer over IPv6 as well.
    pub fn set_use_dual_stack(&mut self, use_dual_stack: Option<bool>) -> &mut Self {
        self.layer.store_or_unset(use_dual_stack.map(UseDualStack));
        self
    }

    /// Whether to use endpoints validated for FIPS 140.
    pub fn set_use_fips(&mut self, use_fips: Option<bool>) -> &mut Self {
        self.layer.store_or_unset(use_fips.map(UseFips));
        self
    }

    /// How often and how fast to retry. `None` changes nothing.
    pub fn set_retry_config(&mut self, retry_config: Option<RetryConfig>) -> &mut Self {
        if let Some(retry_config) = retry_config {
            self.layer.store_put(retry_config);
        }
        self
    }

    /// What waits between retries and for timeouts.
    pub fn set_sleep_impl(&mut self, sleep_impl: Option<SharedAsyncSleep>) -> &mut Self {
        self.components.set_sleep_impl(sleep_impl);
        self
    }

    /// How long to wait. What it leaves open keeps an earlier setting; `None` changes nothing.
    pub fn set_timeout_config(&mut self, timeout_config: Option<TimeoutConfig>) -> &mut Self {
        if let Some(mut timeout_config) = timeout_config {
            if let Some(base) = self.layer.load::<TimeoutConfig>() {
                timeout_config.take_defaults_from(base);
            }
            self.layer.store_put(timeout_config);
        }
        self
    }

    /// Which clients share a retry budget. `None` changes nothing.
    pub fn set_retry_partition(&mut self, retry_partition: Option<RetryPartition>) -> &mut Self {
        if let Some(retry_partition) = retry_partition {
            self.layer.store_put(retry_partition);
        }
        self
    }

    /// What remembers credentials between calls.
    pub fn set_identity_cache(&mut self, cache: impl ResolveCachedIdentity + 'static) -> &mut Self {
        self.components.set_identity_cache(Some(cache));
        self
    }

    /// Adds an interceptor.
    pub fn push_interceptor(&mut self, interceptor: SharedInterceptor) -> &mut Self {
        self.components.push_interceptor(interceptor);
        self
    }

    /// Replaces all interceptors.
    pub fn set_interceptors(
        &mut self,
        interceptors: impl IntoIterator<Item = SharedInterceptor>,
    ) -> &mut Self {
        self.components.set_interceptors(interceptors.into_iter());
        self
    }

    /// What tells the time.
    pub fn set_time_source(&mut self, time_source: Option<SharedTimeSource>) -> &mut Self {
        self.components.set_time_source(time_source);
        self
    }

    /// Adds a retry classifier.
    pub fn push_retry_classifier(&mut self, classifier: SharedRetryClassifier) -> &mut Self {
        self.components.push_retry_classifier(classifier);
        self
    }

    /// Replaces all retry classifiers of the configuration.
    pub fn set_retry_classifiers(
        &mut self,
        classifiers: impl IntoIterator<Item = SharedRetryClassifier>,
    ) -> &mut Self {
        self.components.set_retry_classifiers(classifiers.into_iter());
        self
    }

    /// The application's name in the user agent.
    pub fn set_app_name(&mut self, app_name: Option<AppName>) -> &mut Self {
        self.layer.store_or_unset(app_name);
        self
    }

    /// Adds the name of a framework to the user agent.
    pub fn push_framework_metadata(&mut self, metadata: FrameworkMetadata) -> &mut Self {
        self.layer.store_append(metadata);
        self
    }

    /// Whether to leave the clock as it is when a service says that it is wrong.
    pub fn set_disable_clock_skew_correction(&mut self, disable: Option<bool>) -> &mut Self {
        self.layer.store_or_unset::<DisableClockSkewCorrection>(disable.map(Into::into));
        self
    }

    /// What makes the ids that tell invocations apart.
    pub fn set_invocation_id_generator(
        &mut self,
        generator: Option<SharedInvocationIdGenerator>,
    ) -> &mut Self {
        self.layer.store_or_unset(generator);
        self
    }

    /// The region whose endpoint is called and for which requests are signed.
    pub fn set_region(&mut self, region: Option<Region>) -> &mut Self {
        self.layer.store_or_unset(region);
        self
    }

    /// What gives credentials. `None` changes nothing.
    pub fn set_credentials_provider(
        &mut self,
        provider: Option<SharedCredentialsProvider>,
    ) -> &mut Self {
        if let Some(provider) = provider {
            let components = &mut self.components;
            #[cfg(feature = "sigv4a")]
            components
                .set_identity_resolver(aws_runtime::auth::sigv4a::SCHEME_ID, provider.clone());
            components.set_identity_resolver(aws_runtime::auth::sigv4::SCHEME_ID, provider);
        }
        self
    }

    /// What gives the credentials of sessions with directory buckets. `None` changes nothing.
    #[cfg(feature = "s3-express")]
    pub fn set_express_credentials_provider(
        &mut self,
        provider: Option<SharedCredentialsProvider>,
    ) -> &mut Self {
        if let Some(provider) = provider {
            self.components.set_identity_resolver(s3_express::SCHEME_ID, provider);
        }
        self
    }

    /// What gives bearer tokens. `None` changes nothing.
    pub fn set_token_provider(&mut self, provider: Option<SharedTokenProvider>) -> &mut Self {
        if let Some(provider) = provider {
            self.components.set_identity_resolver(HTTP_BEARER_AUTH_SCHEME_ID, provider);
        }
        self
    }

    /// What gives the identities of an auth scheme. `None` changes nothing.
    pub fn set_identity_resolver(
        &mut self,
        scheme: Scheme,
        resolver: Option<SharedIdentityResolver>,
    ) -> &mut Self {
        if let Some(resolver) = resolver {
            self.components.set_identity_resolver(scheme.id(), resolver);
        }
        self
    }

    /// Whether the account is part of the endpoint, where the service's rules ask for it.
    pub fn set_account_id_endpoint_mode(
        &mut self,
        mode: Option<AccountIdEndpointMode>,
    ) -> &mut Self {
        self.layer.store_or_unset(mode);
        self
    }

    /// The regions in which signatures of SigV4a hold.
    pub fn set_sigv4a_signing_region_set(
        &mut self,
        regions: Option<SigningRegionSet>,
    ) -> &mut Self {
        self.layer.store_or_unset(regions);
        self
    }

    #[cfg(feature = "compression")]
    /// Whether requests stay as they are also where they could be compressed.
    pub fn set_disable_request_compression(&mut self, disable: Option<bool>) -> &mut Self {
        self.layer.store_or_unset(disable.map(DisableRequestCompression));
        self
    }

    #[cfg(feature = "compression")]
    /// From which size on requests are compressed, in bytes.
    pub fn set_request_min_compression_size_bytes(&mut self, size: Option<u32>) -> &mut Self {
        self.layer.store_or_unset(size.map(RequestMinCompressionSizeBytes));
        self
    }

    /// How many bytes a chunk holds of a body that is sent in chunks: so many, or all of it. `None` changes nothing.
    #[cfg(feature = "checksums")]
    pub fn set_aws_chunked_encoding_chunk_size(
        &mut self,
        chunk_size: Option<Option<usize>>,
    ) -> &mut Self {
        if let Some(chunk_size) = chunk_size {
            self.layer.store_put(chunk_size.map_or(ChunkSize::Whole, ChunkSize::Bytes));
        }
        self
    }

    /// When requests carry a checksum.
    pub fn set_request_checksum_calculation(
        &mut self,
        calculation: Option<RequestChecksumCalculation>,
    ) -> &mut Self {
        self.layer.store_or_unset(calculation);
        self
    }

    /// When responses are held against their checksum.
    pub fn set_response_checksum_validation(
        &mut self,
        validation: Option<ResponseChecksumValidation>,
    ) -> &mut Self {
        self.layer.store_or_unset(validation);
        self
    }

    /// What makes the tokens of requests whose input sets none.
    pub fn set_idempotency_token_provider(
        &mut self,
        provider: Option<IdempotencyTokenProvider>,
    ) -> &mut Self {
        self.layer.store_or_unset(provider);
        self
    }

    /// Sets or clears a parameter of the endpoint rules, by its name there.
    pub fn set_parameter<T: Parameter>(
        &mut self,
        name: &'static str,
        value: Option<T>,
    ) -> &mut Self {
        self.layer.store_append(Setting { name, value: value.map(T::into_value) });
        self
    }

    /// Which generation of defaults to use.
    pub fn set_behavior_version(&mut self, behavior_version: Option<BehaviorVersion>) -> &mut Self {
        self.behavior_version = behavior_version;
        self
    }

    /// Adds a plugin.
    pub fn push_plugin(&mut self, plugin: impl RuntimePlugin + 'static) -> &mut Self {
        self.plugins.push(SharedRuntimePlugin::new(plugin));
        self
    }

    /// Fixed time, credentials and user agent, so that a test's requests are the same every time.
    #[cfg(feature = "test-util")]
    pub fn apply_test_defaults(&mut self) -> &mut Self {
        use aws_smithy_runtime_api::client::identity::http::Login;
        use std::time::{Duration, UNIX_EPOCH};
        let time = aws_smithy_async::time::StaticTimeSource::new(
            UNIX_EPOCH + Duration::from_secs(1_234_567_890),
        );
        let credentials = aws_credential_types::Credentials::for_tests();
        let login = SharedIdentityResolver::new(Login::new("test-user", "test-password", None));
        self.layer.store_put(aws_runtime::user_agent::AwsUserAgent::for_tests());
        self.set_idempotency_token_provider(Some("00000000-0000-4000-8000-000000000000".into()));
        self.set_time_source(Some(SharedTimeSource::new(time)))
            .set_credentials_provider(Some(SharedCredentialsProvider::new(credentials)))
            .set_token_provider(Some(SharedTokenProvider::new(Token::for_tests())))
            .set_identity_resolver(
                Scheme::ApiKey,
                Some(SharedIdentityResolver::new(Token::for_tests())),
            )
            .set_identity_resolver(Scheme::Basic, Some(login.clone()))
            .set_identity_resolver(Scheme::Digest, Some(login))
            .set_behavior_version(Some(BehaviorVersion::latest()))
    }

    /// The same, and a region if there is none.
    #[cfg(feature = "test-util")]
    pub fn apply_test_defaults_v2(&mut self) -> &mut Self {
        self.apply_test_defaults();
        if self.layer.load::<Region>().is_none() {
            self.set_region(Some(Region::from_static("us-east-1")));
        }
        self
    }

    /// What a client starts with whose calls a plugin answers: test defaults, a region or an address, and retries that do not
    /// wait.
    #[cfg(feature = "test-util")]
    pub fn mocked(plugin: SharedRuntimePlugin, service: &'static Service) -> Self {
        let mut builder = Self::default();
        let at_once = std::time::Duration::ZERO;
        let retries = RetryConfig::standard().with_initial_backoff(at_once);
        builder.set_retry_config(Some(retries.with_max_backoff(at_once)));
        // One test must not use up what another may try again.
        let budget = RetryPartition::custom("mock").token_bucket(TokenBucket::unlimited());
        builder.set_retry_partition(Some(budget.build()));
        match service.provider {
            Provider::Aws => builder.apply_test_defaults_v2(),
            Provider::Other => {
                builder.apply_test_defaults().set_endpoint_url(Some("http://localhost".to_owned()))
            }
        };
        builder.push_plugin(plugin);
        builder
    }

    /// The finished configuration, with what `service` adds to it.
    pub fn build(self, service: &'static Service) -> Config {
        let Self { mut layer, mut components, plugins, behavior_version } = self;
        if components.time_source().is_none() {
            components.set_time_source(Some(SharedTimeSource::default()));
        }
        layer.store_put(aws_runtime::user_agent::ApiMetadata::new(
            service.user_agent_id,
            service.crate_version,
        ));
        layer.store_put(aws_types::SigningName::from_static(service.signing_name));
        sign_for_region(&mut layer);
        let frozen = Layer::from(layer.clone()).with_name("service config").freeze();
        Config { layer: frozen, components, plugins, behavior_version, cloneable: layer }
    }
}

/// A bearer token that the environment holds, which the user agent tells.
fn from_env(token: String) -> Identity {
    let mut layer = Layer::new("bearer token of the environment");
    layer.store_append(AwsCredentialFeature::BearerServiceEnvVars);
    let identity = Identity::builder().data(Token::new(token, None)).property(layer.freeze());
    identity.build().expect("it has data")
}

/// Signs for the region whose endpoint is called, unless the endpoint says otherwise.
pub(super) fn sign_for_region(layer: &mut CloneableLayer) {
    if let Some(region) = layer.load::<Region>().cloned() {
        layer.store_put(SigningRegion::from(region));
    }
}

fn endpoint_url(sdk: &SdkConfig, service: &Service) -> Option<String> {
    let for_all = || sdk.endpoint_url().map(str::to_owned);
    if sdk.get_origin("endpoint_url").is_client_config() {
        return for_all();
    }
    shared(sdk, service, "AWS_ENDPOINT_URL", "endpoint_url").or_else(for_all)
}

fn retry_config(sdk: &SdkConfig, service: &Service) -> Option<RetryConfig> {
    let is_chosen = sdk.get_origin("retry_config").is_client_config();
    let config = sdk.retry_config()?.clone();
    Some(with_defaults(&service.retries, config, is_chosen))
}

/// What environment or profile say for `service`.
fn shared(sdk: &SdkConfig, service: &Service, env: &str, profile: &str) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id(service.sdk_id).env(env).profile(profile);
    key.build().ok().and_then(|key| sdk.service_config()?.load_config(key))
}
