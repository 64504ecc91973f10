"""Lists: the apiserver's own bytes through Argus, the first page of a kind nobody looked at, and pages after that."""

from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from bench.argus_process import ArgusProcess
from bench.client import AskError, Client
from bench.cluster import PODS
from bench.measure import Figures, interleave, ratios
from bench.progress import Step
from bench.reading import Bound, Reading

RAW_BUDGET = (Bound("ratio", 1.1),)
COLD_BUDGET = (Bound("ratio", 1.3),)
WARM_BUDGET = (Bound("median", 8.0), Bound("p99", 30.0))
PAGE = 100
NAMESPACE = "bulk-007"
# What each page is asked for, and what comes closest to it at the apiserver, which neither sorts nor searches.
PAGES: dict[str, tuple[dict[str, str], str]] = {
    "by name": ({"sort": "name"}, PODS),
    "by restarts, descending": ({"sort": "-restarts"}, PODS),
    "by age": ({"sort": "age"}, PODS),
    "by status": ({"sort": "status"}, PODS),
    "by node, filtered by status": ({"sort": "node", "filter": "Status=Running"}, PODS),
    "by name, text `ledger`": ({"sort": "name", "q": "ledger"}, PODS),
    "by name, one namespace": ({"sort": "name", "namespace": NAMESPACE}, f"/api/v1/namespaces/{NAMESPACE}/pods"),
}


class _Page(msgspec.Struct):
    total: int
    rows: list[msgspec.Raw]


class Rounds(msgspec.Struct, frozen=True):
    """How often each thing is measured, after one uncounted time."""

    raw: int
    cold: int
    warm: int


class Subject(msgspec.Struct, frozen=True):
    """What a section measures: Argus, and the apiserver of its cluster of `pods` pods."""

    argus: ArgusProcess
    direct: Client
    rounds: Rounds
    pods: int

    def path(self, **query: str) -> str:
        """Argus's path of the list of pods."""
        path = f"/api/clusters/{self.argus.cluster}/resources/core/v1/pods"
        return f"{path}?{urlencode(query)}" if query else path


def raw(subject: Subject) -> Iterator[Reading]:
    """All pods as JSON, through Argus and without it; compressed too, which is what kubectl and browsers ask for."""
    for encoding, what in (("identity", "all pods"), ("gzip", "all pods, compressed")):
        with Step(f"raw list of {what}") as step, subject.argus.client() as argus:
            yield _raw(subject, argus, step, encoding, what)


def _raw(subject: Subject, argus: Client, step: Step, encoding: str, what: str) -> Reading:
    path = subject.path(view="raw")
    tasks = {
        "argus": lambda: argus.time(path, encoding),
        "direct": lambda: subject.direct.time(PODS, encoding),
    }
    interleave(tasks, 1)
    began = subject.argus.cpu_ms()
    series = interleave(tasks, subject.rounds.raw, lambda done: step.at(done, subject.rounds.raw))
    return Reading(
        section="raw list",
        what=what,
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=RAW_BUDGET,
        body_bytes=(argus.received, subject.direct.received),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.raw,
    )


def cold(subject: Subject) -> Iterator[Reading]:
    """The first page after a start, when Argus follows nothing, beside the full list that it is made from."""
    path = subject.path(sort="name", limit=str(PAGE))
    spent: list[float] = []
    sizes: list[int] = []

    def first_page() -> float:
        subject.argus.restart()
        with subject.argus.client() as argus:
            began = subject.argus.cpu_ms()
            milliseconds = argus.time(path)
            spent.append(subject.argus.cpu_ms() - began)
            sizes.append(argus.received)
        return milliseconds

    with Step("cold first page, Argus started anew each time") as step:
        subject.direct.time(PODS)
        series = interleave(
            {"argus": first_page, "direct": lambda: subject.direct.time(PODS)},
            subject.rounds.cold,
            lambda done: step.at(done, subject.rounds.cold),
        )
    yield Reading(
        section="cold first page",
        what=f"{PAGE} of all pods; directly: all pods",
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=COLD_BUDGET,
        body_bytes=(sizes[-1], subject.direct.received),
        cpu_ms=sum(spent) / len(spent),
    )


def warm(subject: Subject) -> Iterator[Reading]:
    """Pages while the kind is followed, each kind of page for itself, as people turn and reload them."""
    with Step("warm pages") as step, subject.argus.client() as argus:
        _check(argus.read(subject.path(limit=str(PAGE))), subject.pods)
        for done, (what, (query, beside)) in enumerate(PAGES.items(), start=1):
            yield _page(subject, argus, what, subject.path(limit=str(PAGE), **query), f"{beside}?limit={PAGE}")
            step.at(done, len(PAGES))


def _check(body: bytes, pods: int) -> None:
    """A fast answer that lacks pods would be worth nothing."""
    page = msgspec.json.decode(body, type=_Page)
    if page.total != pods or len(page.rows) != min(PAGE, pods):
        raise AskError(f"Argus shows {len(page.rows)} of {page.total} pods; there are {pods}")


def _page(subject: Subject, argus: Client, what: str, path: str, beside: str) -> Reading:
    argus.time(path)
    subject.direct.time(beside)
    began = subject.argus.cpu_ms()
    series = interleave(
        {"argus": lambda: argus.time(path), "direct": lambda: subject.direct.time(beside)}, subject.rounds.warm
    )
    return Reading(
        section=f"warm page of {PAGE}",
        what=what,
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=WARM_BUDGET,
        body_bytes=(argus.received, subject.direct.received),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.warm,
    )
