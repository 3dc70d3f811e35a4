"""Reads signed messages with botocore: a line of hex in JSON in, what was read in JSON out.

Arguments: the model, the name of the union. The messages inside of the signed ones are what botocore reads as a
stream that it received.
"""

import json
import sys

from botocore.eventstream import EventStreamBuffer
from botocore.model import ServiceModel
from botocore.parsers import EventStreamJSONParser


def messages(data):
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return list(buffer)


def plain(value):
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


with open(sys.argv[1]) as file:
    model = ServiceModel(json.load(file))
parser = EventStreamJSONParser()
for line in sys.stdin:
    read = []
    for signed in messages(bytes.fromhex(json.loads(line))):
        assert {":date", ":chunk-signature"} == set(signed.headers), signed.headers
        for message in messages(signed.payload):
            parsed = parser.parse(message.to_response_dict(), model.shape_for(sys.argv[2]))
            parsed.pop("ResponseMetadata", None)
            read.append([message.headers.get(":content-type"), parsed])
    print(json.dumps(read, default=plain), flush=True)
