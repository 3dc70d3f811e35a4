//! Sends orders through a queue of SQS, and takes them out again.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use omniqueue::backends::{SqsBackend, SqsConfig};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::time::Duration;

#[derive(Debug, Deserialize, Serialize)]
struct Order {
    customer: String,
    items: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&aws_config::load_from_env().await);
    let created = client.create_queue().queue_name("orders").send().await?;
    let queue = created.queue_url().ok_or("a queue has a URL")?.to_owned();

    let config = SqsConfig { queue_dsn: queue.clone(), override_endpoint: false };
    let (producer, mut consumer) = SqsBackend::builder(config).build_pair().await?;
    for number in 1..=3 {
        let items = vec![format!("item {number}"); number];
        producer.send_serde_json(&Order { customer: "Ada".to_owned(), items }).await?;
    }
    for delivery in consumer.receive_all(10, Duration::from_secs(1)).await? {
        let order: Option<Order> = delivery.payload_serde_json()?;
        println!("{order:?}");
        delivery.ack().await.map_err(|(error, _)| error)?;
    }

    let missing = client.get_queue_url().queue_name("invoices").send().await;
    let missing = missing.expect_err("there is no such queue");
    println!("{:?}", missing.code());
    println!("{}", missing.into_service_error().is_queue_does_not_exist());
    Ok(())
}
