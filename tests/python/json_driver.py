"""Calls operations with boto3, and prints what they answer as people store it: with `json.dumps(answer, default=str)`.

A JSON request a line in, which has the `operation` and its `input`; a JSON answer a line out, which has the `text`.
"""

import json
import sys

import boto3


def main(service, url):
    client = boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
    )
    methods = {name: method for method, name in client.meta.method_to_api_mapping.items()}
    for line in sys.stdin:
        asked = json.loads(line)
        answer = getattr(client, methods[asked["operation"]])(**asked["input"])
        print(json.dumps({"text": json.dumps(answer, default=str)}), flush=True)


main(*sys.argv[1:])
