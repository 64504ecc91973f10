"""Reads one watch of a kind: lines to decoded batches, with a guard against a connection that fell silent."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

from argus.errors import UpstreamError, UpstreamRefused, UpstreamTimeout
from argus.fleet.event import Change
from argus.fleet.kind import ClusterKind
from argus.fleet.row import RowMaker
from argus.fleet.schemas import Row
from argus.fleet.table import TABLE, WatchEvent, decode_events, plain_row
from argus.kube.connect import ApiServer
from argus.kube.failure import UNREADABLE

# The server ends a watch after this long, spread so that watches do not all return at once.
SHORTEST_SECONDS, LONGEST_SECONDS = 300, 600
# A server that sends bookmarks sends one about every minute; one that does not may be silent to the end.
BOOKMARK_SILENCE_SECONDS = 150.0
GRACE_SECONDS = 30.0
LONGEST_LINE = 32 * 2**20


async def read_watch(api: ApiServer, kind: ClusterKind, resource_version: str) -> AsyncIterator[list[WatchEvent]]:
    """Batches of events after `resource_version`, as they arrive, until the server ends the watch.

    Raises UpstreamError where the connection breaks, falls silent or speaks something else.
    """
    life = random.randint(SHORTEST_SECONDS, LONGEST_SECONDS)
    query = {
        "watch": "true",
        "allowWatchBookmarks": "true",
        "includeObject": "Metadata",
        "resourceVersion": resource_version,
        "timeoutSeconds": str(life),
    }
    silence = life + GRACE_SECONDS
    async with api.stream("GET", kind.gvr.path(), query=query, accept=TABLE, timeout=silence, reuse=False) as stream:
        yield []
        waiting = b""
        chunks = aiter(stream.chunks())
        while True:
            try:
                async with asyncio.timeout(silence):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise UpstreamTimeout("The watch fell silent.", cluster=api.name) from None
            whole, waiting = _split(waiting + chunk)
            events = _decode(api, kind, whole)
            if any(event.type == "BOOKMARK" for event in events):
                silence = BOOKMARK_SILENCE_SECONDS
            if events:
                yield events


class Told(NamedTuple):
    """What a batch of events says: (type, row) in their order, and where it leads to."""

    changes: list[tuple[Change, Row]]
    resource_version: str
    bookmarked: bool


def read_events(api: ApiServer, maker: RowMaker, events: list[WatchEvent]) -> Told:
    """Raises UpstreamRefused where one is an error, or where the rows have other columns than `maker` makes."""
    now = time.time()
    changes: list[tuple[Change, Row]] = []
    version, bookmarked = "", False
    for event in events:
        if event.type == "ERROR":
            status = event.object
            reason = status.message or "The cluster ended the watch."
            raise UpstreamRefused(reason, status=status.code or 500, cluster=api.name)
        version = event.resource_version or version
        if event.type == "BOOKMARK":
            bookmarked = True
        else:
            changes.extend((event.type, row) for row in _rows(api, maker, event, now))
    return Told(changes, version, bookmarked)


def _rows(api: ApiServer, maker: RowMaker, event: WatchEvent, now: float) -> list[Row]:
    thing = event.object
    if thing.column_definitions and not maker.fits(thing.column_definitions):
        raise UpstreamRefused("The columns changed.", status=410, cluster=api.name)
    wire = [plain_row(thing.metadata)] if thing.rows is None else thing.rows
    return [maker.make(row, now) for row in wire]


def _split(text: bytes) -> tuple[bytes, bytes]:
    """What ends with a whole line, and the rest."""
    end = text.rfind(b"\n") + 1
    if not end and len(text) > LONGEST_LINE:
        raise UpstreamError("The cluster sent an event that is too large.")
    return text[:end], text[end:]


def _decode(api: ApiServer, kind: ClusterKind, lines: bytes) -> list[WatchEvent]:
    if not lines:
        return []
    try:
        return decode_events(lines)
    except UNREADABLE as error:
        raise UpstreamError(f"The cluster's watch of {kind.gvr} cannot be read: {error}", cluster=api.name) from error
