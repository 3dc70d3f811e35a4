"""What botocore's own evaluator of endpoint rules answers.

Reads a JSON object a line, with the files of the rules and partitions and the parameters; writes a JSON object a
line: the endpoint as botocore's cases write it, or the error.
"""
import gzip
import json
import sys

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError


def load(path):
    with open(path, "rb") as file:
        text = file.read()
    return json.loads(gzip.decompress(text) if path.endswith(".gz") else text)


def answer(provider, parameters):
    try:
        endpoint = provider.resolve_endpoint(**parameters)
    except EndpointProviderError as error:
        return {"error": str(error)}
    return {"url": endpoint.url, "headers": endpoint.headers, "properties": endpoint.properties}


providers = {}
for line in sys.stdin:
    asked = json.loads(line)
    files = (asked["rules"], asked["partitions"])
    if files not in providers:
        providers[files] = EndpointProvider(*map(load, files))
    print(json.dumps(answer(providers[files], asked["params"] or {})), flush=True)
