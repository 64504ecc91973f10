"""A sandbox cluster's etcd, asked over its JSON gateway: objects as the apiserver keeps them, past the apiserver.

The cheapest way to make thousands of real changes a second on a machine that also has to measure what follows.
"""

import http.client
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import msgspec
import yaml

from argus.sandbox.layout import ClusterPaths, SandboxError

PAGE = 500
TIMEOUT_SECONDS = 60.0


class Stored(NamedTuple):
    """An object as etcd has it: of the core kinds protobuf behind a magic number."""

    key: bytes
    value: bytes


class _Pair(msgspec.Struct):
    key: str
    value: str


class _Range(msgspec.Struct):
    kvs: list[_Pair] = []
    more: bool = False


def etcd_url(paths: ClusterPaths) -> str:
    """Where the etcd of a cluster listens."""
    state = yaml.safe_load(paths.components.read_text())
    return f"http://127.0.0.1:{state['options']['etcdPort']}"


class Etcd:
    """One kept connection; a context manager. Not for threads. Raises SandboxError when etcd refuses."""

    MOST_AT_ONCE = 100

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._connection.close()

    def under(self, prefix: bytes) -> Iterator[Stored]:
        """Every object whose key begins with `prefix`, in order."""
        start, end = prefix, _end(prefix)
        while True:
            answer = self._ask("range", {"key": _text(start), "range_end": _text(end), "limit": PAGE})
            page = msgspec.json.decode(answer, type=_Range)
            pairs = [Stored(b64decode(pair.key), b64decode(pair.value)) for pair in page.kvs]
            yield from pairs
            if not page.more:
                return
            start = pairs[-1].key + b"\0"

    def put(self, key: bytes, value: bytes) -> None:
        self._ask("put", {"key": _text(key), "value": _text(value)})

    def put_all(self, things: Sequence[Stored]) -> None:
        """In one transaction; at most MOST_AT_ONCE."""
        puts = [{"requestPut": {"key": _text(key), "value": _text(value)}} for key, value in things]
        self._ask("txn", {"success": puts})

    def delete(self, prefix: bytes) -> None:
        """Every object whose key begins with `prefix`."""
        self._ask("deleterange", {"key": _text(prefix), "range_end": _text(_end(prefix))})

    def count(self, prefix: bytes) -> int:
        """How many keys begin with `prefix`."""
        question = {"key": _text(prefix), "range_end": _text(_end(prefix)), "count_only": True}
        return int(msgspec.json.decode(self._ask("range", question), type=dict[str, Any]).get("count", 0))

    def compact(self) -> int:
        """Forget all history up to now; returns the revision. Watches that are behind it get 410 Gone."""
        answer = msgspec.json.decode(self._ask("range", {"key": _text(b"/"), "limit": 1}), type=dict[str, Any])
        revision = int(answer["header"]["revision"])
        self._ask("compaction", {"revision": revision, "physical": True})
        return revision

    def _ask(self, what: str, question: dict[str, Any]) -> bytes:
        self._connection.request("POST", f"/v3/kv/{what}", msgspec.json.encode(question))
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SandboxError(f"etcd refused a {what} with {response.status}: {body[:200]!r}")
        return body


def _end(prefix: bytes) -> bytes:
    """The first key that does not begin with `prefix`."""
    return prefix[:-1] + bytes([prefix[-1] + 1])


def _text(key: bytes) -> str:
    return b64encode(key).decode()
