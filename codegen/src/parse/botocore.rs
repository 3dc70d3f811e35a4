//! botocore's `service-2.json`: an older notation for what Smithy says with traits.
//!
//! botocore names URI labels, query parameters, headers and JSON keys alike, by `locationName`;
//! Smithy's URIs name members. The URI is rewritten, so that the rest of the generator knows one way.

use super::ast::prelude;
use super::operation_traits;
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, unless_many};
use crate::model::pagination::Origin;
use crate::model::traits::{self as t, Traits};
use crate::model::{
    EnumValue, Kind, Located, Member, Model, Operation, Service, Shape, ShapeId, Simple,
};
use crate::read::node::{Node, TITLE_MARKS, wrong_type};
use crate::read::pagination;
use crate::source::{Address, Sources};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// Attributes of shapes and members that say something only to validators or to other generators.
const IGNORED: [&str; 5] = ["box", "synthetic", "deprecatedSince", "wrapper", "xmlOrder"];

/// Attributes of members that say all by being there.
const MEMBER_MARKS: [(&str, &str); 6] = [
    ("eventheader", t::EVENT_HEADER),
    ("eventpayload", t::EVENT_PAYLOAD),
    ("flattened", t::XML_FLATTENED),
    ("idempotencyToken", t::IDEMPOTENCY_TOKEN),
    ("streaming", t::STREAMING),
    ("xmlAttribute", t::XML_ATTRIBUTE),
];

const DIALECTS: &str =
    "botocore's `service-2.json` has it; a model in Smithy's JSON AST has `smithy` instead";

const METADATA: [&str; 19] = [
    "apiVersion",
    "auth",
    "awsQueryCompatible",
    "checksumFormat",
    "endpointPrefix",
    "globalEndpoint",
    "jsonVersion",
    "protocol",
    "protocols",
    "protocolSettings",
    "ripServiceName",
    "serviceAbbreviation",
    "serviceFullName",
    "serviceId",
    "signatureVersion",
    "signingName",
    "targetPrefix",
    "uid",
    "xmlNamespace",
];

/// Reads one model, collecting what is wrong with it.
pub struct Parser {
    pub diagnostics: Vec<Diagnostic>,
    namespace: String,
    /// The trait that `locationName` of a member of a body stands for.
    body_name: &'static str,
}

