//! Paginators.

/// What stands at a path in a structure, such as `output, description shards @last id`, as an
/// `Option`. A field that always has a value has an exclamation mark before its name.
#[doc(hidden)]
#[macro_export]
macro_rules! at_path {
    ($at:expr $(,)?) => { $at };
    ($at:expr, @last $($rest:tt)*) => {
        $crate::at_path!($at.and_then(|list| list.last()), $($rest)*)
    };
    ($at:expr, ! $field:ident $($rest:tt)*) => {
        $crate::at_path!($at.map(|at| &at.$field), $($rest)*)
    };
    ($at:expr, $field:ident $($rest:tt)*) => {
        $crate::at_path!($at.and_then(|at| at.$field.as_ref()), $($rest)*)
    };
}

/// As [`at_path!`], to be changed.
#[doc(hidden)]
#[macro_export]
macro_rules! at_path_mut {
    ($at:expr $(,)?) => { $at };
    ($at:expr, ! $field:ident $($rest:tt)*) => {
        $crate::at_path_mut!($at.map(|at| &mut at.$field), $($rest)*)
    };
    ($at:expr, $field:ident $($rest:tt)*) => {
        $crate::at_path_mut!($at.and_then(|at| at.$field.as_mut()), $($rest)*)
    };
}

/// Declares the paginator of an operation.
///
/// `tokens` are the input's members that take tokens, by their names in the model and their fields,
/// with the paths in the output where they stand; a path that follows another counts where the
/// first has nothing. `more` is where the output says whether there is more, `limit` the field that
/// takes the size of a page, `results` what is counted, `others` what is not, `items` the name of the
/// paginator of items.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator {
    (
        $operation:ident, $output:ident, $error:ident, $paginator:ident,
        tokens($($name:literal $token:ident: [$($path:tt)*] $([$($or:tt)*])*),*),
        more($([$($more:tt)*])?),
        limit($($limit:ident)?),
        results($([$($at:tt)*]: $kind:ident $($result:ty),*)?),
        others($([$($other:tt)*]),*),
        items($($items:ident: $item_kind:ident $($item:ty),+)?) $(,)?
    ) => {
        impl $crate::paginator::Paginated for $operation {
            type Results = $crate::paginator_results!($($kind $($result),*)?);
            const TOKENS: &'static [&'static str] = &[$($name),*];
            #[inline]
            fn requested_tokens(input: &Self::Input) -> ::std::vec::Vec<$crate::Document> {
                $crate::paginator::documents([$($crate::paginator::to_document(input.$token.as_ref())),*])
            }
            #[inline]
            fn request_page(input: &mut Self::Input, tokens: &[$crate::Document]) -> $crate::Result<(), usize> {
                let mut index = 0;
                $(
                    input.$token = $crate::paginator::from_document(tokens, index)?;
                    index += 1;
                )*
                let _ = index;
                Ok(())
            }
            #[inline]
            fn tokens(output: &Self::Output) -> ::std::vec::Vec<$crate::Document> {
                let output = $crate::Some(output);
                $crate::paginator::documents([$(
                    $crate::paginator::first_document([
                        $crate::at_path!(output, $($path)*)
                        $(, $crate::at_path!(output, $($or)*))*
                    ])
                ),*])
            }
            $(
                #[inline]
                fn more(output: &Self::Output) -> bool {
                    let output = $crate::Some(output);
                    $crate::at_path!(output, $($more)*).is_some_and(|more| *more)
                }
            )?
            #[inline]
            fn results(_output: &mut Self::Output) -> $crate::Option<&mut Self::Results> {
                $crate::paginator_at!(_output $(, $($at)*)?)
            }
            #[inline]
            fn empty_others(_output: &mut Self::Output) {
                $(
                    let output = $crate::Some(&mut *_output);
                    if let $crate::Some(other) = $crate::at_path_mut!(output, $($other)*) {
                        $crate::paginator::Secondary::empty(other);
                    }
                )*
            }
            $(
                #[inline]
                fn set_limit(input: &mut Self::Input, limit: i32) {
                    input.$limit = $crate::Some($crate::paginator::Limit::limit(limit));
                }
            )?
        }

        #[doc = concat!("The pages of [`", stringify!($operation), "`](super::", stringify!($operation), ").")]
        #[derive(Debug)]
        pub struct $paginator {
            inner: $crate::paginator::Paginator<$operation>,
        }

        impl $paginator {
            #[inline]
            pub(crate) fn new(
                core: $crate::client::Core,
                input: $crate::Result<<$operation as $crate::operation::Operation>::Input, $crate::BuildError>,
            ) -> Self {
                Self { inner: $crate::paginator::Paginator::new(core, input) }
            }
            $(
                /// Asks for at most `limit` items a page.
                #[doc = concat!("It replaces `", stringify!($limit), "`.")]
                #[inline]
                pub fn page_size(self, limit: i32) -> Self {
                    Self { inner: self.inner.page_size(limit) }
                }
            )?
            $crate::paginator_counts!($($kind)?);
            /// Starts where another listing was left, as its `resume_token`, or boto3's, says. It
            /// replaces the tokens of the request. What is no such token is an error, and nothing
            /// is sent.
            #[inline]
            pub fn starting_token(self, token: impl ::std::convert::Into<$crate::String>) -> Self {
                Self { inner: self.inner.starting_token(token.into()) }
            }
            /// Where the listing can be resumed, to be asked once it has begun.
            #[inline]
            pub fn resume_token(&self) -> $crate::paginator::ResumeToken {
                self.inner.resume_token()
            }
            $(
                /// The items of the pages, one by one.
                #[inline]
                pub fn items(self) -> $items {
                    $items { inner: self.inner }
                }
            )?
            /// Whether a token that came before in this listing ends it; true unless set. One that
            /// comes twice in a row is its end. One that came earlier is an error that names it: the
            /// service would go round for ever.
            #[inline]
            pub fn stop_on_duplicate_token(self, stop_on_duplicate_token: bool) -> Self {
                Self { inner: self.inner.stop_on_duplicate_token(stop_on_duplicate_token) }
            }
            /// The pages. Nothing is sent before the first is asked for.
            #[inline]
            pub fn send(self) -> $crate::paginator::PaginationStream<$crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>> {
                self.inner.send()
            }
            /// The pages, as a stream of the `futures` crates.
            #[cfg(feature = "futures")]
            #[inline]
            pub fn into_stream(self) -> $crate::paginator::Stream<$crate::Result<$output, $crate::SdkError<$error, $crate::HttpResponse>>> {
                self.send().into()
            }
        }

        $(
            #[doc = concat!("The items of [`", stringify!($operation), "`](super::", stringify!($operation), ").")]
            #[derive(Debug)]
            pub struct $items {
                inner: $crate::paginator::Paginator<$operation>,
            }

            impl $items {
                /// Where the listing can be resumed, to be asked once it has begun.
                #[inline]
                pub fn resume_token(&self) -> $crate::paginator::ResumeToken {
                    self.inner.resume_token()
                }
                /// The items. Nothing is sent before the first is asked for.
                #[inline]
                pub fn send(self) -> $crate::paginator::PaginationStream<$crate::Result<$crate::paginator_item!($item_kind $($item),+), $crate::SdkError<$error, $crate::HttpResponse>>> {
                    self.inner.items()
                }
                /// The items, as a stream of the `futures` crates.
                #[cfg(feature = "futures")]
                #[inline]
                pub fn into_stream(self) -> $crate::paginator::Stream<$crate::Result<$crate::paginator_item!($item_kind $($item),+), $crate::SdkError<$error, $crate::HttpResponse>>> {
                    self.send().into()
                }
            }
        )?
    };
}

/// The type of results; `()`s that are nowhere for an operation whose pages cannot be counted.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_results {
    () => { ::std::vec::Vec<()> };
    (list $item:ty) => { ::std::vec::Vec<$item> };
    (map $key:ty, $value:ty) => { ::std::collections::HashMap<$key, $value> };
    (text) => { $crate::String };
}

/// The type of an item of such results.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_item {
    (list $item:ty) => {
        $item
    };
    (map $key:ty, $value:ty) => {
        ($key, $value)
    };
}

/// Where results are, to be changed.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_at {
    ($output:ident) => { $crate::None };
    ($output:ident, $($at:tt)*) => {
        $crate::at_path_mut!($crate::Some($output), $($at)*)
    };
}

/// What a paginator can do that counts.
#[doc(hidden)]
#[macro_export]
macro_rules! paginator_counts {
    () => {};
    ($kind:ident) => {
        /// Ends the listing after `max_items` items in all, cutting the last page; `resume_token`
        /// then says where to go on.
        #[inline]
        pub fn max_items(self, max_items: usize) -> Self {
            Self { inner: self.inner.max_items(max_items) }
        }
    };
}
