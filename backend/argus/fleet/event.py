"""What happened to a row, as listeners of an index get it."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

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
    """The first whole list has arrived; changes are told from here on."""


Batch = Sequence[IndexEvent] | Reset | Synced
Listener = Callable[[Batch], None]
_encode = msgspec.json.Encoder().encode


def changed(change: Change, row: Row) -> IndexEvent:
    return IndexEvent(change, row, _encode(row))
