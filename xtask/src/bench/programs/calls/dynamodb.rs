//! `get` reads an item, `query` 100 of them, `write` writes 25 at once.

mod calls;

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};

const HEADERS: [(&str, &str); 2] =
    [("x-amzn-requestid", "r1"), ("content-type", "application/x-amz-json-1.0")];

fn item(index: usize) -> String {
    format!(
        r#"{{"id":{{"S":"order-{index}"}},"customer":{{"S":"customer-{index}"}},"total":{{"N":"{index}.99"}},
        "paid":{{"BOOL":true}},"tags":{{"SS":["new","gift"]}},
        "address":{{"M":{{"street":{{"S":"Main Street {index}"}},"city":{{"S":"Springfield"}}}}}}}}"#
    )
}

fn write(index: usize) -> WriteRequest {
    let text = |text: String| AttributeValue::S(text);
    let put = PutRequest::builder()
        .item("id", text(format!("order-{index}")))
        .item("customer", text(format!("customer-{index}")))
        .item("total", AttributeValue::N(format!("{index}.99")))
        .item("paid", AttributeValue::Bool(true));
    WriteRequest::builder().put_request(put.build().expect("it has an item")).build()
}

fn main() {
    let (what, count) = calls::arguments();
    let body = match what.as_str() {
        "get" => format!(r#"{{"Item":{}}}"#, item(1)),
        "query" => {
            let items: Vec<_> = (0..100).map(item).collect();
            format!(r#"{{"Count":100,"Items":[{}],"ScannedCount":100}}"#, items.join(","))
        }
        _ => r#"{"UnprocessedItems":{}}"#.to_owned(),
    };
    let client = calls::client!(aws_sdk_dynamodb, HEADERS, body);
    match what.as_str() {
        "get" => calls::measure(count, async || {
            let get = client.get_item().table_name("orders");
            let get = get.key("id", AttributeValue::S("order-1".to_owned())).send().await;
            assert_eq!(get.expect("an answer").item().map(|item| item.len()), Some(6));
        }),
        "query" => calls::measure(count, async || {
            let query =
                client.query().table_name("orders").key_condition_expression("customer = :c");
            let value = AttributeValue::S("customer-1".to_owned());
            let query = query.expression_attribute_values(":c", value).send().await;
            assert_eq!(query.expect("an answer").items().len(), 100);
        }),
        _ => {
            let writes: Vec<_> = (0..25).map(write).collect();
            calls::measure(count, async || {
                let call = client.batch_write_item().request_items("orders", writes.clone());
                let written = call.send().await.expect("an answer");
                assert_eq!(written.unprocessed_items().map(|items| items.len()), Some(0));
            });
        }
    }
}
