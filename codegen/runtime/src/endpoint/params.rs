//! What a generated `config::endpoint` module builds its parameters with.

use super::bindings::Context;
use super::functions::is_valid_host_label;
use aws_credential_types::attributes::AccountId;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::{
    EndpointFuture, EndpointResolverParams, ResolveEndpoint, SharedEndpointResolver,
};
use aws_smithy_runtime_api::client::identity::Identity;
use std::fmt;

/// Parameters of endpoint rules that can be read for a request.
pub trait FromContext: Sized {
    /// Takes configuration, operation and input, and gives the parameters.
    fn from_context(from: &Context<'_>) -> Result<Self, BoxError>;

    /// Where the account that the credentials belong to is kept, if the rules ask for it. It is known
    /// later than all else.
    fn account_id(&mut self) -> Option<&mut Option<String>> {
        None
    }
}

/// Where a parameter's value comes from when the model names a built-in ("Rules engine standard
/// library" and "AWS rules engine library functions" pages of Smithy's documentation).
pub mod built_in {
    use aws_smithy_types::config_bag::ConfigBag;
    use aws_types::endpoint_config::{AccountIdEndpointMode, EndpointUrl, UseDualStack, UseFips};
    use aws_types::region::Region;

    /// `AWS::Region`.
    pub fn region(cfg: &ConfigBag) -> Option<String> {
        cfg.load::<Region>().map(|region| region.as_ref().to_owned())
    }

    /// `AWS::UseDualStack`.
    pub fn use_dual_stack(cfg: &ConfigBag) -> Option<bool> {
        cfg.load::<UseDualStack>().map(|setting| setting.0)
    }

    /// `AWS::UseFIPS`.
    pub fn use_fips(cfg: &ConfigBag) -> Option<bool> {
        cfg.load::<UseFips>().map(|setting| setting.0)
    }

    /// `SDK::Endpoint`.
    pub fn endpoint(cfg: &ConfigBag) -> Option<String> {
        cfg.load::<EndpointUrl>().map(|url| url.0.clone())
    }

    /// `AWS::Auth::AccountIdEndpointMode`, which is `preferred` where nothing else is set.
    pub fn account_id_endpoint_mode(cfg: &ConfigBag) -> Option<String> {
        Some(cfg.load::<AccountIdEndpointMode>().cloned().unwrap_or_default().to_string())
    }
}

/// Why a set of parameters cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidParameter {
    /// A required parameter has no value: the parameter's name.
    Missing(&'static str),
    /// A region that could not be part of a host name: the parameter's name.
    NoHostLabel(&'static str),
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "a required field was missing: `{name}`"),
            Self::NoHostLabel(name) => {
                write!(
                    f,
                    "invalid value for field: `{name}` - must be a valid host label, as is `us-east-1`"
                )
            }
        }
    }
}

impl std::error::Error for InvalidParameter {}

/// Gives a required parameter's value, or the error that names the parameter.
pub fn required<T>(name: &'static str, value: Option<T>) -> Result<T, InvalidParameter> {
    value.ok_or(InvalidParameter::Missing(name))
}

/// Gives a region back that may become part of a host name.
///
/// A region such as `x.evil.com/` would otherwise send signed requests elsewhere.
pub fn host_label(
    name: &'static str,
    region: Option<String>,
) -> Result<Option<String>, InvalidParameter> {
    match region {
        Some(region) if !is_valid_host_label(&region, true) => {
            Err(InvalidParameter::NoHostLabel(name))
        }
        region => Ok(region),
    }
}

