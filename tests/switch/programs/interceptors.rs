//! Interceptors of a client and of a call: they watch, and they change.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_apigatewayv2::error::BoxError;
use aws_sdk_apigatewayv2::operation::get_api::{GetApiError, GetApiInput, GetApiOutput};
use aws_sdk_apigatewayv2::{Client, config};
use std::fmt::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Debug, Default)]
struct Audit(Arc<Mutex<Vec<String>>>);

impl Audit {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().expect("nobody panics").push(what.into());
    }
}

impl Intercept for Audit {
    fn name(&self) -> &'static str {
        "Audit"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(input) = context.input_mut().downcast_mut::<GetApiInput>() {
            self.note(format!("asks for {:?}", input.api_id()));
            input.api_id = input.api_id.take().map(|id| id.to_lowercase());
        }
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-unsigned", "1");
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.note(format!("status {}", context.response().status()));
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match context.output_or_error() {
            Some(Ok(output)) => {
                let output = output.downcast_ref::<GetApiOutput>();
                self.note(format!("got {:?}", output.and_then(GetApiOutput::name)));
            }
            Some(Err(error)) => {
                let error =
                    error.as_operation_error().and_then(|e| e.downcast_ref::<GetApiError>());
                self.note(format!("failed {:?}", error.map(GetApiError::is_not_found_exception)));
            }
            None => self.note("nothing"),
        }
        Ok(())
    }
}

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let audit = Audit::default();
    let config = config::Builder::from(&sdk_config(url)).interceptor(audit.clone()).build();
    let client = Client::from_conf(config);
    client.get_api().api_id("A1").send().await?;
    client.get_api().api_id("Missing").send().await.unwrap_err();
    let twice = client.get_api().api_id("B2").customize().interceptor(audit.clone());
    twice.send().await?;
    for line in audit.0.lock().expect("nobody panics").iter() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
