"""People at work while the database has its troubles: who writes, who reads, and who watches."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.faults.beside import Beside, config_map, resources
from tests.faults.service import Service

REFUSALS = ("audit-unavailable", "database-unavailable")


@dataclass
class Load:
    """`labelled` and `made` are the numbers that Argus acknowledged, `told` the names that the socket was told of.

    From `watched` on it is told of everything. With `enough` the writers stop, and with `over` all others.
    """

    argus: Service
    kube: Beside
    cluster: str
    labelled: list[int] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    refused: int = 0
    read: int = 0
    slowest_read: tuple[float, str] = (0.0, "")
    told: set[str] = field(default_factory=set)
    watched: asyncio.Event = field(default_factory=asyncio.Event)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def label(self) -> None:
        """Changes of Argus' own database, one after the other, so that the last one is the one to be found."""
        for number in count():
            if self.enough.is_set():
                return
            if (await self.relabel(str(number))).is_success:
                self.labelled.append(number)

    async def relabel(self, number: str) -> httpx.Response:
        return await self._change("PUT", f"/api/clusters/{self.cluster}", {"labels": {"number": number}})

    async def make(self, writer: int) -> None:
        """Changes of a cluster, each with its intent and its outcome."""
        for number in count():
            if self.enough.is_set():
                return
            name = f"w{writer}-{number}"
            thing = config_map(self.kube.namespace, name, step="1")
            if (await self._change("POST", resources(self.cluster), thing)).is_success:
                self.made.append(name)

    async def look(self) -> None:
        """Everything that somebody who is signed in may look at; none of it may ever fail."""
        space, loop = self.kube.namespace, asyncio.get_running_loop()
        paths = ["/api/auth/me", "/api/clusters", f"/api/clusters/{self.cluster}", "/api/fleet/overview"]
        paths += [resources(self.cluster, namespace=space), resources(self.cluster, "watched", space)]
        while not self.over.is_set():
            for path in paths:
                asked = loop.time()
                answer = await self.argus.admin.get(path)
                assert answer.status_code == 200, f"{path}: {answer.text}"
                self.read, self.slowest_read = self.read + 1, max(self.slowest_read, (loop.time() - asked, path))

    async def watch(self) -> None:
        """One socket for all the time, which is told of every config map."""
        headers = {"Authorization": self.argus.token}
        async with connect(f"ws://127.0.0.1:{self.argus.port}/api/ws", additional_headers=headers) as socket:
            want = {"action": "subscribe", "cluster": self.cluster, "resource": "core/v1/configmaps"}
            await socket.send(json.dumps({**want, "namespace": self.kube.namespace}))
            while not self.over.is_set():
                for message in await _heard(socket):
                    assert message["type"] not in ("ERROR", "RESYNC"), message
                    if message["type"] == "SYNCED":
                        self.watched.set()
                    else:
                        self.told.add(message["object"]["name"])

    async def _change(self, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
        answer = await self.argus.admin.request(method, path, json=body)
        if not answer.is_success:
            assert (answer.status_code, answer.json()["code"] in REFUSALS) == (503, True), answer.text
            assert answer.json()["detail"]
            assert answer.headers["Retry-After"]
            self.refused += 1
            await asyncio.sleep(0)
        return answer


async def _heard(socket: ClientConnection) -> list[dict[str, Any]]:
    """What comes within a moment. Raises ConnectionClosed: nothing of this may end a socket."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            messages: list[dict[str, Any]] = json.loads(await socket.recv())
            return messages
    return []
