"""moto's server, with what API Gateway V2 has and moto lacks: `python api_gateway_v2.py PORT`.

Programs that people write use these, so the recipes cannot do without. Each is answered in the form that the API
documents, from moto's own state, which `/moto-api/reset` therefore clears, too; all else is passed on to moto.

- `maxResults` and `nextToken` of every listing: moto gives everything in one page. A page holds 25 entries unless less is
  asked for, so that a program that forgets to page shows it.
- GetAuthorizers, GetModels, GetRouteResponses; UpdateApiMapping.
- CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment; UpdateStage; and `deploymentId` of a
  stage.
- ExportApi, ImportApi, and ReimportApi in the same words: OpenAPI 3.0 with the extensions of API Gateway. moto knows
  ReimportApi alone, without `$default`, `ANY` and tags.
- The regional address of a domain name, which its DNS record points to.

For the test there are `GET /state/REGION` (everything there is, without times), `PUT /page/N` (how many entries a page holds
unless less is asked for), `PUT /hold/N` (the Nth listing from now on is not answered), and `GET /held` (answered as soon as it
waits). The server ends with its standard input, so with the program that started it.
"""

import base64
import datetime
import json
import os
import re
import sys
import threading
from urllib.parse import parse_qs, unquote

import yaml
from moto.apigatewayv2 import models
from moto.apigatewayv2.exceptions import APIGatewayV2Error, BadRequestException
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.utils import iso_8601_datetime_without_milliseconds as iso
from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple
from werkzeug.wrappers import Request, Response

ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
CORS = "x-amazon-apigateway-cors"
TAG = "x-amazon-apigateway-tag-value"
# The members of an integration that an export holds in the same words, beside its type.
INTEGRATION_MEMBERS = {
    "connectionId": "connectionId",
    "connectionType": "connectionType",
    "credentials": "credentialsArn",
    "httpMethod": "integrationMethod",
    "payloadFormatVersion": "payloadFormatVersion",
    "requestParameters": "requestParameters",
    "timeoutInMillis": "timeoutInMillis",
    "uri": "integrationUri",
}


class NoSuchDeployment(APIGatewayV2Error):
    code = 404

    def __init__(self, deployment):
        super().__init__("NotFoundException", f"Invalid deployment identifier specified {deployment}")


def backend(region):
    return models.apigatewayv2_backends[DEFAULT_ACCOUNT_ID][region]


def listed(things):
    return {"items": [thing.to_json() for thing in things]}


# Members of answers that moto leaves out.


def stage_with_deployment(stage, plain=models.Stage.to_json):
    deployment = stage.config.get("deploymentId")
    return {**plain(stage), **({"deploymentId": deployment} if deployment else {})}


def domain_with_address(domain, plain=models.DomainName.to_json):
    answer = plain(domain)
    region = answer["domainNameArn"].split(":")[3]
    address = {
        "apiGatewayDomainName": f"d-{domain.domain_name.replace('.', '-')}.execute-api.{region}.amazonaws.com",
        "domainNameStatus": "AVAILABLE",
        "hostedZoneId": "Z1UJRXOUMOOFQ8",
    }
    given = answer["domainNameConfigurations"]
    return {**answer, "domainNameConfigurations": [{**address, **one} for one in given]}


models.Stage.to_json = stage_with_deployment
models.DomainName.to_json = domain_with_address


# Deployments: they are kept with moto's API.


def deployments(api):
    return api.__dict__.setdefault("deployments", {})


def create_deployment(here, body, _, api):
    api = here.get_api(api)
    stage = body.get("stageName") and api.get_stage(body["stageName"])
    deployment = {
        "autoDeployed": False,
        "createdDate": iso(datetime.datetime.now()),
        "deploymentId": "".join(mock_random.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(6)),
        "deploymentStatus": "DEPLOYED",
        **({"description": body["description"]} if "description" in body else {}),
    }
    deployments(api)[deployment["deploymentId"]] = deployment
    if stage:
        stage.config["deploymentId"] = deployment["deploymentId"]
    return 201, deployment


