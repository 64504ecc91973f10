"""Thousands of hostile inputs, from a seeded generator: each is refused at once, and none reaches a cluster."""

import asyncio
import json
import re
import struct
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Size
from tests.faults.hostile import bodies, frames, heads, kubeconfigs, targets, tokens
from tests.faults.hostile.request import Maker, Place
from tests.faults.recorder import Recorder, recording
from tests.faults.service import Service, serving
from tests.fleet.fleet_house import eventually
from tests.postgres import Postgres
from tests.stack import ORIGIN

SEED = 20_261_121
LANES = 4
ANSWER_SECONDS = 1.0
TRIES = 3
MOST_GROWTH = 1.05
MOST_PEAK = 1.15
# Of a thousand inputs, how many may be tried again: beside other tests, and alone.
AGAIN = (50, 1)
FLOOD = 2_000
# What a WebSocket may be closed with for what was said on it.
REFUSALS = frozenset({1002, 1003, 1007, 1008, 1009})
CRDS_FOLLOWED = re.compile(r"^argus_watch_up\{.*customresourcedefinitions.*\} 1", re.MULTILINE)
REQUESTS: dict[str, Maker] = {
    "method": targets.method,
    "path": targets.path,
    "query": targets.query,
    "head": heads.head,
    "token": tokens.token,
    "foreign page": tokens.foreign_page,
    "body": bodies.body,
    "kubeconfig": kubeconfigs.config,
    "handshake": frames.handshake,
}
# Paths, heads, bodies, kubeconfigs and frames have the most ways to be wrong.
FAMILIES = (*REQUESTS, "path", "head", "body", "kubeconfig", "frames", "frames")
Input = tuple[int, str, bytes]


@pytest.fixture
async def recorder(east: str) -> AsyncIterator[Recorder]:
    async with recording(east) as recorder:
        yield recorder


@pytest.fixture
async def service(tmp_path: Path, postgres: Postgres) -> AsyncIterator[Service]:
    """On PostgreSQL, which takes fewer texts than SQLite. Its clusters are not probed again."""
    url = await postgres.fresh()
    async with serving(tmp_path, DATABASE_URL=url, ARGUS_PROBE_INTERVAL_SECONDS="86400") as service:
        yield service


def inputs(place: Place, count: int) -> Iterator[Input]:
    rng = Random(SEED)
    for number in range(count):
        family = rng.choice(FAMILIES)
        yield number, family, REQUESTS.get(family, frames.frames)(rng, place)


async def judged(service: Service, place: Place, one: Input) -> int:
    """What is slow once is tried again, for the machine has moments of its own; what makes Argus slow does so again.

    How often it was tried again.
    """
    number, family, raw = one
    told = f"input {number} of seed {SEED}, {family}: {raw[:2000]!r}"
    for again in range(TRIES):
        began = time.monotonic()
        verdict = await (said(service, place, raw) if family == "frames" else service.raw(raw))
        good = verdict == "ERROR" or verdict in REFUSALS if family == "frames" else 400 <= int(verdict) < 500
        assert good, f"{verdict} for {told}"
        if time.monotonic() - began < ANSWER_SECONDS:
            return again
    raise AssertionError(f"no answer within {ANSWER_SECONDS:g} s to {told}")


async def said(service: Service, place: Place, raw: bytes) -> int | str:
    """What these frames lead to: the first ERROR, or the code of the close; 0 for an end without one."""
    async with service.opened() as (reader, writer):
        writer.write(frames.opening(place))
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        try:
            return await _verdict(reader)
        except (OSError, asyncio.IncompleteReadError):
            return 0


async def _verdict(reader: asyncio.StreamReader) -> int | str:
    async for code, data in heard(reader):
        if code == frames.CLOSE:
            return int.from_bytes(data[:2], "big")
        if code == frames.TEXT and errors(data):
            return "ERROR"
    return 0


