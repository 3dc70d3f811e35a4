"""An HTTP API in front of a Lambda function, from its routes to a stage that answers.

Arguments: the name of the API, and the ARN of the function.
"""

import sys

import boto3

ROUTES = ["GET /pets", "POST /pets", "GET /pets/{petId}", "$default"]

name, function = sys.argv[1:]
client = boto3.client("apigatewayv2")

api = client.create_api(
    Name=name,
    ProtocolType="HTTP",
    CorsConfiguration={
        "AllowOrigins": ["https://pets.example.com"],
        "AllowMethods": ["GET", "POST"],
        "MaxAge": 600,
    },
    Tags={"app": name},
)
api_id = api["ApiId"]
print(f"created {name}, {api_id}")

integration = client.create_integration(
    ApiId=api_id,
    IntegrationType="AWS_PROXY",
    IntegrationUri=function,
    IntegrationMethod="POST",
    PayloadFormatVersion="2.0",
    TimeoutInMillis=10_000,
)
target = f"integrations/{integration['IntegrationId']}"
for key in ROUTES:
    route = client.create_route(ApiId=api_id, RouteKey=key, Target=target)
    print(f"  {key} is the route {route['RouteId']}")

deployment = client.create_deployment(ApiId=api_id, Description="the first")
client.create_stage(
    ApiId=api_id,
    StageName="prod",
    DeploymentId=deployment["DeploymentId"],
    StageVariables={"table": "pets"},
    DefaultRouteSettings={"ThrottlingRateLimit": 100.0, "ThrottlingBurstLimit": 50},
)
print(f"deployed {deployment['DeploymentId']}: {api['ApiEndpoint']}/prod/pets")
