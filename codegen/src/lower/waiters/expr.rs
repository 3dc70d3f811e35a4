//! Expressions, checked against the shapes that they look at ("JMESPath Specification").

use super::types::Type;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::waiters::{Comparison, Expr, Function};
use crate::jmespath::{self, Ast, Comparator, MOST_MARKS, Refusal, Variable};
use crate::model::{Kind, Member, Model};
use crate::source::Address;

/// The functions, by their names in JMESPath, and the numbers of their arguments.
const FUNCTIONS: [(&str, Function, usize); 7] = [
    ("contains", Function::Contains, 2),
    ("ends_with", Function::EndsWith, 2),
    ("keys", Function::Keys, 1),
    ("length", Function::Length, 1),
    ("not_null", Function::NotNull, usize::MAX),
    ("starts_with", Function::StartsWith, 2),
    ("values", Function::Values, 1),
];

/// An expression's text and where it stands.
#[derive(Clone, Copy)]
pub struct Place<'a, 'm> {
    pub model: &'m Model,
    pub path: &'a str,
    pub at: &'a Address,
}

type Typed<'m> = (Expr, Type<'m>);

/// The expression of `place`, and the type of its values where it looks at `current`.
///
/// # Errors
///
/// What is not a JMESPath expression, is not supported, or can never be.
pub fn lower<'m>(place: Place<'_, 'm>, current: &Type<'m>) -> Result<Typed<'m>, Diagnostic> {
    let ast = jmespath::parse(place.path).map_err(|refusal| match refusal {
        Refusal::TooLong(marks) => {
            let message = format!("an expression with {marks} punctuation marks is too long");
            place.wrong(message).hint(format!("at most {MOST_MARKS} are allowed"))
        }
        Refusal::Unexpected(_) => {
            let message = format!("`{}` is not a JMESPath expression", place.path.escape_debug());
            place.wrong(message).hint(refusal.to_string())
        }
    })?;
    place.expr(&ast, current)
}

