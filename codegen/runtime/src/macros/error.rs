//! Modeled errors, and the errors of operations, streams and services.

/// Implements what a modeled error can do.
#[macro_export]
macro_rules! modeled_error {
    (
        $name:ident, builder: $builder:ident $(, build: $made:ident)?, code: $code:literal $(, retryable: $retryable:ident)?
        $(, query_code: $query_code:literal)? $(,)?
    ) => {
        $crate::build!(builders::$builder, $name $(: $made)?);
        $crate::example!(super::super, $name);
        impl $crate::error::ModeledError for $name {
            const DESCRIPTOR: &'static $crate::error::ErrorDescriptor =
                &$crate::error::ErrorDescriptor {
                    name: stringify!($name),
                    code: $code,
                    query_code: [$($query_code,)? $code][0],
                    retryable: [$($crate::Some($crate::ErrorKind::$retryable),)? $crate::None][0],
                };
        }
        $(
            impl $name {
                /// Why the same request may succeed later.
                #[inline]
                pub fn retryable_error_kind(&self) -> $crate::ErrorKind {
                    $crate::ErrorKind::$retryable
                }
            }
        )?
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::fmt_modeled_error(self, self.message().into(), f)
            }
        }
        impl $crate::StdError for $name {}
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                &self.meta
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                self.meta.request_id()
            }
        }
    };
}

/// Implements what an operation's error can do, and its conversion into the crate's `Error`.
///
/// It takes the error, the operation's name, and the variants: place, name, and the method that asks for it.
#[macro_export]
macro_rules! operation_error {
    (
        $name:ident, operation: $operation:literal,
        variants: [$(($place:literal, $variant:ident, $is:ident $(,)?)),* $(,)?] $(,)?
    ) => {
        impl $name {
            /// An unhandled error with this cause.
            #[inline]
            pub fn unhandled(
                cause: impl ::std::convert::Into<$crate::Box<dyn $crate::StdError + $crate::Send + $crate::Sync + 'static>>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::by(cause))
            }
            /// An unhandled error of which only the metadata is known.
            #[inline]
            pub fn generic(meta: $crate::ErrorMetadata) -> Self {
                Self::Unhandled($crate::error::Unhandled::from_meta(meta))
            }
            /// Code, message, request id and whatever else the response said of the error.
            #[inline]
            pub fn meta(&self) -> &$crate::ErrorMetadata {
                $crate::error::meta(self)
            }
            $(
                /// Whether the error is of this kind.
                #[inline]
                pub fn $is(&self) -> bool {
                    match self {
                        Self::$variant(_) => true,
                        _ => false,
                    }
                }
            )*
        }
        impl $crate::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::show_operation_error(self, f)
            }
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                $crate::error::fmt_operation_error(self, $operation, f)
            }
        }
        impl $crate::StdError for $name {
            #[inline]
            fn source(&self) -> $crate::Option<&(dyn $crate::StdError + 'static)> {
                $crate::error::source(self)
            }
        }
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                self.meta()
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                $crate::error::request_id(self)
            }
        }
        impl $crate::ProvideErrorKind for $name {
            #[inline]
            fn code(&self) -> $crate::Option<&str> {
                $crate::error::code(self)
            }
            #[inline]
            fn retryable_error_kind(&self) -> $crate::Option<$crate::ErrorKind> {
                $crate::error::retryable(self)
            }
        }
        impl $crate::CreateUnhandledError for $name {
            #[inline]
            fn create_unhandled_error(
                source: $crate::Box<dyn $crate::StdError + $crate::Send + $crate::Sync + 'static>,
                meta: $crate::Option<$crate::ErrorMetadata>,
            ) -> Self {
                Self::Unhandled($crate::error::Unhandled::create(source, meta))
            }
        }
        impl $crate::error::OperationError for $name {
            const MODELED: &'static [&'static $crate::error::ErrorDescriptor] =
                &[$(<super::super::types::error::$variant as $crate::error::ModeledError>::DESCRIPTOR),*];
            #[inline]
            fn variant(&self) -> &dyn $crate::error::ErrorVariant {
                match self {
                    $(Self::$variant(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
            $crate::given_test_util! {
                fn variant_mut(&mut self) -> &mut dyn $crate::error::ErrorVariant {
                    match self {
                        $(Self::$variant(error) => error,)*
                        Self::Unhandled(error) => error,
                    }
                }
            }
            #[inline]
            fn read(
                place: usize,
                _refusal: $crate::error::ErrorResponse<'_>,
            ) -> $crate::Result<$crate::Option<Self>, $crate::SerdeError> {
                match place {
                    $($place => $crate::error::read_modeled(_refusal, Self::$variant),)*
                    _ => $crate::Ok($crate::None),
                }
            }
        }
        impl $crate::From<$name> for super::super::Error {
            #[inline]
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(error) => Self::$variant(error),)*
                    $name::Unhandled(error) => Self::Unhandled(error),
                }
            }
        }
        impl<R: $crate::Send + $crate::Sync + $crate::Debug + 'static>
            $crate::From<$crate::SdkError<$name, R>> for super::super::Error
        {
            #[inline]
            fn from(error: $crate::SdkError<$name, R>) -> Self {
                $crate::error::into_service_error(error)
            }
        }
    };
}