def get_deployment(here, _body, _query, api, deployment):
    found = deployments(here.get_api(api)).get(deployment)
    if not found:
        raise NoSuchDeployment(deployment)
    return 200, found


def get_deployments(here, _body, _query, api):
    return 200, {"items": list(deployments(here.get_api(api)).values())}


def update_deployment(here, body, query, api, deployment):
    _, found = get_deployment(here, body, query, api, deployment)
    found.update({name: body[name] for name in ["description"] if name in body})
    return 200, found


def delete_deployment(here, body, query, api, deployment):
    get_deployment(here, body, query, api, deployment)
    stages = here.get_api(api).stages.values()
    if any(stage.config.get("deploymentId") == deployment for stage in stages):
        raise BadRequestException("Active stages with deployments must be deleted or moved first.")
    del deployments(here.get_api(api))[deployment]
    return 204, None


def update_stage(here, body, query, api, stage):
    old = here.get_stage(api, stage)
    if body.get("deploymentId"):
        get_deployment(here, body, query, api, body["deploymentId"])
    new = models.Stage(here.get_api(api), {**old.config, **body, "stageName": stage})
    new.created = old.created
    here.get_api(api).stages[stage] = new
    return 200, new.to_json()


# Mappings.


def update_api_mapping(here, body, _query, domain, mapping):
    found = here.get_api_mapping(mapping, domain)
    here.get_api(body.get("apiId", found.api_id))
    attributes = {"apiId": "api_id", "apiMappingKey": "api_mapping_key", "stage": "stage"}
    vars(found).update({attributes[name]: body[name] for name in attributes.keys() & body.keys()})
    return 200, found.to_json()


# Listings.


def get_authorizers(here, _body, _query, api):
    return 200, listed(here.get_api(api).authorizers.values())


def get_models(here, _body, _query, api):
    return 200, listed(here.get_api(api).models.values())


def get_route_responses(here, _body, _query, api, route):
    return 200, listed(here.get_route(api, route).route_responses.values())


# Export and import.


def export_api(here, _, query, api, specification):
    if specification != "OAS30" or query.get("outputType") not in ("JSON", "YAML"):
        raise BadRequestException("Invalid specification or output type")
    api = here.get_api(api)
    if api.protocol_type != "HTTP":
        raise BadRequestException("Only HTTP APIs can be exported")
    if "stageName" in query:
        api.get_stage(query["stageName"])
    document = exported(api, query.get("includeExtensions", "true") == "true")
    as_text = json.dumps if query["outputType"] == "JSON" else lambda it: yaml.safe_dump(it, sort_keys=False)
    return 200, as_text(document)


def exported(api, extensions):
    document = {
        "openapi": "3.0.1",
        "info": {"title": api.name, "version": api.version or iso(api.created_date)},
        "servers": [{"url": f"{api.api_endpoint}/{{basePath}}", "variables": {"basePath": {"default": ""}}}],
        "tags": [{"name": name, TAG: value} for name, value in api.backend.get_tags(api.arn).items()],
        "paths": {},
    }
    if api.description:
        document["info"]["description"] = api.description
    for route in api.routes.values():
        method, _, path = ("", "", "/$default") if route.route_key == "$default" else route.route_key.partition(" ")
        operation = {"responses": {"default": {"description": f"Default response for {route.route_key}"}}}
        if path == "/$default":
            operation["isDefaultRoute"] = True
        target = (route.target or "").removeprefix("integrations/")
        if extensions and target:
            operation[INTEGRATION] = exported_integration(api.get_integration(target).to_json())
        method = ANY if method in ("", "ANY") else method.lower()
        document["paths"].setdefault(path, {})[method] = operation
    if extensions and api.cors_configuration:
        document[CORS] = api.cors_configuration
    if extensions:
        document["x-amazon-apigateway-importexport-version"] = "1.0"
    return document


