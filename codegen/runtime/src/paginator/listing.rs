//! Page after page.

use super::resume_token::{DuplicateToken, Position, SeenTokens, wrong_type};
use super::{Paginated, Paginator, Results};
use crate::client;
use crate::client::Core;
use crate::redaction::REDACTED;
use crate::schema::Member;
use crate::serde::Structure;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

type Failure<O> = SdkError<<O as crate::operation::Operation>::Error, HttpResponse>;

pub(super) struct Listing<O: Paginated> {
    core: Core,
    input: O::Input,
    next: Next,
    /// How many items may still be handed out.
    left: Option<usize>,
    seen: Option<SeenTokens>,
}

enum Next {
    Page(Position),
    Cycle(DuplicateToken),
    End,
}

/// A page, cut to what is to be handed out.
pub(super) struct Page<O: Paginated> {
    pub output: O::Output,
    /// Where its first item stands.
    pub start: Position,
    /// Where the listing goes on, if it does.
    pub after: Option<Position>,
}

impl<O: Paginated> Listing<O> {
    /// Makes ready for the first page.
    ///
    /// # Errors
    ///
    /// An input that could not be built, a starting token that is none.
    pub fn start(paginator: Paginator<O>) -> Result<Self, BoxError> {
        let Paginator { core, input, max_items, starting_token, stop_on_duplicate_token, .. } =
            paginator;
        let mut input = input?;
        let start = match starting_token {
            None => Position::page(O::requested_tokens(&input)),
            Some(text) => {
                let sensitive = has_sensitive_token::<O>(&input);
                let start = Position::decode(&text, O::TOKENS).and_then(|start| {
                    O::request_page(&mut input, &start.tokens)
                        .map_err(|index| wrong_type(&text, O::TOKENS, index))?;
                    Ok(start)
                });
                let start =
                    start.map_err(|error| if sensitive { error.redacted() } else { error })?;
                paginator.resume.set(Some(start.clone()));
                start
            }
        };
        let mut seen = stop_on_duplicate_token.then(SeenTokens::default);
        if let Some(seen) = seen.as_mut().filter(|_| !start.is_first()) {
            seen.insert(&start.tokens);
        }
        Ok(Self { core: core.paging(), input, next: Next::Page(start), left: max_items, seen })
    }

    /// The next page, or what went wrong, after which there is none.
    pub async fn next(&mut self) -> Option<Result<Page<O>, Failure<O>>> {
        let start = match std::mem::replace(&mut self.next, Next::End) {
            Next::End => return None,
            Next::Cycle(error) => return Some(Err(SdkError::construction_failure(error))),
            Next::Page(start) => start,
        };
        let answer = client::send::<O>(self.core.clone(), Ok(self.input.clone()), None).await;
        Some(answer.map(|output| self.page(output, start)))
    }

    fn page(&mut self, mut output: O::Output, start: Position) -> Page<O> {
        if start.skip() > 0 {
            O::empty_others(&mut output);
        }
        let mut results = O::results(&mut output);
        if let Some(results) = &mut results {
            results.skip(start.skip());
        }
        let count = results.as_ref().map_or(0, |results| results.len());
        let after = match self.left {
            Some(left) if left < count => {
                results.into_iter().for_each(|results| results.truncate(left));
                Some(start.past(left))
            }
            _ => {
                self.left = self.left.map(|left| left - count);
                self.advance(&output, &start)
            }
        };
        Page { output, start, after }
    }

    /// Makes ready for the page after `output`, which was asked for at `start`. An empty token ends a listing, as no
    /// token does. So does the token that was asked with: at the end of a log, CloudWatch Logs gives it back.
    fn advance(&mut self, output: &O::Output, start: &Position) -> Option<Position> {
        let after = Position::page(O::tokens(output));
        let stays = self.seen.is_some() && after.tokens == start.tokens;
        if after.is_first() || stays || !O::more(output) {
            return None;
        }
        if self.left != Some(0) {
            let new = self.seen.as_mut().is_none_or(|seen| seen.insert(&after.tokens));
            self.next = match O::request_page(&mut self.input, &after.tokens) {
                Ok(()) if new => Next::Page(after.clone()),
                _ if has_sensitive_token::<O>(&self.input) => {
                    Next::Cycle(DuplicateToken::new(&[REDACTED.into()]))
                }
                _ => Next::Cycle(DuplicateToken::new(&after.tokens)),
            };
        }
        Some(after)
    }
}

/// Whether the tokens of an operation must not be shown.
fn has_sensitive_token<O: Paginated>(input: &O::Input) -> bool {
    let members = input.table().shape().members().iter();
    members.filter(|member| O::TOKENS.contains(&member.name())).any(Member::is_sensitive)
}
