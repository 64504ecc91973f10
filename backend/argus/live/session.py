"""Asks again and again whether the people behind open sockets may still be there, and what they may see now."""

import asyncio
import time
from collections.abc import Callable, Iterable

import structlog

from argus.identity.service import Identity
from argus.live.client import Client
from argus.live.protocol import REVOKED, TRY_LATER

# A change is silenced within five seconds: this, what identity may remember, and the check itself.
CHECK_SECONDS = 1.5
log = structlog.get_logger("argus.live")


Regrant = Callable[[Client], None]


async def watch_sessions(clients: Iterable[Client], regrant: Regrant, identity: Identity) -> None:
    """Until cancelled. `regrant` fits a client's subscriptions to its new principal."""
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        now = time.monotonic()
        by_session: dict[str, list[Client]] = {}
        for client in clients:
            client.check_pace(now)
            by_session.setdefault(client.principal.session_id, []).append(client)
        for session_id, theirs in by_session.items():
            await check_session(theirs, regrant, identity, session_id)


async def check_session(clients: list[Client], regrant: Regrant, identity: Identity, session_id: str) -> None:
    """End the clients of a session that is over; fit those whose grants changed."""
    try:
        principal = await identity.still_valid(session_id)
    except Exception:
        # Identity was patient with a database that is away; to wait longer would hide a revocation for as long.
        log.exception("sessions cannot be checked")
        for client in clients:
            client.end(TRY_LATER)
        return
    for client in clients:
        if principal is None:
            client.end(REVOKED)
        elif principal.grants != client.principal.grants:
            client.principal = principal
            regrant(client)
