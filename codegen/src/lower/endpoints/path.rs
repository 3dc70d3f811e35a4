//! The corner of JMESPath in which models say where in an input endpoint parameters stand: members,
//! `[*]`, `[]`, `keys(…)` and lists of paths ("operationContextParams trait" of the Smithy
//! specification allows no more).

use crate::ir::operation_traits::Step;
use crate::jmespath::{self, Refusal};
use crate::model::{Kind, Shape, ShapeId, Simple};
use indexmap::IndexMap;

/// What is at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Whether there may be several values.
    pub many: bool,
    /// Whether they are booleans, and not strings.
    pub flag: bool,
}

/// Reads a path.
///
/// # Errors
///
/// When it is not a path, or has steps that lead nowhere here.
pub fn parse(text: &str) -> Result<Vec<Step>, Refusal> {
    steps(jmespath::path(text)?)
}

fn steps(path: Vec<jmespath::Step>) -> Result<Vec<Step>, Refusal> {
    use jmespath::Kind::{Any, Each, Index, Keys, Member};
    let mut steps = Vec::new();
    for jmespath::Step { kind, refused } in path {
        steps.push(match (kind, steps.last()) {
            // The ends of several paths are one flat list.
            (Each, Some(Step::Any(_))) => continue,
            (_, Some(Step::Keys | Step::Any(_))) | (Index(_), _) => return Err(refused),
            (Member(name), _) => Step::Member(name),
            (Each, _) => Step::Each,
            (Keys, _) => Step::Keys,
            (Any(paths), _) => {
                Step::Any(paths.into_iter().map(self::steps).collect::<Result<_, _>>()?)
            }
        });
    }
    Ok(steps)
}

/// What is at the end of a path that starts at an input, or why nothing is.
pub fn ends(
    shapes: &IndexMap<ShapeId, Shape>,
    input: Option<&ShapeId>,
    path: &[Step],
) -> Result<Ends, String> {
    let input = input.ok_or("the operation has no input")?;
    follow(shapes, input, path)
}

fn follow(
    shapes: &IndexMap<ShapeId, Shape>,
    from: &ShapeId,
    path: &[Step],
) -> Result<Ends, String> {
    let not = |what: &str| format!("`{}` is not a {what}", from.name());
    let shape = shapes.get(from).ok_or_else(|| not("shape"))?;
    let many = |ends: Ends| Ends { many: true, ..ends };
    match (path.split_first(), &shape.kind) {
        (None, Kind::Simple(Simple::String) | Kind::Enum(_)) => {
            Ok(Ends { many: false, flag: false })
        }
        (None, Kind::Simple(Simple::Boolean)) => Ok(Ends { many: false, flag: true }),
        (None, Kind::List(item)) => follow(shapes, &item.target, &[]).map(many),
        (None, _) => Err(not("string, boolean or list of strings")),
        (Some((Step::Member(name), rest)), Kind::Structure(members) | Kind::Union(members)) => {
            let missing = || format!("`{}` has no member `{name}`", from.name());
            follow(shapes, &members.get(name).ok_or_else(missing)?.target, rest)
        }
        (Some((Step::Member(_), _)), _) => Err(not("structure")),
        (Some((Step::Each, rest)), Kind::List(item)) => {
            follow(shapes, &item.target, rest).map(many)
        }
        (Some((Step::Each, _)), _) => Err(not("list")),
        (Some((Step::Keys, _)), Kind::Map(..)) => Ok(Ends { many: true, flag: false }),
        (Some((Step::Keys, _)), _) => Err(not("map")),
        (Some((Step::Any(paths), _)), _) => {
            for path in paths {
                follow(shapes, from, path)?;
            }
            Ok(Ends { many: true, flag: false })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Any, Each, Keys};

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    fn parse(text: &str) -> Option<Vec<Step>> {
        super::parse(text).ok()
    }

    #[test]
    fn the_paths_of_real_models_are_read() {
        assert_eq!(parse("keys(RequestItems)"), Some(vec![member("RequestItems"), Keys]));
        assert_eq!(
            parse("TableCreationParameters.TableName"),
            Some(vec![member("TableCreationParameters"), member("TableName")])
        );
        let items = || vec![member("TransactItems"), Each];
        assert_eq!(
            parse("TransactItems[*].Get.TableName"),
            Some([items(), vec![member("Get"), member("TableName")]].concat())
        );
        let paths = vec![vec![member("Put"), member("TableName")], vec![member("Delete")]];
        assert_eq!(
            parse("TransactItems[*].[Put.TableName, Delete][]"),
            Some([items(), vec![Any(paths.clone())]].concat())
        );
        assert_eq!(
            parse("TransactItems[*][Put.TableName, Delete][]"),
            Some([items(), vec![Any(paths)]].concat())
        );
        assert_eq!(parse("a.keys(@)"), Some(vec![member("a"), Keys]));
        assert_eq!(parse("a[*][*]"), Some(vec![member("a"), Each, Each]));
    }

    #[test]
    fn other_paths_are_refused() {
        let deep = "[".repeat(100);
        for odd in [
            "",
            ".",
            "a.",
            "a..b",
            "a[",
            "a[0]",
            "a || b",
            "keys(a",
            "keys(a).b",
            "[a][*].b",
            "1a",
            "@",
            &deep,
        ] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_step_is_refused_where_it_stands() {
        assert_eq!(super::parse("a[*].b[0]"), Err(Refusal::Unexpected(8)));
        assert_eq!(super::parse("keys(a).b"), Err(Refusal::Unexpected(9)));
    }
}
