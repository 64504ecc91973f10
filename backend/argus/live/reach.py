"""What of a subscription its client may see."""

from argus.access.roles import Principal, Scope, Verb, scope
from argus.errors import Forbidden
from argus.fleet.sight import NAMESPACES
from argus.live.protocol import Want


def forbidden(want: Want) -> Forbidden:
    return Forbidden(f"You may not watch {want.gvr} there; an admin of Argus can grant it.")


def granted(principal: Principal, want: Want, cluster: str) -> Scope:
    verb: Verb = "get" if want.name else "watch"
    return scope(principal, verb, cluster, want.gvr.group, want.gvr.resource)


def reach(principal: Principal, want: Want, cluster: str, namespaced: bool | None) -> Scope | None:
    """The wanted rows that the client may see in this cluster, None when there are none.

    A kind that lives in no namespace (`namespaced` False; None while that is not known) is out of reach of those who
    see only some.
    """
    visible = granted(principal, want, cluster)
    if not visible.everything and namespaced is False and want.gvr != NAMESPACES:
        return None
    if want.namespace is not None:
        return Scope(False, frozenset({want.namespace})) if visible.admits(want.namespace) else None
    if want.name and not visible.admits(want.name if want.gvr == NAMESPACES else ""):
        return None
    return None if visible.nothing else visible
