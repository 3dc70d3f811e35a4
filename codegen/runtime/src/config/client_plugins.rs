//! The plugins that a configuration becomes.

use super::auth::{DefaultAuthSchemeResolver, ResolveAuthScheme};
use super::builder::sign_for_region;
use super::{Builder, Config, Service, provider};
use crate::call::deserialize::Deserializer;
use crate::call::http_auth;
#[cfg(feature = "s3-express")]
use crate::call::s3_express::{self, SessionCredentials, Sessions};
use crate::call::secrets::Unheard;
use crate::call::serialize::Serializer;
use aws_smithy_runtime::client::auth::http::{BasicAuthScheme, BearerAuthScheme};
use aws_smithy_runtime::client::config_override::Resolver;
use aws_smithy_runtime::client::defaults::{DefaultPluginParams, default_plugins};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::metrics::MetricsRuntimePlugin;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::classifiers::HttpStatusCodeClassifier;
use aws_smithy_runtime_api::client::auth::SharedAuthScheme;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{
    Order, RuntimePlugin, RuntimePlugins, StaticRuntimePlugin,
};
use aws_smithy_runtime_api::client::ser_de::{SharedRequestSerializer, SharedResponseDeserializer};
use aws_smithy_schema::protocol::{ServiceShapeName, ServiceVersion, ServiceXmlNamespace};
use aws_smithy_types::config_bag::Layer;
use std::borrow::Cow;

/// What a service uses where the configuration says nothing.
#[derive(Debug)]
pub struct Defaults {
    /// Finds endpoints by the service's rules.
    pub endpoint_resolver: SharedEndpointResolver,
    /// Makes sessions with buckets, where endpoints may ask for their credentials.
    #[cfg(feature = "s3-express")]
    pub sessions: Option<Sessions>,
}

impl Defaults {
    /// Those of a service whose endpoints ask for no sessions.
    pub fn new(endpoint_resolver: SharedEndpointResolver) -> Self {
        Self {
            endpoint_resolver,
            #[cfg(feature = "s3-express")]
            sessions: None,
        }
    }
}

/// The plugins of a client, in the order in which they apply.
///
/// # Panics
///
/// When no behavior version is set and the feature `behavior-version-latest` is off.
#[track_caller]
pub fn client_plugins(
    config: &Config,
    service: &'static Service,
    defaults: Defaults,
) -> RuntimePlugins {
    let partition = match config.layer.load::<aws_types::region::Region>() {
        Some(region) => Cow::Owned(format!("{}-{region}", service.user_agent_id)),
        None => Cow::Borrowed(service.user_agent_id),
    };
    let behavior_version = config.behavior_version.or_else(newest_if_enabled).expect(
        "Invalid client configuration: A behavior major version must be set: call `behavior_version` \
         or `behavior_version_latest` on the configuration, or enable the Cargo feature \
         `behavior-version-latest`",
    );
    let params = DefaultPluginParams::new()
        .with_retry_partition_name(partition)
        .with_behavior_version(behavior_version)
        // Requests are tried again for all providers: the published default is never to do so for others than AWS.
        .with_is_aws_sdk(true);
    let configured = StaticRuntimePlugin::new()
        .with_config(config.layer.clone())
        .with_runtime_components(config.components.clone());
    let metrics = MetricsRuntimePlugin::builder()
        .with_scope(service.user_agent_id)
        .with_time_source(config.components.time_source().unwrap_or_default())
        .build()
        .expect("scope and time source are set");

    let mut plugins = RuntimePlugins::new().with_client_plugins(default_plugins(params));
    #[cfg(all(feature = "rustls-ring", not(feature = "default-https-client")))]
    {
        plugins = plugins.with_client_plugin(super::ring_client::ring_client(behavior_version));
    }
    #[cfg(feature = "s3-express")]
    if let Some(sessions) = defaults.sessions {
        plugins = plugins.with_client_plugin(session_plugin(config, behavior_version, sessions));
    }
    plugins = plugins
        .with_client_plugin(configured)
        .with_client_plugin(service_plugin(service, defaults))
        .with_client_plugin(no_auth())
        .with_client_plugin(metrics);
    config.plugins.iter().cloned().fold(plugins, RuntimePlugins::with_client_plugin)
}

fn newest_if_enabled() -> Option<BehaviorVersion> {
    cfg!(feature = "behavior-version-latest").then(BehaviorVersion::latest)
}

