//! The corner of JMESPath in which models say where in an input endpoint parameters stand: members,
//! `[*]`, `[]`, `keys(…)` and lists of paths ("operationContextParams trait" of the Smithy
//! specification allows no more).

use crate::ir::operation_traits::Step;
use crate::model::{Kind, Shape, ShapeId, Simple};
use indexmap::IndexMap;

/// How deep paths may nest.
const DEPTH: usize = 8;

/// What is at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Whether there may be several values.
    pub many: bool,
    /// Whether they are booleans, and not strings.
    pub flag: bool,
}

/// Reads a path, if it is one.
pub fn parse(text: &str) -> Option<Vec<Step>> {
    let mut parser = Parser { rest: text, depth: 0 };
    let path = parser.path()?;
    (parser.rest.is_empty() && !path.is_empty()).then_some(path)
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn eat(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn identifier(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_start();
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        self.rest = rest;
        name.starts_with(|c: char| !c.is_ascii_digit()).then_some(name)
    }

    fn path(&mut self) -> Option<Vec<Step>> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let mut steps = Vec::new();
        loop {
            if self.eat("keys(") {
                steps.extend(self.path()?);
                steps.push(Step::Keys);
                self.eat(")").then_some(())?;
            } else if self.eat("[") {
                steps.push(Step::Any(self.paths()?));
            } else if !self.eat("@") {
                steps.push(Step::Member(self.identifier()?.to_owned()));
            }
            self.suffixes(&mut steps)?;
            if !self.eat(".") {
                break;
            }
        }
        self.rest = self.rest.trim_start();
        self.depth -= 1;
        // Nothing leads on from keys and lists of paths.
        let last = steps.iter().position(|step| matches!(step, Step::Keys | Step::Any(_)));
        last.is_none_or(|at| at + 1 == steps.len()).then_some(steps)
    }

    /// `[*]`, `[]` and `[a, b]`. The results of a list of paths are flat as it is.
    fn suffixes(&mut self, steps: &mut Vec<Step>) -> Option<()> {
        loop {
            if self.eat("[*]") || self.eat("[]") {
                if !matches!(steps.last(), Some(Step::Any(_))) {
                    steps.push(Step::Each);
                }
            } else if self.eat("[") {
                steps.push(Step::Any(self.paths()?));
            } else {
                return Some(());
            }
        }
    }

    fn paths(&mut self) -> Option<Vec<Vec<Step>>> {
        let mut paths = Vec::new();
        loop {
            paths.push(self.path()?);
            if self.eat("]") {
                return Some(paths);
            }
            self.eat(",").then_some(())?;
        }
    }
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
    let not = |what: &str| format!("`{}` is no {what}", from.name());
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
}
