"""Nothing is done that is not written down first."""

import asyncio
from typing import Any

import msgspec
import pytest
import structlog
from prometheus_client import REGISTRY
from sqlalchemy import select, text

from argus.access.roles import Principal
from argus.audit.entry import storable
from argus.audit.models import AuditEntry
from argus.audit.service import Audit, AuditTarget
from argus.db import Database
from argus.errors import Conflict, Unavailable, UpstreamError, UpstreamRefused, UpstreamTimeout

ACTOR = Principal("u1", "dev@example.com", "Dev", "s1", ())
TARGET = AuditTarget("apps/v1/deployments", "c1", "shop", "web")


async def rows(database: Database) -> list[AuditEntry]:
    async with database.session() as session:
        return list((await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all())


def detail(row: AuditEntry) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(row.detail)
    return found


def unwritten_outcomes() -> float:
    found = REGISTRY.get_sample_value("argus_audit_unwritten_total", {"entry": "outcome"})
    assert found is not None
    return found


async def break_log(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE audit_entries RENAME TO audit_entries_away"))


async def test_a_change_has_an_intent_and_an_outcome(audit: Audit, database: Database) -> None:
    with structlog.contextvars.bound_contextvars(request_id="req-12345678"):
        async with audit.change(ACTOR, "update", TARGET, {"fields": ["spec.replicas"]}) as change:
            written = await rows(database)
            assert [row.outcome for row in written] == ["intent"]
            change.note(resource_version="42")
    intent, outcome = await rows(database)
    assert intent.change == outcome.change == change.id
    assert (intent.actor_id, intent.actor_email, intent.request_id) == ("u1", "dev@example.com", "req-12345678")
    assert (intent.kind, intent.cluster, intent.namespace, intent.name) == ("apps/v1/deployments", "c1", "shop", "web")
    assert detail(intent) == {"fields": ["spec.replicas"]}
    assert (outcome.outcome, detail(outcome)) == ("done", {"resource_version": "42"})
    assert (await audit.verify()).intact


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (Conflict("It was changed."), "failed", "conflict: It was changed."),
        (ValueError("password=hunter2"), "failed", "ValueError"),
        (UpstreamRefused("It is there.", status=409), "failed", "upstream-refused: It is there."),
        (UpstreamRefused("Who?", status=502, code="upstream-unauthorized"), "failed", "upstream-unauthorized: Who?"),
        (UpstreamRefused("etcd timed out.", status=500), "unknown", "upstream-refused: etcd timed out."),
        (UpstreamError("Garbage.", cluster="east"), "unknown", "upstream: Garbage."),
        (UpstreamTimeout("No answer.", cluster="east"), "unknown", "upstream-timeout: No answer."),
        (asyncio.CancelledError(), "unknown", "CancelledError"),
    ],
)
async def test_a_failure_is_written_down_and_passed_on(
    audit: Audit, database: Database, error: BaseException, outcome: str, reason: str
) -> None:
    with pytest.raises(type(error)):
        async with audit.change(ACTOR, "delete", TARGET, {}):
            raise error
    last = (await rows(database))[-1]
    assert (last.outcome, detail(last)) == (outcome, {"reason": reason})


async def test_a_cancelled_request_still_leaves_its_outcome(audit: Audit, database: Database) -> None:
    started = asyncio.Event()

    async def request() -> None:
        async with audit.change(ACTOR, "delete", TARGET, {}):
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(request())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [row.outcome for row in await rows(database)] == ["intent", "unknown"]


async def test_who_stops_waits_for_the_outcomes_of_what_was_cut_off_just_now(audit: Audit, database: Database) -> None:
    started = asyncio.Event()

    async def request() -> None:
        async with audit.change(ACTOR, "delete", TARGET, {}):
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)

    task = asyncio.create_task(request())
    await started.wait()
    task.cancel()
    await audit.stop()
    assert [row.outcome for row in await rows(database)] == ["intent", "unknown"]
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_an_intent_nothing_is_changed(audit: Audit, database: Database) -> None:
    await break_log(database)
    ran = False
    with pytest.raises(Unavailable) as caught:
        async with audit.change(ACTOR, "delete", TARGET, {}):
            ran = True
    assert not ran
    assert caught.value.code == "audit-unavailable"


