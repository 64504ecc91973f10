"""The guard every handler carries: it asks `decide` about the route's own parameters."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from argus.access.roles import NAMESPACES, READ, Area, Principal, Target, Verb, decide, scope, sees
from argus.errors import BadRequest, FieldError, Forbidden, NotFound, Unauthenticated

Connection = ASGIConnection[Any, Any, Any, Any]


class Requires:
    """Litestar guard: the caller may do `verb` in `area`, on the cluster and kind that the path names.

    Raises Unauthenticated, Forbidden, or NotFound where the caller may not even know that the cluster exists.
    """

    def __init__(self, verb: Verb, area: Area, kind: tuple[str, str] | None = None) -> None:
        """`kind` is the group and resource of a route whose path does not name them."""
        self.verb = verb
        self.area = area
        self.kind = kind

    async def __call__(self, connection: Connection, _handler: BaseRouteHandler) -> None:
        # A coroutine, though it waits for nothing: Litestar runs plain functions in a thread, which costs more.
        principal = require_principal(connection)
        path = connection.path_params
        group, resource = self.kind or (path.get("group"), path.get("resource"))
        target = Target(
            self.area,
            cluster=path.get("cluster_id"),
            group=group,
            resource=resource,
            namespace=path.get("namespace") or self._namespace_named(path) or _namespace_asked(connection),
        )
        if not self._left_to_handler(principal, target):
            check(principal, self._said(path), target)

    def _namespace_named(self, path: dict[str, Any]) -> str | None:
        """Who sees inside a namespace may read it, though it is itself cluster-scoped; changing it takes more."""
        itself = (path.get("group"), path.get("resource")) == NAMESPACES and self.verb in READ
        return path.get("name") if itself else None

    def _left_to_handler(self, principal: Principal, target: Target) -> bool:
        """A new object may name its namespace itself: its handler decides, unless there is none that would do."""
        if self.verb != "create" or target.namespace is not None or not (target.cluster and target.resource):
            return False
        return not scope(principal, self.verb, target.cluster, target.group or "", target.resource).nothing

    def _said(self, path: dict[str, Any]) -> Verb:
        """Reading a kind without a name is listing it; both take the same right, but a refusal should say which."""
        return "list" if self.verb == "get" and path.get("resource") and "name" not in path else self.verb


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
    if not connection.scope["query_string"]:
        return None
    given = connection.query_params.getall("namespace", [])
    if len(given) > 1:
        message = "given more than once: name one namespace"
        raise BadRequest("The namespace is ambiguous.", errors=[FieldError("namespace", message)])
    return given[0] if given else None
