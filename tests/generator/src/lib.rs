//! What tests of the generator need. Nothing here depends on generated code, so these tests run, and `cargo xtask accept`
//! works, when what stands in the repository does not compile.

pub mod decisions;
pub mod expected;
pub mod models;
pub mod undocumented;
