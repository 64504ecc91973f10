"""Which kinds each cluster serves: discovery, remembered until a CRD changes or five minutes have passed."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from argus.fleet.kind import Gvr
from argus.kube.connect import ApiServer
from argus.kube.discovery import ApiKind, discover

CRDS = Gvr("apiextensions.k8s.io", "v1", "customresourcedefinitions")
KEPT_SECONDS = 300.0


class Catalog:
    """`observe(cluster)` is called at each asking, to keep the cluster's CRDs watched meanwhile."""

    def __init__(self, connect: Callable[[str], Awaitable[ApiServer]], observe: Callable[[str], None]) -> None:
        self._connect = connect
        self._observe = observe
        self._known: dict[str, tuple[float, list[ApiKind]]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def kinds(self, cluster: str) -> list[ApiKind]:
        """Raises UpstreamError where the cluster cannot be asked and nothing is remembered."""
        self._observe(cluster)
        async with self._asking.setdefault(cluster, asyncio.Lock()):
            known = self._known.get(cluster)
            if known is None or time.monotonic() - known[0] > KEPT_SECONDS:
                kinds = await discover(await self._connect(cluster))
                known = self._known[cluster] = (time.monotonic(), kinds)
            return known[1]

    def forget(self, cluster: str) -> None:
        """Ask again next time."""
        self._known.pop(cluster, None)
