"""The rows of one kind of one cluster in memory, kept current by `sync` and asked by `query`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from argus.errors import UpstreamError
from argus.fleet.event import Batch, Change, IndexEvent, Listener, Lost, Notice, Reset, Synced, changed
from argus.fleet.kind import ClusterKind
from argus.fleet.orders import Orders
from argus.fleet.schemas import Column, Row

MOST_TOLD = 5_000


class KindIndex:
    """`synced` once a list was whole; `stale_since` says from when on the rows may be behind, None while they are live.

    `problem` is why the last attempt to reach the cluster failed, None when it did not. `observer` hears what listeners
    hear without keeping the kind followed.
    """

    def __init__(self, kind: ClusterKind) -> None:
        self.kind = kind
        self.columns: list[Column] = []
        self.resource_version = ""
        self.synced = False
        self.stale_since: datetime | None = None
        self.problem: UpstreamError | None = None
        self.by_uid: dict[str, Row] = {}
        self.orders = Orders(kind.gvr, self.by_uid)
        self.observer: Listener | None = None
        self._listeners: list[Listener] = []

    @property
    def rows(self) -> Collection[Row]:
        """All rows in no order; a live view, so do not await while walking over it."""
        return self.by_uid.values()

    @property
    def listened_to(self) -> bool:
        return bool(self._listeners)

    @property
    def _heard(self) -> bool:
        return bool(self._listeners) or self.observer is not None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each batch of changes from now on. Returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def replace(self, columns: list[Column], rows: Iterable[Row], resource_version: str) -> None:
        """Take over a whole list; listeners hear only of what differs, so that nobody keeps a ghost."""
        before, first = dict(self.by_uid), not self.synced
        same_columns = columns == self.columns
        self.by_uid.clear()
        self.by_uid.update((row.uid, row) for row in rows)
        self.columns, self.resource_version, self.synced = columns, resource_version, True
        self.orders.forget()
        if first:
            self._tell(Synced())
        elif self._heard:
            self._tell(self._differences(before) if same_columns else Reset("The columns of this kind changed."))

    def apply(self, changes: Sequence[tuple[str, Row]], resource_version: str) -> None:
        """Apply (type, row) pairs of a watch in their order. ADDED and MODIFIED are told by what was there before."""
        told = []
        for change, row in changes:
            known = self.by_uid.get(row.uid)
            if change == "DELETED":
                if known is None:
                    continue
                del self.by_uid[row.uid]
                kind: Change = "DELETED"
            else:
                kind = "MODIFIED" if known else "ADDED"
                self.by_uid[row.uid] = row
            self.orders.touch(row.uid, known)
            if self._heard:
                told.append(changed(kind, row))
        self.resource_version = resource_version or self.resource_version
        if told:
            self._tell(told)

    def forget(self) -> None:
        """Free the memory; the next list begins from nothing."""
        self.by_uid.clear()
        self.orders.forget()
        self.synced, self.resource_version, self.stale_since = False, "", None

    def lost(self, problem: UpstreamError) -> None:
        """The cluster did not answer; listeners hear of it once, until it is found again."""
        self.problem = problem
        if self.synced and self.stale_since is None:
            self.stale_since = datetime.now(UTC)
            self._tell(Lost(problem))

    def found(self) -> None:
        """The cluster answered."""
        was_lost, self.problem, self.stale_since = self.stale_since is not None, None, None
        if was_lost and self.synced:
            self._tell(Synced())

    def reset(self, reason: str) -> None:
        """Tell listeners to ask again."""
        self._tell(Reset(reason))

    def _differences(self, before: dict[str, Row]) -> Batch:
        now = self.by_uid
        gone = [row for uid, row in before.items() if uid not in now]
        fresh = [row for uid, row in now.items() if (old := before.get(uid)) is None or _differs(old, row)]
        if len(gone) + len(fresh) > MOST_TOLD:
            return Reset("Very much changed while the cluster could not be watched.")
        events: list[IndexEvent] = [changed("DELETED", row) for row in gone]
        return [*events, *(changed("MODIFIED" if row.uid in before else "ADDED", row) for row in fresh)]

    def _tell(self, batch: Batch) -> None:
        if isinstance(batch, Notice) or batch:
            for listener in (*self._listeners, self.observer):
                if listener is not None:
                    listener(batch)


def _differs(old: Row, new: Row) -> bool:
    """By version where the server gives one: dates counted back from `5m` differ at each receipt."""
    if old.resource_version and new.resource_version:
        return old.resource_version != new.resource_version
    return old != new
