"""Where a page ended: the last row's sort key and tie, so that the next page follows it whatever changed in between.

Keyed by value instead of by offset because rows come and go while people page, and because it needs no snapshot on the
server: any replica can continue. A row that moved across the mark may be seen twice or not; all others exactly once.
"""

import base64
import binascii
from hashlib import blake2s

import msgspec

from argus.errors import BadRequest, FieldError
from argus.fleet.columns import SortKey
from argus.fleet.order import Tie

# The longest cell that counts (all of it escaped), namespace, name, cluster and uid make about 1,900 characters.
LONGEST_CURSOR = 2048


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """`query` fingerprints what was asked: a cursor belongs to one query."""

    query: str
    key: SortKey
    tie: Tie


def fingerprint(*parts: object) -> str:
    return blake2s(repr(parts).encode(), digest_size=6).hexdigest()


def write_cursor(mark: Mark) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode().rstrip("=")


def read_cursor(text: str, query: str) -> Mark:
    """Raises BadRequest when the cursor is damaged or of another query."""
    try:
        mark = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Mark)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise _unusable("it is damaged; take it from the page before as it is") from None
    if mark.query != query:
        raise _unusable("it belongs to a list with another order or other filters; begin again without it")
    return mark


def _unusable(why: str) -> BadRequest:
    return BadRequest("The cursor cannot be used.", code="bad-cursor", errors=[FieldError("cursor", why)])
