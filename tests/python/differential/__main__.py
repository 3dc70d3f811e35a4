"""Cases of what botocore writes and reads, in the form of its published protocol cases.

Arguments: the folder to write to, and services; without any, a part of one or two of each protocol.

For each operation botocore serializes inputs of several kinds, and parses responses that `wire.py` writes. What
it does otherwise than Smithy's specifications is put right here, each with the rule.
"""
import base64
import json
import pathlib
import shutil
import sys

import botocore.parsers
import botocore.serialize
from botocore.awsrequest import HeadersDict, create_request_object, prepare_request_dict

import models
import services
import wire
from values import FULL, ODD, REQUIRED, Maker, kinds, plain

# Together they have every protocol, and most traits of each.
DEFAULT = ["apigateway", "cloudwatch", "dynamodb", "ec2", "kinesis", "lex-runtime", "s3", "sns"]

ENDPOINT = "http://localhost"

# The token that cases want where the input has none.
TOKEN = "00000000-0000-4000-8000-000000000000"

EVENTS = "streams of events have no value that a case could hold; tests/tests/client_events.rs compares them with botocore"


def shortest_iso8601(_, value):
    """A fraction of a second has as many digits as it needs: Smithy's `date-time` leaves their number open, and
    botocore always writes six."""
    return wire.time(value, "iso8601")


def header_value(self, shape, value):
    """A list in a header has a space after each comma, as in Smithy's protocol tests: RFC 9110 (5.6.1) leaves it
    open. A time in a header keeps its fraction, if the format has one: botocore drops it."""
    if shape.type_name == "list":
        quoted = self._escape_header_list_string if shape.member.type_name == "string" else None
        return ", ".join((quoted or (lambda item: header_value(self, shape.member, item)))(item) for item in value)
    if shape.type_name == "timestamp":
        return self._convert_timestamp_to_str(value, shape.serialization.get("timestampFormat", "rfc822"))
    return botocores_header_value(self, shape, value)


def empty_root(self, partitioned, parameters, serialized, shape, shape_members):
    """An input that has members in the body has a body, even if none of them is set: `{}` in Smithy's restJson1,
    and the empty root in restXml, as the official SDKs send it. botocore sends only the former."""
    botocores_payload(self, partitioned, parameters, serialized, shape, shape_members)
    if not partitioned["body_kwargs"] and "payload" not in shape.serialization and models.body_names(shape):
        serialized["body"] = self._serialize_body_params({}, shape)


# botocore leaves values of maps in CBOR as they came.
botocore.parsers.RpcV2CBORParser._handle_map = botocore.parsers.BaseJSONParser._handle_map
botocores_payload = botocore.serialize.RestXMLSerializer._serialize_payload
botocore.serialize.RestXMLSerializer._serialize_payload = empty_root
botocore.serialize.Serializer._timestamp_iso8601 = shortest_iso8601
botocores_header_value = botocore.serialize.BaseRestSerializer._convert_header_value
botocore.serialize.BaseRestSerializer._convert_header_value = header_value


