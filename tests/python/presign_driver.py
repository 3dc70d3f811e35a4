"""Presigns requests with boto3: a JSON request a line in, a JSON answer with the URL a line out.

A request has the `service`, as boto3 calls it; the path of its `model`, unless boto3 has it; the `operation` and its `input`;
and the HTTP `method`, where it is not the model's.
"""

import datetime
import json
import sys

import boto3
import botocore.auth
import botocore.session
from botocore.config import Config

# The start of the URLs' time.
NOW = datetime.datetime(2009, 2, 13, 23, 31, 31, tzinfo=datetime.timezone.utc)


def now(remove_tzinfo=True):
    return NOW.replace(tzinfo=None) if remove_tzinfo else NOW


def client(service, model=None):
    """A client of the service, which goes by the model at this path if there is one."""
    session = botocore.session.Session()
    if model:
        loader = session.get_component("data_loader")
        load = loader.load_service_model

        def load_ours(service_name, type_name, api_version=None):
            if type_name == "service-2":
                with open(model) as file:
                    return json.load(file)
            if type_name in ("endpoint-rule-set-1", "paginators-1", "waiters-2"):
                raise botocore.exceptions.UnknownServiceError(service_name=service_name, known_service_names="")
            return load(service_name, type_name, api_version)

        loader.load_service_model = load_ours
    return boto3.Session(botocore_session=session).client(
        service,
        endpoint_url="https://example.com" if model else None,
        region_name="us-east-1",
        aws_access_key_id="ANOTREAL",
        aws_secret_access_key="notrealrnrELgWzOk3IfjzDKtFBhDby",
        aws_session_token="notarealsessiontoken",
        config=Config(signature_version="v4"),
    )


def main():
    botocore.auth.get_current_datetime = now
    for line in sys.stdin:
        asked = json.loads(line)
        service = client(asked["service"], asked.get("model"))
        methods = {name: method for method, name in service.meta.method_to_api_mapping.items()}
        url = service.generate_presigned_url(
            methods[asked["operation"]], asked["input"], ExpiresIn=30, HttpMethod=asked.get("method")
        )
        print(json.dumps({"url": url}), flush=True)


main()
