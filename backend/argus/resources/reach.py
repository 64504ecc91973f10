"""Which kind a request is about in its cluster, and whether the caller reaches it there."""

from argus.access.guard import check
from argus.access.roles import Principal, Scope, Target, Verb, decide, scope
from argus.errors import BadRequest, FieldError, Forbidden, NotFound
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.service import Fleet
from argus.kube.discovery import ApiKind
from argus.resources.parameters import LABEL, require_name

NAMESPACES = Gvr("core", "v1", "namespaces")


async def served(fleet: Fleet, kind: ClusterKind) -> ApiKind:
    """The kind as the cluster's discovery describes it. Raises NotFound where the cluster does not serve it."""
    gvr = kind.gvr
    for known in await fleet.kinds(kind.cluster):
        if (known.group, known.version, known.resource) == (gvr.group, gvr.version, gvr.resource):
            return known
    raise NotFound(f"This cluster does not serve {gvr}.", code="kind-not-found")


def readable(principal: Principal, kind: ClusterKind, namespace: str | None = None) -> Scope:
    """Where the caller may list this kind. Raises Forbidden when that is nowhere, or not in `namespace`."""
    visible = scope(principal, "list", kind.cluster, kind.gvr.group, kind.gvr.resource)
    if visible.nothing or (namespace is not None and not visible.admits(namespace)):
        target = Target("resources", kind.cluster, kind.gvr.group, kind.gvr.resource, namespace)
        raise Forbidden(decide(principal, "list", target).reason)
    return visible


def everywhere(principal: Principal, kind: ClusterKind) -> None:
    """Raise Forbidden unless the caller may list this kind in the whole cluster."""
    check(principal, "list", Target("resources", kind.cluster, kind.gvr.group, kind.gvr.resource))


def place(principal: Principal, verb: Verb, kind: ClusterKind, api: ApiKind, namespace: str | None, name: str) -> None:
    """Check one object's namespace against its kind, and the caller's grants against both.

    The guard saw only the path; here the kind is known to be namespaced or not, so that a namespace that is put on
    a cluster-scoped object does not bring it into reach. Raises BadRequest or Forbidden.
    """
    if namespace is not None:
        require_name("namespace", namespace, LABEL)
    granted_in = namespace
    if kind.gvr == NAMESPACES and verb == "get":
        granted_in = name
    elif not api.namespaced:
        granted_in = None
    check(principal, verb, Target("resources", kind.cluster, kind.gvr.group, kind.gvr.resource, granted_in))
    if api.namespaced and namespace is None:
        message = f"{api.resource} live in namespaces; say which one"
        raise BadRequest("The namespace is missing.", errors=[FieldError("namespace", message)])
    if not api.namespaced and namespace is not None:
        message = f"{api.resource} do not live in namespaces; leave it out"
        raise BadRequest("This kind has no namespace.", errors=[FieldError("namespace", message)])
