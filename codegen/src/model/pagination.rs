//! How operations answer in pages ("paginated trait" of the Smithy 2.0 specification, and botocore's
//! `paginators-1.json`, which says more).

use crate::jmespath::{self, Kind, Refusal};
use crate::source::Address;
use serde::Serialize;
use std::fmt;

/// How an operation answers in pages.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The input's members that take a token, each with the place of its next value in the output.
    pub tokens: Vec<(String, Expression)>,
    /// Where the output says whether there is more; where it does not say, a token does.
    pub more: Option<Expression>,
    /// The results: the first is counted.
    pub results: Vec<Expression>,
    /// What is the same on all pages.
    pub constant: Vec<Expression>,
    /// The input's member that takes the size of a page.
    pub limit: Option<String>,
    /// Who says so.
    pub origin: Origin,
    /// Where it stands.
    pub at: Address,
}

/// Who says how an operation answers in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Origin {
    /// The model.
    Declared,
    /// Nobody: its members look as those of other listings do.
    Inferred,
    /// Our overlay.
    Overlay,
}

/// A place in a structure, in the part of JMESPath that models use: paths joined with `||`, of
/// which the first that has something counts.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The paths.
    pub paths: Vec<Vec<Step>>,
    /// Where it stands.
    pub at: Address,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a member of a structure.
    Member(String),
    /// To the last item of a list: `[-1]`.
    Last,
}

impl Expression {
    /// A member of the structure itself.
    pub fn member(name: &str, at: Address) -> Self {
        Self { paths: vec![vec![Step::Member(name.to_owned())]], at }
    }

    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// When it is more than paths.
    pub fn parse(text: &str, at: Address) -> Result<Self, Refusal> {
        let paths: Result<_, _> = jmespath::alternatives(text)?.into_iter().map(path_of).collect();
        Ok(Self { paths: paths?, at })
    }

    /// Reads an expression that is one path.
    ///
    /// # Errors
    ///
    /// When it is more than that.
    pub fn path(text: &str, at: Address) -> Result<Self, Refusal> {
        Ok(Self { paths: vec![path_of(jmespath::path(text)?)?], at })
    }

    /// The path, for an expression that is one.
    pub fn only_path(&self) -> Option<&[Step]> {
        match self.paths.as_slice() {
            [path] => Some(path),
            _ => None,
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, path) in self.paths.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " || " })?;
            for (index, step) in path.iter().enumerate() {
                match step {
                    Step::Member(name) if index == 0 => f.write_str(name)?,
                    Step::Member(name) => write!(f, ".{name}")?,
                    Step::Last => f.write_str("[-1]")?,
                }
            }
        }
        Ok(())
    }
}

impl Pagination {
    /// Whether both say the same, whoever says it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.facts() == other.facts()
    }

    /// All but who says it and where.
    fn facts(&self) -> String {
        let list = |list: &[Expression]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let token = |(input, output): &(String, Expression)| (input.clone(), output.to_string());
        let tokens: Vec<_> = self.tokens.iter().map(token).collect();
        let more = self.more.as_ref().map(ToString::to_string);
        let (results, constant) = (list(&self.results), list(&self.constant));
        format!("{:?}", (tokens, more, results, constant, &self.limit))
    }
}

/// The steps of a path that starts at a member.
fn path_of(path: Vec<jmespath::Step>) -> Result<Vec<Step>, Refusal> {
    let step = |(index, step): (usize, jmespath::Step)| match step.kind {
        Kind::Member(name) => Ok(Step::Member(name)),
        Kind::Index(-1) if index > 0 => Ok(Step::Last),
        _ => Err(step.refused),
    };
    path.into_iter().enumerate().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::Expression;
    use crate::source::Address;

    #[test]
    fn the_expressions_of_real_models_are_read() {
        for text in [
            "NextToken",
            "DistributionList.IsTruncated",
            "ResourceCollection.CloudFormation.StackNames",
            "Jobs[-1].JobId",
            "StreamDescription.Shards[-1].ShardId",
            "NextMarker || Contents[-1].Key",
        ] {
            let read = Expression::parse(text, Address::default());
            assert_eq!(read.map(|read| read.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_more_than_paths_is_not() {
        for text in
            ["", "a.", ".a", "a b", "a[0]", "a[*].b", "length(a)", "a || ", "[-1]", "1a", "a-b"]
        {
            assert!(Expression::parse(text, Address::default()).is_err(), "{text}");
        }
    }
}
