"""`argus keys rotate` again and again under load: no request fails."""

import asyncio
import re
import time
from itertools import count
from pathlib import Path

from tests.faults.beside import Beside, argus_command, beside, config_map, resources
from tests.faults.conftest import Size
from tests.faults.service import Service, serving

OLD, NEW = "a first key of more than thirty-two characters", "a second key of more than thirty-two characters"
A_SECOND = 100
# Answers that there must be, beside other tests and alone.
AT_LEAST = (30, 90)
MOST_AT_ONCE = 50
EACH = 5


class Load:
    """A hundred requests a second: `answers` counts them, `failed` says which failed and why."""

    def __init__(self, argus: Service, kube: Beside, clusters: list[str], kubeconfig: str) -> None:
        self.answers = 0
        self.failed: list[str] = []
        self._argus = argus
        self._kube = kube
        self._clusters = clusters
        self._kubeconfig = kubeconfig
        self._free = asyncio.Semaphore(MOST_AT_ONCE)

    async def run(self, until: "asyncio.Future[None]") -> float:
        """Seconds that it went on. Requests start when they are due, unless too many before them still run."""
        started = time.monotonic()
        async with asyncio.TaskGroup() as asking:
            for number in count():
                if (early := started + number / A_SECOND - time.monotonic()) > 0:
                    await asyncio.sleep(early)
                if until.done():
                    break
                await self._free.acquire()
                asking.create_task(self._ask(number)).add_done_callback(lambda _done: self._free.release())
        return time.monotonic() - started

    async def _ask(self, number: int) -> None:
        cluster, space = self._clusters[number % len(self._clusters)], self._kube.namespace
        requests = [
            ("update", "PUT", f"/api/clusters/{cluster}", {"labels": {"number": str(number)}}),
            ("create", "POST", resources(cluster), config_map(space, f"c{number}", step="1")),
            ("read", "GET", resources(cluster, "read", space), None),
            ("list", "GET", resources(cluster, namespace=space), None),
            ("clusters", "GET", "/api/clusters", None),
        ]
        turn = number // len(self._clusters)
        await self._send(*requests[turn // 8 % 2 if turn % 8 == 0 else 2 + turn % 3])
        self.answers += 1

    async def give_anew(self, spare: str, until: "asyncio.Future[None]") -> None:
        """Give a cluster its credentials again and again: sealed each time, and opened for a new connection."""
        while not until.done():
            await self._send("credentials", "PUT", f"/api/clusters/{spare}", {"kubeconfig": self._kubeconfig})
            await self._send("spare", "GET", resources(spare, "read", self._kube.namespace), None)

    async def _send(self, what: str, method: str, path: str, body: object) -> None:
        answer = await self._argus.admin.request(method, path, json=body)
        if not answer.is_success:
            self.failed.append(f"{what}: {answer.text}")


async def test_no_request_fails_while_keys_rotate(database_url: str, tmp_path: Path, east: str, size: Size) -> None:
    given = {"ARGUS_HOME": str(tmp_path), "DATABASE_URL": database_url}
    async with serving(tmp_path, **given, ENCRYPTION_KEY=OLD) as argus:
        clusters = [await argus.added(f"c{number}", east) for number in range(EACH)]
    # The replicas learn of the new key before anything is sealed with it, and lose the old one after that.
    async with beside(east) as kube, serving(tmp_path, **given, ENCRYPTION_KEY=f"{OLD},{NEW}") as argus:
        await kube.make("read")
        load, over = Load(argus, kube, clusters[1:], east), asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as group:
            running = group.create_task(load.run(over))
            group.create_task(load.give_anew(clusters[0], over))
            for number in range(size(3, 20)):
                await rotate(given, *((NEW, OLD) if number % 2 == 0 else (OLD, NEW)))
            over.set_result(None)
    rate = load.answers / running.result()
    print(f"{load.answers} requests, {rate:.0f} a second")
    assert load.failed == []
    assert rate >= size(*AT_LEAST)
    await rotate(given, NEW, OLD)
    async with serving(tmp_path, **given, ENCRYPTION_KEY=NEW) as argus:
        for cluster in clusters:
            assert (await argus.admin.get(resources(cluster))).status_code == 200
    assert (await argus_command("audit", "verify", **given, ENCRYPTION_KEY=NEW))[0] == 0


async def rotate(given: dict[str, str], *keys: str) -> None:
    """What somebody gives anew meanwhile may be sealed with the first of them already."""
    rotated = await argus_command("keys", "rotate", "--batch", "1", **given, ENCRYPTION_KEY=",".join(keys))
    assert rotated[0] == 0, rotated
    assert re.fullmatch(rf"\d of {EACH} secrets sealed with the first key of ENCRYPTION_KEY\n", rotated[1])
