"""Real clusters behind the real registry, with short ways to write to them beside Argus."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from argus.access.roles import Scope
from argus.errors import UpstreamRefused
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.pulse import Why
from argus.fleet.query import ListQuery
from argus.fleet.schemas import ResourcePage
from argus.fleet.service import Fleet
from argus.fleet.sync import KindSync
from argus.kube.connect import ApiServer
from tests.stack import Stack, running

EVERYTHING = Scope(True, frozenset())
CONFIG_MAPS = Gvr("core", "v1", "configmaps")
T = TypeVar("T")


@dataclass
class FleetHouse:
    """`kube` talks to the cluster as somebody else would."""

    stack: Stack
    cluster: str
    kube: ApiServer

    @property
    def fleet(self) -> Fleet:
        return self.stack.rooms.fleet

    def kind(self, gvr: Gvr = CONFIG_MAPS) -> ClusterKind:
        return ClusterKind(self.cluster, gvr)

    async def page(self, gvr: Gvr = CONFIG_MAPS, scope: Scope = EVERYTHING, **query: Any) -> ResourcePage:
        return await self.fleet.page([self.kind(gvr)], {self.cluster: scope}, ListQuery.parse(**query))

    async def make(self, gvr: Gvr, thing: dict[str, Any], namespace: str | None = None) -> dict[str, Any]:
        """Create, or leave as it is when it is there."""
        body = msgspec.json.encode(thing)
        try:
            answer = await self.kube.request("POST", gvr.path(namespace), body=body, content_type="application/json")
        except UpstreamRefused as refusal:
            if refusal.status != 409:
                raise
            return {}
        return msgspec.json.decode(answer.body, type=dict[str, Any])

    async def config_map(self, namespace: str, name: str, **data: str) -> None:
        metadata = {"name": name, "namespace": namespace}
        await self.make(CONFIG_MAPS, {"metadata": metadata, "data": data}, namespace)

    async def patch(self, gvr: Gvr, namespace: str | None, name: str, change: dict[str, Any]) -> None:
        kind = "application/merge-patch+json"
        await self.kube.request("PATCH", gvr.path(namespace, name), body=msgspec.json.encode(change), content_type=kind)

    async def remove(self, gvr: Gvr, namespace: str | None, name: str) -> None:
        await self.kube.request("DELETE", gvr.path(namespace, name))

    def sync(self, gvr: Gvr = CONFIG_MAPS) -> KindSync:
        """What follows a kind that somebody has asked for."""
        return next(sync for sync in self.fleet.syncs() if sync.kind == self.kind(gvr))

    async def names(self, gvr: Gvr = CONFIG_MAPS, **query: Any) -> list[str]:
        return [row.name for row in (await self.page(gvr, **query)).rows]


@asynccontextmanager
async def house(home: Path, kubeconfig: str, **environ: str) -> AsyncIterator[FleetHouse]:
    """An Argus that knows one cluster, called `east`."""
    async with running(home, f"sqlite+aiosqlite:///{home / 'argus.db'}", **environ) as stack:
        answer = await stack.admin.post("/api/clusters", json={"name": "east", "kubeconfig": kubeconfig})
        assert answer.status_code == 201, answer.text
        cluster = answer.json()["id"]
        yield FleetHouse(stack, cluster, await stack.rooms.clusters.connection(cluster))


async def lists_of(sync: KindSync, why: Why) -> int:
    """How many lists it has asked for so far for this reason."""
    return sync.pulse.lists[why]


async def eventually(ask: Callable[[], Awaitable[T]], good: Callable[[T], object], seconds: float = 30) -> T:
    """The first answer that is good. Fails with the last one at the deadline."""
    deadline = time.monotonic() + seconds
    while not good(answer := await ask()):
        assert time.monotonic() < deadline, f"still {answer!r}"
        await asyncio.sleep(0.05)
    return answer
