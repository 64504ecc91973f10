"""One client's HTTP connection, with bounds where uvicorn takes and waits without end.

A head has to come whole, in time and of a sane size, and an answer has to be taken. A body that still comes when its
request is answered is read on for a while and dropped: a connection closed with bytes unread is reset, and the client,
a proxy above all, never sees the answer. How a body has to come while it is wanted: `body_arrival`.
"""

import asyncio
import re
import socket
from http import HTTPStatus

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from argus.errors import Problem
from argus.problems import MEDIA_TYPE

# For a head to come, and for the rest of a body after the answer.
MOST_SECONDS = 10.0
# For a client to take anything of what was sent. The system itself ends the connection: it alone knows how much of that
# it still holds.
UNTAKEN_SECONDS = 30.0
# For another request on a connection at rest, when the process is about to end.
LAST_SECONDS = 1
# Of a request's line and headers, and of whatever else on a connection is not a body.
MOST_BYTES = 64 * 1024
MOST_HEADERS = 128
# Two of these would let a proxy and Argus read the same request differently.
SINGLE = frozenset({b"host", b"authorization", b"origin", b"content-type"})
HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


class HeadRefused(Exception):
    """Raised while a head is parsed; uvicorn then asks for the answer."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class HttpConnection(HttpToolsProtocol):
    """While Argus owes no answer and no keep-alive is running, the client has MOST_SECONDS for what it owes."""

    _due: asyncio.TimerHandle | None = None
    _refusal: HeadRefused | None = None
    _framing = 0  # bytes since the last ones of a body
    _arriving = False  # between the end of a head and the end of its body
    _hang_up = False  # when the body has come whole
    _draining = False  # the process is about to end

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _limit_silence(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._framing += len(data)
        super().data_received(data)
        # A connection that became a WebSocket is uvicorn's WebSocket protocol's from then on.
        if self.transport.is_closing() or self not in self.connections:
            return
        if self._framing > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's headers are too large.")
        elif not self._answering:
            self._expect()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._arriving = self._hang_up = False

    def on_header(self, name: bytes, value: bytes) -> None:
        # What comes after a body could overrule the headers that were already looked at.
        if not self._arriving:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._relax()
        try:
            _check(self.url, self.headers, self.parser.get_http_version())
        except HeadRefused as refusal:
            self._refusal = refusal
            raise
        before = self.cycle
        super().on_headers_complete()
        self._framing = 0
        if self.cycle is not before:
            self._arriving, self._hang_up = True, self._draining or not self.cycle.keep_alive
            self.cycle.keep_alive = True

    def on_body(self, body: bytes) -> None:
        self._framing = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        if not self._arriving:
            return
        self._arriving, self._framing = False, 0
        self.cycle.keep_alive = not self._hang_up
        if self.cycle.response_complete:
            self._relax()
            self._rest()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._arriving and not self._answering and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self._expect()

    def shutdown(self) -> None:
        """The next answer says that it is the last. Closed at once, a request on its way would never be answered."""
        self._draining, self.timeout_keep_alive = True, LAST_SECONDS
        if not self._answering:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(LAST_SECONDS, self.timeout_keep_alive_handler)
        elif not self.cycle.response_started:
            self._hang_up = True
            self.cycle.keep_alive = self._arriving

    def send_400_response(self, msg: str) -> None:
        refusal = self._refusal or HeadRefused(HTTPStatus.BAD_REQUEST, "This is not a request of HTTP/1.1.")
        self._refuse(refusal.status, str(refusal))

    def handle_websocket_upgrade(self) -> None:
        """A handshake that the WebSocket library cannot read, it neither answers nor ends."""
        super().handle_websocket_upgrade()
        socket = self.transport.get_protocol()
        if isinstance(socket, WebSocketsSansIOProtocol) and not socket.handshake_initiated:
            detail = "The handshake cannot be read: it has no body, and no line of more than 8 KiB."
            self._refuse(HTTPStatus.BAD_REQUEST, detail)
        # It and this connection know each other, and nobody else will part them.
        self.parser = None  # type: ignore[assignment]

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _expect(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(MOST_SECONDS, self._overdue)

    def _relax(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _rest(self) -> None:
        """All of the body came, after its answer."""
        if self._hang_up:
            self.transport.close()
        else:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _overdue(self) -> None:
        self._due = None
        if self._framing and not self._arriving:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"The request's head did not come within {MOST_SECONDS:g} s.")
        else:
            self.transport.close()

    def _refuse(self, status: int, detail: str) -> None:
        """Answer, unless that would break into another answer or be a second one to the same request; then close."""
        if self.transport.is_closing():
            return
        unanswered = self._arriving and not self.pipeline and not self.cycle.response_started
        if unanswered or not (self._arriving or self._answering):
            self.transport.write(_answer(status, detail))
        self.transport.close()


def _limit_silence(transport: asyncio.Transport) -> None:
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        most = round(UNTAKEN_SECONDS * 1000)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, most)


def _check(url: bytes, headers: list[tuple[bytes, bytes]], version: str) -> None:
    """Raise HeadRefused for a head that is too large or can be read in two ways."""
    size = len(url) + sum(len(name) + len(value) for name, value in headers)
    if size > MOST_BYTES or len(headers) > MOST_HEADERS:
        raise HeadRefused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request's headers are too large.")
    singles = [name for name, _ in headers if name in SINGLE]
    if len(singles) != len(set(singles)):
        raise HeadRefused(HTTPStatus.BAD_REQUEST, "A header that may be there once is there twice.")
    host = next((value for name, value in headers if name == b"host"), None)
    if (host is None and version == "1.1") or (host is not None and not HOST.fullmatch(host)):
        raise HeadRefused(HTTPStatus.BAD_REQUEST, "The Host header is missing or no host.")


def _answer(status: int, detail: str) -> bytes:
    phrase = HTTPStatus(status).phrase
    body = msgspec.json.encode(
        Problem(title=phrase, status=status, code=phrase.lower().replace(" ", "-"), detail=detail)
    )
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
