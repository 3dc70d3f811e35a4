//! Pages and items of operations that answer in parts.

use crate::client::Core;
use crate::operation::{self, Operation};
pub use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_async::future::pagination_stream::TryFlatMap;
use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::operation::BuildError;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

/// An operation that answers in pages: which members carry the token, the limit and the items.
/// [`paginator!`](crate::paginator!) implements it.
pub trait Paginated: Operation {
    /// What a page is a list of.
    type Item: Send + 'static;
    /// The token of the next page.
    fn token(output: &Self::Output) -> Option<&str>;
    /// Asks for the page of `token`.
    fn set_token(input: &mut Self::Input, token: String);
    /// Asks for at most `limit` items a page, if the operation can be asked that.
    fn set_limit(_input: &mut Self::Input, _limit: i32) {}
    /// The items of a page.
    fn items(output: Self::Output) -> Option<Vec<Self::Item>>;
}

/// A type in which some operation takes the limit of a page: API Gateway V2 mostly takes a string.
pub trait Limit {
    /// The limit in this type.
    fn limit(limit: i32) -> Self;
}

impl Limit for i32 {
    fn limit(limit: i32) -> Self {
        limit
    }
}

impl Limit for i64 {
    fn limit(limit: i32) -> Self {
        limit.into()
    }
}

impl Limit for String {
    fn limit(limit: i32) -> Self {
        limit.to_string()
    }
}

/// A page, or what stopped the operation.
pub type PageResult<O> =
    Result<<O as Operation>::Output, SdkError<<O as Operation>::Error, HttpResponse>>;

/// An item, or what stopped the operation.
pub type ItemResult<O> =
    Result<<O as Paginated>::Item, SdkError<<O as Operation>::Error, HttpResponse>>;

/// Sends an operation again and again, until a page carries no token.
#[derive(Debug)]
pub struct Paginator<O: Paginated> {
    core: Arc<Core>,
    input: Result<O::Input, BuildError>,
    stop_on_duplicate_token: bool,
}

impl<O: Paginated> Paginator<O> {
    /// A paginator whose first request is `input`; an input that could not be built is reported
    /// as the first page.
    pub fn new(core: Arc<Core>, input: Result<O::Input, BuildError>) -> Self {
        Self { core, input, stop_on_duplicate_token: true }
    }

    /// Asks for at most `limit` items a page.
    pub fn page_size(mut self, limit: i32) -> Self {
        if let Ok(input) = &mut self.input {
            O::set_limit(input, limit);
        }
        self
    }

    /// Whether a token that came before ends the listing with an error; true unless set.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// The pages. Nothing is sent before the first is asked for.
    pub fn send(self) -> PaginationStream<PageResult<O>> {
        PaginationStream::new(FnStream::new(move |to| {
            Box::pin(async move {
                let mut listing = match Listing::start(self) {
                    Ok(listing) => listing,
                    Err(error) => {
                        return drop(to.send(Err(SdkError::construction_failure(error))).await);
                    }
                };
                while let Some(page) = listing.next().await {
                    if to.send(page).await.is_err() {
                        return;
                    }
                }
            })
        }))
    }

    /// The items of the pages.
    pub fn items(self) -> PaginationStream<ItemResult<O>> {
        TryFlatMap::new(self.send()).flat_map(|page| O::items(page).unwrap_or_default().into_iter())
    }
}

struct Listing<O: Paginated> {
    core: Arc<Core>,
    next: Next<O>,
    seen: Option<HashSet<String>>,
}

enum Next<O: Paginated> {
    Page(O::Input),
    Cycle(DuplicateToken),
    End,
}

impl<O: Paginated> Listing<O> {
    fn start(paginator: Paginator<O>) -> Result<Self, BuildError> {
        let seen = paginator.stop_on_duplicate_token.then(HashSet::new);
        Ok(Self { core: paginator.core, next: Next::Page(paginator.input?), seen })
    }

    async fn next(&mut self) -> Option<PageResult<O>> {
        match std::mem::replace(&mut self.next, Next::End) {
            Next::End => None,
            Next::Cycle(error) => Some(Err(SdkError::construction_failure(error))),
            Next::Page(input) => {
                let page = operation::send::<O>(&self.core, Ok(input.clone()), None).await;
                if let Ok(page) = &page {
                    self.next = self.after(input, O::token(page));
                }
                Some(page)
            }
        }
    }

    /// What follows a page that carried `token`. An empty token ends a listing, as no token does.
    fn after(&mut self, mut input: O::Input, token: Option<&str>) -> Next<O> {
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return Next::End;
        };
        if self.seen.as_mut().is_some_and(|seen| !seen.insert(token.to_owned())) {
            return Next::Cycle(DuplicateToken { token: token.to_owned() });
        }
        O::set_token(&mut input, token.to_owned());
        Next::Page(input)
    }
}

/// The service gave a token that it had given before in the same listing: going on would list the
/// same pages for ever.
#[derive(Debug)]
pub struct DuplicateToken {
    token: String,
}

impl DuplicateToken {
    /// The token that came twice.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Display for DuplicateToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service gave the same pagination token twice: {}", self.token)
    }
}

impl std::error::Error for DuplicateToken {}
