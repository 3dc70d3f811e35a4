//! JMESPath ("JMESPath Specification"), in which models say where values stand.
//!
//! All expressions are parsed here. Waiters look at the whole tree; pagination and the parameters of endpoints follow
//! [paths](Step), and each takes the steps that mean something to it and refuses the others where they stand.

pub use ::jmespath::Variable;
pub use ::jmespath::ast::{Ast, Comparator};
use std::fmt;

/// The parser calls itself for what is nested, and a text without end would end the process. No level
/// comes without a mark; botocore's longest expression has some 30.
pub const MOST_MARKS: usize = 200;

/// Why an expression is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has this many punctuation marks.
    TooLong(usize),
    /// What stands at this character, counted from 1, does not belong there.
    Unexpected(usize),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(marks) => {
                write!(f, "{marks} punctuation marks are too many: {MOST_MARKS} are the most")
            }
            Self::Unexpected(character) => write!(f, "character {character} is not expected"),
        }
    }
}

/// Parses an expression.
///
/// # Errors
///
/// When it is not JMESPath.
pub fn parse(text: &str) -> Result<Ast, Refusal> {
    let marks = text.chars().filter(char::is_ascii_punctuation).count();
    if marks > MOST_MARKS {
        return Err(Refusal::TooLong(marks));
    }
    ::jmespath::parse(text).map_err(|error| unexpected(text, error.offset))
}

/// A step of a path.
#[derive(Debug)]
pub struct Step {
    /// What it does.
    pub kind: Kind,
    /// Where it is refused.
    pub refused: Refusal,
}

/// What a step of a path does.
#[derive(Debug)]
pub enum Kind {
    /// To a member: `a`.
    Member(String),
    /// To an item of a list: `[0]`.
    Index(i32),
    /// To each item of a list: `[*]` or `[]`.
    Each,
    /// To each key of a map: `keys(…)`.
    Keys,
    /// To the ends of all of these paths: `[a, b]`.
    Any(Vec<Vec<Step>>),
}

/// Reads a path.
///
/// # Errors
///
/// When the expression is not JMESPath, or more than a path.
pub fn path(text: &str) -> Result<Vec<Step>, Refusal> {
    whole_path(text, &parse(text)?)
}

/// Reads paths with `||` between them, of which the first that has something counts.
///
/// # Errors
///
/// When the expression is not JMESPath, or more than such paths.
pub fn alternatives(text: &str) -> Result<Vec<Vec<Step>>, Refusal> {
    fn split<'a>(ast: &'a Ast, into: &mut Vec<&'a Ast>) {
        match ast {
            Ast::Or { lhs, rhs, .. } => [lhs, rhs].into_iter().for_each(|ast| split(ast, into)),
            path => into.push(path),
        }
    }
    let (ast, mut paths) = (parse(text)?, Vec::new());
    split(&ast, &mut paths);
    paths.into_iter().map(|path| whole_path(text, path)).collect()
}

/// A path that leads somewhere.
fn whole_path(text: &str, ast: &Ast) -> Result<Vec<Step>, Refusal> {
    let steps = steps(text, ast)?;
    if steps.is_empty() { Err(unexpected(text, 0)) } else { Ok(steps) }
}

fn steps(text: &str, ast: &Ast) -> Result<Vec<Step>, Refusal> {
    let step = |kind, offset: usize| Step { kind, refused: unexpected(text, offset) };
    let mut path = Vec::new();
    match ast {
        Ast::Identity { .. } => {}
        Ast::Field { name, offset } => path.push(step(Kind::Member(name.clone()), *offset)),
        Ast::Index { idx, offset } => {
            // The parser says where the brackets end.
            let start = text.get(..*offset).and_then(|before| before.rfind('['));
            path.push(step(Kind::Index(*idx), start.map_or(*offset, |start| start + 1)));
        }
        Ast::Subexpr { lhs, rhs, offset } => {
            path = one(steps(text, lhs)?, unexpected(text, *offset))?;
            path.extend(steps(text, rhs)?);
        }
        Ast::Projection { lhs, rhs, offset } => {
            path = match &**lhs {
                Ast::Flatten { node, .. } => steps(text, node)?,
                list => one(steps(text, list)?, unexpected(text, *offset))?,
            };
            path.push(step(Kind::Each, *offset));
            path.extend(steps(text, rhs)?);
        }
        Ast::Function { name, args, offset } if name == "keys" && args.len() == 1 => {
            path = one(steps(text, &args[0])?, unexpected(text, *offset))?;
            path.push(step(Kind::Keys, *offset));
        }
        Ast::MultiList { elements, offset } => {
            let paths: Result<_, _> = elements.iter().map(|ast| steps(text, ast)).collect();
            path.push(step(Kind::Any(paths?), *offset));
        }
        Ast::Comparison { offset, .. }
        | Ast::Condition { offset, .. }
        | Ast::Expref { offset, .. }
        | Ast::Flatten { offset, .. }
        | Ast::Function { offset, .. }
        | Ast::Literal { offset, .. }
        | Ast::MultiHash { offset, .. }
        | Ast::Not { offset, .. }
        | Ast::ObjectValues { offset, .. }
        | Ast::And { offset, .. }
        | Ast::Or { offset, .. }
        | Ast::Slice { offset, .. } => return Err(unexpected(text, *offset)),
    }
    Ok(path)
}

