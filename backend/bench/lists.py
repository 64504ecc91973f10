"""Lists: the apiserver's own bytes through Argus, the first page of a kind nobody looked at, and pages after that."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from bench.changing import RATE, changing_pods
from bench.client import Client, Clients
from bench.measure import Figures, interleave, ratios
from bench.pages import (
    BY_NAME,
    BY_RESTARTS,
    BY_YOUNG,
    CLAIM,
    PAGE,
    PAGES,
    POD,
    asked,
    check,
    page,
    turning,
    turning_directly,
    until_whole,
)
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.sets import PODS, TEN
from bench.subject import Subject

RAW_BUDGET = (Bound("ratio", 1.1, budget="raw"),)
COLD_BUDGET = (Bound("ratio", 1.3, budget="cold"),)
# Compressed too, which is what kubectl and browsers ask for; of the smallest set, because it takes twice as long.
RAW = (("identity", "raw list of all pods"), ("gzip", "raw list of all pods, compressed"))
WARM, CHANGING = "warm", f"{RATE:.0f} changes a second"


class Meter:
    """Adds up the apiservers' processor time for what Argus is asked and for what they are asked directly."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._spent: dict[str, list[float]] = {}

    def over(self, name: str, task: Callable[[], float]) -> Callable[[], float]:
        """The task, metered under a name; what it returns is its own."""

        def metered() -> float:
            began = self._subject.apiservers_cpu_ms()
            value = task()
            self._spent.setdefault(name, []).append(self._subject.apiservers_cpu_ms() - began)
            return value

        return metered

    def more(self) -> dict[str, float | str]:
        """As columns of a reading; with the time of the uncounted first round."""
        return {f"CPU of apiservers, {name}": f"{Figures.of(each).median:.0f} ms" for name, each in self._spent.items()}


def raw(subject: Subject) -> Iterator[Reading]:
    """All pods as JSON, through Argus and without it; of several clusters all lists at once."""
    clusters = subject.argus.clusters
    paths = [f"/api/clusters/{cluster}/resources/{POD}?view=raw" for cluster in clusters]
    for encoding, what in RAW if subject.set == TEN else RAW[:1]:
        with Step(what) as step, Clients([subject.argus.client() for _ in clusters]) as argus:
            yield _raw(subject, argus, paths, step, encoding, what)


def _raw(subject: Subject, argus: Clients, paths: list[str], step: Step, encoding: str, what: str) -> Reading:
    meter = Meter(subject)
    tasks = {
        "argus": meter.over("through Argus", lambda: argus.time_each(paths, encoding)),
        "direct": meter.over("directly", lambda: subject.apiservers.time(PODS, encoding)),
    }
    interleave(tasks, 1)
    began = subject.argus.cpu_ms()
    series = interleave(tasks, subject.rounds.raw, lambda done: step.at(done, subject.rounds.raw))
    return Reading(
        section="",
        what=what,
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=RAW_BUDGET,
        body_bytes=(argus.received, subject.apiservers.received),
        cpu_ms=(subject.argus.cpu_ms() - began) / subject.rounds.raw,
        more=meter.more(),
    )


def cold(subject: Subject) -> Iterator[Reading]:
    """The first page after a start, when Argus follows nothing, beside the full lists that it is made from."""
    path = subject.path(sort="name", limit=str(PAGE))
    spent: list[float] = []
    first: list[float] = []
    sizes: list[int] = []
    meter = Meter(subject)

    def first_page() -> float:
        subject.argus.restart()
        with subject.argus.client() as argus:
            began = subject.argus.cpu_ms()
            milliseconds, whole = until_whole(argus, path)
            spent.append(subject.argus.cpu_ms() - began)
            first.append(milliseconds)
            sizes.append(argus.received)
        return whole

    with Step("cold first page, Argus started anew each time") as step:
        subject.apiservers.time(PODS)
        tasks = {
            "argus": meter.over("through Argus", first_page),
            "direct": meter.over("directly", lambda: subject.apiservers.time(PODS)),
        }
        series = interleave(tasks, subject.rounds.cold, lambda done: step.at(done, subject.rounds.cold))
    yield Reading(
        section="",
        what="cold first page",
        argus=Figures.of(series["argus"]),
        direct=Figures.of(series["direct"]),
        ratio=ratios(series["argus"], series["direct"]),
        budgets=COLD_BUDGET,
        body_bytes=(sizes[-1], subject.apiservers.received),
        cpu_ms=sum(spent) / len(spent),
        more=meter.more(),
    )
    if subject.set.clusters > 1:
        what = "cold, the first answer: of the clusters that were listed by then"
        yield Reading(section="", what=what, argus=Figures.of(first))


def warm(subject: Subject) -> Iterator[Reading]:
    """Pages while the kinds are followed, each kind of page for itself, as people turn and reload them."""
    with Step("warm pages") as step, subject.argus.client() as argus:
        check(argus, subject, POD, subject.pods)
        check(argus, subject, CLAIM, subject.set.claims * subject.set.clusters)
        for done, what in enumerate(PAGES, start=1):
            yield page(subject, argus, WARM, what, beside=True)
            step.at(done, len(PAGES))


def changing(subject: Subject) -> Iterator[Reading]:
    """Pages of pods that change all the time, and the next page of each page."""
    with Step("pages while pods change") as step, ExitStack() as stack:
        argus = stack.enter_context(subject.argus.client())
        check(argus, subject, POD, subject.pods)
        stack.enter_context(changing_pods(subject))
        kinds = (BY_NAME, BY_RESTARTS, BY_YOUNG)
        for done, what in enumerate(kinds, start=1):
            yield page(subject, argus, CHANGING, what, beside=True)
            step.at(done, len(kinds) + 1)
        yield _followed(subject, argus)


def _followed(subject: Subject, argus: Client) -> Reading:
    """One apiserver can be asked for its next pages too; over several there is no such order."""
    path = subject.path(sort="name", limit=str(PAGE))
    tasks = {"argus": turning(argus, path)}
    if subject.set.clusters == 1:
        tasks["table"] = turning_directly(subject.direct, f"{PODS}?limit={PAGE}")
    return asked(subject, argus, CHANGING, "by name, following the cursor", tasks)
