"""What botocore does for single services outside its serializers and parsers: its own handlers, called by hand.

`codegen/src/customize.rs` has the same facts.
"""
import types

from botocore import handlers

# Inputs of these services have a member that botocore makes another of, the URL of a signed request.
WITHOUT = {"docdb": "SourceRegion", "neptune": "SourceRegion", "rds": "SourceRegion"}


def is_unwrapped(operation):
    """Whether the only member of the output is the body's root: the trait `s3UnwrappedXmlOutput`."""
    return (operation.service_model.service_name, operation.name) == ("s3", "GetBucketLocation")


def answered(operation, values):
    """An output as the service writes it. Amazon S3 has a document wherever there can be one; without it, its answer broke
    off, which botocore does not notice in payloads."""
    shape = operation.output_shape
    payload = shape and shape.serialization.get("payload")
    if operation.service_model.service_name == "s3" and payload and shape.members[payload].type_name == "structure":
        return {payload: {}} | values
    return values


def sent(operation, params):
    """An input as the serializer gets it."""
    params = dict(params)
    if operation.service_model.service_name == "route53":
        handlers.fix_route53_ids(params, operation)
    return params


def read(operation, response, result):
    """An output as the caller gets it."""
    more = {}
    if operation.service_model.service_name == "s3":
        handlers.handle_expires_header(operation, response, more)
    if is_unwrapped(operation):
        handlers.parse_get_bucket_location(more, types.SimpleNamespace(raw=True, content=response["body"]))
        # An empty element is an empty text.
        more = {name: value or "" for name, value in more.items()}
    return result | more
