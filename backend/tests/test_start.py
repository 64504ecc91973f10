"""What Argus refuses to start with: one line that names the setting and the remedy, and nothing is changed."""

import asyncio
import os
import socket
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from argus.audit.service import Audit, AuditTarget
from argus.clusters.models import ClusterRow
from argus.db import Database
from argus.vault import Vault

GOOD, OTHER = "the key that sealed everything so far", "another key of thirty-two letters or more"


async def serve(home: Path, **environ: str) -> tuple[int, str]:
    """The exit code of `argus serve` and what it printed; it is expected to end by itself."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "argus", "serve"),
        env={**kept, "ARGUS_HOME": str(home), "ARGUS_API_PORT": "1", "ARGUS_IMPORT": "never", **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, printed.decode()


@pytest.fixture
async def kept(tmp_path: Path) -> Database:
    """The database of a home, with a change whose outcome a crash left open."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    await database.migrate()
    audit = Audit(database, (GOOD,))
    target = AuditTarget(kind="pods", cluster="c", namespace="default", name="web")
    async with database.session() as session, session.begin():
        await audit.record(session, None, "delete", target, {}, outcome="intent")
    await database.dispose()
    return database


def dump(home: Path) -> list[str]:
    with sqlite3.connect(home / "argus.db") as connection:
        return list(connection.iterdump())


async def test_a_key_that_did_not_seal_the_audit_log(kept: Database, tmp_path: Path) -> None:
    before = dump(tmp_path)
    code, printed = await serve(tmp_path, ENCRYPTION_KEY=OTHER)
    assert code == 2, printed
    assert printed.splitlines()[-1].startswith("argus: ENCRYPTION_KEY: the audit log is sealed with key ")
    assert "Traceback" not in printed
    assert dump(tmp_path) == before


async def test_a_key_that_did_not_seal_the_clusters(kept: Database, tmp_path: Path) -> None:
    async with kept.session() as session, session.begin():
        now = datetime.now(UTC)
        session.add(
            ClusterRow(
                id="c1",
                name="prod",
                labels={},
                server="https://a",
                context="a",
                source="uploaded",
                insecure=False,
                sealed=Vault((GOOD,)).seal(b"credentials", "c1"),
                credentials_at=now,
                created_at=now,
                updated_at=now,
            )
        )
    await kept.dispose()
    before = dump(tmp_path)
    code, printed = await serve(tmp_path, ENCRYPTION_KEY=OTHER)
    assert code == 2, printed
    assert printed.splitlines()[-1].startswith("argus: ENCRYPTION_KEY: 1 of 1 clusters are sealed with key ")
    assert dump(tmp_path) == before


@pytest.mark.parametrize("variable", ["JWT_SECRET", "ENCRYPTION_KEY"])
async def test_production_without_a_secret(tmp_path: Path, variable: str) -> None:
    given = {"JWT_SECRET": os.urandom(32).hex(), "ENCRYPTION_KEY": os.urandom(32).hex()} | {variable: ""}
    code, printed = await serve(tmp_path, ARGUS_ENV="production", **given)
    assert (code, printed) == (2, f"argus: {variable}: not set; outside development Argus does not make secrets up\n")


async def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    code, printed = await serve(tmp_path, DATABASE_URL="postgresql://argus:hidden@127.0.0.1:1/argus")
    assert code == 2, printed
    said = printed.splitlines()[-1]
    assert said.startswith("argus: DATABASE_URL: postgresql+asyncpg://argus:***@127.0.0.1:1/argus cannot be used: ")
    assert "hidden" not in printed


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, printed = await serve(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/file/argus.db")
    assert code == 2, printed
    assert printed.splitlines()[-1].startswith("argus: DATABASE_URL: the folder ")


async def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, printed = await serve(tmp_path, ARGUS_API_PORT=str(port), ARGUS_SANDBOX="never")
    assert code == 2, printed
    assert printed.splitlines()[-1] == (
        f"argus: ARGUS_API_PORT: port {port} of 127.0.0.1 is in use; stop what listens there or choose another port"
    )
    assert "Traceback" not in printed


async def test_an_address_that_is_not_of_this_machine(tmp_path: Path) -> None:
    code, printed = await serve(tmp_path, ARGUS_HOST="192.0.2.1", ARGUS_API_PORT="18999", ARGUS_SANDBOX="never")
    assert code == 2, printed
    said = printed.splitlines()[-1]
    assert said.startswith("argus: ARGUS_HOST, ARGUS_API_PORT: cannot listen on 192.0.2.1 port 18999: ")