def exported_integration(integration):
    members = {name: integration[ours] for name, ours in INTEGRATION_MEMBERS.items() if integration[ours]}
    return {**members, "type": integration["integrationType"].lower()}


def read(text):
    try:
        document = yaml.safe_load(text)
        assert str(document["openapi"]).startswith("3."), "only OpenAPI 3 is read"
        return document, document["info"]["title"]
    except (yaml.YAMLError, AssertionError, KeyError, TypeError) as error:
        raise BadRequestException(f"Unable to parse the body: {error}") from None


def import_api(here, body, query):
    document, name = read(body.get("body"))
    api = here.create_api(None, None, None, None, None, name, "HTTP", None, None, None)
    try:
        warnings = imported(here, api, document, query)
    except APIGatewayV2Error:
        here.delete_api(api.api_id)
        raise
    return 201, {**api.to_json(), "warnings": warnings}


def reimport_api(here, body, query, api):
    document, api = read(body.get("body"))[0], here.get_api(api)
    return 201, {**api.to_json(), "warnings": imported(here, api, document, query)}


def imported(here, api, document, query):
    """Makes the API what the document says; its stages stay, as the service leaves them."""
    operations = [(path, *one) for path, methods in document.get("paths", {}).items() for one in methods.items()]
    warnings = [
        f"No integration defined for {method} {path}, skipping the route"
        for path, method, operation in operations
        if INTEGRATION not in operation
    ]
    if warnings and query.get("failOnWarnings") == "true":
        raise BadRequestException("Warnings found during import:\n\t" + "\n\t".join(warnings))
    info = document["info"]
    api.name, api.version, api.description = info["title"], info.get("version"), info.get("description")
    api.cors_configuration = document.get(CORS)
    here.tag_resource(api.arn, {tag["name"]: tag.get(TAG, "") for tag in document.get("tags", [])})
    api.integrations.clear()
    api.routes.clear()
    for path, method, operation in operations:
        if INTEGRATION not in operation:
            continue
        members = {ours: None for ours in [*INTEGRATION_MEMBERS.values(), "description"]}
        members.update({INTEGRATION_MEMBERS[name]: it for name, it in operation[INTEGRATION].items() if name != "type"})
        members["integrationType"] = operation[INTEGRATION]["type"].upper()
        names = {"connectionId": "connection_id", "timeoutInMillis": "timeout_in_millis"}
        snake = {names.get(name, re.sub("[A-Z]", lambda it: "_" + it[0].lower(), name)): it for name, it in members.items()}
        integration = api.create_integration(**snake)
        verb = "ANY" if method == ANY else method.upper()
        key = "$default" if operation.get("isDefaultRoute") else f"{verb} {path}"
        api.create_route(False, None, key, f"integrations/{integration.id}", authorization_type="NONE")
    return warnings


API = "/v2/apis/([^/]+)"
ADDED = [
    ("GET", f"{API}/authorizers", get_authorizers),
    ("GET", f"{API}/models", get_models),
    ("GET", f"{API}/routes/([^/]+)/routeresponses", get_route_responses),
    ("POST", f"{API}/deployments", create_deployment),
    ("GET", f"{API}/deployments", get_deployments),
    ("GET", f"{API}/deployments/([^/]+)", get_deployment),
    ("PATCH", f"{API}/deployments/([^/]+)", update_deployment),
    ("DELETE", f"{API}/deployments/([^/]+)", delete_deployment),
    ("PATCH", f"{API}/stages/([^/]+)", update_stage),
    ("PATCH", "/v2/domainnames/([^/]+)/apimappings/([^/]+)", update_api_mapping),
    ("GET", f"{API}/exports/([^/]+)", export_api),
    ("PUT", "/v2/apis", import_api),
    ("PUT", API, reimport_api),
]


def added(request, region):
    """The answer to an operation that moto lacks, if this is one."""
    for method, path, answer in ADDED:
        found = re.fullmatch(path, request.path)
        if found and method == request.method:
            body = json.loads(request.get_data() or "{}")
            try:
                status, told = answer(backend(region), body, request.args, *map(unquote, found.groups()))
            except APIGatewayV2Error as error:
                return error.get_response()
            text = told if isinstance(told, str) else "" if told is None else json.dumps(told)
            return Response(text, status, content_type="application/json")
    return None


