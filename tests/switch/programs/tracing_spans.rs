//! The spans of calls, seen by a subscriber: names, modules, fields and how they are nested.

use crate::{Outcome, sdk_config};
use aws_sdk_apigatewayv2::Client;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id};
use tracing::{Instrument, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let value =
            if field.name() == "sdk_invocation_id" { "…".into() } else { format!("{value:?}") };
        self.0.insert(field.name(), value);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let span = context.span(id).expect("it is new");
        let names: Vec<_> = span.scope().from_root().map(|span| span.name()).collect();
        let (level, module) = (span.metadata().level(), module(span.metadata().target()));
        let line = format!("{level} {module} {} {:?}", names.join(" > "), fields.0);
        self.0.lock().expect("nobody panics").push(line);
    }
}

/// The module, where it is not that of the crate that is switched.
fn module(target: &str) -> &str {
    target.split_once("_apigatewayv2::").map_or(target, |(_, module)| module)
}

pub async fn run(url: &str, out: &mut String) -> Outcome {
    let client = Client::new(&sdk_config(url));
    let spans = Spans::default();
    let subscriber = tracing_subscriber::registry().with(spans.clone());
    let call = async {
        client.get_api().api_id("a1").send().await?;
        client.delete_route().api_id("missing").route_id("r3").send().await.ok();
        Outcome::Ok(())
    };
    call.instrument(tracing::info_span!("cleanup")).with_subscriber(subscriber).await?;
    let spans = spans.0.lock().expect("nobody panics");
    for span in spans.iter() {
        writeln!(out, "{span}")?;
    }
    Ok(())
}
