"""Adding, listing, changing and removing real clusters."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import select

from argus.access.roles import Grant, Principal
from argus.clusters.models import ClusterRow
from argus.clusters.registry import Change
from argus.clusters.schemas import ClusterInput
from argus.errors import ArgusError, Conflict, NotFound, Unprocessable
from tests.clusters.conftest import ADMIN, Opened, Registry, changed

SEEN_SECONDS = 5.0


async def test_a_cluster_is_added_tried_and_listed(registry: Registry, east: str) -> None:
    added = await registry.add("east", east, labels={"env": "test"})
    assert (added.name, added.labels, added.source) == ("east", {"env": "test"}, "uploaded")
    assert (added.status.phase, added.status.reason) == ("connected", "")
    assert str(added.version).startswith("v1.")
    assert added.node_count == 2
    assert added.latency_ms is not None
    assert added.server.startswith("https://127.0.0.1:")
    [listed] = (await registry.service.list(ADMIN)).items
    assert listed.id == added.id
    assert (await registry.service.get(added.id)).name == "east"
    assert [ref.name for ref in registry.service.refs()] == ["east"]
    assert registry.service.ref(added.id).name == "east"
    assert registry.service.status(added.id).phase == "connected"
    api = await registry.service.connection(added.id)
    assert (await api.request("GET", "/version")).status == 200
    assert await registry.service.connection(added.id) is api


async def test_credentials_are_sealed_for_their_row(registry: Registry, east: str) -> None:
    added = await registry.add("east", east)
    async with registry.database.session() as session, session.begin():
        row = (await session.execute(select(ClusterRow.sealed, ClusterRow.server))).one()
    assert b"PRIVATE KEY" not in row.sealed
    assert b"https" not in row.sealed
    with pytest.raises(Exception, match="another row"):
        registry.service._vault.open(row.sealed, "another-row")
    assert "PRIVATE" not in repr(added)


async def test_every_change_is_audited_with_its_actor(registry: Registry, east: str) -> None:
    added = await registry.add("east", east)
    await registry.update(added.id, name="renamed", labels={"a": "b"})
    insecure = changed(east, cluster={"insecure-skip-tls-verify": True})
    await registry.update(added.id, kubeconfig=insecure, insecure_skip_tls_verify=True)
    await registry.remove(added.id)
    entries = await registry.audited()
    assert [entry.action for entry in entries] == ["cluster.add", "cluster.update", "cluster.update", "cluster.remove"]
    assert {entry.actor_email for entry in entries} == {ADMIN.email}
    assert '"insecureSkipTlsVerify":false' in entries[1].detail.replace(" ", "")
    assert '"insecureSkipTlsVerify":true' in entries[2].detail.replace(" ", "")
    assert "renamedFrom" in entries[1].detail
    assert not any("PRIVATE KEY" in entry.detail for entry in entries)


async def test_a_name_is_taken_once(registry: Registry, east: str) -> None:
    await registry.add("east", east)
    with pytest.raises(Conflict) as caught:
        await registry.add("east", east)
    assert (caught.value.code, caught.value.errors[0].field) == ("cluster-name-taken", "name")
    other = await registry.add("other", east)
    with pytest.raises(Conflict):
        await registry.update(other.id, name="east")
    assert await registry.names() == ["east", "other"]


async def test_two_who_take_one_name_at_once(registry: Registry, east: str) -> None:
    results = await asyncio.gather(*(registry.add("east", east) for _ in range(3)), return_exceptions=True)
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True, True]
    assert await registry.names() == ["east"]


async def test_narrow_principals_see_their_clusters_alone(registry: Registry, east: str) -> None:
    one, _two = await registry.add("one", east), await registry.add("two", east)
    narrow = Principal("u2", "dev@example.com", "Dev", "s2", (Grant("viewer", one.id, "web"), Grant("viewer", "gone")))
    assert [cluster.name for cluster in (await registry.service.list(narrow)).items] == ["one"]
    nobody = Principal("u3", "no@example.com", "No", "s3", ())
    assert (await registry.service.list(nobody)).items == []


async def test_skipping_verification_needs_the_choice(registry: Registry, east: str) -> None:
    insecure = changed(east, cluster={"insecure-skip-tls-verify": True, "certificate-authority-data": None})
    with pytest.raises(Unprocessable) as caught:
        await registry.add("east", insecure)
    assert caught.value.errors[0].field == "kubeconfig.insecure-skip-tls-verify"
    added = await registry.add("east", insecure, insecure_skip_tls_verify=True)
    assert added.insecure_skip_tls_verify
    assert added.status.phase == "connected"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kubeconfig": "["}, "kubeconfig"),
        ({"context": "x"}, "context"),
        ({"insecure_skip_tls_verify": True}, "insecureSkipTlsVerify"),
    ],
)
async def test_updates_that_are_refused(registry: Registry, east: str, changes: dict[str, Any], field: str) -> None:
    added = await registry.add("east", east)
    with pytest.raises(Unprocessable) as caught:
        await registry.update(added.id, **changes)
    assert caught.value.errors[0].field == field


async def test_what_is_not_there_is_not_found(registry: Registry) -> None:
    service = registry.service
    for asked in (
        service.get("x"),
        service.test("x"),
        service.connection("x"),
        registry.update("x"),
        registry.remove("x"),
    ):
        with pytest.raises(NotFound):
            await asked
    for look in (service.ref, service.status):
        with pytest.raises(NotFound):
            look("x")


async def test_new_names_keep_the_connection_and_new_credentials_replace_it(registry: Registry, east: str) -> None:
    added = await registry.add("east", east)
    heard: list[tuple[str, Change]] = []
    registry.service.on_change(lambda cluster_id, change: heard.append((cluster_id, change)))
    before = await registry.service.connection(added.id)
    renamed = await registry.update(added.id, name="renamed")
    assert await registry.service.connection(added.id) is before
    assert before.name == "renamed"
    assert renamed.updated_at > added.updated_at
    updated = await registry.update(added.id, kubeconfig=east)
    assert updated.status.phase == "connected"
    after = await registry.service.connection(added.id)
    assert after is not before
    await registry.remove(added.id)
    with pytest.raises(NotFound):
        await registry.service.connection(added.id)
    assert heard == [(added.id, "updated"), (added.id, "reconnect"), (added.id, "removed")]


async def test_what_is_rolled_back_was_never_there(registry: Registry, east: str) -> None:
    heard: list[str] = []
    registry.service.on_change(lambda cluster_id, _change: heard.append(cluster_id))
    credentials = registry.service._vet(east, None, False)
    async with registry.database.session() as session:
        await registry.service._ledger.add(session, ADMIN, "ghost", {}, credentials, "uploaded")
        await session.rollback()
    assert await registry.names() == []
    assert heard == []


async def test_another_replica_sees_it(opened: Opened, east: str) -> None:
    one, two = await opened(), await opened()
    added = await one.add("east", east)
    assert (await two.service.connection(added.id)).name == "east"
    assert await two.names() == ["east"]
    await one.remove(added.id)
    deadline = time.monotonic() + SEEN_SECONDS
    while await two.names():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    with pytest.raises(NotFound):
        await two.service.connection(added.id)


async def test_trying_out_stores_nothing(registry: Registry, east: str) -> None:
    found = await registry.service.try_out(ClusterInput(name="east", kubeconfig=east))
    assert (found.status.phase, found.node_count) == ("connected", 2)
    dead = changed(east, cluster={"server": "https://127.0.0.1:1"})
    found = await registry.service.try_out(ClusterInput(name="east", kubeconfig=dead))
    assert found.status.phase == "unreachable"
    assert "refused" in found.status.reason
    with pytest.raises(ArgusError):
        await registry.service.try_out(ClusterInput(name="east", kubeconfig="nope"))
    assert await registry.names() == []
