"""Lists: the apiserver's own bytes through Argus, the first page of a kind nobody looked at, and pages after that."""

import time
from collections.abc import Iterator

import msgspec

from bench.client import AskError, Client
from bench.measure import Figures, interleave, ratios
from bench.people import NARROW, SEEN, add_narrow
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.sets import CLAIMS, NAMESPACES, PODS, TEN
from bench.subject import Subject

RAW_BUDGET = (Bound("ratio", 1.1),)
COLD_BUDGET = (Bound("ratio", 1.3),)
WARM_BUDGET = (Bound("median", 8.0), Bound("p99", 30.0))
PAGE = 100
# Nobody had asked for this order of the rows yet.
FIRST = "first time"
NAMESPACE = SEEN[2]
COLD_SECONDS = 120.0
GATEWAY_TIMEOUT = 504
CLAIM = "core/v1/persistentvolumeclaims"
POD = "core/v1/pods"
# What each page is asked for, and what comes closest to it at the apiserver, which neither sorts nor searches.
PAGES: dict[str, tuple[str, dict[str, str], str]] = {
    "by name": (POD, {"sort": "name"}, PODS),
    "by name, of names with `ledger`": (POD, {"sort": "name", "filter": "Name~ledger"}, PODS),
    "by a number: restarts, descending": (POD, {"sort": "-restarts"}, PODS),
    "by a number, of those above 5": (POD, {"sort": "-restarts", "filter": "Restarts>5"}, PODS),
    "by a quantity: capacity of claims": (CLAIM, {"sort": "-capacity"}, CLAIMS),
    "by a quantity, of those above 50Gi": (CLAIM, {"sort": "capacity", "filter": "Capacity>50Gi"}, CLAIMS),
    "by age": (POD, {"sort": "age"}, PODS),
    "by age, of those below a day": (POD, {"sort": "age", "filter": "Age<1d"}, PODS),
    "by node, of those that run": (POD, {"sort": "node", "filter": "Status=Running"}, PODS),
    "text `ledger` in any cell": (POD, {"sort": "name", "q": "ledger"}, PODS),
    "one namespace": (POD, {"sort": "name", "namespace": NAMESPACE}, f"/api/v1/namespaces/{NAMESPACE}/pods"),
}


class _Page(msgspec.Struct):
    total: int
    rows: list[msgspec.Raw]
    partial: list[msgspec.Raw]


def told(subject: Subject, budgets: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """DESIGN.md sets budgets for 10,000 pods; of more, the same are only compared with."""
    return tuple(msgspec.structs.replace(bound, told=subject.set != TEN) for bound in budgets)


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
        budgets=told(subject, RAW_BUDGET),
        body_bytes=(argus.received, subject.direct.received),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.raw,
    )


def cold(subject: Subject) -> Iterator[Reading]:
    """The first page after a start, when Argus follows nothing, beside the full lists that it is made from."""
    path = subject.path(sort="name", limit=str(PAGE))
    spent: list[float] = []
    first: list[float] = []
    sizes: list[int] = []

    def first_page() -> float:
        subject.argus.restart()
        with subject.argus.client() as argus:
            began = subject.argus.cpu_ms()
            milliseconds, whole = _until_whole(argus, path)
            spent.append(subject.argus.cpu_ms() - began)
            first.append(milliseconds)
            sizes.append(argus.received)
        return whole

    with Step("cold first page, Argus started anew each time") as step:
        subject.apiservers.time(PODS)
        series = interleave(
            {"argus": first_page, "direct": lambda: subject.apiservers.time(PODS)},
            subject.rounds.cold,
            lambda done: step.at(done, subject.rounds.cold),
        )
    yield Reading(
        section="cold first page",
        what=f"{PAGE} of all pods; directly: all pods",
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=told(subject, COLD_BUDGET),
        body_bytes=(sizes[-1], subject.apiservers.received),
        cpu_ms=sum(spent) / len(spent),
    )
    if subject.set.clusters > 1:
        what = "the first answer, of the clusters that were listed by then"
        yield Reading(section="cold first page", what=what, argus=Figures.of(first))


def _until_whole(argus: Client, path: str) -> tuple[float, float]:
    """Milliseconds to the first answer, and to the first that lacks no cluster."""
    began, first = time.perf_counter(), 0.0
    while True:
        whole = _is_whole(argus, path)
        spent = (time.perf_counter() - began) * 1000
        first = first or spent
        if whole:
            return first, spent
        if spent > COLD_SECONDS * 1000:
            raise AskError(f"{path} still lacks clusters after {COLD_SECONDS:.0f} s")


def _is_whole(argus: Client, path: str) -> bool:
    """A page of one cluster that takes too long to be listed is a 504; over several, it says what it lacks."""
    try:
        return not msgspec.json.decode(argus.read(path), type=_Page).partial
    except AskError as error:
        if error.status != GATEWAY_TIMEOUT:
            raise
        return False


def warm(subject: Subject) -> Iterator[Reading]:
    """Pages while the kinds are followed, each kind of page for itself, as people turn and reload them."""
    with Step("warm pages") as step, subject.argus.client() as argus:
        check(argus, subject, POD, subject.pods)
        check(argus, subject, CLAIM, subject.set.claims * subject.set.clusters)
        for done, (what, (resource, query, beside)) in enumerate(PAGES.items(), start=1):
            path = subject.path(resource, limit=str(PAGE), **query)
            yield _page(subject, argus, what, path, f"{beside}?limit={PAGE}")
            step.at(done, len(PAGES))


def narrow(subject: Subject) -> Iterator[Reading]:
    """The same for somebody who sees 30 of 100 namespaces. No single question to the apiserver comes close to it."""
    add_narrow(subject.argus)
    token = subject.argus.sign_in(NARROW, subject.argus.password)
    with Step("warm pages of a narrow user") as step, subject.argus.client(token) as argus:
        part = len(SEEN) / NAMESPACES
        check(argus, subject, POD, round(subject.pods * part))
        check(argus, subject, CLAIM, round(subject.set.claims * subject.set.clusters * part))
        for done, (what, (resource, query, _)) in enumerate(PAGES.items(), start=1):
            yield _page(subject, argus, what, subject.path(resource, limit=str(PAGE), **query), None)
            step.at(done, len(PAGES))


def check(argus: Client, subject: Subject, resource: str, wanted: int) -> None:
    """Have the kind followed. A fast answer that lacks rows would be worth nothing."""
    path = subject.path(resource, limit=str(PAGE))
    _until_whole(argus, path)
    page = msgspec.json.decode(argus.read(path), type=_Page)
    if page.total != wanted or len(page.rows) != min(PAGE, wanted):
        raise AskError(f"Argus shows {len(page.rows)} of {page.total} {resource}; there are {wanted}")


def _page(subject: Subject, argus: Client, what: str, path: str, beside: str | None) -> Reading:
    tasks = {"argus": lambda: argus.time(path)}
    if beside is not None:
        tasks["direct"] = lambda: subject.apiservers.time(beside)
    first = interleave(tasks, 1)["argus"][0]
    began = subject.argus.cpu_ms()
    series = interleave(tasks, subject.rounds.warm)
    direct = series.get("direct")
    return Reading(
        section=f"page of {PAGE}" if beside else "30 of 100 namespaces",
        what=what,
        argus=Figures.of(series["argus"]),
        direct=Figures.of(direct) if direct else None,
        ratio=ratios(series["argus"], direct) if direct else None,
        budgets=told(subject, WARM_BUDGET),
        body_bytes=(argus.received, subject.apiservers.received if direct else 0),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.warm,
        more={FIRST: f"{first:.1f} ms"},
    )
