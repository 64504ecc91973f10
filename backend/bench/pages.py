"""Pages of Argus: which kinds there are, what comes closest to each at the apiserver, and when one is whole."""

import time
from collections.abc import Callable
from urllib.parse import quote

import msgspec

from bench.client import TABLE, AskError, Client
from bench.measure import Figures, interleave, ratios
from bench.people import SEEN
from bench.reading import Bound, Reading
from bench.sets import CLAIMS, PODS
from bench.subject import Subject

WARM_BUDGET = (Bound("median", 8.0, budget="warm"), Bound("p99", 30.0, budget="warm"))
PAGE = 100
NAMESPACE = SEEN[2]
COLD_SECONDS = 120.0
GATEWAY_TIMEOUT = 504
CLAIM = "core/v1/persistentvolumeclaims"
POD = "core/v1/pods"
# Nobody had asked for this order of the rows yet.
FIRST = "first time"
BY_NAME, BY_RESTARTS, BY_YOUNG = "by name", "by a number: restarts, descending", "by age, of those below a day"
# What each page is asked for, and what comes closest to it at the apiserver, which neither sorts nor searches.
PAGES: dict[str, tuple[str, dict[str, str], str]] = {
    BY_NAME: (POD, {"sort": "name"}, PODS),
    "by name, of names with `ledger`": (POD, {"sort": "name", "filter": "Name~ledger"}, PODS),
    BY_RESTARTS: (POD, {"sort": "-restarts"}, PODS),
    "by a number, of those above 5": (POD, {"sort": "-restarts", "filter": "Restarts>5"}, PODS),
    "by a quantity: capacity of claims": (CLAIM, {"sort": "-capacity"}, CLAIMS),
    "by a quantity, of those above 50Gi": (CLAIM, {"sort": "capacity", "filter": "Capacity>50Gi"}, CLAIMS),
    "by age": (POD, {"sort": "age"}, PODS),
    BY_YOUNG: (POD, {"sort": "age", "filter": "Age<1d"}, PODS),
    "by node, of those that run": (POD, {"sort": "node", "filter": "Status=Running"}, PODS),
    "text `ledger` in any cell": (POD, {"sort": "name", "q": "ledger"}, PODS),
    "one namespace": (POD, {"sort": "name", "namespace": NAMESPACE}, f"/api/v1/namespaces/{NAMESPACE}/pods"),
}


class _Page(msgspec.Struct):
    total: int
    rows: list[msgspec.Raw]
    partial: list[msgspec.Raw]


class _Turned(msgspec.Struct):
    cursor: str | None


class _Chunk(msgspec.Struct):
    class Metadata(msgspec.Struct):
        next: str = msgspec.field(default="", name="continue")

    metadata: Metadata


def until_whole(argus: Client, path: str) -> tuple[float, float]:
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


def check(argus: Client, subject: Subject, resource: str, wanted: int) -> None:
    """Have the kind followed. A fast answer that lacks rows would be worth nothing."""
    path = subject.path(resource, limit=str(PAGE))
    until_whole(argus, path)
    page = msgspec.json.decode(argus.read(path), type=_Page)
    if page.total != wanted or len(page.rows) != min(PAGE, wanted):
        raise AskError(f"Argus shows {len(page.rows)} of {page.total} {resource}; there are {wanted}")


def page(subject: Subject, argus: Client, section: str, what: str, beside: bool, part: float = 1.0) -> Reading:
    """One kind of page again and again; `beside` asks the apiservers too, for a table and for the full objects.

    `part` of all there is may be seen.
    """
    resource, query, at = PAGES[what]
    path, directly = subject.path(resource, limit=str(PAGE), **query), f"{at}?limit={PAGE}"
    tasks = {"argus": lambda: argus.time(path)}
    if beside:
        tasks["table"] = lambda: subject.apiservers.time(directly, accept=TABLE)
        tasks["objects"] = lambda: subject.apiservers.time(directly)
    note = f"claims: {subject.set.claims * subject.set.clusters * part:,.0f}" if resource == CLAIM else ""
    reading = asked(subject, argus, section, what, tasks)
    if beside:
        # Once more, because the full objects may have been the last.
        subject.apiservers.time(directly, accept=TABLE)
        reading = msgspec.structs.replace(reading, body_bytes=(argus.received, subject.apiservers.received))
    return msgspec.structs.replace(reading, note=note)


def asked(subject: Subject, argus: Client, section: str, what: str, tasks: dict[str, Callable[[], float]]) -> Reading:
    """What the rounds of these tasks say, of which `argus` and maybe `table` and `objects`."""
    first = interleave(tasks, 1)["argus"][0]
    began, every = subject.argus.cpu_ms(), subject.rounds.every
    series = interleave(tasks, subject.rounds.warm, only=("argus", every))
    cpu = (subject.argus.cpu_ms() - began) / subject.rounds.warm
    table, objects, paired = series.get("table"), series.get("objects"), series["argus"][::every]
    more: dict[str, float | str] = {FIRST: f"{first:.1f} ms"}
    if objects:
        more["full objects p50"] = f"{Figures.of(objects).median:.1f} ms"
        more["Argus ÷ full objects"] = ratios(paired, objects).median
    return Reading(
        section=section,
        what=what,
        argus=Figures.of(series["argus"]),
        direct=Figures.of(table) if table else None,
        ratio=ratios(paired, table) if table else None,
        budgets=WARM_BUDGET,
        body_bytes=(argus.received, 0),
        cpu_ms=cpu,
        more=more,
    )


def turning(argus: Client, path: str) -> Callable[[], float]:
    """Milliseconds of the next page of a list of Argus each time; the first follows the last."""
    cursor = ""

    def turn() -> float:
        nonlocal cursor
        spent, body = _read(argus, f"{path}&cursor={quote(cursor)}" if cursor else path)
        cursor = msgspec.json.decode(body, type=_Turned).cursor or ""
        return spent

    return turn


def turning_directly(client: Client, path: str) -> Callable[[], float]:
    """The same of the apiserver's own chunks, as a table."""
    token = ""

    def turn() -> float:
        nonlocal token
        spent, body = _read(client, f"{path}&continue={quote(token)}" if token else path, TABLE)
        token = msgspec.json.decode(body, type=_Chunk).metadata.next
        return spent

    return turn


def _read(client: Client, path: str, accept: str = "application/json") -> tuple[float, bytes]:
    began = time.perf_counter()
    body = client.read(path, accept)
    return (time.perf_counter() - began) * 1000, body
