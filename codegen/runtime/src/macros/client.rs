//! Clients.

/// Implements what a client can do beside its operations.
#[macro_export]
macro_rules! client {
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
            pub fn from_conf(config: crate::Config) -> Self {
                let core = crate::config::core(&config);
                Self { config: ::std::sync::Arc::new(config), core }
            }
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
            /// The client's configuration.
            #[inline]
            pub fn config(&self) -> &crate::Config {
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
