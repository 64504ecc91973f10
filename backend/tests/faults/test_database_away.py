"""The database stopped, locked or without space under load: nothing acknowledged is lost, and looking goes on."""

import asyncio
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from tests.conftest import Size
from tests.faults.beside import argus_command, beside, entries, log_of
from tests.faults.disk import Disk, small_disk
from tests.faults.service import serving
from tests.faults.steady_load import Load
from tests.postgres import start_postgres

BACK_SECONDS = 20.0
WRITERS = 4
# So many changes refused and none made: all are.
REFUSALS = 100
# More than one of each.
LOOKS = 12
LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    (folder := tmp_path / "disk").mkdir()
    with small_disk(folder) as disk:
        yield disk


async def test_postgresql_restarted_under_load(tmp_path: Path, east: str, size: Size) -> None:
    """Away for longer than anybody's sign-in is fresh; every other time without so much as a good-bye."""
    with start_postgres() as server:
        url = await server.fresh()

        async def restarts(load: Load) -> None:
            for number in range(size(2, 10)):
                await asyncio.to_thread(server.stop, "immediate" if number % 2 else "fast")
                await trouble(load, 4 + number)
                await asyncio.to_thread(server.start)
                await go_on(load)

        await under_load(tmp_path, url, east, restarts, size)


async def test_postgresql_frozen_under_load(tmp_path: Path, east: str, size: Size) -> None:
    """It keeps its connections, and says nothing: as a machine whose disk hangs, or that is suspended."""
    with start_postgres() as server:
        url = await server.fresh()

        async def freezes(load: Load) -> None:
            for number in range(size(1, 10)):
                with server.frozen():
                    await trouble(load, 4 + number)
                await go_on(load)

        await under_load(tmp_path, url, east, freezes, size)


async def test_sqlite_locked_by_another_process(tmp_path: Path, east: str, size: Size) -> None:
    """More writers wait for the lock than there are connections: those who read have their own."""

    async def locks(load: Load) -> None:
        for _ in range(size(1, 10)):
            async with locked(tmp_path / "argus.db"):
                await trouble(load, 1, also_waiting=40)
            await go_on(load)

    await under_load(tmp_path, sqlite_url(tmp_path), east, locks, size)


async def test_sqlites_files_may_not_grow(tmp_path: Path, east: str, size: Size) -> None:
    """The process is forbidden to make any file longer: writes fail in the middle of a commit, those of its log too."""

    async def fills(load: Load) -> None:
        for _ in range(size(1, 20)):
            before = resource.prlimit(load.argus.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            await trouble(load, 4)
            resource.prlimit(load.argus.pid, resource.RLIMIT_FSIZE, before)
            await go_on(load)

    await under_load(tmp_path, sqlite_url(tmp_path), east, fills, size)


async def test_sqlites_disk_full(disk: Disk, tmp_path: Path, east: str, size: Size) -> None:
    """What was allocated before can still be written to, so that it is full for Argus some changes later."""

    async def fills(load: Load) -> None:
        for _ in range(size(1, 20)):
            with disk.full(load.argus.pid):
                await refused_for_good(load)
                await trouble(load, 4)
            await go_on(load)

    await under_load(tmp_path, sqlite_url(disk.folder), east, fills, size)


async def refused_for_good(load: Load) -> None:
    """Until no change was made for a while: the last bytes are enough for small ones."""
    made, refused = -1, 0

    def none_made() -> bool:
        nonlocal made, refused
        if made != (now := len(load.labelled) + len(load.made)):
            made, refused = now, load.refused
        return load.refused - refused > REFUSALS

    await eventually(none_made)


async def trouble(load: Load, seconds: float, also_waiting: int = 0) -> None:
    """As long as it lasts, every change is refused, and everything is still seen: what happens in the cluster too."""
    labelled, made, refused, until = len(load.labelled), len(load.made), load.refused, time.monotonic() + seconds
    looks = load.read
    waiting = [asyncio.create_task(load.relabel("never")) for _ in range(also_waiting)]
    await load.kube.make(name := f"beside-{looks}")
    await eventually(lambda: name in load.told)
    for answer in await asyncio.gather(*waiting):
        assert answer.status_code == 503
    await eventually(lambda: time.monotonic() > until and load.refused > refused and load.read > looks + LOOKS)
    # What was under way when it began may still have been done.
    assert len(load.labelled) - labelled <= 1
    assert len(load.made) - made <= WRITERS


async def go_on(load: Load) -> None:
    """Wait until changes of both sorts are made again."""
    labelled, made = len(load.labelled), len(load.made)
    await eventually(lambda: len(load.labelled) > labelled + 2 and len(load.made) > made + 2)


async def eventually(good: Callable[[], bool]) -> None:
    deadline = time.monotonic() + BACK_SECONDS
    while not good():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def sqlite_url(home: Path) -> str:
    return f"sqlite+aiosqlite:///{home / 'argus.db'}"


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """The database held by another process, as by a backup that hangs."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LOCK, path, stdin=pipe, stdout=pipe)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"locked\n"
    try:
        yield
    finally:
        await process.communicate(b"")


async def under_load(
    home: Path, url: str, kubeconfig: str, troubles: Callable[[Load], Awaitable[None]], size: Size
) -> None:
    async with beside(kubeconfig) as kube:
        await kube.make("watched")
        async with serving(home, DATABASE_URL=url) as argus:
            load = Load(argus, kube, await argus.added("east", kubeconfig))
            async with asyncio.TaskGroup() as people:
                for work in (load.watch(), load.look()):
                    people.create_task(work)
                # What is made before is in the list that the socket goes on from.
                await load.watched.wait()
                writing = [load.label(), *(load.make(writer) for writer in range(WRITERS))]
                writers = [people.create_task(work) for work in writing]
                await go_on(load)
                await troubles(load)
                load.enough.set()
                await asyncio.wait(writers)
                await eventually(lambda: set(load.made) <= load.told)
                load.over.set()
            assert set(load.made) <= (await kube.config_maps()).keys()
            shown = (await argus.admin.get(f"/api/clusters/{load.cluster}")).json()["labels"]
            assert shown == await labels_kept(load, home, url)
        async with serving(home, DATABASE_URL=url):
            await nothing_lost(load, home, url)
    print(f"{len(load.labelled)} + {len(load.made)} changes made, {load.refused} refused,", end=" ")
    print(f"{load.read} looks, the slowest {load.slowest_read[0]:.2f} s: {load.slowest_read[1]}")
    # The short form shares its machine with other tests.
    assert load.slowest_read[0] < size(10, 3)


async def labels_kept(load: Load, home: Path, url: str) -> dict[str, str]:
    """The newest labels by the log, which has all that were acknowledged."""
    async with log_of(home, url) as (_, database):
        updates = [entry for entry in await entries(database) if entry.action == "cluster.update"]
    kept: list[dict[str, str]] = [msgspec.json.decode(entry.detail)["labels"] for entry in updates]
    assert {str(number) for number in load.labelled} <= {labels["number"] for labels in kept}
    return kept[-1]


async def nothing_lost(load: Load, home: Path, url: str) -> None:
    """After a restart each acknowledged change of the cluster has its intent, and each intent its outcome."""
    async with log_of(home, url) as (_, database):
        log = await entries(database)
    intents = {entry.change: entry.name for entry in log if entry.outcome == "intent"}
    assert set(load.made) <= set(intents.values())
    assert intents.keys() <= {entry.change for entry in log if entry.outcome != "intent"}
    status, printed = await argus_command("audit", "verify", ARGUS_HOME=str(home), DATABASE_URL=url)
    assert status == 0, printed
