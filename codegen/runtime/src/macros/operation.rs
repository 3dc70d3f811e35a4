//! Operations, their builders and fluent builders.

/// Implements `set_x` and `get_x` for a fluent builder, and `Clone` unless it holds a stream.
#[macro_export]
macro_rules! fluent_builder {
    ($builder:ident, $rows:tt, ($stream:ident, $set:ident, $get:ident, $type:ty $(,)?) $(,)?) => {
        $crate::fluent_setters!($builder, $rows);
        $crate::stream_setters!($builder, inner.inner, $set, $get, $type);
    };
    ($builder:ident, $rows:tt $(,)?) => {
        $crate::fluent_setters!($builder, $rows);
        impl $crate::Clone for $builder {
            #[inline]
            fn clone(&self) -> Self {
                Self { core: self.core.clone(), inner: $crate::Clone::clone(&self.inner) }
            }
        }
    };
}

/// The part of [`fluent_builder!`] that all members have.
#[doc(hidden)]
#[macro_export]
macro_rules! fluent_setters {
    ($builder:ident, [$(($field:ident, $set:ident, $get:ident, $type:ty $(,)?)),* $(,)?]) => {
        impl $builder {$(
            /// Sets or clears it.
            #[inline]
            pub fn $set(mut self, input: $crate::Option<$type>) -> Self {
                self.inner.inner.$field = input;
                self
            }
            /// What it is set to.
            #[inline]
            pub fn $get(&self) -> &$crate::Option<$type> {
                &self.inner.inner.$field
            }
        )*}
    };
}

/// Implements what an operation is, and what its builders can do beside taking members.
#[macro_export]
macro_rules! operation {
    (
        $name:ident, name: $model_name:literal, success: $success:literal,
        input: $input:ident, input_builder: $input_builder:ident $(.$into:ident())?,
        output: $output:ident, output_builder: $output_builder:ident $(, build: $made:ident)?,
        error: $error:ident, fluent_builder: $fluent:ident
        $(, stream: $streams:ident)? $(, traits: $traits:ident)? $(, request_ids: $ids:ident)? $(, presigned: $presigned:ident)? $(,)?
    ) => {
        $($crate::presigned!(builders::$fluent, $error, $presigned);)?

        impl $crate::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self
            }
        }

        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                f.write_str(stringify!($name))
            }
        }

        impl $crate::Default for $name {
            #[inline]
            fn default() -> Self {
                Self
            }
        }

        impl $name {
            /// The operation, to be used as a plugin.
            #[inline]
            pub fn new() -> Self {
                Self
            }
        }

        impl $crate::operation::Input for $input {
            type Client = super::super::Client;
            type Output = $output;
            type Error = $error;
            type Operation = $name;
        }

        $crate::example!(super::super, $input);
        $crate::example!(super::super, $output);

        impl $crate::operation::Operation for $name {
            type Input = $input;
            type Output = $output;
            type Error = $error;
            const DESCRIPTOR: &'static $crate::operation::Descriptor =
                &$crate::operation::Descriptor::of::<Self>(&super::super::meta::SERVICE, $model_name, ::std::module_path!(), $success, super::super::config::endpoint_parameters)
                    $(.$streams::<Self>())?
                    $(.with_traits(&$traits))?;
        }

        impl $crate::aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin for $name {
            #[inline]
            fn config(
                &self,
            ) -> $crate::Option<$crate::aws_smithy_types::config_bag::FrozenLayer> {
                $crate::Some($crate::config::operation_config::<Self>())
            }
            #[inline]
            fn runtime_components(
                &self,
                _: &$crate::RuntimeComponentsBuilder,
            ) -> ::std::borrow::Cow<'_, $crate::RuntimeComponentsBuilder> {
                $crate::config::operation_components::<Self>()
            }
        }

        impl $crate::RequestId for $output {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                self._request_id.as_deref()
            }
        }

        $($crate::extended_request_id!($error);
        impl $crate::error::RequestIdExt for $output {
            #[inline]
            fn extended_request_id(&self) -> $crate::Option<&str> {
                self._request_id.$ids().1
            }
        })?

        $crate::build!(builders::$output_builder, $output $(: $made)?);

        impl builders::$input_builder {
            /// The finished input. What is missing is found when the request is sent.
            #[inline]
            pub fn build(self) -> $crate::Result<$input, $crate::BuildError> {
                $crate::Ok(self.inner $(.$into())?)
            }
            /// Sends a request with this input, by the given client; it may fail as `send` may.
            #[inline]
            pub async fn send_with(
                self,
                client: &super::super::Client,
            ) -> $crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>
            {
                $crate::client::send_by::<$name>(&client.core, self.build()).await
            }
        }

        impl $crate::Debug for builders::$fluent {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::client::show_request(stringify!($fluent), &self.inner, f)
            }
        }

        impl builders::$fluent {
            /// The input as it is so far.
            #[inline]
            pub fn as_input(&self) -> &builders::$input_builder {
                &self.inner
            }
            /// Sends the request and waits for the answer. The error tells at which stage it failed.
            #[inline]
            pub async fn send(
                self,
            ) -> $crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>
            {
                $crate::client::send_request(self).await
            }
            /// Customizes this one request: interceptors, the HTTP message, configuration.
            #[inline]
            pub fn customize(
                self,
            ) -> $crate::client::customize::CustomizableOperation<$output, $error, Self> {
                $crate::client::customize::CustomizableOperation::new(self)
            }
        }

        impl $crate::client::Request for builders::$fluent {
            type Operation = $name;
            #[inline]
            fn into_parts(self) -> ($crate::client::Core, $crate::client::BuiltInput<$name>) {
                (self.core, self.inner.build())
            }
        }
    };
}

/// Implements presigning for the fluent builder of an operation.
#[macro_export]
macro_rules! presigned {
    ($fluent:ident, module: $module:ident, error: $error:ident, presigned: $presigning:ident $(,)?) => {
        $crate::presigned!(
            super::operation::$module::builders::$fluent,
            super::operation::$module::$error,
            $presigning
        );
    };
    ($fluent:ty, $error:ty, UnsignedPayload) => {
        impl $crate::client::UnsignedPayload for $fluent {}
        $crate::presigned!(@as $fluent, $error, UnsignedPayload);
    };
    ($fluent:ty, $error:ty, $presigning:ident) => {
        $crate::presigned!(@as $fluent, $error, $presigning);
    };
    (@as $fluent:ty, $error:ty, $presigning:ident) => {
        impl $crate::client::Presignable for $fluent {
            const PRESIGNING: $crate::operation::presigning::Presigning =
                $crate::operation::presigning::Presigning::$presigning;
        }

        impl $fluent {
            /// Presigns the request, which is not sent: whoever is given it can send it, without credentials, until it
            /// expires, or the credentials do.
            #[inline]
            pub async fn presigned(
                self,
                presigning_config: $crate::presigning::PresigningConfig,
            ) -> $crate::Result<
                $crate::presigning::PresignedRequest,
                $crate::SdkError<$error, $crate::HttpResponse>,
            > {
                $crate::client::presign(self, $crate::None, presigning_config).await
            }
        }
    };
}
