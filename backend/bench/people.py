"""People for the benchmark, written straight into Argus's database: they have the administrator's password."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from uuid import uuid4

from bench.argus_process import EMAIL, ArgusProcess
from bench.sets import NAMESPACES

NARROW = "narrow@example.com"
# The namespaces that the narrow user sees in each cluster, spread over all of them.
SEEN = [f"bulk-{ten + one:03d}" for ten in range(0, NAMESPACES, 10) for one in (0, 3, 7)]

Place = tuple[str | None, str | None]


def add_narrow(argus: ArgusProcess) -> None:
    """Somebody who may see 30 of the 100 namespaces of every cluster."""
    add(argus, [NARROW], [(cluster, namespace) for cluster in argus.clusters for namespace in SEEN])


def add(argus: ArgusProcess, emails: Iterable[str], places: Sequence[Place]) -> None:
    """Viewers of these places, each a cluster and a namespace; those that are there already stay as they are."""
    copied = """INSERT INTO users (id, email, name, password_hash, created_at)
        SELECT ?, ?, 'Bench', password_hash, created_at FROM users WHERE email = ? ON CONFLICT DO NOTHING"""
    with closing(sqlite3.connect(argus.folder / "argus.db", timeout=30)) as database, database:
        for email in emails:
            made = uuid4().hex
            if database.execute(copied, (made, email, EMAIL)).rowcount:
                rows = [(uuid4().hex, made, cluster, namespace) for cluster, namespace in places]
                database.executemany("INSERT INTO grants VALUES (?, ?, 'viewer', ?, ?)", rows)
