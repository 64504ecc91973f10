"""Checks on an object that a client submits, before any of it reaches an apiserver."""

from typing import Any

from argus.errors import BadRequest, FieldError, Unprocessable
from argus.kube.discovery import ApiKind
from argus.resources.parameters import LABEL, require_name

MAX_DEPTH = 100

Object = dict[str, Any]


def check_depth(thing: Any) -> None:
    """Raise BadRequest for JSON nested deeper than 100; an apiserver would spend itself on it, and so would a diff."""
    level: list[Any] = [thing]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise BadRequest(f"The body is nested deeper than {MAX_DEPTH} levels.", code="too-deep")


def _children(node: Any) -> list[Any]:
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [value for value in values if isinstance(value, dict | list)]


def check_identity(thing: Object, kind: ApiKind) -> Object:
    """The object with its apiVersion and kind, which must be the path's where they are given, and an object's metadata.

    Raises BadRequest naming the field.
    """
    check_depth(thing)
    version = kind.version if kind.group == "core" else f"{kind.group}/{kind.version}"
    for field, expected in (("apiVersion", version), ("kind", kind.kind)):
        if (given := thing.get(field, expected)) != expected:
            raise _mismatch(field, given, expected)
    metadata = thing.get("metadata")
    if not isinstance(metadata, dict):
        error = FieldError("metadata", "must be an object with a name")
        raise BadRequest("The object has no metadata.", errors=[error])
    return {**thing, "apiVersion": version, "kind": kind.kind}


def check_new_name(thing: Object) -> None:
    """Raise BadRequest unless the object has a name, or a generateName that names can begin with."""
    metadata = thing["metadata"]
    name, prefix = metadata.get("name"), metadata.get("generateName")
    if isinstance(name, str) and name:
        require_name("metadata.name", name)
    elif isinstance(prefix, str) and prefix:
        require_name("metadata.generateName", f"{prefix}a")
    else:
        message = "give metadata.name, or metadata.generateName to have one made"
        raise BadRequest("The object has no name.", errors=[FieldError("metadata.name", message)])


def check_name(thing: Object, name: str) -> Object:
    """The object with the path's name. Raises BadRequest when it names another."""
    given = thing["metadata"].get("name", name)
    if given != name:
        raise _mismatch("metadata.name", given, name)
    return _with_metadata(thing, name=name)


def body_namespace(data: Object) -> str | None:
    """The namespace that the object itself names. Raises BadRequest where that is not a name."""
    metadata = data.get("metadata")
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    if namespace is None or namespace == "":
        return None
    if not isinstance(namespace, str):
        raise BadRequest("The namespace is not text.", errors=[FieldError("metadata.namespace", "must be a string")])
    return require_name("metadata.namespace", namespace, LABEL)


def check_namespace(thing: Object, namespace: str | None) -> Object:
    """The object with the namespace that was decided on. Raises BadRequest when it names another."""
    given = body_namespace(thing)
    if given not in (None, namespace):
        raise _mismatch("metadata.namespace", given, namespace or "none: this kind has no namespace")
    return _with_metadata(thing, namespace=namespace) if namespace else thing


def check_version(thing: Object) -> None:
    """Raise Unprocessable without a resourceVersion: a replace must say which version it is based on."""
    given = thing["metadata"].get("resourceVersion")
    if not isinstance(given, str) or not given:
        message = "copy it from the object that you read; the change is refused if it has been changed since"
        error = FieldError("metadata.resourceVersion", message)
        raise Unprocessable("A replace needs metadata.resourceVersion.", errors=[error])


def without_managed_fields(thing: Object) -> Object:
    """For an apply, which must not carry them: people edit what they read, and it has them."""
    return {**thing, "metadata": {key: value for key, value in thing["metadata"].items() if key != "managedFields"}}


def _with_metadata(thing: Object, **fields: str) -> Object:
    return {**thing, "metadata": {**thing["metadata"], **fields}}


def _mismatch(field: str, given: object, expected: str) -> BadRequest:
    message = f"is {str(given)[:80]!r} but the path says {expected!r}"
    return BadRequest(f"The object's {field} is not the path's.", errors=[FieldError(field, message)])
