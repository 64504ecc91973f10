"""What lists and pages are looked at under: pods of all clusters that change."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.etcd import etcd_url
from bench.instruments import Changes
from bench.sets import STORED_PODS
from bench.subject import Subject

RATE = 200.0
# To begin takes reading all pods that may change: of a fleet as many as of one cluster, a tenth of each.
SOME = f"{STORED_PODS}00"


@contextmanager
def changing_pods(subject: Subject) -> Iterator[None]:
    """RATE changes a second in all, evenly over the clusters."""
    pods = STORED_PODS if len(subject.clusters) == 1 else SOME
    with ExitStack() as stack:
        for paths in subject.clusters:
            stack.enter_context(Changes(etcd_url(paths), RATE / len(subject.clusters), pods))
        yield
