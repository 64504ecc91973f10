"""Entries that stand for themselves: those that come at the same time share one transaction.

Waiting for the disk is most of what an entry costs; what comes meanwhile can go with the next turn.
"""

import asyncio
from collections.abc import Sequence

from argus.audit.entry import Entry
from argus.audit.log import Sealer, append
from argus.db import Database

MOST_AT_ONCE = 256
# Longer than any wait for a lock or an answer of its own; one turn that never ended would hold up all that follow.
TURN_SECONDS = 20.0

Waiting = tuple[Entry, asyncio.Future[None]]


class Appender:
    """Writes at once when nothing is being written, else as soon as that is done."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, draft: Entry) -> None:
        """Returns once the entry is committed. Raises what the database raises, or TimeoutError."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((draft, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all(), name="audit appender")
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                turn, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._write([one for one in turn if not one[1].done()])
        finally:
            self._writing = None

    async def _write(self, turn: Sequence[Waiting]) -> None:
        """All of them or none. Whose commit was not answered in time fails too, and may be in the log all the same."""
        try:
            async with asyncio.timeout(TURN_SECONDS), self._database.session() as session, session.begin():
                await append(session, self._database.dialect, self._sealer, [draft for draft, _ in turn])
        except Exception as error:
            for _, written in turn:
                if not written.done():
                    written.set_exception(error)
        else:
            for _, written in turn:
                if not written.done():
                    written.set_result(None)
