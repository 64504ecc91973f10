"""The handshake at /api/ws and the life of one socket. What is said on it: `protocol`."""

from typing import Any
from urllib.parse import parse_qs

import structlog
from litestar import WebSocket, websocket
from litestar.types import Receive, Scope, Send

from argus.access.roles import Principal
from argus.errors import ArgusError, Unauthenticated
from argus.live.client import Client
from argus.live.hub import Hub
from argus.live.protocol import INTERNAL_ERROR, is_ping
from argus.live.wire import wire_of

TOKEN_NAMES = frozenset({"token", "access_token", "authorization", "bearer", "jwt", "refresh_token"})
log = structlog.get_logger("argus.live")


class LiveSocket(WebSocket[Any, Any, Any]):
    """Litestar's, without functions around what the server gave that refer to the socket itself, and it to them.

    Those would keep it, and all it knows, until the garbage collector comes by.
    """

    def receive_wrapper(self, receive: Receive) -> Receive:
        return receive

    def send_wrapper(self, send: Send) -> Send:
        return send


@websocket("/api/ws", opt={"exclude_from_auth": True}, websocket_class=LiveSocket)
async def live_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """Changes as they happen, for lists and objects. Cookie with an Origin of Argus' own, or Bearer token."""
    hub: Hub = socket.app.state.rooms.hub
    refusal = refused(socket.scope, hub.origins)
    if refusal:
        await _deny(socket, refusal)
        return
    await socket.accept()
    client = Client(socket.scope["user"], wire_of(socket.scope))
    hub.join(client)
    try:
        await _listen(socket, hub, client)
    except Exception:
        log.exception("live socket failed")
        client.end(INTERNAL_ERROR)
    finally:
        hub.part(client)


def refused(scope: Scope, origins: frozenset[str]) -> int:
    """The status to refuse a handshake with, 0 to accept it.

    A browser always says its Origin, so a handshake without one is a program's and must prove itself by Bearer: a
    cookie alone could be one that a foreign page makes a browser send.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    bearer = headers.get(b"authorization", b"")[:7].lower() == b"bearer "
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if TOKEN_NAMES & {name.lower() for name in asked}:
        return 403
    if (origin is None and not bearer) or (origin is not None and origin.decode("latin-1") not in origins):
        return 403
    if isinstance(scope.get("user"), Principal):
        return 0
    refusal: ArgusError | None = scope["state"].get("refusal")
    return refusal.status if refusal else Unauthenticated.status


async def _deny(socket: WebSocket[Any, Any, Any], status: int) -> None:
    """Before accepting. uvicorn turns a plain close into 403; others need the extension."""
    await socket.receive()
    if "websocket.http.response" in (socket.scope.get("extensions") or {}):
        await socket.send({"type": "websocket.http.response.start", "status": status, "headers": []})
        await socket.send({"type": "websocket.http.response.body", "body": b"", "more_body": False})
    else:
        await socket.send({"type": "websocket.close", "code": 1008, "reason": ""})


async def _listen(socket: WebSocket[Any, Any, Any], hub: Hub, client: Client) -> None:
    """Until the client leaves or the hub ends it."""
    while True:
        message = await socket.receive()
        if message["type"] != "websocket.receive":
            return
        text = message.get("text") or message.get("bytes") or b""
        if is_ping(text):
            client.tell("")
        else:
            hub.hear(client, text)
