//! A clock that sleeping moves.

use smithwright_runtime::aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use smithwright_runtime::aws_smithy_async::time::TimeSource;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// A clock that stands still but for those who sleep.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Vec<Duration>>>);

impl Clock {
    /// How long each sleep was.
    ///
    /// # Panics
    ///
    /// When a test panicked while it slept.
    pub fn slept(&self) -> Vec<Duration> {
        self.0.lock().expect("no test panics here").clone()
    }
}

impl AsyncSleep for Clock {
    fn sleep(&self, duration: Duration) -> Sleep {
        let slept = self.0.clone();
        // Timeouts of what is done at once never get to sleep.
        Sleep::new(async move { slept.lock().expect("no test panics here").push(duration) })
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        let slept: Duration = self.slept().iter().sum();
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + slept
    }
}
