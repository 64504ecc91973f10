"""Which kind a request is about in its cluster, and whether the caller reaches it there."""

from collections.abc import Iterable

from argus.access.guard import check
from argus.access.roles import Principal, Scope, Target, Verb, decide, scope
from argus.errors import BadRequest, FieldError, Forbidden, NotFound
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.service import Fleet
from argus.fleet.sight import NAMESPACES
from argus.kube.discovery import ApiKind
from argus.resources.parameters import LABEL, require_name


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


async def within(fleet: Fleet, principal: Principal, kind: ClusterKind, visible: Scope) -> None:
    """Raise Forbidden where somebody who sees only some namespaces asks for a kind that lives in none.

    What is in memory answers first, so that a cluster that is down need not be asked.
    """
    if visible.everything or kind.gvr == NAMESPACES:
        return
    namespaced = fleet.namespaced(kind)
    if namespaced is None:
        namespaced = (await served(fleet, kind)).namespaced
    if not namespaced:
        everywhere(principal, kind)


def over_clusters(fleet: Fleet, principal: Principal, gvr: Gvr, clusters: Iterable[str]) -> dict[str, Scope]:
    """What the caller may list of a kind, by cluster, without those where that is nothing.

    Raises Forbidden where it is nothing anywhere because the kind is known to live in no namespace.
    """
    scopes = {cluster: scope(principal, "list", cluster, gvr.group, gvr.resource) for cluster in clusters}
    some = {cluster: found for cluster, found in scopes.items() if not found.nothing}
    seen = {cluster: found for cluster, found in some.items() if _inside(fleet, ClusterKind(cluster, gvr), found)}
    if some and not seen:
        raise Forbidden(decide(principal, "list", Target("resources", None, gvr.group, gvr.resource)).reason)
    return seen


def _inside(fleet: Fleet, kind: ClusterKind, visible: Scope) -> bool:
    return visible.everything or kind.gvr == NAMESPACES or fleet.namespaced(kind) is not False


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