class Service:
    def __init__(self, name, whole):
        self.name = name
        self.service, self.model = models.load(name)
        self.protocol = self.service.metadata["protocol"]
        self.serializer = botocore.serialize.create_serializer(self.protocol, include_validation=False)
        self.parser = botocore.parsers.create_parser(self.protocol)
        operations = {name: self.service.operation_model(name) for name in self.service.operation_names}
        reasons = {name: reason(operation) for name, operation in operations.items()}
        self.skipped = {name: reason for name, reason in reasons.items() if reason and whole}
        comparable = {name: operation for name, operation in operations.items() if not reasons[name]}
        self.operations = comparable if whole else models.chosen(comparable)

    def suites(self):
        """What is sent, and what is read."""
        base = models.suite(self.model, self.operations.values())
        for make in (self.requests, self.responses):
            yield base | {"cases": [case for operation in self.operations.values() for case in make(operation)]}

    def case(self, operation, kind, **more):
        given = self.model["operations"][operation.name]
        return {"id": f"{operation.name}, {kind}", "given": given, **more}

    def requests(self, operation):
        shape = operation.input_shape
        for kind in kinds(variants(shape)):
            params = Maker(kind).top(shape)
            yield self.case(operation, kind, params=plain(params), serialized=self.serialized(operation, params))

    def serialized(self, operation, params):
        tokens = {name: TOKEN for name in operation.idempotent_members if name not in params}
        request = self.serializer.serialize_to_request(services.sent(operation, params | tokens), operation)
        headers = {name: header(name, value) for name, value in request["headers"].items()}
        prepare_request_dict(request, ENDPOINT)
        prepared = create_request_object(request).prepare()
        host, slash, path = prepared.url.removeprefix("http://").partition("/")
        body = prepared.body or b""
        return {
            "method": prepared.method,
            "uri": slash + path,
            "host": host,
            "headers": headers,
            "body": self.text(body if isinstance(body, bytes) else body.encode()),
        }

    def text(self, body):
        return base64.b64encode(body).decode() if self.protocol == "smithy-rpc-v2-cbor" else body.decode()

    def responses(self, operation):
        shape = operation.output_shape
        # What the request cannot do without.
        params = plain(Maker(REQUIRED).top(operation.input_shape))
        for kind in kinds(variants(shape)):
            values = services.answered(operation, Maker(kind, binary=True).top(shape))
            response = wire.output(self.protocol, operation, values)
            result = members(shape, self.parser.parse(parts(response), shape), response[2])
            result = plain(services.read(operation, parts(response), result))
            yield self.case(operation, kind, params=params, response=self.response(response), result=result)
        for error in operation.error_shapes:
            for kind in (FULL, ODD):
                yield self.error(operation, kind, params, error)
        yield self.error(operation, FULL, params, None)

    def error(self, operation, kind, params, shape):
        code = "NobodyKnows" if shape is None else shape.error_code
        values = {"message": "something else"} if shape is None else Maker(kind, binary=True).top(shape)
        response = wire.error(self.protocol, self.service, shape, values, code)
        error = self.parser.parse(parts(response), operation.output_shape)["Error"]
        wanted = {"errorCode": error["Code"]}
        # Where the specification has no place for a message, nobody has to find one.
        if error.get("Message"):
            wanted["errorMessage"] = error["Message"]
        if shape is not None:
            parsed = self.parser.parse(parts(response), shape)
            wanted["error"] = members(shape, parsed, response[2])
        name = f"{shape.name if shape else code}, {kind}"
        return self.case(operation, name, params=params, response=self.response(response), **wanted)

    def response(self, response):
        status, headers, body = response
        return {"status_code": status, "headers": headers, "body": self.text(body)}


def reason(operation):
    """Why an operation cannot be compared, if it cannot."""
    if operation.has_event_stream_input or operation.has_event_stream_output:
        return EVENTS
    for shape in models.reached(*models.shapes_of(operation)):
        names = models.body_names(shape)
        twins = [name for name in names if names.count(name) > 1]
        if twins:
            return f"two members of {shape.name} have the name {twins[0]}, which Smithy's models may not do"
    return None


def variants(shape):
    """How many variants the largest union in a shape has."""
    unions = [shape for shape in models.reached(shape) if getattr(shape, "is_tagged_union", False)]
    return max((len(union.members) for union in unions), default=0)


def parts(response):
    status, headers, body = response
    return {"status_code": status, "headers": HeadersDict(headers), "body": body}


def members(shape, parsed, body):
    """What botocore read, in JSON. Where there is no body, there is no payload: botocore makes an empty one up
    (Smithy's protocol tests, such as HttpPayloadTraitsWithNoBlobBody, want none)."""
    if shape is None:
        return {}
    payload = None if body else shape.serialization.get("payload")
    return {name: plain(value) for name, value in parsed.items() if name in shape.members and name != payload}


def header(name, value):
    """Forms have no charset (awsQuery's and ec2Query's specifications name the media type alone)."""
    return str(value).removesuffix("; charset=utf-8") if name == "Content-Type" else str(value)


def main(folder, *names):
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    skipped = {}
    for part in ("input", "output"):
        (folder / "protocols" / part).mkdir(parents=True)
    for name in names or DEFAULT:
        service = Service(name, whole=bool(names))
        skipped |= {f"{name}: {operation}": reason for operation, reason in service.skipped.items()}
        if not service.operations:
            continue
        for part, suite in zip(("input", "output"), service.suites()):
            path = folder / "protocols" / part / f"{name}.json"
            path.write_text(json.dumps([suite]))
    (folder / "skipped.json").write_text(json.dumps(skipped))


main(*sys.argv[1:])
