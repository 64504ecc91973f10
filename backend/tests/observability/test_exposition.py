"""`/metrics`: what it says, to whom, and what is left of what is no more."""

import asyncio
import re
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from argus.app import create_app
from argus.db import Database, sqlite
from argus.errors import Forbidden
from argus.exposition import Exposition
from argus.settings import load
from tests.fleet.fleet_house import eventually
from tests.live.socket_client import bearer, refused
from tests.observability.conftest import KINDS, NOT_SERVED, OBJECT, Observed
from tests.observability.scrapes import TARGET
from tests.stack import ADMIN, PASSWORD, Stack, running, sign_in
from tests.test_docs import section

STRONG = "0123456789abcdefghijklmnopqrstuv"
PROXIED = {"X-Forwarded-For": "203.0.113.9"}


def described(text: str) -> set[str]:
    return set(re.findall(r"^# TYPE (argus_\w+) ", text, re.MULTILINE))


async def test_every_metric_is_in_the_readme_and_nothing_else(observed: Observed) -> None:
    told = re.findall(r"^\| `(argus_\w+)` \|", section("Watch Argus itself"), re.MULTILINE)
    assert sorted(told) == sorted(described(await observed.text()))


async def test_every_label_is_in_the_readme(observed: Observed) -> None:
    rows = re.findall(r"^\| `(argus_\w+)` \|([^|]*)\|", section("Watch Argus itself"), re.MULTILINE)
    told = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    for sample in (await observed.scrape()).samples:
        if sample.name.startswith("argus_"):
            name = re.sub("_(bucket|sum|count)$", "", sample.name)
            labels = {label for label, _ in sample.labels} - TARGET.keys() - {"le"}
            assert labels == told[name], name


async def test_followed_kinds_are_live_and_counted(observed: Observed) -> None:
    scrape = await observed.scrape()
    for path in KINDS:
        kind = path.removeprefix("core/v1/")
        assert scrape.value("argus_watch_up", cluster="east", kind=kind) == 1
        assert scrape.value("argus_watch_lag_seconds", cluster="east", kind=kind) == 0
        assert scrape.value("argus_lists_total", cluster="east", kind=kind, why="start") == 1
    assert scrape.value("argus_index_rows", cluster="east", kind="nodes") == 2
    assert scrape.value("argus_watch_events_total", cluster="east", kind="configmaps") >= 1
    assert scrape.value("argus_watches", cluster="east", state="live") >= len(KINDS)
    assert scrape.value("argus_cluster_up", cluster="east") == 1
    assert scrape.value("argus_upstream_requests_total", cluster="east", verb="post", outcome="ok") >= 1
    assert scrape.value("argus_upstream_request_seconds_count", cluster="east", verb="watch") >= len(KINDS)


async def test_a_kind_that_is_not_served_is_refused_and_not_behind(observed: Observed) -> None:
    scrape = await observed.scrape()
    assert scrape.value("argus_watch_up", cluster="east", kind=NOT_SERVED) == 0
    assert scrape.value("argus_watches", cluster="east", state="refused") == 1
    assert scrape.value("argus_sync_failures_total", cluster="east", kind=NOT_SERVED, why="kind-not-found") >= 1
    with pytest.raises(StopIteration):
        scrape.value("argus_watch_lag_seconds", cluster="east", kind=NOT_SERVED)


async def test_who_listens_and_who_signs_in_is_counted(observed: Observed) -> None:
    scrape = await observed.scrape()
    assert scrape.value("argus_live_clients") == scrape.value("argus_live_subscriptions") == 1
    assert scrape.value("argus_live_delay_seconds_count") >= 1
    assert scrape.value("argus_live_delay_seconds_bucket", le="1.0") >= 1
    assert scrape.value("argus_audit_changes_total", outcome="done") == 1
    assert scrape.value("argus_audit_unwritten_total", entry="intent") == 0
    assert scrape.value("argus_sign_ins_total", result="ok") >= 1
    assert scrape.value("argus_sign_ins_total", result="failed") >= 1
    assert scrape.value("argus_event_loop_lag_seconds_count") >= 1


async def test_people_and_objects_are_never_named(observed: Observed) -> None:
    text = await observed.text()
    for name in (ADMIN, "nobody@example.com", OBJECT, observed.kube.namespace, "127.0.0.1"):
        assert name not in text


async def test_nothing_is_left_of_a_cluster_that_was_removed(observed: Observed, east: str) -> None:
    service = observed.service
    cluster = await service.added("leaves", east)
    assert (await service.admin.get(f"/api/clusters/{cluster}/resources/core/v1/pods")).status_code == 200
    assert 'kind="pods",why="start"' in "".join(re.findall(r'.*cluster="leaves".*', await observed.text()))
    renamed = await service.admin.put(f"/api/clusters/{cluster}", json={"name": "gone"})
    assert renamed.status_code == 200, renamed.text
    text = await observed.text()
    assert 'cluster="leaves"' not in text
    assert 'argus_watch_up{cluster="gone",kind="pods"}' in text
    assert (await service.admin.delete(f"/api/clusters/{cluster}")).status_code == 204
    await eventually(observed.text, lambda said: 'cluster="gone"' not in said)


