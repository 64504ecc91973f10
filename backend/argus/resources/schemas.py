"""Kinds and objects. Objects themselves are the apiserver's JSON, untouched."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from argus.schema import Input, Output


class ApiResource(Output, frozen=True):
    """One kind that a cluster serves. `group` is `core` for the core group; `verbs` are the apiserver's."""

    group: str
    version: str
    resource: str
    kind: str
    singular: str
    namespaced: bool
    verbs: list[str]
    short_names: list[str]
    categories: list[str]
    preferred: bool


class ApiResourceList(Output, frozen=True):
    items: list[ApiResource]


class DeleteInput(Input, frozen=True):
    """`grace_period_seconds` 0 means at once. `uid` and `resource_version` are preconditions: a 409 if they differ."""

    propagation_policy: Literal["Foreground", "Background", "Orphan"] = "Background"
    grace_period_seconds: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] | None = None
    uid: str | None = None
    resource_version: str | None = None


class DiffLine(Output, frozen=True):
    """One line of a unified diff of the YAML, context included."""

    op: Literal["same", "added", "removed"]
    text: str


class FieldOwner(Output, frozen=True):
    """A field that the change would take over, and who holds it now."""

    manager: str
    field: str


class ChangeResult(Output, frozen=True):
    """What a change did or, with `dryRun`, would do, after webhooks and defaulting.

    `object` is the apiserver's answer, `diff` leads from the object before to it (of a new one, every line is added),
    `conflicts` are the fields of other owners that an apply would take over; Secret values are masked in the diff.
    """

    object: dict[str, Any]
    dry_run: bool
    diff: list[DiffLine]
    conflicts: list[FieldOwner]


class EventOutput(Output, frozen=True):
    """One Kubernetes event about an object. `last_seen` falls back to the event's creation."""

    uid: str
    type: str
    reason: str
    message: str
    count: int
    source: str
    first_seen: datetime | None
    last_seen: datetime | None


class EventList(Output, frozen=True):
    items: list[EventOutput]


class NamespaceOutput(Output, frozen=True):
    name: str
    phase: str
    created_at: str
    labels: dict[str, str]


class NamespaceList(Output, frozen=True):
    items: list[NamespaceOutput]


class NodeOutput(Output, frozen=True):
    """Capacity and allocatable as kubectl writes quantities."""

    name: str
    ready: bool
    reason: str
    roles: list[str]
    version: str
    schedulable: bool
    internal_ip: str
    capacity: dict[str, str]
    allocatable: dict[str, str]
    created_at: str


class NodeList(Output, frozen=True):
    items: list[NodeOutput]


class RelatedObject(Output, frozen=True):
    group: str
    version: str
    resource: str
    kind: str
    namespace: str
    name: str
    level: str
    reason: str


class RelatedList(Output, frozen=True):
    """`owners` from the object itself; `owned` are the objects whose owner it is; `pods` those its selector matches."""

    owners: list[RelatedObject]
    owned: list[RelatedObject]
    pods: list[RelatedObject]