impl Parser {
    pub fn new(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, namespace: String::new(), body_name: t::JSON_NAME }
    }

    /// The model, as far as it could be read.
    pub fn model(&mut self, file: &Located, paginators: Option<&Located>) -> Option<Model> {
        let root = self.node(&file.value, file.at.clone(), "service")?;
        let known = [
            "version",
            "metadata",
            "operations",
            "shapes",
            "documentation",
            "deprecated",
            "deprecatedMessage",
            "examples",
            "clientContextParams",
        ];
        let service = self.service(&root)?;
        root.only(&known, &mut self.diagnostics);

        let mut shapes = self.named(&root, "shapes", Self::shape);
        bind_query_maps(&mut shapes);
        bind_names(&mut shapes, self.body_name);
        bind_flattened(&mut shapes);
        bind_unit(&self.id("Unit"), &mut shapes);
        let mut operations = self.named(&root, "operations", Self::operation);
        for operation in operations.values_mut() {
            self.rewrite_uri(operation, &shapes);
        }
        if let Some(paginators) = paginators {
            self.paginators(paginators, &mut operations);
        }
        Some(Model {
            service,
            operations,
            shapes,
            endpoint_rules: None,
            partitions: None,
            sources: Sources::default(),
        })
    }

    fn node<'a>(&mut self, value: &'a Value, at: Address, shape: &str) -> Option<Node<'a>> {
        Node::new(value, at, shape, &mut self.diagnostics)
    }

    fn id(&self, name: &str) -> ShapeId {
        ShapeId::new(&self.namespace, name)
    }

    fn named<T>(
        &mut self,
        root: &Node<'_>,
        key: &str,
        parse: fn(&mut Self, &ShapeId, &Node<'_>) -> Option<T>,
    ) -> IndexMap<ShapeId, T> {
        if !root.object.contains_key(key) {
            self.diagnostics.push(root.lacks(key));
        }
        let mut parsed = IndexMap::new();
        for (name, value, at) in root.entries(key, &mut self.diagnostics) {
            let id = self.id(name);
            let node = self.node(value, at, &id.to_string());
            if let Some(item) = node.and_then(|node| parse(self, &id, &node)) {
                parsed.insert(id, item);
            }
        }
        parsed
    }

    fn service(&mut self, root: &Node<'_>) -> Option<Service> {
        let Some(metadata) = root.get("metadata") else {
            self.diagnostics.push(root.lacks("metadata").hint(DIALECTS));
            return None;
        };
        let node = self.node(metadata, root.at.key("metadata"), "service")?;
        node.only(&METADATA, &mut self.diagnostics);
        let sdk_id = self.plain(&node, "serviceId", " -");
        let version = self.plain(&node, "apiVersion", "-._");
        let prefix = self.plain(&node, "endpointPrefix", "-._");
        let title = self.plain(&node, "serviceFullName", TITLE_MARKS);
        let signing_name = self.plain(&node, "signingName", "-._");
        let protocols = self.protocols(&node);
        if matches!(
            node.get("protocol").and_then(Value::as_str),
            Some("rest-xml" | "query" | "ec2")
        ) {
            self.body_name = t::XML_NAME;
        }
        for key in ["serviceId", "apiVersion", "endpointPrefix"] {
            if !node.object.contains_key(key) {
                self.diagnostics.push(node.lacks(key));
            }
        }
        let (sdk_id, version, prefix) = (sdk_id?, version?, prefix?);
        let title = title.unwrap_or(sdk_id);
        self.namespace = format!("com.amazonaws.{}", sdk_id.to_lowercase().replace(' ', ""));
        // RPC protocols name the service shape in their requests; botocore keeps it only for them.
        let shape = match self.plain(&node, "targetPrefix", "-._") {
            Some(prefix) => prefix.to_owned(),
            None => title.split_whitespace().collect::<String>(),
        };
        let mut traits = self.common_traits(root);
        if node.get("awsQueryCompatible").is_some() {
            traits.mark(t::AWS_QUERY_COMPATIBLE);
        }
        self.xml_namespace(&node, &mut traits);
        operation_traits::service(root, &node, &mut traits, &mut self.diagnostics);
        // botocore has models of AWS's services alone.
        traits.mark(t::SERVICE);
        Some(Service {
            id: self.id(&shape),
            version: version.to_owned(),
            sdk_id: sdk_id.to_owned(),
            signing_name: signing_name.unwrap_or(prefix).to_owned(),
            title: title.to_owned(),
            protocols,
            traits,
            at: node.at.clone(),
        })
    }

    /// A text that stands in names, and in sentences without being escaped.
    fn plain<'a>(&mut self, node: &Node<'a>, key: &str, marks: &str) -> Option<&'a str> {
        node.plain(key, marks, &mut self.diagnostics)
    }

    fn protocols(&mut self, metadata: &Node<'_>) -> Vec<String> {
        let Some(protocol) = metadata.required_text("protocol", &mut self.diagnostics) else {
            return Vec::new();
        };
        let mut names = metadata.texts("protocols", &mut self.diagnostics);
        if names.is_empty() {
            names.push(protocol);
        }
        let json = metadata.text("jsonVersion", &mut self.diagnostics).unwrap_or("1.0");
        let id = |name: &str| match name {
            "rest-json" => "aws.protocols#restJson1".to_owned(),
            "rest-xml" => "aws.protocols#restXml".to_owned(),
            "json" if json == "1.1" => "aws.protocols#awsJson1_1".to_owned(),
            "json" => "aws.protocols#awsJson1_0".to_owned(),
            "query" => "aws.protocols#awsQuery".to_owned(),
            "ec2" => "aws.protocols#ec2Query".to_owned(),
            "smithy-rpc-v2-cbor" => "smithy.protocols#rpcv2Cbor".to_owned(),
            other => other.to_owned(),
        };
        names.into_iter().map(id).collect()
    }

    /// Traits that mean the same on every kind of shape.
    fn common_traits(&mut self, node: &Node<'_>) -> Traits {
        let mut traits = Traits::default();
        if let Some(html) = node.text("documentation", &mut self.diagnostics) {
            traits.add(t::DOCUMENTATION, html);
        }
        if node.flag("deprecated", &mut self.diagnostics) {
            let message = node.text("deprecatedMessage", &mut self.diagnostics);
            traits.add(t::DEPRECATED, json!({ "message": message }));
        }
        if node.flag("sensitive", &mut self.diagnostics) {
            traits.mark(t::SENSITIVE);
        }
        traits
    }

    fn operation(&mut self, id: &ShapeId, node: &Node<'_>) -> Option<Operation> {
        let known = [
            // The name that S3 once had for it, which boto3 does not know either.
            "alias",
            "name",
            "http",
            "input",
            "output",
            "errors",
            "idempotent",
            "readonly",
            "documentation",
            "documentationUrl",
            "deprecated",
            "deprecatedMessage",
            "deprecatedSince",
            "httpChecksum",
            "httpChecksumRequired",
            "requestcompression",
        ];
        node.only(&[&known[..], &operation_traits::OPERATION].concat(), &mut self.diagnostics);
        let mut traits = self.common_traits(node);
        operation_traits::operation(node, &mut traits, &mut self.diagnostics);
        if node.flag("idempotent", &mut self.diagnostics) {
            traits.mark(t::IDEMPOTENT);
        }
        if node.flag("httpChecksumRequired", &mut self.diagnostics) {
            traits.mark(t::HTTP_CHECKSUM_REQUIRED);
        }
        self.object(node, "httpChecksum", t::HTTP_CHECKSUM, &mut traits);
        self.object(node, "requestcompression", t::REQUEST_COMPRESSION, &mut traits);
        match node.get("http") {
            Some(http) => self.http(id, http, &node.at.key("http"), &mut traits),
            None => self.diagnostics.push(node.lacks("http")),
        }
        let errors = node.items("errors", &mut self.diagnostics);
        let errors =
            errors.into_iter().filter_map(|(value, at)| self.reference(value, at, &node.shape));
        Some(Operation {
            id: id.clone(),
            errors: errors.collect(),
            input: node
                .get("input")
                .and_then(|v| self.reference(v, node.at.key("input"), &node.shape)),
            output: node
                .get("output")
                .and_then(|v| self.reference(v, node.at.key("output"), &node.shape)),
            input_traits: self.input_traits(node),
            pagination: None,
            waiters: Vec::new(),
            traits,
            at: node.at.clone(),
        })
    }

    /// What botocore says of an input where an operation refers to it: how its XML begins.
    fn input_traits(&mut self, operation: &Node<'_>) -> Traits {
        let mut traits = Traits::default();
        let input = operation.get("input").cloned().unwrap_or_default();
        let at = operation.at.key("input");
        let Some(node) = input.is_object().then(|| self.node(&input, at, &operation.shape)) else {
            return traits;
        };
        if let Some(node) = node {
            if let Some(name) = node.text("locationName", &mut self.diagnostics) {
                traits.add(t::XML_NAME, name);
            }
            self.xml_namespace(&node, &mut traits);
        }
        traits
    }

    /// Takes the object at `key` over as the trait `id`.
    fn object(&mut self, node: &Node<'_>, key: &str, id: &str, traits: &mut Traits) {
        match node.get(key) {
            Some(value @ Value::Object(_)) => traits.add(id, value.clone()),
            Some(other) => {
                self.diagnostics
                    .push(wrong_type(&node.at.key(key), "an object", other).of(&node.shape));
            }
            None => {}
        }
    }

    /// botocore has the namespace as an object or, for whole services, as its URI.
    fn xml_namespace(&mut self, node: &Node<'_>, traits: &mut Traits) {
        match node.get("xmlNamespace") {
            Some(Value::String(uri)) => traits.add(t::XML_NAMESPACE, json!({ "uri": uri })),
            _ => self.object(node, "xmlNamespace", t::XML_NAMESPACE, traits),
        }
    }

    fn http(&mut self, id: &ShapeId, value: &Value, at: &Address, traits: &mut Traits) {
        let Some(node) = self.node(value, at.clone(), &id.to_string()) else { return };
        node.only(&["method", "requestUri", "responseCode"], &mut self.diagnostics);
        let method = node.required_text("method", &mut self.diagnostics);
        let uri = node.required_text("requestUri", &mut self.diagnostics);
        let code = match node.get("responseCode") {
            None => 200,
            Some(code) => match code.as_u64().filter(|code| (100..600).contains(code)) {
                Some(code) => code,
                None => {
                    let at = node.at.key("responseCode");
                    self.diagnostics.push(
                        Diagnostic::new(Code::HTTP, &at, "an HTTP status is expected here").of(id),
                    );
                    200
                }
            },
        };
        if let (Some(method), Some(uri)) = (method, uri) {
            traits.add(t::HTTP, json!({ "method": method, "uri": uri, "code": code }));
        }
    }

    /// The shape in `{"shape": "Name", ...}`. What else stands in an operation's reference says
    /// again what the shape says.
    fn reference(&mut self, value: &Value, at: Address, shape: &str) -> Option<ShapeId> {
        let node = self.node(value, at, shape)?;
        node.required_text("shape", &mut self.diagnostics).map(|name| self.id(name))
    }

    fn shape(&mut self, id: &ShapeId, node: &Node<'_>) -> Option<Shape> {
        let kind = node.required_text("type", &mut self.diagnostics)?;
        let mut traits = self.common_traits(node);
        let kind = match kind {
            "structure" if node.flag("document", &mut self.diagnostics) => {
                self.known(node, &["members", "document"]);
                Kind::Simple(Simple::Document)
            }
            "structure" => self.structure(node, &mut traits)?,
            "list" => {
                self.known(
                    node,
                    &[
                        "member",
                        "min",
                        "max",
                        "flattened",
                        "sparse",
                        "locationName",
                        "xmlNamespace",
                    ],
                );
                self.collection_traits(node, &mut traits);
                Kind::List(self.element(node, "member")?)
            }
            "map" => {
                self.known(
                    node,
                    &[
                        "key",
                        "value",
                        "min",
                        "max",
                        "flattened",
                        "sparse",
                        "locationName",
                        "xmlNamespace",
                    ],
                );
                self.collection_traits(node, &mut traits);
                Kind::Map(self.element(node, "key")?, self.element(node, "value")?)
            }
            "string" if node.object.contains_key("enum") => {
                self.known(node, &["enum", "min", "max", "pattern"]);
                self.enumeration(node)
            }
            simple => Kind::Simple(self.simple(simple, node, &mut traits)?),
        };
        let bounds =
            if matches!(kind, Kind::Simple(s) if is_number(s)) { t::RANGE } else { t::LENGTH };
        self.bounds(node, bounds, &mut traits);
        Some(Shape { id: id.clone(), kind, traits, at: node.at.clone() })
    }

    fn collection_traits(&mut self, node: &Node<'_>, traits: &mut Traits) {
        self.xml_namespace(node, traits);
        if let Some(name) = node.text("locationName", &mut self.diagnostics) {
            traits.add(self.body_name, name);
        }
        for (key, id) in [("flattened", t::XML_FLATTENED), ("sparse", t::SPARSE)] {
            if node.flag(key, &mut self.diagnostics) {
                traits.mark(id);
            }
        }
    }

    /// Reports keys of a shape that are neither `own` nor known for shapes of all kinds.
    fn known(&mut self, node: &Node<'_>, own: &[&str]) {
        let common = ["type", "documentation", "deprecated", "deprecatedMessage", "sensitive"];
        node.only(&[own, &common, &IGNORED].concat(), &mut self.diagnostics);
    }

    fn simple(&mut self, name: &str, node: &Node<'_>, traits: &mut Traits) -> Option<Simple> {
        self.known(
            node,
            &["min", "max", "pattern", "timestampFormat", "streaming", "requiresLength"],
        );
        for (key, id) in [("streaming", t::STREAMING), ("requiresLength", t::REQUIRES_LENGTH)] {
            if node.flag(key, &mut self.diagnostics) {
                traits.mark(id);
            }
        }
        if let Some(pattern) = node.text("pattern", &mut self.diagnostics) {
            traits.add(t::PATTERN, pattern);
        }
        self.timestamp_format(node, traits);
        let simple = match name {
            "blob" => Simple::Blob,
            "boolean" => Simple::Boolean,
            "string" | "character" => Simple::String,
            "byte" => Simple::Byte,
            "short" => Simple::Short,
            "integer" => Simple::Integer,
            "long" => Simple::Long,
            "float" => Simple::Float,
            "double" => Simple::Double,
            "bigdecimal" => Simple::BigDecimal,
            "timestamp" => Simple::Timestamp,
            other => {
                let message = format!("`{other}` is not a shape type");
                let types = [
                    "structure",
                    "list",
                    "map",
                    "string",
                    "blob",
                    "boolean",
                    "byte",
                    "short",
                    "integer",
                    "long",
                    "float",
                    "double",
                    "timestamp",
                ];
                let diagnostic = Diagnostic::new(Code::SHAPE_TYPE, &node.at.key("type"), message)
                    .of(&node.shape);
                self.diagnostics.push(diagnostic.did_you_mean(other, types));
                return None;
            }
        };
        Some(simple)
    }

    fn timestamp_format(&mut self, node: &Node<'_>, traits: &mut Traits) {
        let Some(format) = node.text("timestampFormat", &mut self.diagnostics) else { return };
        match format {
            "iso8601" => traits.add(t::TIMESTAMP_FORMAT, "date-time"),
            "rfc822" => traits.add(t::TIMESTAMP_FORMAT, "http-date"),
            "unixTimestamp" => traits.add(t::TIMESTAMP_FORMAT, "epoch-seconds"),
            other => {
                let message = format!("`{other}` is not a timestamp format");
                let diagnostic =
                    Diagnostic::new(Code::FORMAT, &node.at.key("timestampFormat"), message)
                        .of(&node.shape);
                self.diagnostics
                    .push(diagnostic.hint("allowed are `iso8601`, `rfc822` and `unixTimestamp`"));
            }
        }
    }

    fn bounds(&mut self, node: &Node<'_>, bounds: &str, traits: &mut Traits) {
        for key in ["min", "max"] {
            if let Some(value) = node.get(key).filter(|value| !value.is_number()) {
                self.diagnostics
                    .push(wrong_type(&node.at.key(key), "a number", value).of(&node.shape));
            }
        }
        let bound = |key: &str| node.get(key).filter(|value| value.is_number());
        if bound("min").is_some() || bound("max").is_some() {
            traits.add(bounds, json!({ "min": bound("min"), "max": bound("max") }));
        }
    }

    fn enumeration(&mut self, node: &Node<'_>) -> Kind {
        let value = |value: &str| EnumValue {
            name: None,
            value: value.to_owned(),
            traits: Traits::default(),
        };
        Kind::Enum(node.texts("enum", &mut self.diagnostics).into_iter().map(value).collect())
    }

    fn structure(&mut self, node: &Node<'_>, traits: &mut Traits) -> Option<Kind> {
        self.known(
            node,
            &[
                "members",
                "required",
                "payload",
                "error",
                "exception",
                "fault",
                "retryable",
                "union",
                "event",
                "eventstream",
                "locationName",
                "xmlNamespace",
            ],
        );
        let stream = node.flag("eventstream", &mut self.diagnostics);
        let union = node.flag("union", &mut self.diagnostics) || stream;
        if stream {
            traits.mark(t::STREAMING);
        }
        if let Some(name) = node.text("locationName", &mut self.diagnostics) {
            traits.add(t::XML_NAME, name);
        }
        self.xml_namespace(node, traits);
        let required = node.texts("required", &mut self.diagnostics);
        let payload = node.text("payload", &mut self.diagnostics);
        let mut members = IndexMap::new();
        for (name, value, at) in node.entries("members", &mut self.diagnostics) {
            let Some(mut member) = self.member(name, value, at, &node.shape) else { continue };
            if required.contains(&name.as_str()) {
                member.traits.mark(t::REQUIRED);
                // As AWS's own models have it: a service may stop to require a member.
                member.traits.mark(t::CLIENT_OPTIONAL);
            }
            if payload == Some(name) {
                member.traits.mark(t::HTTP_PAYLOAD);
                self.name_root(value, &mut member);
            }
            members.insert(name.clone(), member);
        }
        let required = required.iter().enumerate();
        let required =
            required.map(|(index, name)| (*name, node.at.key("required").key(index.to_string())));
        let named = required.chain(payload.map(|name| (name, node.at.key("payload"))));
        for (name, at) in named.filter(|(name, _)| !members.contains_key(*name)) {
            let diagnostic =
                Diagnostic::new(Code::BINDING, &at, format!("there is no member `{name}`"));
            self.diagnostics.push(
                diagnostic.of(&node.shape).did_you_mean(name, members.keys().map(String::as_str)),
            );
        }
        self.error_traits(node, traits);
        Some(if union { Kind::Union(members) } else { Kind::Structure(members) })
    }

    /// A payload's name is that of the body's root also where it is the member's own: without one the root
    /// would have the name of the shape. In services' models it is meant where a namespace stands beside it;
    /// botocore's test suites have it at every payload, also where Smithy has none.
    fn name_root(&self, reference: &Value, member: &mut Member) {
        let name = reference.get("locationName").and_then(Value::as_str);
        let meant = self.body_name == t::XML_NAME && reference.get("xmlNamespace").is_some();
        if let Some(name) = name.filter(|_| meant) {
            member.traits.add(t::XML_NAME, name);
        }
    }

    fn error_traits(&mut self, node: &Node<'_>, traits: &mut Traits) {
        for key in ["error", "retryable"] {
            if let Some(value) = node.get(key).filter(|value| !value.is_object()) {
                self.diagnostics
                    .push(wrong_type(&node.at.key(key), "an object", value).of(&node.shape));
            }
        }
        let fault = node.flag("fault", &mut self.diagnostics);
        if !node.flag("exception", &mut self.diagnostics) && !fault {
            return;
        }
        let status = node.get("error").and_then(|error| error.get("httpStatusCode"));
        if let Some(code) = node.get("error").and_then(|error| error.get("code")) {
            traits.add(t::AWS_QUERY_ERROR, json!({ "code": code, "httpResponseCode": status }));
        }
        let server = fault || status.and_then(Value::as_u64).is_some_and(|status| status >= 500);
        traits.add(t::ERROR, if server { "server" } else { "client" });
        if let Some(status) = status {
            traits.add(t::HTTP_ERROR, status.clone());
        }
        if let Some(retryable) = node.get("retryable") {
            traits.add(t::RETRYABLE, retryable.clone());
        }
    }

    fn element(&mut self, node: &Node<'_>, key: &str) -> Option<Member> {
        let Some(value) = node.get(key) else {
            self.diagnostics.push(node.lacks(key));
            return None;
        };
        self.member_of(key, value, node.at.key(key), &format!("{}${key}", node.shape))
    }

    fn member(&mut self, name: &str, value: &Value, at: Address, shape: &str) -> Option<Member> {
        self.member_of(name, value, at, &format!("{shape}${name}"))
    }

    fn member_of(&mut self, name: &str, value: &Value, at: Address, shape: &str) -> Option<Member> {
        let node = self.node(value, at, shape)?;
        let known = [
            "shape",
            "location",
            "locationName",
            "documentation",
            "deprecated",
            "deprecatedMessage",
            "idempotencyToken",
            "timestampFormat",
            "enum",
            "jsonvalue",
            "pattern",
            "queryName",
            "xmlNamespace",
        ];
        let marks = MEMBER_MARKS.map(|(key, _)| key);
        node.only(
            &[&known[..], &marks, &operation_traits::MEMBER, &IGNORED].concat(),
            &mut self.diagnostics,
        );
        let target = node.required_text("shape", &mut self.diagnostics)?;
        let mut traits = self.common_traits(&node);
        self.timestamp_format(&node, &mut traits);
        for (key, id) in MEMBER_MARKS {
            if node.flag(key, &mut self.diagnostics) {
                traits.mark(id);
            }
        }
        if node.flag("jsonvalue", &mut self.diagnostics) {
            traits.add(t::MEDIA_TYPE, "application/json");
        }
        if let Some(pattern) = node.text("pattern", &mut self.diagnostics) {
            traits.add(t::PATTERN, pattern);
        }
        if let Some(name) = node.text("queryName", &mut self.diagnostics) {
            traits.add(t::EC2_QUERY_NAME, name);
        }
        self.xml_namespace(&node, &mut traits);
        self.location(name, &node, &mut traits);
        operation_traits::member(&node, &mut traits, &mut self.diagnostics);
        Some(Member { name: name.to_owned(), target: self.id(target), traits, at: node.at })
    }

    fn location(&mut self, name: &str, node: &Node<'_>, traits: &mut Traits) {
        let location_name = node.text("locationName", &mut self.diagnostics);
        let location_name_or_own = location_name.unwrap_or(name);
        match node.text("location", &mut self.diagnostics) {
            // The name in the URI is kept for `rewrite_uri`.
            Some("uri") => traits.add(t::HTTP_LABEL, location_name_or_own),
            Some("querystring") => traits.add(t::HTTP_QUERY, location_name_or_own),
            Some("header") => traits.add(t::HTTP_HEADER, location_name_or_own),
            Some("headers") => traits.add(t::HTTP_PREFIX_HEADERS, location_name.unwrap_or("")),
            Some("statusCode") => traits.mark(t::HTTP_RESPONSE_CODE),
            Some(other) => {
                let message = format!("`{other}` is not a location");
                let diagnostic = Diagnostic::new(Code::BINDING, &node.at.key("location"), message)
                    .of(&node.shape);
                self.diagnostics.push(diagnostic.hint(
                    "allowed are `uri`, `querystring`, `header`, `headers` and `statusCode`",
                ));
            }
            None => {
                if let Some(location_name) = location_name.filter(|other| *other != name) {
                    traits.add(self.body_name, location_name);
                }
            }
        }
    }

    /// Names members in the URI's braces, where botocore has wire names.
    fn rewrite_uri(&mut self, operation: &mut Operation, shapes: &IndexMap<ShapeId, Shape>) {
        let Some(http) = operation.traits.http() else { return };
        let members = match operation.input.as_ref().and_then(|id| shapes.get(id)).map(|s| &s.kind)
        {
            Some(Kind::Structure(members)) => members.values().collect(),
            _ => Vec::new(),
        };
        let mut uri = String::new();
        let mut rest = http.uri;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((label, after)) = after.split_once('}') else { break };
            let (label, greedy) = label.strip_suffix('+').map_or((label, ""), |label| (label, "+"));
            let member = members.iter().find(|m| m.traits.text(t::HTTP_LABEL) == Some(label));
            let Some(member) = member else {
                let at = operation.at.key("http").key("requestUri");
                let labels = members.iter().filter_map(|m| m.traits.text(t::HTTP_LABEL));
                let message = format!("no member of the input is bound to the label `{{{label}}}`");
                self.diagnostics.push(
                    Diagnostic::new(Code::HTTP, &at, message)
                        .of(&operation.id)
                        .did_you_mean(label, labels),
                );
                rest = after;
                continue;
            };
            uri.push_str(&format!("{before}{{{}{greedy}}}", member.name));
            rest = after;
        }
        uri.push_str(rest);
        let http = json!({ "method": http.method, "uri": uri, "code": http.code });
        operation.traits.add(t::HTTP, http);
    }

    fn paginators(&mut self, file: &Located, operations: &mut IndexMap<ShapeId, Operation>) {
        let Some(root) = self.node(&file.value, file.at.clone(), "paginators") else { return };
        for (name, value, at) in root.entries("pagination", &mut self.diagnostics) {
            let facts =
                pagination::facts(value, &at, name, Origin::Declared, &mut self.diagnostics);
            match operations.get_mut(&self.id(name)) {
                Some(operation) => operation.pagination = facts,
                None => {
                    let known = operations.keys().map(|id| id.name());
                    let known: Vec<_> = unless_many(&self.diagnostics, known).collect();
                    let diagnostic = Diagnostic::new(
                        Code::PAGINATION,
                        &at,
                        format!("there is no operation `{name}`"),
                    );
                    self.diagnostics.push(diagnostic.did_you_mean(name, known));
                }
            }
        }
    }
}

