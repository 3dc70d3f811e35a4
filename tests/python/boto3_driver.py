"""Calls operations of a service with boto3: a JSON request a line in, a JSON answer a line out.

Where the URL of the server is `capture:`, nothing is sent, and the answer is what would have been.
"""

import datetime
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def plain(value):
    """What JSON has no word for: points in time as seconds, bytes as text."""
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if hasattr(value, "read"):
        return value.read().decode("utf-8", "replace")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    raise TypeError(type(value).__name__)


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


def main(service, url):
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
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    if captures:
        client.meta.events.register("before-send", capture)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            output = getattr(client, methods[request["operation"]])(**request["input"])
            output.pop("ResponseMetadata", None)
            answer = {"output": output}
        except Captured as captured:
            answer = {"output": seen(captured.args[0])}
        except ClientError as error:
            answer = {"error": {key: error.response["Error"].get(key) for key in ("Code", "Message")}}
        except (BotoCoreError, ValueError, KeyError, OverflowError) as error:
            answer = {"error": {"Code": None, "Message": f"{type(error).__name__}: {error}"}}
        print(json.dumps(answer, default=plain), flush=True)


main(*sys.argv[1:])
