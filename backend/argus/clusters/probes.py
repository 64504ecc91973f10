"""The health of every cluster, probed in turn by one task each, so that a dead one delays nothing."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from argus.clusters.connections import Connections
from argus.clusters.probe import Finding, probe
from argus.clusters.registry import Change, Registry
from argus.clusters.schemas import ClusterStatus
from argus.errors import NotFound, Unavailable, UpstreamError

JITTER = 0.2
FIRST_RETRY_SECONDS = 1.0


class Health(msgspec.Struct, frozen=True):
    """What the last probe found and since when the phase holds. Version and nodes stay known while it is down."""

    finding: Finding
    since: datetime

    @classmethod
    def new(cls, finding: Finding) -> "Health":
        return cls(finding, datetime.now(UTC))

    @property
    def status(self) -> ClusterStatus:
        return ClusterStatus(phase=self.finding.phase, reason=self.finding.reason, since=self.since)


# The cluster's id, and why it does not answer, None where it does.
HealthListener = Callable[[str, UpstreamError | None], None]


class Probes:
    """Kept in memory: each replica looks for itself.

    `interval` in seconds, spread by 20 %; shorter at first after a failure.
    """

    def __init__(self, registry: Registry, connections: Connections, interval: float) -> None:
        self._registry = registry
        self._connections = connections
        self._interval = interval
        self._health: dict[str, Health] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._running = False
        self._listeners: list[HealthListener] = []
        registry.on_change(self._follow)

    def on_health(self, listener: HealthListener) -> None:
        """Call `listener` whenever a probe fails, and when a cluster answers again."""
        self._listeners.append(listener)

    def start(self) -> None:
        self._running = True
        for cluster in self._registry.all():
            self._begin(cluster.id)

    async def stop(self) -> None:
        self._running = False
        tasks = list(self._tasks.values())
        for cluster_id in list(self._tasks):
            self._end(cluster_id)
        await asyncio.gather(*tasks, return_exceptions=True)

    def health(self, cluster_id: str) -> Health:
        """What is known; `pending` before the first probe."""
        known = self._health.get(cluster_id)
        if known is None:
            known = Health.new(Finding(phase="pending", reason="Not probed yet."))
            self._health[cluster_id] = known
        return known

    def known(self, cluster_id: str) -> Health | None:
        """What the last probe found, without a trace of having been asked."""
        return self._health.get(cluster_id)

    async def probe(self, cluster_id: str) -> Health:
        """Probe now. Raises NotFound, or Unavailable where the credentials cannot be read."""
        try:
            finding = await probe(await self._connections.get(cluster_id))
        except UpstreamError as error:
            finding = Finding(phase="unreachable", reason=error.detail, error=error)
        return self.record(cluster_id, finding)

    def record(self, cluster_id: str, finding: Finding) -> Health:
        known = self._health.get(cluster_id)
        since = datetime.now(UTC)
        if known is not None:
            if finding.error is not None:
                before = known.finding
                finding = msgspec.structs.replace(finding, version=before.version, node_count=before.node_count)
            if known.finding.phase == finding.phase:
                since = known.since
        health = self._health[cluster_id] = Health(finding, since)
        # Of each failure: between two probes a cluster may have come back, and gone again.
        if finding.error is not None or (known is not None and known.finding.error is not None):
            for listener in self._listeners:
                listener(cluster_id, finding.error)
        return health

    def _follow(self, cluster_id: str, change: Change) -> None:
        if change == "updated":
            return
        self._end(cluster_id)
        if change == "removed":
            self._health.pop(cluster_id, None)
        elif self._running:
            self._begin(cluster_id)

    def _begin(self, cluster_id: str) -> None:
        self._end(cluster_id)
        self._tasks[cluster_id] = asyncio.create_task(self._keep_probing(cluster_id), name=f"probe {cluster_id}")

    def _end(self, cluster_id: str) -> None:
        task = self._tasks.pop(cluster_id, None)
        if task is not None:
            task.cancel()

    async def _keep_probing(self, cluster_id: str) -> None:
        failures = 0
        with suppress(NotFound):
            while True:
                try:
                    failures = failures + 1 if (await self.probe(cluster_id)).finding.error else 0
                except Unavailable:
                    # Argus' own database is away, which says nothing of the cluster.
                    failures += 1
                await asyncio.sleep(self._pause(failures) * random.uniform(1 - JITTER, 1 + JITTER))

    def _pause(self, failures: int) -> float:
        """Who looks at a cluster that is away for a moment should not wait a whole interval to see it back."""
        soon = FIRST_RETRY_SECONDS * 2 ** min(failures - 1, 16)
        return min(soon, self._interval) if failures else self._interval
