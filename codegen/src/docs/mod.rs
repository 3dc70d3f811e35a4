//! Prose.

pub mod html;
