"""Values for shapes: made up, but always the same.

Values are botocore's: datetimes, bytes, dictionaries. Texts and numbers differ by where they stand, as not all
can stand everywhere.
"""
import base64
import dataclasses
import datetime
import math

UTC = datetime.timezone.utc

# How many values one input or output has at most: what goes on after them has its required members.
MOST = 1500

# Within itself a shape is taken this often.
DEEPEST = 2

# There is no value.
NOTHING = object()


@dataclasses.dataclass(frozen=True)
class Kind:
    """What values of a kind are like; those that vary differ by number."""

    name: str
    number: int = 0

    def __str__(self):
        return f"{self.name} {self.number}" if self.number else self.name


FULL, REQUIRED, EMPTY, ODD = map(Kind, ("full", "required", "empty", "odd"))


def kinds(variants):
    """Every kind; `variants` is how many variants the largest union has."""
    return [FULL, REQUIRED, EMPTY, ODD, *(Kind("variant", number) for number in range(1, max(variants, 5)))]


PLAIN_TEXT = "some text"
# What HTTP lets headers hold: no other letters than those of ASCII, and no space at an end.
TEXTS = {
    "body": " \u00fc/\u6f22\U0001f600 \"q\" 'a' <b>&amp; c+d=e%20;\\\n\tz ",
    "uri": "\u00fc/\u6f22 a+b=c%20~&?#!*'()",
    "querystring": "\u00fc/\u6f22 a+b=c%20~&?#!*'(),",
    "header": 'a/b; c="d" e,f',
    "headers": 'a/b; c="d" e,f',
}
INTEGERS = {"integer": 2**31, "long": 2**63, "short": 2**15, "byte": 2**7}
# All of these have the same digits as numbers of four bytes. Python and Rust write very large ones in different
# ways, which is no difference where they are read as numbers.
FLOATS = [1.5, math.inf, -math.inf, math.nan, 16777215.0]
TIMES = {
    "full": datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC),
    "required": datetime.datetime(2021, 12, 31, 23, 59, 59, tzinfo=UTC),
    "empty": datetime.datetime(1970, 1, 1, tzinfo=UTC),
    "odd": datetime.datetime(2020, 2, 3, 4, 5, 6, 125000, tzinfo=UTC),
}
LATE_AND_EARLY = [
    datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime.datetime(1969, 12, 31, 23, 59, 58, 500000, tzinfo=UTC),
    datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]
DOCUMENTS = [
    {"a": [1, 2.5, "x", True, None, {}, []], "\u00fc": {"b": -1}},
    ["x", {"y": None}],
    "text",
    -7,
    1.25,
    False,
]
# What travels as JSON in a header; other letters can be written in two ways.
JSON_VALUE = {"a": [1, "b", True]}


class Maker:
    """Makes values of a kind. With `binary`, bytes are not always those of a text."""

    def __init__(self, kind, binary=False):
        self.kind = kind
        self.binary = binary
        self.left = MOST
        self.within = []

    def top(self, shape):
        """The members of an input or output; an empty dictionary if there is no shape."""
        return {} if shape is None else self.structure(shape, None)

    def of(self, shape, place):
        self.left -= 1
        serialization = shape.serialization
        if shape.type_name == "structure" and shape.is_document_type:
            return DOCUMENTS[self.kind.number % len(DOCUMENTS)]
        if shape.type_name in ("structure", "list", "map"):
            if self.within.count(shape.name) >= DEEPEST:
                return NOTHING
            self.within.append(shape.name)
            value = getattr(self, shape.type_name)(shape, place)
            self.within.pop()
            return value
        if serialization.get("jsonvalue"):
            return JSON_VALUE if place == "header" else '{"a": [1]}'
        return getattr(self, shape.type_name)(shape, place)

    def structure(self, shape, _):
        members = shape.members
        if shape.is_tagged_union:
            return self.union(members)
        required = shape.required_members
        value = {}
        for name, member in members.items():
            place = member.serialization.get("location", "body")
            # Without its labels there is no request.
            label = place == "uri" or member.serialization.get("hostLabel")
            few = self.kind == REQUIRED or self.left <= 0 or (self.kind == EMPTY and len(self.within) > 2)
            if few and not label and name not in required:
                continue
            if member.metadata.get("idempotencyToken") and self.kind == REQUIRED and not self.within:
                continue
            made = self.member(member, place, name in required)
            if made is not NOTHING:
                value[name] = made
        return value

    def member(self, member, place, required):
        if member.serialization.get("hostLabel"):
            return "label-1"
        made = self.of(member, place)
        # The official SDKs refuse an empty text that a query cannot do without, and so does the runtime.
        return PLAIN_TEXT if required and place == "querystring" and made == "" else made

    def union(self, members):
        names = list(members)
        start = self.kind.number % len(names)
        for name in names[start:] + names[:start]:
            made = self.of(members[name], "body")
            if made is not NOTHING:
                return {name: made}
        return NOTHING

    def size(self):
        few = self.left <= 0 or self.kind == EMPTY
        return 0 if few else {"full": 2, "odd": 1}.get(self.kind.name, 1 + self.kind.number % 3)

    def list(self, shape, place):
        made = (self.of(shape.member, place) for _ in range(self.size()))
        return [value for value in made if value is not NOTHING]

    def map(self, shape, place):
        value = {}
        for number in range(self.size()):
            enum = shape.key.enum
            key = enum[number % len(enum)] if enum else f"key-{number}"
            if self.kind == ODD and not enum and place == "body":
                key = TEXTS["body"]
            made = self.of(shape.value, place)
            if made is not NOTHING:
                value[key] = made
        return value

    def string(self, shape, place):
        if shape.enum:
            return shape.enum[self.kind.number % len(shape.enum)]
        if self.kind == EMPTY and place != "uri" and not shape.metadata.get("idempotencyToken"):
            return ""
        if self.kind == ODD:
            return TEXTS[place]
        return f"text-{self.left}" if place == "uri" else f"{PLAIN_TEXT} {self.left}"

    def character(self, shape, place):
        return "c"

    def integer(self, shape, place):
        limit = INTEGERS[shape.type_name]
        named = {"full": 7, "required": 1, "empty": 0, "odd": -limit}
        return named.get(self.kind.name, limit - self.kind.number)

    long = short = byte = integer

    def float(self, shape, place):
        named = {"full": 1.5, "required": 2.0, "empty": 0.0, "odd": -0.25}
        return named.get(self.kind.name, FLOATS[self.kind.number % len(FLOATS)])

    double = float

    def boolean(self, shape, place):
        return self.kind.name in ("full", "required") or self.kind.number % 2 == 0 and self.kind.number > 0

    def blob(self, shape, place):
        if self.kind == EMPTY:
            return b""
        if self.kind == ODD:
            payload = shape.serialization.get("streaming") or not self.within
            return b"\xff\x00\xfe" if self.binary and not payload else "\u00fc\x00/".encode()
        return b"some bytes"

    def timestamp(self, shape, place):
        return TIMES.get(self.kind.name) or LATE_AND_EARLY[self.kind.number % len(LATE_AND_EARLY)]


def plain(value):
    """A value in JSON, as cases have it."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return blob(bytes(value))
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, float) and not math.isfinite(value):
        return not_finite(value)
    return value


def blob(value):
    """Bytes as text if they are one, or else in base64."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def not_finite(value):
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
