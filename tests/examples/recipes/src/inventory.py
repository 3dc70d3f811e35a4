"""Everything that API Gateway has in an account and region, as a table or as JSON.

Arguments: `--json`, or none for the table.
"""

import json
import sys

import boto3

client = boto3.client("apigatewayv2")


def every(listing, **input):
    """All pages of a listing, of those, too, for which boto3 has no paginator."""
    if client.can_paginate(listing):
        yield from client.get_paginator(listing).paginate(**input).search("Items")
        return
    page = getattr(client, listing)(**input)
    yield from page["Items"]
    while "NextToken" in page:
        page = getattr(client, listing)(NextToken=page["NextToken"], **input)
        yield from page["Items"]


def thing(kind, id, name, parts=()):
    return {"id": id, "kind": kind, "name": name, "parts": list(parts)}


def everything():
    for api in every("get_apis"):
        yield thing("API", api["ApiId"], f"{api['Name']} ({api['ProtocolType']})", parts_of_api(api))
    for domain in every("get_domain_names"):
        name = domain["DomainName"]
        yield thing("domain name", name, "", mappings(name))
    for link in every("get_vpc_links"):
        yield thing("VPC link", link["VpcLinkId"], link["Name"])


def parts_of_api(api):
    id, websocket = api["ApiId"], api["ProtocolType"] == "WEBSOCKET"
    for it in every("get_routes", ApiId=id):
        name = f"{it['RouteKey']} -> {it.get('Target', '')}"
        parts = route_responses(id, it["RouteId"]) if websocket else ()
        yield thing("route", it["RouteId"], name, parts)
    for it in every("get_integrations", ApiId=id):
        name = f"{it['IntegrationType']} {it.get('IntegrationUri', '')}"
        parts = integration_responses(id, it["IntegrationId"]) if websocket else ()
        yield thing("integration", it["IntegrationId"], name, parts)
    for it in every("get_authorizers", ApiId=id):
        yield thing("authorizer", it["AuthorizerId"], f"{it['Name']} ({it['AuthorizerType']})")
    if websocket:
        for it in every("get_models", ApiId=id):
            yield thing("model", it["ModelId"], it["Name"])
    for it in every("get_stages", ApiId=id):
        yield thing("stage", it["StageName"], it.get("DeploymentId", ""))
    for it in every("get_deployments", ApiId=id):
        yield thing("deployment", it["DeploymentId"], it.get("Description", ""))


def route_responses(api, route):
    for it in every("get_route_responses", ApiId=api, RouteId=route):
        yield thing("response", it["RouteResponseId"], it["RouteResponseKey"])


def integration_responses(api, integration):
    for it in every("get_integration_responses", ApiId=api, IntegrationId=integration):
        yield thing("response", it["IntegrationResponseId"], it["IntegrationResponseKey"])


def mappings(domain):
    for it in every("get_api_mappings", DomainName=domain):
        name = f"/{it.get('ApiMappingKey', '')} -> {it['ApiId']}/{it['Stage']}"
        yield thing("mapping", it["ApiMappingId"], name)


def rows(things, depth=0):
    for it in things:
        yield "  " * depth + it["kind"], it["id"], it["name"]
        yield from rows(it["parts"], depth + 1)


if "--json" in sys.argv[1:]:
    print(json.dumps(list(everything()), indent=2, ensure_ascii=False))
else:
    table = list(rows(everything()))
    kinds = max((len(kind) for kind, _, _ in table), default=0)
    ids = max((len(id) for _, id, _ in table), default=0)
    for kind, id, name in table:
        print(f"{kind:{kinds}}  {id:{ids}}  {name}".rstrip())
