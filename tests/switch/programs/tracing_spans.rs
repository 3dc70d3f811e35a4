//! The span of a call, seen by a subscriber. Its name is the operation's with the official crate,
//! and always the same with ours.

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

impl<S: Subscriber> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let level = attributes.metadata().level();
        self.0.lock().expect("nobody panics").push(format!("{level} {:?}", fields.0));
    }
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
    for span in spans.iter().filter(|span| span.contains("rpc.")) {
        writeln!(out, "{span}")?;
    }
    Ok(())
}
