//! Clients.

/// Implements what a client of AWS's services can do beside its operations.
#[macro_export]
macro_rules! client {
    ($name:ident) => {
        $crate::own_client!($name);

        impl $name {
            /// A client with the configuration that all services share.
            ///
            /// # Panics
            ///
            /// As [`from_conf`](Self::from_conf).
            #[inline]
            #[track_caller]
            pub fn new(config: &$crate::aws_types::SdkConfig) -> Self {
                Self::from_conf(config.into())
            }
        }
    };
}

/// Implements what every client can do beside its operations.
#[macro_export]
macro_rules! own_client {
    ($name:ident) => {
        impl $name {
            /// A client with the given configuration.
            ///
            /// # Panics
            ///
            /// When the configuration cannot work: no behavior version, retries or timeouts without a
            /// sleep implementation, identity caching without a time source.
            #[inline]
            #[track_caller]
            pub fn from_conf(config: super::Config) -> Self {
                let core = super::config::core(&config);
                Self { config: ::std::sync::Arc::new(config), core }
            }
            /// Calls the operation that takes `input`, when the call is awaited. It is for code that is generic over operations;
            /// there is a method for each of them, too.
            #[inline]
            pub fn call<I>(&self, input: I) -> $crate::by_input::Call<I>
            where
                I: $crate::operation::Input<Client = Self>,
            {
                $crate::by_input::Call::new(self.core.clone(), input)
            }
            /// Calls the operation that takes these inputs with each of them, at most `at_once` at a time. The outcomes come in
            /// the order of the inputs, each for itself, and inputs are taken as they are needed.
            #[inline]
            pub fn call_all<I, N>(&self, inputs: N, at_once: usize) -> $crate::by_input::CallAll<I>
            where
                I: $crate::operation::Input<Client = Self>,
                N: ::std::iter::IntoIterator<Item = I, IntoIter: $crate::Send + 'static>,
            {
                $crate::by_input::call_all(self.core.clone(), inputs.into_iter(), at_once)
            }
            /// The client's configuration.
            #[inline]
            pub fn config(&self) -> &super::Config {
                &self.config
            }
            /// What sends operations that are known by their type only.
            #[doc(hidden)]
            #[inline]
            pub fn core(&self) -> &$crate::client::Core {
                &self.core
            }
        }
    };
}

/// Adds to a client the discovery of its endpoint, which `$operation` tells.
#[macro_export]
macro_rules! endpoint_discovery {
    ($name:ident, $operation:ident) => {
        impl $name {
            /// A client whose endpoint is the one that the service tells now, and what asks for it again:
            /// [`reload_task`](super::endpoint_discovery::ReloadEndpoint::reload_task) is to be spawned.
            ///
            /// # Errors
            ///
            /// When the service tells none.
            pub async fn with_endpoint_discovery_enabled(
                self,
            ) -> $crate::Result<
                (Self, super::endpoint_discovery::ReloadEndpoint),
                $crate::aws_smithy_runtime_api::box_error::BoxError,
            > {
                let client = self.clone();
                let ask = move || {
                    let request = client.$operation();
                    async move {
                        let output = request.send().await?;
                        let told = output.endpoints().first().map(|endpoint| {
                            let minutes = endpoint.cache_period_in_minutes();
                            $crate::client::endpoint_discovery::told(endpoint.address(), minutes)
                        });
                        told.flatten().ok_or_else(|| "the service told no endpoint".into())
                    }
                };
                let (resolver, reload) =
                    $crate::client::endpoint_discovery::discover(&self.core, ask).await?;
                let mut config = self.config.to_builder();
                config.set_endpoint_resolver($crate::Some(resolver));
                $crate::Ok((Self::from_conf(config.build()), reload))
            }
        }
    };
}
