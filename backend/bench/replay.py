"""What a live client shows after all it was told: the list it read, and every message since, in order."""

import asyncio
import hashlib
import http.client
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

PAGE = 1_000
TIMEOUT_SECONDS = 60.0

# resourceVersion by uid.
Rows = dict[str, str]
Event = tuple[str, str, str]


class _Object(msgspec.Struct, rename="camel"):
    uid: str = ""
    resource_version: str = ""


class _Message(msgspec.Struct):
    type: str
    object: _Object


class _Page(msgspec.Struct):
    rows: list[_Object]
    cursor: str | None


class Frame(msgspec.Struct):
    """A frame, read once: events as (type, uid, resourceVersion); `list` is read by those whom it tells to."""

    number: int
    events: list[Event]
    notices: list[str]
    list: int | None = None

    @classmethod
    def of(cls, number: int, payload: bytes) -> "Frame":
        messages = _decode(payload)
        events = [(one.type, one.object.uid, one.object.resource_version) for one in messages if one.object.uid]
        return cls(number, events, [one.type for one in messages if not one.object.uid])


_decode = msgspec.json.Decoder(list[_Message]).decode


def replay(lists: Sequence[Rows], base: int, frames: Iterable[Frame]) -> Rows:
    """The rows after the list `base` and these frames."""
    rows = dict(lists[base])
    for frame in frames:
        if frame.list is not None:
            rows = dict(lists[frame.list])
        for change, uid, version in frame.events:
            if change == "DELETED":
                rows.pop(uid, None)
            else:
                rows[uid] = version
    return rows


def digest(rows: Mapping[str, str]) -> str:
    """The same for the same rows, and for no others."""
    text = "\n".join(f"{uid} {version}" for uid, version in sorted(rows.items()))
    return hashlib.sha256(text.encode()).hexdigest()


class Reader:
    """Reads whole lists from Argus, in pages, as a client that shows all rows would."""

    def __init__(self, url: str, token: str, cluster: str, resource: str) -> None:
        self._netloc, self._headers = urlsplit(url).netloc, {"Authorization": f"Bearer {token}"}
        place = resource if "/" in resource else f"core/v1/{resource}"
        self._path = f"/api/clusters/{cluster}/resources/{place}"
        self._tasks: list[asyncio.Task[Rows]] = []

    def begin(self) -> int:
        """Read the list as it is from now on; returns its number."""
        self._tasks.append(asyncio.create_task(asyncio.to_thread(self._read)))
        return len(self._tasks) - 1

    async def lists(self) -> list[Rows]:
        return list(await asyncio.gather(*self._tasks))

    def _read(self) -> Rows:
        connection = http.client.HTTPConnection(self._netloc, timeout=TIMEOUT_SECONDS)
        rows: Rows = {}
        told = 0
        cursor: str | None = ""
        while cursor is not None:
            query: dict[str, Any] = {"limit": PAGE, "sort": "name"} | ({"cursor": cursor} if cursor else {})
            connection.request("GET", f"{self._path}?{urlencode(query)}", headers=self._headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise ConnectionError(f"the list was answered with {response.status}: {body[:200]!r}")
            page = msgspec.json.decode(body, type=_Page)
            rows.update((row.uid, row.resource_version) for row in page.rows)
            told += len(page.rows)
            cursor = page.cursor
        connection.close()
        if told != len(rows):
            raise ValueError(f"{told - len(rows)} rows of {told} were told twice")
        return rows
