"""Health: what phases there are, and that a dead cluster delays nothing."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from argus.clusters.schemas import ClusterInput, ClusterStatus, Phase, ProbeOutput
from argus.errors import Unavailable
from tests.clusters.conftest import Opened, Registry, changed
from tests.kube.authority import Authority
from tests.kube.faults import Handler, http, never, serving
from tests.kube.kubeconfigs import kubeconfig

REVIEW = b'{"kind":"SelfSubjectReview","status":{"userInfo":{"username":"me"}}}'
NODES = b'{"kind":"PartialObjectMetadataList","metadata":{"remainingItemCount":41},"items":[{}]}'
HEALTHY = {
    "/apis/authentication.k8s.io/v1/selfsubjectreviews": http("201 Created", REVIEW),
    "/api": http("200 OK", b'{"versions":["v1"]}'),
    "/version": http("200 OK", b'{"gitVersion":"v1.25.0"}'),
    "/readyz": http("200 OK", b"ok", "text/plain"),
    "/api/v1/nodes": http("200 OK", NODES),
}


def pages(answers: dict[str, bytes], slow: float = 0.0) -> Handler:
    async def handler(head: bytes, writer: asyncio.StreamWriter) -> None:
        path = head.split()[1].decode().partition("?")[0]
        await asyncio.sleep(slow)
        writer.write(answers.get(path, http("404 Not Found")))

    return handler


async def probed(registry: Registry, handler: Handler, authority: Authority) -> ProbeOutput:
    async with serving(handler, authority) as url:
        data = ClusterInput(name="prod", kubeconfig=kubeconfig(url, ca=authority.ca))
        return await registry.service.try_out(data)


async def eventually(look: Callable[[], Awaitable[object]], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not await look():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.05)


async def test_a_healthy_server(registry: Registry, authority: Authority) -> None:
    found = await probed(registry, pages(HEALTHY), authority)
    assert (found.status.phase, found.version, found.node_count) == ("connected", "v1.25.0", 42)


REVIEW_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
NO = http("403 Forbidden", b'{"kind":"Status","message":"no"}')


@pytest.mark.parametrize(
    ("answers", "phase", "words"),
    [
        ({"/readyz": http("500 Oops")}, "degraded", "not ready"),
        ({"/readyz": NO}, "connected", ""),
        ({"/api/v1/nodes": NO}, "connected", ""),
        ({REVIEW_PATH: http("404 Not Found")}, "connected", ""),
        ({REVIEW_PATH: NO}, "connected", ""),
        ({REVIEW_PATH: NO, "/api": NO}, "unauthorized", "no"),
        ({REVIEW_PATH: http("401 Unauthorized")}, "unauthorized", "credentials"),
        ({REVIEW_PATH: http("500 Oops")}, "unreachable", "500"),
        ({"/version": http("200 OK", b"[]")}, "unreachable", "not a Kubernetes"),
    ],
)
async def test_phases(
    registry: Registry, authority: Authority, answers: dict[str, bytes], phase: Phase, words: str
) -> None:
    found = await probed(registry, pages({**HEALTHY, **answers}), authority)
    assert found.status.phase == phase
    assert words in found.status.reason


async def test_an_unanswering_server_costs_five_seconds_at_most(
    registry: Registry, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = time.monotonic()
    found = await probed(registry, never, authority)
    assert found.status.phase == "unreachable"
    assert "did not answer" in found.status.reason
    assert time.monotonic() - begun < 7
    monkeypatch.setattr("argus.clusters.probe.SLOW_SECONDS", 0.1)
    found = await probed(registry, pages(HEALTHY, slow=0.15), authority)
    assert (found.status.phase, "slowly" in found.status.reason) == ("degraded", True)
    monkeypatch.setattr("argus.clusters.probe.TOTAL_SECONDS", 0.4)
    found = await probed(registry, pages(HEALTHY, slow=0.15), authority)
    assert found.status.phase == "degraded"


async def test_one_dead_cluster_delays_nothing(opened: Opened, authority: Authority) -> None:
    registry = await opened(ARGUS_PROBE_INTERVAL_SECONDS="0.2")
    answers = dict(HEALTHY)
    async with serving(pages(answers), authority) as good, serving(never, authority) as silent:
        well = await registry.add("well", kubeconfig(good, ca=authority.ca))
        dead = await registry.add("dead", kubeconfig(good, ca=authority.ca))
        await _move(registry, dead.id, kubeconfig(silent, ca=authority.ca))
        begun = time.monotonic()
        answers["/version"] = http("200 OK", json.dumps({"gitVersion": "v1.26.0"}).encode())

        async def seen() -> bool:
            return (await registry.service.get(well.id)).version == "v1.26.0"

        await eventually(seen, 3)
        assert await registry.names() == ["dead", "well"]
        assert time.monotonic() - begun < 3


async def test_a_cluster_that_was_away_is_soon_seen_to_be_back(opened: Opened, authority: Authority) -> None:
    registry = await opened(ARGUS_PROBE_INTERVAL_SECONDS="600")
    answers = dict(HEALTHY)
    async with serving(pages(answers), authority) as url:
        added = await registry.add("brief", kubeconfig(url, ca=authority.ca))
        answers[REVIEW_PATH] = http("500 Oops")
        await registry.update(added.id, labels={"looked": "at"})

        async def phase_is(phase: Phase) -> bool:
            return registry.service.status(added.id).phase == phase

        await eventually(lambda: phase_is("unreachable"))
        answers[REVIEW_PATH] = HEALTHY[REVIEW_PATH]
        await eventually(lambda: phase_is("connected"))


async def test_listeners_hear_of_each_failure_and_of_the_end_of_it(opened: Opened, authority: Authority) -> None:
    """Between two probes a cluster may have been well: what was begun then is as doubtful as before."""
    registry = await opened(ARGUS_PROBE_INTERVAL_SECONDS="0.05")
    answers, failures = dict(HEALTHY), list[bool]()
    async with serving(pages(answers), authority) as url:
        await registry.add("brief", kubeconfig(url, ca=authority.ca))
        registry.service.on_health(lambda _cluster, problem: failures.append(problem is not None))
        answers[REVIEW_PATH] = http("500 Oops")

        async def failed_again() -> bool:
            return len(failures) >= 3

        await eventually(failed_again)
        answers[REVIEW_PATH] = HEALTHY[REVIEW_PATH]

        async def well() -> bool:
            return not failures[-1]

        await eventually(well)
    assert failures.count(False) == 1


async def _move(registry: Registry, cluster_id: str, text: str) -> None:
    """Give a cluster another address without trying it first, as if its server had gone."""
    credentials = registry.service._vet(text, None, False)
    async with registry.database.session() as session, session.begin():
        await registry.service._ledger.change(session, None, cluster_id, credentials=credentials)


async def test_a_phase_lasts_until_it_changes(opened: Opened, east: str) -> None:
    registry = await opened(ARGUS_PROBE_INTERVAL_SECONDS="0.1")
    added = await registry.add("east", east)
    first = await registry.service.test(added.id)
    again = await registry.service.test(added.id)
    assert first.status.since == again.status.since
    await _move(registry, added.id, changed(east, cluster={"server": "https://127.0.0.1:1"}))

    async def gone() -> bool:
        return registry.service.status(added.id).phase == "unreachable"

    await eventually(gone)
    down: ClusterStatus = registry.service.status(added.id)
    assert down.since > first.status.since
    output = await registry.service.get(added.id)
    assert (output.version, output.node_count) == (first.version, 2)
    assert output.latency_ms is None
    await _move(registry, added.id, east)

    async def back() -> bool:
        return registry.service.status(added.id).phase == "connected"

    await eventually(back)


async def test_a_cluster_is_pending_until_it_is_probed(opened: Opened, authority: Authority) -> None:
    one, two = await opened(), await opened()
    async with serving(pages(HEALTHY), authority) as url:
        added = await one.add("prod", kubeconfig(url, ca=authority.ca))
        # What another replica did is seen a second later at most.
        await eventually(two.names)
        assert two.service.status(added.id).phase == "pending"

        async def connected() -> bool:
            return two.service.status(added.id).phase == "connected"

        await eventually(connected)


def sample(registry: Registry, name: str, **labels: str) -> float | None:
    """As a scrape sees it now."""
    exposed = CollectorRegistry()
    exposed.register(registry.service.collector)
    return exposed.get_sample_value(name, labels)


async def test_phases_are_counted_for_prometheus(registry: Registry, authority: Authority) -> None:
    async with serving(pages(HEALTHY), authority) as url:
        added = await registry.add("prod", kubeconfig(url, ca=authority.ca))
        assert sample(registry, "argus_clusters", phase="connected") == 1
        assert sample(registry, "argus_clusters", phase="unreachable") == 0
        assert sample(registry, "argus_cluster_up", cluster="prod") == 1
        await registry.remove(added.id)
        assert sample(registry, "argus_clusters", phase="connected") == 0
        assert sample(registry, "argus_cluster_up", cluster="prod") is None


async def test_requests_are_counted_by_the_clusters_present_name(registry: Registry, authority: Authority) -> None:
    def asked(cluster: str) -> float | None:
        return sample(registry, "argus_upstream_requests_total", cluster=cluster, verb="post", outcome="ok")

    async with serving(pages(HEALTHY), authority) as url:
        added = await registry.add("prod", kubeconfig(url, ca=authority.ca))
        await registry.service.test(added.id)
        count = asked("prod")
        assert count
        timed = sample(registry, "argus_upstream_request_seconds_bucket", cluster="prod", verb="post", le="+Inf")
        assert timed
        assert timed >= count
        await registry.update(added.id, name="live")
        assert asked("prod") is None
        assert (asked("live") or 0) >= count
        await registry.remove(added.id)
        assert asked("live") is None


async def test_a_database_that_is_away_ends_no_probe(opened: Opened, authority: Authority) -> None:
    async with serving(pages(HEALTHY), authority) as url:
        registry = await opened(ARGUS_PROBE_INTERVAL_SECONDS="0.1")
        added = await registry.add("prod", kubeconfig(url, ca=authority.ca))
        connections = registry.service._connections

        async def connected() -> bool:
            held = connections._open.get(added.id)
            return held is not None and held[1].done() and held[1].exception() is None

        async def refused() -> bool:
            held = connections._open.get(added.id)
            return held is not None and held[1].done() and isinstance(held[1].exception(), Unavailable)

        await eventually(connected)
        await rename(registry, "clusters", "clusters_away")
        connections.forget(added.id)
        await eventually(refused)
        await rename(registry, "clusters_away", "clusters")
        await eventually(connected)


async def rename(registry: Registry, table: str, to: str) -> None:
    async with registry.database.engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))
