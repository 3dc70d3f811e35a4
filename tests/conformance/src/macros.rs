//! What the driver says of a generated crate, spelled out.

/// Declares `call`, which gives the [`Call`](crate::driver::Call) of an operation, by its name in the
/// model.
///
/// It takes the crate, and of each operation its name, its module, its input and error, the input's
/// fields with their setters, and the error's variants.
#[macro_export]
macro_rules! service {
    ($service:ident { $($name:literal $module:ident $input:ident $error:ident {
        $($field:ident $set:ident,)*
    } [$($variant:ident),*])* }) => {
        pub fn call(name: &str) -> ::std::option::Option<$crate::driver::Call> {
            match name {
                $($name => ::std::option::Option::Some(|wire, params| ::std::boxed::Box::pin(async move {
                    let config = $crate::config!(::$service::config, wire);
                    let client = ::$service::Client::from_conf(config);
                    #[allow(unused_mut)]
                    let mut input = ::$service::operation::$module::$input::default();
                    $crate::driver::fill(&mut input, &params)?;
                    let call = client.$module()$(.$set($crate::driver::given(input.$field)))*;
                    $crate::driver::called(call.send().await, |error| match error {
                        $(::$service::operation::$module::$error::$variant(error) => {
                            ::std::option::Option::Some(error)
                        })*
                        _ => ::std::option::Option::None,
                    }).await
                })),)*
                _ => ::std::option::Option::None,
            }
        }
    };
}

/// The configuration of a client that uses the wire: fixed credentials, no retries.
#[doc(hidden)]
#[macro_export]
macro_rules! config {
    ($config:path, $wire:ident) => {{
        use $config as config;
        let endpoint = $wire.endpoint.clone();
        config::Config::builder()
            .behavior_version(config::BehaviorVersion::latest())
            .region(config::Region::new("us-east-1"))
            .credentials_provider($crate::driver::credentials())
            .retry_config(config::retry::RetryConfig::disabled())
            .endpoint_url(endpoint)
            .http_client($wire)
            .build()
    }};
}

/// Declares `find`, which gives the [`Find`](crate::driver::Find) of a generated crate.
///
/// It takes the crate, and of each parameter its name in the rule set and its setter.
#[macro_export]
macro_rules! endpoints {
    ($service:ident { $($name:literal $set:ident,)* }) => {
        pub fn find() -> $crate::driver::Find {
            |params| ::std::boxed::Box::pin(async move {
                use ::$service::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
                let builder = Params::builder();
                $(let builder = builder.$set($crate::driver::parameter(&params, $name)?);)*
                let params = builder.build().map_err(|error| error.to_string())?;
                let endpoint = DefaultResolver::new().resolve_endpoint(&params).await;
                endpoint.map(|endpoint| $crate::driver::shown(&endpoint)).map_err(|error| error.to_string())
            })
        }
    };
}
