"""What happened to a row, as listeners of an index get it."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from argus.errors import UpstreamError
from argus.fleet.schemas import Row

Change = Literal["ADDED", "MODIFIED", "DELETED"]


class IndexEvent(msgspec.Struct, frozen=True, gc=False):
    """`row_json` is the row encoded, once for all listeners; of a deleted object it is the last row."""

    type: Change
    row: Row
    row_json: bytes


class Reset(msgspec.Struct, frozen=True):
    """More changed than is worth telling one by one (or the columns did): ask for the list again."""

    reason: str


class Synced(msgspec.Struct, frozen=True):
    """The rows are whole and live: after the first list, and again after `Lost`."""


class Lost(msgspec.Struct, frozen=True):
    """The cluster stopped answering: what was told stays, but may be behind from here on."""

    problem: UpstreamError


Notice = Reset | Synced | Lost
Batch = Sequence[IndexEvent] | Notice
Listener = Callable[[Batch], None]
_encode = msgspec.json.Encoder().encode


def changed(change: Change, row: Row) -> IndexEvent:
    return IndexEvent(change, row, _encode(row))
