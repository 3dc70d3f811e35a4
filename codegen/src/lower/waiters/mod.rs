//! What can be waited for, and how.
//!
//! Expressions are checked against the shapes that they look at: what names a member that is not there, or compares
//! what is never equal, is an error with its place. All of botocore's pass.

mod docs;
mod expr;
mod types;

use super::context::Context;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::{self, waiters as w};
use crate::model::waiters::{Expected, Matcher, PathMatcher, State, Waiter};
use crate::model::{Operation, traits as t};
use crate::names::{self, Ident, Scope};
use types::Type;

/// The names that no two waiters of a service share: modules and types.
pub struct Scopes {
    modules: Scope,
    types: Scope,
}

impl Default for Scopes {
    fn default() -> Self {
        Self { modules: Scope::waiters(), types: Scope::types() }
    }
}

/// The waiters of an operation, by module. `names` are those of the operation and of its module.
pub fn waiters<'m>(
    cx: &Context<'m>,
    operation: &'m Operation,
    names: [&Ident; 2],
    input: &ir::Structure,
    scopes: &mut Scopes,
) -> Vec<w::Waiter> {
    if !operation.waiters.is_empty() {
        check_waited_for(cx, operation, input);
    }
    let waiters = operation.waiters.iter();
    let waiters = waiters.filter_map(|w| self::waiter(cx, w, operation, names, scopes));
    let mut waiters: Vec<_> = waiters.collect();
    waiters.sort_by(|a, b| a.module.cmp(&b.module));
    waiters
}

/// A waiter sends its input more than once, and its builder has the methods of the operation's.
fn check_waited_for(cx: &Context<'_>, operation: &Operation, input: &ir::Structure) {
    let report = |message: &str| {
        cx.report(Diagnostic::new(Code::WAITER, &operation.at, message).of(&operation.id))
    };
    if input.stream().is_some() {
        report("the operation has waiters, but its input is a stream, which cannot be sent twice");
    }
    if input.fields.iter().any(|field| field.name.bare() == "wait") {
        report("the operation has waiters, whose method `wait` would be that of a member");
    }
}

fn waiter<'m>(
    cx: &Context<'m>,
    waiter: &Waiter,
    operation: &'m Operation,
    names: [&Ident; 2],
    scopes: &mut Scopes,
) -> Option<w::Waiter> {
    let id = operation.id.to_string();
    let module = cx.report_err(scopes.modules.name(&waiter.name, &waiter.at, &id));
    let name = cx.report_err(scopes.types.name(&waiter.name, &waiter.at, &id));
    let acceptors = acceptors(cx, waiter, operation);
    let (module, name) = (module?, name?);
    Some(w::Waiter {
        method: names::prefixed("wait_until_", &module),
        builder: names::suffixed(&name, "FluentBuilder"),
        poll: names::suffixed(&name, "FinalPoll"),
        failure: names::suffixed(&names::prefixed("WaitUntil", &name), "Error"),
        docs: docs::waiter(waiter, names),
        deprecated: waiter.deprecated.then(|| "its model says so".to_owned()),
        min_delay: waiter.min_delay,
        max_delay: waiter.max_delay,
        acceptors,
        module,
    })
}

fn acceptors<'m>(cx: &Context<'m>, waiter: &Waiter, operation: &'m Operation) -> Vec<w::Acceptor> {
    let mut acceptors = Vec::new();
    for acceptor in &waiter.acceptors {
        let lowered = matchers(cx, &acceptor.matcher, operation);
        let lowered = cx.report_err(lowered.map_err(|wrong| wrong.of(&operation.id)));
        let lowered = lowered.into_iter().flatten();
        acceptors.extend(lowered.map(|m| w::Acceptor { state: acceptor.state, matcher: m }));
    }
    if !waiter.acceptors.iter().any(|acceptor| acceptor.state == State::Success) {
        let message = format!("the waiter `{}` can never succeed", waiter.name);
        let diagnostic = Diagnostic::new(Code::WAITER, &waiter.at, message).of(&operation.id);
        cx.report(diagnostic.hint("at least one acceptor must have the state `success`"));
    }
    acceptors
}

/// What matches the same answers, whichever of them it is that does.
fn matchers<'m>(
    cx: &Context<'m>,
    matcher: &Matcher,
    operation: &'m Operation,
) -> Result<Vec<w::Matcher>, Diagnostic> {
    Ok(match matcher {
        Matcher::Success(success) => vec![w::Matcher::Success(*success)],
        Matcher::ErrorType(name) => codes(cx, name).into_iter().map(w::Matcher::Error).collect(),
        // All of them are outputs, which keep no status.
        Matcher::Status(200..300) => vec![w::Matcher::Success(true)],
        Matcher::Status(status) => vec![w::Matcher::Status(*status)],
        Matcher::Output(place) => {
            let output = Type::of_message(cx.model, operation.output.as_ref());
            let (expr, expected) = self::expected(cx, place, &output)?;
            vec![w::Matcher::Output(expr, expected)]
        }
        Matcher::InputOutput(place) => {
            let message = |id| Type::of_message(cx.model, id);
            let both = Type::Object(vec![
                ("input".to_owned(), message(operation.input.as_ref())),
                ("output".to_owned(), message(operation.output.as_ref())),
            ]);
            let (expr, expected) = self::expected(cx, place, &both)?;
            vec![w::Matcher::InputOutput(expr, expected)]
        }
    })
}

/// The codes of an error, of which a model says the shape or the code. It may be none that the model has.
fn codes(cx: &Context<'_>, name: &str) -> Vec<String> {
    let shape = cx.model.shapes.values().find(|shape| shape.id.name() == name);
    let code = shape.and_then(|shape| shape.traits.get(t::AWS_QUERY_ERROR)?.get("code")?.as_str());
    let codes = std::iter::once(name).chain(code.filter(|code| *code != name));
    codes.map(str::to_owned).collect()
}

fn expected<'m>(
    cx: &Context<'m>,
    place: &PathMatcher,
    current: &Type<'m>,
) -> Result<(w::Expr, Expected), Diagnostic> {
    let at = expr::Place { model: cx.model, path: &place.path, at: &place.path_at };
    let (expr, ty) = expr::lower(at, current)?;
    let fits = match (&place.expected, &ty) {
        (_, Type::Any) => true,
        (Expected::Text(_), ty) => *ty == Type::Text,
        (Expected::Boolean(_), ty) => *ty == Type::Bool,
        (Expected::All(_) | Expected::Any(_), Type::List(item)) => {
            matches!(**item, Type::Text | Type::Any)
        }
        (Expected::All(_) | Expected::Any(_), _) => false,
    };
    if fits {
        return Ok((expr, place.expected.clone()));
    }
    let expected = match place.expected {
        Expected::Text(_) => "a text",
        Expected::Boolean(_) => "true or false",
        Expected::All(_) | Expected::Any(_) => "a list of texts",
    };
    let message = format!("`{}` is {ty}, and never {expected}", place.path);
    let diagnostic = Diagnostic::new(Code::WAITER, &place.expected_at, message);
    Err(diagnostic.hint("compare a text or boolean, or all or any items of a list of texts"))
}

#[cfg(test)]
mod tests;