/// A map in the query string is the rest of the query string, which Smithy says with another trait.
fn bind_query_maps(shapes: &mut IndexMap<ShapeId, Shape>) {
    let maps = shapes.values().filter(|shape| matches!(shape.kind, Kind::Map(..)));
    let maps: HashSet<ShapeId> = maps.map(|shape| shape.id.clone()).collect();
    for shape in shapes.values_mut() {
        let Kind::Structure(members) = &mut shape.kind else { continue };
        let bound = |member: &&mut Member| {
            member.traits.has(t::HTTP_QUERY) && maps.contains(&member.target)
        };
        for member in members.values_mut().filter(bound) {
            member.traits.remove(t::HTTP_QUERY);
            member.traits.mark(t::HTTP_QUERY_PARAMS);
        }
    }
}

/// What a list or map says of its name holds for all members that have none of their own; Smithy says it of
/// each.
fn bind_names(shapes: &mut IndexMap<ShapeId, Shape>, body_name: &str) {
    let collections =
        shapes.values().filter(|shape| matches!(shape.kind, Kind::List(_) | Kind::Map(..)));
    let name = |shape: &Shape| Some((shape.id.clone(), shape.traits.text(body_name)?.to_owned()));
    let names: HashMap<ShapeId, String> = collections.filter_map(name).collect();
    for shape in shapes.values_mut() {
        let (Kind::Structure(members) | Kind::Union(members)) = &mut shape.kind else { continue };
        for member in members.values_mut() {
            let name = names.get(&member.target).filter(|name| **name != member.name);
            if let Some(name) = name.filter(|_| !member.traits.has(body_name)) {
                member.traits.add(body_name, name.as_str());
            }
        }
    }
}

