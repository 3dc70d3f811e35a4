//! Our additions, laid over the model: documentation (`overlay.md`) and facts (`overlay.toml`).

pub mod facts;
mod shapes;
pub mod words;
