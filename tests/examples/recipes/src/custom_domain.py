"""A domain name of one's own, with paths that lead to stages of APIs. It can be run again when paths change.

Arguments: the domain name, the ARN of its certificate, and for each path PATH=API/STAGE; the path may be empty.
"""

import sys

import boto3

domain, certificate, *paths = sys.argv[1:]
client = boto3.client("apigatewayv2")

try:
    made = client.create_domain_name(
        DomainName=domain,
        DomainNameConfigurations=[
            {
                "CertificateArn": certificate,
                "EndpointType": "REGIONAL",
                "SecurityPolicy": "TLS_1_2",
            }
        ],
    )
    print(f"created {domain}")
except client.exceptions.ConflictException:
    made = client.get_domain_name(DomainName=domain)
    print(f"{domain} is there")
for place in made["DomainNameConfigurations"]:
    print(f"  its DNS record leads to {place['ApiGatewayDomainName']}")

# boto3 has no paginator for this listing.
mappings, token = [], {}
while True:
    page = client.get_api_mappings(DomainName=domain, **token)
    mappings += page["Items"]
    if "NextToken" not in page:
        break
    token = {"NextToken": page["NextToken"]}
there = {mapping.get("ApiMappingKey", ""): mapping for mapping in mappings}

for path in paths:
    key, _, target = path.partition("=")
    api, _, stage = target.partition("/")
    wanted = {"DomainName": domain, "ApiId": api, "Stage": stage, "ApiMappingKey": key}
    mapping = there.get(key)
    if not mapping:
        client.create_api_mapping(**wanted)
        print(f"  /{key} leads to {target}")
    elif (mapping["ApiId"], mapping["Stage"]) != (api, stage):
        client.update_api_mapping(ApiMappingId=mapping["ApiMappingId"], **wanted)
        print(f"  /{key} leads to {target} now")
    else:
        print(f"  /{key} leads to {target} already")
