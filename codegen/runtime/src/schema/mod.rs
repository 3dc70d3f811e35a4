//! Tables of shapes, and the [`Schema`]s that the protocols read.
//!
//! A generated crate says one [`Table`] a structure. It becomes a [`Shape`] when the structure is
//! first shown or serialized, and that lives as long as the process; building its schema at run time instead of
//! emitting it keeps some twenty constant evaluations a member out of the compiler's work.

mod parse;
mod registry;
mod traits;

use self::Target::{List, Map, Simple};
use self::traits::Trait;
use self::traits::Trait::*;
use aws_smithy_schema::{Schema, ShapeId, ShapeType};

#[cfg(feature = "xml")]
pub(crate) use traits::ec2_name;
pub(crate) use traits::{ignores_unparsable, is_left_out_if_zero};

/// What generated code says of a structure, union or error. It is nothing but texts: a static that the schema could be
/// kept in, or constants that spell its members out, cost the compiler several times as much.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The shape, a line each: its absolute id with a `#`, its traits, and its members, in the order of the fields. A member
    /// is its name and what it is (`string`, `boolean`, `list` of strings, `map` of strings, `label` of the URI, ..., with a
    /// `!` where it is required), and on the next lines its traits. A trait begins with `@`, as in Smithy's IDL. What a
    /// list or a map holds, if it is not plain strings, follows it, with `- ` before each line.
    pub text: &'static str,
    /// The fields' names in Rust, in order, with blanks between them. Behind the members may stand one that is none: the
    /// request id of an output, the metadata of an error.
    pub names: &'static str,
}

/// What a table becomes when it is first used.
#[derive(Debug)]
pub struct Shape {
    members: Vec<Member>,
    /// The places of the members, in the order in which they are written.
    order: Vec<usize>,
    /// Those without which no request can be built: parts of the path first, in its order.
    needed: Vec<usize>,
    schema: Schema<'static>,
    #[cfg(feature = "presigning")]
    in_query: std::sync::OnceLock<Box<Shape>>,
}

/// A member: its name in the model, what it targets, and the traits that decide its wire form.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's name in the model.
    name: &'static str,
    /// What the member targets.
    target: Target,
    /// Traits of the member, and those of its target that a protocol reads on the member.
    traits: Vec<Trait>,
}

/// What a member targets.
#[derive(Clone, Debug)]
enum Target {
    /// A simple shape, a structure or a union: whatever brings a schema of its own or needs none.
    Simple(ShapeType),
    /// A list of the given member.
    List(Box<Member>),
    /// A map of the given key and value.
    Map(Box<[Member; 2]>),
}

impl Target {
    fn shape_type(&self) -> ShapeType {
        match self {
            Simple(kind) => *kind,
            List(_) => ShapeType::List,
            Map(_) => ShapeType::Map,
        }
    }
}

impl Member {
    /// The member's name in the model.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the service requires this member.
    pub fn is_required(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, Required))
    }

    /// Whether the request cannot be built without this member.
    fn is_needed(&self) -> bool {
        self.is_label() || self.is_required() && !self.is_idempotency_token()
    }

    /// Whether the member is a part of the path.
    pub fn is_label(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, HttpLabel))
    }

    /// Whether a token is sent where the caller sets none.
    pub fn is_idempotency_token(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, IdempotencyToken))
    }

    /// What is sent where the caller sets nothing.
    pub fn sent_if_unset(&self) -> Option<&'static str> {
        self.traits.iter().find_map(|t| match t {
            SentIfUnset(text) => Some(*text),
            _ => None,
        })
    }

    /// Whether only what follows the last slash is sent.
    pub fn is_last_segment(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, LastSegment))
    }

    /// Whether it is left unset where what came cannot be read.
    pub fn ignores_unparsable(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, IgnoreUnparsable))
    }

    /// Whether it is not sent where it is zero.
    pub fn is_left_out_if_zero(&self) -> bool {
        self.traits.iter().any(|t| matches!(t, LeftOutIfZero))
    }

    /// Whether the member must not be shown: it is sensitive, or a list or map that holds what is.
    pub fn is_sensitive(&self) -> bool {
        let held = match &self.target {
            Simple(_) => &[][..],
            List(element) => std::slice::from_ref(&**element),
            Map(entry) => &entry[..],
        };
        self.traits.iter().any(|t| matches!(t, Sensitive)) || held.iter().any(Self::is_sensitive)
    }

    /// Whether it is a part of the body, and neither the whole of it nor elsewhere in the request.
    #[cfg(feature = "presigning")]
    fn is_in_body(&self) -> bool {
        !self.traits.iter().any(|t| {
            matches!(
                t,
                HttpLabel
                    | HttpQuery(_)
                    | HttpQueryParams
                    | HttpHeader(_)
                    | HttpPrefixHeaders(_)
                    | HttpPayload
            )
        })
    }

    fn schema(
        &self,
        id: &ShapeId<'static>,
        index: usize,
        lower_camel: bool,
    ) -> &'static Schema<'static> {
        let nested = |member: &Member| member.schema(id, 0, false);
        let schema = Schema::new_member(id.clone(), self.target.shape_type(), self.name, index);
        let schema = match lower_camel {
            true => schema.with_json_name(String::leak(lower_first(self.name))),
            false => schema,
        };
        let schema = match &self.target {
            Simple(_) => schema,
            List(element) => schema.with_list_member(nested(element)),
            Map(entry) => {
                let [key, value] = &**entry;
                schema.with_map_members(nested(key), nested(value))
            }
        };
        leak(self.traits.iter().fold(schema, |schema, t| t.apply(schema)))
    }
}

