//! Two clients that the build script generates, each in a module of this crate.

/// A library of toys, of which two operations are wanted.
pub mod toys {
    smithwright_runtime::include!("toys");
}

/// Modules may stand anywhere.
pub mod services {
    /// Messages to those who are connected to a WebSocket API.
    pub mod connections {
        smithwright_runtime::include!("apigatewaymanagementapi");
    }
}
