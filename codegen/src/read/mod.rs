//! Reading JSON strictly: for the parsers, and for the overlay, which writes facts in botocore's words.

pub mod json;
pub mod node;
pub mod pagination;