impl Table {
    /// The structure that the table describes.
    pub fn shape(self) -> &'static Shape {
        registry::shape(self, |table| table.build(ShapeType::Structure))
    }

    /// The union that the table describes.
    pub fn union(self) -> &'static Shape {
        registry::shape(self, |table| table.build(ShapeType::Union))
    }

    /// The name of each field in Rust.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.names.split_ascii_whitespace().map(|name| name.trim_start_matches("r#"))
    }

    fn build(self, kind: ShapeType) -> Shape {
        let parse::ParsedShape { id, traits, mut members } = parse::parse(self.text);
        let id = shape_id(id);
        // All that a sensitive structure or union holds is sensitive.
        let sensitive = traits.iter().any(|t| matches!(t, Sensitive)).then_some(Sensitive);
        members.iter_mut().for_each(|member| member.traits.extend(sensitive));
        Shape::new(id, kind, &traits, members)
    }
}

impl Shape {
    fn new(id: ShapeId<'static>, kind: ShapeType, traits: &[Trait], members: Vec<Member>) -> Self {
        let lower_camel = traits.iter().any(|t| matches!(t, JsonLowerCamel));
        let schemas = members.iter().enumerate();
        let schemas: Vec<_> = schemas.map(|(i, m)| m.schema(&id, i, lower_camel)).collect();
        let schema = Schema::new_struct(id, kind, Vec::leak(schemas));
        let schema = traits.iter().fold(schema, |schema, t| t.apply(schema));
        Self {
            order: order(&members, &schema),
            needed: needed(&members, &schema),
            members,
            schema,
            #[cfg(feature = "presigning")]
            in_query: std::sync::OnceLock::new(),
        }
    }

    /// The same input where it is sent by GET, and what else would be in the body is in the query.
    #[cfg(feature = "presigning")]
    pub(crate) fn in_query(&self) -> &Self {
        self.in_query.get_or_init(|| {
            let mut members = self.members.clone();
            for member in members.iter_mut().filter(|member| member.is_in_body()) {
                member.traits.push(HttpQuery(member.name));
            }
            let uri = self.schema.http().map_or("/", |http| http.uri());
            let id = self.schema.shape_id().clone();
            let traits = [Http("GET", uri, 200), NoBody];
            Box::new(Self::new(id, ShapeType::Structure, &traits, members))
        })
    }

    /// The members, in the order of the structure's fields.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The places of the members, in the order in which they are written.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The places of the members without which no request can be built: parts of the path first, in its order.
    pub fn needed(&self) -> &[usize] {
        &self.needed
    }

    /// The schema.
    pub fn schema(&self) -> &Schema<'static> {
        &self.schema
    }
}

/// Members of inputs with HTTP bindings go by name: so do the official crates, whose requests are then the same to the byte.
fn order(members: &[Member], schema: &Schema<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    if schema.http().is_some() {
        order.sort_by_key(|place| members[*place].name);
    }
    order
}

fn needed(members: &[Member], schema: &Schema<'_>) -> Vec<usize> {
    let path = schema.http().map_or("", |http| http.uri());
    let in_path = |name: &str| {
        let labels = [format!("{{{name}}}"), format!("{{{name}+}}")];
        labels.iter().find_map(|label| path.find(label)).unwrap_or(usize::MAX)
    };
    let needed = members.iter().enumerate().filter(|(_, member)| member.is_needed());
    let mut needed: Vec<usize> = needed.map(|(place, _)| place).collect();
    needed.sort_by_key(|place| in_path(members[*place].name));
    needed
}

