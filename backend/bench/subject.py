"""What a section is given to measure."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.client import Client, Clients
from bench.sets import Set


class Rounds(msgspec.Struct, frozen=True):
    """How often each thing is measured, after one uncounted time; `seconds` is how long a round of load lasts."""

    raw: int
    cold: int
    warm: int
    load: int
    seconds: float


QUICK = Rounds(raw=4, cold=3, warm=60, load=2, seconds=1.0)
FULL = Rounds(raw=15, cold=9, warm=300, load=5, seconds=2.0)
# Of bigger sets a round takes as much longer.
FULL_BIG = Rounds(raw=5, cold=3, warm=150, load=5, seconds=2.0)


class Subject(msgspec.Struct, frozen=True):
    """Argus with all clusters of a set, and each cluster's apiserver; `apiservers` asks these at once.

    `quick` asks a section to be brief.
    """

    argus: ArgusProcess
    directs: Sequence[Client]
    apiservers: Clients
    clusters: Sequence[ClusterPaths]
    set: Set
    rounds: Rounds
    quick: bool

    @property
    def direct(self) -> Client:
        """The apiserver of the only or the first cluster."""
        return self.directs[0]

    @property
    def pods(self) -> int:
        return self.set.all_pods

    def path(self, resource: str = "core/v1/pods", **query: str) -> str:
        """Argus's path of a list: of the one cluster, or of all."""
        where = f"clusters/{self.argus.cluster}" if self.set.clusters == 1 else "fleet"
        path = f"/api/{where}/resources/{resource}"
        return f"{path}?{urlencode(query)}" if query else path
