"""The guard every handler carries: it asks `decide` about the route's own parameters."""

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from argus.access.roles import Area, Principal, Target, Verb, decide
from argus.errors import Forbidden, Unauthenticated

class requires:  # noqa: N801 - reads as a word where it is used: guards=[requires("get", "clusters")]
    """Litestar guard: the caller may do `verb` in `area`, on the cluster and kind that the path names."""

    def __init__(self, verb: Verb, area: Area) -> None:
        self.verb = verb
        self.area = area

    def __call__(self, connection: ASGIConnection, _handler: BaseRouteHandler) -> None:
        principal = connection.scope.get("user")
        if not isinstance(principal, Principal):
            raise Unauthenticated("Sign in first: this needs an access token or a session cookie.")
        path = connection.path_params
        target = Target(
            self.area,
            cluster=path.get("cluster_id"),
            group=path.get("group"),
            resource=path.get("resource"),
            namespace=path.get("namespace") or connection.query_params.get("namespace"),
        )
        check(principal, self.verb, target)


def check(principal: Principal, verb: Verb, target: Target) -> None:
    """Raise Forbidden unless `decide` allows it; for questions that only a handler can put."""
    decision = decide(principal, verb, target)
    if not decision.allowed:
        raise Forbidden(decision.reason)
