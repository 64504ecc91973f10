"""What is left of a socket that ended."""

import gc
from collections import Counter

from websockets.server import ServerProtocol

from argus.http_connection import HttpConnection
from argus.live.client import Client
from argus.live.handler import LiveSocket
from argus.live.wire import LiveProtocol, Wire
from tests.fleet.fleet_house import FleetHouse, eventually
from tests.live.socket_client import bearer, opened, refused

OF_A_SOCKET = (HttpConnection, LiveProtocol, ServerProtocol, LiveSocket, Client, Wire)


async def test_it_leaves_nothing_for_the_garbage_collector(live_house: FleetHouse) -> None:
    """Of thousands that come and go, that would be most of what Argus holds, and whoever listens waits while it is
    looked for."""
    stack = live_house.stack
    gc.collect()
    gc.disable()
    try:
        before = alive()
        async with opened(stack, bearer(stack.admin)) as leaving, opened(stack, bearer(stack.admin)) as cut:
            for socket in (leaving, cut):
                await socket.subscribed("configmaps", live_house.cluster)
                await socket.connection.send("no json")
                await socket.until(lambda message: message["type"] == "ERROR")
            assert alive()["LiveProtocol"] == before["LiveProtocol"] + 2
            cut.connection.transport.abort()
        assert await refused(stack, {}) == 403

        async def more() -> Counter[str]:
            return alive() - before

        await eventually(more, lambda left: not left)
    finally:
        gc.enable()


def alive() -> Counter[str]:
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, OF_A_SOCKET))
