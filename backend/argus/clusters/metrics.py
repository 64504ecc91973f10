"""What Prometheus may know about clusters."""

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from prometheus_client import Gauge

from argus.clusters.schemas import Phase

CLUSTERS = Gauge("argus_clusters", "Clusters by what this replica's last probe found.", ["phase"])


def count_phases(phases: Iterable[Phase]) -> None:
    """Publish how many clusters are in each phase, zeros included."""
    counted = Counter(phases)
    for phase in get_args(Phase):
        CLUSTERS.labels(phase).set(counted[phase])
