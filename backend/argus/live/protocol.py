"""What is said at /api/ws.

A client sends one JSON object a message:
    {"action": "subscribe" | "unsubscribe", "cluster": id | "*", "resource": "pods" | "apps/v1/deployments",
     "namespace"?, "name"?}
or {"action": "ping"}, which is answered at once with an array of nothing: a browser hears no WebSocket pings, and a
line that died silently looks to it like one on which nothing happens.
The server sends JSON arrays of
    {"type", "cluster", "resource", "namespace", "object"}           and with a name subscription also "name".
- ADDED, MODIFIED, DELETED: `object` is the list's row; with a name it is the whole object (of a deleted one: metadata).
- SYNCED: the cluster is followed from here on, or again after an ERROR; `object` is {"resourceVersion"}.
- RESYNC: something was missed or the caller's grants changed; ask the list again. `object` is {"reason"}.
- ERROR: `object` is {"code", "detail"}, and both stand beside it too. A cluster that stops answering is one, with a
  code `upstream-…`: what is shown of it may be behind until the next SYNCED.

To join a list and its stream without a gap: subscribe, then ask for the list, show it, then apply every message that
came since in its order, rows by `uid`. A message may tell what the list knows already; none is missing.
"""

import re
from typing import Any, Literal, NamedTuple

import msgspec

from argus.errors import BadRequest
from argus.fleet.kind import Gvr

ALL_CLUSTERS = "*"
REVOKED, TOO_SLOW, GOING_AWAY, INTERNAL_ERROR, TRY_LATER = 4001, 4008, 1001, 1011, 1013
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:~@-]{0,251}[A-Za-z0-9])?")
_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_GROUP = re.compile(r"[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?")


class Command(msgspec.Struct, frozen=True):
    action: Literal["subscribe", "unsubscribe"]
    cluster: str
    resource: str
    namespace: str | None = None
    name: str | None = None


class _Said(msgspec.Struct, frozen=True):
    action: str


class Want(NamedTuple):
    """What a client asked to hear of; `cluster` may be ALL_CLUSTERS."""

    cluster: str
    gvr: Gvr
    namespace: str | None
    name: str | None


_decode = msgspec.json.Decoder(Command).decode
_decode_said = msgspec.json.Decoder(_Said).decode
encode = msgspec.json.Encoder().encode


def is_ping(text: str | bytes) -> bool:
    """Whether a message only asks if somebody is there."""
    try:
        return _decode_said(text).action == "ping"
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False


def read(text: str | bytes) -> tuple[str, Want]:
    """The action and what it is about. Raises BadRequest."""
    try:
        command = _decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadRequest(f"The message cannot be read: {error}", code="bad-message") from None
    gvr = _gvr(command.resource)
    namespace, name = command.namespace or None, command.name or None
    _require("cluster", command.cluster, _NAME if command.cluster != ALL_CLUSTERS else re.compile(r"\*"))
    if namespace:
        _require("namespace", namespace, _LABEL)
    if name:
        _require("name", name, _NAME)
    if name and command.cluster == ALL_CLUSTERS:
        raise BadRequest("One object is in one cluster; say which.", code="bad-message")
    return command.action, Want(command.cluster, gvr, namespace, name)


def _gvr(resource: str) -> Gvr:
    parts = resource.split("/")
    if len(parts) == 1:
        parts = ["core", "v1", resource]
    if len(parts) != 3:
        raise BadRequest("The resource is `pods` or, in another group, `apps/v1/deployments`.", code="bad-message")
    for field, text, pattern in zip(("group", "version", "resource"), parts, (_GROUP, _LABEL, _LABEL), strict=True):
        _require(field, text, pattern)
    return Gvr(*parts)


def _require(field: str, text: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(text) or ".." in text:
        raise BadRequest(f"{text[:80]!r} is not a valid {field}.", code="bad-message")


def notice(kind: str, want: Want, cluster: str, body: dict[str, Any]) -> str:
    """SYNCED, RESYNC or ERROR about one subscription in one cluster."""
    message: dict[str, Any] = {
        "type": kind,
        "cluster": cluster,
        "resource": str(want.gvr),
        "namespace": want.namespace,
        "object": body,
    }
    if want.name:
        message["name"] = want.name
    if kind == "ERROR":
        message |= body
    return encode(message).decode()


def broken(code: str, detail: str) -> str:
    """ERROR about a message that could not be read at all."""
    body = {"code": code, "detail": detail}
    empty = {"cluster": "", "resource": "", "namespace": None}
    return encode({"type": "ERROR", **empty, "object": body, **body}).decode()
