"""Responses: values as services write them, by Smithy's specifications of the protocols.

botocore reads what is written here, so that none of its own writers is used.
"""
import base64
import datetime
import email.utils
import json
import math
import struct
import xml.etree.ElementTree as ElementTree

import services
from values import not_finite

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)

# A member that the model does not have: what later versions of a service add is read over.
UNKNOWN = "AddedLater"


def output(protocol, operation, values):
    """A response with an operation's output: status, headers, body."""
    shape = operation.output_shape
    status = operation.http.get("responseCode", 200)
    if services.is_unwrapped(operation):
        (name,) = shape.members
        root = ElementTree.Element(name)
        root.text = values.get(name)
        return status, {"content-type": "application/xml"}, xml_text(root)
    if protocol in ("rest-json", "rest-xml"):
        return rest(protocol, shape, values, status, root=shape.name if shape else None)
    if protocol == "json":
        body = {} if shape is None else json_value(shape, values)
        return status, {"content-type": "application/x-amz-json-1.1"}, json_text(body)
    if protocol == "smithy-rpc-v2-cbor":
        headers = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
        return status, headers, b"" if shape is None else cbor(cbor_value(shape, values))
    root = ElementTree.Element(f"{operation.name}Response", namespace(operation))
    if protocol == "query":
        wrapper = shape and shape.serialization.get("resultWrapper")
        if shape is not None:
            xml_members(shape, values, ElementTree.SubElement(root, wrapper) if wrapper else root)
        metadata = ElementTree.SubElement(root, "ResponseMetadata")
        ElementTree.SubElement(metadata, "RequestId").text = "id"
    else:
        ElementTree.SubElement(root, "requestId").text = "id"
        if shape is not None:
            xml_members(shape, values, root)
    return status, {"content-type": "text/xml"}, xml_text(root)


def error(protocol, service, shape, values, code):
    """A response with an error; `shape` is none if the model does not know it."""
    known = {} if shape is None else shape.metadata.get("error", {})
    status = known.get("httpStatusCode", 400)
    if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        kind = f"com.example#{shape.name if shape else code}"
        headers = {}
        if service.is_query_compatible:
            headers["x-amzn-query-error"] = f"{code};Sender"
        if protocol == "rest-json":
            headers["x-amzn-errortype"] = f"{kind.split('#')[1]}:http://example.com/"
            extra = {}
        else:
            extra = {"__type": kind}
        if shape is None:
            extra["message"] = values["message"]
        if protocol == "smithy-rpc-v2-cbor":
            body = extra if shape is None else extra | cbor_value(shape, values)
            return status, headers | {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}, cbor(body)
        if protocol == "json" or shape is None:
            body = extra if shape is None else extra | json_value(shape, values)
            return status, headers, json_text(body)
        status, more, body = rest(protocol, shape, values, status, root=None)
        return status, headers | more, body
    names = {"query": ["ErrorResponse"], "ec2": ["Response", "Errors"], "rest-xml": ["ErrorResponse"]}[protocol]
    if service.service_name == "s3":
        # S3's errors have nothing around them (trait `restXml`, `noErrorWrapping`).
        names = []
    top = inner = None
    for name in [*names, "Error"]:
        inner = ElementTree.Element(name) if inner is None else ElementTree.SubElement(inner, name)
        top = inner if top is None else top
    ElementTree.SubElement(inner, "Type").text = "Sender"
    ElementTree.SubElement(inner, "Code").text = code
    headers = {"content-type": "text/xml"}
    if shape is None:
        ElementTree.SubElement(inner, "Message").text = values["message"]
    else:
        headers |= header_members(shape, values)
        xml_members(shape, values, inner)
    ElementTree.SubElement(top, "RequestID" if protocol == "ec2" else "RequestId").text = "id"
    return status, headers, xml_text(top)


def rest(protocol, shape, values, status, root):
    """What of a value goes into status, headers and body."""
    status, headers, body = rest_parts(protocol, shape, values, status, root)
    if "content-length" in headers:
        # No HTTP client takes a wrong one.
        headers["content-length"] = str(len(body))
    return status, headers, body


def rest_parts(protocol, shape, values, status, root):
    as_json = protocol == "rest-json"
    headers = {"content-type": "application/json" if as_json else "application/xml"}
    if shape is None:
        return status, headers, b""
    headers |= header_members(shape, values)
    payload = shape.serialization.get("payload")
    if payload is None:
        if not any(in_body(member) for member in shape.members.values()):
            return status, headers, b""
        if as_json:
            return status, headers, json_text(json_value(shape, values))
        element = ElementTree.Element(root)
        xml_members(shape, values, element)
        return status, headers, xml_text(element)
    member, value = shape.members[payload], values.get(payload)
    if value is None:
        body = b""
    elif member.type_name in ("string", "blob"):
        body = value.encode() if isinstance(value, str) else value
    elif as_json:
        body = json_text(json_value(member, value))
    else:
        element = ElementTree.Element(member.serialization.get("name", member.name), namespace_of(member))
        xml_members(member, value, element)
        body = xml_text(element)
    return status, headers, body


def in_body(member):
    return "location" not in member.serialization


def header_members(shape, values):
    headers = {}
    for name, member in shape.members.items():
        if name not in values:
            continue
        wire, value = member.serialization.get("name", name), values[name]
        location = member.serialization.get("location")
        if location == "header":
            text = header_text(member, value)
            if text is not None:
                headers[wire.lower()] = text
        elif location == "headers":
            prefix = member.serialization.get("name", "")
            headers |= {f"{prefix}{key}".lower(): text for key, text in value.items()}
    return headers