/// A member of a union that has no value targets what Smithy's prelude calls `Unit`. In botocore's models that is a
/// structure of this name about which nothing is said; any other is the service's own.
fn bind_unit(structure: &ShapeId, shapes: &mut IndexMap<ShapeId, Shape>) {
    let is_unit = shapes.get(structure).is_some_and(|shape| {
        let members = shape.structure_members();
        members.is_some_and(IndexMap::is_empty) && shape.traits.ids().next().is_none()
    });
    let Some(unit) = prelude::shape(prelude::UNIT).filter(|_| is_unit) else { return };
    let mut targeted = false;
    for shape in shapes.values_mut() {
        let Kind::Union(members) = &mut shape.kind else { continue };
        for member in members.values_mut().filter(|member| member.target == *structure) {
            member.target = unit.id.clone();
            targeted = true;
        }
    }
    if targeted {
        shapes.insert(unit.id.clone(), unit);
    }
}

/// Smithy says of members, and not of lists and maps, that nothing stands around their elements. Such an
/// element is called as the member is; botocore says the name at the element.
fn bind_flattened(shapes: &mut IndexMap<ShapeId, Shape>) {
    let flat = shapes.values().filter(|shape| shape.traits.has(t::XML_FLATTENED));
    let element_name = |shape: &Shape| match &shape.kind {
        Kind::List(element) => element.traits.text(t::XML_NAME).map(str::to_owned),
        _ => None,
    };
    let names: HashMap<ShapeId, Option<String>> =
        flat.map(|shape| (shape.id.clone(), element_name(shape))).collect();
    for shape in shapes.values_mut() {
        let (Kind::Structure(members) | Kind::Union(members)) = &mut shape.kind else { continue };
        for member in members.values_mut() {
            let Some(name) = names.get(&member.target) else { continue };
            member.traits.mark(t::XML_FLATTENED);
            if let Some(name) = name {
                member.traits.add(t::XML_NAME, name.as_str());
            }
        }
    }
}

