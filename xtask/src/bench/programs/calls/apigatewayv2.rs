//! `small` reads an API, `page` lists 500 integrations.

mod calls;

const HEADERS: [(&str, &str); 2] =
    [("x-amzn-requestid", "r1"), ("content-type", "application/json")];

fn integration(index: usize) -> String {
    format!(
        r#"{{"apiGatewayManaged":false,"connectionType":"INTERNET","contentHandlingStrategy":"CONVERT_TO_TEXT",
        "credentialsArn":"arn:aws:iam::123456789012:role/gateway-{index}","description":"number {index}",
        "integrationId":"i{index:06}","integrationMethod":"POST","integrationType":"AWS_PROXY",
        "integrationUri":"arn:aws:lambda:us-east-1:123456789012:function:backend-{index}",
        "passthroughBehavior":"WHEN_NO_MATCH","payloadFormatVersion":"2.0",
        "requestParameters":{{"append:header.one":"$request.path.one","overwrite:path":"/items/{index}"}},
        "responseParameters":{{"500":{{"overwrite:statuscode":"503"}}}},"timeoutInMillis":29000}}"#
    )
}

fn main() {
    let (what, count) = calls::arguments();
    if what == "small" {
        let body = r#"{"apiId":"a1b2c3","name":"shop","protocolType":"HTTP","createdDate":"2024-05-06T07:08:09Z",
            "routeSelectionExpression":"$request.method $request.path","tags":{"team":"shop"}}"#;
        let client = calls::client!(aws_sdk_apigatewayv2, HEADERS, body.to_owned());
        calls::measure(count, async || {
            let api = client.get_api().api_id("a1b2c3").send().await.expect("an answer");
            assert_eq!(api.name(), Some("shop"));
        });
    } else {
        let items: Vec<_> = (0..500).map(integration).collect();
        let body = format!(r#"{{"items":[{}]}}"#, items.join(","));
        let client = calls::client!(aws_sdk_apigatewayv2, HEADERS, body);
        calls::measure(count, async || {
            let page = client.get_integrations().api_id("a1b2c3").send().await.expect("an answer");
            assert_eq!(page.items().len(), 500);
        });
    }
}
