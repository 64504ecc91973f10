"""Whoever can write to the database still cannot rewrite the log unseen."""

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update

from argus.audit import verification
from argus.audit.entry import START, AuditTarget, Entry
from argus.audit.log import Sealer
from argus.audit.models import AuditEntry, AuditHead
from argus.audit.service import Audit
from argus.db import Database
from argus.errors import Unavailable
from argus.settings import SettingsError
from tests.audit.conftest import KEYS

FORGED = f"{Sealer(KEYS).seal(5, START).partition(':')[0]}:{'0' * 64}"
TARGET = AuditTarget("cluster", "c1", None, "east")


async def write(audit: Audit, database: Database, count: int) -> None:
    for number in range(count):
        async with database.session() as session, session.begin():
            await audit.record(session, None, "cluster.update", TARGET, {"changed": ["name"], "number": number})


@pytest.fixture
async def ten(audit: Audit, database: Database) -> Database:
    await write(audit, database, 10)
    found = await audit.verify()
    assert (found.entries, found.first_bad, found.reason) == (10, None, "")
    return database


async def entries(database: Database) -> list[Entry]:
    columns = [getattr(AuditEntry, field) for field in Entry.__struct_fields__]
    async with database.session() as session:
        return [Entry(*row) for row in await session.execute(select(*columns).order_by(AuditEntry.id))]


async def rewrite(database: Database, kept: list[Entry], seal_with: str | None = None) -> None:
    """What an attacker with the database does: a chain that is sound in itself."""
    async with database.session() as session, session.begin():
        await session.execute(delete(AuditEntry))
        last = START
        for number, entry in enumerate(kept, 1):
            linked = msgspec.structs.replace(entry, id=number, prev_hash=last)
            last = linked.digest()
            await session.execute(insert(AuditEntry).values(**msgspec.structs.asdict(linked), hash=last))
        if seal_with:
            seal = Sealer((seal_with,)).seal(len(kept), last)
            await session.execute(update(AuditHead).values(count=len(kept), last_hash=last, seal=seal))


async def test_an_empty_log_is_intact(audit: Audit) -> None:
    assert (await audit.verify()).intact


@pytest.mark.parametrize(
    "change",
    [
        {"action": "cluster.delete"},
        {"actor_email": "someone@else"},
        {"detail": "{}"},
        {"outcome": "failed"},
        {"name": "west"},
        {"kind": "user"},
        {"request_id": "x"},
        {"change": "x"},
        {"namespace": "x"},
    ],
)
async def test_an_edit_is_found(ten: Database, audit: Audit, change: dict[str, str]) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(update(AuditEntry).where(AuditEntry.id == 4).values(**change))
    found = await audit.verify()
    assert (found.first_bad, found.entries, found.reason) == (4, 3, "entry 4 was changed")


async def test_an_edit_with_a_new_hash_is_found_at_the_next_entry(ten: Database, audit: Audit) -> None:
    edited = msgspec.structs.replace((await entries(ten))[3], action="cluster.delete")
    values = {"action": edited.action, "hash": edited.digest()}
    async with ten.session() as session, session.begin():
        await session.execute(update(AuditEntry).where(AuditEntry.id == 4).values(**values))
    found = await audit.verify()
    assert (found.first_bad, found.reason) == (5, "entry 5 does not follow entry 4")


@pytest.mark.parametrize("missing", [1, 5])
async def test_a_cut_at_the_front_or_in_the_middle_is_found(ten: Database, audit: Audit, missing: int) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditEntry).where(AuditEntry.id == missing))
    found = await audit.verify()
    assert (found.first_bad, found.reason) == (missing, f"entry {missing} is missing")


async def test_a_cut_at_the_end_is_found(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditEntry).where(AuditEntry.id > 8))
    found = await audit.verify()
    assert (found.first_bad, found.reason) == (9, "entry 9 is missing: 10 were written")


