//! Models that nobody would write, and what has to hold of whatever is made of them.
//!
//! [`bytes`] changes bytes of models that there are; [`shapes`] builds models that look sound, with texts in every place that
//! try to become something else ([`texts`]). [`properties`] checks what the generator makes of them, and [`run`] does so for a
//! while. What once went wrong is kept in `corpus/`, a folder an input, and is tried first.

pub mod bytes;
pub mod corpus;
pub mod large;
pub mod properties;
pub mod run;
pub mod shapes;
pub mod texts;
