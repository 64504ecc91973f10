"""The event loop of the service: uvloop, with a connection's socket taken over for good."""

import socket
from typing import Any

import uvloop


class EventLoop(uvloop.Loop):
    """uvloop closes the descriptor of a connection that is reset while it is being made, and leaves it to the socket it
    was given: collected later, that closes whatever has the number by then, somebody else's connection for one."""

    async def create_connection(self, *args: Any, sock: socket.socket | None = None, **options: Any) -> Any:
        """As asyncio's. The transport alone closes `sock`, whatever comes of it; the caller's is of no use after."""
        try:
            return await super().create_connection(*args, sock=sock, **options)
        finally:
            if sock is not None:
                sock.detach()
