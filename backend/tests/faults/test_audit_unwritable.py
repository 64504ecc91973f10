"""The audit log cannot be written: no change reaches a cluster, nor Argus' own database; reading goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from argus.db import Database
from tests.faults.beside import Beside, beside, config_map, resources
from tests.faults.conftest import Size
from tests.stack import Stack, running

CLERK = "clerk"
RAISES = "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$"
GONE = (
    ["ALTER TABLE audit_entries RENAME TO audit_entries_away"],
    ["ALTER TABLE audit_entries_away RENAME TO audit_entries"],
)
# How the log is broken and how it is mended, on each kind of database.
WAYS: dict[str, dict[str, tuple[list[str], list[str]]]] = {
    "sqlite": {
        "gone": GONE,
        "refused": (
            ["CREATE TRIGGER refuse BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no'); END"],
            ["DROP TRIGGER refuse"],
        ),
        "head": (
            ["CREATE TRIGGER refuse BEFORE UPDATE ON audit_head BEGIN SELECT RAISE(ROLLBACK, 'no'); END"],
            ["DROP TRIGGER refuse"],
        ),
    },
    "postgresql": {
        "gone": GONE,
        "refused": (
            [RAISES, "CREATE TRIGGER refuse BEFORE INSERT ON audit_entries EXECUTE FUNCTION refuse()"],
            ["DROP TRIGGER refuse ON audit_entries"],
        ),
        "head": (
            [f"REVOKE ALL ON audit_head FROM {CLERK}"],
            [f"GRANT ALL ON audit_head TO {CLERK}"],
        ),
    },
}


@pytest.fixture
async def clerks_url(database_url: str) -> AsyncIterator[str]:
    """The database as somebody sees it whose rights can be taken away; SQLite knows nobody."""
    if database_url.startswith("sqlite"):
        yield database_url
        return
    owner = Database(database_url)
    await owner.migrate()
    rights = [f"CREATE ROLE {CLERK} LOGIN", f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {CLERK}"]
    await run(owner, rights)
    yield make_url(database_url).set(username=CLERK).render_as_string()
    await run(owner, [f"DROP OWNED BY {CLERK}", f"DROP ROLE {CLERK}"])
    await owner.dispose()


@pytest.mark.parametrize("way", ["gone", "refused", "head"])
async def test_no_change_is_made_without_its_record(
    way: str, clerks_url: str, database_url: str, tmp_path: Path, east: str, size: Size
) -> None:
    owner = Database(database_url)
    spoil, mend = WAYS[owner.dialect][way]
    async with beside(east) as kube, running(tmp_path, clerks_url) as argus:
        answer = await argus.admin.post("/api/clusters", json={"name": "east", "kubeconfig": east})
        cluster = answer.json()["id"]
        for name in ("kept", "changed", "deleted"):
            await kube.make(name, step="1")
        before, copies = await kube.config_maps(), size(3, 20)
        for _ in range(size(1, 10)):
            await run(owner, spoil)
            then = unwritten(argus, "intent"), unwritten(argus, "record")
            for answer in await asyncio.gather(*changes(argus, kube, cluster, east, copies)):
                assert answer.status_code == 503, answer.text
                assert answer.json()["code"] in ("audit-unavailable", "database-unavailable")
                assert "nothing was changed" in answer.json()["detail"]
            now = unwritten(argus, "intent"), unwritten(argus, "record")
            assert now == (then[0] + 4 * copies, then[1] + 3 * copies)
            assert await kube.config_maps() == before
            listed = (await argus.admin.get("/api/clusters")).json()["items"]
            assert [(one["name"], one["labels"]) for one in listed] == [("east", {})]
            assert (await argus.admin.get(resources(cluster, "kept", kube.namespace))).status_code == 200
            await run(owner, mend)
        await mended(argus, kube, cluster)
    await owner.dispose()


async def mended(argus: Stack, kube: Beside, cluster: str) -> None:
    """As soon as the log can be written, changes are made again, and what was refused has left no trace in it."""
    answer = await argus.admin.post(resources(cluster), json=config_map(kube.namespace, "new", step="1"))
    assert answer.status_code == 201, answer.text
    assert (await argus.rooms.audit.verify()).intact
    assert [entry.outcome for entry in await argus.rooms.audit.tail(2)] == ["intent", "done"]


def unwritten(argus: Stack, entry: str) -> float:
    """What an operator sees of it."""
    found = argus.rooms.exposition.registry.get_sample_value("argus_audit_unwritten_total", {"entry": entry})
    assert found is not None
    return found


def changes(argus: Stack, kube: Beside, cluster: str, kubeconfig: str, copies: int) -> list[Any]:
    """Every kind of change, `copies` times: four of a cluster, which need an intent, and three of Argus' own."""
    space, send = kube.namespace, argus.admin.request
    return [
        request
        for number in range(copies)
        for request in (
            send("POST", resources(cluster), json=config_map(space, f"new-{number}", step="1")),
            send("PUT", resources(cluster, "changed", space), json=versioned(space)),
            send("PATCH", resources(cluster, "changed", space), json=config_map(space, "changed", step="3")),
            send("DELETE", resources(cluster, "deleted", space)),
            send("POST", "/api/clusters", json={"name": f"west-{number}", "kubeconfig": kubeconfig}),
            send("PUT", f"/api/clusters/{cluster}", json={"labels": {"number": str(number)}}),
            send("DELETE", f"/api/clusters/{cluster}"),
        )
    ]


def versioned(namespace: str) -> dict[str, Any]:
    """A replacement that the apiserver would refuse as outdated, had it ever seen it."""
    thing = config_map(namespace, "changed", step="2")
    return {**thing, "metadata": {**thing["metadata"], "resourceVersion": "1"}}


async def run(database: Database, statements: list[str]) -> None:
    async with database.engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
