//! Parameters of the endpoint rules that the client's configuration sets ("clientContextParams trait" of the Smithy
//! specification).

use super::parameters;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::ir::Docs;
use crate::ir::endpoints::{Parameter, Setting};
use crate::lower::context::Context;
use crate::lower::docs;
use crate::model::traits as t;
use crate::names::{self, Scope};
use serde_json::Value;

/// The settings: parameters that the service declares as such, and built-ins that no shared configuration holds.
pub fn settings(cx: &Context<'_>, parameters: &[Parameter]) -> Vec<Setting> {
    let declared = cx.model.service.traits.get(t::CLIENT_CONTEXT_PARAMS).unwrap_or(&Value::Null);
    let mut scope = Scope::settings();
    let settings = parameters.iter().filter_map(|parameter| {
        let known = parameter.built_in.as_ref().and_then(parameters::setting);
        let declared = declared.get(&parameter.rule_name);
        (known.is_some() || declared.is_some())
            .then(|| setting(cx, parameter, known.flatten(), declared, &mut scope))
            .flatten()
    });
    let settings = settings.collect();
    check_declared(cx, parameters, declared);
    settings
}

fn setting(
    cx: &Context<'_>,
    parameter: &Parameter,
    shared: Option<(&'static str, &'static str)>,
    declared: Option<&Value>,
    scope: &mut Scope,
) -> Option<Setting> {
    let (service, rule_name) = (&cx.model.service, &parameter.rule_name);
    let at = service.at.key("clientContextParams").key(rule_name);
    let name = cx.report_err(scope.name(rule_name, &at, &service.id.to_string()))?;
    let prose = declared.and_then(|declared| declared.get("documentation")?.as_str());
    let own = || Docs { summary: parameter.docs.join(" "), details: Vec::new() };
    Some(Setting {
        set: names::prefixed("set_", &name),
        name,
        rule_name: rule_name.clone(),
        kind: parameter.kind,
        shared,
        docs: docs::prose_of(prose, own),
    })
}

/// What the service declares must be parameters of the rules, and of the same type there.
fn check_declared(cx: &Context<'_>, parameters: &[Parameter], declared: &Value) {
    let service = &cx.model.service;
    for (name, value) in declared.as_object().into_iter().flatten() {
        let at = service.at.key("clientContextParams").key(name);
        let report = |message| {
            cx.report(Diagnostic::new(Code::ENDPOINT_RULES, &at, message).of(&service.id))
        };
        let Some(parameter) = parameters.iter().find(|known| known.rule_name == *name) else {
            report(format!("`{name}` is not a parameter of the endpoint rules"));
            continue;
        };
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
        if parameters::kind_named(kind) != Some(parameter.kind) {
            report(format!(
                "`{name}` is a {:?} in the endpoint rules, not `{kind}`",
                parameter.kind
            ));
        }
    }
}
