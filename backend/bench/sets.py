"""Which clusters a section measures. A set is made once and kept stopped; no two of them run at the same time."""

import os
from pathlib import Path

import msgspec

NAMESPACES = 100
PODS, CLAIMS = "/api/v1/pods", "/api/v1/persistentvolumeclaims"
# Where etcd has them: what the keys of all pods begin with, up to the number of the namespace.
STORED_PODS = "/registry/pods/bulk-"
GIB = 2**30
# What etcd and the apiserver of one cluster of 10,000 pods take once everything was listed, and what must stay free.
CLUSTER_BYTES_A_POD = 150_000
SPARE_BYTES = 3 * GIB


class Set(msgspec.Struct, frozen=True):
    """`clusters` clusters with `pods` pods and `claims` volume claims each, over 100 namespaces."""

    label: str
    clusters: int
    pods: int
    claims: int

    @property
    def names(self) -> list[str]:
        """The sandbox clusters' names."""
        if self.clusters == 1:
            return [f"set-{self.pods}"]
        return [f"set-{self.pods}-{number}" for number in range(1, self.clusters + 1)]

    @property
    def all_pods(self) -> int:
        return self.clusters * self.pods

    @property
    def words(self) -> str:
        """`10,000 pods`, or `100,000 pods over 10 clusters`."""
        over = f" over {self.clusters} clusters" if self.clusters > 1 else ""
        return f"{self.all_pods:,} pods{over}"


TEN = Set("10k", 1, 10_000, 10_000)
FIFTY = Set("50k", 1, 50_000, 50_000)


def fleet(clusters: int = 10, most: int = 10_000, available: int | None = None) -> Set:
    """Ten clusters of 10,000 pods, or of fewer where the memory that is free now (in bytes) would not hold them."""
    free = _available() if available is None else available
    pods = most
    while pods > 1_000 and clusters * pods * CLUSTER_BYTES_A_POD + SPARE_BYTES > free:
        pods //= 2
    return Set("fleet", clusters, pods, pods // 10)


def _available() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
