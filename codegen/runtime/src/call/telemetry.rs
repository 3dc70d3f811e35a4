//! Input members that the configuration asks to be recorded.

use crate::operation::CurrentOperation;
use crate::serde::{Structure, Visitor, text};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::telemetry::{CapturedTelemetryAttributes, RequestedTelemetryAttributes};

/// Keeps the values of the members that `emit_input_attributes` and `capture_input_attributes` name.
#[derive(Debug)]
pub struct CaptureInput;

#[dyn_dispatch_hint]
impl Intercept for CaptureInput {
    fn name(&self) -> &'static str {
        "CaptureInput"
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let requested =
            cfg.load::<RequestedTelemetryAttributes>().filter(|names| !names.is_empty());
        let (Some(requested), Some(CurrentOperation(operation))) =
            (requested, cfg.load::<CurrentOperation>())
        else {
            return Ok(());
        };
        let Some(input) = (operation.input)(context.input()) else { return Ok(()) };
        let captured = capture(input, requested);
        cfg.interceptor_state().store_put(captured);
        Ok(())
    }
}

/// Only text is captured, and only what may be shown.
fn capture(
    input: &dyn Structure,
    requested: &RequestedTelemetryAttributes,
) -> CapturedTelemetryAttributes {
    let mut captured = CapturedTelemetryAttributes::default();
    input.fields(Visitor(&mut |fields| {
        for (member, field) in input.table().shape().members().iter().zip(fields) {
            let wanted = requested.should_capture(member.name()) && !member.is_sensitive();
            if let Some(text) = text(*field).filter(|_| wanted) {
                captured.insert(member.name(), text);
            }
        }
    }));
    captured
}

#[cfg(test)]
mod tests {
    #![allow(dead_code)] // A structure comes with more than its tests need.
    use super::*;

    struct Login {
        user: Option<String>,
        password: Option<String>,
        age: Option<i32>,
    }

    struct LoginBuilder {
        inner: Login,
    }

    crate::structure!(Login, builder: LoginBuilder, fields: [
            (user, set_user, get_user, String),
            (password, set_password, get_password, String),
            (age, set_age, get_age, i32)
        ],
        table: "
            example#Login
            User string
            Password string
            @sensitive
            Age integer
        "
    );

    #[test]
    fn what_is_asked_for_is_captured_unless_it_is_sensitive() {
        let login = Login {
            user: Some("me".to_owned()),
            password: Some("hunter2".to_owned()),
            age: Some(7),
        };
        let mut requested = RequestedTelemetryAttributes::default();
        requested.emit(["User", "Password", "Age", "Other"].map(str::to_owned));
        let captured: Vec<_> = capture(&login, &requested)
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(captured, [("User".to_owned(), "me".to_owned())]);
    }
}
