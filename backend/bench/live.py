"""Live changes: how soon, how whole and at what cost a crowd of clients hears what happens in a cluster.

Pods are changed straight in etcd at a steady rate; an observer watches them at the apiserver itself, so that a client's
delay is told from the same change's arrival there. A sample of the clients is timed, all of them are checked.
"""

import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from argus.live.tick import WINDOW_SECONDS
from bench.client import AskError
from bench.crowd import Report
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd, Observer
from bench.measure import Figures
from bench.plane import watches_of_pods
from bench.progress import Step, say
from bench.reading import Bound, Reading
from bench.replay import Rows, digest
from bench.sets import PODS
from bench.subject import Subject

CROWDS, RATES = (1, 40, 500, 2_000), (20.0, 200.0, 1_000.0)
QUICK_CROWDS, QUICK_RATES = (1, 500), (200.0,)
SECONDS, QUICK_SECONDS = 8.0, 4.0
SETTLED_SECONDS = 60.0
DELAY_BUDGET = (Bound("median", 2.0),)
CPU_BUDGET = Bound("median", 15.0)
KIB = 1024


class _Metadata(msgspec.Struct, rename="camel"):
    resource_version: str = ""
    uid: str = ""


class _Pod(msgspec.Struct):
    metadata: _Metadata


class _Pods(msgspec.Struct):
    metadata: _Metadata
    items: list[_Pod]


class Heard(msgspec.Struct, frozen=True):
    """What one crowd heard at one rate. Delays in milliseconds, one for each sampled client and event or frame."""

    report: Report
    events: int
    made: int
    seconds: float
    delays: list[float]
    beside: list[float]
    cpu_ms: float


def live(subject: Subject) -> Iterator[Reading]:
    """Every crowd at every rate."""
    crowds, rates = (QUICK_CROWDS, QUICK_RATES) if subject.quick else (CROWDS, RATES)
    with subject.argus.client() as client:
        client.read(subject.path(limit="1"))
    watches = watches_of_pods(subject.direct)
    for clients in crowds:
        resident = subject.argus.resident()
        with Step(f"{clients} live clients"), crowd(subject, clients) as listening:
            listening.gather()
            each = (subject.argus.resident() - resident) * KIB / clients
            for rate in rates:
                heard = listen(subject, listening, rate)
                require_whole(subject, listening, clients)
                more = {"KiB a client": each, "more watches upstream": watches_of_pods(subject.direct) - watches}
                yield from _readings(f"{rate:,.0f} events a second to {clients:,} clients", heard, clients, more)


def crowd(subject: Subject, clients: int) -> Crowd:
    return Crowd(subject.argus.url, subject.argus.token(), clients, subject.argus.cluster)


def listen(subject: Subject, listening: Crowd, rate: float) -> Heard:
    """Change pods for a while, and wait until what the observer saw has been heard."""
    version = _pods(subject, "?limit=1").metadata.resource_version
    seconds = QUICK_SECONDS if subject.quick else SECONDS
    with Observer(subject.clusters[0].kubeconfig, version) as observer:
        with Changes(etcd_url(subject.clusters[0]), rate) as changes:
            listening.watch()
            spent, began = subject.argus.cpu_ms(), time.monotonic()
            time.sleep(seconds)
            made = changes.stop()
            seconds = time.monotonic() - began
        _settle(listening)
        spent = subject.argus.cpu_ms() - spent
        arrivals = observer.stop()
    report = listening.report()
    delays, beside = _delays(report, arrivals)
    return Heard(report, len(arrivals), made, seconds, delays, beside, spent)


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


def _delays(report: Report, arrivals: Mapping[str, float]) -> tuple[list[float], list[float]]:
    """Of every event since it came to the observer; and of every frame since it could have been sent.

    That is when its first event was there and the batch window after the frame before was over.
    """
    delays: list[float] = []
    beside: list[float] = []
    before = 0.0
    for frame in sorted((frame for frame in report.frames if frame.times), key=lambda frame: frame.times[0]):
        known = [arrivals[version] for _, version in frame.events if version in arrivals]
        if known:
            delays += [(heard - arrived) * 1000 for heard in frame.times for arrived in known]
            due = max(min(known), before + WINDOW_SECONDS)
            beside += [(heard - due) * 1000 for heard in frame.times]
        before = frame.times[0]
    return delays, beside


def _readings(what: str, heard: Heard, clients: int, more: Mapping[str, float]) -> Sequence[Reading]:
    """How late, and at what cost."""
    report, delays = heard.report, Figures.of(heard.delays)
    say(f"    {what}: {delays.median:.1f} ms, {heard.cpu_ms * 1000 / report.messages:.1f} µs an event")
    figures: dict[str, float | str] = {
        "events made a second": heard.made / heard.seconds,
        "messages a client, of events": f"{report.messages // clients:,} of {heard.events:,}",
        "p50 with the window, ms": delays.median,
        "p99 with the window, ms": delays.p99,
        "MB/s": report.bytes / heard.seconds / 1e6,
        "told to ask again": report.notices.get("RESYNC", 0),
        **more,
    }
    cost = Bound("median", CPU_BUDGET.at_most, told=clients == 1)
    spent = Figures.of([heard.cpu_ms * 1000 / report.messages])
    return (
        Reading(section="delay", what=what, argus=Figures.of(heard.beside), budgets=DELAY_BUDGET, more=figures),
        Reading(section="CPU for an event delivered", what=what, argus=spent, unit="µs", budgets=(cost,)),
    )
