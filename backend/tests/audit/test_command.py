"""`argus audit` as an operator types it."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from argus import settings
from argus.audit import command
from argus.audit.models import AuditEntry
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


async def write(count: int) -> None:
    given = settings.load()
    database = Database(given.database_url)
    await database.migrate()
    for number in range(count):
        target = AuditTarget("cluster", None, None, f"east-{number}")
        async with database.session() as session, session.begin():
            await Audit(database, given.encryption_keys).record(session, None, "cluster.create", target, {})
    await database.dispose()


async def tamper() -> None:
    database = Database(settings.load().database_url)
    async with database.session() as session, session.begin():
        await session.execute(update(AuditEntry).where(AuditEntry.id == 2).values(name="west"))
    await database.dispose()


def test_an_intact_log_is_said_to_be(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    assert run("audit", "verify") == 0
    assert capsys.readouterr().out == "audit log intact: 3 entries\n"


def test_a_broken_log_fails(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    asyncio.run(tamper())
    assert run("audit", "verify") == 1
    assert capsys.readouterr().out.startswith("audit log BROKEN at entry 2: entry 2 was changed;")


def test_the_tail_is_readable(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    assert run("audit", "tail", "-n", "2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("(system)  cluster.create  cluster/east-2  done  {}")
    assert run("audit", "tail", "-n", "0") == 0
