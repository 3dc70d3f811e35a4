//! Changes for people and for programs. Whatever stands in a model is text here: none of it becomes markup, and what would
//! not be seen is shown.

mod html;
mod json;
mod markdown;
mod summary;
mod visible;

pub use html::html;
pub use json::json;
pub use markdown::{changelog, entry};
pub use summary::summary;