def test_applications_of_one_process_show_their_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        settings = load({"ARGUS_HOME": str(tmp_path / name)})
        said = create_app(settings).state.rooms.exposition.text().decode()
        assert 'argus_clusters{phase="connected"} 0.0' in said
        assert "_created" not in said


async def test_only_this_machine_may_read_where_there_is_no_token(stack: Stack) -> None:
    assert (await stack.anonymous.get("/metrics")).status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        answer = await stack.anonymous.get("/metrics", headers={header: "203.0.113.9"})
        assert (answer.status_code, answer.json()["code"]) == (403, "metrics-closed")
        assert "ARGUS_METRICS_TOKEN" in answer.json()["detail"]


@pytest.mark.parametrize(
    "address, here",
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.7", False),
        ("0.0.0.0", False),
        ("::ffff:10.0.0.7", False),
        ("fd00::1", False),
    ],
)
def test_this_machine_is_known_by_its_address(address: str, here: bool) -> None:
    exposition = Exposition(None, ())
    with nullcontext() if here else pytest.raises(Forbidden):
        exposition.require_reader({"headers": [], "client": (address, 50000)})


async def test_with_a_token_its_bearer_may_read_from_anywhere(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}"
    async with running(tmp_path, url, ARGUS_METRICS_TOKEN=STRONG) as stack:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": STRONG}, stack.admin.headers):
            answer = await stack.anonymous.get("/metrics", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert "argus_" not in answer.text.replace("argus_metrics_token", "")
        right = await stack.anonymous.get("/metrics", headers={"Authorization": f"Bearer {STRONG}", **PROXIED})
        assert (right.status_code, "argus_build_info" in right.text) == (200, True)


async def test_a_loop_that_is_held_up_is_noticed(stack: Stack) -> None:
    async def held_up() -> float:
        found = stack.rooms.exposition.registry.get_sample_value("argus_event_loop_lag_seconds_sum")
        assert found is not None
        return found

    before = await held_up()
    asyncio.get_running_loop().call_soon(time.sleep, 0.6)
    await eventually(held_up, lambda seconds: seconds - before > 0.3, 5)


async def test_sign_ins_are_counted_by_what_came_of_them(tmp_path: Path) -> None:
    async with running(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}") as stack:

        def count(result: str) -> float:
            found = stack.rooms.exposition.registry.get_sample_value("argus_sign_ins_total", {"result": result})
            assert found is not None
            return found

        before = count("ok"), count("failed"), count("throttled")
        wrong = {"email": "guessed@example.com", "password": "wrong"}
        statuses = [(await stack.anonymous.post("/api/auth/login", json=wrong)).status_code for _ in range(11)]
        assert statuses == [401] * 10 + [429]
        await sign_in(stack.anonymous, ADMIN)
        assert (count("ok"), count("failed"), count("throttled")) == (before[0] + 1, before[1] + 10, before[2] + 1)


async def test_a_refresh_token_that_is_used_twice_is_counted(tmp_path: Path) -> None:
    async with running(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}") as stack:

        def count() -> float | None:
            return stack.rooms.exposition.registry.get_sample_value("argus_refresh_tokens_reused_total")

        before = count()
        opened = await stack.anonymous.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
        stack.anonymous.cookies.clear()
        body = {"refresh_token": opened.json()["refresh_token"]}
        assert (await stack.anonymous.post("/api/auth/refresh", json=body)).status_code == 200
        assert count() == before
        for _ in range(2):
            stack.anonymous.cookies.clear()
            assert (await stack.anonymous.post("/api/auth/refresh", json=body)).status_code == 401
        assert count() == (before or 0) + 1


async def test_failures_of_the_database_are_counted_and_answers_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(error: str) -> float:
        return REGISTRY.get_sample_value("argus_database_errors_total", {"error": error}) or 0.0

    monkeypatch.setattr(sqlite, "QUEUE_SECONDS", 0.5)
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    before = count("OperationalError"), count("TimeoutError")
    async with made.session() as session, session.begin():
        await session.execute(text("CREATE TABLE one (name TEXT UNIQUE)"))
        with pytest.raises(OperationalError):
            await session.execute(text("SELECT * FROM another"))
        with pytest.raises(PoolTimeout):
            async with made.session() as other, other.begin():
                await other.execute(text("SELECT 1"))
    for expected in (nullcontext(), pytest.raises(IntegrityError)):
        with expected:
            async with made.session() as session, session.begin():
                await session.execute(text("INSERT INTO one VALUES ('same')"))
    assert (count("OperationalError"), count("TimeoutError")) == (before[0] + 1, before[1] + 1)
    assert count("IntegrityError") == 0
    await made.dispose()


async def test_handshakes_that_are_refused_are_counted(stack: Stack) -> None:
    def count(status: str) -> float:
        found = stack.rooms.exposition.registry.get_sample_value("argus_live_refused_total", {"status": status})
        assert found is not None
        return found

    before = count("401"), count("403")
    assert await refused(stack, {"Authorization": "Bearer nonsense"}) == 401
    assert await refused(stack, {"Origin": "https://evil.example"}) == 403
    assert await refused(stack, bearer(stack.viewer)) == 101
    assert (count("401"), count("403")) == (before[0] + 1, before[1] + 1)
