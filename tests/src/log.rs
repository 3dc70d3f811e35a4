//! What is told to `tracing`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, Once};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The fields of a span.
pub type Fields = BTreeMap<&'static str, String>;

/// Keeps spans by their names, and all that is said in events, at every level.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The spans, in the order in which they were opened.
    pub spans: Arc<Mutex<Vec<(&'static str, Fields)>>>,
    /// The events, a line each.
    pub events: Arc<Mutex<String>>,
}

thread_local! {
    static CURRENT: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Keeps what its thread tells until it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Listening(());

impl Drop for Listening {
    fn drop(&mut self) {
        CURRENT.set(None);
    }
}

impl Log {
    /// Keeps what this thread tells until the guard is dropped. There is one subscriber for all threads: with one a thread,
    /// `tracing` caches for all of them that nobody listens if one does not.
    pub fn start() -> (Self, Listening) {
        static ALL: Once = Once::new();
        ALL.call_once(|| {
            let subscriber = tracing_subscriber::registry().with(Threads);
            tracing::subscriber::set_global_default(subscriber).expect("there is no other");
        });
        let log = Self::default();
        CURRENT.set(Some(log.clone()));
        (log, Listening(()))
    }

    fn tell(&self, line: &str) {
        self.events.lock().expect("no test panics here").push_str(line);
    }

    /// All that was told.
    ///
    /// # Panics
    ///
    /// When a test panicked while it told something.
    pub fn text(&self) -> String {
        let spans = self.spans.lock().expect("no test panics here");
        format!("{}{spans:?}", self.events.lock().expect("no test panics here"))
    }
}

struct Read<'a>(&'a mut Fields);

impl Visit for Read<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Gives what a thread tells to the log that it keeps, if it keeps one.
struct Threads;

fn tell(what: impl FnOnce(&Log)) {
    CURRENT.with_borrow(|log| log.as_ref().map(what));
}

impl<S: Subscriber> Layer<S> for Threads {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        tell(|log| {
            let mut fields = Fields::new();
            attributes.record(&mut Read(&mut fields));
            let span = (attributes.metadata().name(), fields);
            log.spans.lock().expect("no test panics here").push(span);
        });
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        tell(|log| {
            let mut fields = Fields::new();
            values.record(&mut Read(&mut fields));
            log.tell(&format!("span {fields:?}\n"));
        });
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        tell(|log| {
            let mut fields = Fields::new();
            event.record(&mut Read(&mut fields));
            let what = event.metadata();
            log.tell(&format!("{} {} {fields:?}\n", what.level(), what.target()));
        });
    }
}
