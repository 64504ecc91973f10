"""Who listens at this moment, and to how much, for Prometheus."""

from collections.abc import Iterator, Mapping, Set

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from argus.live.client import Client, Key
from argus.live.feed import Topic


class LiveCollector(Collector):
    """It only reads, so that it can run in a thread beside the event loop."""

    def __init__(self, clients: Set[Client], topics: Mapping[Key, Topic]) -> None:
        self._clients = clients
        self._topics = topics

    def collect(self) -> Iterator[Metric]:
        clients = list(self._clients)
        behind, wanted = sum(one.behind for one in clients), sum(len(one.wants) for one in clients)
        for name, text, value in (
            ("argus_live_clients", "Open live sockets.", len(clients)),
            ("argus_live_clients_behind", "Sockets that get nothing until they have taken what waits.", behind),
            ("argus_live_subscriptions", "Subscriptions over all live sockets.", wanted),
            ("argus_live_topics", "What is encoded once for all who see the same.", len(self._topics)),
        ):
            yield GaugeMetricFamily(name, text, value=value)
