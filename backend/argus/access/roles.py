"""The built-in roles and the decision whether a principal may do a thing. Pure functions, no I/O."""

from typing import Literal

import msgspec

Role = Literal["admin", "viewer"]
Verb = Literal["get", "list", "watch", "create", "update", "patch", "delete"]
Area = Literal["clusters", "resources", "fleet", "sandbox", "session"]

READ: frozenset[Verb] = frozenset({"get", "list", "watch"})
SENSITIVE: frozenset[tuple[str, str]] = frozenset({("core", "secrets")})
NAMESPACES = ("core", "namespaces")


class Grant(msgspec.Struct, frozen=True):
    """A role on a scope; null means all. `namespace` needs `cluster`."""

    role: Role
    cluster: str | None = None
    namespace: str | None = None


class Principal(msgspec.Struct, frozen=True):
    """Who asks, as the access token and the session say."""

    user_id: str
    email: str
    name: str
    session_id: str
    grants: tuple[Grant, ...]


class Target(msgspec.Struct, frozen=True):
    """What is asked about. `namespace` is null for cluster-scoped objects and for a question about all namespaces."""

    area: Area
    cluster: str | None = None
    group: str | None = None
    resource: str | None = None
    namespace: str | None = None


class Decision(msgspec.Struct, frozen=True):
    """`reason` says what is missing and who could grant it; empty when allowed."""

    allowed: bool
    reason: str


ALLOWED = Decision(True, "")


class Scope(msgspec.Struct, frozen=True):
    """Which namespaces of a cluster are visible; `everything` includes cluster-scoped objects."""

    everything: bool
    namespaces: frozenset[str]

    @property
    def nothing(self) -> bool:
        return not self.everything and not self.namespaces

    def admits(self, namespace: str) -> bool:
        return self.everything or namespace in self.namespaces


def decide(principal: Principal, verb: Verb, target: Target) -> Decision:
    """May `principal` do `verb` on `target`? Source: the grants in the principal's session.

    Their own session is everyone's, grants or not.
    """
    if target.area == "session":
        return ALLOWED
    if any(_reaches(grant, verb, target) and _permits(grant.role, verb, target) for grant in principal.grants):
        return ALLOWED
    place = _describe(target)
    return Decision(False, f"{principal.email} may not {verb} {place}; an admin of Argus can grant it.")


def scope(principal: Principal, verb: Verb, cluster: str, group: str, resource: str) -> Scope:
    """The namespaces of `cluster` in which `principal` may do `verb` on this kind."""
    target = Target("resources", cluster, group, resource)
    grants = [
        grant for grant in principal.grants if grant.cluster in (None, cluster) and _permits(grant.role, verb, target)
    ]
    if any(grant.namespace is None for grant in grants):
        return Scope(True, frozenset())
    return Scope(False, frozenset(grant.namespace for grant in grants if grant.namespace))


def sees(principal: Principal, cluster: str) -> bool:
    """Does any grant touch this cluster? To those where none does, it looks as if it did not exist."""
    return any(grant.cluster in (None, cluster) for grant in principal.grants)


def _permits(role: Role, verb: Verb, target: Target) -> bool:
    if role == "admin":
        return True
    return verb in READ and (target.group, target.resource) not in SENSITIVE


def _reaches(grant: Grant, verb: Verb, target: Target) -> bool:
    """A narrow grant lets one see the cluster that it is about, and change nothing outside its namespace."""
    if grant.cluster is None:
        return True
    if target.cluster is None:
        return verb in READ
    if grant.cluster != target.cluster:
        return False
    if grant.namespace is None:
        return True
    if target.area == "clusters":
        return verb in READ
    return grant.namespace == target.namespace


def _describe(target: Target) -> str:
    if target.resource is None:
        return f"this in namespace {target.namespace}" if target.namespace else target.area.replace("resources", "this")
    if (target.group, target.resource) == NAMESPACES and target.namespace:
        return f"namespace {target.namespace}"
    return f"{target.resource} in namespace {target.namespace}" if target.namespace else target.resource
