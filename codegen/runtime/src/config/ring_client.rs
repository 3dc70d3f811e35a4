//! The HTTPS client of those who turn on the feature `rustls-ring`. But for the cryptography it is the published default
//! client, which always has aws-lc.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::{
    RuntimeComponents, RuntimeComponentsBuilder,
};
use aws_smithy_runtime_api::client::runtime_plugin::{Order, RuntimePlugin, StaticRuntimePlugin};

/// Gives a client the connections, unless it is given others.
pub(super) fn ring_client(behavior_version: BehaviorVersion) -> impl RuntimePlugin {
    let components = RuntimeComponentsBuilder::new("HTTPS client with ring")
        .with_http_client(Some(client(behavior_version)));
    StaticRuntimePlugin::new().with_order(Order::Defaults).with_runtime_components(components)
}

fn client(behavior_version: BehaviorVersion) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        let ring = Provider::Rustls(CryptoMode::Ring);
        let mut connector = ConnectorBuilder::default().tls_provider(ring);
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.set_proxy_config(Some(proxies(behavior_version)));
        connector.build()
    })
}

/// The proxies that the environment names, from the behavior version on that brought them.
#[expect(deprecated)] // So that nobody pins it.
fn proxies(behavior_version: BehaviorVersion) -> ProxyConfig {
    match behavior_version.is_at_least(BehaviorVersion::v2025_08_07()) {
        true => ProxyConfig::from_env(),
        false => ProxyConfig::disabled(),
    }
}
