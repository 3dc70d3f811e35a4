//! Endpoints that were found before are found again without their rules: a client asks with the same few parameters again
//! and again, and twice in a call whose endpoint says how it is signed.

use super::evaluate::evaluate;
use super::partition::Partitions;
use super::table::RuleSet;
use super::value::Value;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointFuture;
use aws_smithy_types::endpoint::Endpoint;
use std::fmt;
use std::sync::{PoisonError, RwLock};

/// How many endpoints are kept: those of the buckets of a client, for example.
const KEPT: usize = 8;

/// Finds the endpoints of a service, and keeps the last few.
pub struct Resolver {
    rules: &'static RuleSet,
    partitions: &'static Partitions,
    kept: RwLock<Kept>,
}

#[derive(Default)]
struct Kept {
    /// What the endpoints were found for, and they.
    endpoints: Vec<(Box<[Option<Value<'static>>]>, Endpoint)>,
    /// The place of the one that was kept first.
    oldest: usize,
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver")
    }
}

impl Resolver {
    /// Finds endpoints by these rules.
    pub fn new(rules: &'static RuleSet, partitions: &'static Partitions) -> Self {
        Self { rules, partitions, kept: RwLock::default() }
    }

    /// The endpoint for these parameters, or why there is none.
    pub fn resolve(&self, parameters: &[Option<Value<'_>>]) -> EndpointFuture<'static> {
        EndpointFuture::ready(match self.known(parameters) {
            Some(endpoint) => Ok(endpoint),
            None => self.find(parameters),
        })
    }

    fn known(&self, parameters: &[Option<Value<'_>>]) -> Option<Endpoint> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut endpoints = kept.endpoints.iter();
        let known = endpoints.find(|(known, _)| **known == *parameters);
        known.map(|(_, endpoint)| endpoint.clone())
    }

    fn find(&self, parameters: &[Option<Value<'_>>]) -> Result<Endpoint, BoxError> {
        let endpoint = evaluate(self.rules, self.partitions, parameters)?;
        let owned = parameters.iter().map(|value| value.clone().map(Value::into_owned));
        let new = (owned.collect(), endpoint.clone());
        self.kept.write().unwrap_or_else(PoisonError::into_inner).keep(new);
        Ok(endpoint)
    }
}

impl Kept {
    fn keep(&mut self, new: (Box<[Option<Value<'static>>]>, Endpoint)) {
        if self.endpoints.len() < KEPT {
            self.endpoints.push(new);
        } else if let Some(oldest) = self.endpoints.get_mut(self.oldest) {
            *oldest = new;
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::*;
    use super::*;

    static RULES: RuleSet = RuleSet {
        parameters: &[Parameter("Host", Optional), Parameter("Secure", Defaults(Bool(false)))],
        slots: 2,
        rules: &[
            Error(&[If(Call(Not, &[Call(IsSet, &[Slot(0)])]))], Text("no host")),
            Endpoint(&[If(Slot(1))], Join(&[Text("https://"), Slot(0)]), &[], &[]),
            Endpoint(&[], Join(&[Text("http://"), Slot(0)]), &[], &[]),
        ],
    };

    static PARTITIONS: Partitions = Partitions::new(&[]);

    async fn url(resolver: &Resolver, host: Option<&str>, secure: bool) -> Result<String, String> {
        let endpoint = resolver.resolve(&[host.map(Value::from), Some(secure.into())]).await;
        endpoint.map(|endpoint| endpoint.url().to_owned()).map_err(|error| error.to_string())
    }

    fn kept(resolver: &Resolver) -> usize {
        resolver.kept.read().expect("no test panics here").endpoints.len()
    }

    #[tokio::test]
    async fn what_was_found_is_given_for_the_same_parameters_alone() {
        let resolver = Resolver::new(&RULES, &PARTITIONS);
        for _ in 0..2 {
            assert_eq!(url(&resolver, Some("a"), false).await.as_deref(), Ok("http://a"));
            assert_eq!(url(&resolver, Some("a"), true).await.as_deref(), Ok("https://a"));
            assert_eq!(url(&resolver, Some("b"), true).await.as_deref(), Ok("https://b"));
            assert_eq!(url(&resolver, None, true).await, Err("no host".to_owned()));
        }
        assert_eq!(kept(&resolver), 3, "each is evaluated once, and errors are not kept");
    }

    #[tokio::test]
    async fn few_are_kept_and_those_that_were_found_last() {
        let resolver = Resolver::new(&RULES, &PARTITIONS);
        for host in (0..3 * KEPT).map(|index| format!("h{index}")) {
            let expected = Ok(format!("http://{host}"));
            assert_eq!(url(&resolver, Some(&host), false).await, expected);
            let last = resolver.known(&[Some(host.as_str().into()), Some(false.into())]);
            assert_eq!(last.map(|endpoint| endpoint.url().to_owned()), expected.ok());
            assert!(kept(&resolver) <= KEPT);
        }
        let first = resolver.known(&[Some("h0".into()), Some(false.into())]);
        assert_eq!(first, None);
    }

    #[test]
    fn threads_find_their_own() {
        let resolver = Resolver::new(&RULES, &PARTITIONS);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let resolver = &resolver;
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().build();
                    let runtime = runtime.expect("a runtime");
                    for index in 0..1000 {
                        let host = format!("h{}", (index + thread) % (KEPT + 2));
                        let found = runtime.block_on(url(resolver, Some(&host), false));
                        assert_eq!(found, Ok(format!("http://{host}")));
                    }
                });
            }
        });
    }
}
