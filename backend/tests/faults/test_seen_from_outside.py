"""What Prometheus makes of faults: the alert rules under deploy/, over what a real Argus says while they happen."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from tests.faults.beside import config_map, resources
from tests.faults.conftest import Size
from tests.faults.service import Service, serving
from tests.fleet.fleet_house import eventually
from tests.observability.promql import Vector, firing
from tests.observability.rules import rules
from tests.observability.scrapes import Scrape, scraped

RULES = rules()
LAG, AWAY, UNWRITTEN = RULES["ArgusWatchLag"], RULES["ArgusClusterAway"], RULES["ArgusAuditUnwritten"]
CLUSTER = "bulk"
SEEN_SECONDS = 20.0
REFUSES = "CREATE TRIGGER refuse BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no'); END"


async def scrape(argus: Service) -> Scrape:
    return scraped((await argus.admin.get("/metrics")).text, time.time())


async def test_a_cluster_that_is_away_is_told_with_its_lag(bulk: ClusterPaths, tmp_path: Path, size: Size) -> None:
    """The long form waits as long as the rule says, the short one a part of it."""
    behind, _, away = LAG.expr.partition(" unless ")
    assert behind.endswith(" > 30")
    lag = behind.replace(" > 30", f" > {size(5, 30)}")

    async with serving(tmp_path, ARGUS_PROBE_INTERVAL_SECONDS="1") as argus:
        cluster = await argus.added(CLUSTER, bulk.kubeconfig.read_text())
        for kind in ("core/v1/pods", "core/v1/namespaces"):
            assert (await argus.admin.get(f"/api/clusters/{cluster}/resources/{kind}")).status_code == 200

        async def held(expression: str) -> Vector:
            return firing(expression, [await scrape(argus)])

        assert await eventually(lambda: held(lag), lambda found: not found) == {}
        assert await held(AWAY.expr) == {}
        kill_component(bulk, plane.APISERVER)
        killed_at = time.time()
        try:
            told = await eventually(lambda: held(AWAY.expr), bool, SEEN_SECONDS)
            assert [dict(labels)["cluster"] for labels in told] == [CLUSTER]
            late = await eventually(lambda: held(lag), bool, size(5, 30) + SEEN_SECONDS)
            elapsed = time.time() - killed_at
            ((labels, seconds),) = late.items()
            assert dict(labels)["cluster"] == CLUSTER
            assert abs(seconds - elapsed) < 1.0
            assert await held(f"{lag} unless {away}") == {}
            now = await scrape(argus)
            assert now.value("argus_watch_restarts_total", cluster=CLUSTER, kind="pods", why="broken") == 1
            assert now.value("argus_watches", cluster=CLUSTER, state="behind") >= 2
            assert now.value("argus_index_rows", cluster=CLUSTER, kind="pods") > 0
        finally:
            start_component(bulk, plane.APISERVER)
            plane.await_apiserver(bulk)
        assert await eventually(lambda: held(lag), lambda found: not found) == {}
        assert await eventually(lambda: held(AWAY.expr), lambda found: not found) == {}
        assert (await scrape(argus)).value("argus_watch_lag_seconds", cluster=CLUSTER, kind="pods") == 0


async def test_an_audit_log_that_cannot_be_written_pages_at_once(
    bulk: ClusterPaths, tmp_path: Path, size: Size
) -> None:
    async with serving(tmp_path) as argus:
        cluster = await argus.added(CLUSTER, bulk.kubeconfig.read_text())
        scrapes = [await scrape(argus)]
        with closing(sqlite3.connect(tmp_path / "argus.db")) as database:
            database.execute(REFUSES)
        for _ in range(size(1, 10)):
            answer = await argus.admin.post(resources(cluster), json=config_map("default", "never", step="1"))
            assert (answer.status_code, answer.json()["code"]) == (503, "audit-unavailable")
            scrapes.append(await scrape(argus))
            found = firing(UNWRITTEN.expr, scrapes[-2:])
            assert [dict(labels)["entry"] for labels in found] == ["intent"]