async def heard(reader: asyncio.StreamReader) -> AsyncIterator[tuple[int, bytes]]:
    """The frames that come, each with its opcode. Raises IncompleteReadError at an end in the middle of one."""
    while True:
        first, size = await reader.readexactly(2)
        if size == 126:
            [size] = struct.unpack("!H", await reader.readexactly(2))
        if size == 127:
            [size] = struct.unpack("!Q", await reader.readexactly(8))
        yield first & 0x0F, await reader.readexactly(size)


def errors(data: bytes) -> list[str]:
    """The codes of the errors among the messages of a frame."""
    return [each["code"] for each in json.loads(data) if each["type"] == "ERROR"]


async def tried(service: Service, place: Place, given: Iterator[Input]) -> int:
    """How often one of them was tried again."""

    async def lane() -> int:
        return sum([await judged(service, place, one) for one in given])

    return sum(await asyncio.gather(*(lane() for _ in range(LANES))))


async def test_hostile_inputs_are_refused_and_reach_no_cluster(
    service: Service, recorder: Recorder, size: Size
) -> None:
    cluster = await service.added("east", recorder.kubeconfig)
    place = Place(cluster, service.token.removeprefix("Bearer "), ORIGIN)
    asked = f"/api/clusters/{cluster}/resources/core/v1/configmaps/settings?namespace=default"
    await know_kinds(service, cluster)
    assert (await service.admin.get(asked)).status_code == 404
    count, reached = size(800, 10_000), recorder.received
    given = inputs(place, count)
    warm = [next(given) for _ in range(count // 4)]
    again = await tried(service, place, iter(warm))
    before = service.forget_peak()
    again += await tried(service, place, given)
    print(f"{again} of {count} tried again, peak {service.peak() / before:.3f} of the memory before")
    assert again <= count * size(*AGAIN) / 1000
    assert recorder.received == reached, recorder.latest
    assert service.resident() < before * MOST_GROWTH
    assert service.peak() < before * MOST_PEAK
    assert not Path(kubeconfigs.MARK).exists()
    assert [each["id"] for each in (await service.admin.get("/api/clusters")).json()["items"]] == [cluster]
    assert (await service.admin.get(asked)).status_code == 404
    assert recorder.received > reached
    log = service.log.read_text()
    assert "unhandled error" not in log
    assert "Exception in ASGI application" not in log
    assert place.token not in log


async def know_kinds(service: Service, cluster: str) -> None:
    """Without them nothing tells what an object's kind is; the first list of CRDs makes them be asked for once more."""

    async def metrics() -> str:
        return (await service.admin.get("/metrics")).text

    kinds = f"/api/clusters/{cluster}/api-resources"
    assert (await service.admin.get(kinds)).status_code == 200
    await eventually(metrics, CRDS_FOLLOWED.search)
    assert (await service.admin.get(kinds)).status_code == 200


async def test_each_of_a_flood_is_answered(service: Service, size: Size) -> None:
    """Nothing of it is lost, told twice or makes the socket end: a subscription to nothing gets its ERROR each time."""
    place = Place("nowhere", service.token.removeprefix("Bearer "), ORIGIN)
    floods = zip(frames.floods(place), ((FLOOD, 0), (0, FLOOD), (0, 0)), strict=True)
    last = frames.frame(frames.TEXT, b"{}")
    for one, answers in [*floods] * size(1, 20):
        async with service.opened() as (reader, writer):
            writer.write(frames.opening(place))
            assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
            writer.write(one * FLOOD + last)
            assert await _answers(reader) == answers


async def _answers(reader: asyncio.StreamReader) -> tuple[int, int]:
    """How many errors and how many pongs came before the answer to a message that says nothing."""
    lost = pongs = 0
    async for code, data in heard(reader):
        assert code in (frames.TEXT, frames.PONG), (code, data)
        pongs += code == frames.PONG
        told = errors(data) if code == frames.TEXT else []
        if told and told[-1] == "bad-message":
            return lost + len(told) - 1, pongs
        lost += len(told)
    raise AssertionError("the socket ended")
