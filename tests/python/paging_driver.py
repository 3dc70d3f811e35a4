"""Lists with boto3's paginators: a JSON case a line in, a JSON answer a line out.

Arguments: the server, and a folder of models beside botocore's, laid out as botocore's are.
"""

import functools
import itertools
import json
import sys
import time

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.paginate import Paginator

# What boto3 has no paginator for, and we do.
INFERRED = {
    ("apigateway", "GetDomainNameAccessAssociations"): {"input_token": "position", "output_token": "position", "limit_key": "limit", "result_key": "items"},
    ("apigatewayv2", "GetApiMappings"): {"input_token": "NextToken", "output_token": "NextToken", "limit_key": "MaxResults", "result_key": "Items"},
    ("apigatewayv2", "GetVpcLinks"): {"input_token": "NextToken", "output_token": "NextToken", "limit_key": "MaxResults", "result_key": "Items"},
    ("pages", "ListInferred"): {"input_token": "nextToken", "output_token": "nextToken", "limit_key": "maxResults", "result_key": "names"},
}


def clients(url, models):
    core = botocore.session.Session()
    core.get_component("data_loader").search_paths.append(models)
    session = boto3.Session(
        aws_access_key_id="AKID", aws_secret_access_key="secret", region_name="us-east-1", botocore_session=core
    )
    config = Config(retries={"mode": "standard", "total_max_attempts": 3})
    return functools.cache(lambda service: session.client(service, endpoint_url=url, config=config))


def paginator(client, operation):
    method = xform_name(operation)
    facts = INFERRED.get((client.meta.service_model.service_name, operation))
    if not facts:
        return client.get_paginator(method)
    assert not client.can_paginate(method), f"boto3 has a paginator for {operation} by now"
    model = client.meta.service_model.operation_model(operation)
    return Paginator(getattr(client, method), facts, model)


def run(client, case):
    pages = paginator(client, case["operation"]).paginate(**case["input"], PaginationConfig=case["config"])
    answer = {"pages": [], "items": [], "error": None}
    try:
        for page in itertools.islice(pages, case["pages"]):
            page.pop("ResponseMetadata", None)
            answer["pages"].append(page)
            items = pages.result_keys[0].search(page)
            answer["items"].extend(items if isinstance(items, (list, str)) else [])
    except Exception as error:
        answer["error"] = f"{type(error).__name__}: {error}"
    return {**answer, "resume": pages.resume_token}


def main(url, models):
    time.sleep = lambda _: None  # between attempts
    client = clients(url, models)
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(run(client(case["service"]), case)), flush=True)


main(*sys.argv[1:])
