"""Live changes: how soon, how whole and at what cost a crowd of clients hears what happens in a cluster.

Pods are changed straight in etcd, at random moments; an observer watches them at the apiserver itself, so that the
delay of a client is told from the same change's arrival there. A sample of the clients is timed; of all it is checked
that each change came, once, or a later one of the same pod did.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

import msgspec

from bench import plane
from bench.argus_process import MIB
from bench.client import AskError
from bench.cpu import idle_ms
from bench.crowd import Report
from bench.etcd import etcd_url
from bench.heard import Seen, added, delays, delivery
from bench.instruments import Changes, Crowd, Observer
from bench.measure import Figures, percentile
from bench.progress import Step, say
from bench.reading import Bound, Reading
from bench.replay import Rows, digest
from bench.sets import PODS
from bench.subject import Subject

CROWDS, RATES = (1, 40, 500, 2_000), (20.0, 200.0, 1_000.0)
QUICK_CROWDS, QUICK_RATES = (1, 500), (200.0,)
SECONDS, QUICK_SECONDS = 6.0, 4.0
JUDGED_SECONDS = 12.0
SETTLED_SECONDS = 60.0
# From here on the clients are what is measured, or whoever gets a processor first.
BUSY, MACHINE_BUSY = 0.85, 0.95
REACHED = 0.95
WHOLE = Bound("median", at_most=100.0, at_least=100.0, budget="whole")
DELAY_MS, CPU_MICROSECONDS = 2.0, 15.0
DELAY_BUDGET = Bound("median", DELAY_MS, budget="latency")
CPU_BUDGET = Bound("median", CPU_MICROSECONDS, budget="hub")
# Told one after the other, at the cost that a delivery may have, the middle one of more hears it later than it may.
MOST_IN_TIME = int(2 * DELAY_MS * 1000 / CPU_MICROSECONDS)
WATCH_BUDGET = (Bound("median", at_most=1.0, at_least=1.0, budget="watch"),)


class _Metadata(msgspec.Struct, rename="camel"):
    resource_version: str = ""
    uid: str = ""


class _Pod(msgspec.Struct):
    metadata: _Metadata


class _Pods(msgspec.Struct):
    metadata: _Metadata
    items: list[_Pod]


class Heard(msgspec.Struct, frozen=True):
    """What one crowd heard at one rate. `made` is how many changes there were in `seconds`; memory is in MiB.

    `wanted` is how many changes a second there should have been.

    `idle_ms` is how long the machine's processors had nothing to do in these seconds.
    """

    report: Report
    seen: list[Seen]
    wanted: float
    made: int
    seconds: float
    cpu_ms: float
    resident: float
    idle_ms: float

    @property
    def rate(self) -> float:
        return self.made / self.seconds

    @property
    def short(self) -> bool:
        """Whether there were fewer changes than wanted."""
        return self.rate < REACHED * self.wanted

    @property
    def delays(self) -> list[tuple[float, float]]:
        return delays(self.report, self.seen)

    @property
    def added(self) -> Figures:
        """Milliseconds beside the batch window."""
        return added(self.report, self.seen)

    @property
    def client_busy(self) -> float:
        """The part of the time for which the crowd's process had a processor; from 1 on it is what is measured."""
        return self.report.cpu_ms / 1000 / self.seconds

    @property
    def machine_busy(self) -> float:
        """The part of all processors' time that somebody used."""
        return 1 - self.idle_ms / 1000 / self.seconds / (os.cpu_count() or 1)

    @property
    def told(self) -> bool:
        """Whether something else than Argus was too slow for the figures to say much of it."""
        return self.client_busy > BUSY or self.machine_busy > MACHINE_BUSY


def live(subject: Subject) -> Iterator[Reading]:
    """Every crowd at every rate, each crowd with an Argus that was started for it."""
    crowds, rates = (QUICK_CROWDS, QUICK_RATES) if subject.quick else (CROWDS, RATES)
    alone: dict[float, float] = {}
    for clients in crowds:
        with Step(f"{clients} live clients"), ExitStack() as stack:
            watches, resident = _begun(subject)
            listening = stack.enter_context(crowd(subject, clients))
            listening.gather()
            each = (subject.argus.resident() - resident) * MIB / 1000 / clients
            for rate in rates:
                seconds = QUICK_SECONDS if subject.quick else SECONDS if clients > MOST_IN_TIME else JUDGED_SECONDS
                heard = listen(subject, listening, rate, seconds)
                lost = clients - heard.report.clients
                require_whole(subject, listening, clients - lost)
                peak = (heard.resident - resident) * MIB / 1000 / clients
                more = {
                    "kB a client": each,
                    "clients lost": lost,
                }
                what = _what(heard, clients)
                yield from _readings(what, heard, clients, more)
                yield _cost(what, heard, clients, alone)
                yield from _upstream(what, plane.watches(subject.direct) - watches, peak)


def _begun(subject: Subject) -> tuple[int, float]:
    """How many watches there are without those of Argus; and the memory of one that has read all pods, by pages too."""
    subject.argus.restart()
    watches = plane.watches(subject.direct)
    with crowd(subject, 1) as warming:
        warming.gather()
    return watches, subject.argus.resident()


