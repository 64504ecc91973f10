"""What `/metrics` shows, and to whom."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from argus.errors import Forbidden, Unauthenticated

CONTENT_TYPE = CONTENT_TYPE_LATEST
FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip"})


class OwnProcess(Collector):
    """What the process counts, without when each series began: of no use to Prometheus, and as many series again."""

    def collect(self) -> Iterator[Metric]:
        for metric in REGISTRY.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric


class Exposition:
    """The process's own metrics, and those that `rooms` read from what one application holds.

    With a `token` only its bearer may read them, for they name clusters; without one, only this machine.
    """

    def __init__(self, token: str | None, rooms: Iterable[Collector]) -> None:
        self._token = token
        self.registry = CollectorRegistry()
        for collector in (OwnProcess(), *rooms):
            self.registry.register(collector)

    def text(self) -> bytes:
        return generate_latest(self.registry)

    def require_reader(self, scope: Mapping[str, Any]) -> None:
        """Raises Unauthenticated without the right token, Forbidden where only this machine may read."""
        headers = dict(scope["headers"])
        if self._token is not None:
            given = headers.get(b"authorization", b"")
            if not hmac.compare_digest(given, b"Bearer " + self._token.encode()):
                challenge = {"WWW-Authenticate": "Bearer"}
                raise Unauthenticated("Metrics need ARGUS_METRICS_TOKEN as a Bearer token.", headers=challenge)
        elif FORWARDED & headers.keys() or not _here(scope):
            raise Forbidden("Set ARGUS_METRICS_TOKEN to read metrics from other machines.", code="metrics-closed")


def _here(scope: Mapping[str, Any]) -> bool:
    client = scope.get("client")
    if not isinstance(client, tuple | list):
        return False
    address = ip_address(str(client[0]))
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
