//! Values of every type of the checked-in services and of all fixtures survive being written and read.
//!
//! A generated crate lists its types in `stored.rs`, for a macro `stored`. Here the same files are read with another macro of
//! that name, which makes each type a test.
#![allow(non_snake_case, unused_imports, deprecated)]

extern crate self as rt;

/// Makes each type that `stored.rs` lists a test.
#[macro_export]
macro_rules! stored {
    (
        structures: [$(($structure:ident $($structure_needs:tt)*)),* $(,)?],
        unions: [$(($union:ident $($union_needs:tt)*)),* $(,)?],
        enums: [$(($enum:ident $($enum_needs:tt)*)),* $(,)?],
        errors: [$($error:ident),* $(,)?],
        messages: [$(($module:ident, $message:ident $($message_needs:tt)*)),* $(,)?] $(,)?
    ) => {
        $(
        #[test]
        fn $structure() {
            smithwright_tests_stored::structures_survive::<super::types::$structure>();
        })*
        $(
        #[test]
        fn $union() {
            smithwright_tests_stored::unions_survive::<super::types::$union>();
        })*
        $(
        #[test]
        fn $enum() {
            type Enum = super::types::$enum;
            smithwright_tests_stored::enums_survive::<Enum>(Enum::values());
        })*
        $(
        #[test]
        fn $message() {
            smithwright_tests_stored::structures_survive::<super::operation::$module::$message>();
        })*
        // An error may be called as another type is.
        mod errors {
            $(
            #[test]
            fn $error() {
                type Error = super::super::types::error::$error;
                smithwright_tests_stored::structures_survive::<Error>();
            })*
        }
    };
}

/// The tests of a crate.
macro_rules! tests {
    ($($krate:ident $path:literal;)*) => {$(
        #[path = "."]
        mod $krate {
            use ::$krate::{operation, types};
            #[path = $path]
            mod stored;
        }
    )*};
}

tests! {
    smithwright_apigateway "../../../generated/apigateway/src/stored.rs";
    smithwright_apigatewaymanagementapi "../../../generated/apigatewaymanagementapi/src/stored.rs";
    smithwright_apigatewayv2 "../../../generated/apigatewayv2/src/stored.rs";
    fixture_bindings "../../fixtures/bindings/expected/src/stored.rs";
    fixture_bookshop "../../fixtures/bookshop/expected/src/stored.rs";
    fixture_checksums "../../fixtures/checksums/expected/src/stored.rs";
    fixture_ec2 "../../fixtures/ec2/expected/src/stored.rs";
    fixture_empty "../../fixtures/empty/expected/src/stored.rs";
    fixture_endpoints "../../fixtures/endpoints/expected/src/stored.rs";
    fixture_events "../../fixtures/events/expected/src/stored.rs";
    fixture_glacier "../../fixtures/glacier/expected/src/stored.rs";
    fixture_kiosk "../../fixtures/kiosk/expected/src/stored.rs";
    fixture_names "../../fixtures/names/expected/src/stored.rs";
    fixture_pages "../../fixtures/pages/expected/src/stored.rs";
    fixture_polly "../../fixtures/polly/expected/src/stored.rs";
    fixture_presence "../../fixtures/presence/expected/src/stored.rs";
    fixture_query "../../fixtures/query/expected/src/stored.rs";
    fixture_recursion "../../fixtures/recursion/expected/src/stored.rs";
    fixture_restxml "../../fixtures/restxml/expected/src/stored.rs";
    fixture_rpc "../../fixtures/rpc/expected/src/stored.rs";
    fixture_s3 "../../fixtures/s3/expected/src/stored.rs";
    fixture_secrets "../../fixtures/secrets/expected/src/stored.rs";
    fixture_secretsxml "../../fixtures/secretsxml/expected/src/stored.rs";
    fixture_smithy "../../fixtures/smithy/expected/src/stored.rs";
    fixture_unions "../../fixtures/unions/expected/src/stored.rs";
    fixture_waiters "../../fixtures/waiters/expected/src/stored.rs";
}
