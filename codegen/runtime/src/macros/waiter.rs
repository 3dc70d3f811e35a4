//! What generated code says once a waiter, spelled out. `super::super` is the root of the generated code.

/// Implements what the builder of a waiter can do beside taking members, and names what a wait gives.
///
/// It takes the builder, the names of a wait's result and error, the table; the operation, its input's
/// builder, its output and its error; and the input's members: setter, getter and type.
#[macro_export]
macro_rules! waiter {
    (
        $builder:ident, $poll:ident, $failure:ident, $table:ident,
        $operation:path, $input:path, $output:path, $error:path,
        [$(($set:ident, $get:ident, $type:ty $(,)?)),* $(,)?] $(,)?
    ) => {
        /// What the last request was answered with, when the wait was over.
        pub type $poll =
            $crate::waiter::FinalPoll<$output, $crate::SdkError<$error, $crate::HttpResponse>>;
        /// Why the wait ended before it was over.
        pub type $failure = $crate::waiter::WaiterError<$output, $error>;

        impl $builder {
            #[inline]
            pub(crate) fn new(client: &super::super::Client) -> Self {
                Self { core: client.core.clone(), inner: $crate::serde::empty() }
            }
            /// The input as it is so far.
            #[inline]
            pub fn as_input(&self) -> &$input {
                &self.inner
            }
            /// Sends requests until the wait is over, for at most `max_wait`. The error tells whether
            /// what is waited for will not come, the time is up, or a request failed.
            #[inline]
            pub async fn wait(
                self,
                max_wait: ::std::time::Duration,
            ) -> $crate::Result<$poll, $failure> {
                let input = self.inner.build();
                $crate::waiter::wait::<$operation>(&self.core, input, &$table, max_wait).await
            }
            $(
                /// Sets or clears it.
                #[inline]
                pub fn $set(mut self, input: $crate::Option<$type>) -> Self {
                    self.inner = self.inner.$set(input);
                    self
                }
                /// What it is set to.
                #[inline]
                pub fn $get(&self) -> &$crate::Option<$type> {
                    self.inner.$get()
                }
            )*
        }
    };
}
