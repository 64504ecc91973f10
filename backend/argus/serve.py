"""Running the service: uvicorn with Argus' own way of draining."""

import errno
import gc
import math
import socket
import time

import uvicorn
from litestar import Litestar

from argus.app import CLOSING_SECONDS, Rooms, create_app
from argus.http_connection import HttpConnection
from argus.live.wire import LiveProtocol
from argus.logs import configure_logging
from argus.settings import Settings, SettingsError, load

# From the signal to the end, whatever hangs; two seconds less than orchestrators are told to wait.
GONE_SECONDS = 13.0
MAX_FRAME = 64 * 1024


class DrainingServer(uvicorn.Server):
    """Starts the app itself, so that a refusal to start is an exception instead of a line in the log.

    Closes live sockets with 1001 before uvicorn drains requests; uvicorn itself would say 1012.
    """

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app
        self._rooms: Rooms = app.state.rooms

    async def _serve(self, sockets: list[socket.socket] | None = None) -> None:
        async with self._app.lifespan():
            await super()._serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as end:
            raise _not_listening(self.config, end) from end
        # What is there now stays; without this, each full collection walks all of it and holds every request up.
        gc.collect()
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        began = time.monotonic()
        self._rooms.resources.end_streams()
        await self._rooms.hub.stop()
        self.config.timeout_graceful_shutdown = math.ceil(began + GONE_SECONDS - CLOSING_SECONDS - time.monotonic())
        await super().shutdown(sockets)


def server_for(settings: Settings, app: Litestar) -> DrainingServer:
    """uvicorn as measured: httptools, uvloop, and WebSockets without per-message deflate."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.api_port,
        http=HttpConnection,
        ws=LiveProtocol,
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,
        loop="argus.event_loop:EventLoop",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
    )
    return DrainingServer(config, app)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; gone within 15 seconds of either.

    Raises SettingsError when the database or a secret is not one that Argus can start with.
    """
    configure_logging(settings.log_level, settings.log_format)
    try:
        server_for(settings, create_app(settings)).run()
    except ExceptionGroup as group:
        # Litestar starts the app in a task group, which wraps what stopped it.
        raise _only(group) from group


def _not_listening(config: uvicorn.Config, end: SystemExit) -> Exception:
    """Why uvicorn gave up: it ends the process where it cannot listen, with the reason as the exception's context."""
    error = end.__context__
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        taken = f"ARGUS_API_PORT: port {config.port} of {config.host} is in use"
        return SettingsError(f"{taken}; stop what listens there or choose another port")
    reason = getattr(error, "strerror", None) or "uvicorn does not start"
    return SettingsError(f"ARGUS_HOST, ARGUS_API_PORT: cannot listen on {config.host} port {config.port}: {reason}")


def _only(error: Exception) -> Exception:
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def application() -> Litestar:
    """The application by itself, for a server that reloads it whenever the code changes."""
    given = load()
    configure_logging(given.log_level, given.log_format)
    return create_app(given)
