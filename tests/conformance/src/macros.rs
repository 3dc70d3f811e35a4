//! What the driver says of a generated crate, spelled out.

/// Declares `call`, which gives the [`Call`](crate::driver::Call) of an operation, by its name in the
/// model.
///
/// It takes the crate, and of each operation its name, its module, its input and error, the input's fields with their
/// setters, the error's variants, the methods that make a paginator and a presigned request if there are any, and the
/// waiters: their names, the methods that start them, and what they take.
#[macro_export]
macro_rules! service {
    ($service:ident { $($name:literal $module:ident $input:ident $error:ident {
        $($field:ident $set:ident,)*
    } [$($variant:ident),*] pages($($pages:ident)?) presigned($($presigned:ident)?) waiters($($waiter:literal $wait:ident {
        $($given:ident $give:ident,)*
    })*))* }) => {
        pub fn call(name: &str) -> ::std::option::Option<$crate::driver::Call> {
            use $crate::driver;
            match name {
                $($name => ::std::option::Option::Some(|config, ask| ::std::boxed::Box::pin(async move {
                    fn modeled(
                        error: &::$service::operation::$module::$error,
                    ) -> ::std::option::Option<&dyn driver::Structure> {
                        match error {
                            $(::$service::operation::$module::$error::$variant(error) => {
                                ::std::option::Option::Some(error)
                            })*
                            _ => ::std::option::Option::None,
                        }
                    }
                    let client = ::$service::Client::new(&config);
                    #[allow(unused_mut)]
                    let mut input = ::$service::operation::$module::$input::default();
                    driver::fill(&mut input, &ask.input)?;
                    match &ask.how {
                        $(driver::How::Until(waiter) if waiter == $waiter => {
                            use ::$service::client::Waiters as _;
                            let wait = client.$wait()$(.$give(driver::given(input.$given)))*;
                            Ok(driver::waited(wait.wait(driver::PATIENCE).await))
                        })*
                        how => {
                            let call = client.$module()$(.$set(driver::given(input.$field)))*;
                            match how {
                                $(driver::How::Pages => {
                                    driver::listed(call.$pages().send(), modeled).await
                                })?
                                $(driver::How::Presigned => {
                                    use ::$service::presigning::PresigningConfig;
                                    let config = PresigningConfig::expires_in(driver::EXPIRY);
                                    let config = config.map_err(|error| error.to_string())?;
                                    driver::presigned(call.$presigned(config).await, modeled)
                                })?
                                driver::How::Once => driver::called(call.send().await, modeled).await,
                                other => driver::impossible(other),
                            }
                        }
                    }
                })),)*
                _ => ::std::option::Option::None,
            }
        }
    };
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
