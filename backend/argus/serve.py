"""Running the service: uvicorn with Argus' own way of draining."""

import socket

import uvicorn
from litestar import Litestar

from argus.app import Rooms, create_app
from argus.settings import Settings, load
from argus.telemetry import configure_logging

DRAIN_SECONDS = 12
MAX_FRAME = 64 * 1024


class DrainingServer(uvicorn.Server):
    """Closes live sockets with 1001 before uvicorn drains requests; uvicorn itself would say 1012."""

    def __init__(self, config: uvicorn.Config, rooms: Rooms) -> None:
        super().__init__(config)
        self._rooms = rooms

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._rooms.hub.stop()
        await super().shutdown(sockets)


def server_for(settings: Settings, app: Litestar) -> DrainingServer:
    """uvicorn as measured: httptools, uvloop, and WebSockets without per-message deflate."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.api_port,
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,
        loop="uvloop",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        timeout_keep_alive=75,
    )
    return DrainingServer(config, app.state.rooms)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; gone within 15 seconds of either."""
    configure_logging(settings.log_level, settings.log_format)
    server_for(settings, create_app(settings)).run()


def application() -> Litestar:
    """The application by itself, for a server that reloads it whenever the code changes."""
    given = load()
    configure_logging(given.log_level, given.log_format)
    return create_app(given)
