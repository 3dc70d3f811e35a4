//! `receive` receives ten messages.

mod calls;

const HEADERS: [(&str, &str); 2] =
    [("x-amzn-requestid", "r1"), ("content-type", "application/x-amz-json-1.0")];

fn message(index: usize) -> String {
    format!(
        r#"{{"Attributes":{{"SentTimestamp":"171497{index:07}"}},"Body":"{{\"order\":{index},\"customer\":\"c{index}\"}}",
        "MD5OfBody":"{index:032x}","MessageId":"5fea7756-0ea4-451a-a703-{index:012x}",
        "ReceiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{index:0100}"}}"#
    )
}

fn main() {
    let (_, count) = calls::arguments();
    let messages: Vec<_> = (0..10).map(message).collect();
    let body = format!(r#"{{"Messages":[{}]}}"#, messages.join(","));
    let client = calls::client!(aws_sdk_sqs, HEADERS, body);
    calls::measure(count, async || {
        let receive = client.receive_message().max_number_of_messages(10);
        let receive = receive.queue_url("https://sqs.us-east-1.amazonaws.com/123456789012/orders");
        assert_eq!(receive.send().await.expect("an answer").messages().len(), 10);
    });
}
