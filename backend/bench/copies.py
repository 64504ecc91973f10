"""Objects as etcd keeps them, made of others: bytes replaced by as many bytes, so that every length around them holds.

Past the apiserver this takes a tenth of a millisecond an object, through it ten. What comes out is a pod as the
apiserver wrote it: the same spec, conditions and managed fields under another name, uid, node and age.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2s
from uuid import UUID

from bench.etcd import Stored

MONTH_SECONDS = 30 * 86_400
PODS_PER_NODE = 250
MOST_RESTARTS = 40
CLAIM_SIZES = 90
POD_PREFIX, CLAIM_PREFIX = b"/registry/pods/", b"/registry/persistentvolumeclaims/"
_UID = re.compile(rb"\*\$([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
# meta.Time in protobuf: a field of 8 bytes, seconds as a varint of 5 of them, no nanoseconds.
_TIME = re.compile(rb"\x08\x08([\x80-\xff]{4}[\x00-\x0f])\x10\x00", re.DOTALL)
_POD_NAME = re.compile(rb"-([0-9a-f]{8})-(\d{5})$")
_CLAIM_NAME = re.compile(rb"-(\d{5})$")
_NODE = re.compile(rb"R\x08bulk-\d{3}")
# A container's status: ready, restarted 0 times, and then its image.
_RESTARTS = re.compile(rb" \x01\(\x002")
_STORAGE = re.compile(rb"(\n\x07storage\x12\x06\n\x04)\d\dGi")


def pods(templates: Sequence[Stored], count: int, salt: str, now: float) -> Iterator[Stored]:
    """`count` pods out of `templates`, different in every `salt`; `now` in seconds since the epoch."""
    nodes = max(1, count // PODS_PER_NODE)
    for number in range(count):
        key, value = templates[number % len(templates)]
        digest = _digest(f"{salt}/pod/{number}")
        found = _POD_NAME.search(key)
        if found is None:
            raise ValueError(f"{key!r} is not the key of a pod that was made for this")
        name = key[key.rindex(b"/") + 1 :]
        renamed = name[: -len(found[0])] + b"-%s-%05d" % (digest[:8].encode(), number)
        value = value.replace(name, renamed).replace(found[1], digest[:8].encode())
        value = _NODE.sub(b"R\x08bulk-%03d" % (number % nodes), value)
        value = _RESTARTS.sub(b" \x01(%c2" % _restarts(digest), value)
        yield Stored(key[: -len(name)] + renamed, _reborn(value, digest, now))


def claims(templates: Sequence[Stored], count: int, salt: str, now: float) -> Iterator[Stored]:
    """`count` bound volume claims out of `templates`, of 10 to 99 GiB."""
    for number in range(count):
        key, value = templates[number % len(templates)]
        digest = _digest(f"{salt}/claim/{number}")
        found = _CLAIM_NAME.search(key)
        if found is None:
            raise ValueError(f"{key!r} is not the key of a claim that was made for this")
        name = key[key.rindex(b"/") + 1 :]
        renamed = name[:-5] + b"%05d" % number
        value = _STORAGE.sub(rb"\g<1>%dGi" % (10 + int(digest[:8], 16) % CLAIM_SIZES), value.replace(name, renamed))
        yield Stored(key[: -len(name)] + renamed, _reborn(value, digest, now))


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=16).hexdigest()


def _restarts(digest: str) -> int:
    """Most never did; the others up to 40 times."""
    drawn = int(digest[8:12], 16)
    return 1 + drawn // 4 % MOST_RESTARTS if drawn % 4 == 0 else 0


def _reborn(value: bytes, digest: str, now: float) -> bytes:
    """With a uid of its own, and times of some moment of the last month."""
    uid = str(UUID(digest, version=4)).encode()
    born = int(now) - int(digest[12:20], 16) % MONTH_SECONDS
    return _TIME.sub(b"\x08\x08%s\x10\x00" % _varint(born), _UID.sub(b"*$" + uid, value, count=1))


def _varint(number: int) -> bytes:
    """A protobuf varint; of times in this century always five bytes."""
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])
