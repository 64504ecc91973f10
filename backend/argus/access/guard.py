"""The guard every handler carries: it asks `decide` about the route's own parameters."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from argus.access.roles import READ, Area, Principal, Target, Verb, decide, sees
from argus.errors import BadRequest, FieldError, Forbidden, NotFound, Unauthenticated

Connection = ASGIConnection[Any, Any, Any, Any]


class Requires:
    """Litestar guard: the caller may do `verb` in `area`, on the cluster and kind that the path names.

    Raises Unauthenticated, Forbidden, or NotFound where the caller may not even know that the cluster exists.
    """

    def __init__(self, verb: Verb, area: Area) -> None:
        self.verb = verb
        self.area = area

    async def __call__(self, connection: Connection, _handler: BaseRouteHandler) -> None:
        # A coroutine, though it waits for nothing: Litestar runs plain functions in a thread, which costs more.
        principal = require_principal(connection)
        path = connection.path_params
        target = Target(
            self.area,
            cluster=path.get("cluster_id"),
            group=path.get("group"),
            resource=path.get("resource"),
            namespace=path.get("namespace") or self._namespace_named(path) or _namespace_asked(connection),
        )
        check(principal, self.verb, target)

    def _namespace_named(self, path: dict[str, Any]) -> str | None:
        """Who sees inside a namespace may read it, though it is itself cluster-scoped; changing it takes more."""
        itself = (path.get("group"), path.get("resource")) == ("core", "namespaces") and self.verb in READ
        return path.get("name") if itself else None


requires = Requires


def require_principal(connection: Connection) -> Principal:
    """The caller. Raises Unauthenticated, with a code that tells a missing token from an expired or a bad one."""
    principal = connection.scope.get("user")
    if isinstance(principal, Principal):
        return principal
    refusal = connection.scope["state"].get("refusal")
    if isinstance(refusal, Unauthenticated):
        raise refusal
    detail = "Sign in first: this needs an access token or a session cookie."
    raise Unauthenticated(detail, code="token-missing", headers={"WWW-Authenticate": 'Bearer realm="argus"'})


def check(principal: Principal, verb: Verb, target: Target) -> None:
    """Raise Forbidden unless `decide` allows it; NotFound for a cluster that no grant of the caller touches."""
    if decide(principal, verb, target).allowed:
        return
    if target.cluster is not None and not sees(principal, target.cluster):
        raise cluster_not_found()
    raise Forbidden(decide(principal, verb, target).reason)


def cluster_not_found() -> NotFound:
    """The one answer for a cluster that is not there and for one the caller may not know of."""
    return NotFound("There is no such cluster.")


def _namespace_asked(connection: Connection) -> str | None:
    """Given twice it is refused: guard and handler could each read another one."""
    given = connection.query_params.getall("namespace", [])
    if len(given) > 1:
        message = "given more than once: name one namespace"
        raise BadRequest("The namespace is ambiguous.", errors=[FieldError("namespace", message)])
    return given[0] if given else None