fn is_number(simple: Simple) -> bool {
    use Simple::{BigDecimal, BigInteger, Byte, Double, Float, Integer, Long, Short};
    matches!(simple, Byte | Short | Integer | Long | Float | Double | BigInteger | BigDecimal)
}

#[cfg(test)]
mod tests {
    use crate::model::traits as t;
    use crate::model::{Kind, Model};
    use crate::test_model::{messages, model_with};

    fn model(operations: &str, shapes: &str) -> Model {
        model_with(operations, shapes).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    #[test]
    fn labels_are_renamed_to_members() {
        let shapes = r#""S": {"type": "string"}, "In": {"type": "structure", "members": {
            "ToyId": {"shape": "S", "location": "uri", "locationName": "toy-id"},
            "Path": {"shape": "S", "location": "uri"}}}"#;
        let http = r#"{"method": "GET", "requestUri": "/toys/{toy-id}/{Path+}?x={y"}"#;
        let operation = format!(r#""Get": {{"http": {http}, "input": {{"shape": "In"}}}}"#);
        let model = model(&operation, shapes);
        let http = model.operations[0].traits.http().unwrap();
        assert_eq!((http.method, http.uri, http.code), ("GET", "/toys/{ToyId}/{Path+}?x={y", 200));
    }

    #[test]
    fn every_label_without_a_member_is_told() {
        let diagnostics =
            model_with(r#""Get": {"http": {"method": "GET", "requestUri": "/{a}/{b}"}}"#, "")
                .unwrap_err();
        let message =
            |label: &str| format!("no member of the input is bound to the label `{{{label}}}`");
        assert_eq!(messages(&diagnostics), [message("a"), message("b")]);
    }

    #[test]
    fn what_says_nothing_of_the_wire_is_passed_over() {
        let get = r#""Get": {"alias": "Fetch", "http": {"method": "GET", "requestUri": "/"}}"#;
        assert_eq!(model(get, "").operations.len(), 1);
    }

    #[test]
    fn attributes_become_traits() {
        let shapes = r#""S": {"type": "string", "min": 1, "max": 2, "pattern": "a+", "sensitive": true},
            "N": {"type": "integer", "max": 9},
            "A": {"type": "structure", "required": ["M"], "payload": "M", "deprecated": true,
                "members": {"M": {"shape": "S", "locationName": "m", "idempotencyToken": true, "pattern": "b"}, "Same": {"shape": "S", "locationName": "Same"}}},
            "E": {"type": "structure", "members": {}, "exception": true, "error": {"httpStatusCode": 404}}"#;
        let model = model("", shapes);
        let ids = |index: usize| model.shapes[index].traits.ids().collect::<Vec<_>>();
        assert_eq!(ids(0), [t::SENSITIVE, t::PATTERN, t::LENGTH]);
        assert_eq!(ids(1), [t::RANGE]);
        assert_eq!(ids(2), [t::DEPRECATED]);
        assert_eq!(ids(3), [t::ERROR, t::HTTP_ERROR]);
        let members = model.shapes[2].members();
        let traits = |index: usize| members[index].traits.ids().collect::<Vec<_>>();
        let own = [t::IDEMPOTENCY_TOKEN, t::PATTERN, t::JSON_NAME];
        assert_eq!(
            traits(0),
            [&own[..], &[t::REQUIRED, t::CLIENT_OPTIONAL, t::HTTP_PAYLOAD]].concat()
        );
        assert_eq!(traits(1), [""; 0]);
    }

    #[test]
    fn payloads_in_xml_keep_a_name_that_is_their_own() {
        let shapes = r#""In": {"type": "structure", "payload": "A", "members": {
                "A": {"shape": "B", "locationName": "A", "xmlNamespace": {"uri": "x"}},
                "C": {"shape": "B", "locationName": "C", "xmlNamespace": {"uri": "x"}}}},
            "Suite": {"type": "structure", "payload": "A", "members": {"A": {"shape": "B", "locationName": "A"}}},
            "Plain": {"type": "structure", "payload": "A", "members": {"A": {"shape": "B"}}},
            "B": {"type": "structure", "members": {}}"#;
        let model = crate::test_model::xml_model(shapes);
        let name = |shape: usize, member: usize| {
            model.shapes[shape].members()[member].traits.text(t::XML_NAME)
        };
        let names = [name(0, 0), name(0, 1), name(1, 0), name(2, 0)];
        assert_eq!(names, [Some("A"), None, None, None]);
    }

    #[test]
    fn the_name_of_a_list_holds_for_members_without_one() {
        let shapes = r#""S": {"type": "string"},
            "L": {"type": "list", "member": {"shape": "S"}, "locationName": "Known"},
            "A": {"type": "structure", "members": {
                "Plain": {"shape": "L"}, "Known": {"shape": "L"}, "Own": {"shape": "L", "locationName": "Mine"},
                "Text": {"shape": "S"}}}"#;
        let model = crate::test_model::xml_model(shapes);
        let members = model.shapes[2].members();
        let names: Vec<_> = members.iter().map(|member| member.traits.text(t::XML_NAME)).collect();
        assert_eq!(names, [Some("Known"), None, Some("Mine"), None]);
    }

    #[test]
    fn unions_are_told_from_structures() {
        let model = model("", r#""U": {"type": "structure", "union": true, "members": {}}"#);
        assert!(matches!(model.shapes[0].kind, Kind::Union(_)));
    }

    #[test]
    fn unknown_attributes_are_told_with_what_was_meant() {
        let diagnostics = model_with("", r#""S": {"type": "string", "patern": "a"}"#).unwrap_err();
        assert_eq!(messages(&diagnostics), ["the attribute `patern` is not supported here"]);
        assert_eq!(diagnostics.as_slice()[0].hint.as_deref(), Some("did you mean `pattern`?"));
    }
}
