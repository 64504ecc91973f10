"""What Prometheus may know about clusters: read from what is held of them when it asks, so that none outlives them."""

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import get_args

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from argus.clusters.connections import Connections
from argus.clusters.probes import Health, Probes
from argus.clusters.registry import Cluster, Registry
from argus.clusters.schemas import Phase
from argus.kube.traffic import BOUNDS, Traffic

ANSWERING = frozenset({"connected", "degraded"})
EDGES = (*map(str, BOUNDS), "+Inf")


class ClusterCollector(Collector):
    """Clusters by their names. It only reads, so that it can run in a thread beside the event loop."""

    def __init__(self, registry: Registry, probes: Probes, connections: Connections) -> None:
        self._registry = registry
        self._probes = probes
        self._connections = connections

    def collect(self) -> Iterator[Metric]:
        known = [(cluster, self._probes.known(cluster.id)) for cluster in self._registry.all()]
        yield _phases([_phase(health) for _, health in known])
        yield from _each(known)
        yield from _traffic([(one.name, self._connections.traffic.get(one.id)) for one, _ in known])


def _phase(health: Health | None) -> Phase:
    return health.finding.phase if health else "pending"


def _phases(found: list[Phase]) -> Metric:
    family = GaugeMetricFamily("argus_clusters", "Clusters by what the last probe found.", labels=["phase"])
    counted = Counter(found)
    for phase in get_args(Phase):
        family.add_metric([phase], counted[phase])
    return family


def _each(known: list[tuple[Cluster, Health | None]]) -> Iterator[Metric]:
    up = GaugeMetricFamily("argus_cluster_up", "1 while the cluster answers probes, else 0.", labels=["cluster"])
    info = GaugeMetricFamily(
        "argus_cluster_info", "Always 1; says which cluster has a name.", labels=["cluster", "id", "version"]
    )
    probe = GaugeMetricFamily(
        "argus_cluster_probe_seconds", "Time to the answer of the last probe that had one.", labels=["cluster"]
    )
    for cluster, health in known:
        up.add_metric([cluster.name], _phase(health) in ANSWERING)
        info.add_metric([cluster.name, cluster.id, (health and health.finding.version) or ""], 1)
        if health and health.finding.latency_ms is not None:
            probe.add_metric([cluster.name], health.finding.latency_ms / 1000)
    yield from (up, info, probe)


def _traffic(found: list[tuple[str, Traffic | None]]) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "argus_upstream_requests", "Requests to apiservers.", labels=["cluster", "verb", "outcome"]
    )
    seconds = HistogramMetricFamily(
        "argus_upstream_request_seconds",
        "Time to an apiserver's whole answer; of verb watch and stream, to its beginning.",
        labels=["cluster", "verb"],
    )
    for name, traffic in found:
        if traffic is None:
            continue
        for (verb, outcome), count in sorted(traffic.outcomes.copy().items()):
            requests.add_metric([name, verb, outcome], count)
        for verb, timing in sorted(traffic.timings.copy().items()):
            sums = accumulate(timing.counts)
            seconds.add_metric([name, verb], list(zip(EDGES, sums, strict=True)), timing.seconds)
    yield from (requests, seconds)
