"""Argus killed with -9 at random moments, also while it starts: nothing was done that was not written down before."""

import asyncio
import os
import random
import signal
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import msgspec

from tests.faults.beside import Beside, argus_command, beside, config_map, entries, log_of, resources
from tests.faults.conftest import Size
from tests.faults.service import Service, ready, serving, spawned

WRITERS = 8
LONGEST_LIFE = 1.0
LONGEST_START = 2.5
# At most, until one has ended in the midst of a change.
MOST_LIVES = 30


@dataclass
class Round:
    """One life of Argus: `acknowledged` are the changes, as (action, name), that it said were made.

    `labelled` is the last label of the cluster, in its own database, that it acknowledged, `tried` the last asked for.
    """

    kube: Beside
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    labelled: int = -1
    tried: int = -1

    async def write(self, service: Service, cluster: str, writer: int) -> None:
        """Create and apply config maps, and delete every second, until Argus is gone."""
        space = self.kube.namespace
        for number in count():
            name = f"w{writer}-{number}"
            there = resources(cluster, name, space)
            steps = [
                ("create", "POST", resources(cluster, namespace=space), config_map(space, name, step="1")),
                ("patch", "PATCH", there, config_map(space, name, step="2")),
                ("delete", "DELETE", there, None),
            ]
            for action, method, path, body in steps[: 2 + number % 2]:
                try:
                    answer = await service.admin.request(method, path, json=body)
                except httpx.TransportError:
                    return
                assert answer.is_success, answer.text
                self.acknowledged.add((action, name))

    async def label(self, service: Service, cluster: str) -> None:
        """Change Argus' own database, one change after the other, until Argus is gone."""
        for number in count():
            self.tried, body = number, {"labels": {"life": self.kube.namespace, "number": str(number)}}
            try:
                answer = await service.admin.put(f"/api/clusters/{cluster}", json=body)
            except httpx.TransportError:
                return
            assert answer.is_success, answer.text
            self.labelled = number

    async def check_labels(self, service: Service, cluster: str, home: Path, database_url: str) -> None:
        """The label is the last acknowledged one, or the one that was asked for after it; the log has all of them."""
        shown = (await service.admin.get(f"/api/clusters/{cluster}")).json()["labels"]
        async with log_of(home, database_url) as (_, database):
            updates = [entry for entry in await entries(database) if entry.action == "cluster.update"]
        told = [msgspec.json.decode(entry.detail)["labels"] for entry in updates]
        ours = [int(labels["number"]) for labels in told if labels["life"] == self.kube.namespace]
        assert ours == list(range(len(ours)))
        assert len(ours) - 1 in {self.labelled, self.tried}
        assert not told or shown == told[-1]

    async def check(self, home: Path, database_url: str) -> int:
        """What the cluster holds against what the log says; gives how many changes were left unknown."""
        async with log_of(home, database_url) as (audit, database):
            found = await audit.verify()
            written = [entry for entry in await entries(database) if entry.namespace == self.kube.namespace]
        assert found.intact, found
        changes: dict[str, list[str]] = defaultdict(list)
        outcomes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in written:
            changes[entry.change].append(entry.outcome)
            outcomes[entry.action, entry.name].add(entry.outcome)
        for told in changes.values():
            assert told[0] == "intent"
            assert len(told) == 2
        assert {change for change in self.acknowledged if "done" not in outcomes[change]} == set()
        assert await self._happened() <= set(outcomes)
        return sum(told[1] == "unknown" for told in changes.values())

    async def _happened(self) -> set[tuple[str, str]]:
        """Every change that the cluster shows to have been made."""
        there = await self.kube.config_maps()
        made = {("create", name) for name in there}
        applied = {("patch", name) for name, thing in there.items() if thing["data"]["step"] == "2"}
        gone = {name for action, name in self.acknowledged if action == "create"} - there.keys()
        assert {name for action, name in self.acknowledged if action == "delete"} <= gone
        assert {change for change in self.acknowledged if change[0] == "patch" and change[1] not in gone} <= applied
        return made | applied | {("delete", name) for name in gone}


async def test_every_change_has_its_intent_and_after_a_restart_its_outcome(
    database_url: str, tmp_path: Path, east: str, size: Size
) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    print(f"seed {seed}")
    unknown, changes, cluster = 0, 0, ""
    last: Round | None = None
    async with beside(east) as kube:
        for number in range(size(MOST_LIVES, 50)):
            if number >= size(3, 50) and unknown:
                break
            if number % 3 == 2:
                await killed_while_it_starts(tmp_path, database_url, chance)
                await intact(tmp_path, database_url)
                continue
            this = Round(await kube.fresh())
            async with serving(tmp_path, DATABASE_URL=database_url) as service:
                if last:
                    unknown += await last.check(tmp_path, database_url)
                    await last.check_labels(service, cluster, tmp_path, database_url)
                cluster = cluster or await service.added("east", east)
                writing = [asyncio.create_task(this.write(service, cluster, writer)) for writer in range(WRITERS)]
                writing.append(asyncio.create_task(this.label(service, cluster)))
                await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
                os.kill(service.pid, signal.SIGKILL)
                await asyncio.gather(*writing)
            await intact(tmp_path, database_url)
            changes += len(this.acknowledged)
            last = this
        async with serving(tmp_path, DATABASE_URL=database_url) as service:
            assert last is not None
            unknown += await last.check(tmp_path, database_url)
            await last.check_labels(service, cluster, tmp_path, database_url)
    print(f"{changes} acknowledged changes, {unknown} of unknown outcome")
    assert changes
    assert unknown


async def killed_while_it_starts(home: Path, database_url: str, chance: random.Random) -> None:
    """A life that ends before it was ready: what the one before left open is just being settled, or not yet."""
    early = False
    while not early:
        async with spawned(home, DATABASE_URL=database_url) as (_, port):
            await asyncio.sleep(chance.uniform(0, LONGEST_START))
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as client:
                early = not await ready(client)


async def intact(home: Path, database_url: str) -> None:
    verify = await argus_command("audit", "verify", ARGUS_HOME=str(home), DATABASE_URL=database_url)
    assert verify[0] == 0, verify
