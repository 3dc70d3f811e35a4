//! Expressions: literals, templates, references, function calls.

use super::cursor::{At, describe};
use super::template::{self, TemplatePart};
use super::types::{FUNCTIONS, GET_ATTR, Signature, Type};
use super::{RuleSet, simplify};
use crate::ir::endpoints::{Expr, Function};
use serde_json::{Map, Value};

/// An expression and its type.
pub(super) struct Typed {
    pub(super) expr: Expr,
    pub(super) kind: Type,
}

impl Typed {
    fn new(expr: Expr, kind: Type) -> Self {
        Self { expr, kind }
    }

    /// Stands for an expression with a problem; lowering has failed, so nobody will see it.
    fn unknown() -> Self {
        Self::new(Expr::Bool(false), Type::Any)
    }
}

impl RuleSet {
    /// Lowers an expression that must be a string.
    pub(super) fn text_expr(&mut self, at: &At, value: &Value) -> Expr {
        self.expr_of(at, value, Type::Text).expr
    }

    fn expr_of(&mut self, at: &At, value: &Value, wanted: Type) -> Typed {
        let typed = self.expr(at, value);
        if !wanted.accepts(typed.kind) {
            self.checks.report(at.wrong(format!("expected {wanted}, found {}", typed.kind)));
        }
        typed
    }

