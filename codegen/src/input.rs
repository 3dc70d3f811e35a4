//! What a crate is generated from, and what whoever generates it chooses.

use crate::source::Source;

/// What a crate is generated from.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The service's model: botocore's `service-2.json`, or a file in Smithy's JSON AST.
    pub service: Source,
    /// More files of a model in Smithy's JSON AST.
    pub more: Vec<Source>,
    /// botocore's `paginators-1.json`.
    pub paginators: Option<Source>,
    /// botocore's `service-2.sdk-extras.json`, which is laid over `service`.
    pub service_extras: Option<Source>,
    /// botocore's `paginators-1.sdk-extras.json`, which is laid over `paginators`.
    pub paginators_extras: Option<Source>,
    /// botocore's `waiters-2.json`.
    pub waiters: Option<Source>,
    /// botocore's `endpoint-rule-set-1.json`; a model in Smithy's AST has its own.
    pub endpoint_rules: Option<Source>,
    /// botocore's `partitions.json`, to which endpoint rules refer.
    pub partitions: Option<Source>,
    /// Our documentation, in Markdown: `overlay.md`.
    pub overlay: Option<Source>,
    /// Facts that we add or correct, in TOML: `overlay.toml`.
    pub facts: Option<Source>,
}

/// What the person who runs the generator chooses.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of the generated package.
    pub package: String,
    /// The version of the generated package.
    pub version: String,
    /// The licence of the generated package, as an SPDX expression; none is stated if this is empty.
    pub license: String,
    /// What the package is, in a line; if this is empty, a client of its service.
    pub description: String,
    /// Where the package's sources are; not stated if this is empty.
    pub repository: String,
    /// The command that generates the crate; it stands at the head of every file.
    pub command: String,
    /// How the package depends on the runtime: a path or a version, as Cargo.toml has it.
    pub runtime: String,
    /// The id of the service to generate, for a model that has several; empty for one that does not.
    pub service: String,
    /// The operations to generate, by their names in the model; all if empty.
    pub operations: Vec<String>,
    /// What changed from version to version, in Markdown, which the package has beside its README; none if this is empty.
    pub changelog: String,
}
