"""`argus audit` as an operator types it."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Update, update

from argus import settings
from argus.audit import command
from argus.audit.models import AuditEntry, AuditHead
from argus.audit.service import Audit, AuditTarget
from argus.db import Database

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ARGUS_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers(required=True))

    def run(*arguments: str) -> int:
        given = parser.parse_args(arguments)
        return int(given.run(given))

    return run


async def write(count: int, name: str = "east") -> None:
    given = settings.load()
    database = Database(given.database_url)
    await database.migrate()
    for number in range(count):
        target = AuditTarget("cluster", None, None, f"{name}-{number}")
        async with database.session() as session, session.begin():
            await Audit(database, given.encryption_keys).record(session, None, "cluster.create", target, {})
    await database.dispose()


async def tamper(statement: Update) -> None:
    database = Database(settings.load().database_url)
    async with database.session() as session, session.begin():
        await session.execute(statement)
    await database.dispose()


def test_an_intact_log_is_said_to_be(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    assert run("audit", "verify") == 0
    assert capsys.readouterr().out == "audit log intact: 3 entries\n"


def test_a_broken_log_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    asyncio.run(tamper(update(AuditEntry).where(AuditEntry.id == 2).values(name="west")))
    assert run("audit", "verify") == 1
    printed = capsys.readouterr().out
    assert printed == "audit log BROKEN at entry 2: entry 2 was changed; the chain of hashes holds up to entry 1\n"


def test_a_log_that_went_on_after_its_end_was_changed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    asyncio.run(tamper(update(AuditHead).values(seal="0" * 16)))
    asyncio.run(write(2))
    assert run("audit", "verify") == 1
    assert capsys.readouterr().out == (
        "audit log BROKEN at entry 4: the end of the log had been changed before entry 4 was written; "
        "the chain of hashes holds up to entry 5\n"
    )


def test_a_name_cannot_forge_a_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(1, "east\n     9  2026-01-01T00:00:00Z\x1b[1A\r\u202e\u2028"))
    assert run("audit", "tail") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert "cluster/east\\n     9  2026-01-01T00:00:00Z\\x1b[1A\\r\\u202e\\u2028-0" in line


def test_the_tail_is_readable(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    assert run("audit", "tail", "-n", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("(system)  cluster.create  cluster/east-2  done  {}")
    assert run("audit", "tail", "-n", "0") == 0
