"""An HTTP API as an OpenAPI document: into a file, and from a file into a new API or an old one.

Arguments: `export API FILE`, `import FILE`, or `import FILE API`.
"""

import sys
from pathlib import Path

import boto3

client = boto3.client("apigatewayv2")


def told(done, api):
    print(f"{done} {api['Name']}, {api['ApiId']}")
    for warning in api.get("Warnings", []):
        print(f"  warning: {warning}")


match sys.argv[1:]:
    case ["export", api, file]:
        export = client.export_api(ApiId=api, Specification="OAS30", OutputType="YAML")
        document = export["body"].read()
        Path(file).write_bytes(document)
        print(f"exported {api}: {len(document)} bytes")
    case ["import", file]:
        api = client.import_api(Body=Path(file).read_text())
        told("imported", api)
    case ["import", file, api]:
        api = client.reimport_api(ApiId=api, Body=Path(file).read_text(), FailOnWarnings=True)
        told("imported anew", api)
    case _:
        sys.exit("usage: export API FILE, or import FILE [API]")
