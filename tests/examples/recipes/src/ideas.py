"""What there is in boto3, idea by idea; `ideas.rs` has the same in Rust."""

import datetime

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.stub import Stubber


def client():
    return boto3.client("apigatewayv2")


def configured(url):
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=2, read_timeout=10
    )
    return boto3.client(
        "apigatewayv2", region_name="us-east-1", endpoint_url=url, config=config
    )


def call(client):
    api = client.create_api(
        Name="pets",
        ProtocolType="HTTP",
        CorsConfiguration={"AllowOrigins": ["https://a.test", "https://b.test"]},
        Tags={"env": "test", "team": "pets"},
    )
    print(api["Name"], api["ProtocolType"], api["CorsConfiguration"]["AllowOrigins"][0])
    print(api.get("Description", "no description"), api["Tags"]["env"])
    recent = api["CreatedDate"] > datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    print("created", "lately" if recent else "long ago")
    return api["ApiId"]


def errors(client):
    try:
        client.get_api(ApiId="nope")
    except client.exceptions.NotFoundException as error:
        print("not found:", error.response["Error"]["Message"])
    try:
        client.create_api_mapping(DomainName="a.test", ApiId="nope", Stage="prod")
    except ClientError as error:
        code = error.response["Error"]["Code"]
        print(code, error.response["ResponseMetadata"]["HTTPStatusCode"])
    except BotoCoreError as error:
        print("no answer:", error)


def pages(client):
    paginator = client.get_paginator("get_apis")
    for page in paginator.paginate(PaginationConfig={"PageSize": 2}):
        print("a page of", len(page["Items"]))
    for api in paginator.paginate().search("Items"):
        print("an API:", api["Name"])


def parts(client):
    paginator = client.get_paginator("get_apis")
    first = paginator.paginate(PaginationConfig={"MaxItems": 2})
    print("first", [api["Name"] for api in first.search("Items")])
    config = {"MaxItems": 2, "StartingToken": first.resume_token}
    then = paginator.paginate(PaginationConfig=config)
    print("then", [api["Name"] for api in then.search("Items")])


def test_greeting():
    client = boto3.client("apigatewayv2", region_name="us-east-1")
    with Stubber(client) as stubber:
        stubber.add_response("get_api", {"Name": "pets"}, {"ApiId": "a1"})
        assert greeting(client, "a1") == "hello, pets"


def greeting(client, api_id):
    api = client.get_api(ApiId=api_id)
    return f"hello, {api['Name']}"


def main():
    ours = client()
    api_id = call(ours)
    for name in ["cats", "dogs"]:
        ours.create_api(Name=name, ProtocolType="HTTP")
    errors(ours)
    pages(ours)
    parts(ours)
    print(greeting(configured(ours.meta.endpoint_url), api_id))


if __name__ == "__main__":
    main()
