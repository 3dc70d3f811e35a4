//! Counts buckets, tables and queues, with whatever configuration the environment gives.

use aws_config::BehaviorVersion;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let buckets = aws_sdk_s3::Client::new(&config).list_buckets().send().await.expect("buckets");
    let tables = aws_sdk_dynamodb::Client::new(&config).list_tables().send().await.expect("tables");
    let queues = aws_sdk_sqs::Client::new(&config).list_queues().send().await.expect("queues");
    println!(
        "{} {} {}",
        buckets.buckets().len(),
        tables.table_names().len(),
        queues.queue_urls().len()
    );
}
