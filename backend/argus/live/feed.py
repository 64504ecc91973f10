"""One kind of one cluster on its way from the index to the topics that show it."""

from collections.abc import Callable

from argus.errors import UpstreamError
from argus.fleet.event import Batch, Lost, Reset, Synced
from argus.fleet.kind import ClusterKind
from argus.fleet.service import Fleet
from argus.live.object_topic import ObjectTopic
from argus.live.topic import RowTopic

Topic = RowTopic | ObjectTopic


class Feed:
    """Subscribed to the index once, however many topics there are.

    `dirty(topic)` asks for a flush at the next tick; the others tell the clients of a topic, or of all of them.
    """

    def __init__(
        self,
        fleet: Fleet,
        kind: ClusterKind,
        dirty: Callable[[Topic], None],
        synced: Callable[["Feed"], None],
        reset: Callable[[Topic, str], None],
        lost: Callable[["Feed", UpstreamError], None],
    ) -> None:
        self.kind = kind
        self.topics: list[Topic] = []
        self._dirty = dirty
        self._synced = synced
        self._reset = reset
        self._lost = lost
        self._subscription = fleet.subscribe(kind, self._hear)

    @property
    def resource_version(self) -> str | None:
        """Where the index stands, None while it has no list."""
        index = self._subscription.index
        return index.resource_version if index.synced else None

    @property
    def problem(self) -> UpstreamError | None:
        """Why the index may be behind."""
        return self._subscription.index.problem

    def close(self) -> None:
        self._subscription.close()

    def _hear(self, batch: Batch) -> None:
        if isinstance(batch, Synced):
            self._synced(self)
        elif isinstance(batch, Lost):
            self._lost(self, batch.problem)
        elif isinstance(batch, Reset):
            for topic in self.topics:
                topic.forget()
                self._reset(topic, batch.reason)
        else:
            for topic in self.topics:
                if sum(topic.accept(event) for event in batch):
                    self._dirty(topic)
