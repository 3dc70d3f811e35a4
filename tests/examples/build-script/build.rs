//! Generates what `src/lib.rs` includes.

use smithwright::{Build, BuildError};

fn main() -> Result<(), BuildError> {
    Build::new("../../fixtures/smithy").name("toys").operations(["GetToy", "PutToy"]).compile()?;
    Build::new("../../../model/apigatewaymanagementapi").compile()
}
