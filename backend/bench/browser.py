"""The list of pods in Chromium, while 200 pods change every second and while none does.

The dashboard must be built; `ARGUS_CHROMIUM` names the browser.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec

from bench.argus_process import EMAIL, ArgusError
from bench.browser_readings import Heap, Measured, Pair, Seen, readings
from bench.changing import RATE, changing_pods
from bench.chromium import Chromium, Loading
from bench.dashboard import Dashboard
from bench.etcd import etcd_url
from bench.instruments import Changes
from bench.progress import Step, say
from bench.reading import Reading
from bench.subject import Subject

MINUTES = 10
LOOK_SECONDS = 8.0
# The set's own list, and that of one of its clusters.
LIST, ONE = "list", "one"


class Length(msgspec.Struct, frozen=True):
    """How often a first visit is made, and how long the rows of a page may take to load."""

    visits: int
    load_seconds: float


FULL = Length(visits=3, load_seconds=45.0)
QUICK = Length(visits=2, load_seconds=30.0)


def browser(subject: Subject) -> Iterator[Reading]:
    """A list, at its top and with all rows loaded. That of a fleet is kept ten minutes, beside one of its clusters'."""
    with Step(f"Chromium with {subject.pods:,} rows"), ExitStack() as stack:
        with subject.argus.client() as client:
            client.read(subject.path(limit="1"))
        dashboard = stack.enter_context(Dashboard(subject.argus))
        chromium = stack.enter_context(Chromium(dashboard.url, EMAIL, subject.argus.password))
        measured = _Session(subject, chromium).measured()
    return readings(measured)


class _Session:
    def __init__(self, subject: Subject, chromium: Chromium) -> None:
        self._subject, self._chromium = subject, chromium
        self._length = QUICK if subject.quick else FULL
        self._fleet = subject.set.clusters > 1
        self._one = f"/clusters/{subject.argus.cluster}/pods"
        self._path = "/fleet/pods" if self._fleet else self._one

    def measured(self) -> Measured:
        chromium, pods = self._chromium, self._subject.pods
        chromium.open(LIST, self._path)
        top_at_rest = self._seen("the first rows, while nothing changes", 0)
        chromium.close(LIST)
        with changing_pods(self._subject):
            visits = [chromium.visit(self._path) for _ in range(self._length.visits)]
            say(f"    {len(visits)} first visits")
            chromium.open(LIST, self._path)
            first_heap = chromium.heap(LIST)
            top = self._seen("the first rows", RATE)
            loading = self._load(LIST)
        # What is missing comes sooner while nothing changes.
        loaded = loading if loading.whole else self._load(LIST)
        full_at_rest = self._seen("all rows, while nothing changes", 0)
        with changing_pods(self._subject):
            full = self._seen("all rows", RATE)
            heaps = [Heap(pods, loaded, chromium.heap(LIST))]
        if self._fleet:
            heaps += self._later(loaded)
        full_pair = Pair(full, full_at_rest)
        return Measured(pods, visits, Pair(top, top_at_rest), first_heap, loading, loaded, full_pair, heaps)

    def _seen(self, what: str, rate: float) -> Seen:
        """A page that hears of nothing would be fast: raises ArgusError for one, though pods change."""
        before, began = self._chromium.heard(LIST), time.monotonic()
        looked = self._chromium.look(LIST, LOOK_SECONDS)
        scrolled = self._chromium.scroll(LIST)
        heard, seconds = self._chromium.heard(LIST) - before, time.monotonic() - began
        if rate and not heard:
            raise ArgusError(f"the page heard of no change within {seconds:.0f} s")
        say(f"    {what}: {heard / seconds:.0f} changes a second heard")
        return Seen(looked, scrolled, heard / seconds)

    def _load(self, page: str) -> Loading:
        loading = self._chromium.load(page, self._length.load_seconds)
        say(f"    {loading.rows:,} of {loading.total:,} rows loaded within {loading.seconds:.1f} s")
        return loading

    def _later(self, loading: Loading) -> list[Heap]:
        """After minutes of changes in the one cluster that both pages show: of the fleet, and of that one alone."""
        one = self._subject.set.pods
        self._chromium.open(ONE, self._one)
        loaded = self._load(ONE)
        minutes = 1 if self._subject.quick else MINUTES
        with Changes(etcd_url(self._subject.clusters[0]), RATE):
            self._keep(minutes)
        heaps = [
            Heap(one, loaded, self._chromium.heap(ONE), minutes),
            Heap(self._subject.pods, loading, self._chromium.heap(LIST), minutes),
        ]
        self._chromium.close(ONE)
        return heaps

    def _keep(self, minutes: int) -> None:
        """Raises ArgusError where a page stops hearing of changes."""
        for minute in range(1, minutes + 1):
            before = [self._chromium.heard(page) for page in (LIST, ONE)]
            time.sleep(60)
            heard = [self._chromium.heard(page) for page in (LIST, ONE)]
            if any(now == then for now, then in zip(heard, before, strict=True)):
                raise ArgusError("a page heard of no change within a minute")
            told = " and ".join(f"{now - then:,}" for now, then in zip(heard, before, strict=True))
            print(f"    minute {minute} of {minutes}: {told} changes heard", file=sys.stderr, flush=True)