def crowd(subject: Subject, clients: int) -> Crowd:
    return Crowd(subject.argus.url, subject.argus.token(), clients, subject.argus.cluster)


def listen(subject: Subject, listening: Crowd, rate: float, seconds: float) -> Heard:
    """Change pods for a while, and wait until what the observer saw has been heard."""
    version = _pods(subject, "?limit=1").metadata.resource_version
    with Observer(subject.clusters[0].kubeconfig, version) as observer:
        listening.watch()
        spent = subject.argus.cpu_ms()
        with Changes(etcd_url(subject.clusters[0]), rate) as changes:
            began, idle = time.monotonic(), idle_ms()
            time.sleep(seconds)
            made = changes.stop()
            seconds, idle = time.monotonic() - began, idle_ms() - idle
            resident = subject.argus.resident()
            _settle(listening)
            spent = subject.argus.cpu_ms() - spent
            return Heard(listening.report(), observer.stop(), rate, made, seconds, spent, resident, idle)


def require_whole(subject: Subject, listening: Crowd, clients: int) -> None:
    """Every client must show what the apiserver lists, or its speed is worth nothing. Raises AskError."""
    rows: Rows = {pod.metadata.uid: pod.metadata.resource_version for pod in _pods(subject, "").items}
    wanted = {digest(rows): clients}
    deadline = time.monotonic() + SETTLED_SECONDS
    while (shown := listening.state()) != wanted:
        if time.monotonic() > deadline:
            raise AskError(f"{shown} clients show other rows than the {wanted} of the apiserver")


def _settle(listening: Crowd) -> None:
    """Until nothing more comes."""
    before = -1
    while (now := listening.report().messages) != before:
        before = now
        time.sleep(1.0)


def _pods(subject: Subject, query: str) -> _Pods:
    return msgspec.json.decode(subject.direct.read(f"{PODS}{query}"), type=_Pods)


def _what(heard: Heard, clients: int) -> str:
    """`1,000 events a second to 40 clients (592 made; no time left)`."""
    short = [f"{heard.rate:,.0f} made"] if heard.short else []
    busy = ["no time left"] if heard.told else []
    but = f" ({'; '.join([*short, *busy])})" if short or busy else ""
    return f"{heard.wanted:,.0f} events a second to {clients:,} {'client' if clients == 1 else 'clients'}{but}"


def _upstream(what: str, watches: int, kilobytes: float) -> Sequence[Reading]:
    """What a crowd takes of the apiserver and of Argus's memory."""
    peak = Figures.of([kilobytes])
    return (
        Reading(section="watches upstream", what=what, argus=Figures.of([watches]), unit="", budgets=WATCH_BUDGET),
        Reading(section="memory for a client, under load", what=what, argus=peak, unit="kB"),
    )


def _readings(what: str, heard: Heard, clients: int, more: Mapping[str, float]) -> Sequence[Reading]:
    """How late and how whole."""
    report, late = heard.report, [delay for _, delay in heard.delays]
    got = delivery(report, heard.seen, clients)
    say(f"    {what}: {heard.added.median:.1f} ms, {got.percent:.1f} % delivered")
    figures: dict[str, float | str] = {
        "changes made a second": heard.rate,
        "p50 with the window, ms": percentile(late, 50),
        "p99 with the window, ms": percentile(late, 99),
        "MB/s": report.bytes / heard.seconds / 1e6,
        "client busy, %": 100 * heard.client_busy,
        "machine busy, %": 100 * heard.machine_busy,
        **more,
    }
    counts: dict[str, float | str] = {
        "expected": f"{got.expected:,}",
        "delivered": f"{got.delivered:,}",
        "twice": got.twice,
        "not of these": got.unknown,
        "told to ask again": report.notices.get("RESYNC", 0),
    }
    whole = Figures.of([got.percent])
    delay = msgspec.structs.replace(DELAY_BUDGET, told=heard.told or heard.short or clients > MOST_IN_TIME)
    return (
        Reading(section="delay beside the window", what=what, argus=heard.added, budgets=(delay,), more=figures),
        Reading(
            section="delivered of expected",
            what=what,
            argus=whole,
            unit="%",
            budgets=(WHOLE,),
            more=counts,
        ),
    )


def _cost(what: str, heard: Heard, clients: int, alone: dict[float, float]) -> Reading:
    """Of one client: what a change costs at all, to be heard, kept and told; of more, what telling another one adds.

    `alone` keeps the first, in ms by rate, for those that follow.
    """
    changes = max(1, len(heard.seen))
    if clients == 1:
        alone[heard.wanted] = heard.cpu_ms / changes
        spent = Figures.of([alone[heard.wanted] * 1000])
        return Reading(section="CPU for a change with one client", what=what, argus=spent, unit="µs")
    told = max(1.0, heard.report.messages * (clients - 1) / clients)
    spent = Figures.of([(heard.cpu_ms - alone[heard.wanted] * changes) * 1000 / told])
    say(f"    {what}: {spent.median:.1f} µs for each delivery more")
    each = heard.cpu_ms * 1000 / max(1, heard.report.messages)
    more: dict[str, float | str] = {"µs a delivery, all in": each}
    section = "CPU for a delivery more"
    return Reading(section=section, what=what, argus=spent, unit="µs", budgets=(CPU_BUDGET,), more=more)