/// Reads the parameters `P` of a service's rules, for any resolver of that service.
///
/// # Errors
///
/// When a parameter cannot be part of a host.
pub fn read<P>(from: &Context<'_>) -> Result<EndpointResolverParams, BoxError>
where
    P: FromContext + fmt::Debug + Send + Sync + 'static,
{
    P::from_context(from).map(EndpointResolverParams::new)
}

/// Makes a service's own kind of resolver one that any client can hold.
///
/// `resolve` is the resolver's method; it is called with the parameters `P` of that service.
pub fn shared<R, P>(
    resolver: R,
    resolve: for<'a> fn(&'a R, &'a P) -> EndpointFuture<'a>,
) -> SharedEndpointResolver
where
    R: fmt::Debug + Send + Sync + 'static,
    P: FromContext + fmt::Debug + Send + Sync + 'static,
{
    SharedEndpointResolver::new(Downcast { resolver, resolve })
}

struct Downcast<R, P> {
    resolver: R,
    resolve: for<'a> fn(&'a R, &'a P) -> EndpointFuture<'a>,
}

impl<R: fmt::Debug, P> fmt::Debug for Downcast<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.resolver.fmt(f)
    }
}

impl<R, P> ResolveEndpoint for Downcast<R, P>
where
    R: fmt::Debug + Send + Sync,
    P: FromContext + fmt::Debug + Send + Sync + 'static,
{
    /// Adds the account of the identity that signs, unless the account is given. The identity itself
    /// is not kept where it might be shown.
    fn finalize_params<'a>(
        &'a self,
        params: &'a mut EndpointResolverParams,
    ) -> Result<(), BoxError> {
        let identity = params.get_property_mut::<Identity>();
        let identity = identity.map(|kept| std::mem::replace(kept, Identity::new((), None)));
        let account = identity.as_ref().and_then(|identity| identity.property::<AccountId>());
        if let Some(account) = account
            && let Some(slot) = params.get_mut::<P>().and_then(P::account_id)
        {
            slot.get_or_insert_with(|| account.as_str().to_owned());
        }
        Ok(())
    }

    fn resolve_endpoint<'a>(&'a self, params: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        match params.get::<P>() {
            Some(params) => (self.resolve)(&self.resolver, params),
            None => {
                EndpointFuture::ready(Err("these endpoint parameters are another service's".into()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::config_bag::{ConfigBag, Layer};
    use aws_types::endpoint_config::{AccountIdEndpointMode, EndpointUrl, UseDualStack, UseFips};
    use aws_types::region::Region;

    #[test]
    fn built_ins_come_from_the_configuration() {
        let mut layer = Layer::new("test");
        layer.store_put(Region::from_static("us-east-1"));
        layer.store_put(UseDualStack(true));
        layer.store_put(UseFips(false));
        layer.store_put(EndpointUrl("http://localhost".into()));
        layer.store_put(AccountIdEndpointMode::Required);
        let cfg = ConfigBag::of_layers(vec![layer]);
        assert_eq!(built_in::region(&cfg).as_deref(), Some("us-east-1"));
        assert_eq!(built_in::use_dual_stack(&cfg), Some(true));
        assert_eq!(built_in::use_fips(&cfg), Some(false));
        assert_eq!(built_in::endpoint(&cfg).as_deref(), Some("http://localhost"));
        assert_eq!(built_in::account_id_endpoint_mode(&cfg).as_deref(), Some("required"));
    }

    #[test]
    fn built_ins_may_be_unset() {
        let cfg = ConfigBag::base();
        assert_eq!(built_in::region(&cfg), None);
        assert_eq!(built_in::use_dual_stack(&cfg), None);
        assert_eq!(built_in::use_fips(&cfg), None);
        assert_eq!(built_in::endpoint(&cfg), None);
        assert_eq!(built_in::account_id_endpoint_mode(&cfg).as_deref(), Some("preferred"));
    }

    #[test]
    fn a_region_must_fit_into_a_host_name() {
        let check = |region: &str| host_label("region", Some(region.to_owned())).is_ok();
        assert!(check("us-east-1"));
        assert!(check("a.b"));
        assert!(!check("x.evil.com/"));
        assert!(!check("evil.com#"));
        assert_eq!(host_label("region", None), Ok(None));
    }

    #[test]
    fn required_names_what_is_missing() {
        assert_eq!(required("bucket", Some(1)), Ok(1));
        let missing = required::<()>("bucket", None).expect_err("missing");
        assert_eq!(missing.to_string(), "a required field was missing: `bucket`");
    }
}
