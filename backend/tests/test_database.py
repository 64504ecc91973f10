"""One schema on both dialects, brought up to date by any number of replicas at once."""

import asyncio
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from argus.db import Database, UtcDateTime
from argus.db.base import Base
from argus.db.tables import import_models


async def test_replicas_may_migrate_at_the_same_time(database_url: str) -> None:
    replicas = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(replica.migrate() for replica in replicas))
    for replica in replicas:
        await replica.require_current()
        await replica.dispose()


async def test_the_migrations_make_exactly_the_tables_of_the_models(database_url: str) -> None:
    import_models()
    database = Database(database_url)
    await database.migrate()
    async with database.engine.connect() as connection:
        found = await connection.run_sync(lambda sync: _columns(inspect(sync)))
    await database.dispose()
    declared = {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}
    assert found == declared


async def test_an_empty_database_is_not_current(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(RuntimeError, match="revision"):
        await database.require_current()
    await database.dispose()


async def test_a_missing_database_is_an_error() -> None:
    database = Database("postgresql+asyncpg://argus@127.0.0.1:1/none")
    with pytest.raises(OperationalError):
        await database.ping()
    await database.dispose()


async def test_concurrent_writers_wait_for_each_other(database_url: str) -> None:
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER)"))

    async def add() -> None:
        async with database.session() as session, session.begin():
            await session.execute(text("INSERT INTO numbers VALUES (1)"))

    await asyncio.gather(*(add() for _ in range(50)))
    async with database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM numbers"))).scalar_one() == 50
    await database.dispose()


async def test_a_commit_that_fails_leaves_nothing_behind_for_the_next_writer(tmp_path: Path) -> None:
    """Of a deferred constraint, which is looked at when the transaction ends."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE parents (n INTEGER PRIMARY KEY)"))
        deferred = "REFERENCES parents DEFERRABLE INITIALLY DEFERRED"
        await connection.execute(text(f"CREATE TABLE children (n INTEGER {deferred})"))
    for _ in range(2):
        with pytest.raises(IntegrityError):
            async with database.session() as session, session.begin():
                await session.execute(text("INSERT INTO children VALUES (1)"))
    async with database.session() as session, session.begin():
        await session.execute(text("INSERT INTO parents VALUES (2)"))
    async with database.reading() as connection:
        counts = "SELECT (SELECT count(*) FROM children), (SELECT count(*) FROM parents)"
        assert (await connection.execute(text(counts))).one() == (0, 1)
    await database.dispose()


def test_times_keep_their_instant_and_need_a_zone() -> None:
    column = UtcDateTime()
    noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    stored = column.process_bind_param(noon, None)  # type: ignore[arg-type]
    assert stored == datetime(2026, 1, 1, 10, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        column.process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]


def _columns(inspector: object) -> dict[str, set[str]]:
    names = [name for name in inspector.get_table_names() if name != "alembic_version"]  # type: ignore[attr-defined]
    return {name: {column["name"] for column in inspector.get_columns(name)} for name in names}  # type: ignore[attr-defined]


async def test_sqlites_files_are_private_whatever_the_folder_and_the_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    await database.migrate()
    async with database.session() as session, session.begin():
        await session.execute(text("DELETE FROM users"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    await database.dispose()
    assert modes.keys() >= {"argus.db", "argus.db-wal", "argus.db-shm"}
    assert set(modes.values()) == {0o600}


async def test_files_of_an_earlier_start_are_made_private(tmp_path: Path) -> None:
    url, path = f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}", tmp_path / "argus.db"
    database = Database(url)
    await database.migrate()
    await database.dispose()
    path.chmod(0o644)
    Path(f"{path}-wal").touch(0o644)
    again = Database(url)
    await again.require_current()
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("argus.db*")} == {0o600}
    await again.dispose()


async def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}")
    await database.ping()
    await database.dispose()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
