//! Code that is generic over operations: a cache of answers, and a dry run that changes nothing.
//!
//! `cargo run -p smithwright-tests --example generic` runs it against a mock.

use smithwright_apigatewayv2::Client;
use smithwright_apigatewayv2::error::SdkError;
use smithwright_apigatewayv2::operation::Input;
use smithwright_apigatewayv2::operation::create_api::{CreateApiInput, CreateApiOutput};
use smithwright_apigatewayv2::operation::get_api::{GetApiInput, GetApiOutput};
use smithwright_apigatewayv2::operation::get_routes::{GetRoutesInput, GetRoutesOutput};
use smithwright_apigatewayv2::test_util::{Example, Mock};
use smithwright_apigatewayv2::types::ProtocolType;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What an operation that takes `I` gives.
type Outcome<T, I> = Result<T, SdkError<<I as Input>::Error>>;

/// What was answered, by the type of the input.
type Answers = HashMap<TypeId, Box<dyn Any + Send>>;

/// A client that asks once for what is asked for with the same input.
struct Cache {
    client: Client,
    answers: Mutex<Answers>,
}

impl Cache {
    fn new(client: Client) -> Self {
        Self { client, answers: Mutex::default() }
    }

    async fn get<I>(&self, input: I) -> Outcome<Arc<I::Output>, I>
    where
        I: Input<Client = Client> + Clone + PartialEq,
    {
        if let Some(known) = self.known(&input) {
            return Ok(known);
        }
        let output = Arc::new(self.client.call(input.clone()).await?);
        let mut answers = self.answers.lock().expect("nobody panicked");
        let of_operation = answers
            .entry(TypeId::of::<I>())
            .or_insert_with(|| Box::new(Vec::<(I, Arc<I::Output>)>::new()));
        if let Some(known) = of_operation.downcast_mut::<Vec<(I, Arc<I::Output>)>>() {
            known.push((input, Arc::clone(&output)));
        }
        Ok(output)
    }

    fn known<I: Input + PartialEq>(&self, input: &I) -> Option<Arc<I::Output>> {
        let answers = self.answers.lock().expect("nobody panicked");
        let of_operation = answers.get(&TypeId::of::<I>())?;
        let known = of_operation.downcast_ref::<Vec<(I, Arc<I::Output>)>>()?;
        known.iter().find(|(known, _)| known == input).map(|(_, output)| Arc::clone(output))
    }
}

/// A client that says what it would do, and does no more than to read.
struct DryRun {
    client: Client,
    would: Mutex<Vec<String>>,
}

impl DryRun {
    fn new(client: Client) -> Self {
        Self { client, would: Mutex::default() }
    }

    /// What is answered, unless the operation would change something.
    async fn call<I: Input<Client = Client>>(&self, input: I) -> Outcome<Option<I::Output>, I> {
        if ["Get", "List", "Export"].iter().any(|word| I::OPERATION.starts_with(word)) {
            return self.client.call(input).await.map(Some);
        }
        self.would.lock().expect("nobody panicked").push(format!("{}: {input:?}", I::OPERATION));
        Ok(None)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = Mock::new()
        .on(|_: &GetApiInput| Ok(GetApiOutput::example(1)))
        .on(|_: &GetRoutesInput| Ok(GetRoutesOutput::example(1)))
        .on(|_: &CreateApiInput| Ok(CreateApiOutput::example(1)));

    let cache = Cache::new(mock.client());
    for id in ["a", "a", "b", "a"] {
        cache.get(GetApiInput::new(id)).await?;
    }
    cache.get(GetRoutesInput::new("a")).await?;
    println!("five questions, {} calls", mock.calls().len());
    assert_eq!(mock.inputs::<GetApiInput>().len(), 2);
    assert_eq!(mock.inputs::<GetRoutesInput>().len(), 1);

    let dry = DryRun::new(mock.client());
    let api = dry.call(GetApiInput::new("a")).await?;
    println!("read: {:?}", api.and_then(|api| api.name));
    assert!(dry.call(CreateApiInput::new("pets", ProtocolType::Http)).await?.is_none());
    println!("would: {}", dry.would.lock().expect("nobody panicked").join(", "));
    assert!(mock.inputs::<CreateApiInput>().is_empty());
    Ok(())
}