/// The id out of its text, such as `com.amazonaws.apigatewayv2#Api`. The text is what tables hold, because it costs the compiler
/// nothing.
fn shape_id(text: &'static str) -> ShapeId<'static> {
    let (namespace, name) = text.split_once('#').unwrap_or(("", text));
    ShapeId::from_parts(text, namespace, name)
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Gives `schema` the lifetime of the process: there are as many as the model has members.
fn leak(schema: Schema<'static>) -> &'static Schema<'static> {
    Box::leak(Box::new(schema))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_schema::traits::TimestampFormat;

    const TAGS: Table = Table {
        text: "
            example#Tags
            @http PUT 201 /tags/{Name}
            @noBody
            Name label
            Since date-time
            @jsonName since
            Values list
            @httpQuery v
            - member string
            - @sensitive
        ",
        names: "name since values",
    };

    #[test]
    fn a_table_becomes_a_schema() {
        let schema = TAGS.shape().schema();
        assert_eq!(schema.shape_id().as_str(), "example#Tags");
        let http = schema.http().expect("the shape has the http trait");
        assert_eq!((http.method(), http.uri(), http.code()), ("PUT", "/tags/{Name}", 201));
        assert!(!schema.has_body_members());
        let members = schema.members();
        assert!(members[0].http_label().is_some());
        assert_eq!(members[1].json_name().map(|n| n.value()), Some("since"));
        assert_eq!(
            members[1].timestamp_format().map(|t| t.format()),
            Some(TimestampFormat::DateTime)
        );
        assert_eq!(members[2].http_query().map(|q| q.value()), Some("v"));
        assert!(members[2].member().is_some_and(|element| element.sensitive().is_some()));
        assert_eq!(members[2].member_index(), Some(2));
    }

    #[test]
    fn names_in_lower_camel_case_are_said_once() {
        let table = Table { text: "example#A\n@jsonLowerCamel\nApiId string", names: "r#type" };
        let member = table.shape().schema().members()[0];
        assert_eq!(member.json_name().map(|name| name.value()), Some("apiId"));
        assert_eq!(table.names().collect::<Vec<_>>(), ["type"]);
    }

    #[cfg(feature = "presigning")]
    #[test]
    fn a_query_holds_what_the_body_would() {
        let shape = TAGS.shape().in_query();
        let http = shape.schema().http().expect("the shape has the http trait");
        assert_eq!((http.method(), http.uri()), ("GET", "/tags/{Name}"));
        assert!(!shape.schema().has_body_members());
        let query = |index: usize| shape.schema().members()[index].http_query().map(|q| q.value());
        assert_eq!([0, 1, 2].map(query), [None, Some("Since"), Some("v")]);
        assert!(std::ptr::eq(shape, TAGS.shape().in_query()));
    }

    #[test]
    fn a_shape_is_built_once() {
        assert!(std::ptr::eq(TAGS.shape(), TAGS.shape()));
    }

    #[test]
    fn what_holds_a_secret_is_one() {
        let table = Table {
            text: "a#B
Plain list
List list
- member list
- - member string
- - @sensitive
Map map
- K string
- @sensitive
- V string",
            names: "",
        };
        let secret: Vec<_> = table.shape().members().iter().map(Member::is_sensitive).collect();
        assert_eq!(secret, [false, true, true]);
        let table = Table {
            text: "a#B
@sensitive
Name string",
            names: "",
        };
        assert!(table.shape().members()[0].is_sensitive(), "all of it is");
    }

    #[test]
    fn required_and_sensitive_are_read_from_the_table() {
        let members = TAGS.shape().members();
        assert!(members[0].is_required() && !members[1].is_required());
        assert!(members[0].is_label() && !members[1].is_sensitive());
    }

    #[test]
    fn what_a_request_needs_is_in_the_order_of_its_path() {
        let table = Table {
            text: "
                a#Input
                @http PUT 200 /shelves/{Shelf}/files/{Path+}
                Length long
                @required
                @httpHeader Length
                Path label
                Token string
                @required
                @idempotencyToken
                Shelf label
                Note string
            ",
            names: "",
        };
        let shape = table.shape();
        let needed = shape.needed().iter().map(|place| shape.members()[*place].name());
        assert_eq!(needed.collect::<Vec<_>>(), ["Shelf", "Path", "Length"]);
        let written = shape.order().iter().map(|place| shape.members()[*place].name());
        assert_eq!(written.collect::<Vec<_>>(), ["Length", "Note", "Path", "Shelf", "Token"]);
    }
}
