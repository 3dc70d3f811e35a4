//! Prose.

mod html;

pub use html::{Prose, to_markdown};