# Pages.


def page(answer, query, longest):
    """The page that is asked for, of an answer that holds everything."""
    try:
        start = json.loads(base64.b64decode(query["nextToken"], validate=True)) if "nextToken" in query else 0
        size = int(query.get("maxResults", longest))
        assert start >= 0 and size > 0
    except (ValueError, TypeError, AssertionError):
        raise BadRequestException("Invalid value for maxResults or nextToken") from None
    end = start + min(size, 500)
    rest = {"nextToken": base64.b64encode(json.dumps(end).encode()).decode()} if end < len(answer["items"]) else {}
    return {"items": answer["items"][start:end], **rest}


class Hold:
    """Keeps one listing waiting, for the test that kills a program meanwhile."""

    def __init__(self):
        self.left, self.held, self.released = 0, threading.Event(), threading.Event()

    def after(self, listings):
        self.released.set()
        self.left, self.held, self.released = listings, threading.Event(), threading.Event()

    def listing(self):
        self.left -= 1
        if self.left == 0:
            released = self.released
            self.held.set()
            released.wait(300)


# What there is.


def state(here):
    def api(it):
        parts = {"authorizers": it.authorizers, "models": it.models, "stages": it.stages}
        return {
            **it.to_json(),
            **{name: [one.to_json() for one in things.values()] for name, things in parts.items()},
            "deployments": list(deployments(it).values()),
            "integrations": [{**one.to_json(), **responses(one.responses)} for one in it.integrations.values()],
            "routes": [{**one.to_json(), **responses(one.route_responses)} for one in it.routes.values()],
        }

    def responses(things):
        return {"responses": [one.to_json() for one in things.values()]}

    return without_times(
        {
            "apis": [api(it) for it in here.apis.values()],
            "domainNames": [it.to_json() for it in here.domain_names.values()],
            "mappings": [it.to_json() for it in here.api_mappings.values()],
            "vpcLinks": [it.to_json() for it in here.vpc_links.values()],
        }
    )


def without_times(value):
    if isinstance(value, dict):
        times = ("createdDate", "lastUpdatedDate")
        return {name: without_times(one) for name, one in value.items() if name not in times}
    return [without_times(one) for one in value] if isinstance(value, list) else value


# The server.


class Server:
    def __init__(self, moto):
        self.moto, self.hold, self.page = moto, Hold(), 25

    def __call__(self, environ, start_response):
        request = Request(environ)
        answer = self.asked_by_the_test(request) or self.answer(request)
        return answer(environ, start_response)

    def asked_by_the_test(self, request):
        place = request.path.split("/")[1:]
        if place[0] == "state":
            return Response(json.dumps(state(backend(place[1]))))
        if place[0] == "page":
            self.page = int(place[1])
            return Response(status=204)
        if place[0] == "hold":
            self.hold.after(int(place[1]))
            return Response(status=204)
        if place[0] == "held":
            return Response(status=204 if self.hold.held.wait(300) else 504)
        return None

    def answer(self, request):
        scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/apigateway/", request.headers.get("Authorization", ""))
        if not scope or not request.path.startswith("/v2/"):
            return self.moto
        answer = added(request, scope[1]) or Response.from_app(self.moto, request.environ)
        if request.method != "GET" or answer.status_code != 200 or "/exports/" in request.path:
            return answer
        told = json.loads(answer.get_data())
        if "items" not in told:
            return answer
        self.hold.listing()
        try:
            answer.set_data(json.dumps(page(told, request.args, self.page)))
        except APIGatewayV2Error as error:
            return error.get_response()
        return answer


def main(port):
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server = Server(DomainDispatcherApplication(create_backend_app))
    run_simple("127.0.0.1", int(port), server, threaded=True, request_handler=MotoRequestHandler)


main(*sys.argv[1:])
