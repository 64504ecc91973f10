"""Asks again and again whether the people behind open sockets may still be there and what they may see, and if they
keep up."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Set

import structlog

from argus.access.roles import Principal
from argus.live.client import Client
from argus.live.protocol import INTERNAL_ERROR, REVOKED, TRY_LATER

# A change is silenced within five seconds: this, what identity may remember, and the check itself.
CHECK_SECONDS = 1.5
# Sessions that are asked about at the same time: a database that hangs must not have each wait for all before it.
CHECKS_AT_ONCE = 8
log = structlog.get_logger("argus.live")

Regrant = Callable[[Client], None]
StillValid = Callable[[str], Awaitable[Principal | None]]


async def watch_clients(clients: Set[Client], regrant: Regrant, still_valid: StillValid) -> None:
    """Until cancelled. `regrant` fits a client's subscriptions to its new principal."""
    async with asyncio.TaskGroup() as both:
        both.create_task(_again_and_again(lambda: _check_pace(clients)), name="live pace")
        both.create_task(_again_and_again(lambda: _check_sessions(clients, regrant, still_valid)), name="live sessions")


async def _again_and_again(check: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        try:
            await check()
        except Exception:
            log.exception("live clients cannot be checked")


async def _check_pace(clients: Set[Client]) -> None:
    for client in list(clients):
        _with(client, lambda one: one.check_pace(time.monotonic()))


async def _check_sessions(clients: Set[Client], regrant: Regrant, still_valid: StillValid) -> None:
    by_session: dict[str, list[Client]] = {}
    for client in clients:
        by_session.setdefault(client.principal.session_id, []).append(client)
    turns = asyncio.Semaphore(CHECKS_AT_ONCE)
    async with asyncio.TaskGroup() as checks:
        for session_id, theirs in by_session.items():
            await turns.acquire()
            check = checks.create_task(check_session(theirs, regrant, still_valid, session_id))
            check.add_done_callback(lambda _: turns.release())


async def check_session(clients: list[Client], regrant: Regrant, still_valid: StillValid, session_id: str) -> None:
    """End the clients of a session that is over; fit those whose grants changed."""
    try:
        principal = await still_valid(session_id)
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
            _with(client, regrant)


def _with(client: Client, work: Callable[[Client], None]) -> None:
    """One who cannot be dealt with is let go, to come back afresh; what becomes of the others must not hang on that."""
    try:
        work(client)
    except Exception:
        log.exception("live client failed")
        client.end(INTERNAL_ERROR)
