"""Deletes the APIs, domain names and VPC links that have a tag, and the mappings that would keep them.

Arguments: KEY=VALUE, and `--delete`, without which it only says what it would delete.
"""

import sys

import boto3

tag, *options = sys.argv[1:]
key, _, value = tag.partition("=")
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


def tagged(it):
    return it.get("Tags", {}).get(key) == value


# What is deleted last is listed first: nothing goes while something leads to it.
doomed = [
    (f"VPC link {it['VpcLinkId']} ({it['Name']})", client.delete_vpc_link, {"VpcLinkId": it["VpcLinkId"]})
    for it in every("get_vpc_links")
    if tagged(it)
]
apis = {it["ApiId"]: it["Name"] for it in every("get_apis") if tagged(it)}
for api, name in apis.items():
    doomed.append((f"API {api} ({name})", client.delete_api, {"ApiId": api}))
domains = list(every("get_domain_names"))
for domain in filter(tagged, domains):
    input = {"DomainName": domain["DomainName"]}
    doomed.append((f"domain name {domain['DomainName']}", client.delete_domain_name, input))
for domain in domains:
    for it in every("get_api_mappings", DomainName=domain["DomainName"]):
        if tagged(domain) or it["ApiId"] in apis:
            input = {"DomainName": domain["DomainName"], "ApiMappingId": it["ApiMappingId"]}
            text = f"mapping {domain['DomainName']}/{it.get('ApiMappingKey', '')}"
            doomed.append((text, client.delete_api_mapping, input))

for text, delete, input in reversed(doomed):
    if "--delete" not in options:
        print(f"would delete {text}")
        continue
    try:
        delete(**input)
        print(f"deleted {text}")
    except client.exceptions.NotFoundException:
        print(f"{text} is gone already")
