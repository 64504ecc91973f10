"""What lists and pages are looked at under: pods of all clusters that change."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.etcd import etcd_url
from bench.instruments import Changes
from bench.subject import Subject

RATE = 200.0
# To begin takes reading all pods that may change: of a fleet as many as of one cluster, a tenth of each.
SOME = "bulk-00"


@contextmanager
def changing_pods(subject: Subject) -> Iterator[None]:
    """RATE changes a second in all, evenly over the clusters."""
    several = len(subject.clusters) > 1
    with ExitStack() as stack:
        for paths in subject.clusters:
            rate = RATE / len(subject.clusters)
            stack.enter_context(Changes(etcd_url(paths), rate, SOME) if several else Changes(etcd_url(paths), rate))
        yield
