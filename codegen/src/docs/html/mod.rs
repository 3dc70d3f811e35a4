//! The HTML prose in service models, as Markdown for rustdoc.
//!
//! Used only when somebody points the generator at a model that still carries upstream's prose; the
//! checked-in clients take their sentences from an overlay.
//!
//! Three things about this input keep us from handing it to a converter of HTML:
//!
//! - **It is not HTML in the browser's sense.** botocore's models hold `<note>` and `<important>`,
//!   tags of three older documentation systems, tags that are never closed, and placeholders nobody
//!   escaped (`arn:aws:<region>`), which a browser would swallow.
//! - **Nobody vouches for it.** The tree builder of HTML 5 is quadratic on some inputs, and a
//!   converter that recurses overflows its stack on others.
//! - **rustdoc reads the result.** To it, `[1,2]` is a link (smithy-lang/smithy-rs#1068), `<region>` is
//!   `rustdoc::invalid_html_tags`, an address without brackets is `rustdoc::bare_urls`, and an
//!   unmarked code block is a Rust test.
//!
//! So prose goes through four linear steps: [`reader`] takes the tags that it knows out of [`tokens`] and makes a shallow tree of
//! blocks; for each paragraph, [`inline`] sorts out what Markdown could not express and [`summary`] splits a long
//! first one; [`write`] escapes whatever is still known to be text.

mod inline;
mod reader;
mod summary;
mod tokens;
mod write;

use reader::Block;
use std::fmt;

/// Documentation in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The first paragraph, in a line; empty if the prose begins with a list, or with something else that is none.
    pub summary: String,
    /// The rest.
    pub details: String,
}

/// Turns the HTML of a service model into Markdown that rustdoc takes without a warning.
///
/// Never panics, takes time linear in the length of `html`, and keeps all visible text.
pub fn to_markdown(html: &str) -> Prose {
    let blocks = reader::read(html);
    match blocks.as_slice() {
        [first @ Block::Paragraph(_), rest @ ..] => {
            let summary = write::document(std::slice::from_ref(first));
            Prose { summary, details: write::document(rest) }
        }
        blocks => Prose { summary: String::new(), details: write::document(blocks) },
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Prose { summary, details } = self;
        let between = if summary.is_empty() || details.is_empty() { "" } else { "\n\n" };
        write!(f, "{summary}{between}{details}")
    }
}

#[cfg(test)]
mod tests;
