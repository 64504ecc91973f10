"""What a section is given to measure."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from argus.sandbox.component import component_pid
from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.client import Client, Clients
from bench.cpu import cpu_ms
from bench.plane import APISERVER
from bench.sets import Set


class Rounds(msgspec.Struct, frozen=True):
    """How often each thing is measured, after one uncounted time; `seconds` is how long a round of load lasts.

    Of warm pages, which are quick, only every so-manieth round asks the apiserver too.
    """

    raw: int
    cold: int
    warm: int
    every: int
    load: int
    seconds: float


QUICK = Rounds(raw=3, cold=2, warm=100, every=5, load=2, seconds=1.0)
FULL = Rounds(raw=10, cold=7, warm=200, every=4, load=3, seconds=2.0)
# Of bigger sets a round takes as much longer.
FULL_BIG = Rounds(raw=3, cold=3, warm=100, every=10, load=3, seconds=2.0)


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

    def apiservers_cpu_ms(self) -> float:
        """Processor time of all apiservers so far, in milliseconds."""
        pids = (component_pid(paths, APISERVER) for paths in self.clusters)
        return sum(cpu_ms(pid) for pid in pids if pid is not None)

    @property
    def pods(self) -> int:
        return self.set.all_pods

    def path(self, resource: str = "core/v1/pods", **query: str) -> str:
        """Argus's path of a list: of the one cluster, or of all."""
        where = f"clusters/{self.argus.cluster}" if self.set.clusters == 1 else "fleet"
        path = f"/api/{where}/resources/{resource}"
        return f"{path}?{urlencode(query)}" if query else path
