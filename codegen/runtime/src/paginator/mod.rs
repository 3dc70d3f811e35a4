//! Pages and items of operations that answer in parts.
//!
//! One paginator serves all operations; what a generated crate adds are the facts of [`Paginated`].
//! It does what boto3's does ("Paginators" in the boto3 guide): the same requests, the same items,
//! and resume tokens that either understands.
//!
//! - **What is counted** is the first result: a list, a map (in the order of its keys, so that a resumed listing finds
//!   its place), or a text (in characters). Pages of a structure are handed out whole.
//! - **Tokens** are texts, enums, whole numbers, or maps, as DynamoDB's keys are.
//! - **Resume tokens** are boto3's, byte for byte, but that entries of maps stand in the order of their names.
//!   `resume_token()` gives a handle and not a text, since `send()` consumes the paginator, as the official crate's
//!   does. The handle can be asked at any time, so a listing that failed or was dropped can go on, which boto3's
//!   cannot.
//! - **Seen tokens** are kept as hashes of 128 bits: 16 bytes a page. Brent's algorithm would need none, but would
//!   deliver repeated pages before it notices.
//!
//! On purpose not as boto3:
//!
//! - A page that gives the token with which it was asked for is the last, as in the official crate; for boto3 that is
//!   an error. GetLogEvents of CloudWatch Logs ends so, and has no paginator in boto3.
//! - Tokens that go round, A B A B, end the listing with an error. boto3 and the official crate loop.
//! - A starting token that is none is an error before anything is sent. boto3 sends it to the service.
//! - The request's own token counts when a page is cut. boto3 forgets it.
//! - Further results of a page are emptied after a starting token only if that page had been cut. boto3 loses them at a
//!   page's boundary, too.

mod listing;
mod map;
mod page_token;
mod python_json;
mod results;
mod resume_token;

use crate::client::Core;
use crate::operation::Operation;
use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::Document;
use aws_smithy_types::error::operation::BuildError;
use listing::Listing;
use resume_token::Position;
use std::fmt;

pub use aws_smithy_async::future::pagination_stream::PaginationStream;
pub use page_token::{Token, documents, first_document, from_document, to_document};
pub use results::{Limit, Results, Secondary};
pub use resume_token::{DuplicateToken, InvalidStartingToken, ResumeToken};

/// An operation that answers in pages: which members carry the tokens, the limit and the results.
/// [`paginator!`](crate::paginator!) implements it.
pub trait Paginated: Operation<Input: Clone> {
    /// The results of a page.
    type Results: Results;
    /// The input's members that take a token, by their names in the model.
    const TOKENS: &'static [&'static str];
    /// The tokens that a request carries already, in the order of [`TOKENS`](Self::TOKENS), null
    /// for those that it does not.
    fn requested_tokens(input: &Self::Input) -> Vec<Document>;
    /// Asks for the page of `tokens`.
    ///
    /// # Errors
    ///
    /// The index of a token that is of a wrong type.
    fn request_page(input: &mut Self::Input, tokens: &[Document]) -> Result<(), usize>;
    /// The tokens of the next page, null for those that there are not.
    fn tokens(output: &Self::Output) -> Vec<Document>;
    /// Whether there is a next page, for operations that say so apart from their tokens.
    fn more(_output: &Self::Output) -> bool {
        true
    }
    /// The results of a page.
    fn results(output: &mut Self::Output) -> Option<&mut Self::Results>;
    /// Empties the other results of a page that was handed out before in part: what they held was
    /// in the first part.
    fn empty_others(_output: &mut Self::Output) {}
    /// Asks for at most `limit` items a page, if the operation can be asked that.
    fn set_limit(_input: &mut Self::Input, _limit: i32) {}
}

/// A page, or what stopped the operation.
pub type PageResult<O> =
    Result<<O as Operation>::Output, SdkError<<O as Operation>::Error, HttpResponse>>;

/// An item of an operation's results.
pub type Item<O> = <<O as Paginated>::Results as Results>::Item;

/// An item, or what stopped the operation.
pub type ItemResult<O> = Result<Item<O>, SdkError<<O as Operation>::Error, HttpResponse>>;

/// Sends an operation again and again, until a page carries no token.
pub struct Paginator<O: Paginated> {
    core: Core,
    input: Result<O::Input, BuildError>,
    max_items: Option<usize>,
    starting_token: Option<String>,
    stop_on_duplicate_token: bool,
    resume: ResumeToken,
}