/// The no-auth scheme, for operations and resolvers that offer it. The plugin's successor would offer
/// it for every operation, and so send requests unsigned where credentials cannot be found.
#[allow(deprecated)]
fn no_auth() -> impl RuntimePlugin {
    aws_smithy_runtime::client::auth::no_auth::NoAuthRuntimePlugin::new()
}

/// The credentials of sessions, unless the configuration has others.
#[cfg(feature = "s3-express")]
fn session_plugin(
    config: &Config,
    behavior_version: BehaviorVersion,
    sessions: Sessions,
) -> impl RuntimePlugin + use<> {
    let time = config.components.time_source().unwrap_or_default();
    let credentials = SessionCredentials::new(sessions, behavior_version, time);
    let components = RuntimeComponentsBuilder::new("S3 Express")
        .with_auth_scheme(s3_express::scheme())
        .with_identity_resolver(s3_express::SCHEME_ID, credentials);
    StaticRuntimePlugin::new().with_order(Order::Defaults).with_runtime_components(components)
}

fn service_plugin(service: &'static Service, defaults: Defaults) -> impl RuntimePlugin {
    let mut layer = Layer::new(service.sdk_id);
    layer.store_put(AuthSchemeAndEndpointOrchestrationV2);
    layer.store_put(service.protocol.client());
    layer.store_put(ServiceShapeName::new(service.shape_name));
    layer.store_put(ServiceVersion::new(service.version));
    if let Some((uri, prefix)) = service.xml_namespace {
        layer.store_put(ServiceXmlNamespace::new(uri, prefix.map(Cow::Borrowed)));
    }
    layer.store_put(service.auth.signing());
    layer.store_put(SharedRequestSerializer::new(Serializer));
    layer.store_put(SharedResponseDeserializer::new(Deserializer));

    let mut components = RuntimeComponentsBuilder::new(service.sdk_id);
    components.set_auth_scheme_option_resolver(Some(
        DefaultAuthSchemeResolver::default().into_shared_resolver(),
    ));
    components.set_endpoint_resolver(Some(defaults.endpoint_resolver));
    auth_schemes(service).into_iter().for_each(|scheme| {
        components.push_auth_scheme(scheme);
    });
    components.push_retry_classifier(HttpStatusCodeClassifier::default());
    components
        .push_interceptor(SharedInterceptor::permanent(ConnectionPoisoningInterceptor::new()));
    provider::interceptors(service).into_iter().for_each(|interceptor| {
        components.push_interceptor(interceptor);
    });
    StaticRuntimePlugin::new()
        .with_order(Order::Defaults)
        .with_config(layer.freeze())
        .with_runtime_components(components)
}

/// All schemes that are known; the model and the endpoint say which of them are offered.
fn auth_schemes(service: &'static Service) -> Vec<SharedAuthScheme> {
    let mut schemes = vec![
        SharedAuthScheme::new(Unheard(aws_runtime::auth::sigv4::SigV4AuthScheme::new())),
        SharedAuthScheme::new(BearerAuthScheme::new()),
        SharedAuthScheme::new(BasicAuthScheme::new()),
    ];
    #[cfg(feature = "sigv4a")]
    schemes
        .push(SharedAuthScheme::new(Unheard(aws_runtime::auth::sigv4a::SigV4aAuthScheme::new())));
    #[cfg(feature = "digest-auth")]
    schemes.push(SharedAuthScheme::new(http_auth::digest()));
    schemes.extend(service.auth.api_key.map(|key| SharedAuthScheme::new(http_auth::api_key(key))));
    schemes
}

impl Builder {
    /// Puts these settings above those of `base`, for one operation.
    pub(crate) fn override_plugins(self, plugins: RuntimePlugins, base: &Config) -> RuntimePlugins {
        let Self { mut layer, mut components, plugins: own, .. } = self;
        let plugins = own.into_iter().fold(plugins, RuntimePlugins::with_operation_plugin);
        let mut resolver =
            Resolver::overrid(base.layer.clone(), &base.components, &mut layer, &mut components);
        sign_for_region(resolver.config_mut());
        drop(resolver);
        // Credentials of one call must not stay in the cache that all calls share.
        if components.has_identity_resolvers() && components.identity_cache().is_none() {
            components.set_identity_cache(Some(IdentityCache::lazy().max_partitions(1).build()));
        }
        let layer = Layer::from(layer).with_name("config override").freeze();
        plugins.with_operation_plugin(
            StaticRuntimePlugin::new().with_config(layer).with_runtime_components(components),
        )
    }
}