def header_text(shape, value):
    if shape.type_name == "list":
        return ", ".join(header_text(shape.member, item) for item in value) if value else None
    if shape.serialization.get("jsonvalue"):
        return base64.b64encode(json.dumps(value).encode()).decode()
    return text(shape, value, "rfc822")


def text(shape, value, timestamps):
    """A value that is no structure as a text; points in time by default in the format `timestamps`."""
    if isinstance(value, datetime.datetime):
        return str(time(value, shape.serialization.get("timestampFormat", timestamps)))
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value) if math.isfinite(value) else not_finite(value)
    return str(value)


def number(value):
    return repr(value)


def time(value, form):
    """A point in time, in one of the formats by botocore's names."""
    form = form.lower()
    if form == "unixtimestamp":
        seconds = (value - EPOCH).total_seconds()
        return int(seconds) if seconds == int(seconds) else seconds
    if form == "rfc822":
        return email.utils.format_datetime(value.replace(microsecond=0), usegmt=True)
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def json_value(shape, value):
    kind = shape.type_name
    if kind == "structure":
        if shape.is_document_type:
            return value
        members = {
            member.serialization.get("name", name): json_value(member, value[name])
            for name, member in shape.members.items()
            if name in value and in_body(member)
        }
        return members if shape.is_tagged_union else members | {UNKNOWN: [{"a": None}, 1]}
    if kind == "list":
        return [json_value(shape.member, item) for item in value]
    if kind == "map":
        return {key: json_value(shape.value, item) for key, item in value.items()}
    if kind == "timestamp":
        return time(value, shape.serialization.get("timestampFormat", "unixtimestamp"))
    if kind == "blob" or kind in ("float", "double") and not math.isfinite(value):
        return text(shape, value, None)
    return value


def json_text(value):
    return json.dumps(value, ensure_ascii=False).encode()


def cbor_value(shape, value):
    """The same as for JSON, with what CBOR has types for left as it is."""
    if shape.type_name == "structure" and shape.is_document_type:
        return value
    if shape.type_name == "structure":
        members = {
            member.serialization.get("name", name): cbor_value(member, value[name])
            for name, member in shape.members.items()
            if name in value
        }
        return members if shape.is_tagged_union else members | {UNKNOWN: [{"a": None}, 1]}
    if shape.type_name == "list":
        return [cbor_value(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: cbor_value(shape.value, item) for key, item in value.items()}
    return value


def cbor(value):
    """A value in CBOR (RFC 8949); maps and lists say how long they are if that is an even number."""
    if value is None or isinstance(value, bool):
        return bytes([{None: 0xF6, True: 0xF5, False: 0xF4}[value]])
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, datetime.datetime):
        return head(6, 1) + cbor(time(value, "unixtimestamp"))
    if isinstance(value, dict):
        major, items = 5, b"".join(cbor(key) + cbor(item) for key, item in value.items())
    else:
        major, items = 4, b"".join(map(cbor, value))
    if len(value) % 2:
        return bytes([major << 5 | 31]) + items + b"\xff"
    return head(major, len(value)) + items


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    size = next(size for size in range(4) if value < 1 << (8 << size))
    return bytes([major << 5 | 24 + size]) + value.to_bytes(1 << size, "big")


def namespace(operation):
    uri = operation.metadata.get("xmlNamespace")
    uri = uri.get("uri") if isinstance(uri, dict) else uri
    return {"xmlns": uri} if uri else {}


def namespace_of(shape):
    space = shape.serialization.get("xmlNamespace")
    if not space:
        return {}
    space = {"uri": space} if isinstance(space, str) else space
    prefix = space.get("prefix")
    return {f"xmlns:{prefix}" if prefix else "xmlns": space["uri"]}


def xml_members(shape, value, element):
    for name, member in shape.members.items():
        if name not in value or not in_body(member):
            continue
        wire = member.serialization.get("name", name)
        if member.serialization.get("xmlAttribute"):
            element.set(wire, text(member, value[name], "iso8601"))
        else:
            xml_value(member, value[name], element, wire)
    if not shape.is_tagged_union:
        ElementTree.SubElement(ElementTree.SubElement(element, UNKNOWN), "a").text = "1"


def xml_value(shape, value, parent, name):
    """Adds the element `name`, or as many as there are items in what is flattened."""
    flattened = shape.serialization.get("flattened")
    if shape.type_name == "list":
        # The name of the items goes before that of the member: botocore has the one that is used there.
        item_name = shape.member.serialization.get("name")
        within = parent if flattened else ElementTree.SubElement(parent, name)
        for item in value:
            xml_value(shape.member, item, within, item_name or (name if flattened else "member"))
    elif shape.type_name == "map":
        within = parent if flattened else ElementTree.SubElement(parent, name)
        for key, item in value.items():
            entry = ElementTree.SubElement(within, name if flattened else "entry")
            xml_value(shape.key, key, entry, shape.key.serialization.get("name", "key"))
            xml_value(shape.value, item, entry, shape.value.serialization.get("name", "value"))
    elif shape.type_name == "structure":
        xml_members(shape, value, ElementTree.SubElement(parent, name, namespace_of(shape)))
    else:
        ElementTree.SubElement(parent, name, namespace_of(shape)).text = text(shape, value, "iso8601")


def xml_text(element):
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(element, "utf-8").split(b"?>\n", 1)[-1]
