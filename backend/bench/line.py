"""The way to an apiserver, which can be broken: a TCP relay in a thread of its own."""

import asyncio
import os
import re
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Literal, Self

# How it is broken: connections are taken and nothing is ever said; packets vanish, those of handshakes too; whatever is
# asked is answered with noise.
Break = Literal["silent", "lossy", "garbage"]
PIECE, NOISE = 2**16, 2**12
ORDER_SECONDS = 10.0
_SERVER = re.compile(r"(server: https://[^:\s]+):(\d+)")


class Line:
    """Runs while its block does. `kubeconfig` is the given one with the server at this end of the line."""

    def __init__(self, kubeconfig: str) -> None:
        found = _SERVER.search(kubeconfig)
        assert found is not None
        self._target = int(found[2])
        self._socket = _bound(0)
        self._port: int = self._socket.getsockname()[1]
        self.kubeconfig = _SERVER.sub(rf"\g<1>:{self._port}", kubeconfig)
        self._broken: Break | None = None
        self._server: asyncio.Server | None = None
        self._fillers: list[socket.socket] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_exception: object) -> None:
        self._do(self._hang_up())
        self._socket.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def break_off(self, how: Break) -> None:
        """From now on, for the connections that stand and for new ones."""
        self._broken = how
        if how == "lossy":
            self._do(self._drop())

    def mend(self) -> None:
        """What stood before is cut; new connections pass."""
        self._broken = None
        self._do(self._renew())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(ORDER_SECONDS)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._talk, sock=self._socket)

    async def _drop(self) -> None:
        """A queue of connections that nobody takes, and that is full: the system drops what else knocks."""
        assert self._server is not None
        self._server.close()
        self._socket = _bound(self._port)
        self._socket.listen(0)
        for _ in range(2):
            filler = socket.socket()
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(("127.0.0.1", self._port))
            self._fillers.append(filler)

    async def _renew(self) -> None:
        await self._hang_up()
        self._socket.close()
        self._socket = _bound(self._port)
        await self._listen()

    async def _hang_up(self) -> None:
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()
        if self._server is not None:
            self._server.close()
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        both = asyncio.gather(self._pass_on(reader, back, writer), self._pass_on(there, writer, writer))
        # Only `_hang_up` cancels; the task ends here, and asyncio's streams would report it as an error.
        with suppress(OSError, asyncio.CancelledError):
            await both
        both.cancel()
        self._talks.discard(task)
        for end in (writer, back):
            end.transport.abort()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, client: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(PIECE):
            if self._broken == "garbage":
                client.write(os.urandom(NOISE))
                await client.drain()
            elif self._broken is None:
                writer.write(data)
                await writer.drain()
        writer.close()


def _bound(port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made