/// The path, if what it leads to can be taken as a whole: in `a[*] | b`, `b` is a member of the list and not of its items.
fn one(path: Vec<Step>, refused: Refusal) -> Result<Vec<Step>, Refusal> {
    match path.iter().any(|step| matches!(step.kind, Kind::Each)) {
        true => Err(refused),
        false => Ok(path),
    }
}

/// What stands at a byte of `text` does not belong there.
fn unexpected(text: &str, offset: usize) -> Refusal {
    Refusal::Unexpected(text.get(..offset).map_or(offset, |before| before.chars().count()) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &[Step]) -> String {
        let step = |step: &Step| match &step.kind {
            Kind::Member(name) => name.clone(),
            Kind::Index(index) => index.to_string(),
            Kind::Each => "each".to_owned(),
            Kind::Keys => "keys".to_owned(),
            Kind::Any(paths) => {
                format!("({})", paths.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", "))
            }
        };
        path.iter().map(step).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn paths_are_followed_from_left_to_right() {
        for (text, steps) in [
            ("a", "a"),
            ("a.b.c", "a b c"),
            ("a | b", "a b"),
            ("\"a-b\".c", "a-b c"),
            ("a[0].b[-1]", "a 0 b -1"),
            ("a[*].b[*].c", "a each b each c"),
            ("a[].b[].c", "a each b each c"),
            ("a[*][*]", "a each each"),
            ("a[*][]", "a each each"),
            ("keys(a.b)", "a b keys"),
            ("a.keys(@)", "a keys"),
            ("a[*].keys(b)", "a each b keys"),
            ("a[*].[b.c, d][]", "a each (b c, d) each"),
            ("a[*][b.c, d][]", "a each (b c, d) each"),
            ("[@, a]", "(, a)"),
        ] {
            assert_eq!(path(text).map(|path| shown(&path)), Ok(steps.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_more_than_a_path_is_refused_where_it_stands() {
        for (text, character) in [
            ("", 1),
            ("@", 1),
            ("a.", 3),
            ("a b", 3),
            ("\"ä\" b", 5),
            ("a[", 3),
            ("a || b", 3),
            ("a && b", 3),
            ("a == b", 6),
            ("!a", 1),
            ("a.`1`", 3),
            ("'a'", 1),
            ("length(a)", 7),
            ("keys(a, b)", 5),
            ("a.*", 3),
            ("a[0:1]", 6),
            ("a[?b]", 5),
            ("{b: a}", 1),
            ("a[*] | b", 6),
            ("(a[*]).b", 7),
            ("(a[*])[*]", 9),
            ("keys(a[*])", 5),
        ] {
            let refused = path(text).map(|path| shown(&path));
            assert_eq!(refused, Err(Refusal::Unexpected(character)), "{text}");
        }
        let long = "[".repeat(201);
        assert_eq!(path(&long).map(|path| shown(&path)), Err(Refusal::TooLong(201)));
    }

    #[test]
    fn alternatives_are_paths() {
        let read = |text: &str| -> Result<Vec<_>, _> {
            alternatives(text).map(|paths| paths.iter().map(|path| shown(path)).collect())
        };
        assert_eq!(read("a.b"), Ok(vec!["a b".to_owned()]));
        assert_eq!(read("a || b[-1].c || d"), Ok(["a", "b -1 c", "d"].map(str::to_owned).to_vec()));
        assert_eq!(read("a || length(b)"), Err(Refusal::Unexpected(12)));
        assert_eq!(read("(a || b).c"), Err(Refusal::Unexpected(4)));
        assert_eq!(read("a || "), Err(Refusal::Unexpected(6)));
    }
}
