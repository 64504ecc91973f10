"""SIGTERM while some do not read, read without end or wait for a silent cluster: none of them holds it up."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from argus.sandbox.layout import ClusterPaths
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from bench.line import Line
from tests.faults.beside import JSON, Beside, beside
from tests.faults.conftest import Size
from tests.faults.service import STATUS, Service, serving, status_of
from tests.faults.test_terminated import GONE_SECONDS, LAST_CHUNK, end
from tests.fleet.fleet_house import eventually
from tests.resources.surface import deployment

# Enough changes to fill what lies between Argus and a socket that is not read.
RATE = 1_000.0
WAITING_SECONDS = 60.0
STALLED = 20
UNREAD = 4
BEHIND = re.compile(r"^argus_live_clients_behind (\S+)$", re.MULTILINE)


async def test_who_waits_or_does_not_read_holds_nothing_up(
    bulk: ClusterPaths, east: str, tmp_path: Path, size: Size
) -> None:
    async with beside(east) as kube:
        log = await running_pod(kube)
        for number in range(size(1, 5)):
            (home := tmp_path / str(number)).mkdir()
            with Line(bulk.kubeconfig.read_text()) as line:
                async with serving(home) as service:
                    await terminated(service, bulk, line, f"/api/clusters/{await service.added('east', east)}{log}")


async def terminated(service: Service, bulk: ClusterPaths, line: Line, log: str) -> None:
    cluster = await service.added("bulk", bulk.kubeconfig.read_text())
    away = await service.added("away", line.kubeconfig)
    assert (await service.admin.get(f"/api/clusters/{away}/resources/core/v1/pods?limit=1")).status_code == 200
    with ExitStack() as stack:
        crowd = stack.enter_context(Crowd(service.url, service.token.removeprefix("Bearer "), STALLED, cluster))
        await asyncio.to_thread(crowd.gather)
        crowd.stall(STALLED)
        stack.enter_context(Changes(etcd_url(bulk), RATE))
        for _ in range(UNREAD):
            stack.enter_context(unread(service, f"/api/clusters/{cluster}/resources/core/v1/pods?view=raw"))
        line.break_off("silent")
        following = asyncio.create_task(followed(service, log))
        waiting = asyncio.create_task(answered(service, f"/api/clusters/{away}/resources/core/v1/configmaps?view=raw"))
        await eventually(lambda: behind(service), bool, WAITING_SECONDS)
        assert not following.done()
        assert not waiting.done()
        took = await end(service)
        print(f"gone {took:.1f} s after SIGTERM")
        assert took < GONE_SECONDS
        status, whole = await following
        assert (status, whole) == (200, True)
        assert await waiting in range(500, 600)


async def behind(service: Service) -> float:
    """How many sockets are so full that they get nothing."""
    found = BEHIND.search((await service.admin.get("/metrics")).text)
    assert found is not None
    return float(found[1])


def request(service: Service, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: argus\r\nAuthorization: {service.token}\r\n\r\n".encode()


@contextmanager
def unread(service: Service, path: str) -> Iterator[None]:
    """Somebody asks, and takes nothing of the answer."""
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asking.connect(("127.0.0.1", service.port))
        asking.sendall(request(service, path))
        yield


async def followed(service: Service, path: str) -> tuple[int, bool]:
    """The status of an answer without end, and whether its end was told as an end."""
    async with service.opened() as (reader, writer):
        writer.write(request(service, path))
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.read()
    status = STATUS.match(head)
    assert status is not None
    return int(status[1]), body.endswith(LAST_CHUNK)


async def answered(service: Service, path: str) -> int:
    async with service.opened() as (reader, writer):
        writer.write(request(service, path))
        return await status_of(reader, WAITING_SECONDS)


async def running_pod(kube: Beside) -> str:
    """The path of the followed log of a pod that runs."""
    space = f"/namespaces/{kube.namespace}"
    body = msgspec.json.encode(deployment("web", kube.namespace, replicas=1))
    await kube.api.request("POST", f"/apis/apps/v1{space}/deployments", body=body, content_type=JSON)

    async def running() -> list[str]:
        pods = msgspec.json.decode((await kube.api.request("GET", f"/api/v1{space}/pods")).body)["items"]
        return [pod["metadata"]["name"] for pod in pods if pod["status"].get("phase") == "Running"]

    [pod] = await eventually(running, bool, WAITING_SECONDS)
    return f"{space}/pods/{pod}/logs?follow=true"