async def test_a_log_cut_to_nothing_is_found(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditEntry))
    assert (await audit.verify()).first_bad == 1


async def test_entries_in_another_order_are_found(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        for old, new in ((3, 99), (4, 3), (99, 4)):
            await session.execute(update(AuditEntry).where(AuditEntry.id == old).values(id=new))
    assert (await audit.verify()).first_bad == 3


Rewriting = Callable[[list[Entry]], list[Entry]]


@pytest.mark.parametrize(
    "rewriting",
    [
        lambda all_of_them: all_of_them[:-1],
        lambda all_of_them: all_of_them[1:],
        lambda all_of_them: [msgspec.structs.replace(entry, actor_email="x") for entry in all_of_them],
        lambda all_of_them: list(reversed(all_of_them)),
    ],
)
@pytest.mark.parametrize("seal", [None, "a guess at the key"])
async def test_a_whole_new_chain_is_found_by_its_end(
    ten: Database, audit: Audit, rewriting: Rewriting, seal: str | None
) -> None:
    await rewrite(ten, rewriting(await entries(ten)), seal)
    assert not (await audit.verify()).intact


async def test_a_missing_head_is_found(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditHead))
    found = await audit.verify()
    assert (found.first_bad, found.reason) == (10, "the head of the log is missing")


async def test_an_entry_past_the_end_is_found(ten: Database, audit: Audit) -> None:
    last = (await entries(ten))[-1]
    forged = msgspec.structs.replace(last, id=11, prev_hash=last.digest())
    async with ten.session() as session, session.begin():
        await session.execute(insert(AuditEntry).values(**msgspec.structs.asdict(forged), hash=forged.digest()))
    assert (await audit.verify()).first_bad == 11


async def test_what_comes_after_tampering_does_not_heal_it(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditEntry).where(AuditEntry.id > 8))
    await write(audit, ten, 3)
    assert (await audit.verify()).first_bad == 9


async def test_long_logs_are_checked_in_batches(ten: Database, audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 3)
    assert (await audit.verify()).entries == 10
    monkeypatch.setattr(verification, "BATCH", 5)
    assert (await audit.verify()).entries == 10


async def test_keys_can_be_rotated(ten: Database, audit: Audit) -> None:
    rotated = Audit(ten, ("the newest key", *KEYS))
    assert (await rotated.verify()).intact
    await write(rotated, ten, 1)
    assert (await Audit(ten, ("the newest key",)).verify()).intact
    assert "which is not among the keys" in (await audit.verify()).reason


async def test_a_log_is_not_gone_on_with_under_another_key(ten: Database, audit: Audit) -> None:
    stranger = Audit(ten, ("another key",))
    with pytest.raises(Unavailable) as refused:
        await write(stranger, ten, 1)
    assert refused.value.code == "audit-key-missing"
    with pytest.raises(SettingsError, match="ENCRYPTION_KEY"):
        await stranger.require_keys()
    assert (await audit.verify()).entries == 10
    assert (await audit.verify()).intact
    await audit.require_keys()


@pytest.mark.parametrize("seal", ["", "a guess", "brøken", "broken:", "broken:0", FORGED])
async def test_a_forged_end_is_not_sealed_by_what_comes_after(ten: Database, audit: Audit, seal: str) -> None:
    await rewrite(ten, (await entries(ten))[:5], "a guess at the key")
    async with ten.session() as session, session.begin():
        await session.execute(update(AuditHead).values(seal=seal))
    await write(audit, ten, 1)
    await write(audit, ten, 2)
    found = await audit.verify()
    assert (found.first_bad, found.entries) == (6, 8)
    assert found.reason == "the end of the log had been changed before entry 6 was written"


async def test_a_lost_head_is_not_made_up_for(ten: Database, audit: Audit) -> None:
    async with ten.session() as session, session.begin():
        await session.execute(delete(AuditHead))
    await write(audit, ten, 2)
    assert (await audit.verify()).first_bad == 11
