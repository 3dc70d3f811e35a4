"""Calls API Gateway V2 operations with boto3: a JSON request a line in, a JSON answer a line out."""

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


def main(url):
    client = boto3.client(
        "apigatewayv2",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            output = getattr(client, methods[request["operation"]])(**request["input"])
            output.pop("ResponseMetadata", None)
            answer = {"output": output}
        except ClientError as error:
            answer = {"error": {key: error.response["Error"].get(key) for key in ("Code", "Message")}}
        except BotoCoreError as error:
            answer = {"error": {"Code": None, "Message": str(error)}}
        print(json.dumps(answer, default=plain), flush=True)


main(sys.argv[1])
