//! What programs share that call an operation again and again, without a network: each prints seconds and allocations of
//! a call.

pub use aws_smithy_http_client::test_util::infallible_client_fn;
pub use aws_smithy_types::body::SdkBody;
use std::time::Instant;

/// A client of `$service` whose requests are all answered with these headers and this body.
macro_rules! client {
    ($service:ident, $headers:expr, $body:expr) => {{
        use $service::config::{BehaviorVersion, Credentials, Region};
        let body: String = $body;
        let http = crate::calls::infallible_client_fn(move |_| {
            let response = http::Response::builder();
            let response =
                $headers.iter().fold(response, |response, (name, value): &(&str, &str)| {
                    response.header(*name, *value)
                });
            response.body(crate::calls::SdkBody::from(body.as_str())).expect("it is a response")
        });
        let config = $service::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKID", "SECRET", None, None, "calls"))
            .http_client(http);
        $service::Client::from_conf(config.build())
    }};
}
pub(crate) use client;

/// What to call, and how often.
pub fn arguments() -> (String, usize) {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().expect("what to call");
    (what, arguments.next().and_then(|count| count.parse().ok()).expect("a count"))
}

/// Calls `count` times, after calls that are not counted, and prints what one took.
pub fn measure(count: usize, call: impl AsyncFn()) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio");
    for _ in 0..count / 10 + 2 {
        runtime.block_on(call());
    }
    let allocations = allocation_counter::measure(|| runtime.block_on(call())).count_total;
    let start = Instant::now();
    for _ in 0..count {
        runtime.block_on(call());
    }
    println!("{} {allocations}", start.elapsed().as_secs_f64() / count as f64);
}
