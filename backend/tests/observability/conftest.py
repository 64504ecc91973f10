"""One Argus as a process of its own that follows a real cluster, is listened to and changes things, and its metrics."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from websockets.asyncio.client import connect

from tests.faults.beside import Beside, beside, config_map, resources
from tests.faults.service import Service, serving
from tests.observability.scrapes import Scrape, scraped

KINDS = ("core/v1/configmaps", "core/v1/pods", "core/v1/nodes", "apps/v1/deployments")
NOT_SERVED = "unicorns"
OBJECT = "an-object-of-somebody"


@dataclass
class Observed:
    """`cluster` is the id of the one that is called `east`."""

    service: Service
    cluster: str
    kube: Beside

    async def text(self) -> str:
        return (await self.service.admin.get("/metrics")).text

    async def scrape(self) -> Scrape:
        return scraped(await self.text(), time.time())


@pytest.fixture(scope="session")
async def observed(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Observed]:
    """Everything that is counted when it happens has happened once."""
    async with serving(tmp_path_factory.mktemp("observed")) as service, beside(east) as kube:
        cluster = await service.added("east", east)
        for kind in KINDS:
            answer = await service.admin.get(f"/api/clusters/{cluster}/resources/{kind}")
            assert answer.status_code == 200, answer.text
        missing = await service.admin.get(f"/api/clusters/{cluster}/resources/core/v1/{NOT_SERVED}")
        assert missing.status_code == 404
        ask = f'{{"action": "subscribe", "cluster": "{cluster}", "resource": "configmaps"}}'
        url = f"ws://127.0.0.1:{service.port}/api/ws"
        async with connect(url, additional_headers={"Authorization": service.token}) as socket:
            await socket.send(ask)
            assert "SYNCED" in str(await socket.recv())
            made = await service.admin.post(resources(cluster), json=config_map(kube.namespace, OBJECT, step="1"))
            assert made.status_code == 201, made.text
            async with asyncio.timeout(20):
                while OBJECT not in str(await socket.recv()):
                    pass
            wrong = {"email": "nobody@example.com", "password": "wrong"}
            assert (await service.admin.post("/api/auth/login", json=wrong)).status_code == 401
            yield Observed(service, cluster, kube)