/// Implements for the error of a stream of events what [`operation_error!`] does for an operation's, and beside it what
/// connects it to the union: each member of that is an error, with the variant and its place.
#[macro_export]
macro_rules! event_stream_error {
    (
        $name:ident, union: $union:literal, variants: $variants:tt,
        exceptions: [$(($member:literal, $variant:ident, $place:literal $(,)?)),* $(,)?] $(,)?
    ) => {
        $crate::operation_error!($name, operation: $union, variants: $variants);
        impl $crate::event_stream::EventError for $name {
            const EXCEPTIONS: &'static [(&'static str, usize)] = &[$(($member, $place)),*];
            #[inline]
            fn modeled(&self) -> $crate::Option<(&'static str, &dyn $crate::serde::Structure)> {
                match self {
                    $(
                        #[allow(unreachable_patterns)]
                        Self::$variant(error) => $crate::Some(($member, error)),
                    )*
                    Self::Unhandled(_) => $crate::None,
                }
            }
        }
    };
}

/// Implements what the error of all operations together can do.
#[macro_export]
macro_rules! service_error {
    ($name:ident, variants: [$($variant:ident),* $(,)?] $(,)?) => {
        impl $name {
            #[inline]
            fn inner(&self) -> &(dyn $crate::StdError + 'static) {
                match self {
                    $(Self::$variant(error) => error,)*
                    Self::Unhandled(error) => error,
                }
            }
        }
        impl $crate::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::Formatter<'_>) -> $crate::FmtResult {
                use $crate::ProvideErrorMetadata;
                $crate::error::fmt_with_response(f, self.inner(), self.meta())
            }
        }
        impl $crate::StdError for $name {
            #[inline]
            fn source(&self) -> $crate::Option<&(dyn $crate::StdError + 'static)> {
                self.inner().source()
            }
        }
        impl $crate::ProvideErrorMetadata for $name {
            #[inline]
            fn meta(&self) -> &$crate::ErrorMetadata {
                match self {
                    $(Self::$variant(error) => error.meta(),)*
                    Self::Unhandled(error) => error.meta(),
                }
            }
        }
        impl $crate::RequestId for $name {
            #[inline]
            fn request_id(&self) -> $crate::Option<&str> {
                $crate::ProvideErrorMetadata::meta(self).request_id()
            }
        }
        impl $crate::From<$crate::BuildError> for $name {
            #[inline]
            fn from(error: $crate::BuildError) -> Self {
                Self::Unhandled($crate::error::Unhandled::by(error))
            }
        }
        impl $crate::From<$crate::error::Unhandled> for $name {
            #[inline]
            fn from(error: $crate::error::Unhandled) -> Self {
                Self::Unhandled(error)
            }
        }
    };
}

/// Converts what a waiter may end with into the error of all operations together.
#[macro_export]
macro_rules! waiter_error {
    ($name:ident) => {
        impl<O, E> $crate::From<$crate::waiter::WaiterError<O, E>> for $name
        where
            O: $crate::Debug + $crate::Send + $crate::Sync + 'static,
            E: $crate::StdError + $crate::Send + $crate::Sync + 'static,
        {
            #[inline]
            fn from(error: $crate::waiter::WaiterError<O, E>) -> Self {
                Self::Unhandled($crate::error::Unhandled::by(error))
            }
        }
    };
}

/// Implements for errors of a service that tells two request ids what gives the second.
#[macro_export]
macro_rules! extended_request_id {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::error::RequestIdExt for $name {
            #[inline]
            fn extended_request_id(&self) -> $crate::Option<&str> {
                $crate::error::extended_request_id(self)
            }
        }
    )*};
}