    pub(super) fn expr(&mut self, at: &At, value: &Value) -> Typed {
        if !self.checks.shallow(at) {
            return Typed::unknown();
        }
        match value {
            Value::Bool(flag) => Typed::new(Expr::Bool(*flag), Type::Bool),
            Value::String(text) => Typed::new(self.template(at, text), Type::Text),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(index, item)| self.text_expr(&at.item(index), item)).collect();
                Typed::new(Expr::List(items), Type::List)
            }
            Value::Number(number) => {
                match number.as_i64().and_then(|number| number.try_into().ok()) {
                    Some(number) => Typed::new(Expr::Integer(number), Type::Integer),
                    None => {
                        self.checks.report(at.wrong(format!("`{number}` is not a 32-bit integer")));
                        Typed::unknown()
                    }
                }
            }
            Value::Object(object) => match (object.get("ref"), object.get("fn")) {
                (Some(name), _) => {
                    self.checks.known_keys(at, object, &["ref"]);
                    self.reference(&at.key("ref"), name)
                }
                (None, Some(_)) => {
                    self.checks.known_keys(at, object, &["fn", "argv"]);
                    self.call(at, object)
                }
                (None, None) => self.no_expr(at, value),
            },
            Value::Null => self.no_expr(at, value),
        }
    }

    fn no_expr(&mut self, at: &At, value: &Value) -> Typed {
        let found = describe(value);
        let message = format!("expected a literal, a `ref` or a `fn`, found {found}");
        self.checks.report(at.wrong(message));
        Typed::unknown()
    }

    fn reference(&mut self, at: &At, name: &Value) -> Typed {
        match self.checks.text(at, name) {
            Some(name) => self.name(at, name),
            None => Typed::unknown(),
        }
    }

    fn name(&mut self, at: &At, name: &str) -> Typed {
        match self.variables.read(name) {
            Some((slot, kind)) => Typed::new(Expr::Slot(slot), kind),
            None => {
                let message = format!("`{name}` is neither a parameter nor assigned above");
                let known = self.checks.unless_many(self.variables.names());
                let wrong = at.wrong(message).one_of(name, known);
                self.checks.report(wrong);
                Typed::unknown()
            }
        }
    }

    fn template(&mut self, at: &At, text: &str) -> Expr {
        let parts = match template::split(text) {
            Ok(parts) => parts,
            Err(message) => {
                self.checks.report(at.wrong(message));
                return Typed::unknown().expr;
            }
        };
        let mut parts: Vec<_> = parts.into_iter().map(|part| self.part(at, part)).collect();
        match parts.len() {
            0 => Expr::Text(String::new()),
            1 => parts.remove(0),
            _ => Expr::Join(parts),
        }
    }

    fn part(&mut self, at: &At, part: TemplatePart<'_>) -> Expr {
        let (name, path) = match part {
            TemplatePart::Text(text) => return Expr::Text(text),
            TemplatePart::Value { name, path } => (name, path),
        };
        let mut value = self.name(at, name);
        if let Some(path) = path {
            value = self.path(at, value, path);
        }
        if !Type::Text.accepts(value.kind) {
            let message =
                format!("`{name}` in a template must be a string, and it is {}", value.kind);
            self.checks.report(at.wrong(message));
        }
        value.expr
    }

    /// Lowers an object that has the key `fn`.
    pub(super) fn call(&mut self, at: &At, object: &Map<String, Value>) -> Typed {
        let name = object.get("fn").and_then(|name| self.checks.text(&at.key("fn"), name));
        let argv = self.checks.required(at, object, "argv");
        let argv = argv.and_then(|argv| self.checks.array(&at.key("argv"), argv));
        let (Some(name), Some(argv)) = (name, argv) else {
            return Typed::unknown();
        };
        if name == GET_ATTR {
            return self.get_attr(&at.key("argv"), argv);
        }
        match FUNCTIONS.iter().find(|signature| signature.name == name) {
            Some(signature) => self.apply(&at.key("argv"), signature, argv),
            None => {
                let known = FUNCTIONS.iter().map(|signature| signature.name).chain([GET_ATTR]);
                let message = format!("unknown function `{name}`");
                self.checks.report(at.key("fn").wrong(message).one_of(name, known));
                self.arguments(&at.key("argv"), &[], argv);
                Typed::unknown()
            }
        }
    }

    fn apply(&mut self, at: &At, signature: &Signature, argv: &[Value]) -> Typed {
        let Signature { name, function, takes, variadic, gives } = *signature;
        let arguments = self.arguments(at, takes, argv);
        if argv.len() != takes.len() && !(variadic && argv.len() > takes.len()) {
            let more = if variadic { " or more" } else { "" };
            let plural = if takes.len() == 1 && !variadic { "" } else { "s" };
            let (wanted, found) = (takes.len(), argv.len());
            let message = format!("`{name}` takes {wanted}{more} argument{plural}, found {found}");
            self.checks.report(at.wrong(message));
            return Typed::unknown();
        }
        self.asks_partition |= function == Function::AwsPartition;
        let kind = match function {
            Function::Coalesce => self.common_type(at, &arguments),
            Function::Ite => self.common_type(at, &arguments[1..]),
            _ => gives,
        };
        let arguments = arguments.into_iter().map(|argument| argument.expr).collect();
        Typed::new(simplify::call(function, arguments), kind)
    }

    fn arguments(&mut self, at: &At, takes: &[Type], argv: &[Value]) -> Vec<Typed> {
        let types = takes.iter().copied().chain(std::iter::repeat(Type::Any));
        let arguments = argv.iter().enumerate().zip(types);
        arguments.map(|((index, value), kind)| self.expr_of(&at.item(index), value, kind)).collect()
    }

    fn common_type(&mut self, at: &At, values: &[Typed]) -> Type {
        let mut common = Type::Any;
        for value in values {
            if !common.accepts(value.kind) {
                let kind = value.kind;
                self.checks
                    .report(at.wrong(format!("{common} and {kind}: these must have one type")));
                return Type::Any;
            }
            if common == Type::Any {
                common = value.kind;
            }
        }
        common
    }

    fn get_attr(&mut self, at: &At, argv: &[Value]) -> Typed {
        let [value, path] = argv else {
            let found = argv.len();
            self.checks.report(at.wrong(format!("`{GET_ATTR}` takes 2 arguments, found {found}")));
            return Typed::unknown();
        };
        let value = self.expr(&at.item(0), value);
        match self.checks.text(&at.item(1), path) {
            Some(path) => self.path(&at.item(1), value, path),
            None => Typed::unknown(),
        }
    }

    /// Follows a path such as `resourceId[0]`: names with dots between them, each of which may be
    /// followed, or replaced, by an index.
    fn path(&mut self, at: &At, value: Typed, path: &str) -> Typed {
        path.split('.').fold(value, |value, step| match step.split_once('[') {
            None => self.attribute(at, value, step),
            Some(("", index)) => self.index(at, value, index),
            Some((name, index)) => {
                let list = self.attribute(at, value, name);
                self.index(at, list, index)
            }
        })
    }

    fn attribute(&mut self, at: &At, value: Typed, name: &str) -> Typed {
        if value.kind == Type::Any {
            return Typed::unknown();
        }
        let known = value.kind.attributes();
        match known.iter().find(|(known, ..)| *known == name) {
            Some((_, attribute, kind)) => {
                Typed::new(Expr::Get(value.expr.into(), *attribute), *kind)
            }
            None => {
                let message = format!("{} has no attribute `{name}`", value.kind);
                self.checks
                    .report(at.wrong(message).one_of(name, known.iter().map(|known| known.0)));
                Typed::unknown()
            }
        }
    }

    fn index(&mut self, at: &At, value: Typed, bracketed: &str) -> Typed {
        let Some(index) = bracketed.strip_suffix(']').and_then(|index| index.parse().ok()) else {
            self.checks.report(
                at.wrong(format!("`[{bracketed}` is not an index, which looks like `[0]`")),
            );
            return Typed::unknown();
        };
        match value.kind {
            Type::List => Typed::new(Expr::Index(value.expr.into(), index), Type::Text),
            Type::Any => Typed::unknown(),
            other => {
                self.checks.report(at.wrong(format!("{other} has no items")));
                Typed::unknown()
            }
        }
    }
}
