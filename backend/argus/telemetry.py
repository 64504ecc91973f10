"""Request ids, a log line and metrics of every request.

Every request gets an id, bound to all log lines it causes, returned in `X-Request-ID` and in problems.
Headers, cookies, query strings and bodies are never logged.
"""

import re
import time
from functools import cache
from random import getrandbits

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

REQUESTS = Counter("argus_http_requests_total", "Requests answered.", ["method", "route", "status"])
DURATION = Histogram(
    "argus_http_request_seconds",
    "Time to the whole answer.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
REFUSED = Counter("argus_live_refused_total", "Handshakes of live sockets that were refused.", ["status"])
for refused in ("401", "403", "503"):
    # There from the start, so that the first one is seen as an increase.
    REFUSED.labels(refused)
GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class RequestTelemetry:
    """ASGI middleware: the outermost one, so that it sees every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("argus.http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = request_id_of(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status, accepted = 0, False

        async def answer(message: Message) -> None:
            nonlocal status, accepted
            match message["type"]:
                case "http.response.start":
                    status = message["status"]
                    message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
                case "websocket.accept":
                    accepted = True
                case "websocket.http.response.start":
                    REFUSED.labels(str(message["status"])).inc()
                case "websocket.close" if not accepted:
                    # What uvicorn then answers with.
                    REFUSED.labels("403").inc()
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            self._finish(scope, status, time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"] in QUIET:
            return
        route, method = scope.get("path_template") or "unmatched", scope.get("method", "")
        requests, duration = _series(method, route, status)
        requests.inc()
        duration.observe(seconds)
        self.log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@cache
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """They are few, and to look them up again for each request is most of what counting costs."""
    return REQUESTS.labels(method, route, status), DURATION.labels(route)


def request_id_of(scope: Scope) -> str:
    """The caller's own id where it is well-formed, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and GIVEN_ID.fullmatch(value):
            return value.decode()
    # It is no secret, and the system's own random numbers would cost every request a call of the system.
    return f"{getrandbits(64):016x}"
