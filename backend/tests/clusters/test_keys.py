"""Encryption keys: rotation while Argus runs, and refusals to start without them."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from argus.clusters import keys
from argus.clusters.models import ClusterRow
from argus.kube.credentials import Credentials, encode
from argus.settings import SettingsError
from argus.vault import Vault
from tests.clusters.conftest import KEY, Opened, Registry
from tests.clusters.test_probes import HEALTHY, pages
from tests.kube.authority import Authority
from tests.kube.faults import serving
from tests.kube.kubeconfigs import kubeconfig

NEW = "a second key of more than thirty-two characters"
CREDENTIALS = Credentials(server="https://10.0.0.1", context="c", token="t")


async def stored(registry: Registry, count: int) -> None:
    async with registry.database.session() as session, session.begin():
        for number in range(count):
            await registry.service._ledger.add(session, None, f"c{number}", {}, CREDENTIALS, "uploaded")


async def rows(registry: Registry) -> list[Any]:
    async with registry.database.session() as session, session.begin():
        return list((await session.execute(select(ClusterRow.id, ClusterRow.sealed))).all())


async def test_everything_is_sealed_anew_in_batches(opened: Opened) -> None:
    registry = await opened()
    await stored(registry, 5)
    both, new = Vault((NEW, KEY)), Vault((NEW,))
    assert await keys.reseal(registry.database, both, batch=2) == keys.Resealed(5, 5, {})
    assert all(new.open(row.sealed, row.id) == encode(CREDENTIALS) for row in await rows(registry))
    assert await keys.reseal(registry.database, both) == keys.Resealed(5, 0, {})


async def test_the_service_goes_on_while_keys_rotate(opened: Opened, authority: Authority) -> None:
    async with serving(pages(HEALTHY), authority) as url:
        registry = await opened(ENCRYPTION_KEY=f"{NEW},{KEY}")
        added = await registry.add("prod", kubeconfig(url, ca=authority.ca))
        before = await registry.service.connection(added.id)
        done = await keys.reseal(registry.database, Vault((NEW, KEY)))
        assert (done.total, done.failed) == (1, {})
        assert await registry.service.connection(added.id) is before
        assert (await registry.service.get(added.id)).updated_at == added.updated_at


async def test_concurrent_changes_are_not_lost(opened: Opened) -> None:
    registry = await opened()
    await stored(registry, 20)
    changed = Credentials(server="https://10.0.0.2", context="c", token="newer")

    async def replace() -> None:
        for row in await rows(registry):
            async with registry.database.session() as session, session.begin():
                await registry.service._ledger.change(session, None, row.id, credentials=changed)

    both = Vault((NEW, KEY))
    await asyncio.gather(replace(), keys.reseal(registry.database, both, batch=3))
    assert all(both.open(row.sealed, row.id) == encode(changed) for row in await rows(registry))


async def test_rows_that_no_key_opens_are_named_and_left(opened: Opened) -> None:
    registry = await opened()
    await stored(registry, 2)
    async with registry.database.session() as session, session.begin():
        await session.execute(update(ClusterRow).where(ClusterRow.name == "c0").values(sealed=b"\x01" * 200))
    done = await keys.reseal(registry.database, Vault((NEW, KEY)))
    assert (done.total, done.changed, list(done.failed)) == (2, 1, ["c0"])


async def test_argus_does_not_start_without_the_key(opened: Opened) -> None:
    await stored(await opened(), 3)
    with pytest.raises(SettingsError, match="ENCRYPTION_KEY: 3 of 3"):
        await opened(ENCRYPTION_KEY=NEW)
    await opened(ENCRYPTION_KEY=f"{NEW},{KEY}")


async def test_altered_credentials_are_one_clusters_trouble(opened: Opened) -> None:
    registry = await opened()
    await stored(registry, 1)
    [row] = await rows(registry)
    altered = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    async with registry.database.session() as session, session.begin():
        await session.execute(update(ClusterRow).values(sealed=altered))
    other = await opened()
    found = await other.service.test(row.id)
    assert (found.status.phase, "cannot be opened" in found.status.reason) == ("unreachable", True)
