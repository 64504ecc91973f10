"""The cluster's events about one object."""

from datetime import datetime

import msgspec

from argus.fleet.kind import Gvr
from argus.kube.connect import ApiServer
from argus.kube.discovery import ApiKind
from argus.resources.decoding import fetched
from argus.resources.schemas import EventList, EventOutput

EVENTS = Gvr("core", "v1", "events")
MAX_EVENTS = 500


class _Metadata(msgspec.Struct, rename="camel"):
    uid: str
    creation_timestamp: datetime


class _Source(msgspec.Struct):
    component: str = ""
    host: str = ""


class _Series(msgspec.Struct, rename="camel"):
    count: int = 1
    last_observed_time: datetime | None = None


class _Event(msgspec.Struct, rename="camel"):
    """core/v1 Event: components that write the newer events.k8s.io form fill `event_time` and `series` instead."""

    metadata: _Metadata
    type: str = ""
    reason: str = ""
    message: str = ""
    count: int | None = None
    source: _Source = msgspec.field(default_factory=_Source)
    reporting_component: str = ""
    first_timestamp: datetime | None = None
    last_timestamp: datetime | None = None
    event_time: datetime | None = None
    series: _Series | None = None

    def output(self) -> EventOutput:
        series = self.series or _Series()
        last = self.last_timestamp or series.last_observed_time or self.event_time or self.metadata.creation_timestamp
        return EventOutput(
            uid=self.metadata.uid,
            type=self.type,
            reason=self.reason,
            message=self.message,
            count=self.count or series.count,
            source=self.source.component or self.reporting_component,
            first_seen=self.first_timestamp or self.event_time or self.metadata.creation_timestamp,
            last_seen=last,
        )


class _Events(msgspec.Struct):
    items: list[_Event] | None = None


async def events_about(api: ApiServer, kind: ApiKind, namespace: str | None, name: str) -> EventList:
    """The newest 500, newest first. By name, not uid: kubelets write a node's name where its uid should be.

    The apiserver orders by the events' names, so all of them are read to find the newest. Events about cluster-scoped
    objects lie in the namespace `default`.
    """
    fields = {"involvedObject.kind": kind.kind, "involvedObject.name": name}
    if namespace:
        fields["involvedObject.namespace"] = namespace
    query = {"fieldSelector": ",".join(f"{key}={value}" for key, value in fields.items())}
    listed = await fetched(api, EVENTS.path(namespace), _Events, query)
    found = [event.output() for event in listed.items or ()]
    return EventList(items=sorted(found, key=_seen_at, reverse=True)[:MAX_EVENTS])


def _seen_at(event: EventOutput) -> float:
    """In seconds since the epoch; before all others where nothing is known."""
    seen = event.last_seen or event.first_seen
    return seen.timestamp() if seen else 0.0