async def test_an_outcome_that_cannot_be_written_does_not_hide_the_change(audit: Audit, database: Database) -> None:
    unwritten = unwritten_outcomes()
    async with audit.change(ACTOR, "delete", TARGET, {}):
        await break_log(database)
    assert unwritten_outcomes() == unwritten + 1


async def test_a_crash_is_settled_as_unknown(audit: Audit, database: Database) -> None:
    async with audit.change(ACTOR, "create", TARGET, {}):
        pass
    async with database.session() as session, session.begin():
        await audit.record(session, ACTOR, "delete", TARGET, {}, outcome="intent")
    assert await audit.settle() == 1
    assert await audit.settle() == 0
    *_, intent, settled = await rows(database)
    assert (settled.outcome, settled.change, settled.actor_email) == ("unknown", intent.change, "dev@example.com")
    assert (await audit.verify()).intact


async def test_a_record_shares_the_fate_of_its_change(audit: Audit, database: Database) -> None:
    async with database.session() as session:
        await audit.record(session, ACTOR, "user.create", TARGET, {})
        await session.rollback()
    assert await rows(database) == []
    async with database.session() as session, session.begin():
        await audit.record(session, ACTOR, "user.create", TARGET, {})
        await audit.record(session, ACTOR, "user.create", TARGET, {})
    assert [(row.id, row.outcome) for row in await rows(database)] == [(1, "done"), (2, "done")]
    assert (await audit.verify()).intact


async def test_many_writers_make_one_chain(audit: Audit, database: Database) -> None:
    replica = Audit(database, ("a key of the operator",))

    async def one(number: int) -> None:
        async with (audit if number % 2 else replica).change(ACTOR, "update", TARGET, {"number": number}):
            pass

    await asyncio.gather(*(one(number) for number in range(30)))
    found = await audit.verify()
    assert (found.intact, found.entries) == (True, 60)


async def test_text_that_databases_refuse_is_made_storable(audit: Audit, database: Database) -> None:
    async with database.session() as session, session.begin():
        await audit.record(session, None, "x", AuditTarget("k\0", "c\0", None, "n" * 5000), {"text": "\0" + "y" * 5000})
    (row,) = await rows(database)
    assert len(row.name) == 512
    assert "\0" not in row.kind + row.detail
    assert (await audit.verify()).intact


async def test_the_tail_is_the_newest_in_order(audit: Audit, database: Database) -> None:
    for number in range(5):
        async with database.session() as session, session.begin():
            await audit.record(session, None, f"action-{number}", TARGET, {})
    assert [entry.action for entry in await audit.tail(2)] == ["action-3", "action-4"]


def test_secret_values_are_never_kept() -> None:
    kept = storable(
        {
            "password": "hunter2",
            "refreshToken": "hunter2",
            "nested": {"private-key": "hunter2", "stringData": {"a": "hunter2"}, "token": None},
            "list": [{"clientSecret": "hunter2"}],
            "changed": ["password", "token"],
            "secretChanged": True,
        }
    )
    assert "hunter2" not in kept
    assert msgspec.json.decode(kept) == {
        "password": "(not recorded)",
        "refreshToken": "(not recorded)",
        "nested": {"private-key": "(not recorded)", "stringData": "(not recorded)", "token": None},
        "list": [{"clientSecret": "(not recorded)"}],
        "changed": ["password", "token"],
        "secretChanged": True,
    }


def test_details_are_bounded_and_plain() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {"inner": deep, "items": [[[[[[[deep]]]]]]]}
    assert len(storable({"set": {"b", "a"}, "object": TARGET, "deep": {"x": "y" * 10_000}})) < 1500
    assert "…" in storable({"deep": deep["inner"]["inner"]})
    assert storable({"set": {"b", "a"}, "number": 1.5}) == '{"number":1.5,"set":["a","b"]}'