/// The starting token is not shown: a model may say that tokens are sensitive.
impl<O: Paginated> fmt::Debug for Paginator<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator")
            .field("input", &self.input)
            .field("max_items", &self.max_items)
            .field("stop_on_duplicate_token", &self.stop_on_duplicate_token)
            .finish_non_exhaustive()
    }
}

impl<O: Paginated> Paginator<O> {
    /// A paginator whose first request is `input`; an input that could not be built is reported
    /// as the first page.
    pub fn new(core: Core, input: Result<O::Input, BuildError>) -> Self {
        let asked = input.as_ref().map_or_else(|_| Vec::new(), O::requested_tokens);
        Self {
            core,
            input,
            max_items: None,
            starting_token: None,
            stop_on_duplicate_token: true,
            resume: ResumeToken::new(O::TOKENS, Position::page(asked)),
        }
    }

    /// Asks for at most `limit` items a page.
    pub fn page_size(mut self, limit: i32) -> Self {
        if let Ok(input) = &mut self.input {
            O::set_limit(input, limit);
        }
        self
    }

    /// Ends the listing after `max_items` items, cutting the last page.
    pub fn max_items(mut self, max_items: usize) -> Self {
        self.max_items = Some(max_items);
        self
    }

    /// Starts where another listing ended, as its [`ResumeToken`] or boto3's said.
    pub fn starting_token(mut self, token: String) -> Self {
        self.starting_token = Some(token);
        self
    }

    /// Whether a token that came before ends the listing; true unless set.
    pub fn stop_on_duplicate_token(mut self, stop: bool) -> Self {
        self.stop_on_duplicate_token = stop;
        self
    }

    /// Where the listing can be resumed, at any time from now on.
    pub fn resume_token(&self) -> ResumeToken {
        self.resume.clone()
    }

    /// The pages. Nothing is sent before the first is asked for.
    pub fn send(self) -> PaginationStream<PageResult<O>> {
        PaginationStream::new(FnStream::new(move |to| {
            Box::pin(async move {
                let resume = self.resume.clone();
                let mut listing = match Listing::start(self) {
                    Ok(listing) => listing,
                    Err(error) => {
                        return drop(to.send(Err(SdkError::construction_failure(error))).await);
                    }
                };
                while let Some(page) = listing.next().await {
                    let page = page.map(|page| {
                        resume.set(page.after);
                        page.output
                    });
                    if to.send(page).await.is_err() {
                        return;
                    }
                }
            })
        }))
    }

    /// The items of the pages.
    pub fn items(self) -> PaginationStream<ItemResult<O>> {
        PaginationStream::new(FnStream::new(move |to| {
            Box::pin(async move {
                let resume = self.resume.clone();
                let mut listing = match Listing::start(self) {
                    Ok(listing) => listing,
                    Err(error) => {
                        return drop(to.send(Err(SdkError::construction_failure(error))).await);
                    }
                };
                while let Some(page) = listing.next().await {
                    let mut page = match page {
                        Ok(page) => page,
                        Err(error) => return drop(to.send(Err(error)).await),
                    };
                    let results = O::results(&mut page.output).map(std::mem::take);
                    let mut items = results.into_iter().flat_map(Results::items).peekable();
                    let (start, mut count) = (page.start, 0);
                    if items.peek().is_none() {
                        resume.set(page.after.take());
                    }
                    while let Some(item) = items.next() {
                        count += 1;
                        resume.set(match items.peek() {
                            Some(_) => Some(start.past(count)),
                            None => page.after.take(),
                        });
                        if to.send(Ok(item)).await.is_err() {
                            return;
                        }
                    }
                }
            })
        }))
    }
}

/// A [`PaginationStream`] as a stream of the `futures` crates.
#[cfg(feature = "futures")]
#[derive(Debug)]
pub struct Stream<T>(PaginationStream<T>);

#[cfg(feature = "futures")]
impl<T> From<PaginationStream<T>> for Stream<T> {
    fn from(stream: PaginationStream<T>) -> Self {
        Self(stream)
    }
}

#[cfg(feature = "futures")]
impl<T> futures_core::Stream for Stream<T> {
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        self.0.poll_next(cx)
    }
}
