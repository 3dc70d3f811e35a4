//! Our client and the official one side by side: equal inputs are sent as the same bytes, equal answers
//! are read as the same values. What is tried is made from the model, for every operation. boto3 is the third:
//! what it would send must be equivalent.

mod answers;
mod boto3;
mod requests;

use serde_json::Value;
use smithwright_tests::canned::{Answer, Asked, Canned};

/// What a client sent, and what it made of the answer.
type Exchange = (Vec<Asked>, Value);

/// Both clients, each with its own canned answers.
struct Both {
    ours: (Canned, peer_ours::Client),
    official: (Canned, peer_official::Client),
}

impl Both {
    fn new() -> Self {
        let (ours, official) = (Canned::new([]), Canned::new([]));
        Self {
            ours: (ours.clone(), peer_ours::client(ours)),
            official: (official.clone(), peer_official::client(official)),
        }
    }

    /// Both call `operation` and are given `answer`: our client, and the official one.
    async fn call(&self, operation: &str, input: &Value, answer: &Answer) -> (Exchange, Exchange) {
        let (http, client) = &self.ours;
        http.answer_with(answer.clone());
        let ours = peer_ours::call(client, operation, input).await;
        let ours = (asked(http), ours);
        let (http, client) = &self.official;
        http.answer_with(answer.clone());
        let official = peer_official::call(client, operation, input).await;
        (ours, (asked(http), official))
    }
}

/// What was asked, without the id that every request has to itself.
fn asked(http: &Canned) -> Vec<Asked> {
    let mut asked = http.asked();
    for asked in &mut asked {
        asked.headers.retain(|(name, _)| name != "amz-sdk-invocation-id");
        asked.headers.sort();
    }
    asked
}

/// Where the two clients differed.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    /// Notes a difference, cut to where it begins.
    fn add(&mut self, about: &str, ours: impl ToString, official: impl ToString) {
        let (ours, official) = (ours.to_string(), official.to_string());
        let same = ours.chars().zip(official.chars()).take_while(|(a, b)| a == b).count();
        let part =
            |text: &str| text.chars().skip(same.saturating_sub(60)).take(300).collect::<String>();
        let (ours, official) = (part(&ours), part(&official));
        self.0.push(format!("{about}\n  ours      …{ours}\n  theirs    …{official}\n"));
    }

    fn assert_none(&self) {
        let first = self.0.iter().take(20).map(String::as_str).collect::<String>();
        assert!(self.0.is_empty(), "{} differ, among them:\n{first}", self.0.len());
    }
}
