"""One object on the socket, when its changes outrun the reading of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from argus.fleet.event import Change, changed
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.schemas import Health, Row
from argus.kube.address import AddressPolicy
from argus.kube.connect import connect
from argus.kube.credentials import Credentials
from argus.live.object_topic import ObjectTopic
from tests.kube.authority import Authority
from tests.kube.faults import http, serving

KIND = ClusterKind("c", Gvr("core", "v1", "pods"))


class Observed:
    """A topic whose apiserver answers each GET only when it is told to, with 404 where it is told nothing else."""

    def __init__(self) -> None:
        self.asked = asyncio.Semaphore(0)
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()
        self.changed = asyncio.Event()
        self.failed: list[str] = []

    async def handle(self, _head: bytes, writer: Any) -> None:
        self.asked.release()
        writer.write(await self.answers.get())

    def answer(self, uid: str) -> None:
        self.answers.put_nowait(http("200 OK", json.dumps({"metadata": {"uid": uid}}).encode()))

    def answer_gone(self) -> None:
        status = {"kind": "Status", "reason": "NotFound", "message": "no such pod"}
        self.answers.put_nowait(http("404 Not Found", json.dumps(status).encode()))


@pytest.fixture
async def observed() -> AsyncIterator[tuple[Observed, ObjectTopic]]:
    observed, authority = Observed(), Authority()
    async with serving(observed.handle, authority) as url:
        credentials = Credentials(server=url, context="c", token="t", ca=authority.ca.decode())
        api = await connect(credentials, name="c", policy=AddressPolicy(loopback=True))

        async def connected(_cluster: str) -> Any:
            return api

        topic = ObjectTopic(
            (KIND, ("default", "web")),
            KIND,
            "default",
            "web",
            connected,
            lambda _topic: observed.changed.set(),
            lambda _topic, reason: observed.failed.append(reason),
        )
        yield observed, topic
        topic.stop()
        await api.close()


def happen(topic: ObjectTopic, change: Change, uid: str = "1") -> bool:
    row = Row("c", uid, "default", "web", "", {}, (), Health("ok", ""), "1")
    return topic.accept(changed(change, row))


def told(topic: ObjectTopic) -> list[tuple[str, str]]:
    text, count = topic.take()
    messages = json.loads(b"[%b]" % text)
    assert len(messages) == count
    return [(message["type"], message["object"]["metadata"]["uid"]) for message in messages]


async def test_a_deletion_is_not_overtaken_by_what_was_read_before(observed: tuple[Observed, ObjectTopic]) -> None:
    apiserver, topic = observed
    happen(topic, "MODIFIED")
    await apiserver.asked.acquire()
    assert happen(topic, "DELETED")
    apiserver.answer("1")
    happen(topic, "ADDED", "2")
    await apiserver.asked.acquire()
    apiserver.answer("2")
    await asyncio.wait_for(apiserver.changed.wait(), 10)
    assert told(topic) == [("DELETED", "1"), ("MODIFIED", "2")]
    assert told(topic) == []


async def test_an_object_that_comes_back_while_its_absence_is_read_is_read_again(
    observed: tuple[Observed, ObjectTopic],
) -> None:
    apiserver, topic = observed
    happen(topic, "MODIFIED")
    await apiserver.asked.acquire()
    happen(topic, "DELETED")
    happen(topic, "ADDED", "2")
    apiserver.answer_gone()
    await apiserver.asked.acquire()
    apiserver.answer("2")
    await asyncio.wait_for(apiserver.changed.wait(), 10)
    assert told(topic) == [("DELETED", "1"), ("MODIFIED", "2")]
    assert apiserver.failed == []
