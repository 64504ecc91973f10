"""One whole object for those who look at it: read again after each change of its row.

A GET on change instead of a second watch: the kind is watched already, so an object that nobody touches costs nothing,
a thousand viewers cost one GET a tick, and the apiserver's bytes pass through undecoded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog

from argus.errors import ArgusError, UpstreamRefused
from argus.fleet.event import IndexEvent
from argus.fleet.kind import ClusterKind
from argus.kube.connect import ApiServer
from argus.kube.failure import UNREADABLE
from argus.live.client import Client, Key
from argus.live.protocol import encode

MASK = "•••"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
log = structlog.get_logger("argus.live")


class ObjectTopic:
    """`changed` is called when there is something to `take`; `failed` when clients should ask for themselves."""

    def __init__(
        self,
        key: Key,
        kind: ClusterKind,
        namespace: str | None,
        name: str,
        connect: Callable[[str], Awaitable[ApiServer]],
        changed: Callable[["ObjectTopic"], None],
        failed: Callable[["ObjectTopic", str], None],
    ) -> None:
        self.key = key
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.clients: set[Client] = set()
        self._connect = connect
        self._changed = changed
        self._failed = failed
        self._deleted = b""
        self._message = b""
        self._deletions = 0
        self._again = False
        self._reading: asyncio.Task[None] | None = None

    def accept(self, event: IndexEvent) -> bool:
        """True when there is something to take at once."""
        row = event.row
        if row.name != self.name or row.namespace != (self.namespace or ""):
            return False
        if event.type == "DELETED":
            metadata = {"name": row.name, "namespace": row.namespace, "uid": row.uid}
            self._deleted = self._compose("DELETED", encode({"metadata": metadata}))
            self._message, self._again = b"", False
            self._deletions += 1
            return True
        self._again = True
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return False

    def take(self) -> tuple[bytes, int]:
        messages = [message for message in (self._deleted, self._message) if message]
        self.forget()
        return b",".join(messages), len(messages)

    def forget(self) -> None:
        self._deleted = self._message = b""

    def stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self) -> None:
        try:
            while self._again:
                self._again = False
                await self._read_once()
        finally:
            self._reading = None

    async def _read_once(self) -> None:
        """What was read before a deletion was heard of is of an object that is no more: nobody is told."""
        deletions = self._deletions
        try:
            api = await self._connect(self.kind.cluster)
            answer = await api.request("GET", self.kind.gvr.path(self.namespace, self.name))
            if deletions == self._deletions:
                self._message = self._compose("MODIFIED", self._shown(answer.body))
                self._changed(self)
        except UpstreamRefused as error:
            if error.status != 404:
                self._failed(self, error.detail)
        except (ArgusError, *UNREADABLE) as error:
            log.info("object not read", cluster=self.kind.cluster, kind=str(self.kind.gvr), reason=str(error))
            self._failed(self, "The object could not be read.")

    def _shown(self, body: bytes) -> bytes:
        """A Secret without its values; anything else as it came."""
        if (self.kind.gvr.group, self.kind.gvr.resource) != ("core", "secrets"):
            return body
        thing: dict[str, Any] = msgspec.json.decode(body, type=dict[str, Any])
        for field in ("data", "stringData"):
            if field in thing:
                thing[field] = dict.fromkeys(thing[field] or {}, MASK)
        annotations = thing.get("metadata", {}).get("annotations", {})
        if LAST_APPLIED in annotations:
            annotations[LAST_APPLIED] = MASK
        return encode(thing)

    def _compose(self, change: str, thing: bytes) -> bytes:
        fields = {
            "type": change,
            "cluster": self.kind.cluster,
            "resource": str(self.kind.gvr),
            "namespace": self.namespace,
            "name": self.name,
        }
        return encode(fields)[:-1] + b',"object":' + thing.strip() + b"}"
