"""Calls operations of a service with boto3: a JSON request a line in, a JSON answer a line out.

Where the URL of the server is `capture:`, nothing is sent, and the answer is what would have been.
"""

import base64
import datetime
import io
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore import handlers
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def plain(value):
    """What JSON has no word for: points in time as seconds, bytes as text if they are one, or else in base64."""
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def from_plain(entry):
    """Bytes and streams, as JSON has them."""
    if entry.keys() == {"base64"}:
        return base64.b64decode(entry["base64"])
    if entry.keys() == {"stream"}:
        parts = [part.encode() if isinstance(part, str) else part for part in entry["stream"]]
        return io.BytesIO(b"".join(parts))
    return entry


def call(client, operation, input, how="once"):
    """What an operation answers, called in this way."""
    method = {name: method for method, name in client.meta.method_to_api_mapping.items()}[operation]
    # boto3 encodes these, which others leave to whoever calls, as the API does.
    encoded = {"CopySource": urllib.parse.unquote, "UserData": base64.b64decode}
    input = {name: encoded.get(name, lambda value: value)(value) for name, value in input.items()}
    if how == "once":
        return members(getattr(client, method)(**input), input)
    if how == "presigned":
        signed = {name: value for name, value in input.items() if name != "Body"}
        form = client.meta.service_model.metadata["protocol"] in ("query", "ec2")
        verb = "GET" if form else client.meta.service_model.operation_model(operation).http["method"]
        url = client.generate_presigned_url(method, signed, ExpiresIn=900, HttpMethod=verb)
        return fetch(verb, url, body=input.get("Body", ""))
    if how == "pages":
        return [members(page, input) for page in client.get_paginator(method).paginate(**input)]
    # About as long as ours waits.
    waiter = client.get_waiter(how["until"])
    waiter.wait(**input, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
    return {}


def members(output, input):
    """The members of an output. A body that is empty is as good as none."""
    output.pop("ResponseMetadata", None)
    if "EncodingType" not in input:
        # boto3 asks for keys in an encoding, and undoes it.
        output.pop("EncodingType", None)
    members = {name: value.read() if hasattr(value, "read") else value for name, value in output.items()}
    return {name: value for name, value in members.items() if value is output[name] or value}


def fetch(method, url, headers=None, body=""):
    """What the server answers to a plain request."""
    request = urllib.request.Request(url, data=body.encode() or None, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as response:
            return {"status": response.status, "body": response.read()}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "body": error.read()}


def refused(client, operation, error):
    """An error that the service gave; botocore itself does not tell which operations list it."""
    error = error.response
    code = error["Error"].get("Code")
    listed = client.meta.service_model.operation_model(operation).error_shapes
    modeled = any(code in (shape.error_code, shape.name) for shape in listed)
    members = {name: value for name, value in error.items() if name not in ("Error", "ResponseMetadata")}
    return {
        "Code": code,
        "Message": error["Error"].get("Message"),
        "Modeled": modeled,
        "Members": members if modeled else None,
    }


class Captured(Exception):
    """A request that is not sent."""


def capture(request, **_):
    """Stops a request on its way out."""
    raise Captured(request)


def seen(request):
    """A request as JSON."""
    body = request.body
    body = body.decode() if isinstance(body, (bytes, bytearray)) else body
    headers = {name.lower(): plain_text(value) for name, value in request.headers.items()}
    return {"method": request.method, "url": request.url, "headers": headers, "body": body or ""}


def plain_text(value):
    return value.decode() if isinstance(value, bytes) else value


def connect(service, url):
    """A client of the service for the server at the URL."""
    captures = url == "capture:"
    client = boto3.client(
        service,
        endpoint_url=None if captures else url,
        region_name="us-east-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        # The service checks values; what would be sent is wanted whatever it is.
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=not captures),
    )
    if captures:
        client.meta.events.register("before-send", capture)
    # Policies are read by boto3, and by no other client: they are wanted as the service gives them.
    client.meta.events.unregister("after-call.iam", handlers.json_decode_policies)
    return client


def main(service, url):
    clients = {}
    for line in sys.stdin:
        request = json.loads(line, object_hook=from_plain)
        asked = request.pop("service", service)
        client = clients[asked] = clients.get(asked) or connect(asked, url)
        try:
            output = fetch(**request["fetch"]) if "fetch" in request else call(client, **request)
            answer = {"output": output}
        except Captured as captured:
            answer = {"output": seen(captured.args[0])}
        except ClientError as error:
            answer = {"error": refused(client, request["operation"], error)}
        except (BotoCoreError, ValueError, KeyError, OverflowError) as error:
            answer = {"error": {"Code": None, "Message": f"{type(error).__name__}: {error}"}}
        print(json.dumps(answer, default=plain), flush=True)


main(*sys.argv[1:])
