"""What happened to the rows that clients with the same reach see, gathered until the next tick."""

from argus.access.roles import Scope
from argus.fleet.event import Change, IndexEvent
from argus.fleet.kind import ClusterKind
from argus.fleet.schemas import Row
from argus.fleet.sight import place_of
from argus.live.client import Client, Key
from argus.live.protocol import encode


class RowTopic:
    """One kind of one cluster as one scope sees it. An event costs the same for one client as for a thousand."""

    def __init__(self, key: Key, kind: ClusterKind, scope: Scope) -> None:
        self.key = key
        self.kind = kind
        self.scope = scope
        self.clients: set[Client] = set()
        self._resource = str(kind.gvr)
        self._waiting: dict[str, tuple[Change, Row, bytes]] = {}
        self._heads: dict[tuple[str, str], bytes] = {}

    def accept(self, event: IndexEvent) -> bool:
        """Take the event if the scope admits it. What happens to one uid between two ticks becomes one message."""
        row = event.row
        if not (self.scope.everything or place_of(self.kind.gvr, row) in self.scope.namespaces):
            return False
        before = self._waiting.get(row.uid)
        change = event.type if before is None else _merged(before[0], event.type)
        self._waiting[row.uid] = (change, row, event.row_json)
        return True

    def take(self) -> tuple[bytes, int]:
        """The messages since the last tick, joined by commas, and how many they are."""
        messages = [self._head(change, row.namespace) + text + b"}" for change, row, text in self._waiting.values()]
        self._waiting.clear()
        return b",".join(messages), len(messages)

    def forget(self) -> None:
        self._waiting.clear()

    def _head(self, change: Change, namespace: str) -> bytes:
        head = self._heads.get((change, namespace))
        if head is None:
            about = {"type": change, "cluster": self.kind.cluster, "resource": self._resource, "namespace": namespace}
            head = self._heads[change, namespace] = encode(about)[:-1] + b',"object":'
        return head


def _merged(before: Change, now: Change) -> Change:
    """A row that came and went within a tick is told as gone: a list read in between may show it."""
    if now == "DELETED":
        return now
    return "ADDED" if before == "ADDED" else "MODIFIED"
