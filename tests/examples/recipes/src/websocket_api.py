"""A WebSocket API that answers `{"action": "ping"}` by itself and passes orders on to a web server.

Arguments: the name of the API, and the address of the server.
"""

import sys

import boto3

SCHEMA = '{"type": "object", "required": ["item"], "properties": {"item": {"type": "string"}}}'

name, server = sys.argv[1:]
client = boto3.client("apigatewayv2")

api = client.create_api(
    Name=name, ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
)
api_id = api["ApiId"]
print(f"created {name}, {api_id}")


def two_way(key, integration_id, **more):
    """A route whose callers get an answer."""
    route = client.create_route(
        ApiId=api_id,
        RouteKey=key,
        Target=f"integrations/{integration_id}",
        RouteResponseSelectionExpression="$default",
        **more,
    )
    client.create_route_response(
        ApiId=api_id, RouteId=route["RouteId"], RouteResponseKey="$default"
    )
    print(f"  {key} is the route {route['RouteId']}")


ping = client.create_integration(
    ApiId=api_id,
    IntegrationType="MOCK",
    TemplateSelectionExpression="200",
    RequestTemplates={"200": '{"statusCode": 200}'},
)
client.create_integration_response(
    ApiId=api_id,
    IntegrationId=ping["IntegrationId"],
    IntegrationResponseKey="$default",
    TemplateSelectionExpression="200",
    ResponseTemplates={"200": '{"message": "pong"}'},
)
two_way("ping", ping["IntegrationId"])

client.create_model(
    ApiId=api_id, Name="Order", ContentType="application/json", Schema=SCHEMA
)
orders = client.create_integration(
    ApiId=api_id,
    IntegrationType="HTTP",
    IntegrationMethod="POST",
    IntegrationUri=server,
    PassthroughBehavior="NEVER",
    TemplateSelectionExpression="${request.body.action}",
    RequestParameters={"integration.request.header.connection": "context.connectionId"},
    RequestTemplates={"order": '{"item": $input.json("$.item")}'},
)
for key, says in [("$default", "accepted"), (r"/4\d\d/", "refused"), (r"/5\d\d/", "try again")]:
    client.create_integration_response(
        ApiId=api_id,
        IntegrationId=orders["IntegrationId"],
        IntegrationResponseKey=key,
        TemplateSelectionExpression="says",
        ResponseTemplates={"says": f'{{"order": "{says}"}}'},
    )
two_way(
    "order",
    orders["IntegrationId"],
    ModelSelectionExpression="order",
    RequestModels={"order": "Order"},
)

client.create_stage(
    ApiId=api_id,
    StageName="live",
    DefaultRouteSettings={"LoggingLevel": "ERROR", "DataTraceEnabled": False},
)
deployment = client.create_deployment(ApiId=api_id, StageName="live")
print(f"deployed {deployment['DeploymentId']}")

pages = client.get_paginator("get_integration_responses").paginate(
    ApiId=api_id, IntegrationId=orders["IntegrationId"]
)
for response in pages.search("Items"):
    print(f"  {response['IntegrationResponseKey']}: {response['ResponseTemplates']['says']}")
