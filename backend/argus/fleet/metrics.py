"""What Prometheus may know about the kinds that are followed: of those that are no more followed, nothing is left."""

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from argus.clusters.registry import ClusterRef
from argus.fleet.sync import KindSync, State

KIND = ["cluster", "kind"]


class FleetCollector(Collector):
    """One series for each kind of each cluster. It only reads, so that it can run in a thread beside the event loop."""

    def __init__(self, refs: Callable[[], list[ClusterRef]], syncs: Callable[[], list[KindSync]]) -> None:
        self._refs = refs
        self._syncs = syncs

    def collect(self) -> Iterator[Metric]:
        names = {ref.id: ref.name for ref in self._refs()}
        syncs = [sync for sync in self._syncs() if sync.kind.cluster in names]
        found = [([names[sync.kind.cluster], str(sync.kind.gvr)], sync, sync.state) for sync in syncs]
        found.sort(key=lambda one: one[0])
        yield _states(names, found)
        yield from _now(found)
        yield from _counts(found)


Found = list[tuple[list[str], KindSync, State]]


def _states(names: Mapping[str, str], found: Found) -> Metric:
    family = GaugeMetricFamily("argus_watches", "Kinds that are followed, by state.", labels=["cluster", "state"])
    counted = {(name, state): 0 for name in sorted(names.values()) for state in get_args(State)}
    for labels, _, state in found:
        counted[labels[0], state] += 1
    for key, count in counted.items():
        family.add_metric(key, count)
    return family


def _now(found: Found) -> Iterator[Metric]:
    up = GaugeMetricFamily("argus_watch_up", "1 while the rows are live or polled, else 0.", labels=KIND)
    lag = GaugeMetricFamily(
        "argus_watch_lag_seconds", "Since when the rows may be behind the cluster; 0 while they are live.", labels=KIND
    )
    rows = GaugeMetricFamily("argus_index_rows", "Rows held in memory.", labels=KIND)
    for labels, sync, state in found:
        up.add_metric(labels, state in ("live", "polled"))
        rows.add_metric(labels, len(sync.index.by_uid))
        if state != "refused":
            lag.add_metric(labels, sync.pulse.lag())
    yield from (up, lag, rows)


def _counts(found: Found) -> Iterator[Metric]:
    events = CounterMetricFamily("argus_watch_events", "Events received.", labels=KIND)
    lists = CounterMetricFamily("argus_lists", "Whole lists that were asked for.", labels=[*KIND, "why"])
    restarts = CounterMetricFamily("argus_watch_restarts", "Open watches that ended, by how.", labels=[*KIND, "why"])
    failures = CounterMetricFamily("argus_sync_failures", "Attempts that failed, by code.", labels=[*KIND, "why"])
    for labels, sync, _ in found:
        pulse = sync.pulse
        events.add_metric(labels, pulse.events)
        for family, counts in ((lists, pulse.lists), (restarts, pulse.restarts), (failures, pulse.failures)):
            for why, count in counts.copy().items():
                family.add_metric([*labels, why], count)
    yield from (events, lists, restarts, failures)
