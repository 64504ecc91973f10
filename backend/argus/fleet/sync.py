"""Follows one kind of one cluster: list, watch from there, again from the last event, and list again after a 410."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from typing import Literal

import structlog

from argus.errors import ArgusError, UpstreamError, UpstreamRefused, UpstreamTimeout
from argus.fleet.attempt import Attempt
from argus.fleet.backoff import SHORT_WATCH_SECONDS, Waits, lasting
from argus.fleet.index import KindIndex
from argus.fleet.kind import ClusterKind
from argus.fleet.listing import expired, not_served, read_list, unanswered
from argus.fleet.pulse import Pulse, Why, ending
from argus.fleet.row import RowMaker
from argus.fleet.table import WatchEvent
from argus.fleet.watching import read_events, read_watch
from argus.kube.connect import ApiServer

POLL_SECONDS = 10.0
# A refusal to watch may have been one of an apiserver that was only starting.
POLLED_SECONDS = 60.0
RETRY_AFTER_SECONDS = 1.0
WATCH_ATTEMPTS = 5
UNWATCHABLE = frozenset({403, 405, 501})
GONE = frozenset({403, 404, 405})
GONE_SECONDS = 60.0
PATIENCE_SECONDS = 0.3
# As long as a probe waits for an answer.
DOUBT_SECONDS = 5.0
log = structlog.get_logger("argus.fleet")

Connect = Callable[[str], Awaitable[ApiServer]]
State = Literal["starting", "live", "polled", "behind", "refused"]


class KindSync:
    """Owns the task that keeps `index` current. `touch` marks use; the owner stops it when it was idle for long."""

    def __init__(self, kind: ClusterKind, connect: Connect) -> None:
        self.kind = kind
        self.index = KindIndex(kind)
        self.pulse = Pulse()
        self.last_used = time.monotonic()
        self._connect = connect
        self._waits = Waits()
        self._maker: RowMaker | None = None
        self._watch_refused_at: float | None = None
        self._answered = False  # did the last watch that was asked for get an answer that says something of it?
        self._attempted = asyncio.Event()
        self._tried_at = 0.0
        self._attempt = Attempt()  # of the task; one that was ended may still be on its way out of its own
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._task is None:
            self._begin("start")

    async def stop(self) -> None:
        """End the watch and free the rows."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self._drop("This kind is no longer followed.")

    @property
    def attempted(self) -> bool:
        """Has the cluster been asked at least once?"""
        return self._attempted.is_set()

    @property
    def state(self) -> State:
        """`behind` also while it is being brought up again; `refused` where the kind is not there, or not for us."""
        if self._refused:
            return "refused"
        if not self.attempted and not self.index.synced:
            return "starting"
        current = self.index.synced and self.index.problem is None
        if current and self._watch_refused_at is not None:
            return "polled"
        return "live" if current and self.pulse.watching and not self.pulse.lag() else "behind"

    def touch(self) -> None:
        self.last_used = time.monotonic()

    def relist(self) -> None:
        """Begin again from a list at once: the connection or the kind's columns changed."""
        if self._task is not None:
            self._task.cancel()
            self._watch_refused_at = None
            self._waits.reset()
            self.pulse.closed("changed")
            self._begin("changed")

    def doubt(self, problem: UpstreamError) -> None:
        """The cluster does not answer others: begin a watch anew that has told nothing of late, it may be dead."""
        if self.pulse.silent_for(DOUBT_SECONDS) and not isinstance(problem, UpstreamRefused):
            self._attempt.cut(problem)

    def retry(self) -> None:
        """The cluster answers again: whoever waits for it waits no more, or no longer than somebody new would."""
        if self.index.problem is not None and not self.pulse.watching:
            self._waits.reset()
            self._waits.wake()
            if self._attempt.silent_for(DOUBT_SECONDS):
                self._attempt.cut(UpstreamTimeout("The cluster did not answer.", cluster=self.kind.cluster))

    def _begin(self, why: Why) -> None:
        self._attempt = Attempt()
        name = f"sync {self.kind.cluster} {self.kind.gvr}"
        # Not of the request that happens to be the first to ask, whose id would stand in each line of the log.
        self._task = asyncio.create_task(self._run(why), name=name, context=Context())

    async def settled(self, seconds: float) -> KindIndex:
        """The index once it is synced, or once an attempt to sync it failed or `seconds` are over.

        A failed one is tried again at once when somebody asks, so that a cluster that returned is seen to be back;
        but nobody waits for it again as long as the first time.
        """
        rested = time.monotonic() - self._tried_at > RETRY_AFTER_SECONDS
        if not self.index.synced and self._attempted.is_set() and rested:
            self._attempted.clear()
            self._waits.wake()
        if not self._attempted.is_set():
            with suppress(TimeoutError):
                patience = seconds if self.index.problem is None else PATIENCE_SECONDS
                await asyncio.wait_for(self._attempted.wait(), patience)
        return self.index

    async def _run(self, why: Why) -> None:
        while True:
            try:
                await self._list(why)
                why = await self._follow()
            except ArgusError as error:
                self._failed(error)
            except Exception as error:
                # Whatever else a server makes us stumble over must not end the following of this kind for good.
                log.exception("sync stumbled", cluster=self.kind.cluster, kind=str(self.kind.gvr))
                self._failed(UpstreamError(f"The cluster's answer cannot be used: {type(error).__name__}."))
            else:
                continue
            why = "failure"
            await self._waits.rest(GONE_SECONDS if self._gone() else self._waits.lists.next())

    @property
    def _refused(self) -> bool:
        problem = self.index.problem
        return isinstance(problem, UpstreamRefused) and problem.status in GONE

    def _gone(self) -> bool:
        """Is the kind not there, or not for us? Then rows that were are none to show."""
        if not self._refused:
            return False
        self._watch_refused_at = None
        self._drop("The cluster does not show this kind any more.")
        return True

    def _drop(self, reason: str) -> None:
        if self.index.synced:
            self.index.forget()
            self.index.reset(reason)

    async def _list(self, why: Why) -> None:
        self._tried_at = time.monotonic()
        self.pulse.lists[why] += 1
        api = await self._connect(self.kind.cluster)
        try:
            async with self._attempt.made():
                listing = await read_list(api, self.kind, self._maker, self._attempt.heard)
        except UpstreamRefused as error:
            if error.status == 404:
                raise not_served(api, self.kind) from error
            raise
        self._maker = listing.maker
        self.index.replace(listing.maker.columns, listing.rows, listing.resource_version)
        self.pulse.listed(self._tried_at)
        self._waits.lists.reset()
        self._succeeded()

    async def _follow(self) -> Why:
        """Watch until a new list is needed; the answer is why.

        What fails is tried ever more seldom until a watch has lasted, however many lists succeed in between. While
        nobody answers, or only to be asked later, nothing says that the watch cannot be gone on with.
        """
        failed = 0
        while self._watch_refused_at is None or time.monotonic() - self._watch_refused_at > POLLED_SECONDS:
            started, version = time.monotonic(), self.index.resource_version
            try:
                await self._watch()
            except UpstreamError as error:
                if expired(error):
                    await self._waits.after_expiry()
                    return "expired"
                self._waits.expiries.reset()
                if isinstance(error, UpstreamRefused) and error.status in UNWATCHABLE:
                    self._watch_refused_at = time.monotonic()
                    break
                self._failed(error)
                failed, seconds = failed + self._answered, self._waits.watches.next()
                # A version that is never served again (a restored etcd) fails for ever: begin anew, at first at once.
                if failed < WATCH_ATTEMPTS or self._waits.watches.failures > WATCH_ATTEMPTS:
                    await self._waits.rest(seconds)
                if failed >= WATCH_ATTEMPTS:
                    return "failure"
            else:
                failed = 0
                self._waits.expiries.reset()
                # A busy apiserver ends the watch of who does not keep up: what told something new is gone on with.
                if self.index.resource_version == version and time.monotonic() - started < SHORT_WATCH_SECONDS:
                    await self._waits.rest(self._waits.watches.next())
        await self._waits.rest(POLL_SECONDS)
        return "poll"

    async def _watch(self) -> None:
        self._tried_at, self._answered = time.monotonic(), False
        api = await self._connect(self.kind.cluster)
        try:
            with lasting(self._lasted) as opened:
                async with self._attempt.made():
                    async for events in read_watch(api, self.kind, self.index.resource_version):
                        opened()
                        self._answered, self._watch_refused_at = True, None
                        self.pulse.heard()
                        if events:
                            self._apply(api, events)
                            self._succeeded()
        except Exception as error:
            self._answered = self._answered or not unanswered(error)
            self.pulse.closed(ending(error))
            raise
        self.pulse.closed("ended")

    def _lasted(self) -> None:
        self._waits.watches.reset()
        self._waits.expiries.reset()
        self._succeeded()

    def _apply(self, api: ApiServer, events: list[WatchEvent]) -> None:
        assert self._maker is not None
        told = read_events(api, self._maker, events)
        if told.bookmarked:
            self.pulse.bookmarked()
        self.index.apply(told.changes, told.resource_version)
        self.pulse.events += len(told.changes)

    def _succeeded(self) -> None:
        self.index.found()
        self._attempted.set()

    def _failed(self, error: ArgusError) -> None:
        if not isinstance(error, UpstreamError):
            error = UpstreamError(error.detail, cluster=self.kind.cluster)
        self.pulse.failed(error.code)
        log.info("sync failed", cluster=self.kind.cluster, kind=str(self.kind.gvr), reason=error.detail)
        self.index.lost(error)
        self._attempted.set()