impl<'m> Place<'_, 'm> {
    fn wrong(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::EXPRESSION, self.at, message)
    }

    fn expr(self, ast: &Ast, current: &Type<'m>) -> Result<Typed<'m>, Diagnostic> {
        Ok(match ast {
            Ast::Identity { .. } => (Expr::Current, current.clone()),
            Ast::Field { name, .. } => (Expr::Field(name.clone()), self.field(name, current)?),
            Ast::Index { idx, .. } => (Expr::Index(*idx), self.item(current)?),
            Ast::Slice { step: 0, .. } => {
                return Err(self.wrong(format!("`{}` has a slice of step 0", self.path)));
            }
            Ast::Slice { start, stop, step, .. } => {
                let list = Type::List(Box::new(self.item(current)?));
                (Expr::Slice(*start, *stop, *step), list)
            }
            Ast::Subexpr { lhs, rhs, .. } => {
                let (first, ty) = self.expr(lhs, current)?;
                let (second, ty) = self.expr(rhs, &ty)?;
                (Expr::Then(Box::new(first), Box::new(second)), ty)
            }
            Ast::Projection { lhs, rhs, .. } => {
                let (list, ty) = self.expr(lhs, current)?;
                let (each, ty) = self.expr(rhs, &self.item(&ty)?)?;
                (Expr::Each(Box::new(list), Box::new(each)), Type::List(Box::new(ty)))
            }
            Ast::Flatten { node, .. } => {
                let (list, ty) = self.expr(node, current)?;
                let item = match self.item(&ty)? {
                    Type::List(inner) => *inner,
                    item => item,
                };
                (Expr::Flatten(Box::new(list)), Type::List(Box::new(item)))
            }
            Ast::ObjectValues { node, .. } => {
                let (of, ty) = self.expr(node, current)?;
                (Expr::Values(Box::new(of)), self.values(&ty)?)
            }
            Ast::Condition { predicate, then, .. } => {
                let (condition, _) = self.expr(predicate, current)?;
                let (then, ty) = self.expr(then, current)?;
                (Expr::If(Box::new(condition), Box::new(then)), ty)
            }
            Ast::Not { node, .. } => {
                let (of, _) = self.expr(node, current)?;
                (Expr::Not(Box::new(of)), Type::Bool)
            }
            Ast::And { lhs, rhs, .. } => self.either(Expr::And, lhs, rhs, current)?,
            Ast::Or { lhs, rhs, .. } => self.either(Expr::Or, lhs, rhs, current)?,
            Ast::Comparison { comparator, lhs, rhs, .. } => {
                let (a, b) = (self.expr(lhs, current)?, self.expr(rhs, current)?);
                self.comparison(comparator, a, b)?
            }
            Ast::MultiList { elements, .. } => {
                let (items, types) = self.all(elements, current)?;
                (Expr::List(items), list_of(types))
            }
            Ast::MultiHash { elements, .. } => {
                let (mut entries, mut types) = (Vec::new(), Vec::new());
                for element in elements {
                    let (value, ty) = self.expr(&element.value, current)?;
                    entries.push((element.key.clone(), value));
                    types.push((element.key.clone(), ty));
                }
                (Expr::Object(entries), Type::Object(types))
            }
            Ast::Literal { value, .. } => self.literal(value)?,
            Ast::Function { name, args, .. } => self.call(name, args, current)?,
            Ast::Expref { .. } => {
                let message = format!("`{}` has a `&`, which is not supported", self.path);
                return Err(self.wrong(message));
            }
        })
    }

    fn field(self, name: &str, of: &Type<'m>) -> Result<Type<'m>, Diagnostic> {
        let (shape, members) = match of {
            Type::Any => return Ok(Type::Any),
            Type::Map(value) => return Ok((**value).clone()),
            Type::Object(entries) => {
                let known = entries.iter().find(|(key, _)| key == name);
                let known = known.map(|(_, ty)| ty.clone());
                let names = entries.iter().map(|(key, _)| key.as_str());
                return known.ok_or_else(|| self.lacks(name, "what it is looked for in", names));
            }
            Type::Shape(shape) => match &shape.kind {
                Kind::Structure(members) | Kind::Union(members) => (shape, members),
                _ => return Ok(Type::Any),
            },
            other => {
                let message = format!("`{name}` is looked for in {other}, which has no members");
                let found = self.wrong(message);
                return Err(match other {
                    Type::List(_) => found.hint("`[]` goes through the items of a list"),
                    _ => found,
                });
            }
        };
        let names = members.keys().map(String::as_str);
        let member = members.get(name);
        let member =
            member.ok_or_else(|| self.lacks(name, &format!("`{}`", shape.id.name()), names))?;
        Ok(Type::of(self.model, &member.target))
    }

    fn lacks<'n>(
        self,
        name: &str,
        shape: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Diagnostic {
        let message = format!("`{}` names `{name}`, which {shape} does not have", self.path);
        self.wrong(message).did_you_mean(name, names)
    }

    /// The type of a list's items.
    fn item(self, list: &Type<'m>) -> Result<Type<'m>, Diagnostic> {
        match list {
            Type::Any => Ok(Type::Any),
            Type::List(item) => Ok((**item).clone()),
            other => {
                let message = format!("`{}` goes through {other} as through a list", self.path);
                Err(self.wrong(message))
            }
        }
    }

    fn values(self, of: &Type<'m>) -> Result<Type<'m>, Diagnostic> {
        let of_member = |member: &Member| Type::of(self.model, &member.target);
        match of {
            Type::Any => Ok(Type::Any),
            Type::Map(value) => Ok(Type::List(value.clone())),
            Type::Object(entries) => {
                Ok(list_of(entries.iter().map(|(_, ty)| ty.clone()).collect()))
            }
            Type::Shape(shape) => Ok(list_of(shape.members().into_iter().map(of_member).collect())),
            other => {
                let message = format!("`{}` wants the values of {other}", self.path);
                Err(self.wrong(message))
            }
        }
    }

    fn either(
        self,
        make: fn(Box<Expr>, Box<Expr>) -> Expr,
        first: &Ast,
        second: &Ast,
        current: &Type<'m>,
    ) -> Result<Typed<'m>, Diagnostic> {
        let ((first, a), (second, b)) = (self.expr(first, current)?, self.expr(second, current)?);
        Ok((make(Box::new(first), Box::new(second)), a.or(&b)))
    }

    fn comparison(
        self,
        comparator: &Comparator,
        (first, a): Typed<'m>,
        (second, b): Typed<'m>,
    ) -> Result<Typed<'m>, Diagnostic> {
        let comparison = match comparator {
            Comparator::Equal => Comparison::Equal,
            Comparator::NotEqual => Comparison::NotEqual,
            Comparator::LessThan => Comparison::Less,
            Comparator::LessThanEqual => Comparison::LessOrEqual,
            Comparator::GreaterThan => Comparison::Greater,
            Comparator::GreaterThanEqual => Comparison::GreaterOrEqual,
        };
        let by_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let number = |ty: &Type<'_>| matches!(ty, Type::Number | Type::Any);
        if by_order && !(number(&a) && number(&b)) {
            let message = format!("`{}` compares {a} and {b} by order", self.path);
            return Err(self.wrong(message).hint("numbers alone have an order"));
        }
        if !a.can_equal(&b) {
            let message = format!("`{}` compares {a} and {b}, which are never equal", self.path);
            return Err(self.wrong(message));
        }
        Ok((Expr::Compare(comparison, Box::new(first), Box::new(second)), Type::Bool))
    }

    fn literal(self, value: &Variable) -> Result<Typed<'m>, Diagnostic> {
        Ok(match value {
            Variable::Null => (Expr::Null, Type::Any),
            Variable::Bool(truth) => (Expr::Bool(*truth), Type::Bool),
            Variable::Number(number) => {
                (Expr::Number(number.as_f64().unwrap_or_default()), Type::Number)
            }
            Variable::String(text) => (Expr::Text(text.clone()), Type::Text),
            Variable::Array(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|i| self.literal(i)).collect();
                let (items, types) = items?.into_iter().unzip();
                (Expr::Array(items), list_of(types))
            }
            Variable::Object(_) | Variable::Expref(_) => {
                let message =
                    format!("`{}` has an object in it, which is not supported", self.path);
                return Err(self.wrong(message));
            }
        })
    }

    fn all(
        self,
        all: &[Ast],
        current: &Type<'m>,
    ) -> Result<(Vec<Expr>, Vec<Type<'m>>), Diagnostic> {
        let all: Result<Vec<_>, _> = all.iter().map(|ast| self.expr(ast, current)).collect();
        Ok(all?.into_iter().unzip())
    }

    fn call(
        self,
        name: &str,
        arguments: &[Ast],
        current: &Type<'m>,
    ) -> Result<Typed<'m>, Diagnostic> {
        let Some((_, function, count)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            let message = format!("the function `{name}` is not supported");
            let known = FUNCTIONS.map(|(name, ..)| format!("`{name}`")).join(", ");
            return Err(self.wrong(message).hint(format!("supported are {known}")));
        };
        let (expressions, types) = self.all(arguments, current)?;
        let taken = if *count == usize::MAX { !types.is_empty() } else { types.len() == *count };
        let wrong = || {
            let types = types.iter().map(ToString::to_string).collect::<Vec<_>>();
            let types = if types.is_empty() { "nothing".to_owned() } else { types.join(" and ") };
            self.wrong(format!("`{name}` cannot take {types}"))
        };
        let ty = taken.then(|| self.result(*function, &types)).flatten().ok_or_else(wrong)?;
        Ok((Expr::Call(*function, expressions), ty))
    }

    /// The type of what a function gives, if it can take these.
    fn result(self, function: Function, arguments: &[Type<'m>]) -> Option<Type<'m>> {
        let text = |ty: &Type<'_>| matches!(ty, Type::Text | Type::Any);
        match (function, arguments) {
            (Function::Contains, [Type::List(item), what]) => {
                item.can_equal(what).then_some(Type::Bool)
            }
            (Function::Contains | Function::StartsWith | Function::EndsWith, [whole, part]) => {
                (text(whole) && text(part)).then_some(Type::Bool)
            }
            (Function::Length, [of]) => {
                (text(of) || of.is_object() || matches!(of, Type::List(_))).then_some(Type::Number)
            }
            (Function::Keys, [of]) => of.is_object().then(|| Type::List(Box::new(Type::Text))),
            (Function::Values, [of]) => self.values(of).ok(),
            (Function::NotNull, [first, rest @ ..]) => {
                Some(rest.iter().fold(first.clone(), Type::or))
            }
            _ => None,
        }
    }
}

/// A list of items of these types.
fn list_of(types: Vec<Type<'_>>) -> Type<'_> {
    let mut types = types.into_iter();
    let first = types.next().unwrap_or(Type::Any);
    Type::List(Box::new(types.fold(first, |item, ty| item.or(&ty))))
}
