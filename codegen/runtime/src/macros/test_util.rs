//! What tests of other crates use.

/// Declares the mock of a client, and what examples of its types are made from. It takes the service, as ARNs name it; limits, as
/// [`Limit`](crate::test_util::example::Limit) has them; and the members that examples leave unset.
#[cfg(feature = "test-util")]
#[macro_export]
macro_rules! test_util {
    (
        service: $service:expr,
        limits: [$(($least:literal, $most:literal, $pattern:literal, $of:literal $(,)?)),* $(,)?],
        unset: $unset:literal $(,)?
    ) => {
        pub use $crate::test_util::{Answer, Example, Failure, Recorded, Recorder};

        /// Answers the calls of a [`Client`](super::Client) in a test, and keeps them.
        pub type Mock = $crate::test_util::Mock<super::Client>;

        pub(crate) static MODEL: $crate::test_util::example::Model = $crate::test_util::example::Model::new(
            $service,
            &[$($crate::test_util::example::Limit {
                least: $least, most: $most, pattern: $pattern, of: $of,
            }),*],
            $unset,
        );
    };
}

/// Implements `test_util::Example` for a type of a generated crate, whose root is at the path, where values are
/// made up.
#[doc(hidden)]
#[macro_export]
macro_rules! example {
    ($($root:ident)::+, $type:ty) => {
        $crate::given_test_util! {
            impl $crate::test_util::Example for $type {
                fn example(seed: u64) -> Self {
                    $crate::test_util::example::structure(&$($root)::+::test_util::MODEL, seed)
                }
            }
        }
    };
}
