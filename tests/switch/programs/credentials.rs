//! Credentials from one's own provider, with a session, anew for each call, and none at all.

use crate::{Outcome, sdk_config};
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future;
use aws_sdk_apigatewayv2::config::{
    Credentials, IdentityCache, ProvideCredentials, SharedCredentialsProvider,
};
use aws_sdk_apigatewayv2::error::DisplayErrorContext;
use aws_sdk_apigatewayv2::{Client, config};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Debug, Default)]
struct Vault(Arc<AtomicUsize>);

impl ProvideCredentials for Vault {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let session = Some(format!("session-{count}"));
        let credentials = Credentials::new(format!("KEY{count}"), "s", session, None, "Vault");
        future::ProvideCredentials::ready(Ok(credentials))
    }
}

#[derive(Debug)]
struct Locked;

impl ProvideCredentials for Locked {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("the vault is locked")))
    }
}

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let vault = Vault::default();
    let shared = sdk_config(url).into_builder();
    let shared = shared.credentials_provider(SharedCredentialsProvider::new(vault.clone())).build();
    let cached = Client::new(&shared);
    let fresh = config::Builder::from(&shared).identity_cache(IdentityCache::no_cache()).build();
    let fresh = Client::from_conf(fresh);
    for client in [&cached, &cached, &fresh, &fresh] {
        client.get_apis().send().await?;
    }
    writeln!(out, "asked {} times", vault.0.load(Ordering::Relaxed))?;

    let locked = config::Builder::from(&shared).credentials_provider(Locked).build();
    let error = Client::from_conf(locked).get_apis().send().await.unwrap_err();
    let shown = DisplayErrorContext(&error).to_string();
    writeln!(out, "{} {}", shown.contains("the vault is locked"), error.raw_response().is_none())?;
    let unsigned = config::Builder::from(&shared).set_no_credentials().allow_no_auth().build();
    writeln!(out, "{}", Client::from_conf(unsigned).get_apis().send().await.is_ok())?;
    Ok(())
}

trait NoCredentials {
    fn set_no_credentials(self) -> Self;
}

impl NoCredentials for config::Builder {
    fn set_no_credentials(mut self) -> Self {
        self.set_credentials_provider(None);
        self
    }
}
