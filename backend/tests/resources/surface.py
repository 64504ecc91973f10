"""An Argus with one real cluster in it, and short ways to ask it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

from argus.kube.connect import ApiServer
from tests.stack import PASSWORD, Stack, running, sign_in

Object = dict[str, Any]
T = TypeVar("T")
NARROW = "narrow@example.com"


@dataclass
class Surface:
    """`cluster` is the id of the cluster `east`; `kube` talks to it as somebody else would, beside Argus.

    `narrow` is signed in as one who may view only the namespace `team-a`.
    """

    stack: Stack
    cluster: str
    kube: ApiServer
    narrow: httpx.AsyncClient

    @property
    def admin(self) -> httpx.AsyncClient:
        return self.stack.admin

    @property
    def viewer(self) -> httpx.AsyncClient:
        return self.stack.viewer

    def path(self, kind: str, name: str = "", more: str = "") -> str:
        """Of `core/v1/pods` or an object of it."""
        return f"/api/clusters/{self.cluster}/resources/{kind}" + (f"/{name}" if name else "") + more

    async def create(self, kind: str, thing: Object, **params: Any) -> httpx.Response:
        return await self.admin.post(self.path(kind), json=thing, params=params)

    async def made(self, kind: str, thing: Object, **params: Any) -> Object:
        answer = await self.create(kind, thing, **params)
        assert answer.status_code == 201, answer.text
        found: Object = answer.json()["object"]
        return found

    async def there(self, namespace: str) -> None:
        """Make the namespace with a ConfigMap in it, unless an earlier Argus of these tests did."""
        for kind, thing in (
            ("core/v1/namespaces", {"metadata": {"name": namespace}}),
            ("core/v1/configmaps", config_map("settings", namespace, team=namespace)),
        ):
            answer = await self.create(kind, thing)
            assert answer.status_code in (201, 409), answer.text


@asynccontextmanager
async def surfaced(home: Path, kubeconfig: str) -> AsyncIterator[Surface]:
    """Start an Argus with this cluster, two namespaces in it, and somebody who may view one of them."""
    async with (
        running(home, f"sqlite+aiosqlite:///{home / 'argus.db'}") as stack,
        httpx.AsyncClient(base_url=stack.url, timeout=30) as narrow,
    ):
        answer = await stack.admin.post("/api/clusters", json={"name": "east", "kubeconfig": kubeconfig})
        assert answer.status_code == 201, answer.text
        cluster = answer.json()["id"]
        await stack.rooms.identity.users.create(NARROW, "Narrow", PASSWORD, "viewer", cluster, "team-a")
        await sign_in(narrow, NARROW)
        surface = Surface(stack, cluster, await stack.rooms.clusters.connection(cluster), narrow)
        for namespace in ("team-a", "team-b"):
            await surface.there(namespace)
        yield surface


async def eventually(ask: Callable[[], Awaitable[T]], good: Callable[[T], object], seconds: float = 20) -> T:
    """The first answer that is good. Fails with the last one at the deadline."""
    deadline = time.monotonic() + seconds
    while not good(answer := await ask()):
        assert time.monotonic() < deadline, f"still {answer!r}"
        await asyncio.sleep(0.05)
    return answer


def config_map(name: str, namespace: str = "default", **data: str) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace},
        "data": data,
    }


def deployment(name: str, namespace: str = "default", replicas: int = 2, containers: int = 1) -> Object:
    labels = {"app": name}
    pods = [{"name": f"c{number}", "image": "example.com/web:1"} for number in range(containers)]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": pods}},
        },
    }
