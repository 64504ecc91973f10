"""`argus audit` as an operator types it."""

import argparse
import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Update, update

from argus import settings
from argus.audit import command
from argus.audit.entry import START
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
    printed = capsys.readouterr().out
    assert re.fullmatch("audit log intact: 3 entries, the end is 3:[0-9a-f]{64}\n", printed)


def end(printed: str) -> str:
    """As an operator copies it."""
    return printed.split()[-1]


def test_an_end_that_was_kept_is_found_in_a_log_that_went_on(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", "verify") == 0
    assert end(empty := capsys.readouterr().out) == f"0:{START}", empty
    asyncio.run(write(3))
    run("audit", "verify")
    kept = end(capsys.readouterr().out)
    asyncio.run(write(2))
    assert run("audit", "verify", "--expect", f"0:{START}") == 0
    assert run("audit", "verify", "--expect", kept) == 0


def test_an_older_copy_with_its_own_end_is_found(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    older = (tmp_path / "argus.db").read_bytes()
    asyncio.run(write(2))
    run("audit", "verify")
    kept = end(capsys.readouterr().out)
    for path in tmp_path.glob("argus.db*"):
        path.unlink()
    (tmp_path / "argus.db").write_bytes(older)
    assert run("audit", "verify") == 0
    capsys.readouterr()
    assert run("audit", "verify", "--expect", kept) == 1
    assert capsys.readouterr().out == (
        "audit log BROKEN at entry 4: entry 4 is missing: there were 5 before, so this is an older copy or was "
        "emptied; the chain of hashes holds up to entry 3\n"
    )


def test_a_log_that_was_written_anew_is_found(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(write(3))
    run("audit", "verify")
    kept = end(capsys.readouterr().out)
    for path in tmp_path.glob("argus.db*"):
        path.unlink()
    asyncio.run(write(4))
    assert run("audit", "verify", "--expect", kept) == 1
    assert "BROKEN at entry 3: entry 3 is another than the one that was seen before" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["3", "3:", f"x:{START}", f"3:{START[1:]}"])
def test_what_is_no_end_is_refused(run: Run, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("audit", "verify", "--expect", given)
    assert "is not COUNT:HASH as `argus audit verify` prints it" in capsys.readouterr().err


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
