"""botocore's models, cut to what is tested."""
import botocore.loaders
import botocore.model

import services

# At most so many operations of a service that nobody asked for by name.
MOST_OPERATIONS = 40

# What says nothing about the form of requests and responses, or is tested elsewhere: endpoint rules by their
# published cases, signatures, checksums and compression by tests of the runtime. With checksums, S3's streams
# would travel in chunks.
ELSEWHERE = {
    "auth",
    "authtype",
    "contextParam",
    "deprecatedMessage",
    "documentation",
    "documentationUrl",
    "httpChecksum",
    "httpChecksumRequired",
    "operationContextParams",
    "requestcompression",
    "staticContextParams",
}


def load(name):
    """A service's newest model, without what is tested elsewhere."""
    model = botocore.loaders.Loader().load_service_model(name, "service-2")
    model["operations"] = {key: without(value) for key, value in model["operations"].items()}
    model["shapes"] = {key: shape(value) for key, value in model["shapes"].items()}
    model["metadata"].pop("auth", None)
    for item in model["shapes"].values():
        item.get("members", {}).pop(services.WITHOUT.get(name), None)
    return botocore.model.ServiceModel(model, name), model


def without(value):
    return {key: item for key, item in value.items() if key not in ELSEWHERE}


def shape(value):
    """Members may be called as traits are."""
    value = without(value)
    if "members" in value:
        value["members"] = {name: without(member) for name, member in value["members"].items()}
    for part in ("member", "key", "value"):
        if part in value:
            value[part] = without(value[part])
    return value


def references(shape):
    """What a shape refers to: names, if they have any, and shapes."""
    if shape.type_name == "structure":
        return list(shape.members.items())
    if shape.type_name == "list":
        return [("", shape.member)]
    if shape.type_name == "map":
        return [("", shape.key), ("", shape.value)]
    return []


def body_names(shape):
    """The names of a structure's members in a body."""
    if shape.type_name != "structure":
        return []
    members = [(name, member) for name, member in shape.members.items() if "location" not in member.serialization]
    return [wire_name(name, member) for name, member in members]


def wire_name(name, member):
    """What a member is called in bodies. botocore has the name of a flattened list at the list's items."""
    if member.type_name == "list" and member.serialization.get("flattened"):
        name = member.serialization.get("name", name)
        return member.member.serialization.get("name", name)
    return member.serialization.get("name", name)


def reached(*shapes):
    """All shapes that these lead to, themselves included, each as it is referred to first."""
    found, open_ = {}, [shape for shape in shapes if shape is not None]
    while open_:
        shape = open_.pop()
        if shape.name not in found:
            found[shape.name] = shape
            open_.extend(member for _, member in references(shape))
    return found.values()


def shapes_of(operation):
    return [operation.input_shape, operation.output_shape, *operation.error_shapes]


def features(operation):
    """The traits in an operation, each with what it is applied to and on which side."""
    found = {tuple(sorted((key, str(type(value))) for key, value in operation._operation_model.items()))}
    for side, top in enumerate(shapes_of(operation)):
        for shape in reached(top):
            payload = shape.serialization.get("payload")
            for name, member in references(shape):
                serialization = {key: key for key in member.serialization} | {
                    key: str(member.serialization.get(key)) for key in ("location", "timestampFormat")
                }
                traits = (*sorted(serialization.items()), *sorted(key for key in member.metadata if key not in ("min", "max", "pattern")))
                found.add((min(side, 2), shape is top, shape.type_name, member.type_name, name == payload, traits))
    return found


def chosen(operations):
    """Operations that have all features of a service, as far as few operations can: always that which
    adds most, and of those that add the same the smallest."""
    features_of = {name: features(operation) for name, operation in operations.items()}
    size = {name: len(reached(*shapes_of(operation))) for name, operation in operations.items()}
    names, known = [], set()
    while len(names) < MOST_OPERATIONS:
        best = min(operations, key=lambda name: (-len(features_of[name] - known), size[name], name))
        if not features_of[best] - known:
            break
        names.append(best)
        known |= features_of[best]
    return {name: operations[name] for name in sorted(names)}


def suite(model, operations):
    """A suite in the form of the published ones, still without cases."""
    shapes = reached(*(shape for operation in operations for shape in shapes_of(operation)))
    return {
        "metadata": model["metadata"],
        "shapes": {name: model["shapes"][name] for name in sorted(shape.name for shape in shapes)},
    }
