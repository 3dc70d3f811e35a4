//! The kinds of messages: each has a code, and a page that says more.

use std::fmt;
use std::str::FromStr;

/// The kind of a message, which has a code that stays the same from version to version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(&'static Kind);

#[derive(Debug, PartialEq, Eq)]
struct Kind {
    number: u16,
    title: &'static str,
    page: &'static str,
}

impl Code {
    /// All kinds, by number.
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// What is wrong, in a line.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// What it means, why it matters, and what to do: Markdown.
    pub fn page(self) -> &'static str {
        self.0.page
    }
}

/// `SW0101`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SW{:04}", self.0.number)
    }
}

impl FromStr for Code {
    type Err = ();

    /// Finds the kind that has this code, in whatever case.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let code = code.to_uppercase();
        ALL.iter().copied().find(|known| known.to_string() == code).ok_or(())
    }
}

/// Declares the kinds: a constant each, and all of them.
macro_rules! codes {
    ($($name:ident $number:literal $title:literal $page:literal)*) => {
        impl Code {
            $(
                #[doc = $title]
                pub const $name: Self = Self(&Kind { number: $number, title: $title, page: $page });
            )*
        }

        const ALL: &[Code] = &[$(Code::$name),*];
    };
}

codes! {
    NOT_JSON 1 "The text is not JSON."
    "A model is a file in JSON. The place that is shown is the first that is not; often a comma or a quote before it is \
     missing, the file was cut off, or a key stands twice in one object, where one value would silently win.\n\n\
     Smithy's IDL (`.smithy`) is converted by the Smithy CLI: `smithy ast model/ > model.json`."

    NOT_A_MODEL 2 "The files are not one model."
    "The generator reads two dialects: botocore's `service-2.json`, and Smithy's JSON AST, which has the key `smithy`. \
     Several files are one model only in the AST. Name the file or folder of the model itself."

    VERSION 3 "The version of a format is not known."
    "Smithy's JSON AST is read in versions 1.0 and 2.0, and waiters in version 2. What a later version means is not \
     guessed. A newer smithwright may know it; otherwise convert the model to a version that is known."

    WRONG_TYPE 4 "A value has another type than is expected."
    "The message says what is expected at this place, and what stands there. A number in quotes is a text, and `null` is \
     no value."

    MISSING_ATTRIBUTE 5 "An attribute is missing."
    "Without it, it is not known what is meant. The message names the attribute, and the place is the object that lacks \
     it."

    UNKNOWN_ATTRIBUTE 6 "An attribute is not known."
    "It may change what is sent or read, in a way that the generator does not know, so it is not passed over. A misspelt \
     name is the usual cause. If it is a new one of botocore's, a newer smithwright may know it."

    IGNORED_ATTRIBUTE 7 "An attribute is not known, and is ignored."
    "It cannot change what is sent or read where it stands, or nothing else says that it does. If it is misspelt, what \
     it should say is lost."

    UNKNOWN_TRAIT 8 "A trait is not known, and is ignored."
    "Traits of a model's own namespaces are of no concern to clients, and are passed over silently. One in a namespace \
     of Smithy's or AWS's that is not known is most likely misspelt, and then what it should say is lost: a \
     `@requird` member is optional. If it is new, nothing is generated for it."

    TOO_LARGE 9 "A model is too large."
    "Limits keep the memory and the time that the generator takes within bounds, whatever a model holds. Each is many times \
     what the largest model of AWS's needs. The message says what there is too much of, where, and how much is taken. Often \
     a part of the model is enough: `--operations A,B` generates some of the operations, and what they need."

    NO_SHAPE 101 "A shape is referred to that is not there."
    "The model refers to a shape by an id that no shape has. Ids have a namespace, `com.example#Book`, and are told apart \
     by case. Perhaps a file of the model was not given: several files, or their folder, are one model."

    SHAPE_TYPE 102 "The type of a shape is not known."
    "Types are those of the Smithy specification (\"Shape types\"), or those that botocore has."

    CONFLICT 103 "A shape is declared twice."
    "Two files, or two places of one, say different things about the same shape. Where they say the same, nothing is \
     wrong."

    MIXIN 104 "A mixin cannot be used as it is."
    "A mixin is a shape of the same type with the trait `smithy.api#mixin`; it must not mix in itself, be it through \
     others, and two of its members must not contradict each other. See \"Mixins\" of the Smithy specification."

    APPLY 105 "A trait is applied to nothing."
    "An `apply` statement, or what stands for one in the AST, names a shape or member that is not there."

    RENAME 106 "A service renames a shape wrongly."
    "`rename` of a service gives a shape of its closure another name, where two shapes of different namespaces have one. \
     It must name a shape that the service reaches, and give it a name that no other has."

    SHAPE_KIND 107 "A shape of this type cannot stand here."
    "The input and the output of an operation are structures, an error is a structure with the trait `error`, and \
     services and resources hold operations and resources."

    NAME_CLASH 108 "Two things would have one name in Rust."
    "Names that differ in case or punctuation alone can become the same in Rust, and a member can be called as a method is \
     that every type of its kind has. Give one of them another name; for a service of somebody else's, the overlay does."

    NOT_A_NAME 109 "This is not a name."
    "Names begin with a letter or `_`, and have letters, digits and `_` after it. What could not be a name in a Smithy model \
     does not become one in Rust."

    ENDLESS 110 "A type holds itself without an end."
    "A list of itself, or a map of itself, with nothing in between has no value. Put a structure or a union in between."

    MAP_KEY 111 "The keys of a map are not texts."
    "Smithy's maps have keys that are strings, enums among them (\"Map\" of the Smithy specification). Put what should be the key into \
     the values, or make it a text."

    FORMAT 112 "A format or a default does not fit its member."
    "The format of a timestamp, the default of a member, or a bound is not one that its type can have."

    SERVICE 201 "It is not clear which service is meant."
    "A crate is the client of one service. Where a model holds several, `--service` names the shape id of one."

    SERVICE_FACT 202 "What the model says of its service is not usable."
    "Names of services become names of crates and headers, and so have letters, digits and blanks alone."

    PROTOCOL 203 "The protocol is not supported."
    "The generator speaks AWS JSON 1.0 and 1.1, REST JSON, REST XML, AWS Query, EC2 Query, and RPC v2 CBOR. A service that \
     lists several is spoken to in the first that is supported."

    AUTH 204 "An authentication scheme is not known or not supported."
    "Supported are SigV4 and SigV4a, bearer tokens, HTTP basic and digest authentication, API keys in a header or in the \
     query, and none. An operation whose every scheme is another is left out of the crate, and this says so; the others \
     are generated. An auth trait that misses something is an error, as requests would be refused."

    LEFT_OUT 205 "Operations are left out, because they need something that is not supported."
    "The message says what they need. The rest of the service is generated; calls of these do not compile. An operation \
     that is named with `--operations` is an error, as it is wanted."

    NO_OPERATION 206 "An operation is named that the service does not have."
    "Names are those of the model, such as `GetBook`, and told apart by case. Without `--operations`, all are generated."

    HTTP 301 "How an operation is bound to HTTP makes no sense."
    "The trait `http` has a method, a URI pattern and a status (\"HTTP binding traits\" of the Smithy specification). Each \
     label `{name}` of the pattern is a required member of the input that has `httpLabel`, and the reverse."

    BINDING 302 "Where a member goes in a message is not known."
    "A member is in the path, the query, a header, the status, or the body, and each place takes some types only."

    ERROR_SHAPE 303 "An error cannot be generated as it is."
    "A modeled error is a structure with the trait `error`; its message is a text. The place is the shape that is listed as an error."

    BODY 304 "A checksum, a compression or a stream does not fit its operation."
    "The member or the algorithm that a trait names is not there, or not one that clients can use."

    PAGINATION 401 "A paginator does not fit its operation."
    "A paginator names the input's member that takes a token, and the places of the output where the next token and the \
     results stand. Each must be there and have a type that fits. See \"Behavior traits\" of the Smithy specification."

    WAITER 402 "A waiter does not fit its operation."
    "A waiter has acceptors, each with a state and a matcher (\"Waiters\" of the Smithy specification)."

    EXPRESSION 403 "An expression of a waiter or a paginator cannot be used."
    "Expressions are JMESPath, and must fit the types of what they read: a member that is not there, or a comparison of two \
     types, would never hold."

    NO_ENDPOINT_RULES 501 "The model has no endpoint rules."
    "Clients of AWS's services find out by rules which host to call. botocore has them in `endpoint-rule-set-1.json` beside \
     the model, and Smithy in the traits `smithy.rules#endpointRuleSet` and `smithy.rules#endpointBdd` of the service. A \
     service that is not AWS's needs none: its users say where it is."

    ENDPOINT_RULES 502 "The endpoint rules cannot be evaluated."
    "Rules are checked when the client is generated, so that no call can fail for them: names, types, functions and how \
     deep they are nested (\"Rules engine specification\" of Smithy)."

    PARTITIONS 503 "The table of partitions is missing or broken."
    "Rules that ask for the partition of a region need the table of partitions. It is read beside the model as \
     `partitions.json`; without one there, the command takes its own."

    OVERLAY 601 "An overlay is not written as it should be."
    "`overlay.toml` has tables of facts, and `overlay.md` a heading for each thing that it documents."

    OVERLAY_EXPIRED 602 "An overlay says something about what is not there, or what the model says by now."
    "Overlays correct models that somebody else publishes. When the model changes, what is no longer needed is an error, \
     so that it is not kept for ever: remove it."

    INTERNAL 901 "A shape got lost in the generator."
    "This is a fault of the generator and not of the model. Please report it, with the model."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_found_again() {
        assert!(ALL.is_sorted_by(|a, b| a.0.number < b.0.number));
        for code in ALL {
            assert_eq!(code.to_string().to_lowercase().parse(), Ok(*code));
            assert!(code.title().ends_with('.') && code.page().len() > 80, "{code}");
        }
        assert_eq!(Code::NO_SHAPE.to_string(), "SW0101");
        assert_eq!("SW9999".parse::<Code>(), Err(()));
        assert_eq!("GetApi".parse::<Code>(), Err(()));
    }
}
