"""Makes an HTTP API what a file says: `{"name": "shop", "routes": {"GET /orders": "https://orders.example.com/", ..}}`.

Arguments: the file. The API is found by its name; what is missing is added, what is different changed, the rest removed.
"""

import json
import sys

import boto3
from botocore.config import Config

TIMEOUT = 5000

config = Config(retries={"mode": "adaptive", "total_max_attempts": 8})
client = boto3.client("apigatewayv2", config=config)


def every(listing, **input):
    return client.get_paginator(listing).paginate(**input).search("Items")


with open(sys.argv[1]) as file:
    wanted = json.load(file)
api = next((api for api in every("get_apis") if api["Name"] == wanted["name"]), None)
if api is None:
    tags = {"managed-by": "from_file"}
    api = client.create_api(Name=wanted["name"], ProtocolType="HTTP", Tags=tags)
    print(f"created {api['ApiId']}")
id = api["ApiId"]
integrations = {it["IntegrationId"]: it for it in every("get_integrations", ApiId=id)}
routes = {it["RouteKey"]: it for it in every("get_routes", ApiId=id)}

for key, url in wanted["routes"].items():
    route = routes.pop(key, {})
    target = route.get("Target", "").removeprefix("integrations/")
    integration = integrations.get(target)
    if integration is None:
        integration = client.create_integration(
            ApiId=id,
            IntegrationType="HTTP_PROXY",
            IntegrationMethod="ANY",
            IntegrationUri=url,
            PayloadFormatVersion="1.0",
            TimeoutInMillis=TIMEOUT,
        )
        target = f"integrations/{integration['IntegrationId']}"
        if route:
            client.update_route(ApiId=id, RouteId=route["RouteId"], Target=target)
        else:
            client.create_route(ApiId=id, RouteKey=key, Target=target)
        print(f"  added {key}: {url}")
    elif (integration["IntegrationUri"], integration.get("TimeoutInMillis")) != (url, TIMEOUT):
        client.update_integration(
            ApiId=id,
            IntegrationId=integration["IntegrationId"],
            IntegrationUri=url,
            TimeoutInMillis=TIMEOUT,
        )
        print(f"  changed {key}: {url}")
for key, route in sorted(routes.items()):
    client.delete_route(ApiId=id, RouteId=route["RouteId"])
    print(f"  removed {key}")

try:
    client.get_stage(ApiId=id, StageName="$default")
except client.exceptions.NotFoundException:
    client.create_stage(ApiId=id, StageName="$default", AutoDeploy=True)
print(f"{api['Name']}: {api['ApiEndpoint']}")
