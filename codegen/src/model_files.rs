//! The files of a model: how they are called, and which part of an [`Input`] each of them is.

use crate::input::Input;
use crate::source::Source;
use serde::Deserialize;
use std::collections::HashMap;

/// botocore's model of a service.
pub const SERVICE: &str = "service-2.json";
/// botocore's paginators.
pub const PAGINATORS: &str = "paginators-1.json";
/// What is laid over [`SERVICE`].
pub const SERVICE_EXTRAS: &str = "service-2.sdk-extras.json";
/// What is laid over [`PAGINATORS`].
pub const PAGINATORS_EXTRAS: &str = "paginators-1.sdk-extras.json";
/// botocore's waiters.
pub const WAITERS: &str = "waiters-2.json";
/// botocore's endpoint rules of a service.
pub const ENDPOINT_RULES: &str = "endpoint-rule-set-1.json";
/// The partitions to which the endpoint rules of all services refer.
pub const PARTITIONS: &str = "partitions.json";
/// Our documentation of a service.
pub const OVERLAY: &str = "overlay.md";
/// The facts that we add to a model.
pub const FACTS: &str = "overlay.toml";

/// What stands beside a model, in files that `read` gives by their names if there are such files. The model itself and
/// the partitions, which may stand elsewhere, are left empty.
///
/// # Errors
///
/// The first error of `read`.
pub fn beside<E>(mut read: impl FnMut(&str) -> Result<Option<Source>, E>) -> Result<Input, E> {
    Ok(Input {
        service: Source::default(),
        more: Vec::new(),
        paginators: read(PAGINATORS)?,
        service_extras: read(SERVICE_EXTRAS)?,
        paginators_extras: read(PAGINATORS_EXTRAS)?,
        waiters: read(WAITERS)?,
        endpoint_rules: read(ENDPOINT_RULES)?,
        partitions: None,
        overlay: read(OVERLAY)?,
        facts: read(FACTS)?,
    })
}

/// What SDKs call the service of the model that stands in `text`, in either dialect: of a text that is no model of one
/// AWS service, nothing. All else in it is passed over, so that one of hundreds of models is soon found.
pub fn sdk_id(text: &str) -> Option<String> {
    let Head { metadata, shapes } = serde_json::from_str(text).ok()?;
    let traits = shapes.into_values().filter_map(|shape| shape.traits?.service);
    let mut services = traits.filter_map(|service| service.sdk_id).chain(metadata.service_id);
    let first = services.next()?;
    services.next().is_none().then_some(first)
}

/// Where botocore's models and Smithy's AST say what a service is called.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    shapes: HashMap<String, Shape>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(rename = "serviceId")]
    service_id: Option<String>,
}

#[derive(Deserialize)]
struct Shape {
    traits: Option<Traits>,
}

#[derive(Deserialize)]
struct Traits {
    #[serde(rename = "aws.api#service")]
    service: Option<Service>,
}

#[derive(Deserialize)]
struct Service {
    #[serde(rename = "sdkId")]
    sdk_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_dialect_says_what_the_service_is_called() {
        let ast = |shapes: &str| {
            format!("{{\"smithy\": \"2.0\", \"metadata\": {{}}, \"shapes\": {{{shapes}}}}}")
        };
        let service = r#"{"type": "service", "traits": {"smithy.api#title": "S", "aws.api#service": {"sdkId": "SSO OIDC"}}}"#;
        let one = format!(
            r#""a#B": {service}, "a#C": {{"type": "string", "traits": {{}}}}, "a#D": {{"type": "blob"}}"#
        );
        assert_eq!(sdk_id(&ast(&one)).as_deref(), Some("SSO OIDC"));
        let botocore =
            r#"{"metadata": {"serviceId": "S3"}, "shapes": {"Shape": {"type": "string"}}}"#;
        assert_eq!(sdk_id(botocore).as_deref(), Some("S3"));
        let two = ast(&format!("{one}, \"a#E\": {service}"));
        for no_model in [two.as_str(), &ast(""), "{}", "[]", "{", r#"{"shapes": []}"#] {
            assert_eq!(sdk_id(no_model), None, "{no_model}");
        }
    }

    #[test]
    fn each_file_is_read_once_and_has_its_place() {
        let mut asked = Vec::new();
        let input = beside(|name| {
            asked.push(name.to_owned());
            Ok::<_, ()>(Some(Source { name: name.to_owned(), text: String::new() }))
        });
        let input = input.unwrap();
        let name = |source: Option<Source>| source.unwrap().name;
        let placed = [
            name(input.paginators),
            name(input.service_extras),
            name(input.paginators_extras),
            name(input.waiters),
            name(input.endpoint_rules),
            name(input.overlay),
            name(input.facts),
        ];
        assert_eq!(placed, asked[..]);
        assert_eq!(placed[5..], [OVERLAY, FACTS]);
    }

    #[test]
    fn an_error_of_reading_is_handed_on() {
        assert_eq!(beside(|_| Err("it cannot be read")).unwrap_err(), "it cannot be read");
    }
}
