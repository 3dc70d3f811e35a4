//! Generated code in a crate that is not generated.

/// Includes the client that the build script generated under this name.
///
/// It stands in a module of its own:
///
/// ```ignore
/// mod shop {
///     smithwright_runtime::include!("shop");
/// }
/// ```
#[macro_export]
macro_rules! include {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, "/mod.rs"));
    };
}

/// Says which feature of this crate is missing, where the compiler would name what it does not find.
macro_rules! requirement {
    ($($feature:literal $requires:ident;)*) => {$(
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $requires {
            () => {};
        }
        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $requires {
            () => {
                ::core::compile_error!(::core::concat!(
                    "this service needs the feature `",
                    $feature,
                    "` of smithwright-runtime: add it to the dependency in Cargo.toml"
                ));
            };
        }
    )*};
}

requirement! {
    "xml" requires_xml;
    "cbor" requires_cbor;
    "compression" requires_compression;
    "checksums" requires_checksums;
    "digest-auth" requires_digest_auth;
    "event-stream" requires_event_stream;
    "presigning" requires_presigning;
    "s3-express" requires_s3_express;
    "sigv4a" requires_sigv4a;
}

/// A macro that gives what it takes if a feature of this crate is on. The sign is what stands before names in the macro.
macro_rules! option {
    ($sign:tt $($feature:literal $given:ident;)*) => {$(
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $given {
            ($sign($sign item:tt)*) => {
                $sign($sign item)*
            };
        }
        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $given {
            ($sign($sign item:tt)*) => {};
        }
    )*};
}

option! {
    $
    "presigning" given_presigning;
    "serde" given_serde;
    "test-util" given_test_util;
}

/// An item that is there if the named feature of this crate is on. A generated crate has a feature of its own for that, and
/// a module has not.
#[doc(hidden)]
#[macro_export]
macro_rules! given {
    ("presigning", $item:item) => {
        $crate::given_presigning!($item);
    };
    ("serde", $item:item) => {
        $crate::given_serde!($item);
    };
}

/// Fails to compile without the named feature of this crate.
#[doc(hidden)]
#[macro_export]
macro_rules! requires {
    ("xml") => {
        $crate::requires_xml!();
    };
    ("cbor") => {
        $crate::requires_cbor!();
    };
    ("compression") => {
        $crate::requires_compression!();
    };
    ("checksums") => {
        $crate::requires_checksums!();
    };
    ("digest-auth") => {
        $crate::requires_digest_auth!();
    };
    ("event-stream") => {
        $crate::requires_event_stream!();
    };
    ("presigning") => {
        $crate::requires_presigning!();
    };
    ("s3-express") => {
        $crate::requires_s3_express!();
    };
    ("sigv4a") => {
        $crate::requires_sigv4a!();
    };
}
