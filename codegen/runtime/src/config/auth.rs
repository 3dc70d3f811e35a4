//! Which auth schemes an operation may be signed with.

use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, AuthSchemeOptionsFuture, ResolveAuthSchemeOptions,
    SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::borrow::Cow;
use std::fmt;

/// Decides which auth schemes an operation may use, in order of preference.
pub trait ResolveAuthScheme: Send + Sync + fmt::Debug {
    /// The auth schemes for the operation that `params` names.
    fn resolve_auth_scheme<'a>(
        &'a self,
        params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a>;

    /// Turns the resolver into the type that the orchestrator takes.
    fn into_shared_resolver(self) -> SharedAuthSchemeOptionResolver
    where
        Self: Sized + 'static,
    {
        SharedAuthSchemeOptionResolver::new(Downcast(self))
    }
}

#[derive(Debug)]
struct Downcast<T>(T);

impl<T: ResolveAuthScheme> ResolveAuthSchemeOptions for Downcast<T> {
    fn resolve_auth_scheme_options_v2<'a>(
        &'a self,
        params: &'a AuthSchemeOptionResolverParams,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        match params.get::<Params>() {
            Some(params) => self.0.resolve_auth_scheme(params, cfg, runtime_components),
            None => AuthSchemeOptionsFuture::ready(Err("auth parameters of another type".into())),
        }
    }
}

/// Offers what the model says of the operation, and what its endpoint asks for.
#[derive(Debug, Default)]
pub struct DefaultAuthSchemeResolver(());

impl ResolveAuthScheme for DefaultAuthSchemeResolver {
    fn resolve_auth_scheme<'a>(
        &'a self,
        _params: &'a Params,
        cfg: &'a ConfigBag,
        runtime_components: &'a RuntimeComponents,
    ) -> AuthSchemeOptionsFuture<'a> {
        AuthSchemeOptionsFuture::new(crate::call::auth::options(cfg, runtime_components))
    }
}

/// What a [`ResolveAuthScheme`] decides by.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    operation_name: Cow<'static, str>,
}

impl Params {
    pub(crate) fn new(operation_name: &'static str) -> Self {
        Self { operation_name: operation_name.into() }
    }

    /// Starts a [`ParamsBuilder`].
    pub fn builder() -> ParamsBuilder {
        ParamsBuilder::default()
    }

    /// The operation's name in the model.
    pub fn operation_name(&self) -> &str {
        &self.operation_name
    }
}

/// Builds [`Params`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamsBuilder {
    operation_name: Option<Cow<'static, str>>,
}

impl ParamsBuilder {
    /// Sets the operation's name; required.
    pub fn operation_name(self, operation_name: impl Into<Cow<'static, str>>) -> Self {
        self.set_operation_name(Some(operation_name.into()))
    }

    /// Sets or clears the operation's name.
    pub fn set_operation_name(mut self, operation_name: Option<Cow<'static, str>>) -> Self {
        self.operation_name = operation_name;
        self
    }

    /// Builds the parameters.
    ///
    /// # Errors
    ///
    /// When the operation's name is not set.
    pub fn build(self) -> Result<Params, BuildError> {
        let operation_name = self.operation_name.ok_or(BuildError { field: "operation_name" })?;
        Ok(Params { operation_name })
    }
}

/// A required parameter is not set.
#[derive(Debug)]
pub struct BuildError {
    field: &'static str,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the required parameter `{}` is not set", self.field)
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_need_an_operation() {
        assert_eq!(
            Params::builder().build().map_err(|e| e.to_string()),
            Err("the required parameter `operation_name` is not set".to_owned())
        );
        assert_eq!(
            Params::builder().operation_name("GetApi").build().ok(),
            Some(Params::new("GetApi"))
        );
    }
}
