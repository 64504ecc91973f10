"""Every operation of the contract, with parameters that lead to something that is there."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from argus.app import create_app
from argus.settings import Settings
from tests.resources.surface import Object, Surface, config_map

PUBLIC = {"login", "refresh", "logout"}
# The decision table, by operation: what a viewer of everything and a viewer of the namespace `team-a` may do.
# The calls are about the ConfigMap `settings` in `team-a`.
EVERYONE = {
    "getMe",
    "listClusters",
    "getCluster",
    "testCluster",
    "listApiResources",
    "listNamespaces",
    "listResources",
    "getResource",
    "listResourceEvents",
    "listRelatedResources",
    "getPodLogs",
    "listFleetResources",
    "getFleetOverview",
    "searchFleet",
    "getSandbox",
}
VIEWERS_OF_CLUSTERS = {"listNodes"}
ADMINS = {
    "createCluster",
    "updateCluster",
    "readContexts",
    "testKubeconfig",
    "getOnboardingManifest",
    "listImports",
    "createResource",
    "replaceResource",
    "applyResource",
    "deleteResource",
    "deleteCluster",
}
# Ends the session of whoever calls it; tested where sessions are.
ENDS_THE_SESSION = {"logout"}
METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True)
class Operation:
    """`query` and `body` go with every request that asks for it."""

    id: str
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Object | None = None


@cache
def contract(settings: Settings) -> Object:
    """The OpenAPI document, as the application makes it."""
    document: Object = create_app(settings).openapi_schema.to_schema()
    return document


def operations(surface: Surface) -> list[Operation]:
    """The cluster, namespace, ConfigMap and pod that paths name exist, or could."""
    place = {
        "cluster_id": surface.cluster,
        "group": "core",
        "version": "v1",
        "resource": "configmaps",
        "name": "settings",
        "namespace": "team-a",
    }
    found = []
    for path, methods in contract(surface.stack.settings)["paths"].items():
        for method in METHODS & methods.keys():
            operation = methods[method]["operationId"]
            query, body = _given(operation, "{name}" in path)
            found.append(Operation(operation, method.upper(), path.format(**place), query, body))
    return found


def _given(operation: str, named: bool) -> tuple[dict[str, str], Object | None]:
    query: dict[str, str] = {"namespace": "team-a"} if named and operation != "getPodLogs" else {}
    bodies: dict[str, Any] = {
        "login": {"email": "nobody@example.com", "password": "wrong"},
        "refresh": {},
        "createCluster": {"name": "other", "kubeconfig": "{}"},
        "updateCluster": {},
        "readContexts": {"kubeconfig": "{}"},
        "testKubeconfig": {"name": "other", "kubeconfig": "{}"},
        "createResource": config_map("made", "team-a"),
        "replaceResource": config_map("settings", "team-a"),
        "applyResource": config_map("settings", "team-a"),
        "deleteResource": {"dryRun": True},
    }
    if operation in ("createResource", "applyResource"):
        query = {**query, "namespace": "team-a", "dryRun": "true"}
    if operation == "searchFleet":
        query = {"q": "settings"}
    return query, bodies.get(operation)
