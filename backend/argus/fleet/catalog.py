"""Which kinds each cluster serves: discovery, remembered until a CRD changes or five minutes have passed."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from argus.errors import UpstreamError
from argus.fleet.kind import ClusterKind, Gvr
from argus.kube.connect import ApiServer
from argus.kube.discovery import ApiKind, discover

CRDS = Gvr("apiextensions.k8s.io", "v1", "customresourcedefinitions")
KEPT_SECONDS = 300.0
# How long those who could do with what is remembered wait for news, and how long a failure keeps others from waiting.
PATIENCE_SECONDS = 2.0
FAILED_SECONDS = 5.0


class _Known:
    """What a cluster said last; `wait_at` is when its next answer is worth waiting for."""

    def __init__(self, kinds: list[ApiKind]) -> None:
        self.kinds = kinds
        self.namespaced = {Gvr(kind.group, kind.version, kind.resource): kind.namespaced for kind in kinds}
        self.outdated_at = time.monotonic() + KEPT_SECONDS
        self.wait_at = 0.0


class Catalog:
    """`observe(cluster)` is called at each asking, to keep the cluster's CRDs watched meanwhile."""

    def __init__(self, connect: Callable[[str], Awaitable[ApiServer]], observe: Callable[[str], None]) -> None:
        self._connect = connect
        self._observe = observe
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Task[list[ApiKind]]] = {}
        self._tasks: set[asyncio.Task[list[ApiKind]]] = set()

    async def kinds(self, cluster: str) -> list[ApiKind]:
        """What is remembered, asked anew when it is out of date. Where that fails, what is remembered still.

        Raises UpstreamError where the cluster cannot be asked and nothing is remembered.
        """
        self._observe(cluster)
        known, now = self._known.get(cluster), time.monotonic()
        if known is None:
            return await asyncio.shield(self._task(cluster))
        if now < known.outdated_at:
            return known.kinds
        asking = self._task(cluster)
        if now >= known.wait_at:
            known.wait_at = now + PATIENCE_SECONDS + FAILED_SECONDS
            with suppress(TimeoutError, UpstreamError):
                return await asyncio.wait_for(asyncio.shield(asking), PATIENCE_SECONDS)
        return known.kinds

    def namespaced(self, kind: ClusterKind) -> bool | None:
        """Does the kind live in namespaces? None while that is not in memory."""
        known = self._known.get(kind.cluster)
        return None if known is None else known.namespaced.get(kind.gvr)

    def expire(self, cluster: str) -> None:
        """Ask again next time; what is known stays for when that fails."""
        self._asking.pop(cluster, None)
        if known := self._known.get(cluster):
            known.outdated_at = known.wait_at = 0.0

    def forget(self, cluster: str) -> None:
        """The cluster is another or gone."""
        self._asking.pop(cluster, None)
        self._known.pop(cluster, None)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _task(self, cluster: str) -> "asyncio.Task[list[ApiKind]]":
        """The one asking that is under way, or a new one."""
        task = self._asking.get(cluster)
        if task is None:
            task = self._asking[cluster] = asyncio.create_task(self._ask(cluster), name=f"discover {cluster}")
            self._tasks.add(task)
            task.add_done_callback(partial(self._asked, cluster))
        return task

    async def _ask(self, cluster: str) -> list[ApiKind]:
        return await discover(await self._connect(cluster))

    def _asked(self, cluster: str, task: "asyncio.Task[list[ApiKind]]") -> None:
        """Remember the answer, unless something changed while it was on its way."""
        self._tasks.discard(task)
        failed = task.cancelled() or task.exception() is not None
        if self._asking.get(cluster) is not task:
            return
        del self._asking[cluster]
        if not failed:
            self._known[cluster] = _Known(task.result())
