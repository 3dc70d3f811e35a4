//! What S3 does otherwise than its models say, and every SDK knows.

use crate::model::{Kind, Member, Model, Operation, ShapeId, traits as t};
use serde_json::{Value, json};

/// The operation whose output is not wrapped, which Smithy's model says of it and botocore's does not.
const UNWRAPPED: &str = "GetBucketLocation";

/// The label that is left to the endpoint rules.
const BUCKET: &str = "/{Bucket}";

/// Completes the model, if it is that of S3.
pub fn apply(model: &mut Model) {
    if model.service.sdk_id != "S3" {
        return;
    }
    let ids: Vec<ShapeId> = model.operations.keys().cloned().collect();
    for id in ids {
        let known_to_rules = bucket_is_a_parameter(model, &model.operations[&id]);
        let operation = &mut model.operations[&id];
        if known_to_rules {
            leave_bucket_to_the_rules(operation);
        }
        let unwrapped = operation.traits.has(t::XML_UNWRAPPED) || id.name() == UNWRAPPED;
        let output = operation.output.as_ref().filter(|_| unwrapped);
        if let Some(output) = output.and_then(|id| model.shapes.get_mut(id)) {
            output.traits.mark(t::XML_UNWRAPPED);
        }
    }
}

fn bucket_is_a_parameter(model: &Model, operation: &Operation) -> bool {
    let input = operation.input.as_ref().and_then(|id| model.shapes.get(id));
    let Some(Kind::Structure(members)) = input.map(|shape| &shape.kind) else { return false };
    let parameter = |member: &Member| member.traits.get(t::CONTEXT_PARAM)?.get("name").cloned();
    members.get("Bucket").and_then(parameter) == Some(json!("Bucket"))
}

/// The rules put the bucket into the host, or else into the path of the endpoint: it would be there twice.
fn leave_bucket_to_the_rules(operation: &mut Operation) {
    let Some(http) = operation.traits.get(t::HTTP) else { return };
    let uri = http.get("uri").and_then(Value::as_str).and_then(|uri| uri.strip_prefix(BUCKET));
    let Some(uri) = uri else { return };
    let uri = if uri.starts_with('/') { uri.to_owned() } else { format!("/{uri}") };
    let mut http = http.clone();
    http["uri"] = uri.into();
    operation.traits.add(t::HTTP, http);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_model::model_with;

    const SHAPES: &str = r#""S": {"type": "string"}, "Out": {"type": "structure", "members": {}},
        "In": {"type": "structure", "required": ["Bucket"], "members": {
            "Bucket": {"shape": "S", "location": "uri", "locationName": "Bucket", "contextParam": {"name": "Bucket"}}}},
        "Plain": {"type": "structure", "required": ["Bucket"], "members": {
            "Bucket": {"shape": "S", "location": "uri", "locationName": "Bucket"}}}"#;

    fn operation(name: &str, uri: &str, input: &str) -> String {
        format!(
            r#""{name}": {{"http": {{"method": "GET", "requestUri": "{uri}"}},
                "input": {{"shape": "{input}"}}, "output": {{"shape": "Out"}}}}"#
        )
    }

    fn applied(sdk_id: &str, operation: &str) -> Model {
        let mut model = model_with(operation, SHAPES, "").unwrap_or_else(|found| panic!("{found}"));
        sdk_id.clone_into(&mut model.service.sdk_id);
        apply(&mut model);
        model
    }

    fn uri(sdk_id: &str, uri: &str, input: &str) -> String {
        let model = applied(sdk_id, &operation("A", uri, input));
        model.operations[0].traits.http().unwrap().uri.to_owned()
    }

    #[test]
    fn a_bucket_that_the_rules_know_is_left_to_them() {
        assert_eq!(uri("S3", "/{Bucket}", "In"), "/");
        assert_eq!(uri("S3", "/{Bucket}?location", "In"), "/?location");
        assert_eq!(uri("S3", "/{Bucket}/x?y", "In"), "/x?y");
        assert_eq!(uri("S3", "/{Bucket}/x", "Plain"), "/{Bucket}/x", "the rules do not know it");
        assert_eq!(uri("S3 Control", "/{Bucket}/x", "In"), "/{Bucket}/x");
    }

    #[test]
    fn the_location_of_a_bucket_is_not_wrapped() {
        let unwrapped = |sdk_id: &str, name: &str| {
            let model = applied(sdk_id, &operation(name, "/", "In"));
            let output = model.shapes.values().find(|shape| shape.id.name() == "Out").unwrap();
            output.traits.has(t::XML_UNWRAPPED)
        };
        assert!(unwrapped("S3", "GetBucketLocation"));
        assert!(!unwrapped("S3", "GetBucket"));
        assert!(!unwrapped("Toy", "GetBucketLocation"));
    }
}
